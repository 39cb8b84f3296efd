"""What the matrix screen counts, away from the screen: runs in a thread, gives frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ipe_coder.analysis.matrix import MatrixRequest
from ipe_coder.model.matrix import Matrix
from ipe_coder.model.memo import CellSubject
from ipe_coder.model.segment import Memo, MemoAbout
from ipe_coder.model.study import Study
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.screens.matrix_rows import first_quotes, make_sheet
from ipe_coder.tui.widgets.matrix_sheet import Sheet

if TYPE_CHECKING:
    from ipe_coder.project import Project


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matrix is to be shown."""

    request: MatrixRequest = field(default_factory=MatrixRequest)
    studies: tuple[str, ...] = ()
    """Names; all that have transcripts when empty."""
    is_first: bool = True
    """Whether nobody has chosen the axes yet, so that empty ones may be replaced."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A matrix with what is shown beside it."""

    wanted: Wanted
    """What was counted in the end."""
    matrix: Matrix
    sheet: Sheet
    """The matrix as the table shows it."""
    looks: Mapping[str, CodeLook]
    """How codes look, by id."""
    names: Mapping[str, str]
    """The studies counted: names to labels."""
    left_out: tuple[str, ...]
    """Labels of the studies without transcripts."""
    memos: Mapping[CellSubject, Sequence[Memo]] = field(default_factory=dict)
    """What was written about cells, the newest last."""
    not_asked: str = ""
    """Why the base `asked` is not to be had; empty where it is."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no cell to show."""
        return not self.matrix.rows or not self.matrix.columns


def count(project: Project, wanted: Wanted, coder_ids: Collection[str] = ()) -> Counted:
    """Count what is wanted.

    Args:
        project: Where it is counted.
        wanted: Which matrix.
        coder_ids: Only the memos of these are shown; everybody's when empty.

    Raises:
        UsageError: If an axis is unknown, or the base is not to be had.
    """
    studies = project.studies()
    chosen, left_out = _chosen(project, studies, wanted.studies)
    names = [one.name for one in chosen]
    matrix = project.count_matrix(wanted.request, names)
    if wanted.is_first:
        better = _better(matrix, wanted.request, project, chosen)
        if better != wanted.request:
            wanted = replace(wanted, request=better)
            matrix = project.count_matrix(better, names)
    ids = first_quotes(matrix)
    rows = project.segment_rows(ids=ids) if ids else []
    looks = {code.id: CodeLook.of(code) for book in project.codebooks() for code in book.codes}
    labels = {one.name: one.label for one in chosen}
    written = project.memos_by_thing({MemoAbout.CELL}, coder_ids)
    memos = {CellSubject.of(key): found for key, found in written.items()}
    excerpts = {row.segment.id: row.segment.quote for row in rows}
    return Counted(
        wanted=wanted,
        matrix=matrix,
        sheet=make_sheet(matrix, looks, excerpts, labels, memos),
        memos=memos,
        looks=looks,
        names=labels,
        left_out=tuple(one.label for one in left_out),
        not_asked=project.why_not_asked(names),
    )


def attributes(project: Project) -> list[str]:
    """List the attributes of participants and of their appearances."""
    names = {name for one in project.participants() for name in one.attributes}
    names |= {name for one in project.appearances() for name in one.attributes}
    return sorted(names)


_OTHER_COLUMNS = "{matrix.columns} chooses other columns"


def why_nothing(counted: Counted) -> str:
    """Say what is missing where there is no cell, and where to get it."""
    matrix = counted.matrix
    if not counted.names:
        return spoken("There is no study yet. Add one on the project screen, {go.project}.")
    if not matrix.columns and not matrix.rows:
        where = spoken("Begin on the project screen, {go.project}.")
        return f"Nothing to count yet: no transcripts and no codes. {where}"
    axis = matrix.row_axis if not matrix.rows else matrix.column_axis
    other = "{matrix.rows} chooses other rows" if not matrix.rows else _OTHER_COLUMNS
    how = spoken(f"{other}, {{matrix.study}} another study.")
    return f"There is nothing to set out by {axis} here; {how}"


def _chosen(
    project: Project, studies: list[Study], names: tuple[str, ...]
) -> tuple[list[Study], list[Study]]:
    """Choose the studies named, or those with transcripts; the others are left out and named."""
    if names:
        return [one for one in studies if one.name in names], []
    interviewed = project.studies_with_transcripts()
    chosen = [one for one in studies if one.id in interviewed]
    if not chosen:
        return studies, []
    return chosen, [one for one in studies if one.id not in interviewed]


def _better(
    matrix: Matrix, request: MatrixRequest, project: Project, chosen: list[Study]
) -> MatrixRequest:
    """Replace axes that would show nothing: codes for themes, respondents for a lone arm."""
    if not matrix.rows and request.rows == "theme":
        request = replace(request, rows="code")
    has_arms = any(one.arms for one in chosen)
    if not has_arms and len(matrix.columns) < 2 and request.columns == "arm":
        kinds = {one.respondent for one in project.participants() if one.respondent}
        request = replace(request, columns="respondent") if kinds else request
    return request
