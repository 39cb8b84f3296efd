"""Cells of a matrix by the names of their row and column, for memos on them."""

from __future__ import annotations

from ipe_coder.errors import UsageError
from ipe_coder.model.memo import CellSubject
from ipe_coder.project.names import resolve
from ipe_coder.project.participants import Participants


class Cells(Participants):
    """Which cell somebody means."""

    def cell(self, words: str, *, study: str = "") -> CellSubject:
        """Find a cell of a matrix by its row and column: `code=Caseload*arm=treatment`.

        Args:
            words: The axis and the name of each.
            study: Where two studies have something of that name.

        Raises:
            UsageError: If it does not name a row and a column.
        """
        places = [part.partition("=") for part in words.split("*")]
        if len(places) != 2 or not all(axis.strip() and name.strip() for axis, _, name in places):
            raise UsageError(
                f"“{words}” does not name a cell.",
                "Name its row and its column, as code=Caseload*arm=treatment.",
            )
        return CellSubject.at(
            *(self._on_axis(axis.strip().lower(), name.strip(), study) for axis, _, name in places)
        )

    def _on_axis(self, axis: str, name: str, study: str) -> tuple[str, str]:
        """Find what a row or a column stands for; what is neither id nor name is a value."""
        match axis:
            case "code" | "theme" | "question":
                return "code", self.code(name, study=study)[1].id
            case "participant" | "case":
                return "participant", self.participant(name, study).id
            case "transcript":
                return axis, self.transcript_id(name, study=study)
            case "study":
                return axis, self.study(name).id
            case "coder":
                return axis, self.coder_id(name)
            case "arm":
                of = [self.study(study)] if study else self.studies()
                named = ((arm.id, (arm.name, f"{one.name} / {arm.name}")) for one in of
                         for arm in one.arms)  # fmt: skip
                return axis, resolve("arm", name, named)
        return axis, name
