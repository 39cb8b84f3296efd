"""From what a codebook file says of each code to the codes, whatever the format.

A reader brings `Entry` values, one a code; `build_codes` checks what they say of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ipe_coder.errors import FileError
from ipe_coder.model.code import PATH_SEPARATOR, Code, CodeKind, Derived
from ipe_coder.model.delimited import column_key
from ipe_coder.model.marks import COLOURS, LINES, is_mark
from ipe_coder.model.text import clean, clean_name

TEXT_FIELDS = ("definition", "include", "exclude", "near_miss")
NAME_FIELDS = ("dimension", "mark", "key")
LIST_FIELDS = ("examples", "keywords")
FIELDS = (
    "name", "kind", "derived", "mark", "definition", "include", "exclude", "near_miss",
    "examples", "keywords", "dimension", "colour", "line", "key", "retired", "merged_into",
    "version",
)  # fmt: skip
"""Every field of a code, in the order in which files have them."""
SYNONYMS = {"color": "colour"}

_Enumeration = TypeVar("_Enumeration", bound=StrEnum)
_DEEPEST = 40
_MOST_CODES = 20_000
"""Large codebooks have a thousand."""


@dataclass(slots=True)
class Entry:
    """What a file says of one code."""

    path: tuple[str, ...]
    """Names from the root down to the code, each in the stored form."""
    line: int
    """Where the code begins, from 1."""
    texts: dict[str, str] = field(default_factory=dict)
    """Fields of one text."""
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields of several texts."""
    lines: dict[str, int] = field(default_factory=dict)
    """Where each field stands, if that is not the code's own line."""

    @property
    def name(self) -> str:
        """The code's name."""
        return self.path[-1]

    @property
    def id(self) -> str:
        """The code's path as one text, which is its id until the store gives one."""
        return PATH_SEPARATOR.join(self.path)

    def line_of(self, name: str) -> int:
        """Find the line of a field."""
        return self.lines.get(name, self.line)


def build_codes(
    file: Path, entries: Sequence[Entry], derived: Derived = Derived.DEDUCTIVE
) -> tuple[Code, ...]:
    """Make codes in reading order of what a file says.

    Args:
        file: The file, for errors.
        entries: One a code; siblings stand in their order, parents anywhere.
        derived: What a code is that does not say it.

    Raises:
        FileError: If names, marks or keys come twice, or a value does not fit.
    """
    refuse_many(file, len(entries))
    _refuse_twice(file, entries)
    by_id = {entry.id: entry for entry in entries}
    ids = {entry_id.casefold(): entry_id for entry_id in by_id}
    positions: dict[str, int] = {}
    siblings: dict[tuple[str, ...], int] = {}
    for entry in entries:
        positions[entry.id] = siblings.get(entry.path[:-1], 0)
        siblings[entry.path[:-1]] = positions[entry.id] + 1
    codes = [_build(file, entry, positions[entry.id], derived, ids) for entry in entries]
    order = {entry.path: _reading_order(entry, positions) for entry in entries}
    return tuple(sorted(codes, key=lambda code: order[by_id[code.id].path]))


def clean_code_name(file: Path, text: str, line: int) -> str:
    """Bring a code's name into the stored form.

    Raises:
        FileError: If it is empty or holds the separator of paths.
    """
    name = clean_name(text)
    if not name:
        raise FileError(file, "a code has no name.", "Give it one.", line=line)
    if PATH_SEPARATOR in f" {name} ":
        raise FileError(
            file,
            f"the name “{name}” holds “{PATH_SEPARATOR}”, which divides the names of a path.",
            "Write it without the spaces, or in another way.",
            line=line,
        )
    return name


def refuse_many(file: Path, count: int) -> None:
    """Refuse more codes than anybody can read.

    Raises:
        FileError: If there are more than 20,000.
    """
    if count > _MOST_CODES:
        message = f"the file has more than {_MOST_CODES:,} codes."
        raise FileError(file, message, "Is it a codebook? Divide it if it is.")


def refuse_depth(file: Path, depth: int, line: int) -> None:
    """Refuse a tree that is too deep to be read on a screen.

    Raises:
        FileError: If the depth, from 1, is over 40.
    """
    if depth > _DEEPEST:
        message = f"codes stand more than {_DEEPEST} deep."
        raise FileError(file, message, "Make the tree flatter.", line=line)


def field_name(written: str) -> str:
    """Give the name of a field as the format has it: `Near miss` is `near_miss`."""
    key = column_key(written)
    names = {column_key(name): name for name in FIELDS}
    return names.get(key) or SYNONYMS.get(key, clean_name(written))


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Ask whether the likest of some names was meant, or list them."""
    from rapidfuzz import fuzz, process, utils

    names = list(known)
    best = process.extractOne(
        wanted, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return f"Did you mean {best[0]}?" if best else f"Use one of: {', '.join(names)}."


def pick(
    file: Path, kind: type[_Enumeration], field_: str, written: str, line: int
) -> _Enumeration:
    """Find the value of an enumeration, without regard to case.

    Raises:
        FileError: If there is no such value; the remedy names what there is.
    """
    wanted = column_key(written)
    for value in kind:
        if column_key(value.value) == wanted:
            return value
    values = ", ".join(value.value for value in kind)
    message = f"{field_} is “{clean_name(written)}”."
    raise FileError(file, message, f"It can be {values}.", line=line)


def whole_number(
    file: Path, field_: str, written: str, line: int, low: int, high: int | None = None
) -> int:
    """Read a whole number within its limits.

    Raises:
        FileError: If it is no whole number or outside.
    """
    text = written.strip()
    fits = text.isascii() and text.isdigit() and len(text) < 10
    if fits and low <= int(text) and (high is None or int(text) <= high):
        return int(text)
    limits = f"from {low} to {high}" if high is not None else f"from {low} up"
    message = f"{field_} is “{clean_name(written)}”."
    raise FileError(file, message, f"Give a whole number {limits}.", line=line)


def _build(file: Path, entry: Entry, position: int, derived: Derived, ids: dict[str, str]) -> Code:
    texts = entry.texts

    def number(name: str, low: int, high: int | None, absent: int) -> int:
        if name not in texts:
            return absent
        return whole_number(file, name, texts[name], entry.line_of(name), low, high)

    def choice(kind: type[_Enumeration], name: str, absent: _Enumeration) -> _Enumeration:
        if name not in texts:
            return absent
        return pick(file, kind, name, texts[name], entry.line_of(name))

    return Code(
        id=entry.id,
        name=entry.name,
        parent_id=PATH_SEPARATOR.join(entry.path[:-1]) or None,
        kind=choice(CodeKind, "kind", CodeKind.CODE),
        derived=choice(Derived, "derived", derived),
        **{name: clean(texts.get(name, "")).text.strip() for name in TEXT_FIELDS},
        **{name: clean_name(texts.get(name, "")) for name in NAME_FIELDS},
        examples=_items(clean(item).text.strip() for item in entry.lists.get("examples", ())),
        keywords=_items(clean_name(item) for item in entry.lists.get("keywords", ())),
        colour=number("colour", 0, COLOURS, 0),
        line=number("line", 0, LINES, 0),
        position=position,
        version=number("version", 1, None, 1),
        merged_into=_merged_into(file, entry, ids),
        retired_at=_retired_at(file, entry),
    )


def _items(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(item for item in items if item)


def _retired_at(file: Path, entry: Entry) -> datetime | None:
    written = entry.texts.get("retired", "").strip()
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        message = f"retired is “{clean_name(written)}”."
        remedy = "Give the date as 2024-05-31, or the time as 2024-05-31T10:42:00Z."
        raise FileError(file, message, remedy, line=entry.line_of("retired")) from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _merged_into(file: Path, entry: Entry, ids: dict[str, str]) -> str | None:
    written = clean_name(entry.texts.get("merged_into", ""))
    if not written:
        return None
    found = ids.get(written.casefold())
    if found is None or found == entry.id:
        message = f"merged_into is “{written}”, which is no other code here."
        remedy = nearest(written, [known for known in ids.values() if known != entry.id])
        raise FileError(file, message, remedy, line=entry.line_of("merged_into"))
    return found


def _refuse_twice(file: Path, entries: Sequence[Entry]) -> None:
    """Refuse two codes of one name, marks that are no marks, and marks or keys given twice."""
    names: dict[str, Entry] = {}
    for entry in entries:
        first = names.setdefault(entry.name.casefold(), entry)
        if first is not entry:
            message = f"“{entry.name}” is here and in line {first.line}."
            remedy = "Give each code a name of its own."
            raise FileError(file, message, remedy, line=entry.line)
        mark = clean_name(entry.texts.get("mark", ""))
        if mark and not is_mark(mark):
            message = f"the mark of “{entry.name}” is “{mark}”."
            remedy = "A mark is two letters, such as Pa."
            raise FileError(file, message, remedy, line=entry.line_of("mark"))
    _refuse_shared(file, entries, "mark")
    _refuse_shared(file, entries, "key")


def _refuse_shared(file: Path, entries: Sequence[Entry], name: str) -> None:
    owners: dict[str, Entry] = {}
    for entry in entries:
        value = clean_name(entry.texts.get(name, ""))
        first = owners.setdefault(value, entry)
        if value and first is not entry:
            message = f"“{entry.name}” and “{first.name}” both have the {name} {value}."
            remedy = "Change one of them, or leave it out."
            raise FileError(file, message, remedy, line=entry.line_of(name))


def _reading_order(entry: Entry, positions: dict[str, int]) -> tuple[int, ...]:
    parts = range(1, len(entry.path) + 1)
    return tuple(positions[PATH_SEPARATOR.join(entry.path[:part])] for part in parts)
