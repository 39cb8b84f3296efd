"""An open project: one class over all its parts, and the ways to get one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ipe_coder.analysis.matrix import MatrixRequest
from ipe_coder.errors import ProjectError
from ipe_coder.model.matrix import Base, CellKind
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.project.applying import Applying
from ipe_coder.project.askings import Askings
from ipe_coder.project.base import ProjectInfo
from ipe_coder.project.cells import Cells
from ipe_coder.project.checking import find_problems
from ipe_coder.project.drafts import Drafts
from ipe_coder.project.history import History
from ipe_coder.project.library import Library
from ipe_coder.project.next_steps import NextStep, Standing, next_steps
from ipe_coder.project.pseudonym_writing import PseudonymWriting
from ipe_coder.project.purging import finish_quietly
from ipe_coder.project.reports import Reports
from ipe_coder.project.reworking import Reworking
from ipe_coder.project.search_coding import SearchCoding
from ipe_coder.project.segment_files import SegmentFiles
from ipe_coder.project.segment_lists import SegmentLists
from ipe_coder.project.settling import Settling
from ipe_coder.project.sharing import Sharing
from ipe_coder.project.suggesting import Suggesting
from ipe_coder.project.withdrawing import Withdrawing
from ipe_coder.store import history
from ipe_coder.store.store import Store
from ipe_coder.store.writer import from_stamp

if TYPE_CHECKING:
    import pandas as pd


class Project(
    Library,
    Applying,
    Cells,
    Askings,
    Reworking,
    Settling,
    SegmentFiles,
    SegmentLists,
    PseudonymWriting,
    Withdrawing,
    Sharing,
    Drafts,
    SearchCoding,
    Suggesting,
    History,
    Reports,
):
    """An open project. Use it as a context manager, or `close` it."""

    def __enter__(self) -> Self:
        """Give the project itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it."""
        self.close()

    def info(self) -> ProjectInfo:
        """Say what the project is and holds."""
        settings = self.settings()
        path = Path(self.path)
        with self._store.read() as connection:
            numbers = history.totals(connection)
        return ProjectInfo(
            name=str(settings["name"]),
            path=self.path,
            created_at=from_stamp(str(settings["created_at"])),
            size=_size(path),
            studies=numbers["study"],
            transcripts=numbers["transcript"],
            participants=numbers["participant"],
            segments=numbers["segment"],
            coders=tuple(one.name for one in self.coders()),
            has_wal=_size(path.with_name(path.name + "-wal")) > 0,
        )

    def check(self) -> list[str]:
        """Prove that every quote is its text, every count its words; list what is not so."""
        with self._store.read() as connection:
            return find_problems(connection)

    def backup(self, path: Path) -> Path:
        """Copy the project whole, newest work included, while others may be working.

        Raises:
            ProjectError: If it is on a server, or the copy cannot be written.
        """
        if self._store.path is None:
            raise ProjectError("A project on a server is copied with the server's own tools.")
        if path.is_dir():
            path = path / self._store.path.name
        if path.exists():
            raise ProjectError(f"{path} is there already.", "Choose another name.")
        try:
            with (
                closing(sqlite3.connect(self._store.path)) as source,
                closing(sqlite3.connect(path)) as target,
            ):
                source.backup(target)
        except (sqlite3.Error, OSError) as error:
            raise ProjectError(f"{path} cannot be written: {error}.") from error
        return path

    def next_steps(
        self, study_id: str = "", known: Sequence[TranscriptSummary] | None = None
    ) -> list[NextStep]:
        """List what the present coder would do next, the most pressing first.

        Args:
            study_id: The steps of this study first.
            known: All transcripts, where they were read already.
        """
        standing = Standing(
            tuple(self.studies()),
            tuple(self.transcripts() if known is None else known),
            tuple(self.codebooks()),
            tuple(self.awaited()),
            tuple(self.themes()),
            self.coder,
            self.waiting_by_transcript(),
        )
        return next_steps(standing, study_id)

    def segments(self, **wanted: Any) -> pd.DataFrame:
        """List segments as a table, one row each; the arguments are those of `segment_rows`."""
        from ipe_coder.analysis.frames import segments_frame

        return segments_frame(self.segment_rows(**wanted))

    def matrix(
        self,
        rows: str = "theme",
        columns: str = "arm",
        cells: str = "participants",
        *,
        base: str = "interviewed",
        study: str = "",
        coder: str = "",
    ) -> pd.DataFrame:
        """Count a matrix as a table; `frame.attrs["n"]` holds the base of each cell."""
        from ipe_coder.analysis.frames import matrix_frame

        coder_ids = (self.coder_id(coder),) if coder else ()
        request = MatrixRequest(rows, columns, CellKind(cells), Base(base), coder_ids)
        return matrix_frame(self.count_matrix(request, study))

    def results(self, study: str = "") -> pd.DataFrame:
        """List results as a table: as reported, and as the printed means give them."""
        from ipe_coder.analysis.frames import results_frame

        return results_frame(self.result_views(study))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def open_project(path: str | os.PathLike[str], coder: str = "") -> Project:
    """Open a project: the path of a `.ipe` file, or the URL of a PostgreSQL server.

    Args:
        path: The file or the URL.
        coder: The name that changes are written under.

    Raises:
        ProjectError: If it is no project, is newer than this program, or cannot be read.
    """
    project = Project(Store.open(os.fspath(path), verify=find_problems), coder)
    finish_quietly(project)
    return project


def new_project(path: str | os.PathLike[str], name: str = "", coder: str = "") -> Project:
    """Make a new, empty project and open it.

    Raises:
        ProjectError: If something stands there already or cannot be written.
    """
    address = os.fspath(path)
    return Project(Store.create(address, name or Path(address).stem), coder)
