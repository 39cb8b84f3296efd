"""Figures of results in one line each, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipe_coder.model.result import ResultView


def reported_words(view: ResultView) -> str:
    """Print what the report prints of a result, with its decimals."""
    from ipe_coder.writers.figures import figure_lines, printed

    result = view.result
    parts = list(figure_lines(result))
    if result.estimate is not None:
        estimate = f"estimate {printed(result, 'estimate', result.estimate)}"
        if result.low is not None and result.high is not None:
            low, high = printed(result, "low", result.low), printed(result, "high", result.high)
            estimate += f" ({low} to {high})"
        parts.append(estimate)
    if result.p:
        parts.append(f"p {result.p}")
    if not parts:
        parts.append("no figures")
    if result.direction:
        parts.append(f"“{result.direction}”")
    return "; ".join(parts)


def computed_words(view: ResultView) -> str:
    """Print what the means give, or why nothing is computed from them."""
    from ipe_coder.writers.figures import interval_words

    if view.from_means is None:
        return f"withheld: {view.withheld}"
    return "; ".join(interval_words(view.result, view.from_means))
