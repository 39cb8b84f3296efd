"""Words on several lines, measured in cells of the terminal."""

from __future__ import annotations

from rich.cells import cell_len

from ipe_coder.tui.rendering import graphemes, printable, shorten


def wrap(text: str, width: int, most: int = 0) -> list[str]:
    """Break a text into lines of no more than so many cells.

    Line feeds break too; a word that is wider than a line is cut.

    Args:
        text: The words.
        width: Cells of a line.
        most: Lines to keep, the last with an ellipsis where something is left out; 0 for all.
    """
    width = max(width, 2)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(printable(paragraph), width)
        if most and len(lines) > most:
            break
    if most and len(lines) > most:
        last = shorten(f"{lines[most - 1]} …", width)
        lines = [*lines[: most - 1], last if last.endswith("…") else f"{last}…"]
    return lines


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, width)
        lines += whole
    return [*lines, line] if line else lines


def _cut(word: str, width: int) -> list[str]:
    """Cut a word into pieces that each fit on a line."""
    pieces = [""]
    room = width
    for start, end, cells in graphemes(word):
        if cells > room:
            pieces.append("")
            room = width
        pieces[-1] += word[start:end]
        room -= cells
    return pieces
