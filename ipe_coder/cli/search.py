"""`ipe-coder search`: words and patterns in the texts of transcripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session

if TYPE_CHECKING:
    from ipe_coder.project.searching import TextHit


@click.command(
    "search",
    cls=Command,
    examples=("search caseload", 'search "colou?r" --regex --study swing --json'),
)
@click.argument("text")
@click.option("--regex", is_flag=True, help="Take TEXT as a pattern of Python's re.")
@click.option("--study", default="", help="Only in this study.")
@click.option("--transcript", default="", help="Only in this transcript.")
@pass_session
def search(session: Session, text: str, regex: bool, study: str, transcript: str) -> None:
    """Search the texts of transcripts for TEXT.

    Upper and lower case are alike, straight and curly quotes too, and a space stands for any.
    """
    with session.open() as opened:
        found = list(opened.search(text, regex=regex, study=study, transcript=transcript))
    if session.as_json:
        output.print_json([_shape(one) for one in found])
    else:
        _print_hits(found)
    places = len({one.transcript_id for one in found})
    where = f" in {output.plural(places, 'transcript')}" if found else ""
    output.narrate(f"{output.plural(len(found), 'hit')}{where}.")


def _shape(hit: TextHit) -> dict[str, Any]:
    shape = asdict(hit)
    del shape["span"], shape["transcript_id"]
    return {
        "transcript": hit.transcript_id,
        **shape,
        "start": hit.span.start,
        "end": hit.span.end,
        "participant": hit.participant or None,
    }


def _print_hits(hits: Sequence[TextHit]) -> None:
    """Print each hit with its place before it; bold on a terminal, with as much as fits."""
    places = [(one.title, str(one.turn), one.speaker) for one in hits]
    wide = [max((output.display_width(row[at]) for row in places), default=0) for at in range(3)]
    width = output.terminal_width(sys.stdout)
    room = None if width is None else max(width - sum(wide) - 6, 20)
    for hit, place in zip(hits, places, strict=True):
        head = output.GAP.join(
            text + " " * (cells - output.display_width(text))
            for text, cells in zip(place, wide, strict=True)
        )
        sys.stdout.write(output.printable(head) + output.GAP + _in_context(hit, room) + "\n")


def _in_context(hit: TextHit, room: int | None) -> str:
    before, quote, after = (
        output.printable(part.replace("\n", " ").replace("\t", " "))
        for part in (hit.before, hit.quote, hit.after)
    )
    if room is None:
        return before + quote + after
    quote = output.fit(quote, room)
    before = _last(before, (room - output.display_width(quote)) // 2)
    rest = room - output.display_width(before) - output.display_width(quote)
    return f"{before}{click.style(quote, bold=True)}{output.fit(after, rest) if rest > 0 else ''}"


def _last(text: str, width: int) -> str:
    """Cut a text at its beginning to some cells of a terminal, between two words if it can."""
    if output.display_width(text) <= width:
        return text
    while text and output.display_width(text) >= width:
        text = text[1:]
    return "…" + (text.partition(" ")[2] if " " in text[:-1] else text) if text else ""
