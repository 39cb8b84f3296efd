"""`ipe-coder theme`: themes, their statements, and how they stand beside the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice, names
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.errors import UsageError
from ipe_coder.model.theme import Judgement, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipe_coder.model.code import Codebook
    from ipe_coder.model.matrix import EvidenceRow
    from ipe_coder.model.theme import Theme
    from ipe_coder.project import Project

_STUDY = click.option("--study", default="", help="The study, where two have one of that name.")
_OUTCOME = click.option("--outcome", required=True, help="The outcome.")
_STATEMENT = click.option("--statement", help="What is claimed, of whom, in one sentence.")
_CODES = click.option(
    "--codes", metavar="NAMES", help="Codes that it stands on, with commas between."
)


@click.group(
    cls=Group,
    examples=(
        'theme set "Message content" --statement "Recipients liked stories, not tips."',
        'theme link "Message content" --outcome Burnout --study swing',
    ),
)
def theme() -> None:
    """Themes: statements, outcomes beside them, verdicts.

    A name of a code means that code with all beneath it; any other name, a theme over several.
    """


@theme.command(
    "add", examples=('theme add "Time pressure" --codes "Lack of time, High caseloads"',)
)
@click.argument("name")
@_STATEMENT
@_CODES
@_STUDY
@pass_session
def add(session: Session, name: str, statement: str | None, codes: str, study: str) -> None:
    """Make a theme called NAME."""
    with session.open() as opened:
        if any(one.name.casefold() == name.casefold() for one in opened.themes(study)):
            raise UsageError(f"There is a theme “{name}” already.", "theme set changes it.")
        made = opened.set_theme(name, statement, codes_of=names(codes), study=study)
    session.done(f"Made the theme {made.name}.", id=made.id, name=made.name)


@theme.command(
    "set", examples=('theme set "Message content" --statement "Recipients liked stories."',)
)
@click.argument("name")
@_STATEMENT
@_CODES
@_STUDY
@pass_session
def set_theme(session: Session, name: str, statement: str | None, codes: str, study: str) -> None:
    """Give the theme NAME a statement or codes; it is made where there is none."""
    if statement is None and not codes:
        raise click.UsageError("Give --statement or --codes.", click.get_current_context())
    with session.open() as opened:
        made = opened.set_theme(name, statement, codes_of=names(codes), study=study)
    session.done(f"Wrote the theme {made.name}.", id=made.id, name=made.name)


@theme.command("list", examples=("theme list --study swing", "theme list --json"))
@click.option("--study", default="", help="Only themes over codes of this study.")
@pass_session
def list_themes(session: Session, study: str) -> None:
    """List themes with their statements, and how many segments speak for and against each."""
    with session.open() as opened:
        found = _shapes(opened, study)
    if session.as_json:
        output.print_json(found)
    elif found:
        rows = [
            (
                one["id"][:8], one["name"], ", ".join(one["studies"]),
                *one["evidence"].values(), one["statement"],
            )
            for one in found
        ]  # fmt: skip
        heads = ("id", "theme", "studies", "for", "against", "statement")
        output.print_table(heads, rows, shrink="theme,studies,statement")
    else:
        output.narrate('No theme yet. ipe-coder theme set NAME --statement "..."')


@theme.command(
    "link",
    examples=('theme link "Message content" --outcome Burnout --study swing --quote 1f0c9a2e',),
)
@click.argument("name")
@_OUTCOME
@_STUDY
@click.option("--quote", metavar="SEGMENT", default="", help="The segment to quote beside it.")
@click.option("--remove", is_flag=True, help="Take it from beside the outcome.")
@pass_session
def link(
    session: Session, name: str, outcome: str, study: str, quote: str, remove: bool
) -> None:  # fmt: skip
    """Set the theme NAME beside an outcome in the joint display."""
    with session.open() as opened:
        target = opened.outcome(outcome, study)
        found = opened.theme(name, study)
        if remove:
            done = opened.unlink_theme(target, found)
        else:
            segment = opened.segment_id(quote) if quote else None
            done = opened.link_theme(target, found, segment)
    session.done(done, theme=found.id, outcome=target.id)


@theme.command(
    "judge",
    examples=(
        'theme judge "Message content" --outcome Burnout --verdict silence --reason "Nobody was'
        ' asked about burnout."',
    ),
)
@click.argument("name")
@_OUTCOME
@_STUDY
@click.option("--verdict", type=choice(Judgement), required=True, help="How they stand.")
@click.option("--reason", required=True, help="Why, in a sentence.")
@pass_session
def judge(
    session: Session, name: str, outcome: str, study: str, verdict: Judgement, reason: str
) -> None:
    """Judge how the statement of the theme NAME stands to an outcome's result."""
    with session.open() as opened:
        target = opened.outcome(outcome, study)
        found = opened.theme(name, study)
        if not found.statement:
            raise UsageError(
                f"The theme “{found.name}” has no statement to judge.",
                'theme set NAME --statement "..." gives it one.',
            )
        done = opened.judge(target, found, verdict, reason)
    session.done(done, theme=found.id, outcome=target.id)


@theme.command(
    "evidence",
    examples=(
        'theme evidence "Message content" 1f0c9a2e --side against --note "Stopped at the tips."',
        'theme evidence "Message content" 1f0c9a2e --remove',
    ),
)
@click.argument("name")
@click.argument("segment")
@click.option("--side", type=choice(Side), default="for", help="Which way the segment speaks.")
@click.option("--note", default="", help="What it shows.")
@click.option("--remove", is_flag=True, help="Take it from the evidence of the theme.")
@_STUDY
@pass_session
def evidence(
    session: Session, name: str, segment: str, side: Side, note: str, remove: bool, study: str
) -> None:  # fmt: skip
    """Set a segment down as evidence for or against the statement of the theme NAME.

    A segment is evidence of a theme once: set down again, it takes the new side and note.
    """
    with session.open() as opened:
        found = opened.theme(name, study)
        segment_id = opened.segment_id(segment)
        if remove:
            done = opened.remove_evidence(found, segment_id)
        else:
            done = opened.add_evidence(found, segment_id, side, note)
    session.done(done, theme=found.id, segment=segment_id)


@theme.command(
    "show", examples=('theme show "Message content" --study swing', "theme show 1f0c9a2e --json")
)
@click.argument("name")
@_STUDY
@pass_session
def show(session: Session, name: str, study: str) -> None:
    """Show the theme NAME: its statement, its codes, and what speaks for it and against it."""
    with session.open() as opened:
        found = opened.find_theme(name, study)
        shape = _shape(_books(opened), found)
        rows = opened.evidence([found]).get(found.id, ())
    if session.as_json:
        output.print_json({**shape, "evidence": [_evidence_shape(one) for one in rows]})
        return
    output.print_lines(shape["name"])
    output.print_wrapped("  statement  ", shape["statement"] or "none yet")
    for path in shape["codes"]:
        output.print_wrapped("  code       ", path)
    for side in Side:
        _print_side(side, [one for one in rows if one.evidence.side is side])


def _print_side(side: Side, rows: Sequence[EvidenceRow]) -> None:
    """Print what stands on one side; where nothing does, say so."""
    output.print_lines(f"Evidence {side.value}: {len(rows) or 'none is set down'}")
    for one in rows:
        row = one.row
        who = row.participant or row.speaker
        place = f"{row.study} {row.title}, {row.segment.id[:8]}"
        output.print_wrapped("  ", f"“{row.segment.quote}” {who} ({place})")
        if one.evidence.note:
            output.print_wrapped("    ", one.evidence.note)


def _books(opened: Project) -> dict[str, Codebook]:
    return {code.id: book for book in opened.codebooks() for code in book.codes}


def _shape(books: Mapping[str, Codebook], one: Theme) -> dict[str, Any]:
    known = [code_id for code_id in one.code_ids if code_id in books]
    studies = list(dict.fromkeys(books[code_id].study for code_id in known))
    several = len(studies) > 1
    return {
        "id": one.id,
        "name": one.name,
        "statement": one.statement,
        "codes": [
            f"{books[of].study}: {books[of].path(of)}" if several else books[of].path(of)
            for of in known
        ],
        "studies": studies,
        "is_node": one.node_id is not None,
    }


def _shapes(opened: Project, study: str) -> list[dict[str, Any]]:
    themes, books = opened.themes(study), _books(opened)
    evidence = opened.evidence(themes)
    return [
        {
            **_shape(books, one),
            "evidence": {
                side.value: sum(row.evidence.side is side for row in evidence.get(one.id, ()))
                for side in Side
            },
        }
        for one in themes
    ]


def _evidence_shape(one: EvidenceRow) -> dict[str, Any]:
    row = one.row
    return {
        "side": one.evidence.side.value,
        "note": one.evidence.note,
        "segment": row.segment.id,
        "quote": row.segment.quote,
        "participant": row.participant or None,
        "transcript": row.title,
        "study": row.study,
        "code": row.code,
    }
