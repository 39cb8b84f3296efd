"""Versions of transcripts: what a correction did to all that stood on the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ipe_coder.model.change import Change
from ipe_coder.model.segment import Anchor
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Source, Speaker, Turn


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a transcript is to become."""

    text: str = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)
    speakers: tuple[Speaker, ...]
    """Those that carry on have their ids; the others are new."""
    source: Source
    data: bytes | None = field(repr=False, default=None)
    """The file; None where the version came from none."""
    notes: tuple[str, ...] = ()
    collected_on: date | None = None
    """None leaves the day as it is."""
    duration: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a transcript, as a list shows it."""

    number: int
    source: Source
    words: int
    turns: int
    is_current: bool
    has_original: bool
    """Whether the file that it came from is kept."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version with what the journal says of how it came."""

    version: Version
    at: datetime | None
    """When it became the current one."""
    coder: str = ""
    """Who made it; empty where nobody is named."""
    label: str = ""
    """What was done, as the journal says it."""
    sentence: str = ""
    """What became of the segments: `31 kept, 4 moved, 1 changed, 0 lost`; empty if not said."""


@dataclass(frozen=True, slots=True)
class Reanchored:
    """What a correction did to one segment."""

    segment_id: str
    code: str
    coder: str
    anchor: Anchor
    """Kept, moved, changed or lost."""
    old: Span
    new: Span | None
    quote: str
    """The words as they were."""
    words: str
    """The words as they are; nothing where it is lost."""
    likeness: float
    waits: bool
    """Whether somebody must look at it before it counts."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a new version of a transcript did, or would do."""

    transcript_id: str
    title: str
    version: int
    segments: tuple[Reanchored, ...]
    notes: tuple[str, ...] = ()
    """What the researcher should know of the file, its speakers, memos and guide marks."""
    change: Change | None = None
    """The change; None where nothing was written yet."""

    @property
    def counts(self) -> Mapping[Anchor, int]:
        """Count the segments that were kept, moved, changed and lost."""
        found = dict.fromkeys((Anchor.KEPT, Anchor.MOVED, Anchor.CHANGED, Anchor.LOST), 0)
        for one in self.segments:
            found[one.anchor] += 1
        return found

    @property
    def waiting(self) -> int:
        """Count the segments that somebody must look at before they count."""
        return sum(one.waits for one in self.segments)

    @property
    def doubt(self) -> str:
        """Say that it may be the wrong file, where most segments are lost; else nothing."""
        lost = self.counts[Anchor.LOST]
        if 2 * lost <= len(self.segments):
            return ""
        return (
            f"{lost} of {len(self.segments)} segments are lost: look whether it is the right file"
        )

    @property
    def sentence(self) -> str:
        """Say the counts: `31 kept, 4 moved, 1 changed, 0 lost`."""
        return ", ".join(f"{number} {anchor.value}" for anchor, number in self.counts.items())
