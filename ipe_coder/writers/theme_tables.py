"""The theme tables: what each theme is, who raised it and in what words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipe_coder.model.matrix import Cell
from ipe_coder.model.report import (
    AttributedQuote,
    PrintedEvidence,
    Report,
    StudyReport,
    ThemeSection,
)
from ipe_coder.model.theme import Side
from ipe_coder.writers.blocks import (
    LANDSCAPE_CM,
    PORTRAIT_CM,
    Block,
    Para,
    Part,
    Run,
    Table,
    TableCell,
    Title,
    head,
    in_groups,
    muted_cell,
    sentence,
    text_cell,
)
from ipe_coder.writers.printed import count_note, count_text, quotes_by_segment, raised

_COUNT_CM = 2.5
_THEME_CM = 5.4
_MOST_BESIDE_QUOTES = 5
_MOST_COUNTS = 8
_ROW_LENGTH = 700
"""Characters of quotations in one row; short enough to fill pages well."""


def theme_part(study: StudyReport, report: Report) -> Part | None:
    """Make the tables of a study's themes, one for each question or other root of the codebook."""
    if not study.sections:
        return None
    tables = _ThemeTables(study, report)
    blocks: list[Block] = [Title("Themes", 2)]
    for name, sections in _grouped(study.sections):
        if name:
            blocks.append(Title(name, 3))
        blocks.extend(tables.of(name or study.study.label, sections))
    return Part(tuple(blocks), wide=bool(tables.columns))


def quote_para(quote: AttributedQuote) -> Para:
    """Make a paragraph of a quotation: the words, then who says them in square brackets."""
    words = Run(f"“{quote.quote.strip()}”")
    if not quote.attribution:
        return Para((words,), "Quote")
    return Para((words, Run(f" [{quote.attribution}]", muted=True)), "Quote")


def evidence_paras(evidence: Sequence[PrintedEvidence]) -> list[Para]:
    """Make paragraphs of what speaks for a statement, then against it; a side may be empty."""
    if not evidence:
        return []
    paras = []
    for side in Side:
        own = [one for one in evidence if one.side is side]
        told = f"{head(side.value)} the statement"
        if own:
            paras.append(Para((Run(told, bold=True),)))
            paras += map(evidence_para, own)
        else:
            paras.append(Para((Run(f"{told}: nothing is set down.", muted=True),)))
    return paras


def evidence_para(one: PrintedEvidence) -> Para:
    """Make a paragraph of a piece of evidence; words that may not be printed leave the note."""
    note = (Run(f" {sentence(one.note)}", muted=True),) if one.note else ()
    if one.quote is None:
        return Para((Run("Not quoted.", muted=True), *note), "Quote")
    return Para((*quote_para(one.quote).runs, *note), "Quote")


def ration(paras: Sequence[Para], length: int) -> list[list[Para]]:
    """Cut paragraphs into rows of no more than so many characters, so that a row fits its page.

    A heading stays with what it heads.
    """
    rows: list[list[Para]] = []
    taken = 0
    for place, one in enumerate(paras):
        own = _length(one)
        with_next = own + (_length(paras[place + 1]) if _is_heading(paras, place) else 0)
        if not rows or taken + with_next > length:
            rows.append([])
            taken = 0
        taken += own
        rows[-1].append(one)
    return rows


def _length(para: Para) -> int:
    return sum(len(run.text) for run in para.runs)


def _is_heading(paras: Sequence[Para], place: int) -> bool:
    return paras[place].style != "Quote" and place + 1 < len(paras)


def _grouped(sections: Sequence[ThemeSection]) -> Iterator[tuple[str, list[ThemeSection]]]:
    """Put each root with all beneath it; roots with nothing beneath them go together, unnamed."""
    top = min(section.depth for section in sections)
    loose: list[ThemeSection] = []
    for group in _under_roots(sections, top):
        if len(group) == 1:
            loose += group
            continue
        if loose:
            yield "", loose
            loose = []
        yield group[0].code.name, group
    if loose:
        yield "", loose


def _under_roots(sections: Sequence[ThemeSection], top: int) -> list[list[ThemeSection]]:
    groups: list[list[ThemeSection]] = []
    for section in sections:
        if section.depth == top or not groups:
            groups.append([])
        groups[-1].append(section)
    return groups


class _ThemeTables:
    """Makes the tables of one study."""

    def __init__(self, study: StudyReport, report: Report) -> None:
        self.study, self.report = study, report
        self.allowed = quotes_by_segment(study)
        labels = study.sections[0].columns
        # A lone column would only repeat the total.
        self.columns = tuple(range(len(labels))) if len(labels) > 1 else ()
        self.labels = tuple(map(head, labels))
        self.room = LANDSCAPE_CM if self.columns else PORTRAIT_CM

    def of(self, about: str, sections: list[ThemeSection]) -> Iterator[Table]:
        """Make the table of some themes; counts and words part where both do not fit."""
        if len(self.columns) < _MOST_BESIDE_QUOTES:
            caption = f"Themes, who raised them, and in what words: {about}"
            yield self._table(caption, sections, self.columns, quotes=True)
            return
        for part in in_groups(self.columns, _MOST_COUNTS - 1):
            caption = f"Who raised each theme, {_first_to_last(self.labels, part)}: {about}"
            yield self._table(caption, sections, part, quotes=False)
        yield self._table(f"What was said on each theme: {about}", sections, (), quotes=True)

    def _table(
        self, caption: str, sections: list[ThemeSection], columns: Sequence[int], *, quotes: bool
    ) -> Table:
        counts = [_COUNT_CM] * (1 + len(columns))
        last = [self.room - _THEME_CM - sum(counts)] if quotes else []
        heads = ("Theme", "All" if columns else "Raised by", *(self.labels[i] for i in columns))
        cells = [cell for section in sections for cell in (section.total, *section.cells)]
        return Table(
            caption,
            (_THEME_CM, *counts, *last),
            (*heads, "Quotations") if quotes else heads,
            [
                row
                for place in range(len(sections))
                for row in self._rows(sections, place, columns, quotes=quotes)
            ],
            (count_note(self.report.coding, self.study.base, cells),),
        )

    def _rows(
        self, sections: list[ThemeSection], place: int, columns: Sequence[int], *, quotes: bool
    ) -> Iterator[tuple[TableCell, ...]]:
        """Make the row of a theme, and more where its quotations would fill a page."""
        section = sections[place]
        counts = [section.total, *(section.cells[column] for column in columns)]
        cells = [_theme_cell(section, sections[0].depth), *map(self._count_cell, counts)]
        if not quotes:
            yield tuple(cells)
            return
        printed = [one for one in section.quotes if one.row.segment.id in self.allowed]
        paras = [*evidence_paras(section.evidence), *map(quote_para, printed)]
        first, *more = ration(paras, _ROW_LENGTH) or [[]]
        if not first and raised(section.total):
            yield (*cells, muted_cell(_why_none(sections, place)))
        else:
            yield (*cells, TableCell(tuple(first)))
        for group in more:
            going_on = muted_cell(f"{section.code.name}, continued", len(cells))
            yield (going_on, TableCell(tuple(group)))

    def _count_cell(self, cell: Cell) -> TableCell:
        printed = count_text(cell, self.report.base_for_percent)
        if cell.value is None:
            return muted_cell(printed)
        return text_cell(printed, *filter(None, [cell.stance.words]))


def _why_none(sections: list[ThemeSection], place: int) -> str:
    """Say where the quotations of a theme are that was raised and has none of its own."""
    following = sections[place + 1 : place + 2]
    if following and following[0].depth > sections[place].depth:
        return "See the themes beneath it."
    return "No quotation is printed."


def _first_to_last(labels: Sequence[str], part: Sequence[int]) -> str:
    first, last = labels[part[0]], labels[part[-1]]
    return first if first == last else f"{first} to {last}"


def _theme_cell(section: ThemeSection, top: int) -> TableCell:
    """Make the cell of a theme; one beneath another theme of the table is set in."""
    code, indent = section.code, max(section.depth - top - 1, 0)
    lines: list[tuple[Run, ...]] = [(Run(code.name, bold=True),)]
    if code.definition:
        lines.append((Run(code.definition),))
    if section.statement:
        lines.append((Run("Statement: ", bold=True), Run(section.statement)))
    return TableCell(tuple(Para(runs, indent=indent) for runs in lines))
