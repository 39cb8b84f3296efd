"""Outcomes and results of the trials, as reported and as computed from printed means."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Rank(StrEnum):
    """What an outcome is to its trial."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    EXPLORATORY = "exploratory"


class Higher(StrEnum):
    """What more of an outcome means."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that a trial measured."""

    id: str
    study_id: str
    name: str
    rank: Rank | None = None
    higher_is: Higher = Higher.NEITHER
    instrument: str = ""
    scale_low: float | None = None
    scale_high: float | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group, as reported."""

    label: str
    arm_id: str | None = None
    """The arm of that name, where the label is one."""
    n: int | None = None
    mean: float | None = None
    se: float | None = None
    sd: float | None = None
    events: float | None = None
    proportion: float | None = None
    """From 0 to 1."""
    category: str = ""
    """The answer that `events` counts, where the result is a count over categories."""

    @property
    def count(self) -> int | None:
        """How many of `n` the events are; None where they cannot be so many of them."""
        if self.n is None or self.events is None or not 0 <= self.events <= self.n:
            return None
        return int(self.events) if self.events == int(self.events) else None


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of an outcome: of one group, of two, or a count over categories."""

    id: str
    outcome_id: str
    groups: tuple[Group, ...] = ()
    experiment: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    """Of the interval, in per cent, such as 95."""
    p: str = ""
    """As printed: `0.44`, `<.001`, `ns`."""
    direction: str = ""
    """As the report words it."""
    timepoint: str = ""
    status: str = ""
    """prespecified or exploratory."""
    analysis: str = ""
    model: str = "unknown"
    """raw, adjusted, clustered or unknown."""
    contrast: str = "independent"
    """independent or paired."""
    sided: str = ""
    alpha: str = ""
    spread: str = "se"
    """se, sd or unknown: what the printed spread is."""
    unit: str = "people"
    source: str = ""
    printed: dict[str, str] = field(default_factory=dict)
    """Every cell of the row as printed, by column, for its decimals and for unknown columns."""
    position: int = 0

    @property
    def is_count(self) -> bool:
        """Whether it counts the answers of one group over categories."""
        return any(group.category for group in self.groups)

    @property
    def measured(self) -> tuple[Group, ...]:
        """The groups that were measured: the one that answered, of a count over categories."""
        if not self.is_count:
            return self.groups
        first = self.groups[0]
        return (Group(first.label, first.arm_id, first.n),)

    @property
    def of_one_group(self) -> bool:
        """Whether its figures are of one group, so that they compare nothing."""
        return len(self.measured) == 1


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row of a results file: the names that it uses, beside the result itself."""

    study: str
    outcome: Outcome
    result: Result
    line: int
    """Line or row in the file, from 1."""


@dataclass(frozen=True, slots=True)
class FromMeans:
    """What the printed means give, unadjusted: group 1 less group 2."""

    difference: float
    low: float
    high: float
    level: float
    """Of the interval, in per cent."""
    t: float
    df: float
    p: float
    """Two-sided, by Welch's t."""
    g: float
    """Hedges' g from the raw group SDs, with the J correction."""
    g_low: float
    g_high: float


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result with all that is shown of it; the two blocks are never mixed."""

    study: str
    outcome: Outcome
    result: Result
    from_means: FromMeans | None
    withheld: str
    """Why nothing is computed from the means; empty where something is."""
    words: str = ""
    """What the figures allow to be said, such as `inconclusive: from 0.21 lower to 0.45 higher`."""

    @property
    def has_figures(self) -> bool:
        """Whether the report gives any figure for it."""
        groups = any(
            value is not None
            for group in self.result.groups
            for value in (group.n, group.mean, group.events, group.proportion)
        )
        return groups or self.result.estimate is not None
