"""Codebooks as a table: one row a code.

A row names its code by `path`, all names from the root down with ` / ` between them, or by `name`
(or `code`) with the `parent`'s name or path. Other columns are the fields of a code: kind, derived,
mark, definition, include, exclude, near_miss, examples, keywords, dimension, colour, line, key,
retired, merged_into, version. Column names are matched without regard to case, space and
underscore; commas, semicolons and tabs are all read. Rows may stand in any order; siblings keep
the order in which they are first named. A parent that has no row of its own becomes a theme.

**Lists** (examples, keywords) stand in one cell with `; ` between the items. An item that holds
`;`, or begins with `"`, is put in double quotation marks, with those inside it doubled.
**Formulas**: a cell that begins with `=`, `+`, `-` or `@` is written with `'` before it, so that no
spreadsheet runs it; one such `'` is taken off in reading. So every text comes back as it was.

A table does not hold the codebook's study and approach: the name is the file's stem, and the
approach follows from `derived`: one of them, or both.

**Limits**: 5 MB, 20,000 codes, 40 of them deep.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ipe_coder.codebook_io._entries import (
    FIELDS,
    LIST_FIELDS,
    Entry,
    build_codes,
    clean_code_name,
    nearest,
    refuse_depth,
    refuse_many,
)
from ipe_coder.codebook_io._files import read_text, write_text
from ipe_coder.codebook_io._written import written_fields
from ipe_coder.codebook_io.format import CodebookFormat
from ipe_coder.errors import FileError
from ipe_coder.model.code import PATH_SEPARATOR, Approach, Code, Codebook, CodeKind
from ipe_coder.model.delimited import RowError, column_key, name_cells, split_rows
from ipe_coder.model.text import clean_name

_COLUMNS = ("path", *(name for name in FIELDS if name != "name"))
_KNOWN = {column_key(name): name for name in (*_COLUMNS, "name", "parent")} | {
    "code": "name",
    "color": "colour",
}
_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?:;|\Z)|([^;]*)(?:;|\Z))')
_NEEDS_QUOTES = re.compile(r';|\A"')
_FORMULA = re.compile(r"'*[=+\-@]")
_SHIELDED = re.compile(r"'+[=+\-@]")


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def read(path: Path) -> Codebook:
    """Read a codebook.

    Raises:
        FileError: If the file does not fit; names the line and the remedy.
    """
    try:
        columns, named = name_cells(split_rows(read_text(path)), _KNOWN)
    except RowError as error:
        raise FileError(path, f"{error.message}.", error.remedy, line=error.line) from error
    _check_columns(path, columns)
    refuse_many(path, len(named))
    rows = [
        _Row(line, {column: _unshield(cell.strip()) for column, cell in cells.items()})
        for line, cells in named
    ]
    if not rows:
        raise FileError(path, "has column names and no codes.", "Give a row for each code.")
    paths = _read_paths(path, rows) if "path" in columns else _resolve_parents(path, rows)
    entries = [_entry(row, names) for row, names in zip(rows, paths, strict=True)]
    codes = build_codes(path, _with_parents(entries))
    return Codebook(id="", name=clean_name(path.stem), approach=_approach(codes), codes=codes)


def write(codebook: Codebook, path: Path) -> None:
    """Write a codebook, replacing what is there, with every column and the rows in reading order.

    Raises:
        FileError: If the file cannot be written.
    """
    plain = Code(id="", name="")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for _, code in codebook.walk():
        fields = written_fields(codebook, code, plain)
        fields |= {"path": codebook.path(code.id), "kind": code.kind, "derived": code.derived}
        writer.writerow([_cell(fields.get(column, "")) for column in _COLUMNS])
    # The mark at the beginning is what makes a spreadsheet take the file as UTF-8.
    write_text(path, stream.getvalue(), "utf-8-sig")


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    known = sorted(set(_KNOWN.values()), key=(*_COLUMNS, "name", "parent").index)
    for column in columns:
        if column not in known:
            message = f"there is no field “{column}”."
            raise FileError(path, message, nearest(column, known), line=1)
    if "path" not in columns and "name" not in columns:
        raise FileError(
            path, "the file has no column “path”.", "Give path, or name and parent.", line=1
        )
    if "path" in columns and "parent" in columns:
        message = "the file has both “path” and “parent”."
        raise FileError(path, message, "Give one of them; path holds the parents.", line=1)


def _read_paths(path: Path, rows: Sequence[_Row]) -> list[tuple[str, ...]]:
    paths = []
    for line, cells in rows:
        written = clean_name(cells["path"])
        names = tuple(clean_code_name(path, name, line) for name in written.split(PATH_SEPARATOR))
        refuse_depth(path, len(names), line)
        name = clean_name(cells.get("name", ""))
        if name and name != names[-1]:
            message = f"the name is “{name}”, and the path ends in “{names[-1]}”."
            raise FileError(path, message, "Leave the name out, or mend one.", line=line)
        paths.append(names)
    return paths


def _resolve_parents(path: Path, rows: Sequence[_Row]) -> list[tuple[str, ...]]:
    """Work out the paths of rows that name their parents."""
    names = [clean_code_name(path, row.cells["name"], row.line) for row in rows]
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        first = places.setdefault(name.casefold(), place)
        if first != place:
            message = f"“{name}” is here and in line {rows[first].line}."
            raise FileError(path, message, "Give each code its own name.", line=rows[place].line)
    return [_climb(path, rows, names, places, place) for place in range(len(rows))]


def _climb(
    path: Path, rows: Sequence[_Row], names: Sequence[str], places: dict[str, int], start: int
) -> tuple[str, ...]:
    """Go up from a row to the root, and give the names from the root down."""
    trail = [start]
    above: tuple[str, ...] = ()
    while parent := clean_name(rows[trail[-1]].cells.get("parent", "")):
        *_, last = parent.split(PATH_SEPARATOR)
        found = places.get(last.casefold())
        if found is None:
            above = tuple(parent.split(PATH_SEPARATOR))
            break
        if found in trail:
            circle = ", ".join(
                f"“{names[place]}”" for place in [*trail[trail.index(found) :], found]
            )
            message = f"a code stands under itself: {circle}."
            raise FileError(
                path, message, "Give one of them another parent.", line=rows[found].line
            )
        trail.append(found)
        refuse_depth(path, len(trail), rows[start].line)
    result = (*above, *(names[place] for place in reversed(trail)))
    _check_parent(path, rows[start], result)
    return result


def _check_parent(path: Path, row: _Row, names: tuple[str, ...]) -> None:
    """Refuse a parent given as a path that is not the path of the row of that name."""
    parent = clean_name(row.cells.get("parent", ""))
    found = PATH_SEPARATOR.join(names[:-1])
    if PATH_SEPARATOR in parent and parent.casefold() != found.casefold():
        message = f"the parent is “{parent}”, and its own row makes that “{found}”."
        raise FileError(path, message, "Give the parent by its name alone.", line=row.line)


def _entry(row: _Row, names: tuple[str, ...]) -> Entry:
    entry = Entry(names, row.line)
    for column, cell in row.cells.items():
        if column in LIST_FIELDS:
            entry.lists[column] = _split_items(cell)
        elif column not in ("path", "name", "parent") and cell:
            entry.texts[column] = cell
    return entry


def _with_parents(entries: Sequence[Entry]) -> list[Entry]:
    """Add a theme for each parent that has no row, where it is first named."""
    own = {tuple(name.casefold() for name in entry.path) for entry in entries}
    complete: list[Entry] = []
    for entry in entries:
        for depth in range(1, len(entry.path)):
            folded = tuple(name.casefold() for name in entry.path[:depth])
            if folded not in own:
                own.add(folded)
                made = Entry(entry.path[:depth], entry.line, {"kind": CodeKind.THEME.value})
                complete.append(made)
        complete.append(entry)
    return complete


def _approach(codes: Sequence[Code]) -> Approach:
    ways = {code.derived for code in codes}
    return Approach.BOTH if len(ways) > 1 else Approach(ways.pop().value)


def _split_items(cell: str) -> tuple[str, ...]:
    items = []
    place = 0
    while place < len(cell):
        match = _ITEM.match(cell, place)
        if match is None:
            break
        quoted, bare = match.groups()
        items.append(quoted.replace('""', '"') if quoted is not None else bare.strip())
        place = match.end()
    return tuple(items)


def _join_items(items: Sequence[str]) -> str:
    quoted = ('"' + item.replace('"', '""') + '"' for item in items)
    return "; ".join(
        quote if _NEEDS_QUOTES.search(item) else item
        for item, quote in zip(items, quoted, strict=True)
    )


def _cell(value: Any) -> str:
    text = _join_items(value) if isinstance(value, list) else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _unshield(cell: str) -> str:
    return cell[1:] if _SHIELDED.match(cell) else cell


FORMAT = CodebookFormat("CSV", (".csv", ".tsv"), read, write)
"""The format, for the list of formats."""
