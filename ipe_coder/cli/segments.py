"""`ipe-coder segment`: coded segments."""

from __future__ import annotations

from pathlib import Path

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Group
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.cli.shapes import segment_shape
from ipe_coder.errors import UsageError
from ipe_coder.model.segment import Stance


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
    ),
)
@click.option("--study", default="", help="Only of this study.")
@click.option("--transcript", default="", help="Only of this transcript.")
@click.option("--code", default="", help="Only with this code or one beneath it.")
@pass_session
def list_segments(session: Session, study: str, transcript: str, code: str) -> None:
    """List segments of every coder, or of one by --coder, in the order of the texts."""
    with session.open() as opened:
        found = opened.segment_rows(
            study=study, transcript=transcript, code=code, coder=session.coder
        )
    if session.as_json:
        output.print_json([segment_shape(row) for row in found])
        return
    rows = [
        (row.segment.id[:8], row.title, row.turn, row.code, row.coder, row.participant or
         row.speaker, row.segment.stance.value if row.segment.stance else "", row.segment.quote)
        for row in found
    ]  # fmt: skip
    heads = ("id", "transcript", "turn", "code", "coder", "who", "stance", "quote")
    if rows:
        output.print_table(heads, rows, shrink="code,quote")
    output.narrate(f"{output.plural(len(found), 'segment')}.")


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
        f"Imported {output.plural(number, 'segment')} from {file.name}.",
        imported=number,
        notes=notes,
    )
