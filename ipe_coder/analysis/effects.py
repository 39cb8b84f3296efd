"""What the printed means of two groups give: a difference, its interval and Hedges' g.

The difference is group 1 less group 2, unadjusted. Its test and its interval are Welch's, with
the degrees of freedom of Satterthwaite (1946) and Welch (1947). g is Hedges' (1981): the difference
by the pooled SD, times his exact correction J(m) = G(m/2) / (sqrt(m/2) G((m-1)/2)), where G is
the gamma function and m = n1 + n2 - 2. The interval of g is the large-sample one of Borenstein
and others (2009, Introduction to Meta-Analysis, equations 4.20 to 4.24): g ± z J sqrt(V), with
V = (n1 + n2) / (n1 n2) + d² / (2 (n1 + n2)), where d = g / J.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from statistics import NormalDist

from ipe_coder.analysis.result_words import decimals, plain_words
from ipe_coder.model.result import FromMeans, Group, Outcome, Result, ResultView

__all__ = ["from_means", "hedges_g", "plain_words", "view_of"]

_PERCENTAGE = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_SCALE_IN_NAME = re.compile(
    r"\((?:scale |range |from )?(-?\d+(?:\.\d+)?) ?(?:-|–|to) ?(-?\d+(?:\.\d+)?)\)", re.IGNORECASE
)
_YEARS = (1900, 2100)
_NOT_PEOPLE = {"clusters", "decisions"}


@dataclass(frozen=True, slots=True)
class _Sample:
    """One group with the figures that the computation needs."""

    n: int
    mean: float
    sd: float

    @property
    def error(self) -> float:
        """The squared standard error of the mean."""
        return self.sd**2 / self.n


def view_of(study: str, outcome: Outcome, result: Result, *, level: float = 95.0) -> ResultView:
    """Set a result beside what its printed means give, with the words that the figures allow."""
    computed, withheld = from_means(outcome, result, level=level)
    view = ResultView(study, outcome, result, computed, withheld)
    return replace(view, words=plain_words(view))


def from_means(
    outcome: Outcome, result: Result, *, level: float = 95.0
) -> tuple[FromMeans | None, str]:
    """Compute the difference between two printed means, or say why that would mislead.

    Args:
        outcome: What was measured; its scale and its name tell which figures are possible.
        result: The figures as reported.
        level: Of the intervals, in per cent.

    Returns:
        The figures and nothing, or None and the reason in one sentence.
    """
    withheld = _why_not(outcome, result)
    if withheld:
        return None, withheld
    first, second = (_sample(group) for group in result.groups)
    difference = first.mean - second.mean
    error = math.sqrt(first.error + second.error)
    df = _degrees(first, second)
    reach = _t_quantile(0.5 + level / 200, df) * error
    t = difference / error
    g = hedges_g(difference, (first.sd, second.sd), (first.n, second.n), level=level)
    interval = (difference - reach, difference + reach)
    return FromMeans(difference, *interval, level, t, df, _two_sided(t, df), *g), ""


def hedges_g(
    difference: float, sds: tuple[float, float], ns: tuple[int, int], *, level: float = 95.0
) -> tuple[float, float, float]:
    """Compute Hedges' g of two groups of two or more, with its lower and upper limit."""
    m = sum(ns) - 2
    pooled = math.sqrt(sum((n - 1) * sd**2 for n, sd in zip(ns, sds, strict=True)) / m)
    j = math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2)
    d = difference / pooled
    variance = sum(ns) / math.prod(ns) + d**2 / (2 * sum(ns))
    reach = NormalDist().inv_cdf(0.5 + level / 200) * j * math.sqrt(variance)
    return d * j, d * j - reach, d * j + reach


def _why_not(outcome: Outcome, result: Result) -> str:
    """Say why nothing can be computed from the means; empty where something can."""
    groups = result.groups
    if all(_bare(group) for group in groups):
        if result.estimate is not None:
            return "Only an estimate is reported, not the means of the groups."
        return "The report prints no figures."
    if result.is_count:
        return "Only the answers of one group are reported, so there is nothing to compare."
    if len(groups) > 2:
        return f"These are figures of {len(groups)} groups or categories, not of two groups."
    if len(groups) < 2:
        return "Only one group is reported, so there is nothing to compare it with."
    if _PERCENTAGE.search(outcome.name) or _PERCENTAGE.search(result.unit):
        return "The outcome is a percentage, for which a comparison of means does not hold."
    if all(g.mean is None and not (g.events is g.proportion is None) for g in groups):
        return "The figures are counts or proportions, not means."
    if result.contrast == "paired":
        return "The contrast is paired, and the printed figures do not show how the pairs agree."
    if result.model == "clustered":
        return "The groups are clustered, which the printed means and spreads do not show."
    if result.unit in _NOT_PEOPLE:
        return f"The unit is {result.unit}, not people, so the figures are not independent."
    return _why_not_these(outcome, result)


def _why_not_these(outcome: Outcome, result: Result) -> str:
    """Say what is missing from, or wrong with, the means of two groups."""
    for group in result.groups:
        missing = [name for name, value in _needed(group).items() if value is None]
        if missing:
            return f"The report prints no {' and no '.join(missing)} for {group.label}."
    if result.spread not in {"se", "sd"}:
        return "The report does not say whether the spread is a standard error or an SD."
    for position, group in enumerate(result.groups, start=1):
        fault = _fault(group, position, outcome, result)
        if fault:
            return fault
    if all(_sample(group).sd == 0 for group in result.groups):
        return "The printed spread is 0 in both groups, so there is no standard error."
    return ""


def _fault(group: Group, position: int, outcome: Outcome, result: Result) -> str:
    """Say which figure of a group cannot be what it is printed as."""
    n, mean, spread = (value or 0 for value in _needed(group).values())
    if n < 2:
        return f"The n of {group.label} is {n:g}; a spread needs 2 or more."
    # The limits keep absurd figures from overflowing; a real outcome is nowhere near them.
    if not (n < 1e12 and abs(mean) < 1e50 and (spread == 0 or 1e-50 < spread < 1e50)):
        return f"The n, the mean or the spread of {group.label} is not a possible figure."
    scale = _scale(outcome)
    return _off_scale(group, position, scale, result) if scale else ""


def _off_scale(group: Group, position: int, scale: tuple[float, float], result: Result) -> str:
    """Say that a mean or a spread is impossible on its scale, however it was rounded.

    No variance exceeds (high - mean)(mean - low) (Bhatia and Davis, 2000); that of a sample is
    n / (n - 1) times as large. The rounding of the printed figures is given every benefit.
    """
    low, high = scale
    sample, name = _sample(group), "se" if group.sd is None else "sd"
    slack = _half_unit(result, f"mean_{position}", sample.mean)
    nearest = min(max((low + high) / 2, sample.mean - slack), sample.mean + slack)
    where = f"the scale from {low:g} to {high:g}"
    if not low <= nearest <= high:
        return f"The mean of {group.label}, {sample.mean:g}, lies outside {where}."
    spread = _needed(group)["spread"] or 0.0
    least = max(spread - _half_unit(result, f"{name}_{position}", spread), 0.0)
    sd = least if name == "sd" else least * math.sqrt(sample.n)
    most = math.sqrt((high - nearest) * (nearest - low) * sample.n / (sample.n - 1))
    if sd <= most * (1 + 1e-9):
        return ""
    as_printed = result.printed.get(f"{name}_{position}") or f"{spread:g}"
    return (
        f"The spread of {group.label}, {name.upper()} {as_printed}, gives an SD of "
        f"{sample.sd:.1f}; {where} allows no more than {most:.1f}."
    )


def _scale(outcome: Outcome) -> tuple[float, float] | None:
    """Find the ends of the scale in its columns, or in a name such as `Score (3-21)`."""
    if outcome.scale_low is not None and outcome.scale_high is not None:
        low, high = outcome.scale_low, outcome.scale_high
    else:
        found = _SCALE_IN_NAME.search(outcome.name)
        if not found:
            return None
        low, high = float(found[1]), float(found[2])
        if all(_YEARS[0] <= end <= _YEARS[1] for end in (low, high)):
            return None
    return (low, high) if low < high else None


def _bare(group: Group) -> bool:
    figures = (group.n, group.mean, group.se, group.sd, group.events, group.proportion)
    return all(figure is None for figure in figures)


def _needed(group: Group) -> dict[str, float | None]:
    return {"n": group.n, "mean": group.mean, "spread": group.se if group.sd is None else group.sd}


def _sample(group: Group) -> _Sample:
    """Take the figures of a group that has them all; an SE becomes an SD by the root of n."""
    n, mean = group.n or 0, group.mean or 0.0
    sd = (group.se or 0.0) * math.sqrt(max(n, 0)) if group.sd is None else group.sd
    return _Sample(n, mean, sd)


def _half_unit(result: Result, column: str, value: float) -> float:
    """Half of the last printed decimal: how far rounding can have moved a figure."""
    return 0.5 * 10.0 ** -decimals(result.printed.get(column) or repr(value))


def _degrees(first: _Sample, second: _Sample) -> float:
    weight = first.error / (first.error + second.error)
    return 1 / (weight**2 / (first.n - 1) + (1 - weight) ** 2 / (second.n - 1))


def _t_quantile(part: float, df: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, part))


def _two_sided(t: float, df: float) -> float:
    from scipy.special import stdtr

    return 2 * float(stdtr(df, -abs(t)))
