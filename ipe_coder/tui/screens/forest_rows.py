"""Results as rows of a forest plot, and all figures of one of them as lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.analysis.result_words import decimals
from ipe_coder.model.result import Higher, Rank, ResultView
from ipe_coder.model.study import Design, Study
from ipe_coder.tui.rendering import Part, pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.forest import (
    PRIMARY,
    SECONDARY,
    Axis,
    Estimate,
    limit_for,
    render_axis,
    render_estimate,
    render_ticks,
    render_zero,
)
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.writers.figures import figure_lines, signed

LESS, EITHER = "↓", "↔"

DESIGNS = {Design.RCT: "RCT", Design.PILOT: "pilot"}
"""Designs as they are printed."""

WIDE = 100
"""Cells from which on there is room for all columns."""

_LEAST_PLOT = 3
"""Cells of a plot in a window that is too small for the screen, and covers it."""


@dataclass(frozen=True, slots=True)
class ForestColumns:
    """How wide the parts of a row are, in cells."""

    name: int
    n: int
    plot: int
    estimate: int
    interval: int
    p: int

    @classmethod
    def fit(cls, width: int) -> ForestColumns:
        """Divide a width; the number and the interval need a wide one."""
        wide = width >= WIDE
        name, n, estimate, interval, p = (34, 6, 6, 17, 10) if wide else (25, 0, 6, 0, 6)
        gaps = 2 * sum(1 for cells in (n, estimate, interval, p) if cells) + 2
        plot = max(width - 1 - name - n - estimate - interval - p - gaps, _LEAST_PLOT)
        return cls(name, n, plot - 1 + plot % 2, estimate, interval, p)


@dataclass(frozen=True, slots=True)
class Forest:
    """What a forest plot is drawn with."""

    columns: ForestColumns
    axis: Axis
    is_raw: bool
    """Whether differences stand in the outcomes' own units, each on its own scale."""

    @classmethod
    def fit(cls, views: Sequence[ResultView], width: int, *, is_raw: bool) -> Forest:
        """Fit a plot of some results into a width."""
        columns = ForestColumns.fit(width)
        found = [one for view in views if (one := standardised(view)) is not None]
        return cls(columns, Axis(columns.plot, limit_for(found)), is_raw)


def standardised(view: ResultView) -> Estimate | None:
    """Give Hedges' g with better to the right: less-is-better outcomes have their sign turned."""
    means = view.from_means
    if means is None:
        return None
    found = Estimate(means.g, means.g_low, means.g_high)
    return found.turned if view.outcome.higher_is is Higher.WORSE else found


def forest_rows(
    views: Sequence[ResultView], studies: Mapping[str, Study], forest: Forest
) -> list[Row]:
    """Make the rows, by study; the value of each is its result."""
    rows: list[Row] = []
    gap = Row.of(_behind(render_words(""), forest))
    for name, of_study in groupby(views, key=lambda view: view.study):
        study = studies.get(name)
        heading = render_line(
            (study.label if study else name, "bold $strong"),
            (f"  {DESIGNS[study.design]}" if study else "", "$muted"),
        )
        rows += [*([gap] if rows else []), Row.of(_behind(heading, forest))]
        rows += _study_rows(list(of_study), forest)
    return rows


def head_line(forest: Forest, *, focused: bool) -> Content:
    """Make the row over the plot."""
    columns = forest.columns
    left, right = ("lower", "higher") if forest.is_raw else ("worse", "better")
    half = forest.axis.middle
    sides = f"{f'◄ {left} ':>{half}}│{f' {right} ►':<{columns.plot - half - 1}}"
    colour = "$accent-text" if focused else "$strong"
    parts: list[Part] = [(" " + pad("Outcome", columns.name), f"bold {colour}")]
    if columns.n:
        parts.append((f"  {'n':>{columns.n}}", "$muted"))
    parts += ["  ", (sides, "$muted")]
    parts.append((f"  {'diff.' if forest.is_raw else 'g':>{columns.estimate}}", "$muted"))
    if columns.interval:
        parts.append((f"  {'95 % interval':>{columns.interval}}", "$muted"))
    title = "reported p" if columns.interval else "rep. p"
    return render_line(*parts, (f"  {title:>{columns.p}}", "$muted"))


def foot_lines(forest: Forest) -> Content:
    """Make the two rows under the plot: the axis, its values and what the signs mean."""
    columns = forest.columns
    room = columns.name + columns.n + (2 if columns.n else 0)
    signs = f"{PRIMARY} primary  {SECONDARY} other"
    if forest.is_raw:
        words = "group 1 less group 2" if columns.n else "group 1 less 2"
        scale = render_words("each row on its own scale, no sign turned", "$muted")
    else:
        words = (
            f"{LESS} less is better: turned  {EITHER} neither" if columns.n else f"{LESS} turned"
        )
        scale = render_ticks(forest.axis)
    axis = render_zero(forest.axis) if forest.is_raw else render_axis(forest.axis)
    return Content("\n").join(
        [
            render_line((" " + pad(signs, room), "$muted"), "  ", axis),
            render_line((" " + pad(words, room), "$muted"), "  ", scale),
        ]
    )


def _study_rows(views: list[ResultView], forest: Forest) -> list[Row]:
    rows: list[Row] = []
    experiment = outcome = ""
    several = {view.outcome.id for view in views if _times(views, view) > 1}
    for view in views:
        if view.result.experiment != experiment:
            experiment = view.result.experiment
            rows.append(Row.of(_behind(render_words(experiment, "italic $muted"), forest)))
        if view.outcome.id in several and view.outcome.id != outcome:
            rows.append(Row.of(_behind(render_words(view.outcome.name), forest)))
        outcome = view.outcome.id
        name = f"  {contrast_words(view)}" if outcome in several else view.outcome.name
        rows.append(Row.of(_result_line(view, name, forest), value=view))
    return rows


def contrast_words(view: ResultView) -> str:
    """Name a result by what it compares and when."""
    result = view.result
    groups = " less ".join(dict.fromkeys(group.label for group in result.measured if group.label))
    return ", ".join(filter(None, (groups, result.timepoint, result.analysis))) or "no groups"


def _times(views: Sequence[ResultView], view: ResultView) -> int:
    return sum(one.outcome.id == view.outcome.id for one in views)


def _behind(words: Content, forest: Forest) -> Content:
    """Set words before the line at zero, which goes on behind them."""
    columns = forest.columns
    before = columns.name + columns.n + (2 if columns.n else 0) + 2
    words = words.truncate(before - 1, ellipsis=True)
    return render_line(words, " " * (before - words.cell_length), render_zero(forest.axis))


def _result_line(view: ResultView, name: str, forest: Forest) -> Content:
    columns = forest.columns
    sign = "" if forest.is_raw else {Higher.WORSE: LESS, Higher.NEITHER: EITHER}.get(
        view.outcome.higher_is, ""
    )  # fmt: skip
    known = view.has_figures
    parts: list[Part] = [
        (pad(name, columns.name - 2), "$text" if known else "$muted"), (f"{sign:>2}", "$muted"),
    ]  # fmt: skip
    if columns.n:
        parts.append((f"  {_n_words(view):>{columns.n}}", "$muted"))
    parts.append("  ")
    parts += _plot_parts(view, forest)
    p = view.result.printed.get("p", "").strip() or view.result.p
    return render_line(*parts, (f"  {shorten(p, columns.p):>{columns.p}}", "$text"))


def _plot_parts(view: ResultView, forest: Forest) -> list[Part]:
    columns = forest.columns
    shown = _raw(view) if forest.is_raw else standardised(view)
    room = columns.plot + 2 + columns.estimate + (2 + columns.interval if columns.interval else 0)
    if figures := _figures_alone(view, room):
        return [(pad(figures, room), "$text")]
    if shown is None:
        reason = f"withheld: {lower_first(view.withheld)}" if view.has_figures else "not reported"
        return [(pad(reason, room), "italic $muted")]
    axis = forest.axis
    if forest.is_raw:
        axis = Axis(axis.cells, max(abs(shown.low), abs(shown.high)) or 1.0)
    places = _places(view) if forest.is_raw else 2
    primary = view.outcome.rank is Rank.PRIMARY
    parts: list[Part] = [render_estimate(axis, shown, is_primary=primary)]
    parts.append((f"  {plus(shown.value, places):>{columns.estimate}}", "$text"))
    if columns.interval:
        ends = f"{plus(shown.low, places)} to {plus(shown.high, places)}"
        parts.append((f"  {ends:>{columns.interval}}", "$muted"))
    return parts


def _figures_alone(view: ResultView, room: int) -> str:
    """Print the figures of one group, which are no contrast to draw; shares where they fit."""
    if not view.result.of_one_group:
        return ""
    told = "; ".join(figure_lines(view.result))
    return told if cell_len(told) <= room else "; ".join(figure_lines(view.result, sys.maxsize))


def _raw(view: ResultView) -> Estimate | None:
    means = view.from_means
    return Estimate(means.difference, means.low, means.high) if means else None


def plus(figure: float, places: int) -> str:
    """Print a figure with its sign, and nothing without one."""
    text = signed(figure, places)
    return f"+{text}" if float(text.replace("−", "-")) > 0 else text


def _places(view: ResultView) -> int:
    columns = (view.result.printed.get(f"mean_{place}", "") for place in (1, 2))
    return min(max([2, *map(decimals, columns)]), 4)


def _n_words(view: ResultView) -> str:
    known = [group.n for group in view.result.measured if group.n is not None]
    return f"{sum(known):,}" if known else ""


def lower_first(text: str) -> str:
    """Go on with a sentence after a colon."""
    return text[:1].lower() + text[1:]
