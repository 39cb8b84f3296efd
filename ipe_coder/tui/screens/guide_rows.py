"""The rows of the guide screen: questions under the headings of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ipe_coder.model.counts import count_of
from ipe_coder.model.guide import QuestionUse
from ipe_coder.model.study import Study
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

_LABEL = 8


@dataclass(frozen=True)
class GuideView:
    """What the guide screen shows."""

    studies: tuple[Study, ...] = ()
    study: Study | None = None
    uses: tuple[QuestionUse, ...] = ()
    transcripts: int = 0
    marked: int = 0
    """How many of them are fully marked."""


def guide_rows(view: GuideView, width: int) -> list[Row]:
    """Make the rows for a width in cells."""
    rows: list[Row] = []
    part = None
    label = min(max((cell_len(one.question.label) for one in view.uses), default=2), _LABEL)
    for one in view.uses:
        if one.question.part != part:
            part = one.question.part
            heading = render_words(shorten(part or "Questions", width), "bold $strong")
            rows += [*([Row.of(render_words(""))] if rows else []), Row.of(heading)]
        rows.append(_row(one, label, width))
    return rows


def _row(one: QuestionUse, label: int, width: int) -> Row:
    number = len(one.asked)
    asked = f"asked in {number}" if number else "·"
    room = width - label - 4 - 12
    first, *rest = wrap(one.question.text, room) or [""]
    named = pad(shorten(one.question.label, label), label)
    lines = [
        render_line(
            " ", (named, "bold $strong"), "  ", pad(first, room), " ",
            (f"{asked:>12}", "$muted"),
        )
    ]  # fmt: skip
    indent = " " * (label + 3)
    lines += [render_line(indent, line) for line in rest]
    codes = "; ".join(path.rpartition(" / ")[2] for path in one.codes) or "no code"
    lines += [render_line(indent, (line, "$muted")) for line in wrap(codes, room, most=2)]
    return Row(tuple(lines), one.question.id)


def states(view: GuideView) -> list[str]:
    """Say for the header how much is marked."""
    if not view.uses:
        return []
    return [f"{view.marked} of {count_of(view.transcripts, 'transcript')} fully marked"]


def why_empty(studies: Sequence[Study], study: Study | None) -> str:
    """Say what to do where there is no question."""
    if not studies or study is None:
        return spoken("There is no study yet. Add one on the project screen, {go.project}.")
    how = spoken(
        "{guide.import} imports one from Word, Markdown, text or csv, "
        "{guide.add} writes a question."
    )
    return f"{study.label} has no interview guide yet. {how}"
