"""All figures of one result: what is reported and what the printed means give, never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.result import Group, Higher, Result, ResultView
from ipe_coder.model.study import Study
from ipe_coder.tui.rendering import pad, render_line, render_words, shorten
from ipe_coder.tui.screens.forest_rows import WIDE, lower_first
from ipe_coder.tui.wrapping import wrap
from ipe_coder.writers.figures import interval_words, printed, share_words

REPORTED = "As reported"
COMPUTED = "From the printed means, unadjusted"

_HIGHER = {
    Higher.BETTER: "higher is better",
    Higher.WORSE: "lower is better",
    Higher.NEITHER: "neither way is better",
}
_FIGURES = (("n", "n"), ("mean", "mean"), ("se", "SE"), ("sd", "SD"), ("events", "events"),
            ("proportion", "proportion"))  # fmt: skip


def fact_words(view: ResultView, studies: Mapping[str, Study]) -> str:
    """Say of what study and rank an outcome is, which way is better, and how it was measured."""
    outcome = view.outcome
    study = studies.get(view.study)
    facts = [
        study.label if study else view.study,
        view.result.experiment,
        outcome.rank.value if outcome.rank else "",
        _HIGHER[outcome.higher_is],
        outcome.instrument,
    ]
    return ", ".join(filter(None, facts))


def detail_head(view: ResultView, studies: Mapping[str, Study], width: int) -> Content:
    """Name a result, with what is known of its outcome."""
    words = fact_words(view, studies)
    name = shorten(view.outcome.name, max(width - min(cell_len(words), width // 2) - 3, 12))
    room = max(width - cell_len(name) - 3, 0)
    return render_line((name, "bold $strong"), (f"   {shorten(words, room)}", "$muted"))


def detail_lines(view: ResultView, width: int) -> list[Content]:
    """Make the two blocks, side by side where there is room; they are never mixed."""
    if width < WIDE:
        return [*_reported(view, width), Content(""), *_computed(view, width)]
    left_width = width // 2 - 2
    left, right = _reported(view, left_width), _computed(view, width - left_width - 3)
    return [
        render_line(
            one.truncate(left_width, ellipsis=True), " " * max(left_width - one.cell_length, 0),
            "   ", other,
        )
        for one, other in zip_longest(left, right, fillvalue=Content(""))
    ]  # fmt: skip


def _reported(view: ResultView, width: int) -> list[Content]:
    result = view.result
    lines = [render_words(REPORTED, "bold $strong")]
    if not view.has_figures:
        lines.append(render_words("not reported", "italic $muted"))
    lines += _group_table(result, width)
    told = [
        _estimate_words(result),
        f"p {result.p}" if result.p else "",
        f"in the report's words: “{result.direction}”" if result.direction else "",
    ]
    lines += _wrapped("; ".join(filter(None, told)), width, "$text")
    if view.from_means is None and view.words and view.has_figures:
        lines += _wrapped(f"Reading: {view.words}.", width, "$strong")
    about = [result.timepoint, result.status, result.analysis, result.source]
    lines += _wrapped(", ".join(filter(None, about)), width, "$muted")
    return lines


def _computed(view: ResultView, width: int) -> list[Content]:
    lines = [render_words(COMPUTED, "bold $strong")]
    if view.from_means is None:
        return [*lines, *_wrapped(f"Withheld: {lower_first(view.withheld)}", width, "$muted")]
    for told in interval_words(view.result, view.from_means):
        lines += _wrapped(told, width, "$text")
    return [*lines, *_wrapped(f"Reading: {view.words}.", width, "$strong")]


def _estimate_words(result: Result) -> str:
    if result.estimate is None:
        return ""
    told = f"estimate {printed(result, 'estimate', result.estimate)}"
    if result.low is None or result.high is None:
        return told
    level = f"{result.level:g} % interval " if result.level else ""
    low, high = printed(result, "low", result.low), printed(result, "high", result.high)
    return f"{told} ({level}{low} to {high})"


def _group_table(result: Result, width: int) -> list[Content]:
    """Set the figures of the groups beneath each other, exactly as printed."""
    columns = _columns(result)
    if not columns:
        return []
    titles = list(columns)
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    cells = [max(map(cell_len, column)) + 2 for column in zip(titles, *rows, strict=True)]
    labels = [_group_label(group) for group in result.groups]
    room = min(max(map(cell_len, labels)), max(width - sum(cells), 8))
    lines = [render_line((" " * room + _right(titles, cells), "$muted"))]
    lines += [
        render_line((pad(label, room), "$muted"), (_right(row, cells), "$text"))
        for label, row in zip(labels, rows, strict=True)
    ]
    return lines


def _columns(result: Result) -> dict[str, list[str]]:
    """Give the cells of each group under the titles of the figures that any of them has."""
    groups = result.groups
    columns = {
        title: [
            printed(result, f"{name}_{place}", getattr(group, name))
            for place, group in enumerate(groups, start=1)
        ]
        for name, title in _FIGURES
        if any(getattr(group, name) is not None for group in groups)
    }
    if groups and all(group.count is not None for group in groups):
        counted = {"count": columns.pop("events"), "of": columns.pop("n")}
        columns = {**columns, **counted}
        shares = [share_words(group) for group in groups]
        if any(shares) and "proportion" not in columns:
            columns["share"] = shares
    return columns


def _group_label(group: Group) -> str:
    return " ".join(filter(None, (group.label, group.category))) or "everybody"


def _right(texts: Sequence[str], cells: Sequence[int]) -> str:
    return "".join(
        " " * (width - cell_len(text)) + text for text, width in zip(texts, cells, strict=True)
    )


def _wrapped(text: str, width: int, style: str) -> list[Content]:
    return [render_words(line, style) for line in wrap(text, width)] if text else []
