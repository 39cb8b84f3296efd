"""The pane beside the transcript: suggestions, recent codes, codes here, memos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.guide import GuideQuestion, TurnQuestions
from ipe_coder.model.segment import Memo, Segment, Suggestion
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import (
    CodeLook,
    Part,
    render_line,
    render_pattern,
    render_words,
    shorten,
)
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

SUGGESTED = 3
RECENT = 6
NOTHING_SUGGESTED = "Nothing to suggest here."


@dataclass(frozen=True)
class GuideState:
    """What the pane shows of the guide."""

    here: TurnQuestions | None = None
    """The interviewer's turn at the cursor, or the last one before it."""
    is_marked: bool = False
    """Whether every question asked in the transcript is marked."""
    is_at_cursor: bool = False
    """Whether that turn is the one at the cursor; it then stands above all else."""


@dataclass(frozen=True)
class SideState:
    """What the pane shows."""

    codebook: Codebook | None = None
    looks: Mapping[str, CodeLook] = field(default_factory=dict)
    suggestions: Sequence[Suggestion] = ()
    is_selection: bool = False
    """Whether they are for what is selected, else for the sentence."""
    suggestion_note: str = ""
    """In their place, while there are none: `suggestions: reading 7 coded interviews`."""
    recent: Sequence[Code] = ()
    here: Sequence[Segment] = ()
    coders: Mapping[str, str] = field(default_factory=dict)
    memos: Sequence[tuple[str, Memo]] = ()
    """Where each stands, as `turn 17`, and the memo."""
    guide: GuideState = GuideState()


def side_rows(state: SideState, width: int) -> list[Row]:
    """Make the rows of the pane for a width in cells."""
    asked = _guide(state.guide, width)
    is_first = state.guide.is_at_cursor
    groups = [
        asked if is_first else [],
        _suggestions(state, width),
        _recent(state, width),
        _here(state, width),
        [] if is_first else asked,
        _memos(state, width),
    ]
    rows: list[Row] = []
    for group in groups:
        if group:
            rows += [*([Row.of(Content(""))] if rows else []), *group]
    return rows


def digit_line(state: SideState, width: int) -> Content:
    """Make the one row that stands for the pane on a narrow screen."""
    parts: list[Part] = []
    for number, one in enumerate(state.suggestions[:SUGGESTED], 1):
        parts += [(str(number), "bold $accent-text"), " ", state.looks[one.code_id],
                  (f" {_score(one.score)}  ", "$muted")]  # fmt: skip
    here = state.guide.here
    if here is not None and (here.asked or here.proposed):
        parts += [*_marks(here), "  "]
    if not state.suggestions and state.suggestion_note != NOTHING_SUGGESTED:
        parts.append((f"{state.suggestion_note}  ", "$muted"))
    recent: list[Part] = []
    for number, code in enumerate(state.recent[:RECENT], SUGGESTED + 1):
        recent += [(str(number), "bold $accent-text"), " ", state.looks[code.id], "  "]
    recent += _marks_here(state)
    line = render_line(*parts, *([("recent ", "$muted")] if state.recent else []), *recent)
    if line.cell_length > width:
        # What the digits stand for is dearer than the word that says where they come from.
        line = render_line(*parts, *recent)
    if state.here and state.codebook is not None:
        # A mark says enough where its name does not fit.
        name = f" {state.codebook[state.here[0].code_id].name}"
        if len(state.here) == 1 and line.cell_length + cell_len(name) <= width:
            return render_line(line, name)
    return line.truncate(width, ellipsis=True)


def _marks_here(state: SideState) -> list[Part]:
    """Name the codes at the cursor, the one first that `t`, `f` and `x` are about."""
    codes = dict.fromkeys(one.code_id for one in state.here)
    marks: list[Part] = [part for code_id in codes for part in (" ", state.looks[code_id])]
    return [("here", "$muted"), *marks] if marks else []


def _heading(title: str, note: str, width: int) -> Row:
    space = " " * max(width - cell_len(title) - cell_len(note), 1)
    return Row.of(render_line((title, "bold $strong"), space, (note, "$muted")))


def _suggestions(state: SideState, width: int) -> list[Row]:
    if not state.suggestions and not state.suggestion_note:
        return []
    about = "the selection" if state.is_selection else "this sentence"
    rows = [_heading("Suggestions", about, width)]
    if not state.suggestions:
        return [*rows, Row.of(render_words(state.suggestion_note, "$muted"))]
    for number, one in enumerate(state.suggestions[:SUGGESTED], 1):
        score = _score(one.score)
        whole = _name(state, one.code_id)
        name = (wrap(whole, width - 8 - len(score)) or [""])[0]
        rest = wrap(whole.removeprefix(name), width - 6, most=1)
        space = " " * max(width - 6 - cell_len(name) - len(score), 1)
        first = render_line(
            (f"{number}", "bold $accent-text"), "  ", state.looks[one.code_id], " ",
            (name, "$text"), space, (score, "$muted"),
        )  # fmt: skip
        # Of three rows a long name takes two: what a digit stands for is dearer than the reason.
        reasons = wrap(one.because, width - 6, most=2 - len(rest))
        more = [*((line, "$text") for line in rest), *((line, "$muted") for line in reasons)]
        lines = (first, *(render_line("      ", line) for line in more))
        rows.append(Row(lines, ("suggestion", number)))
    return rows


def _recent(state: SideState, width: int) -> list[Row]:
    if not state.recent:
        return []
    rows = [_heading("Recent", "", width)]
    for number, code in enumerate(state.recent[:RECENT], SUGGESTED + 1):
        line = render_line(
            (f"{number}", "bold $accent-text"), "  ", state.looks[code.id], " ",
            (shorten(code.name, width - 7), "$text"),
        )  # fmt: skip
        rows.append(Row.of(line, value=("recent", number)))
    return rows


def _here(state: SideState, width: int) -> list[Row]:
    if not state.here or state.codebook is None:
        return []
    rows = [_heading("Codes here", str(len(state.here)), width)]
    for one in state.here:
        code = state.codebook[one.code_id]
        look = state.looks[code.id]
        extras = " ".join(
            part for part in ("" if one.stands else "waits", one.stance.value if one.stance else "",
                              "*" if one.starred else "", "" if one.quotable else "not quoted",
                              state.coders.get(one.coder_id, "")) if part
        )  # fmt: skip
        name = shorten(code.name, width - 7 - cell_len(extras))
        space = " " * max(width - 6 - cell_len(name) - cell_len(extras), 1)
        lines = [
            render_line(
                render_pattern(look), "  ", look, " ", (name, "bold $strong"), space,
                (extras, "$muted"),
            )
        ]  # fmt: skip
        for glyph, words in ((" ", code.definition), ("+", code.include), ("−", code.exclude)):
            wrapped = wrap(words, width - 6, most=3)
            lines += [
                render_line(
                    f"    {glyph if not place else ' '} ",
                    (line, "$text" if glyph == " " else "$muted"),
                )
                for place, line in enumerate(wrapped)
            ]
        rows.append(Row(tuple(lines), ("here", one.id)))
    return rows


def _guide(state: GuideState, width: int) -> list[Row]:
    """Show what the interviewer asks here: said by somebody, or proposed."""
    here = state.here
    if here is None:
        return []
    heading = _heading("Question", f"turn {here.turn + 1}", width)
    lines: list[Content] = []
    for question in here.asked:
        lines += _question_lines(("√", "bold $text"), question, "", width)
    for question, likeness in here.proposed:
        lines += _question_lines(("?", "bold $accent-text"), question, f"{likeness}", width)
    if not lines:
        said = "asks none of the guide" if here.settled else "nothing is proposed"
        said = "not marked: asks none" if state.is_marked and not here.settled else said
        lines = [render_words(said, "italic $muted")]
    if here.proposed:
        yes, choose = key("coding.confirm_question"), key("coding.choose_question")
        lines.append(
            render_line(
                "   ", (yes, "bold $accent-text"), (" asks it  ", "$muted"),
                (choose, "bold $accent-text"), (" another or none", "$muted"),
            )
        )  # fmt: skip
    return [heading, Row(tuple(lines), ("question", here.turn))]


def _question_lines(
    glyph: tuple[str, str], question: GuideQuestion, note: str, width: int
) -> list[Content]:
    label = shorten(question.label, 12)
    space = " " * max(width - 3 - cell_len(label) - cell_len(note), 1)
    head = render_line(glyph, "  ", (label, "bold $strong"), space, (note, "$muted"))
    return [head, *(render_line("   ", line) for line in wrap(question.text, width - 3, most=3))]


def _marks(here: TurnQuestions) -> list[Part]:
    labels = [f"√{one.label}" for one in here.asked]
    labels += [f"{one.label}?" for one, _ in here.proposed]
    parts: list[Part] = [(" ".join(shorten(one, 12) for one in labels), "$strong")]
    if here.proposed:
        parts += [" ", (key("coding.confirm_question"), "bold $accent-text")]
    return parts


def _memos(state: SideState, width: int) -> list[Row]:
    if not state.memos:
        return []
    rows = [_heading("Memos", f"{len(state.memos)} here", width)]
    for place, memo in state.memos:
        day = f"{memo.created_at:%-d %b}" if memo.created_at else ""
        who = f"{state.coders.get(memo.coder_id, '')} {day}".strip()
        space = " " * max(width - 3 - cell_len(place) - cell_len(who), 1)
        head = render_line(("≡  ", "$accent-text"), (place, "$muted"), space, (who, "$muted"))
        body = [render_line("   ", line) for line in wrap(memo.body, width - 3, most=6)]
        rows.append(Row((head, *body), ("memo", memo.id)))
    return rows


def _name(state: SideState, code_id: str) -> str:
    return state.codebook[code_id].name if state.codebook else ""


def _score(score: float) -> str:
    return f"{score:.2f}".lstrip("0") if score < 1 else "1.0"
