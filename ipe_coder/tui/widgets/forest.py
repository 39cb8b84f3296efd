"""A forest plot in characters: estimates with their intervals about a line at zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from ipe_coder.tui.rendering import Part, render_line

PRIMARY, SECONDARY = "■", "□"
_INTERVAL, _ZERO, _CROSSING = "━", "│", "┿"
_OVER_LEFT, _OVER_RIGHT = "◄", "►"
_LIMITS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A point with its interval, better or higher to the right."""

    value: float
    low: float
    high: float

    @property
    def turned(self) -> Estimate:
        """The same seen from the other side."""
        return Estimate(-self.value, -self.high, -self.low)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values stand in a row of cells; zero is in the middle."""

    cells: int
    """An odd number, so that there is a middle."""
    limit: float
    """The value at either end."""

    @property
    def middle(self) -> int:
        """The cell of zero."""
        return self.cells // 2

    def cell_of(self, value: float) -> int:
        """Find the cell of a value; one beyond the ends for what lies outside."""
        place = self.middle + round(value / self.limit * self.middle)
        return min(max(place, -1), self.cells)


def limit_for(estimates: Iterable[Estimate]) -> float:
    """Choose the end of an axis so that every interval fits, on a round number."""
    most = max((max(abs(one.low), abs(one.high)) for one in estimates), default=0.5)
    return next((limit for limit in _LIMITS if most <= limit), most)


def render_zero(axis: Axis) -> Content:
    """Draw the line at zero alone."""
    right = " " * (axis.cells - axis.middle - 1)
    return render_line((" " * axis.middle, ""), (_ZERO, "$axis"), (right, ""))


def render_estimate(axis: Axis, estimate: Estimate, *, is_primary: bool) -> Content:
    """Draw an interval with its estimate; an arrow stands where it goes on past the end."""
    first, last = axis.cell_of(estimate.low), axis.cell_of(estimate.high)
    point = axis.cell_of(estimate.value)
    parts: list[Part] = []
    for cell in range(axis.cells):
        if cell == point:
            parts.append((PRIMARY if is_primary else SECONDARY, "$strong"))
        elif cell == 0 and first < 0:
            parts.append((_OVER_LEFT, "$muted"))
        elif cell == axis.cells - 1 and last >= axis.cells:
            parts.append((_OVER_RIGHT, "$muted"))
        elif first <= cell <= last:
            parts.append((_CROSSING if cell == axis.middle else _INTERVAL, "$muted"))
        else:
            parts.append((_ZERO, "$axis") if cell == axis.middle else " ")
    return render_line(*parts)


def render_axis(axis: Axis) -> Content:
    """Draw the axis: a line with its ticks."""
    ticks = {0: "└", axis.cells - 1: "┘"}
    ticks |= {axis.cell_of(part * axis.limit): "┴" for part in (-0.5, 0.0, 0.5)}
    line = "".join(ticks.get(cell, "─") for cell in range(axis.cells))
    return render_line((line, "$axis"))


def render_ticks(axis: Axis) -> Content:
    """Write the values beneath the ticks."""
    row = [" "] * (axis.cells + 4)
    for part in (-1.0, -0.5, 0.0, 0.5, 1.0):
        text = f"{part * axis.limit:g}".replace("-", "−")
        end = min(axis.cell_of(part * axis.limit) + (len(text) + 1) // 2, axis.cells)
        start = max(end - len(text), 0)
        row[start : start + len(text)] = text
    return render_line(("".join(row[: axis.cells]), "$muted"))
