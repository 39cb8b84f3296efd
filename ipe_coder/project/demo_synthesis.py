"""What the sample's coders made of their coding: joint displays, evidence, themes, memos."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.segment import MemoAbout, MemoKind, SegmentRow
from ipe_coder.model.theme import Evidence, Judgement, Side, Theme
from ipe_coder.project.demo_ids import NamedIds
from ipe_coder.project.project import Project

ACROSS = "across"
"""The folder of what crosses studies: themes, their evidence, memos on the project."""


class SynthesisSteps:
    """Writes what was made of the coding, each step under a name of its own."""

    def __init__(self, project: Project, stage: Path, new_id: NamedIds) -> None:
        """Write into a project from the sample's files in a folder."""
        self.project, self.stage, self.new_id = project, stage, new_id

    def joint(self, study: str) -> None:
        """Set themes beside outcomes, with quotations and verdicts."""
        path = self.stage / "transcripts" / study / "joint.csv"
        for number, row in enumerate(read_rows(path)):
            self.new_id.about(f"{study} joint {number}")
            self.project.coder = row["coder"] or self.project.coder
            outcome = self.project.outcome(row["outcome"], study)
            theme = self.project.theme(row["theme"], study)
            self.project.link_theme(outcome, theme, self._quoted(row, study, path))
            if row["verdict"]:
                verdict = Judgement(row["verdict"])
                self.project.judge(outcome, theme, verdict, row["reason"])

    def evidence(self, study: str) -> int:
        """Set down what speaks for and against the statements of a study's themes."""
        path = self._folder(study) / "evidence.csv"
        themes = {one.name: one for one in self.project.themes(study)}
        rows = [(themes[row["theme"]], study, row) for row in read_rows(path)]
        self._set_down(study, rows, path)
        return len(rows)

    def across(self, names: list[str]) -> int:
        """Write the themes that cross studies, with their evidence."""
        folder = self._folder(ACROSS)
        themes = {}
        for row in read_rows(folder / "themes.csv"):
            self.new_id.about(f"{ACROSS} theme {row['theme']}")
            codes = [self._code(one.strip(), names) for one in row["codes"].split(";")]
            name, statement = row["theme"], row["statement"]
            themes[name] = self.project.set_theme(name, statement, codes_of=codes)
        path = folder / "evidence.csv"
        rows = [(themes[row["theme"]], row["study"], row) for row in read_rows(path)]
        self._set_down(ACROSS, rows, path)
        return len(rows)

    def memos(self, folders: list[str]) -> None:
        """Write what the coders put down beside the segments: on studies, codes, transcripts."""
        for folder in folders:
            for number, row in enumerate(read_rows(self._folder(folder) / "memos.csv")):
                self.new_id.about(f"{folder} memo {number}")
                self.project.coder = row["coder"]
                about = MemoAbout(row["about"])
                about_id = self._about(about, row["of"], "" if folder == ACROSS else folder)
                kind = MemoKind(row["kind"])
                self.project.write_memo(
                    about, about_id, row["memo"], kind=kind, title=row["title"]
                )  # fmt: skip

    def _folder(self, study: str) -> Path:
        return self.stage / "transcripts" / study

    def _code(self, name: str, studies: list[str]) -> str:
        """Find the id of a code that is named after its study: `swing: Ready for scaling`."""
        study, _, code = name.partition(": ")
        if study not in studies:
            raise FileError(self._folder(ACROSS) / "themes.csv", f"{name} names no study.")
        return self.project.code(code, study=study)[1].id

    def _about(self, about: MemoAbout, name: str, study: str) -> str:
        if about is MemoAbout.PROJECT:
            return ""
        if about is MemoAbout.STUDY:
            return self.project.study(name).id
        if about is MemoAbout.CODE:
            return self.project.code(name, study=study)[1].id
        if about is MemoAbout.PARTICIPANT:
            return self.project.participant(name, study).id
        return self.project.transcript_id(name, study=study)

    def _set_down(
        self, about: str, rows: list[tuple[Theme, str, dict[str, str]]], path: Path
    ) -> None:
        if not rows:
            return
        families = {
            code.id: {code.id, *(one.id for one in book.descendants(code.id))}
            for book in self.project.codebooks()
            for code in book.codes
        }
        known = self._segments({study for _, study, _ in rows})
        given = []
        for theme, study, row in rows:
            codes = set().union(*(families[one] for one in theme.code_ids))
            found = known.get((study, row["transcript"], row["quote"]), [])
            if not found:
                reads = f"no segment of {row['transcript']} reads “{row['quote']}”."
                raise FileError(path, reads)
            best = max(found, key=lambda one: one.segment.code_id in codes)
            side = Side(row["side"])
            given.append(Evidence("", theme.id, best.segment.id, side, row["note"]))
        self.new_id.about(f"{about} evidence")
        self.project.add_all_evidence(given)

    def _segments(self, studies: set[str]) -> dict[tuple[str, str, str], list[SegmentRow]]:
        """List the first coder's segments of some studies by study, transcript and words."""
        found: dict[tuple[str, str, str], list[SegmentRow]] = {}
        for study in sorted(studies):
            for one in self.project.segment_rows(study=study, coder=self.project.coder):
                found.setdefault((study, one.title, one.segment.quote), []).append(one)
        return found

    def _quoted(self, row: dict[str, str], study: str, path: Path) -> str | None:
        """Find the segment whose words a row quotes."""
        if not row["quote"]:
            return None
        segments = self.project.segment_rows(study=study, transcript=row["transcript"])
        for one in segments:
            if one.segment.quote == row["quote"]:
                return one.segment.id
        raise FileError(path, f"no segment of {row['transcript']} reads “{row['quote']}”.")


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of one of the sample's tables; none where it is not there."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
