"""The joint display: each outcome, as reported and from its means, beside the themes set to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ipe_coder.model.matrix import JointDisplay, JointRow, JointTheme, side_counts
from ipe_coder.model.report import AttributedQuote, Report, StudyReport
from ipe_coder.model.result import Higher, Result, ResultView
from ipe_coder.model.theme import Judgement
from ipe_coder.writers.blocks import (
    Block,
    Para,
    Part,
    Prose,
    Run,
    Table,
    TableCell,
    Title,
    head,
    muted_cell,
    sentence,
)
from ipe_coder.writers.figures import figure_lines, interval_words, printed, share_words
from ipe_coder.writers.printed import count_note, count_text, quotes_by_segment
from ipe_coder.writers.theme_tables import quote_para

_COLUMNS = (
    ("Outcome", 2.9), ("As reported", 4.0), ("From the printed means, unadjusted", 4.2),
    ("Theme, statement and who raised it", 4.8), ("Verdict", 4.2), ("Quotation", 4.6),
)  # fmt: skip
_RESULT_COLUMNS = (
    ("Outcome", 5.2), ("As reported", 8.5), ("From the printed means, unadjusted", 11.0),
)  # fmt: skip
_HIGHER = {Higher.BETTER: "Higher is better", Higher.WORSE: "Higher is worse"}
_VERDICTS = {
    Judgement.CONVERGENCE: "both make the same claim in the same direction",
    Judgement.COMPLEMENTARITY: "one explains, qualifies or extends the other",
    Judgement.DISSONANCE: "both cannot be true of the same people",
    Judgement.SILENCE: "one of the two could have spoken and did not",
    Judgement.NOT_COMPARABLE: "the two are not of the same thing or the same people",
}
_REPORTED = "As reported: what the trial's report prints."
_PERCENT = "A percentage behind a count is worked out for this table."
_COMPUTED = (
    "From the printed means: computed for this "
    "table, not taken from the report; the first group less the second, with Welch's t-test and "
    "its confidence interval (CI); "
    "Hedges' g from the SDs of the groups (SE × √n where the report prints an SE), with the exact "
    "small-sample correction and a large-sample interval (Borenstein and others, 2009). The two "
    "need not agree where the report adjusts its estimates."
)
_READING = (
    "“Reading” is this table's wording of the figures above it. “Inconclusive” means that they "
    "leave both directions open; it does not mean that there is no difference."
)


def joint_part(study: StudyReport, report: Report) -> Part | None:
    """Make the joint display of a study, or its results alone where no theme can stand by them."""
    joint = study.joint
    if joint is None or not joint.rows:
        return None
    if not joint.interviewed and not any(row.themes for row in joint.rows):
        return _results_alone(study, joint, report)
    allowed = quotes_by_segment(study)
    rows = [row for one in joint.rows for row in _joint_rows(one, report, allowed)]
    cells = [cell for row in joint.rows for theme in row.themes for cell in theme.cells]
    notes = [
        _method_note(joint, report),
        _verdict_note(joint),
        count_note(report.coding, study.base, cells),
    ]
    title = f"Results beside themes, {joint.interviewed} interviewed: {study.study.label}"
    table = Table(
        title,
        tuple(width for _, width in _COLUMNS),
        tuple(name for name, _ in _COLUMNS),
        rows,
        (*filter(None, notes), *map(sentence, joint.notes)),
    )
    return Part((Title("Results beside themes", 2), table), wide=True, new_page=True)


def _results_alone(study: StudyReport, joint: JointDisplay, report: Report) -> Part:
    rows = [tuple(_result_cells(row, report)) for row in joint.rows]
    table = Table(
        f"Results: {study.study.label}",
        tuple(width for _, width in _RESULT_COLUMNS),
        tuple(name for name, _ in _RESULT_COLUMNS),
        rows,
        (_method_note(joint, report), *map(sentence, joint.notes)),
    )
    blocks: tuple[Block, ...] = (
        Title("Results", 2),
        Prose("Nobody was interviewed in this study, so no theme stands beside its results."),
        table,
    )
    return Part(blocks, wide=True)


def _joint_rows(
    row: JointRow, report: Report, allowed: Mapping[str, AttributedQuote]
) -> Iterator[tuple[TableCell, ...]]:
    """Make the rows of an outcome: its results once, then each theme beside them."""
    results = _result_cells(row, report)
    if not row.themes:
        yield (*results, muted_cell("No theme is set beside this outcome.", 3))
        return
    for place, theme in enumerate(row.themes):
        shown = [
            TableCell(cell.paras if not place else (), joined=bool(place), begins=not place)
            for cell in results
        ]
        if len(row.themes) == 1:
            shown = results
        yield (*shown, _theme_cell(theme, report), _verdict_cell(theme), _quote(theme, allowed))


def _result_cells(row: JointRow, report: Report) -> list[TableCell]:
    """Make the outcome's cell and the two blocks, which are never mixed."""
    outcome = row.results[0].outcome if row.results else None
    paras = [_bold(outcome.name)] if outcome else []
    if outcome and outcome.rank:
        paras.append(_plain(f"{head(outcome.rank.value)} outcome"))
    if outcome and outcome.higher_is in _HIGHER:
        paras.append(_plain(_HIGHER[outcome.higher_is]))
    reported = [
        para
        for view in row.results
        for para in _reported(view, len(row.results), report.base_for_percent)
    ]
    computed = [para for view in row.results for para in _computed(view, len(row.results))]
    return [TableCell(tuple(paras)), TableCell(tuple(reported)), TableCell(tuple(computed))]


def _which(view: ResultView, results: int) -> list[Para]:
    """Name a result where an outcome has several, or where it is one of an experiment."""
    result = view.result
    parts = [result.experiment, result.timepoint, result.status, result.analysis]
    named = ", ".join(filter(None, parts))
    if not named and results > 1:
        named = " and ".join(group.label for group in result.measured)
    return [_bold(head(named))] if named else []


def _reported(view: ResultView, results: int, base_for_percent: int) -> Iterator[Para]:
    result = view.result
    yield from _which(view, results)
    if not view.has_figures:
        yield _plain("No figures.")
    yield from map(_plain, figure_lines(result, base_for_percent))
    yield from map(_plain, _tests(result))
    if view.from_means is None and view.has_figures:
        yield from _reading(view)
    if result.source:
        yield Para((Run(f"Source: {result.source}", muted=True),))


def _reading(view: ResultView) -> Iterator[Para]:
    """Print what the figures above it allow to be said, marked as nobody's report."""
    if view.words:
        yield Para((Run("Reading: ", bold=True), Run(f"{view.words}.")))


def _tests(result: Result) -> Iterator[str]:
    """Print the estimate, p and the words of the report."""
    if result.estimate is not None:
        ends = (result.low, result.high)
        limits = ""
        if None not in ends:
            level = f"{result.level:g}% " if result.level else ""
            low, high = printed(result, "low", result.low), printed(result, "high", result.high)
            limits = f" ({level}CI {low} to {high})"
        yield f"Estimate {printed(result, 'estimate', result.estimate)}{limits}"
    if result.p:
        yield f"p {result.p}"
    if result.direction:
        yield f"In the report's words: “{result.direction}”"


def _computed(view: ResultView, results: int) -> Iterator[Para]:
    computed = view.from_means
    yield from _which(view, results)
    if computed is None:
        yield Para((Run(f"Not computed. {view.withheld}", muted=True),))
        return
    for line in interval_words(view.result, computed):
        yield _plain(line)
    yield from _reading(view)


def _theme_cell(theme: JointTheme, report: Report) -> TableCell:
    paras = [_bold(theme.theme.name)]
    if theme.theme.statement:
        paras.append(_plain(theme.theme.statement))
    for column, cell in zip(theme.columns, theme.cells, strict=True):
        counted = count_text(cell, report.base_for_percent)
        stance = f"; {cell.stance.words}" if cell.stance.words else ""
        paras.append(Para((Run(f"{head(column)}: ", muted=True), Run(f"{counted}{stance}"))))
    if theme.evidence:
        told = side_counts(theme.evidence)
        paras.append(Para((Run("Segments of evidence: ", muted=True), Run(told))))
    return TableCell(tuple(paras))


def _verdict_cell(theme: JointTheme) -> TableCell:
    verdict = theme.verdict
    if verdict is None:
        return muted_cell("No verdict.")
    paras = [_bold(head(verdict.judgement.value))]
    if verdict.reason:
        paras.append(_plain(verdict.reason))
    if verdict.statement and verdict.statement != theme.theme.statement:
        paras.append(Para((Run(f"Judged when it read: {verdict.statement}", muted=True),)))
    return TableCell(tuple(paras))


def _quote(theme: JointTheme, allowed: Mapping[str, AttributedQuote]) -> TableCell:
    if theme.quote is None:
        return muted_cell("No quotation is chosen.")
    quote = allowed.get(theme.quote.segment.id)
    if quote is None:
        return muted_cell("The chosen quotation may not be printed.")
    return TableCell((quote_para(quote),))


def _method_note(joint: JointDisplay, report: Report) -> str:
    """Tell where the figures in the table are from, of the kinds of figures that it has."""
    views = [view for row in joint.rows for view in row.results]
    groups = [group for view in views for group in view.result.groups]
    shared = any(share_words(group, report.base_for_percent) for group in groups)
    told = [_REPORTED, _PERCENT if shared else ""]
    told.append(_COMPUTED if any(view.from_means for view in views) else "")
    told.append(_READING if any(view.words for view in views) else "")
    return " ".join(filter(None, told))


def _verdict_note(joint: JointDisplay) -> str:
    """Tell what the verdicts in the table mean."""
    verdicts = {theme.verdict for row in joint.rows for theme in row.themes}
    used = {verdict.judgement for verdict in verdicts if verdict}
    if not used:
        return ""
    told = "; ".join(f"{name.value}: {text}" for name, text in _VERDICTS.items() if name in used)
    about = "A verdict is a researcher's judgement of one statement against one result."
    return f"{about} {sentence(told)}"


def _plain(text: str) -> Para:
    return Para((Run(text),))


def _bold(text: str) -> Para:
    return Para((Run(text, bold=True),))
