"""`ipe-coder segment`: coded segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import segment_shape
from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Anchor, Stance

if TYPE_CHECKING:
    from ipe_coder.model.change import Change
    from ipe_coder.model.segment import SegmentRow
    from ipe_coder.project import Project


@click.group(
    cls=Group,
    examples=(
        'segment add --transcript SW03 --quote "words of the transcript" --code "Message'
        ' content" --coder AB',
        "segment list --study swing --json",
    ),
)
def segment() -> None:
    """Coded segments."""


@segment.command(
    "add",
    examples=(
        'segment add --transcript SW03 --quote "words of the transcript" --code "Message'
        ' content" --coder AB',
        'segment add --transcript SW03 --start 210 --end 264 --code "Message content"',
    ),
)
@click.option("--transcript", required=True, help="The transcript: id, title or file's stem.")
@click.option("--code", required=True, help="The code: name, path or id.")
@click.option("--quote", default="", help="The words, as the transcript has them.")
@click.option("--start", type=click.IntRange(0), help="First character, from 0.")
@click.option("--end", type=click.IntRange(1), help="One past the last character.")
@click.option("--stance", type=choice(Stance), help="Where the words stand on it.")
@click.option("--memo", default="", help="A memo on the segment.")
@click.option("--study", default="", help="The study, where two have a transcript of that name.")
@pass_session
def add(
    session: Session,
    transcript: str,
    code: str,
    quote: str,
    start: int | None,
    end: int | None,
    stance: Stance | None,
    memo: str,
    study: str,
) -> None:
    """Code a stretch of a transcript, given by its words or by start and end."""
    if not quote and (start is None or end is None):
        raise click.UsageError("Give --quote, or --start and --end.", click.get_current_context())
    with session.open() as opened:
        done = opened.add_segment(
            transcript,
            code,
            quote=quote,
            start=start,
            end=end,
            stance=stance,
            memo=memo,
            study=study,
        )
        made = [one.key for one in opened.change(done.seq).rows if one.table == "segment"]
    session.done(done, id=made[0])


@segment.command("remove", examples=("segment remove 1f0c9a2e",))
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@pass_session
def remove(session: Session, ids: tuple[str, ...]) -> None:
    """Remove segments with the memos on them, as one change."""
    with session.open() as opened:
        found = list(dict.fromkeys(opened.segment_id(one) for one in ids))
        done = opened.remove_segments(found)
    session.done(done, removed=found)


@segment.command(
    "list",
    examples=(
        "segment list --transcript SW03",
        'segment list --study swing --code "Message content" --coder AB --json',
        "segment list --anchor lost --anchor unreviewed",
    ),
)
@click.option("--study", default="", help="Only of this study.")
@click.option("--transcript", default="", help="Only of this transcript.")
@click.option("--code", default="", help="Only with this code or one beneath it.")
@click.option("--anchor", "anchors", type=choice(Anchor), multiple=True,
              help="How they stand since a correction, instead of those that count: kept, moved,"
              " changed; unreviewed (other words, to be looked at) and lost.")  # fmt: skip
@pass_session
def list_segments(
    session: Session, study: str, transcript: str, code: str, anchors: tuple[Anchor, ...]
) -> None:
    """List segments of every coder, or of one by --coder, in the order of the texts."""
    with session.open() as opened:
        narrowed: dict[str, Any] = {"anchors": anchors} if anchors else {}
        found = opened.segment_rows(
            study=study, transcript=transcript, code=code, coder=session.coder, **narrowed
        )
        unsure = [row.segment.id for row in found if row.segment.anchor is Anchor.UNREVIEWED]
        before = opened.earlier_quotes(unsure) if unsure else {}
    if session.as_json:
        output.print_json(
            [
                {**segment_shape(row), "was": before.get(row.segment.id)}
                if row.segment.id in before
                else segment_shape(row)
                for row in found
            ]
        )
        return
    if anchors:
        _print_anchored(found, before)
        return
    rows = [
        (row.segment.id[:8], row.title, row.turn, row.code, row.coder, row.participant or
         row.speaker, row.segment.stance.value if row.segment.stance else "", row.segment.quote)
        for row in found
    ]  # fmt: skip
    heads = ("id", "transcript", "turn", "code", "coder", "who", "stance", "quote")
    if rows:
        output.print_table(heads, rows, shrink="code,quote")
    output.narrate(f"{count_of(len(found), 'segment')}.")


def _print_anchored(found: Sequence[SegmentRow], before: Mapping[str, str]) -> None:
    """Show how segments stand, with the words that they had where those are others now."""
    rows = [
        (row.segment.id[:8], row.title, row.segment.anchor.value, row.code, row.coder,
         before.get(row.segment.id, row.segment.quote),
         row.segment.quote if row.segment.id in before else "")
        for row in found
    ]  # fmt: skip
    heads = ("id", "transcript", "anchor", "code", "coder", "quote", "now")
    if rows:
        output.print_table(heads, rows, shrink="code,quote,now")
    output.narrate(f"{count_of(len(found), 'segment')}.")


@segment.command(
    "settle",
    examples=(
        'segment settle 1f0c9a2e --quote "the words as they are now"',
        "segment settle 1f0c9a2e --at 210 264",
        "segment settle 1f0c9a2e 77b3d0f1 --accept",
        "segment settle --transcript SW03 --accept",
        "segment settle 1f0c9a2e --remove",
    ),
)
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--quote", default="", help="The words of the passage, as the text has them now.")
@click.option("--at", "place", type=(click.IntRange(0), click.IntRange(1)), default=None,
              metavar="START END", help="First character, and one past the last.")  # fmt: skip
@click.option("--accept", is_flag=True, help="Let them count with their new words.")
@click.option("--remove", is_flag=True, help="Remove them.")
@click.option("--transcript", default="",
              help="All that wait in this transcript; by --accept, all but lost ones.")  # fmt: skip
@pass_session
def settle(
    session: Session,
    ids: tuple[str, ...],
    quote: str,
    place: tuple[int, int] | None,
    accept: bool,
    remove: bool,
    transcript: str,
) -> None:
    """Settle segments that wait since a correction: lost, or with other words.

    They do not count until they are settled. segment list --anchor lost --anchor unreviewed
    lists them.
    """
    given = bool(quote or place) + accept + remove
    with session.open() as opened:
        found = list(dict.fromkeys(opened.segment_id(one) for one in ids))
        if given != 1 or bool(found) == bool(transcript):
            raise UsageError(
                "Say which segments, and one way to settle them.",
                "Give IDs or --transcript, and --quote, --at, --accept or --remove.",
            )
        if transcript:
            found = [
                row.segment.id
                for row in opened.waiting_segments(transcript=transcript)
                if remove or row.segment.anchor is Anchor.UNREVIEWED
            ]
            if not found:
                raise UsageError(f"Nothing of {transcript} waits for that.")
        session.done(_settled(opened, found, quote, place, accept=accept), settled=found)


def _settled(
    opened: Project, ids: list[str], quote: str, place: tuple[int, int] | None, *, accept: bool
) -> Change:
    if accept:
        return opened.accept_segments(ids)
    if not quote and place is None:
        return opened.discard_segments(ids)
    if len(ids) > 1:
        raise UsageError("One place is for one segment.", "Give one ID.")
    start, end = place or (None, None)
    return opened.place_segment(ids[0], quote=quote, start=start, end=end)


@segment.command("import", examples=("segment import coded.csv --coder CD",))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", default="", help="The study whose transcripts are meant.")
@pass_session
def import_file(session: Session, file: Path, study: str) -> None:
    """Take segments from a csv or xlsx file: all of its rows, or none.

    The coder is that of the row, else --coder. Where start and end are absent, the quote is found
    in the text.
    """
    with session.open() as opened:
        number, notes = opened.import_segments(file, study=study)
    if not number and not notes:
        raise UsageError(f"{file.name} has no segment.")
    output.narrate(*(f"{file.name}: {note}" for note in notes))
    session.done(
        f"Imported {count_of(number, 'segment')} from {file.name}.",
        imported=number,
        notes=notes,
    )
