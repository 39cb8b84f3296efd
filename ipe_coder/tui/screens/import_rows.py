"""The rows of the import preview: files, speakers, doubtful turns, first turns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.counts import count_of
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import NO_INTERVIEWER, Draft, Role, Turn
from ipe_coder.project.previewing import DoubtfulTurn
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import (
    Part,
    pad,
    render_line,
    render_words,
    shorten,
    shorten_middle,
    speaker_labels,
)
from ipe_coder.tui.screens.import_comments import find_authors, say_comments
from ipe_coder.tui.screens.import_file import FilePlan
from ipe_coder.tui.screens.import_plan import ImportPlan
from ipe_coder.tui.screens.library_details import spoken_time
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

_NUMBERS = 21
_LABEL, _ROLE, _BECOMES = 14, 11, 12
_GUTTER = 12
_TURN_LINES, _BESIDE_LINES = 5, 2
FIRST_TURNS = 60
"""Turns from the beginning that can be read before anything is written."""
_DOUBTFUL = 8
_MEASURE = 64

ACCENT = "bold $accent-text"


# -- files


def file_head(width: int) -> Content:
    """Head the columns of files."""
    return render_line(
        " ", (pad("Files", width - _NUMBERS), "bold $strong"), ("turns people doubts", "$muted")
    )


def file_rows(plan: ImportPlan, width: int) -> list[Row]:
    """Make a row for each file, valued by its place."""
    return [Row.of(_file_line(plan, place, width), value=place) for place in range(len(plan.files))]


def _file_line(plan: ImportPlan, place: int, width: int) -> Content:
    one = plan.files[place]
    name = pad(shorten_middle(one.path.name, width - _NUMBERS), width - _NUMBERS)
    if one.draft is None:
        state = ("error", ACCENT) if one.error else ("…", "$muted")
        style = "$text" if one.error else "$muted"
        none = f"{'—':>5} {'—':>6} {' ' * (6 - len(state[0]))}"
        return render_line((name, style), (none, "$muted"), state)
    numbers = f"{len(one.draft.turns):>5} {len(one.speakers):>6} "
    doubts = len(plan.doubts(place))
    if plan.is_out(place):
        state = (f"{'left out':>12}{doubts or '':>7}", ACCENT if doubts else "$muted")
        return render_line((name, "$muted"), state)
    return render_line(
        (name, "$text"), (numbers, "$text"),
        (f"{doubts:>6}", ACCENT) if doubts else (f"{'·':>6}", "$muted"),
    )  # fmt: skip


def file_line(plan: ImportPlan, place: int, width: int) -> Content:
    """Name the file at the cursor in one row, for a narrow window."""
    one = plan.files[place]
    doubts = len(plan.doubts(place))
    number = f"  {place + 1} of {len(plan.files)}"
    parts: list[Part] = [(one.path.name, "bold $strong"), (number, "$muted")]
    if one.error is not None:
        parts.append(("  error", ACCENT))
    elif plan.is_out(place):
        parts.append(("  left out", ACCENT))
    elif doubts:
        parts.append((f"  {count_of(doubts, 'doubt')}", ACCENT))
    return render_line(*parts).truncate(width, ellipsis=True)


def file_details(plan: ImportPlan, place: int, width: int) -> Content:
    """Say what was read of a file, what is doubtful, and what is kept."""
    one = plan.files[place]
    lines = [render_words(shorten(one.path.name, width), "bold $strong")]
    if one.error is not None:
        lines += _words(_without_name(one.error.message, one.path.name), width)
        lines += [Content(""), *_words(one.error.hint, width)]
        return Content("\n").join([*lines, *_error_keys(width)])
    if one.draft is None:
        return Content("\n").join([*lines, render_words("being read", "italic $muted")])
    lines += _facts(one, one.draft)
    lines += [Content(""), *out] if (out := _out_line(plan, place, width)) else []
    for doubt in plan.doubts(place):
        words = wrap(f"{doubt.words} {doubt.remedy}", width - 2)
        lines += [Content(""), render_line(("? ", ACCENT), words[0])]
        lines += [render_line("  ", word) for word in words[1:]]
    if said := _comments(plan, one):
        lines += [Content(""), *_words(said, width)]
    if notes := _notes(one.draft):
        lines += [Content(""), render_words("Notes", "bold $strong")]
        for note in notes:
            lines += _words(note, width)
    lines += [Content(""), render_words("Kept with each transcript", "bold $strong")]
    lines += _words("the file itself, byte for byte, and its SHA-256", width)
    return Content("\n").join(lines)


def _narrow_details(plan: ImportPlan, place: int, draft: Draft, width: int) -> list[Content]:
    """Say in few rows what is doubtful and what to know about a file."""
    one = plan.files[place]
    facts = f"{one.title}, {one.new.kind.value}, {count_of(count_words(draft.text), 'word')}"
    lines = [Content(""), render_words(facts, "$muted"), *_out_line(plan, place, width)]
    for doubt in plan.doubts(place):
        words = wrap(f"{doubt.words} {doubt.remedy}", width - 2)
        lines.append(render_line(("? ", ACCENT), words[0]))
        lines += [render_line("  ", word) for word in words[1:]]
    if said := _comments(plan, one):
        lines += _words(said, width)
    for note in _notes(draft):
        lines += _words(note, width, "$muted")
    return lines


_BAD_FILE = "{import.read_again} reads it again, {import.leave_out} leaves it out."


def _error_keys(width: int) -> list[Content]:
    return _words(spoken(_BAD_FILE), width, "$muted")


def _out_line(plan: ImportPlan, place: int, width: int) -> list[Content]:
    """Say why a file is not written, where it is not the researcher who left it out."""
    why = plan.why_out(place)
    if not why or plan.files[place].left_out is not None or plan.doubts(place):
        return []
    how = spoken("{import.take_in} takes it in.")
    return _words(f"Left out: {why}. {how}", width, ACCENT)


def _notes(draft: Draft) -> list[str]:
    """List the notes that are not a doubt with a key of its own."""
    return [note for note in draft.notes if note != NO_INTERVIEWER]


def _comments(plan: ImportPlan, one: FilePlan) -> str:
    """Say what becomes of the comments of a file, once that was decided."""
    if plan.comments is None or not one.commented:
        return ""
    assert one.draft is not None
    authors = find_authors(one.draft.comments, plan.comment_coders)
    return say_comments(one.commented, plan.comments, authors)


def _facts(one: FilePlan, draft: Draft) -> Iterator[Content]:
    times = any(turn.begins is not None for turn in draft.turns)
    read_as = [part for part in (draft.source.format, draft.source.encoding) if part]
    facts = [
        ("title", one.title),
        ("kind", one.new.kind.value + ("" if one.kind else ", as it looks")),
        ("read as", ", ".join(read_as)),
        ("words", str(count_words(draft.text))),
        ("times", "kept" if times else "none"),
        ("length", spoken_time(draft.duration) if draft.duration else ""),
        ("held on", f"{draft.collected_on:%d %B %Y}" if draft.collected_on else ""),
    ]
    for name, value in facts:
        if value:
            yield render_line((pad(name, 9), "$muted"), value)


def _words(text: str, width: int, style: str = "") -> list[Content]:
    return [render_words(line, style) for line in wrap(text, width)]


def _without_name(message: str, name: str) -> str:
    said = message.removeprefix(f"{name}: ")
    return said[:1].upper() + said[1:]


# -- one file


def preview_rows(plan: ImportPlan, place: int, width: int, *, with_notes: bool) -> list[Row]:
    """Make the rows of a file: its speakers, its doubtful turns, its first turns.

    Values are `("speaker", place)` and `("turn", index)`.

    Args:
        plan: The import.
        place: Place of the file.
        width: Cells of a row.
        with_notes: Whether what is said of the file stands here too.
    """
    one = plan.files[place]
    if one.draft is None:
        details = file_details(plan, place, width).split("\n")
        return [Row.of(line) for line in details]
    rows = _speaker_rows(one, width)
    if with_notes:
        rows += [Row.of(line) for line in _narrow_details(plan, place, one.draft, width)]
    labels = speaker_labels(one.speakers)
    doubtful = one.doubtful_turns()
    if doubtful:
        note = f"{len(doubtful)} of {len(one.draft.turns)}"
        rows += [Row.of(Content("")), _heading("Doubtful turns", note, width, ACCENT)]
        rows += _doubtful_rows(one, one.draft, doubtful, labels, width)
    rows += [Row.of(Content("")), _heading("First turns", "as they will be stored", width)]
    first = one.draft.turns[:FIRST_TURNS]
    rows += [_turn_row(one, one.draft, turn, labels, width) for turn in first]
    left = len(one.draft.turns) - FIRST_TURNS
    if left > 0:
        rows.append(Row.of(render_words(f"{' ' * _GUTTER}and {left} more turns", "italic $muted")))
    return rows


def _heading(title: str, note: str, width: int, style: str = "bold $strong") -> Row:
    space = " " * max(width - len(title) - len(note), 1)
    return Row.of(render_line((title, style), space, (note, "$muted")))


def _speaker_rows(one: FilePlan, width: int) -> list[Row]:
    labels = min(max([9, *(cell_len(speaker.label) for speaker in one.speakers)]), _LABEL)
    becomes = max(cell_len(_becomes(one, number)) for number in range(len(one.speakers)))
    becomes = min(max(becomes, 7), _BECOMES)
    columns = (
        f"{pad('label', labels)}{'turns':>6}{'words':>7}  {pad('role', _ROLE)}  "
        f"{pad('becomes', becomes)}  why"
    )
    rows = [
        _heading(f"Speakers in {one.path.name}", f"{len(one.speakers)} found", width),
        Row.of(render_words(columns, "$muted")),
    ]
    for number in range(len(one.speakers)):
        line = _speaker_line(one, number, labels, becomes, width)
        rows.append(Row.of(line, value=("speaker", number)))
    return rows


def _speaker_line(one: FilePlan, number: int, labels: int, becomes: int, width: int) -> Content:
    assert one.draft is not None
    speaker, count = one.speakers[number], one.counts[number]
    unknown = speaker.role is Role.UNKNOWN
    role = ("? choose", ACCENT) if unknown else (speaker.role.value, "$text")
    guess = one.draft.guesses[number] if number < len(one.draft.guesses) else ""
    used = labels + 13 + 2 + _ROLE + 2 + becomes + 2
    return render_line(
        (pad(speaker.label or "no label", labels), "bold $strong"),
        f"{count.turns:>6}{count.words:>7}  ", role, " " * (_ROLE - len(role[0]) + 2),
        pad(shorten_middle(_becomes(one, number), becomes), becomes), "  ",
        (shorten(guess, max(width - used, 0)), "$muted"),
    )  # fmt: skip


def _becomes(one: FilePlan, number: int) -> str:
    """Say who a speaker becomes, where no participants file says otherwise."""
    speaker = one.speakers[number]
    if one.people[number]:
        return one.people[number]
    if speaker.role is not Role.PARTICIPANT:
        return "—" if speaker.role is not Role.UNKNOWN else ""
    alone = sum(other.role is Role.PARTICIPANT for other in one.speakers) == 1
    return one.title if alone else f"{one.title} {speaker.label}"


def _doubtful_rows(
    one: FilePlan, draft: Draft, doubtful: list[DoubtfulTurn], labels: tuple[str, ...], width: int
) -> list[Row]:
    """Show doubtful turns, each between its neighbours."""
    rows: list[Row] = []
    shown = -1
    why = {doubt.turn.index: doubt.why for doubt in doubtful}
    for turn in [doubt.turn for doubt in doubtful[:_DOUBTFUL]]:
        first, last = max(turn.index - 1, 0), min(turn.index + 1, len(draft.turns) - 1)
        if rows and first > shown + 1:
            rows.append(Row.of(Content("")))
        rows += [
            _turn_row(one, draft, draft.turns[index], labels, width, why.get(index, ""), "doubt")
            for index in range(max(first, shown + 1), last + 1)
        ]
        shown = last
    left = len(doubtful) - _DOUBTFUL
    if left > 0:
        rows.append(Row.of(render_words(f"{' ' * _GUTTER}and {left} more", "italic $muted")))
    return rows


def _turn_row(
    one: FilePlan,
    draft: Draft,
    turn: Turn,
    labels: tuple[str, ...],
    width: int,
    why: str = "",
    what: str = "turn",
) -> Row:
    speaker = one.speakers[turn.speaker]
    style = "$muted" if speaker.role is Role.INTERVIEWER else "$text"
    doubtful = bool(why) or (speaker.role is Role.UNKNOWN and bool(speaker.label))
    name_style = ACCENT if doubtful else "bold $strong" if style == "$text" else "$muted"
    measure = min(width - _GUTTER, _MEASURE)
    most = _TURN_LINES if what == "turn" or why else _BESIDE_LINES
    words = wrap(draft.text[turn.start : turn.end], measure, most) or [""]
    name = pad(labels[turn.speaker] if speaker.label else "", 5)
    number = f"{turn.index + 1:>4} "
    lines = [render_line((number, "$muted"), (name, name_style), "  ", (words[0], style))]
    lines += [render_line(" " * _GUTTER, (line, style)) for line in words[1:]]
    if why:
        lines.append(render_line(" " * _GUTTER, ("? ", ACCENT), why))
    return Row(tuple(lines), (what, turn.index))
