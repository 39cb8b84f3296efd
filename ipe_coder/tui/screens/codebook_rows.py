"""What the codebook screen shows, and the rows that it is shown in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.analysis.codebook_lint import Weakness, find_weak_codes
from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.model.segment import Memo, MemoAbout, SegmentRow
from ipe_coder.model.study import Study
from ipe_coder.model.theme import Theme
from ipe_coder.project.codebooks import CodeUse
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import (
    CodeLook,
    Part,
    pad,
    render_line,
    render_pattern,
    shorten,
)
from ipe_coder.tui.screens.memos_rows import MEMO, memo_parts
from ipe_coder.tui.themes import CODE_COLOURS, LINES
from ipe_coder.tui.widgets.code_form import colour_part, long_fields
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

if TYPE_CHECKING:
    from ipe_coder.project import Project

_SEGMENTS, _PEOPLE, _CODERS = 8, 12, 7
_LABEL = 11
_NOT_USED = CodeUse(0, ())
_QUOTE_LINES = 5
_NUMBERING = re.compile(r"(\d\S*)\s")

OPEN, CLOSED = "▼", "►"


@dataclass(frozen=True)
class CodebookView:
    """A study's codebook with all that is known of its codes, read in one go."""

    studies: tuple[Study, ...] = ()
    study: Study | None = None
    book: Codebook = field(default_factory=lambda: Codebook("", ""))
    use: Mapping[str, CodeUse] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    """Participants by code id, by the coding of record; empty until they are counted."""
    themes: Mapping[str, Theme] = field(default_factory=dict)
    """Themes by the node that makes them."""
    transcripts: int = 0
    memos: Mapping[str, Sequence[Memo]] = field(default_factory=dict)
    """What was written about codes, by their ids, the newest last."""

    @classmethod
    def read(
        cls, project: Project, study_id: str, only_coder: str = "", coder_ids: Sequence[str] = ()
    ) -> CodebookView:
        """Read it from a project; without a study, of the first that has codes.

        Args:
            project: The project.
            study_id: The study.
            only_coder: Whose segments are counted; everybody's when empty.
            coder_ids: Whose memos are shown; everybody's when empty.
        """
        studies = tuple(project.studies())
        books = {one.study_id: one for one in project.codebooks() if one.codes}
        wanted = study_id or next((one.id for one in studies if one.id in books), "")
        study = next((one for one in studies if one.id == wanted), studies[0] if studies else None)
        if study is None:
            return cls()
        book = books.get(study.id) or Codebook("", study.label, study.id, study.name)
        return cls(
            studies,
            study,
            book,
            project.code_use(study=study.name, coder=only_coder),
            {},
            {one.node_id: one for one in project.themes(study.name) if one.node_id},
            len(project.transcripts(study.name)),
            project.memos_by_thing((MemoAbout.CODE,), coder_ids),
        )

    @cached_property
    def weak(self) -> list[Weakness]:
        """What somebody should look at."""
        uses = {code_id: one.segments for code_id, one in self.use.items()}
        return find_weak_codes(self.book, uses, self.transcripts)

    def code(self, code_id: str | None) -> Code | None:
        """Find a code by its id."""
        return self.book[code_id] if code_id and code_id in self.book else None

    def use_of(self, code: Code) -> CodeUse:
        """Say how much a code is used, with what is beneath it."""
        return self.use.get(code.id, _NOT_USED)

    def beneath(self, code_id: str | None) -> list[Code]:
        """List the codes directly beneath one that were not merged away."""
        return [one for one in self.book.children(code_id) if one.merged_into is None]


def count_people(
    project: Project, view: CodebookView, coder_ids: tuple[str, ...] = ()
) -> dict[str, int]:
    """Count the participants of every code by the rules of every other table."""
    from ipe_coder.analysis.matrix import MatrixRequest

    if view.study is None or not view.book.codes:
        return {}
    matrix = project.count_matrix(
        MatrixRequest("code", "study", coder_ids=coder_ids), view.study.name
    )
    return {
        heading.code_id: cells[0].value
        for heading, cells in zip(matrix.rows, matrix.cells, strict=True)
        if heading.code_id and cells and isinstance(cells[0].value, int)
    }


# -- the tree


def tree_head(width: int) -> Content:
    """Head the columns of the tree."""
    name = width - _SEGMENTS - _PEOPLE - _CODERS - 4
    columns = f"{'segments':>{_SEGMENTS}}{'participants':>{_PEOPLE + 2}}  {pad('coders', _CODERS)}"
    return render_line(" ", (pad("Code", name), "bold $strong"), (columns, "$muted"))


def tree_rows(view: CodebookView, folded: frozenset[str], width: int) -> list[Row]:
    """Make the rows of the tree, each valued by the id of its code.

    Args:
        view: What to show.
        folded: Ids of codes whose children are not shown.
        width: Cells of a row.
    """
    rows: list[Row] = []

    def add(parent: str | None, depth: int) -> None:
        for code in view.beneath(parent):
            rows.append(Row.of(_tree_line(view, code, depth, folded, width), value=code.id))
            if code.id not in folded:
                add(code.id, depth + 1)

    add(None, 0)
    return rows


def _tree_line(
    view: CodebookView, code: Code, depth: int, folded: frozenset[str], width: int
) -> Content:
    room = width - _SEGMENTS - _PEOPLE - _CODERS - 4
    parts = ["  " * depth, *_head(view, code, folded)]
    used = render_line(*parts).cell_length
    mark = f" {MEMO}" if code.id in view.memos else ""
    name = shorten(code.name, room - used - 1 - len(mark))
    parts += [(name, _name_style(code)), (mark, "$muted")]
    parts.append(" " * (room - used - cell_len(name) - len(mark)))
    return render_line(*parts, *_numbers(view, code))


def _head(view: CodebookView, code: Code, folded: frozenset[str]) -> list[Part]:
    """Draw what stands before a name: an arrow or the line pattern, and the mark."""
    look = CodeLook.of(code)
    mark: list[Part] = [look, " "] if code.active else [(f"{look.mark} ", "$muted")]
    if view.beneath(code.id):
        arrow = (f"{CLOSED if code.id in folded else OPEN} ", "$muted")
        return [arrow] if code.kind is not CodeKind.CODE else [arrow, *mark]
    if code.kind is CodeKind.QUESTION:
        return ["  "]
    return [render_pattern(look) if code.active else " ", " ", *mark]


def _name_style(code: Code) -> str:
    if not code.active:
        return "$muted"
    return "bold $strong" if code.kind is CodeKind.QUESTION else "$text"


def _numbers(view: CodebookView, code: Code) -> list[Part]:
    use = view.use_of(code)
    style = "$text" if code.kind is CodeKind.CODE and code.active else "$muted"
    people: str | int = "·"
    if view.people or not use.segments:
        people = (view.people.get(code.id, 0) if use.segments else 0) or "—"
    parts: list[Part] = [(f"{use.segments or '—':>{_SEGMENTS}}{people:>{_PEOPLE + 2}}  ", style)]
    if not code.active:
        parts.append((pad("retired", _CODERS), "$muted"))
    elif use.segments:
        names = " ".join(shorten(name, 4, ellipsis="") for name in use.coders)
        parts.append((pad(names if code.kind is CodeKind.CODE else "", _CODERS), "$muted"))
    elif code.kind is CodeKind.CODE and any(one.segments for one in view.use.values()):
        parts.append((pad("unused", _CODERS), "$accent-text"))
    return parts


# -- the pane


_NO_DEFINITION = "none yet: {codebook.edit} writes one"


def code_details(view: CodebookView, code: Code, width: int) -> Content:
    """Describe a code with all its fields, and say what there is to look at."""
    lines = [_title(view, code, width), Content(""), *_looks(code, width)]
    statement = view.themes.get(code.id)
    if statement is not None and statement.statement:
        lines += [Content(""), *_field("Statement", statement.statement, width, "bold $strong")]
    if not code.definition:
        lines += [Content(""), *_field("Definition", spoken(_NO_DEFINITION), width, "$muted")]
    for label, words in long_fields(code):
        lines += [Content(""), *_field(label, words, width)]
    lines.append(Content(""))
    lines += _field("Kind", f"{code.kind.value}, {code.derived.value}", width)
    lines += _field("Dimension", code.dimension, width)
    lines += _field("Version", str(code.version), width)
    if not code.active:
        lines += _field("Retired", f"{code.retired_at:%d %B %Y}" if code.retired_at else "", width)
    if memos := view.memos.get(code.id, ()):
        lines += [Content(""), *memo_parts(memos, width)]
    lines += [Content(""), *_to_look_at(view, width)]
    return Content("\n").join(lines)


def _title(view: CodebookView, code: Code, width: int) -> Content:
    parent = view.code(code.parent_id)
    name = shorten(code.name, width)
    room = width - cell_len(name) - 8
    under = ""
    if parent is not None and room > 4:
        number = _NUMBERING.match(parent.name)
        under = f"  under {number[1] if number else shorten(parent.name, room)}"
    return render_line((name, "bold $strong"), (under, "$muted"))


def _looks(code: Code, width: int) -> list[Content]:
    """Show the mark, the colour and the line, as the form does."""
    look = CodeLook.of(code)
    if code.kind is CodeKind.QUESTION:
        return _field("Mark", look.mark, width)
    colours: list[Part] = []
    for number in range(1, CODE_COLOURS + 1):
        colours += [colour_part(number, look.colour, look.line), " "]
    lines: list[Part] = []
    for number, words in enumerate(("solid", "dashed", "double"), 1):
        style = "bold $strong" if number == look.line else "$muted"
        lines += [(f"{LINES[number - 1]} {words}", style), "  "]
    return [
        render_line((pad("Mark", _LABEL), "$muted"), look),
        render_line((pad("Colour", _LABEL), "$muted"), *colours),
        render_line((pad("Line", _LABEL), "$muted"), *lines),
    ]


def _to_look_at(view: CodebookView, width: int) -> list[Content]:
    if not view.weak:
        return []
    note = f"{len(view.weak)} in this codebook"
    space = " " * max(width - len("To look at") - len(note), 1)
    lines = [render_line(("To look at", "bold $strong"), space, (note, "$muted"))]
    for one in view.weak:
        code = view.book[one.code_id]
        words = wrap(one.words, width - 4) or [""]
        lines.append(render_line(CodeLook.of(code), "  ", words[0]))
        lines += [render_line("    ", word) for word in words[1:]]
    return lines


def _field(label: str, words: str, width: int, style: str = "") -> list[Content]:
    heads = [pad(label, _LABEL)]
    lines = wrap(words, width - _LABEL)
    heads += [" " * _LABEL] * len(lines)
    return [
        render_line((head, "$muted"), (line, style) if style else line)
        for head, line in zip(heads, lines, strict=False)
    ]


# -- quotations


def quote_lines(one: SegmentRow, width: int, most: int = _QUOTE_LINES) -> list[Content]:
    """Draw a code's segment: who and where, then the words, in so many lines at the most."""
    stance = one.segment.stance.value if one.segment.stance else ""
    star = "*" if one.segment.starred else ""
    notes = " ".join(part for part in (star, stance, one.coder) if part)
    who = shorten(one.participant or one.speaker or one.title, 14)
    where = "" if who == one.title else f"  {one.title}"
    where = f"{where}, turn {one.turn}"
    space = " " * max(width - cell_len(who) - cell_len(where) - cell_len(notes), 1)
    head = render_line((who, "bold $strong"), (where, "$muted"), space, (notes, "$muted"))
    words = wrap(f"“{one.segment.quote}”", width - 2, most)
    return [head, *(render_line("  ", (line, "$text")) for line in words)]


def quote_height(length: int, width: int) -> int:
    """Guess the lines of a segment from how much it quotes, before its words are read."""
    # Lines end at words: some cells stay empty at the end of each.
    return 1 + min(_QUOTE_LINES, 1 + (length + 2) * 11 // (10 * max(width - 2, 2)))
