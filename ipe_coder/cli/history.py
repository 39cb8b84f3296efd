"""`ipe-coder project log`, `undo` and `redo`: what was done, and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice, names
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import detail_shape, entry_shape
from ipe_coder.errors import UndoError, UsageError
from ipe_coder.model.change import ChangeKind, HistoryFilter, Matter
from ipe_coder.model.counts import count_of

if TYPE_CHECKING:
    from ipe_coder.model.change import ChangeDetail, HistoryEntry, ItemChange
    from ipe_coder.project import Project

_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
_PAGE = 2000


@click.command(
    "log",
    cls=Command,
    examples=(
        "project log --limit 20",
        "project log --by CD --since 2026-03-02 --kind coding",
        'project log --about "SW03" --json',
        "project log 61",
    ),
)
@click.argument("change", type=int, required=False)
@click.option("--limit", type=click.IntRange(1), help="Only the newest of this number.")
@click.option("--by", metavar="NAMES", help="Only by these coders; several with commas.")
@click.option("--since", type=_DAY, metavar="DAY", help="Only from this day on: 2026-03-02.")
@click.option("--until", type=_DAY, metavar="DAY", help="Only up to the end of this day.")
@click.option("--kind", type=choice(Matter), multiple=True, help="Only changes of these things.")
@click.option("--about", metavar="NAME",
              help="Only of this study, transcript, participant, code or theme, and what"
              " belongs to it.")  # fmt: skip
@click.option("--text", help="Only with these words, or of something that is called so.")
@pass_session
def log(
    session: Session,
    change: int | None,
    limit: int | None,
    by: str | None,
    since: datetime | None,
    until: datetime | None,
    kind: tuple[Matter, ...],
    about: str | None,
    text: str | None,
) -> None:
    """List who did what, the newest first; or show one change, before and after.

    CHANGE is the number of a change, as the list has it.
    """
    with session.open() as opened:
        if change is not None:
            _show(session, opened.change_detail(change))
            return
        coders = [*names(by), *([session.coder] if session.coder else [])]
        wanted = HistoryFilter(
            tuple(opened.coder_id(one) for one in coders),
            since.astimezone() if since else None,
            _end_of(until),
            kind,
            text or "",
            opened.things_called(about) if about else (),
        )
        found = [one.seq for one in opened.find_changes(wanted, limit=limit)]
        entries = [
            entry
            for start in range(0, len(found), _PAGE)
            for entry in opened.history_entries(found[start : start + _PAGE])
        ]
    _list(session, entries)


def _end_of(until: datetime | None) -> datetime | None:
    if until is None:
        return None
    whole_day = (until.hour, until.minute) == (0, 0)
    return (until + timedelta(days=1) if whole_day else until).astimezone()


def _list(session: Session, entries: list[HistoryEntry]) -> None:
    if session.as_json:
        output.print_json([entry_shape(one) for one in entries])
        return
    rows = [
        (
            one.change.seq,
            output.local_time(one.change.at),
            one.change.coder,
            f"{one.change.label} (undone)" if one.is_undone else one.change.label,
            one.where,
            one.change.reason,
        )
        for one in entries
    ]
    heads = ("no.", "when", "coder", "what", "where", "reason")
    output.print_table(heads, rows, shrink="what,where,reason")


def _show(session: Session, detail: ChangeDetail) -> None:
    if session.as_json:
        output.print_json(detail_shape(detail))
        return
    done = detail.entry.change
    output.print_pairs(
        ("change", done.seq),
        ("what", f"{done.label} (undone)" if detail.entry.is_undone else done.label),
        ("where", detail.entry.where),
        ("by", done.coder or "nobody named"),
        ("when", output.local_time(done.at)),
        *((("reason", done.reason),) if done.reason else ()),
    )
    for item in detail.items:
        _show_item(item)
    if detail.more:
        output.print_lines("", f"and {count_of(detail.more, 'thing')} more")
    if detail.later:
        output.print_lines("", "Later changes rest on it:")
        output.print_lines(*(f"  {one.seq}  {one.coder}  {one.label}" for one in detail.later))


def _show_item(item: ItemChange) -> None:
    output.print_lines("", f"{item.kind} {item.name}".strip())
    if item.was_purged:
        output.print_lines("  the details were purged")
        return
    for head, facts in (("before", item.before), ("after", item.after)):
        if facts is None:
            output.print_lines(f"  {head}: none")
            continue
        output.print_lines(f"  {head}:")
        for fact in facts:
            output.print_wrapped(f"    {fact.name}: ", fact.words)


@click.command("undo", cls=Command, examples=("project undo", "project undo 61"))
@click.argument("number", metavar="[CHANGE]", type=int, required=False)
@click.option("--change", type=int, help="The same as CHANGE.")
@pass_session
def undo(session: Session, number: int | None, change: int | None) -> None:
    """Take back your newest change that stands, or the one of number CHANGE.

    An older change is taken back alone, and what came after it stays. Where later work rests on it,
    nothing is done, and that work is named. Of an undo, what it took back is brought back.
    """
    if number is not None and change is not None and number != change:
        raise UsageError("Two changes are named.", "Give one number.")
    chosen = number if number is not None else change
    with session.open() as opened:
        if chosen is None:
            _refuse_for_nobody(opened, ChangeKind.DO, "undo")
        done = opened.undo(chosen)
    session.done(done)


@click.command("redo", cls=Command, examples=("project redo",))
@pass_session
def redo(session: Session) -> None:
    """Bring back what you took back last."""
    with session.open() as opened:
        _refuse_for_nobody(opened, ChangeKind.UNDO, "redo")
        done = opened.redo()
    session.done(done)


def _refuse_for_nobody(opened: Project, kind: ChangeKind, verb: str) -> None:
    """Refuse to guess whose change is meant where nobody is named and somebody did the newest."""
    newest = opened.newest_change(kind)
    if not opened.coder and newest is not None and newest.coder:
        raise UndoError(
            f"The newest change to {verb}, “{newest.label}”, is by {newest.coder}.",
            f"Give --coder {newest.coder}, or set IPE_CODER.",
        )
