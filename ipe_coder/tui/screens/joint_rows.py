"""The joint display as rows: an outcome, the themes beside it, and the verdict on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Protocol

from textual.content import Content

from ipe_coder.model.matrix import Cell, JointDisplay, JointRow, JointTheme, side_counts
from ipe_coder.model.result import Rank, ResultView
from ipe_coder.model.study import NoArm
from ipe_coder.model.theme import Judgement, Verdict
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import CodeLook, Part, pad, render_line, render_words
from ipe_coder.tui.screens.forest_rows import WIDE, contrast_words, plus, standardised
from ipe_coder.tui.screens.matrix_rows import count_words_of
from ipe_coder.tui.screens.quote_rows import CHOSEN
from ipe_coder.tui.widgets.forest import Axis, limit_for, render_estimate
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap
from ipe_coder.writers.figures import figure_lines

GLYPHS = {
    Judgement.CONVERGENCE: "=",
    Judgement.COMPLEMENTARITY: "+",
    Judgement.DISSONANCE: "≠",
    Judgement.SILENCE: "○",
    Judgement.NOT_COMPARABLE: "×",
}
"""The glyph of each verdict, in the order of its digit."""

MEANINGS = {
    Judgement.CONVERGENCE: "the same claim in the same direction",
    Judgement.COMPLEMENTARITY: "one explains, qualifies or extends the other",
    Judgement.DISSONANCE: "both cannot be true of the same people",
    Judgement.SILENCE: "one could have spoken and did not: say which, and whether it was asked",
    Judgement.NOT_COMPARABLE: "they are not about the same thing, or not of the same people",
}
"""What each verdict says of a statement and a result."""

NOT_MEASURED = "no outcome measured"

_OUTCOME, _THEMES, _GAP = 29, 42, 2
_MINI = 15
_STATEMENT_LINES = 4
_WORDS_LINES = 4


class Known(Protocol):
    """What the rows need to know beside the display."""

    @property
    def looks(self) -> Mapping[str, CodeLook]:
        """How codes look, by id."""

    @property
    def coders(self) -> Mapping[str, str]:
        """Names of coders, by id."""


@dataclass(frozen=True, slots=True)
class JointPlace:
    """A theme beside an outcome, by their places in the display."""

    row: int
    theme: int
    """-1 where no theme stands beside the outcome."""


def joint_rows(display: JointDisplay, known: Known, width: int) -> list[Row]:
    """Make the rows of a display in three columns."""
    axis = _axis(display)
    rows: list[Row] = []
    for number, row in enumerate(display.rows):
        outcome = outcome_lines(row, axis, _OUTCOME)
        for place, theme in _themes(row):
            beside = _theme_lines(theme, known, _THEMES) if theme else [_no_theme()]
            verdict = _verdict_lines(row, theme, known, width - 2 - _OUTCOME - _THEMES - 2 * _GAP)
            lines = _columns([(outcome, _OUTCOME), (beside, _THEMES), (verdict, 0)])
            rows.append(Row(tuple(lines), JointPlace(number, place)))
            rows.append(Row.of(Content("")))
            outcome = []
    return rows


def page_rows(display: JointDisplay, number: int, known: Known, width: int) -> list[Row]:
    """Make the rows of one outcome: its themes, each with its verdict beneath it."""
    if not display.rows:
        return []
    rows: list[Row] = []
    row = display.rows[number]
    for place, theme in _themes(row):
        lines = _theme_lines(theme, known, width - 3) if theme else [_no_theme()]
        lines += _verdict_lines(row, theme, known, width - 3)
        rows += [Row(tuple(lines), JointPlace(number, place)), Row.of(Content(""))]
    return rows


def page_head(display: JointDisplay, number: int, width: int) -> Content:
    """Head the page of one outcome."""
    if not display.rows:
        return Content("")
    row = display.rows[number]
    lines = outcome_lines(row, _axis(display), width - 2, 2 if len(row.results) == 1 else 1)
    return Content("\n").join(lines)


def outcome_lines(row: JointRow, axis: Axis, width: int, most: int = _WORDS_LINES) -> list[Content]:
    """Say what was measured and what its figures allow to be said."""
    if not row.results:
        return [render_words(f"({NOT_MEASURED})", "$muted")]
    name = row.results[0].outcome.name
    lines = [render_words(line, "bold $strong") for line in wrap(name, width, 2)]
    for view in row.results:
        if len(row.results) > 1:
            lines += _wrapped(contrast_words(view), width, "$text", 2)
        lines += _mini_plot(view, axis)
        if view.result.of_one_group:
            for told in figure_lines(view.result):
                lines += _wrapped(told, width, "$text", most)
        lines += _wrapped(view.words, width, "$muted", most)
    return lines


def count_parts(theme: JointTheme) -> list[str]:
    """Print a theme's counts by arm: `2 of 6 treatment`, `control: not interviewed`."""
    return [
        _count_words(column, cell) for column, cell in zip(theme.columns, theme.cells, strict=False)
    ]


def segment_ids(theme: JointTheme) -> tuple[str, ...]:
    """List the segments of a theme, each once."""
    return tuple(dict.fromkeys(one for cell in theme.cells for one in cell.segment_ids))


def first_ids(theme: JointTheme) -> tuple[str, ...]:
    """List the segments that stand before the others: the chosen one, then the evidence."""
    chosen = [theme.quote.segment.id] if theme.quote else []
    return tuple(dict.fromkeys([*chosen, *(one.row.segment.id for one in theme.evidence)]))


def evidence_words(theme: JointTheme) -> list[str]:
    """Say how much speaks each way, `evidence 3 for, 1 against`; nothing where nothing does."""
    return [f"evidence {told}"] if (told := side_counts(theme.evidence)) else []


def theme_look(theme: JointTheme, looks: Mapping[str, CodeLook]) -> CodeLook | None:
    """Find the look of the node that a theme is, or of the only code that it stands on."""
    of = theme.theme
    alone = of.code_ids[0] if len(of.code_ids) == 1 else ""
    return looks.get(of.node_id or alone)


def verdict_line(current: Judgement | None, width: int) -> Content:
    """List the verdicts with their digits; the one that stands is bold."""
    wide = width >= WIDE
    parts: list[Part] = []
    for digit, (judgement, glyph) in enumerate(GLYPHS.items(), start=1):
        style = "bold $strong" if judgement is current else "$text"
        words = f" {glyph} {judgement.value}" if wide else f" {judgement.value}"
        gap = ("   " if wide else "  ") if parts else ""
        parts += [gap, (str(digit), "bold $accent-text"), (words, style)]
    return render_line(*parts, ("   then say why in a sentence" if wide else "", "$muted"))


def _themes(row: JointRow) -> Iterator[tuple[int, JointTheme | None]]:
    yield from enumerate(row.themes) if row.themes else [(-1, None)]


def _axis(display: JointDisplay) -> Axis:
    found = [
        one
        for row in display.rows
        for view in row.results
        if (one := standardised(view)) is not None
    ]
    return Axis(_MINI, limit_for(found))


def _mini_plot(view: ResultView, axis: Axis) -> list[Content]:
    shown = standardised(view)
    if shown is None:
        return []
    plot = render_estimate(axis, shown, is_primary=view.outcome.rank is Rank.PRIMARY)
    return [render_line("  ", plot, ("   g ", "$muted"), (plus(shown.value, 2), "$text"))]


def _theme_lines(theme: JointTheme, known: Known, width: int) -> list[Content]:
    look = theme_look(theme, known.looks)
    room = width - (3 if look else 0)
    names = wrap(theme.theme.name, room, 2)
    lines = []
    for number, line in enumerate(names):
        head: list[Part] = ([look, " "] if not number else ["   "]) if look else []
        lines.append(render_line(*head, (line, "bold $strong")))
    statement = theme.theme.statement
    lines += (
        _wrapped(statement, width, "$text", _STATEMENT_LINES)
        if statement
        else [render_words("no statement yet", "italic $muted")]
    )
    counts = count_parts(theme) or ["not counted in this study"]
    lines += _wrapped("; ".join([*counts, *evidence_words(theme)]), width, "$muted", 4)
    if theme.quote is not None:
        said = f"“{theme.quote.segment.quote}” {theme.quote.participant}"
        mark = render_line((f"{CHOSEN} ", "$accent-text"))
        lines += [
            render_line(mark if not number else "  ", (line, "italic $text"))
            for number, line in enumerate(wrap(said, width - 2, 3))
        ]
    return lines


def _count_words(column: str, cell: Cell) -> str:
    if cell.n is None:
        return f"{column}: {cell.absent or 'not interviewed'}"
    label = f"({column})" if column in set(NoArm) else column
    stance = f" ({cell.stance.words})" if cell.stance.words else ""
    return f"{count_words_of(cell)} {label}{stance}"


def _verdict_lines(
    row: JointRow, theme: JointTheme | None, known: Known, width: int
) -> list[Content]:
    if theme is None:
        return []
    verdict = theme.verdict
    if not row.results:
        return _wrapped("no outcome to judge it against",
                        width, "italic $muted", 2)  # fmt: skip
    if verdict is None:
        return [render_words("no verdict yet", "italic $muted")]
    lines = [
        render_line(
            (f"{GLYPHS[verdict.judgement]}  ", "bold $strong"),
            (verdict.judgement.value, "bold $strong"),
        )
    ]  # fmt: skip
    told = wrap(verdict.reason, width - 3, 6)
    lines += [render_line("   ", (line, "$text")) for line in told]
    if _is_older(verdict, theme):
        older = wrap(f"judged when it read: {verdict.statement}", width - 3, 3)
        lines += [render_line("   ", (line, "$muted")) for line in older]
    who = [known.coders.get(verdict.coder_id, ""), _day(verdict.at)]
    return [*lines, render_line("   ", (", ".join(filter(None, who)), "$muted"))]


def _day(at: datetime | None) -> str:
    return f"{at.day} {at:%B %Y}" if at is not None else ""


def _is_older(verdict: Verdict, theme: JointTheme) -> bool:
    return bool(verdict.statement) and verdict.statement != theme.theme.statement


def _no_theme() -> Content:
    return render_words(
        spoken("no theme stands beside this; {results.themes} sets one"), "italic $muted"
    )


def _columns(columns: Sequence[tuple[Sequence[Content], int]]) -> Iterable[Content]:
    """Set columns of lines side by side; each but the last is filled to its width."""
    empty = Content("")
    for lines in zip_longest(*(lines for lines, _ in columns), fillvalue=empty):
        parts: list[Part] = []
        for line, (_, width) in zip(lines, columns, strict=True):
            cut = line.truncate(width, ellipsis=True) if width else line
            parts += [cut, pad("", max(width - cut.cell_length, 0) + (_GAP if width else 0))]
        yield render_line(*parts)


def _wrapped(text: str, width: int, style: str, most: int) -> list[Content]:
    return [render_words(line, style) for line in wrap(text, width, most)] if text else []
