"""`ipe-coder search --code`: every hit is coded after a count, and all as one change."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.search_lines import print_hits
from ipe_coder.cli.session import Session
from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.transcript import Role

if TYPE_CHECKING:
    from ipe_coder.model.code import Code
    from ipe_coder.model.search import HitCoding, SearchRequest, Stretch
    from ipe_coder.project import Project

_SHOWN = 20
"""Hits that are shown before the question."""


def code_hits(
    session: Session,
    opened: Project,
    request: SearchRequest,
    name: str,
    widen: Stretch,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Say what would be coded, ask where nobody said yes, and code it.

    Raises:
        UsageError: If nobody can be asked, or nothing is left to code.
        click.Abort: If the answer is no.
    """
    book, code = opened.code(name, study=request.study, active=True)
    if not opened.coder:
        raise UsageError("Nobody is named as the coder.", "Give --coder NAME or set IPE_CODER.")
    found = list(opened.search(replace(request, study=request.study or book.study)))
    hits = found if request.roles else [one for one in found if one.role != Role.INTERVIEWER]
    plan = opened.plan_hit_coding(hits, code, widen=widen)
    if not session.as_json and not yes:
        print_hits(hits[:_SHOWN])
    rest = len(hits) - _SHOWN
    if rest > 0 and not yes:
        output.narrate(f"… and {count_of(rest, 'hit')} more.")
    output.narrate(*_lines(plan, code, len(found) - len(hits)))
    counts = {**_counts(plan), "left_out": len(found) - len(hits)}
    if dry_run or not plan.hits:
        if session.as_json:
            output.print_json({"change": None, **counts})
        return
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Nothing was coded.", "Give --yes where nobody can be asked.")
        click.confirm("Code them?", abort=True, err=True)
    session.done(opened.code_hits((code, plan)), **counts)


def _lines(plan: HitCoding, code: Code, left_out: int) -> list[str]:
    places = count_of(len(plan.places), "transcript")
    lines = [
        f"{count_of(plan.hits, 'hit')} in {places} to code as {code.mark} {code.name}"
        + (f", in {count_of(plan.segments, 'segment')}" if plan.hits else "")
        + (f"; {count_of(plan.there, 'has', 'have')} it already" if plan.there else "")
        + "."
    ]
    if left_out:
        lines.append(
            f"{count_of(left_out, 'hit')} of interviewers left out; --role interviewer takes them."
        )
    return lines


def _counts(plan: HitCoding) -> dict[str, Any]:
    return {
        "hits": plan.hits,
        "segments": plan.segments,
        "transcripts": len(plan.places),
        "there": plan.there,
    }
