"""What is printed: sections with quotations that consent and marks allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from ipe_coder.analysis.axes import make_axis
from ipe_coder.analysis.counting import Facts
from ipe_coder.analysis.matrix import MatrixRequest, make_matrix
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.matrix import AXES, Cell, Heading, Matrix
from ipe_coder.model.report import (
    AttributedQuote,
    PrintedEvidence,
    Report,
    StudyReport,
    SynthesisTheme,
    ThemeSection,
)
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.study import Study
from ipe_coder.model.theme import Side, Theme
from ipe_coder.project.counts import Counts
from ipe_coder.project.printing import Press, choose_quotes
from ipe_coder.store import studies


class Reports(Counts):
    """Reports and exports."""

    def report(
        self, study: Sequence[str] | str = "", *, columns: str = "arm", coder: str = ""
    ) -> Report:
        """Gather all that a report prints, of some studies or of all.

        Args:
            study: Names of the studies; of all, those without codebook and results are left out.
            columns: By what the counts are broken down.
            coder: Whose coding is counted; the coding of record when not given.
        """
        wanted = self._studies_wanted(study)
        filled = {one.study_id for one in self.codebooks()}
        filled.update(one.study_id for one in self.outcomes())
        named = [one for one in wanted if one.id in filled] if not study else wanted
        if not self._is_known(columns, named):
            make_axis(columns, self.facts_for([one.name for one in named]))  # says what can be
        reports = tuple(self._study_report(one, columns, coder) for one in named)
        coding = reports[0].matrix.coding if reports else ""
        synthesis = self._synthesis(named, coder)
        made_on = self._store.clock().date()
        return Report(self.name, made_on, reports, coding, synthesis=synthesis)

    def export(
        self, format_name: str, path: Path, study: Sequence[str] | str = "", *, columns: str = "arm"
    ) -> list[Path]:
        """Write an export, and list the files that were written.

        Raises:
            UsageError: If there is no such format.
            FileError: If a file cannot be written.
        """
        from ipe_coder.writers import write_export

        return write_export(self.report(study, columns=columns), path, format_name)

    def export_matrix(self, matrix: Matrix, path: Path, study: Sequence[str] | str = "") -> Path:
        """Write one matrix, as it was counted, to a .docx or a .csv file.

        Args:
            matrix: The counts.
            path: The file; its ending says what is written.
            study: Names of the studies that it was counted over.

        Raises:
            FileError: If the file cannot be written.
        """
        from ipe_coder.writers.matrix_file import write_matrix

        wanted = self._studies_wanted(study)
        facts = self.facts_for([one.name for one in wanted])
        press = Press(facts)
        rows = [row for one in wanted for row in self._all_rows(one)]
        quotes = tuple(quote for row in rows if (quote := press.quote(row)) is not None)
        of = wanted[0] if len(wanted) == 1 else Study("", ", ".join(one.label for one in wanted))
        report = StudyReport(
            of, Codebook("", of.label), (), matrix, None, tuple(rows), len(facts.interviewed),
            len(facts.sittings), quotes=quotes, base=matrix.base,
        )  # fmt: skip
        made_on = self._store.clock().date()
        return write_matrix(Report(self.name, made_on, (report,), matrix.coding), path)

    def printable_quotes(
        self, rows: Sequence[SegmentRow], study: str
    ) -> dict[str, AttributedQuote]:
        """Say how segments of a study may be printed, by id; what may not be is left out."""
        press = Press(self.facts_for(study))
        found = ((row.segment.id, press.quote(row)) for row in rows)
        return {segment_id: quote for segment_id, quote in found if quote is not None}

    def _study_report(self, study: Study, columns: str, coder: str) -> StudyReport:
        facts = self.facts_for(study.name)
        coder_ids = (self.coder_id(coder),) if coder else ()
        together = not self._is_known(columns, [study])
        request = MatrixRequest("code", "study" if together else columns, coder_ids=coder_ids)
        by_column = make_matrix(facts, request, self._word_counter())
        of_study = make_matrix(
            facts, MatrixRequest("code", "study", coder_ids=coder_ids), self._word_counter()
        )
        counted = {one.id for one in facts.counted(coder_ids or None)}
        rows = [one for one in self._all_rows(study) if one.segment.id in counted]
        press = Press(facts)
        quotes = tuple(quote for row in rows if (quote := press.quote(row)) is not None)
        book = facts.codebooks[0] if facts.codebooks else self._empty_codebook(study)
        evidence = self.evidence(facts.themes)
        spoken = {
            one.node_id: press.evidence(evidence.get(one.id, ()), study)
            for one in facts.themes
            if one.node_id
        }
        return StudyReport(
            study=study,
            codebook=book,
            sections=tuple(_sections(facts, by_column, of_study, quotes, spoken)),
            matrix=by_column,
            joint=self.joint_display(study.name),
            segments=tuple(rows),
            interviewed=len(facts.interviewed),
            transcripts=len(facts.sittings),
            notes=(
                *by_column.notes,
                *([f"no participant of this study has “{columns}”: counted together"] * together),
                *press.notes(rows, quotes),
            ),
            quotes=quotes,
        )

    def _synthesis(self, named: Sequence[Study], coder: str) -> tuple[SynthesisTheme, ...]:
        """Gather the themes that are no node of one codebook, over the studies of the report."""
        facts = self.facts_for([one.name for one in named])
        free = [one for one in facts.themes if _is_synthesis(one, facts)]
        if not free:
            return ()
        coder_ids = (self.coder_id(coder),) if coder else ()
        request = MatrixRequest("theme", "study", coder_ids=coder_ids)
        matrix = make_matrix(facts, request, self._word_counter())
        rows = dict(zip((one.key for one in matrix.rows), matrix.cells, strict=True))
        presses = [(one, Press(self.facts_for(one.name))) for one in named]
        evidence = self.evidence(free)
        return tuple(
            _synthesis_theme(
                one,
                facts,
                list(zip(matrix.columns, rows[one.node_id or one.id], strict=True)),
                [
                    printed
                    for study, press in presses
                    for printed in press.evidence(evidence.get(one.id, ()), study)
                ],
            )
            for one in free
        )

    def _is_known(self, columns: str, wanted: Sequence[Study]) -> bool:
        """Tell whether counts of studies can be broken down by this: an axis, or an attribute."""
        of = {one.id for one in wanted}
        with self._store.read() as connection:
            people = {one.id: one for one in studies.participants(connection) if one.study_id in of}
            places = studies.appearances(connection)
        had = [who.attributes for who in people.values()]
        had.extend(one.attributes for one in places if one.participant_id in people)
        return columns in (*AXES, "case") or any(columns in one for one in had)

    def _all_rows(self, study: Study) -> list[SegmentRow]:
        from ipe_coder.project.listing import SegmentLister
        from ipe_coder.store import transcripts
        from ipe_coder.store.segments import SegmentFilter

        with self._store.read() as connection:
            ids = tuple(one for one, _, _, of in transcripts.names(connection) if of == study.id)
            if not ids:
                return []
            return SegmentLister(connection).rows(SegmentFilter(transcript_ids=ids))

    @staticmethod
    def _empty_codebook(study: Study) -> Codebook:
        return Codebook("", study.label, study.id, study.name)


def _sections(
    facts: Facts,
    by_column: Matrix,
    of_study: Matrix,
    quotes: Sequence[AttributedQuote],
    evidence: Mapping[str, tuple[PrintedEvidence, ...]],
) -> list[ThemeSection]:
    by_code: dict[str, list[AttributedQuote]] = defaultdict(list)
    for one in quotes:
        by_code[one.row.segment.code_id].append(one)
    statements = {one.node_id: one.statement for one in facts.themes if one.node_id}
    totals = {
        heading.key: row[0] for heading, row in zip(of_study.rows, of_study.cells, strict=True)
    }
    cells = {heading.key: row for heading, row in zip(by_column.rows, by_column.cells, strict=True)}
    columns = tuple(heading.label for heading in by_column.columns)
    found = []
    for book in facts.codebooks:
        for depth, code in book.walk():
            if code.merged_into is None:
                found.append(
                    ThemeSection(
                        code=code,
                        path=book.path(code.id),
                        depth=depth,
                        statement=statements.get(code.id, ""),
                        total=_total(totals, code),
                        columns=columns,
                        cells=cells[code.id],
                        quotes=_beside(evidence.get(code.id, ()), by_code[code.id]),
                        evidence=evidence.get(code.id, ()),
                    )
                )
    return found


def _total(totals: dict[str, Cell], code: Code) -> Cell:
    return totals[code.id]


def _beside(
    evidence: Sequence[PrintedEvidence], quotes: Sequence[AttributedQuote]
) -> tuple[AttributedQuote, ...]:
    """Choose what is shown beside evidence: starred quotations that are no part of it."""
    if not evidence:
        return choose_quotes(quotes)
    there = {one.quote.row.segment.id for one in evidence if one.quote}
    starred = [one for one in quotes if one.row.segment.starred]
    return choose_quotes([one for one in starred if one.row.segment.id not in there])


def _is_synthesis(theme: Theme, facts: Facts) -> bool:
    books = {facts.codebook_of[one].id for one in theme.code_ids if one in facts.codebook_of}
    return theme.node_id is None or len(books) > 1


def _synthesis_theme(
    theme: Theme,
    facts: Facts,
    counted: Sequence[tuple[Heading, Cell]],
    evidence: Sequence[PrintedEvidence],
) -> SynthesisTheme:
    """Put a theme together over the studies whose codes it stands on."""
    books = [(one, facts.codebook_of[one]) for one in theme.code_ids if one in facts.codebook_of]
    labels = {one.id: one.label for one in facts.studies}
    own = {book.study_id for _, book in books}
    columns = [(heading.label, cell) for heading, cell in counted if heading.key in own]
    return SynthesisTheme(
        theme,
        tuple(f"{labels[book.study_id]}: {book.path(one)}" for one, book in books),
        tuple(label for label, _ in columns),
        tuple(cell for _, cell in columns),
        tuple(sorted(evidence, key=lambda one: one.side is Side.AGAINST)),
    )
