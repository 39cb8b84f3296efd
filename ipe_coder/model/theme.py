"""Themes, their statements, and how they stand beside the results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Side(StrEnum):
    """Whether a quotation speaks for or against a statement."""

    FOR = "for"
    AGAINST = "against"


class Judgement(StrEnum):
    """How a statement stands to a result."""

    CONVERGENCE = "convergence"
    COMPLEMENTARITY = "complementarity"
    DISSONANCE = "dissonance"
    SILENCE = "silence"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A segment that speaks for or against a theme's statement."""

    id: str
    theme_id: str
    segment_id: str
    side: Side = Side.FOR
    note: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A pattern over any codes of any studies, with a statement of what is claimed, of whom."""

    id: str
    name: str
    statement: str = ""
    code_ids: tuple[str, ...] = ()
    """The codes that it stands on; each brings its descendants."""
    node_id: str | None = None
    """The node of kind theme that makes it, if it is one of a codebook."""
    coder_id: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JointLink:
    """A theme that a researcher set beside an outcome."""

    id: str
    outcome_id: str
    theme_id: str
    segment_id: str | None = None
    """The quotation chosen for the display."""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement on one statement against one outcome's result."""

    id: str
    outcome_id: str
    theme_id: str
    judgement: Judgement
    reason: str
    coder_id: str
    at: datetime | None = None
    statement: str = ""
    """The statement as it stood when it was judged."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A framework cell: what one participant says on one theme or code, in a researcher's words."""

    id: str
    participant_id: str
    code_id: str
    text: str
    coder_id: str
    edited_at: datetime | None = None
