"""Interview guides: the questions of a study, from Word, Markdown, plain text or CSV.

In a table the column `question` must be there; `no.` (or `number`, `label`), `codes`, `respondent`
and `part` are read where they are. Where a document has such a table, its questions are those of
the tables alone; else every list item and every line that asks something is one.

A heading that names one kind of respondent (recipient, deliverer, coordinator, manager,
beneficiary, partner, non-user; one or several of them) says to whom the questions under it are
put: `## Managers`, `## Recipients: social workers`. Codes stand in their column, or at the end of a
question as `[codes: Time; Access]` or `(codes: Time; Access)`, with semicolons between.

**Limits**: 20,000 lines, paragraphs or rows; 1 MB of text, 100 MB of Word with pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ipe_coder.errors import FileError
from ipe_coder.model.delimited import RowError, column_key, name_cells, split_rows
from ipe_coder.model.guide import GuideFile, GuideFileRow
from ipe_coder.model.study import Respondent
from ipe_coder.model.text import clean
from ipe_coder.readers._files import read_bytes, read_characters

ENDINGS = (".md", ".docx", ".csv", ".txt")
"""Endings of the files that guides are read from."""

_COLUMNS = {
    "question": "question", "questions": "question", "text": "question",
    "no": "label", "no.": "label", "nr": "label", "nr.": "label", "number": "label",
    "label": "label", "#": "label", "id": "label",
    "code": "codes", "codes": "codes",
    "respondent": "respondent", "respondents": "respondent", "for": "respondent",
    "part": "part", "section": "part", "heading": "part",
}  # fmt: skip
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(
    r"(?:[-*+•–]|(?P<label>[A-Za-z]{0,3}\d{1,3}(?:\.\d{1,2})?)[.):])\s+(?P<text>\S.*)"
)
_CODES = re.compile(r"[\[(]\s*codes?\s*:", re.IGNORECASE)
_RULE = re.compile(r"[\s|:\-]+")
_CELL = re.compile(r"(?<!\\)\|")
_IMPERATIVES = frozenset(
    {
        "tell", "talk", "describe", "explain", "walk", "take", "give", "say", "think", "imagine",
        "show", "list", "compare",
    }
)  # fmt: skip
_LIMIT = 2**20
"""Bytes of a guide in text; one in Word may hold pictures."""
_MOST_LINES = 20_000
_IS_IT = "Look into it: is it the guide?"
_LONGEST_HEADING = 8
_SHOWN = 60


class _Line(NamedTuple):
    """One line of a document: a heading, the cells of a table's row, or words."""

    number: int
    text: str
    cells: tuple[str, ...] = ()
    is_heading: bool = False


def read_guide(path: Path) -> GuideFile:
    """Read an interview guide.

    Raises:
        FileError: If it cannot be read, or holds no question.
    """
    ending = path.suffix.lower()
    if ending == ".docx":
        guide = _from_lines(path, _word_lines(path))
    elif ending in (".md", ".markdown", ".txt"):
        guide = _from_lines(path, _text_lines(_text(path)))
    elif ending == ".csv":
        guide = _from_csv(path)
    else:
        endings = ", ".join(ENDINGS)
        raise FileError(
            path, "guides are not read from such files.", f"Save it as one of {endings}."
        )
    if not guide.rows:
        hint = "Give a list of questions, or a table with the column question."
        raise FileError(path, "no question stands in it.", hint)
    _refuse_twice(path, guide.rows)
    return guide


def respondent_named(heading: str) -> Respondent | None:
    """Find the one kind of respondent that a heading names; None where it names none or several."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", heading.casefold().replace("non user", "non-user"))
    found = {kind for kind in Respondent for word in words if word in _forms(kind.value)}
    return found.pop() if len(found) == 1 else None


def _forms(name: str) -> tuple[str, ...]:
    return name, f"{name}s", f"{name[:-1]}ies"


def _text(path: Path) -> str:
    text = read_characters(path, read_bytes(path, _LIMIT, _IS_IT)).text
    _refuse_long(path, text.count("\n"))
    return text


def _refuse_long(path: Path, lines: int) -> None:
    if lines > _MOST_LINES:
        message = f"the file has more than {_MOST_LINES:,} lines."
        raise FileError(path, message, _IS_IT)


def _from_csv(path: Path) -> GuideFile:
    known = {column_key(name): column for name, column in _COLUMNS.items()}
    try:
        columns, rows = name_cells(split_rows(_text(path)), known)
    except RowError as error:
        raise FileError(path, f"{error.message}.", error.remedy, line=error.line) from error
    if "question" not in columns:
        found = ", ".join(columns) or "none"
        raise FileError(path, "the file has no column “question”.", f"Its columns: {found}.")
    return GuideFile(
        tuple(
            _row(path, cells, "", None, line) for line, cells in rows if cells["question"].strip()
        )
    )


def _row(
    path: Path, cells: dict[str, str], part: str, to: Respondent | None, line: int
) -> GuideFileRow:
    """Make a question of the cells of a table's row."""
    text, codes = _without_codes(_plain(cells["question"]))
    named = cells.get("respondent", "").strip()
    respondent = respondent_named(named) if named else to
    if named and respondent is None:
        kinds = ", ".join(kind.value for kind in Respondent)
        message = f"respondent is “{named}”."
        raise FileError(path, message, f"It can be {kinds}, or empty.", line=line)
    return GuideFileRow(
        text=text,
        label=_plain(cells.get("label", "")).rstrip(".):"),
        part=_plain(cells.get("part", "")) or part,
        respondent=respondent,
        codes=(*_names(cells.get("codes", "")), *codes),
        line=line,
    )


def _from_lines(path: Path, lines: Iterable[_Line]) -> GuideFile:
    """Take the questions of the tables, or of the lines where there is no such table."""
    listed: list[GuideFileRow] = []
    tabled: list[GuideFileRow] = []
    left: list[str] = []
    part, to = "", None
    columns: list[str] = []
    for line in lines:
        if not line.cells:
            columns = []
        if line.is_heading:
            part, to = _plain(line.text), respondent_named(line.text)
        elif line.cells:
            named = [_COLUMNS.get(column_key(_plain(cell)), "") for cell in line.cells]
            if "question" in named:
                columns = named
            elif columns:
                cells = dict(zip(columns, line.cells, strict=False))
                if cells.get("question", "").strip():
                    tabled.append(_row(path, cells, part, to, line.number))
        elif (found := _question(line, part, to)) is not None:
            listed.append(found)
        else:
            left.append(line.text)
    return GuideFile(tuple(tabled or listed), () if tabled else _left_notes(left))


def _question(line: _Line, part: str, to: Respondent | None) -> GuideFileRow | None:
    """Make a question of a line, if it asks something or is an item of a list."""
    item = _ITEM.fullmatch(line.text)
    text, codes = _without_codes(_plain(item["text"] if item else line.text))
    if not text or not (item or codes or _asks(text)):
        return None
    label = (item["label"] or "") if item else ""
    return GuideFileRow(text, label, part, to, codes, line.number)


def _asks(text: str) -> bool:
    return text.endswith("?") or text.split()[0].casefold() in _IMPERATIVES


def _left_notes(left: list[str]) -> tuple[str, ...]:
    if not left:
        return ()
    first = left[0] if len(left[0]) <= _SHOWN else left[0][: _SHOWN - 1] + "…"
    lines = (
        "1 line asks nothing and was"
        if len(left) == 1
        else f"{len(left)} lines ask nothing and were"
    )
    return (f"{lines} left out: “{first}”",)


def _text_lines(text: str) -> Iterator[_Line]:
    """Read the lines of Markdown or plain text."""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        heading = _HEADING.fullmatch(line)
        if heading:
            yield _Line(number, heading[1].rstrip("#").rstrip(), is_heading=True)
        elif line.startswith("|"):
            if not _RULE.fullmatch(line):
                cells = _CELL.split(line.strip("|") if not line.endswith("\\|") else line[1:])
                yield _Line(number, line, tuple(cell.replace("\\|", "|").strip() for cell in cells))
        elif line:
            yield _Line(number, line, is_heading=_is_heading(line))


def _word_lines(path: Path) -> Iterator[_Line]:
    """Read the paragraphs and the rows of tables of a Word document."""
    from ipe_coder.readers.word import word_paragraphs

    paragraphs = word_paragraphs(path)
    _refuse_long(path, len(paragraphs))
    rows: dict[tuple[int, int], dict[int, list[str]]] = {}
    lines: list[_Line] = []
    places: list[int] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        text = " ".join(clean(paragraph.text).text.split())
        if paragraph.place is None:
            if text:
                lines.append(_Line(number, text, is_heading=_is_heading(text)))
            continue
        table, row, column = paragraph.place
        if (table, row) not in rows:
            rows[table, row] = {}
            places.append(len(lines))
            lines.append(_Line(number, "", ("",)))
        rows[table, row].setdefault(column, []).append(text)
    for place, cells in zip(places, rows.values(), strict=True):
        filled = (" ".join(cells.get(column, [])).strip() for column in range(max(cells) + 1))
        lines[place] = lines[place]._replace(cells=tuple(filled))
    return iter(lines)


def _is_heading(line: str) -> bool:
    """Take a short line for a heading that is no list item, asks nothing and is no sentence."""
    text = line.strip("*_ ")
    if _ITEM.fullmatch(line) or _codes_at(text) or not text or text[-1] in "?.!;,":
        return False
    words = text.split()
    return text.endswith(":") or (len(words) <= _LONGEST_HEADING and not _asks(text))


def _plain(text: str) -> str:
    """Take the marks of emphasis from a text, and put it on one line."""
    return " ".join(re.sub(r"(\*\*|__|`)", "", text).split()).strip("*_ ")


def _without_codes(text: str) -> tuple[str, tuple[str, ...]]:
    found = _codes_at(text)
    if found is None:
        return text, ()
    return text[: found.start()].rstrip(), _names(text.rstrip()[found.end() : -1])


def _codes_at(text: str) -> re.Match[str] | None:
    """Find where codes in brackets begin that end a text."""
    ended = text.rstrip()
    if not ended.endswith(("]", ")")):
        return None
    last = max(ended.rfind(mark, 0, -1) for mark in "])")
    return _CODES.search(ended, last + 1)


def _names(text: str) -> tuple[str, ...]:
    names = (" ".join(name.split()) for name in text.replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def _refuse_twice(path: Path, rows: tuple[GuideFileRow, ...]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.part.casefold(), row.text.casefold())
        if key in seen:
            message = f"“{row.text}” stands here as in line {seen[key]}."
            raise FileError(path, message, "Keep one of them.", line=row.line)
        seen[key] = row.line
