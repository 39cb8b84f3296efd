"""The tables of a report as csv: one folder, one tidy table a file.

UTF-8 with the mark by which Excel knows it, commas, lines that end as RFC 4180 has them; a line
break inside a cell stays a line feed. A cell that a spreadsheet would run as a formula gets `'`
before it; a negative number does not. Names in a list stand with `; ` between them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ipe_coder.model.matrix import Cell, JointTheme
from ipe_coder.model.report import PrintedEvidence, Report, StudyReport, ThemeSection
from ipe_coder.model.result import Group, ResultView
from ipe_coder.writers.format import ExportFormat
from ipe_coder.writers.printed import quotes_by_segment, raised

Row = Mapping[str, object]

# Excel, LibreOffice and Sheets begin a formula at these; the wide forms count too.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_COUNTS = ("raised", "base_n", "for", "against", "mixed", "neutral", "not_marked", "absent")
_GROUP = ("group", "n", "mean", "se", "sd", "events", "proportion")
_CATEGORY = ("category", "count")
_COLUMNS = {
    "segments": (
        "study", "transcript", "segment", "start", "end", "turn", "quote", "code", "code_path",
        "coder", "role", "participant", "participants", "arm", "attribution", "stance", "origin",
        "starred",
    ),
    "themes": (
        "study", "theme", "path", "depth", "kind", "statement", "definition", "column", *_COUNTS,
        "participants", "base", "coding",
    ),
    "matrix": (
        "study", "row_axis", "row", "column_axis", "column", "cell", "value", *_COUNTS,
        "participants", "segments", "base", "coding",
    ),
    "joint": (
        "study", "outcome", "rank", "theme", "statement", "verdict", "reason", "judged_statement",
        "column", *_COUNTS, "participants", "quote", "attribution",
    ),
    "evidence": (
        "theme", "statement", "side", "note", "study", "transcript", "segment", "quote",
        "attribution",
    ),
    "codebook": (
        "study", "path", "name", "depth", "mark", "kind", "derived", "dimension", "definition",
        "include", "exclude", "near_miss", "examples", "keywords", "colour", "line", "key",
        "state",
    ),
}  # fmt: skip
_RESULT = ("study", "experiment", "outcome", "rank", "higher_is", "instrument")
_FIGURES = (
    "estimate", "low", "high", "level", "p", "reported_direction", "timepoint", "status",
    "analysis", "model", "contrast", "sided", "alpha", "spread", "unit", "scale_low", "scale_high",
    "source",
)  # fmt: skip
_COMPUTED = ("difference", "low", "high", "level", "t", "df", "p", "g", "g_low", "g_high")


def write(report: Report, folder: Path) -> None:
    """Write every table of a report into a folder."""
    for name in _TABLES:
        write_table(name, report, folder / f"{name}.csv")
    _write_evidence(report, folder / "evidence.csv")
    views = [view for study in report.studies for view in _views(study)]
    _write_table(folder / "results.csv", _result_columns(views), map(_result_row, views))


def write_table(name: str, report: Report, path: Path) -> None:
    """Write one table of a report, such as `matrix`, to a file of its own."""
    rows = (row for study in report.studies for row in _TABLES[name](study, report))
    _write_table(path, _COLUMNS[name], rows)


def _write_evidence(report: Report, path: Path) -> None:
    """Write what speaks for and against the statements of themes, whatever they stand on."""
    sections = [one for study in report.studies for one in study.sections]
    of_nodes = [(one.code.name, one.statement, one.evidence) for one in sections]
    free = [(one.theme.name, one.theme.statement, one.evidence) for one in report.synthesis]
    rows = (
        _evidence_row(theme, statement, one)
        for theme, statement, evidence in (*of_nodes, *free)
        for one in evidence
    )
    _write_table(path, _COLUMNS["evidence"], rows)


def _evidence_row(theme: str, statement: str, one: PrintedEvidence) -> Row:
    row = one.row
    return {
        "theme": theme, "statement": statement, "side": one.side, "note": one.note,
        "study": row.study, "transcript": row.title, "segment": row.segment.id,
        "quote": one.quote.quote if one.quote else "",
        "attribution": one.quote.attribution if one.quote else "",
    }  # fmt: skip


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([shown_cell(row.get(column)) for column in columns] for row in rows)


def shown_cell(value: object) -> str:
    """Write a value so that a spreadsheet shows it and does not run it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple):
        return shown_cell("; ".join(map(_item, value)))
    text = str(value).replace("\r\n", "\n")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _item(text: str) -> str:
    """Write one of several in a cell; one that holds the separator is put in quotation marks."""
    if re.search(r'[;\n]|^["\s]|\s$', text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _segment_rows(study: StudyReport, _: Report) -> Iterator[Row]:
    allowed = quotes_by_segment(study)
    for row in study.segments:
        segment, printed = row.segment, allowed.get(row.segment.id)
        yield {
            "study": row.study, "transcript": row.title, "segment": segment.id,
            "start": segment.span.start, "end": segment.span.end, "turn": row.turn,
            "quote": printed.quote if printed else "", "code": row.code,
            "code_path": row.code_path, "coder": row.coder, "role": row.role,
            "participant": row.participant, "participants": row.participants, "arm": row.arm,
            "attribution": printed.attribution if printed else "", "stance": segment.stance,
            "origin": segment.origin, "starred": segment.starred,
        }  # fmt: skip


def _theme_rows(study: StudyReport, report: Report) -> Iterator[Row]:
    for section in study.sections:
        columns = ("all", *section.columns)
        for column, cell in zip(columns, (section.total, *section.cells), strict=True):
            yield {
                **_section_facts(section), **_counts(cell), "study": study.study.name,
                "column": column, "base": study.base, "coding": report.coding,
            }  # fmt: skip


def _section_facts(section: ThemeSection) -> Row:
    code = section.code
    return {
        "theme": code.name, "path": section.path, "depth": section.depth, "kind": code.kind,
        "statement": section.statement, "definition": code.definition,
    }  # fmt: skip


def _matrix_rows(study: StudyReport, _: Report) -> Iterator[Row]:
    matrix, book = study.matrix, study.codebook
    for row, cells in zip(matrix.rows, matrix.cells, strict=True):
        known = row.code_id is not None and row.code_id in book
        label = book.path(row.code_id) if known and row.code_id else row.label
        for column, cell in zip(matrix.columns, cells, strict=True):
            yield {
                **_counts(cell), "study": study.study.name, "row_axis": matrix.row_axis,
                "row": label, "column_axis": matrix.column_axis, "column": column.label,
                "cell": matrix.kind, "value": cell.value, "segments": cell.segment_ids,
                "base": matrix.base, "coding": matrix.coding,
            }  # fmt: skip


def _counts(cell: Cell) -> Row:
    if cell.value is None or cell.n is None:
        return {"absent": cell.absent}
    stance = cell.stance
    return {
        "raised": raised(cell), "base_n": cell.n, "for": stance.for_, "against": stance.against,
        "mixed": stance.mixed, "neutral": stance.neutral, "not_marked": stance.unmarked,
        "participants": cell.participants,
    }  # fmt: skip


def _joint_rows(study: StudyReport, _: Report) -> Iterator[Row]:
    allowed = quotes_by_segment(study)
    for row in study.joint.rows if study.joint else ():
        outcome = row.results[0].outcome if row.results else None
        facts = {
            "study": study.study.name,
            "outcome": outcome.name if outcome else "",
            "rank": outcome.rank if outcome else "",
        }
        if not row.themes:
            yield facts
        for theme in row.themes:
            quote = allowed.get(theme.quote.segment.id) if theme.quote else None
            words = {"quote": quote.quote, "attribution": quote.attribution} if quote else {}
            judged = {**facts, **_judged(theme), **words}
            if not theme.columns:
                yield judged
            for column, cell in zip(theme.columns, theme.cells, strict=True):
                yield {**judged, "column": column, **_counts(cell)}


def _judged(theme: JointTheme) -> Row:
    facts = {"theme": theme.theme.name, "statement": theme.theme.statement}
    if theme.verdict is None:
        return facts
    verdict = theme.verdict
    judged = {"judged_statement": verdict.statement, "reason": verdict.reason}
    return {**facts, **judged, "verdict": verdict.judgement}


def _codebook_rows(study: StudyReport, _: Report) -> Iterator[Row]:
    book = study.codebook
    for depth, code in book.walk():
        merged = code.merged_into if code.merged_into in book else None
        state = "retired" if code.retired_at else "in use"
        yield {
            "study": study.study.name, "path": book.path(code.id), "name": code.name,
            "depth": depth, "mark": code.mark, "kind": code.kind, "derived": code.derived,
            "dimension": code.dimension, "definition": code.definition, "include": code.include,
            "exclude": code.exclude, "near_miss": code.near_miss, "examples": code.examples,
            "keywords": code.keywords, "colour": code.colour, "line": code.line, "key": code.key,
            "state": f"merged into {book.path(merged)}" if merged else state,
        }  # fmt: skip


def _views(study: StudyReport) -> Iterator[ResultView]:
    for row in study.joint.rows if study.joint else ():
        yield from row.results


def _result_columns(views: list[ResultView]) -> tuple[str, ...]:
    """Name the columns of the results: of two groups or more, and of each category counted."""
    groups = max([2, *(len(view.result.measured) for view in views)])
    counted = [len(view.result.groups) for view in views if view.result.is_count]
    of_groups = [f"{name}_{place}" for place in range(1, groups + 1) for name in _GROUP]
    of_groups += [
        f"{name}_{place}" for place in range(1, max(counted, default=0) + 1) for name in _CATEGORY
    ]
    computed = [f"from_means_{name}" for name in _COMPUTED]
    return (*_RESULT, *of_groups, *_FIGURES, *computed, "from_means_withheld", "in_words")


def _result_row(view: ResultView) -> Row:
    """Write a result: the reported figures as printed, then what the means give."""
    outcome, result, computed = view.outcome, view.result, view.from_means
    row: dict[str, object] = {
        "study": view.study, "outcome": outcome.name, "reported_direction": result.direction,
        **{name: getattr(outcome, name) for name in ("rank", "higher_is", "instrument")},
        **{name: getattr(outcome, name) for name in ("scale_low", "scale_high")},
        "from_means_withheld": view.withheld, "in_words": view.words,
    }  # fmt: skip
    for name in ("experiment", *_FIGURES):
        row.setdefault(name, result.printed.get(name) or getattr(result, name, None))
    for place, group in enumerate(result.measured, start=1):
        row |= _group_cells(group, place, result.printed)
    for place, group in enumerate(result.groups if result.is_count else (), start=1):
        row |= {f"category_{place}": group.category, f"count_{place}": group.events}
    if computed:
        row |= {f"from_means_{name}": getattr(computed, name) for name in _COMPUTED}
    return row


def _group_cells(group: Group, place: int, printed: Mapping[str, str]) -> Row:
    figures = {name: getattr(group, name) for name in _GROUP if name != "group"}
    cells = {
        f"{name}_{place}": printed.get(f"{name}_{place}") or figure
        for name, figure in figures.items()
    }
    return {f"group_{place}": group.label, **cells}


_TABLES: Mapping[str, Callable[[StudyReport, Report], Iterator[Row]]] = {
    "segments": _segment_rows,
    "themes": _theme_rows,
    "matrix": _matrix_rows,
    "joint": _joint_rows,
    "codebook": _codebook_rows,
}

FORMAT = ExportFormat("csv", (), write)
"""The format, for the list of formats."""
