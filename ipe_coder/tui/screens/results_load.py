"""What the results screen reads, away from the screen: runs in a thread, gives frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipe_coder.model.matrix import JointDisplay
from ipe_coder.model.result import ResultView
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.study import Study
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.screens.quote_rows import MOST, in_turn

if TYPE_CHECKING:
    from ipe_coder.project import Project


@dataclass(frozen=True, slots=True)
class Loaded:
    """All results, and what they are shown with."""

    studies: Mapping[str, Study]
    """By name, in order."""
    views: Sequence[ResultView]
    looks: Mapping[str, CodeLook]
    """How codes look, by id."""
    coders: Mapping[str, str]
    """Names of coders, by id."""

    @property
    def with_results(self) -> list[Study]:
        """The studies that have results, in order."""
        names = {view.study for view in self.views}
        return [one for one in self.studies.values() if one.name in names]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotations of a theme, and which of them may not be printed."""

    ids: tuple[str, ...]
    """Of the segments asked for."""
    rows: Sequence[SegmentRow]
    barred: frozenset[str]
    """Ids of segments that consent or a mark keeps out of print."""


def load(project: Project) -> Loaded:
    """Read all results."""
    return Loaded(
        studies={one.name: one for one in project.studies()},
        views=tuple(project.result_views()),
        looks={code.id: CodeLook.of(code) for book in project.codebooks() for code in book.codes},
        coders={one.id: one.name for one in project.coders()},
    )


def first_study(project: Project, loaded: Loaded) -> str:
    """Choose the study to begin the joint display with: one with results and interviews."""
    interviewed = project.studies_with_transcripts()
    known = loaded.with_results
    both = [one for one in known if one.id in interviewed]
    some = [one for one in loaded.studies.values() if one.id in interviewed]
    return next((one.name for one in [*both, *some, *known]), "")


def read_display(project: Project, study: str) -> JointDisplay:
    """Read the joint display of a study."""
    return project.joint_display(study)


def read_quotes(project: Project, ids: tuple[str, ...], first: Sequence[str]) -> Quoted:
    """Read the quotations of a theme, some of them first and in their order."""
    wanted = list(dict.fromkeys([*first, *ids[:MOST]]))
    rows = in_turn(project.segment_rows(ids=wanted)) if wanted else []
    place = {segment_id: number for number, segment_id in enumerate(first)}
    rows.sort(key=lambda row: place.get(row.segment.id, len(place)))
    printable: set[str] = set()
    for study in {row.study for row in rows}:
        own = [row for row in rows if row.study == study]
        printable.update(project.printable_quotes(own, study))
    barred = frozenset(row.segment.id for row in rows if row.segment.id not in printable)
    return Quoted(ids, rows, barred)
