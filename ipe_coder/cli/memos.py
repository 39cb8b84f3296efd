"""`ipe-coder memo`: what researchers write down beside the coding."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import stamp
from ipe_coder.errors import UsageError
from ipe_coder.model.segment import MemoAbout, MemoKind

if TYPE_CHECKING:
    from datetime import datetime

    from ipe_coder.model.memo import MemoRow
    from ipe_coder.model.spans import Span
    from ipe_coder.project import Project

_THINGS = (
    "transcript:NAME, participant:NAME, code:NAME, segment:ID, study:NAME, cell:ROW*COLUMN"
    " of a matrix as cell:code=NAME*arm=NAME, or project"
)
_DAY = click.DateTime(["%Y-%m-%d"])
_STUDY = click.option("--study", default="", help="The study, where two have one of that name.")
_KIND = click.option("--kind", type=choice(MemoKind), help="What the memo is for.")
_TEXT = click.option(
    "--text", required=True, help="What it says; - reads it from standard input."
)  # fmt: skip
_TITLE = click.option("--title", help="Its title.")


@click.group(
    cls=Group,
    examples=(
        'memo add --about transcript:SW03 --text "Tired, and says so twice." --coder AB',
        "memo list --study swing --kind reflexive",
    ),
)
def memo() -> None:
    """Memos: text about the project, a study, a transcript, a participant, a code, a cell."""


@memo.command(
    "list",
    examples=(
        "memo list --study swing --kind reflexive --coder AB",
        "memo list --about transcript:SW03",
        "memo list --since 2026-03-02 --until 2026-03-08 --oldest-first",
        "memo list --about code --words caseload --json",
    ),
)
@click.option("--study", default="", help="Only about this study and what is of it.")
@_KIND
@click.option("--about", metavar="THING", default="",
              help=f"Only about {_THINGS}; or a kind of thing alone, as code.")  # fmt: skip
@click.option("--words", default="", help="Only with all these words, accents or not.")
@click.option("--since", type=_DAY, metavar="DAY", help="Only from this day on: 2026-03-02.")
@click.option("--until", type=_DAY, metavar="DAY", help="Only up to the end of this day.")
@click.option("--oldest-first", is_flag=True, help="The oldest first.")
@pass_session
def list_memos(
    session: Session,
    study: str,
    kind: MemoKind | None,
    about: str,
    words: str,
    since: datetime | None,
    until: datetime | None,
    oldest_first: bool,
) -> None:
    """List memos of every coder, or of one by --coder, the newest first."""
    from ipe_coder.model.memo import MemoFilter

    with session.open() as opened:
        of, about_id = _wanted(opened, about, study) if about else (None, "")
        wanted = MemoFilter(
            study_id=opened.study(study).id if study else "",
            kinds=(kind,) if kind else (),
            about=(of,) if of and not about_id else (),
            about_id=about_id,
            coder_ids=(opened.coder_id(session.coder),) if session.coder else (),
            since=f"{since:%Y-%m-%d}" if since else "",
            until=f"{until:%Y-%m-%d}" if until else "",
            words=words,
        )
        found = opened.memo_rows(wanted)
        found = found[::-1] if oldest_first else found
        found = opened.memo_words(found) if session.as_json else found
    if session.as_json:
        output.print_json([_shape(one) for one in found])
    elif found:
        rows = [
            (
                one.memo.id[:8], output.local_time(one.memo.edited_at or one.memo.created_at),
                one.coder, one.memo.kind.value, _about_words(one), one.head,
            )
            for one in found
        ]  # fmt: skip
        heads = ("id", "written", "coder", "kind", "about", "memo")
        output.print_table(heads, rows, shrink="about,memo")
    else:
        output.narrate("No memo fits." if wanted != MemoFilter() else "No memo yet.")


@memo.command("show", examples=("memo show 1f0c9a2e", "memo show 1f0c9a2e --json"))
@click.argument("name", metavar="ID")
@pass_session
def show(session: Session, name: str) -> None:
    """Show one memo whole, with the words that it stands beside."""
    with session.open() as opened:
        one = opened.memo_row(name)
    if session.as_json:
        output.print_json(_shape(one))
        return
    own = one.memo
    output.print_lines(own.title or one.head)
    output.print_wrapped("  about    ", _about_words(one))
    if one.quote:
        output.print_wrapped("  beside   ", f"“{one.quote}”")
    edited = f", changed {output.local_time(own.edited_at)}" if own.edited_at else ""
    who = f"{own.kind.value}, {one.coder or 'nobody named'}"
    output.print_lines(f"  kind     {who}, {output.local_time(own.created_at)}{edited}", "")
    output.print_wrapped("", own.body)


@memo.command(
    "add",
    examples=(
        'memo add --about transcript:SW03 --text "Tired, and says so twice." --coder AB',
        'memo add --about transcript:SW03 --quote "words of it" --text "Odd." --kind reflexive',
        "memo add --about project --title Sampling --kind method --text -",
        'memo add --about "cell:code=Caseload*arm=treatment" --text "All five."',
    ),
)
@click.option("--about", metavar="THING", required=True, help=f"What it is about: {_THINGS}.")
@_TEXT
@_KIND
@_TITLE
@click.option("--quote", default="", help="Words of the transcript that it stands beside.")
@_STUDY
@pass_session
def add(
    session: Session,
    about: str,
    text: str,
    kind: MemoKind | None,
    title: str | None,
    quote: str,
    study: str,
) -> None:
    """Write a memo."""
    body = _body(text)
    with session.open() as opened:
        of, about_id = _thing(opened, about, study)
        span = _place(opened, of, about_id, quote) if quote else None
        done = opened.write_memo(
            of, about_id, body, span=span, kind=kind or MemoKind.ANALYTIC, title=title
        )
        made = next(one.key for one in opened.change(done.seq).rows if one.table == "memo")
    session.done(done, id=made)


@memo.command("edit", examples=('memo edit 1f0c9a2e --text "Read again: not tired, careful."',))
@click.argument("name", metavar="ID")
@click.option("--text", help="What it says now; - reads it from standard input.")
@_KIND
@_TITLE
@pass_session
def edit(
    session: Session, name: str, text: str | None, kind: MemoKind | None, title: str | None
) -> None:
    """Change the words, the kind or the title of a memo; it stays its first author's."""
    if text is None and kind is None and title is None:
        raise click.UsageError("Give --text, --kind or --title.", click.get_current_context())
    body = None if text is None else _body(text)
    with session.open() as opened:
        own = opened.memo_row(name).memo
        done = opened.write_memo(
            own.about, own.about_id, body or own.body, span=own.span, kind=kind or own.kind,
            title=title, memo_id=own.id,
        )  # fmt: skip
    session.done(done, id=own.id)


@memo.command("remove", examples=("memo remove 1f0c9a2e",))
@click.argument("name", metavar="ID")
@pass_session
def remove(session: Session, name: str) -> None:
    """Remove a memo; project undo brings it back."""
    with session.open() as opened:
        own = opened.memo_row(name).memo
        done = opened.write_memo(own.about, own.about_id, "", memo_id=own.id)
    session.done(done, id=own.id)


def _body(text: str) -> str:
    """Give what a memo is to say.

    Raises:
        UsageError: If that is nothing: an empty memo would be none.
    """
    said = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    if not said.strip():
        raise UsageError("The memo says nothing.", "Give --text WORDS; memo remove takes one away.")
    return said


def _wanted(opened: Project, about: str, study: str) -> tuple[MemoAbout, str]:
    """Find what a list is wanted of: one thing, or a kind of thing without an id."""
    if about.strip().lower() in {one.value for one in MemoAbout}:
        return MemoAbout(about.strip().lower()), ""
    return _thing(opened, about, study)


def _thing(opened: Project, about: str, study: str) -> tuple[MemoAbout, str]:
    """Find the one thing that a memo is about.

    Raises:
        UsageError: If no kind of thing is named.
    """
    kind, colon, name = about.partition(":")
    of = next((one for one in MemoAbout if one.value == kind.strip().lower()), None)
    if of is None or (of is not MemoAbout.PROJECT and not colon):
        raise UsageError(f"“{about}” does not say what the memo is about.", f"Give {_THINGS}.")
    match of:
        case MemoAbout.PROJECT:
            return of, ""
        case MemoAbout.STUDY:
            return of, opened.study(name).id
        case MemoAbout.CODE:
            return of, opened.code(name, study=study)[1].id
        case MemoAbout.PARTICIPANT:
            return of, opened.participant(name, study).id
        case MemoAbout.SEGMENT:
            return of, opened.segment_id(name)
        case MemoAbout.CELL:
            return of, opened.cell(name, study=study).key
    return of, opened.transcript_id(name, study=study)


def _place(opened: Project, of: MemoAbout, about_id: str, quote: str) -> Span:
    """Find the words of a transcript that a memo is to stand beside."""
    from ipe_coder.project.places import find_place

    if of is not MemoAbout.TRANSCRIPT:
        raise UsageError("--quote is for words of a transcript.", "Give --about transcript:NAME.")
    return find_place(opened.transcript(about_id), quote, None, None).span


def _about_words(one: MemoRow) -> str:
    """Say in a few words what a memo is about."""
    about = one.memo.about
    place = f", turn {one.turn}" if one.turn else ""
    if about is MemoAbout.SEGMENT:
        return f"segment {one.code}, {one.name}{place}"
    study = f" ({one.study})" if one.study and about is not MemoAbout.STUDY else ""
    return f"{about.value} {one.name}{place}{study}"


def _shape(one: MemoRow) -> dict[str, Any]:
    own = one.memo
    return {
        "id": own.id,
        "about": own.about.value,
        "about_id": own.about_id or None,
        "name": one.name,
        "study": one.study or None,
        "transcript": one.transcript_id or None,
        "start": one.span.start if one.span else None,
        "end": one.span.end if one.span else None,
        "turn": one.turn or None,
        "quote": one.quote,
        "code": one.code or None,
        "kind": own.kind.value,
        "title": own.title,
        "text": own.body,
        "coder": one.coder or None,
        "written": stamp(own.created_at),
        "changed": stamp(own.edited_at),
    }
