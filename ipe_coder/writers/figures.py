"""Figures of results as they are printed: reported ones as the report has them."""

from __future__ import annotations

from collections.abc import Iterator

from ipe_coder.model.result import FromMeans, Group, Result

_MINUS = "\u2212"


def printed(result: Result, column: str, figure: float | None) -> str:
    """Print a reported figure with the decimals that the report gives it."""
    if figure is None:
        return ""
    return _minus(result.printed.get(column, "").strip() or f"{figure:g}")


def group_words(group: Group, place: int, result: Result) -> str:
    """Print what is reported of one group: `treatment: 0.07 (SE 0.12), n 207`."""
    parts = []
    if group.mean is not None:
        parts.append(f"mean {printed(result, f'mean_{place}', group.mean)}")
    for name, figure in (("se", group.se), ("sd", group.sd)):
        if figure is not None:
            label = name.upper() if result.spread in {"se", "sd"} else "spread"
            parts.append(f"{label} {printed(result, f'{name}_{place}', figure)}")
    if group.events is not None:
        parts.append(f"{printed(result, f'events_{place}', group.events)} events")
    if group.proportion is not None:
        parts.append(f"proportion {printed(result, f'proportion_{place}', group.proportion)}")
    if group.n is not None:
        parts.append(f"n {group.n:,}")
    return f"{group.label}: {', '.join(parts)}" if parts else ""


def interval_words(result: Result, computed: FromMeans) -> Iterator[str]:
    """Print what the means give: the difference and g with their intervals, then the test."""
    places = max(2, *(_decimals(result, f"mean_{place}") for place in (1, 2)))
    ends = f"{signed(computed.low, places)} to {signed(computed.high, places)}"
    level = f"{computed.level:g}% CI"
    less = " less ".join(group.label for group in result.groups)
    yield f"Difference, {less}: {signed(computed.difference, places)} ({level} {ends})"
    ends = f"{signed(computed.g_low, 2)} to {signed(computed.g_high, 2)}"
    yield f"Hedges' g {signed(computed.g, 2)} ({level} {ends})"
    yield f"t {signed(computed.t, 2)}, df {computed.df:.1f}, p {p_words(computed.p)}"


def signed(figure: float, places: int) -> str:
    """Print a figure with a true minus, and never as minus nothing."""
    text = f"{figure:.{places}f}"
    return _minus(text if float(text) else text.removeprefix("-"))


def p_words(p: float) -> str:
    """Print a p of ours: two decimals, three where it is small, and none below 0.001."""
    if p < 0.001:
        return "<0.001"
    # Rounding may not carry a p across a bound at which people read it differently.
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def _decimals(result: Result, column: str) -> int:
    _, _, decimals = result.printed.get(column, "").strip().partition(".")
    return len(decimals) if decimals.isdigit() else 0


def _minus(text: str) -> str:
    return _MINUS + text[1:] if text.startswith("-") else text
