"""The rows of the survey preview: columns with what they are taken for, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from ipe_coder.errors import IpeCoderError
from ipe_coder.model.survey import Survey, SurveyColumn, Use, holds_words
from ipe_coder.project.surveys import SurveyImported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

USES = {
    Use.RESPONDENT: "participant",
    Use.QUESTION: "question",
    Use.ATTRIBUTE: "attribute",
    Use.LEFT_OUT: "left out",
}
"""What a column is taken for, in the words of the screen."""
_STYLES = {
    Use.RESPONDENT: "bold $accent-text",
    Use.QUESTION: "bold $strong",
    Use.ATTRIBUTE: "$text",
    Use.LEFT_OUT: "$muted",
}
_USE, _NUMBERS = 13, 16
_LEAST_NAME, _MOST_NAME = 16, 44
_SHOWN = 4
"""Answers of a column that are shown beside it."""
_LINES = 4
_ACCENT = "bold $accent-text"


def column_head(survey: Survey, width: int) -> Content:
    """Head the columns of the table."""
    name = _name_width(survey, width)
    head = f"{pad('taken for', _USE)}{'answers':>7}{'words':>7}  first answer"
    return render_line(" ", (pad("Column", name), "bold $strong"), ("  " + head, "$muted"))


def column_rows(survey: Survey, width: int) -> list[Row]:
    """Make a row for each column, valued by its name."""
    name = _name_width(survey, width)
    return [Row.of(_column_line(one, name, width), value=one.name) for one in survey.columns]


def _name_width(survey: Survey, width: int) -> int:
    longest = max((len(one.name) for one in survey.columns), default=0)
    room = (width - 4 - _USE - _NUMBERS) * 3 // 5
    return max(min(longest, room, _MOST_NAME), _LEAST_NAME)


def _column_line(one: SurveyColumn, name: int, width: int) -> Content:
    style = _STYLES[one.use]
    rest = width - name - 4 - _USE - _NUMBERS
    is_out = one.use is Use.LEFT_OUT
    numbers = f"{one.filled:>7,}{one.median:>7g}" if one.filled else f"{'—':>7}{'—':>7}"
    return render_line(
        (pad(one.name, name), "$muted" if is_out else "$text"),
        ("  " + pad(USES[one.use], _USE), style),
        (numbers, "$muted" if is_out else "$text"),
        ("  " + shorten(one.example, max(rest, 0)), "$muted"),
    )


def column_details(survey: Survey, name: str, width: int) -> Content:
    """Say what a column holds, and why it is taken for what it is."""
    one = next((column for column in survey.columns if column.name == name), None)
    if one is None:
        return Content("")
    lines = _words(one.name, width, "bold $strong")
    lines += _words(f"{USES[one.use]}: {one.why}", width, "$muted")
    said = f"{one.filled:,} of {len(survey.rows):,} rows say something"
    lines += _words(said, width, "$muted")
    for text in _first_answers(survey, name):
        lines += [Content(""), *_words(text, width)[:_LINES]]
    return Content("\n").join(lines)


def _first_answers(survey: Survey, name: str) -> Iterator[str]:
    shown: list[str] = []
    for _, cells in survey.rows:
        text = cells[name]
        if holds_words(text) and text not in shown:
            shown.append(text)
            # The longest answers would be wrapped in full for four lines of them.
            yield " ".join(text[:600].split())
        if len(shown) == _SHOWN:
            return


def outcome(
    survey: Survey,
    would: SurveyImported | None,
    fault: IpeCoderError | None,
    wave: str,
    width: int,
    *,
    is_short: bool = False,
) -> Content:
    """Say what would be written, or why nothing can be.

    Args:
        survey: The answers.
        would: What was counted; None before it was.
        fault: Why they cannot be written.
        wave: The wave that they belong to.
        width: Cells of a line.
        is_short: Whether it is said in a sentence, where there are few lines.
    """
    lines: list[Content] = []
    if doubt := doubt_of(survey, fault):
        words = wrap(doubt, width - 2)
        lines.append(render_line(("? ", _ACCENT), words[0]))
        lines += [render_line("  ", word) for word in words[1:]]
    elif is_short:
        counts = _counts(survey, would, wave)
        said = [
            f"{value} {name.removesuffix('s') if value == '1' else name}" for name, value in counts
        ]
        lines += _words(", ".join(said), width, "bold $strong")
    else:
        lines.append(render_words("Would be written", "bold $strong"))
        lines += [
            render_line((pad(name, 14), "$muted"), value)
            for name, value in _counts(survey, would, wave)
        ]
    for note in survey.notes:
        lines += _words(note, width, "$muted")
    return Content("\n").join(lines)


def doubt_of(survey: Survey, fault: IpeCoderError | None) -> str:
    """Say what stands in the way of writing, with the key that mends it; empty if nothing."""
    if not survey.respondent:
        return spoken(
            "No column says who answers. {survey.participant} takes the column at the cursor; "
            "{survey.number} numbers the rows where there is none."
        )
    if not survey.questions:
        return spoken("No column is a question. {survey.question} makes one of the one here.")
    if fault is not None:
        return f"{fault.message} {fault.hint}"
    return ""


def _counts(survey: Survey, would: SurveyImported | None, wave: str) -> Iterator[tuple[str, str]]:
    answers = sum(one.filled for one in survey.columns if one.use is Use.QUESTION)
    yield "questions", f"{len(survey.questions)}"
    yield "attributes", f"{len(survey.attributes)}"
    yield "answers", f"{answers if would is None else would.answers:,}"
    if would is not None:
        yield "participants", f"{would.respondents:,}"
        if would.joined:
            yield "of them here", f"{would.joined:,}: the same people?"
        yield "words", f"{would.words:,}"
        if would.empty:
            yield "empty cells", f"{would.empty:,}"
        if would.known:
            yield "passed over", f"{would.known:,} that are here"
    if wave:
        yield "wave", wave


def _words(text: str, width: int, style: str = "") -> list[Content]:
    return [render_words(line, style) for line in wrap(text, width)]
