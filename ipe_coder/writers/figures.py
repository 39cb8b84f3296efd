"""Figures of results as they are printed: reported ones as the report has them."""

from __future__ import annotations

from collections.abc import Iterator

from ipe_coder.model.matrix import BASE_FOR_PERCENT, percent
from ipe_coder.model.result import FromMeans, Group, Result

_MINUS = "\u2212"


def printed(result: Result, column: str, figure: float | None) -> str:
    """Print a reported figure with the decimals that the report gives it."""
    if figure is None:
        return ""
    return _minus(result.printed.get(column, "").strip() or f"{figure:.10g}")


def figure_lines(result: Result, base_for_percent: int = BASE_FOR_PERCENT) -> Iterator[str]:
    """Print what is reported of each group, a line each; a count over categories in one line."""
    if result.is_count:
        yield _category_words(result, base_for_percent)
        return
    for place, group in enumerate(result.groups, start=1):
        if words := group_words(group, place, result, base_for_percent):
            yield words


def share_words(group: Group, base_for_percent: int = BASE_FOR_PERCENT) -> str:
    """Print a group's count in per cent; nothing of a small base, or where it is no count."""
    if group.count is None or not group.n or group.n < base_for_percent:
        return ""
    return percent(group.count, group.n)


def group_words(
    group: Group, place: int, result: Result, base_for_percent: int = BASE_FOR_PERCENT
) -> str:
    """Print what is reported of one group: `treatment: mean 0.07, SE 0.12, n 207`.

    Events of people are printed as so many of them: `Brent: 15 of 20 (75%)`.
    """
    parts = []
    if group.mean is not None:
        parts.append(f"mean {printed(result, f'mean_{place}', group.mean)}")
    for name, figure in (("se", group.se), ("sd", group.sd)):
        if figure is not None:
            label = name.upper() if result.spread in {"se", "sd"} else "spread"
            parts.append(f"{label} {printed(result, f'{name}_{place}', figure)}")
    if group.count is not None:
        parts.append(_count_words(group, base_for_percent))
    elif group.events is not None:
        parts.append(f"{printed(result, f'events_{place}', group.events)} events")
    if group.proportion is not None:
        parts.append(f"proportion {printed(result, f'proportion_{place}', group.proportion)}")
    if group.n is not None and group.count is None:
        parts.append(f"n {group.n:,}")
    return f"{group.label}: {', '.join(parts)}" if parts else ""


def _count_words(group: Group, base_for_percent: int) -> str:
    """Print a count with its base; where the report gives the share, none is worked out."""
    counted = f"{group.count:,} of {group.n:,}"
    share = "" if group.proportion is not None else share_words(group, base_for_percent)
    return f"{counted} ({share})" if share else counted


def _category_words(result: Result, base_for_percent: int) -> str:
    """Print the answers of a group: `Coventry, of 22: yes 17 (77%); no 5 (23%)`."""
    n = result.groups[0].n
    base = "base not reported" if n is None else f"of {n:,}"
    told = []
    for group in result.groups:
        count = "(not reported)" if group.events is None else f"{group.events:,.10g}"
        share = share_words(group, base_for_percent)
        told.append(f"{group.category} {count}" + (f" ({share})" if share else ""))
    return f"{', '.join(filter(None, (result.groups[0].label, base)))}: {'; '.join(told)}"


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
