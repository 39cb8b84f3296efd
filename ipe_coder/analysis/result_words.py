"""What may be said of a result in plain words. A result that shows nothing is never no effect."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

from ipe_coder.model.result import Higher, Outcome, Result, ResultView

_P_VALUE = re.compile(r"(?:p\s*)?([<>=≤≥]{0,2})\s*(\d*\.?\d+(?:e-?\d+)?)", re.IGNORECASE)
_NOT_SIGNIFICANT = {"ns", "n.s.", "n.s", "not significant", "non-significant"}


def plain_words(view: ResultView) -> str:
    """Say what a result's interval leaves open or rules out.

    The words come from the computed block where there is one, else from the reported figures,
    and then they say so. They are empty where neither allows any.
    """
    computed = view.from_means
    if computed is None:
        return _reported_words(view)
    first, second = (group.label for group in view.result.groups)
    told = _interval_words(computed.low, computed.high, _decimals_of(view.result))
    return f"{told} in {first} than in {second}{_higher_words(view.outcome)}"


def decimals(text: str) -> int:
    """Count the decimals of a printed figure."""
    try:
        exponent = Decimal(text.strip()).as_tuple().exponent
    except InvalidOperation:
        return 0
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _interval_words(low: float, high: float, places: int) -> str:
    """Tell a difference's interval from its lower to its higher end."""
    ends = f"from {_signed(low, places)} to {_signed(high, places)}"
    if low > 0:
        return f"rules out lower: {ends}"
    if high < 0:
        return f"rules out higher: {ends}"
    return f"inconclusive: {ends}"


def _ratio_words(low: float, high: float, places: int) -> str:
    ends = f"from {_figure(low, places)} to {_figure(high, places)} times as much"
    if low > 1:
        return f"rules out lower: {ends}"
    return f"rules out higher: {ends}" if high < 1 else f"inconclusive: {ends}"


def _reported_words(view: ResultView) -> str:
    """Say what the reported figures allow, and that they are the reported ones."""
    result = view.result
    if result.low is not None and result.high is not None:
        low, high = sorted((result.low, result.high))
        told = _reported_interval(low, high, result)
        if told:
            return f"as reported, {told}{_higher_words(view.outcome)}"
    if not view.has_figures and not result.p:
        return "no figures are reported"
    return _p_words(result)


def _reported_interval(low: float, high: float, result: Result) -> str:
    """Tell a reported interval; nothing where it is unsaid whether it is of a ratio.

    An interval that reaches below 0 is of a difference, whatever it is called.
    """
    places = _decimals_of(result)
    if low >= 0 and "ratio" in result.analysis.casefold():
        return _ratio_words(low, high, places)
    if low < 0 or "difference" in result.analysis.casefold():
        return _interval_words(low, high, places)
    return ""


def _p_words(result: Result) -> str:
    printed = result.p.strip()
    if result.of_one_group and result.estimate is None:
        return ""  # Whatever its p is of, it is not of a difference between groups.
    if not printed:
        return "" if result.low is not None else "no test and no interval are reported"
    verdict = _significant(printed, result.alpha)
    if verdict is None:
        return ""
    if verdict:
        return f"a difference as reported (p {_bare_p(printed)}), with no interval of its size"
    return f"inconclusive as reported (p {_bare_p(printed)})"


def _significant(p: str, alpha: str) -> bool | None:
    """Tell whether a printed p is below alpha; None where it does not say."""
    if p.casefold() in _NOT_SIGNIFICANT:
        return False
    found, limit = _P_VALUE.fullmatch(p), _P_VALUE.fullmatch(alpha.strip() or "0.05")
    if found is None or limit is None:
        return None
    value, bound = float(found[2]), float(limit[2])
    if "<" in found[1] or "≤" in found[1]:
        return True if value <= bound else None
    if ">" in found[1] or "≥" in found[1]:
        return False if value >= bound else None
    return value < bound


def _bare_p(printed: str) -> str:
    return re.sub(r"^p\s*=?\s*", "", printed, flags=re.IGNORECASE)


def _higher_words(outcome: Outcome) -> str:
    if outcome.higher_is is Higher.NEITHER:
        return ""
    return f", where higher is {outcome.higher_is.value}"


def _signed(value: float, places: int) -> str:
    if value == 0:
        return "0"
    return f"{_figure(abs(value), places)} {'higher' if value > 0 else 'lower'}"


def _figure(value: float, places: int) -> str:
    """Round to the printed decimals, or to as many as keep it from being printed as 0."""
    if value and round(value, places) == 0:
        places = min(-math.floor(math.log10(value)), 12)
    return f"{value:.{places}f}"


def _decimals_of(result: Result) -> int:
    """Find to how many decimals the report prints the means, or the estimate and its interval."""
    means = [f"mean_{position}" for position, _ in enumerate(result.groups, start=1)]
    figures = [group.mean for group in result.groups]
    if result.low is not None and result.high is not None:
        means, figures = ["low", "high"], [result.low, result.high]
    printed = [
        result.printed.get(column) or repr(figure)
        for column, figure in zip(means, figures, strict=True)
        if figure is not None
    ]
    return max(map(decimals, printed), default=2)
