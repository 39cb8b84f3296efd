"""Codes that comments name: found in a study's codebook, or made beneath one parent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ipe_coder.model.code import PATH_SEPARATOR, Approach, Code, CodeKind, Derived
from ipe_coder.model.marks import finish_codes
from ipe_coder.model.study import Study
from ipe_coder.model.text import clean_name
from ipe_coder.store import codes
from ipe_coder.store.ids import IdSource
from ipe_coder.store.writer import Writer

PARENT = "From comments"
"""The node beneath which codes are made that the codebook does not have."""

_PARTING = re.compile(r"\s+/\s+|\s*>\s*|\s*→\s*")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*[a-z]?)[.):]?(?:\s|$)", re.IGNORECASE)
"""What numbers a code, as in `1a Implemented`."""


class CommentCodes:
    """The codebook of a study while the names in comments are looked up in it."""

    def __init__(self, writer: Writer, study: Study, new_id: IdSource) -> None:
        """Read the codebook as it stands; there may be none yet."""
        self._writer, self._study, self._new_id = writer, study, new_id
        books = codes.find(writer.connection)
        self._book = next((one for one in books if one.study_id == study.id), None)
        self.new: list[Code] = []
        self.notes: dict[str, None] = {}
        self._codes: dict[str, Code] = {}
        self._paths: dict[str, str] = {}
        self._places: dict[str | None, int] = defaultdict(int)
        self._by_path: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_number: dict[str, list[str]] = defaultdict(list)
        for code in self._book.codes if self._book else ():
            assert self._book is not None
            self._know(code, self._book.path(code.id))
            self._places[code.parent_id] += 1

    def is_known(self, name: str) -> bool:
        """Tell whether the codebook has a code of this name, number or path."""
        return bool(self._candidates(name))

    def find(self, name: str) -> str | None:
        """Give the id of a code by name, number or path, made where the codebook has none.

        None where it cannot be told which code is meant, or it is retired; a note says so.
        """
        candidates = self._candidates(name)
        if not candidates:
            return self._make(name)
        standing = self._standing(name)
        if len(standing) == 1:
            return standing[0].id
        why = f"names {len(standing)} codes" if standing else "is a retired code"
        self._doubt(name, why)
        return None

    def write(self) -> None:
        """Write the codes that were made."""
        if not self.new:
            return
        old = self._book.codes if self._book else ()
        finished = {one.id: one for one in finish_codes([*old, *self.new])}
        book_id = self._book.id if self._book else self._add_codebook()
        codes.add(self._writer, book_id, [finished[one.id] for one in self.new])
        codes.bump(self._writer, book_id)

    def _add_codebook(self) -> str:
        study = self._study
        return codes.add_codebook(
            self._writer, study.id, study.label, Approach(study.approach), self._new_id
        )

    def _candidates(self, name: str) -> Sequence[str]:
        path = PATH_SEPARATOR.join(_parts(name)).casefold()
        for known in (self._by_path, self._by_name, self._by_number):
            if path in known:
                return known[path]
        return ()

    def _standing(self, name: str) -> list[Code]:
        """Find the codes that a name means now."""
        heirs = [one for one in map(self._heir, self._candidates(name)) if one is not None]
        return list({one.id: one for one in heirs}.values())

    def _heir(self, code_id: str) -> Code | None:
        """Follow a code that was merged away to the one that stands; None where it is retired."""
        code: Code | None = self._codes[code_id]
        while code is not None and code.merged_into:
            code = self._codes.get(code.merged_into)
        return code if code is not None and code.active else None

    def _make(self, name: str) -> str | None:
        """Make a code, beneath the node that its path names where the codebook has that.

        No name is given twice in a codebook, or its files would not say which code is meant.
        """
        *above, last = _parts(name) or [""]
        if not last or last.casefold() in self._by_name:
            self._doubt(name, f"is not the path of the code “{last}”")
            return None
        places = {part: self._standing(part) for part in above}
        for part, there in places.items():
            if len(there) > 1 or (not there and self.is_known(part)):
                self._doubt(name, f"stands beneath {len(there)} codes “{part}”")
                return None
        parent: Code | None = None
        for part in above:
            there = places[part]
            parent = there[0] if there else self._beneath(part, parent)
        made = self._beneath(last, parent)
        self._by_path[PATH_SEPARATOR.join([*above, last]).casefold()].append(made.id)
        return made.id

    def _beneath(self, name: str, parent: Code | None) -> Code:
        above = parent or self._node(PARENT, None, CodeKind.THEME)
        return self._node(name, above, CodeKind.CODE)

    def _node(self, name: str, parent: Code | None, kind: CodeKind) -> Code:
        """Find a node by its path, or make it."""
        path = f"{self._paths[parent.id]}{PATH_SEPARATOR}{name}" if parent else name
        for known in self._by_path.get(path.casefold(), ()):
            if self._codes[known].active:
                return self._codes[known]
        parent_id = parent.id if parent else None
        code = Code(
            self._new_id(), name, parent_id, kind, Derived.INDUCTIVE,
            position=self._places[parent_id],
        )  # fmt: skip
        self._places[parent_id] += 1
        self.new.append(code)
        self._know(code, path)
        return code

    def _doubt(self, name: str, why: str) -> None:
        self.notes[f"“{name}” {why}: comments that say it were kept as memos."] = None

    def _know(self, code: Code, path: str) -> None:
        self._codes[code.id], self._paths[code.id] = code, path
        self._by_path[path.casefold()].append(code.id)
        self._by_name[code.name.casefold()].append(code.id)
        number = _NUMBER.match(code.name)
        if number is not None:
            self._by_number[number[1].casefold()].append(code.id)


def _parts(name: str) -> list[str]:
    """Part a path such as `Theme / Code` or `Theme > Code`."""
    return [part for one in _PARTING.split(clean_name(name)) if (part := one.strip(" /"))]
