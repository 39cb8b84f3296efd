"""Names and their terms: keys, lists of a researcher and reviewed files are one kind of table.

| column | holds |
|---|---|
| `name` (or `text`) | the name, as it is written in the texts; the only column that must be there |
| `replacement` (or `term`) | what stands in its place; brackets are put around it |
| `kind` | person, place, organisation, phone, email and others; a name of any kind where empty |
| `decision` | replace (or nothing), or keep |

A text file holds a name a line.
"""

from __future__ import annotations

import re
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.decoding import decode
from ipe_coder.model.delimited import column_key
from ipe_coder.model.pseudonym import Decision, NameKind, NameRow
from ipe_coder.model.text import clean, clean_name
from ipe_coder.tables._sheet import SheetRow, read_sheet, read_table_bytes

COLUMNS = ("name", "replacement", "kind", "decision")
"""Columns of a key, in order."""

_SYNONYMS = {"text": "name", "identifier": "name", "term": "replacement", "type": "kind"}
_KINDS = {column_key(kind.value): kind.value for kind in NameKind} | {
    "people": "person", "pet": "person", "child": "person", "location": "place",
    "address": "place", "org": "organisation", "organization": "organisation",
    "company": "organisation", "telephone": "phone", "phonenumber": "phone", "url": "web address",
    "website": "web address", "birthday": "date of birth", "id": "number",
}  # fmt: skip
_DECISIONS = {
    "": "replace", "replace": "replace", "yes": "replace", "y": "replace", "keep": "keep",
    "skip": "keep", "no": "keep", "n": "keep",
}  # fmt: skip
_ESCAPED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")
"""A cell that was kept from being run as a formula; see `protected`."""


def read_names(path: Path) -> list[NameRow]:
    """Read a key, a list or a reviewed file.

    Raises:
        FileError: If it does not fit; names the line, the column and what it can be.
    """
    if path.suffix.lower() == ".txt":
        return _read_lines(path)
    sheet = read_sheet(path, COLUMNS, _SYNONYMS)
    sheet.require("name")
    return [_read(row) for row in sheet.rows]


def protected(cell: str) -> str:
    """Keep a cell from being run as a formula by a spreadsheet; `read_names` undoes it."""
    return "'" + cell if re.match(r"'*[=+\-@＝＋－＠\t\r]", cell) else cell


def _unprotected(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def _read(row: SheetRow) -> NameRow:
    name = clean_name(_unprotected(row.required("name")))
    if len(name) < 2:
        raise row.error(f"“{name}” is too short to be looked for", "Take the row out.")
    term = clean_name(_unprotected(row.text("replacement")))
    if term:
        term = term if term.startswith("[") and term.endswith("]") else f"[{term}]"
        if len(term) < 3 or set("[]") & set(term[1:-1]):
            raise row.error(f"replacement is “{term}”", "Write it as [colleague 1].")
        if name.casefold() in term.casefold():
            raise row.error(f"the replacement of “{name}” holds the name", "Choose other words.")
    return NameRow(
        name=name,
        term=term,
        kind=NameKind(row.word("kind", _KINDS) or NameKind.NAME.value),
        decision=Decision(row.word("decision", _DECISIONS) or Decision.REPLACE.value),
    )


def _read_lines(path: Path) -> list[NameRow]:
    try:
        text, _ = decode(read_table_bytes(path))
    except ValueError as error:
        raise FileError(path, f"{error}.", "Save it as text in UTF-8.") from error
    names = [clean_name(line) for line in clean(text).text.split("\n")]
    rows = [NameRow(name) for name in names if len(name) > 1]
    if not rows:
        raise FileError(path, "holds no name.", "Give a name on each line.")
    return rows
