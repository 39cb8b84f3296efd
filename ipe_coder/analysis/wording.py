"""Words for numbers of participants, by one rule that the methods text can print."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ipe_coder.model.matrix import BASE_FOR_PERCENT, percent

_NAMES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHARES = {Fraction(1, 3): "a third", Fraction(1, 4): "a quarter", Fraction(1, 5): "a fifth"}


@dataclass(frozen=True, slots=True)
class NumberRules:
    """When a count is told exactly, and when by which word. A project may set its own."""

    exact_below: int = 8
    """Below this base a count is always told as n of N."""
    few_to: Fraction = Fraction(1, 4)
    """The largest share that is `a few`."""
    nearly_all_from: Fraction = Fraction(9, 10)
    """The smallest share that is `nearly all`."""

    def explain(self) -> str:
        """Print the rules as the methods text does."""
        return (
            f"Of fewer than {_number(self.exact_below)} participants the number is given. Of more, "
            f"“a few” is more than one and up to {_share(self.few_to)}, “some” is under half, "
            f"“most” is over half, and “nearly all” is {_share(self.nearly_all_from)} or more but "
            "not all. Participants who did not raise a thing are not taken to disagree with it."
        )


DEFAULT_RULES = NumberRules()
"""The rules that hold where a project sets none."""


def count_words(
    k: int,
    n: int,
    plural: str = "participants",
    singular: str = "participant",
    rules: NumberRules = DEFAULT_RULES,
) -> str:
    """Say how many of a base, with the base named: `four of the five recipients`.

    Args:
        k: How many raised it, or did whatever is told.
        n: The base: of how many.
        plural: What several of them are called.
        singular: What one of them is called.
        rules: The rules of the project.
    """
    _check(k, n)
    if n == 0:
        return f"no {plural}, as none were interviewed"
    if n == 1:
        return f"the one {singular}" if k else f"no {singular}, of one"
    if n == 2 and k != 1:
        return f"both {plural}" if k else f"neither of the two {plural}"
    if k == n:
        return f"all {_number(n)} {plural}"
    return f"{_word(k, n, rules)} of the {_number(n)} {plural}"


def share(k: int, n: int, base_for_percent: int = BASE_FOR_PERCENT) -> str:
    """Print a count as n of N, with a percentage only where the base is large enough."""
    _check(k, n)
    if n == 0:
        return "nobody interviewed"
    if n < base_for_percent:
        return f"{k} of {n}"
    return f"{percent(k, n)} ({k} of {n})"


def _word(k: int, n: int, rules: NumberRules) -> str:
    """Choose the word for fewer than all of two or more."""
    if k == 0:
        return "none"
    # One person is never “a few”, however large the base.
    if k == 1 or n < rules.exact_below:
        return _number(k)
    part = Fraction(k, n)
    if part <= rules.few_to:
        return "a few"
    if part < Fraction(1, 2):
        return "some"
    if part == Fraction(1, 2):
        return "half"
    return "nearly all" if part >= rules.nearly_all_from else "most"


def _number(count: int) -> str:
    return _NAMES[count] if count < len(_NAMES) else f"{count:,}"


def _share(part: Fraction) -> str:
    return _SHARES.get(part, f"{part.numerator} in {part.denominator}")


def _check(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"a count needs 0 <= k <= n, not {k} of {n}")
