"""`ipe-coder results` and `ipe-coder joint`: what the trials found, and themes beside it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command, Group
from ipe_coder.cli.figures import computed_words, reported_words
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import result_shape, stamp
from ipe_coder.model.counts import count_of
from ipe_coder.model.matrix import side_counts

if TYPE_CHECKING:
    from ipe_coder.model.matrix import JointDisplay, JointTheme
    from ipe_coder.model.result import ResultView

NOT_MIXED = (
    "As reported is what the report prints. From the printed means is computed here, unadjusted:"
    " group 1 less group 2, 95 % interval by Welch's t. The per cent behind a count is worked out"
    " here too."
)


@click.group(cls=Group, examples=("results import results/hhp2.csv", "results list --study swing"))
def results() -> None:
    """Results of the trials."""


@results.command("import", examples=("results import results/hhp2.csv",))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", default="", help="Only the rows of this study.")
@pass_session
def import_file(session: Session, file: Path, study: str) -> None:
    """Take results from a csv or xlsx file; unknown studies and outcomes are added, and said."""
    with session.open() as opened:
        done = opened.import_results(file, study)
    output.narrate(*(f"Added the study {name}." for name in done.new_studies))
    if done.new_outcomes:
        output.narrate(f"Added {count_of(len(done.new_outcomes), 'outcome')}.")
    output.narrate(*(f"{file.name}: {note}" for note in done.notes))
    session.done(
        f"Imported {count_of(done.rows, 'result')}, {done.added} of them new.",
        rows=done.rows,
        added=done.added,
        new_studies=list(done.new_studies),
        new_outcomes=list(done.new_outcomes),
        notes=list(done.notes),
    )


@results.command("list", examples=("results list", "results list --study swing --json"))
@click.option("--study", default="", help="Only of this study.")
@pass_session
def list_results(session: Session, study: str) -> None:
    """List results: as reported, and apart from that as the printed means give them."""
    with session.open() as opened:
        found = opened.result_views(study)
    if session.as_json:
        output.print_json([result_shape(view) for view in found])
        return
    for view in found:
        _print_result(view)
    if found:
        output.narrate(NOT_MIXED)
    else:
        output.narrate("No result yet. ipe-coder results import FILE")


@click.command("joint", cls=Command, examples=("joint --study swing", "joint --study swing --json"))
@click.option("--study", default="", help="Only of this study.")
@pass_session
def joint(session: Session, study: str) -> None:
    """Set each outcome beside the statements linked to it, with counts and verdicts."""
    with session.open() as opened:
        names = [opened.study(study).name] if study else [one.name for one in opened.studies()]
        found = [opened.joint_display(name) for name in names]
        coders = {one.id: one.name for one in opened.coders()}
    shapes = [_joint_shape(one, coders) for one in found]
    if session.as_json:
        output.print_json(shapes[0] if study else shapes)
        return
    for display in found:
        if display.rows:
            _print_joint(display)
    if any(display.rows for display in found):
        output.narrate(NOT_MIXED)
    else:
        output.narrate("Nothing stands beside anything yet. ipe-coder results import FILE")


def _print_result(view: ResultView) -> None:
    result, outcome = view.result, view.outcome
    which = ", ".join(filter(None, (result.experiment, result.timepoint, result.analysis)))
    rank = f" ({outcome.rank.value})" if outcome.rank else ""
    output.print_lines(f"{view.study}: {outcome.name}{rank}{', ' + which if which else ''}")
    output.print_wrapped("  as reported      ", reported_words(view))
    output.print_wrapped("  from the means   ", computed_words(view))
    if view.words:
        output.print_wrapped("  in words         ", view.words)


def _print_joint(display: JointDisplay) -> None:
    interviewed = count_of(display.interviewed, "participant")
    output.print_lines(f"{display.study}: {interviewed} interviewed")
    for row in display.rows:
        for view in row.results:
            _print_result(view)
        if not row.results:
            output.print_lines("Statements that no outcome is set beside")
        if row.results and not row.themes:
            output.print_lines("  no theme is set beside this outcome")
        for theme in row.themes:
            _print_theme(theme)
    output.narrate(*(f"Note: {note}." for note in display.notes))


def _print_theme(one: JointTheme) -> None:
    counts = "; ".join(
        f"{column} {cell.value} of {cell.n}"
        if cell.value is not None
        else f"{column} {cell.absent}"
        for column, cell in zip(one.columns, one.cells, strict=True)
    )
    output.print_wrapped(f"  {one.theme.name}: ", one.theme.statement or "no statement")
    if counts:
        output.print_wrapped("    raised by: ", counts)
    if one.evidence:
        output.print_wrapped("    evidence: ", side_counts(one.evidence))
    if one.quote:
        who = one.quote.participant or one.quote.speaker
        output.print_wrapped("    ", f"“{one.quote.segment.quote}” {who}")
    if one.verdict:
        output.print_wrapped(f"    {one.verdict.judgement.value}: ", one.verdict.reason)


def _joint_shape(display: JointDisplay, coders: dict[str, str]) -> dict[str, Any]:
    return {
        "study": display.study,
        "interviewed": display.interviewed,
        "rows": [
            {
                "outcome": row.results[0].outcome.name if row.results else None,
                "results": [result_shape(view) for view in row.results],
                "themes": [_theme_shape(one, coders) for one in row.themes],
            }
            for row in display.rows
        ],
        "notes": list(display.notes),
    }


def _theme_shape(one: JointTheme, coders: dict[str, str]) -> dict[str, Any]:
    verdict, quote = one.verdict, one.quote
    return {
        "id": one.theme.id,
        "theme": one.theme.name,
        "statement": one.theme.statement,
        "columns": list(one.columns),
        "cells": [cell.value for cell in one.cells],
        "n": [cell.n for cell in one.cells],
        "stance": [asdict(cell.stance) for cell in one.cells],
        "evidence": [
            {"segment": row.row.segment.id, "side": row.evidence.side.value} for row in one.evidence
        ],
        "quote": None
        if quote is None
        else {
            "segment": quote.segment.id,
            "quote": quote.segment.quote,
            "participant": quote.participant or None,
        },
        "verdict": None
        if verdict is None
        else {
            "judgement": verdict.judgement.value,
            "reason": verdict.reason,
            "statement": verdict.statement,
            "author": coders.get(verdict.coder_id),
            "at": stamp(verdict.at),
        },
    }
