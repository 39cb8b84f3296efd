"""Hits of a search as lines of a terminal or of a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ipe_coder.cli import output

if TYPE_CHECKING:
    from ipe_coder.model.search import TextHit


def print_hits(hits: Sequence[TextHit]) -> None:
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
