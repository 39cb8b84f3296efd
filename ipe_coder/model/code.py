"""Codebooks: trees of questions, themes and codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PATH_SEPARATOR = " / "


class CodeKind(StrEnum):
    """What a node of the codebook is."""

    QUESTION = "question"
    THEME = "theme"
    CODE = "code"


class Derived(StrEnum):
    """Where a node came from."""

    DEDUCTIVE = "deductive"
    INDUCTIVE = "inductive"


class Approach(StrEnum):
    """How a study's codebook grows."""

    DEDUCTIVE = "deductive"
    INDUCTIVE = "inductive"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Code:
    """A node of the codebook."""

    id: str
    name: str
    parent_id: str | None = None
    kind: CodeKind = CodeKind.CODE
    derived: Derived = Derived.DEDUCTIVE
    definition: str = ""
    include: str = ""
    exclude: str = ""
    near_miss: str = ""
    examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    dimension: str = ""
    """The dimension of implementation that it speaks to, such as fidelity or reach."""
    mark: str = ""
    """Two letters, unique in the codebook."""
    colour: int = 0
    """Number of the colour, from 1; 0 lets the codebook hand one out."""
    line: int = 0
    """Number of the line pattern, from 1: solid, dashed, double; 0 as for colour."""
    key: str = ""
    """A key of one's own that applies it."""
    position: int = 0
    """Place among its siblings, from 0."""
    codebook_id: str = ""
    version: int = 1
    merged_into: str | None = None
    retired_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether it can be applied: neither retired nor merged away."""
        return self.retired_at is None and self.merged_into is None


@dataclass(frozen=True)
class Codebook:
    """The codes of one study, parents before their children."""

    id: str
    name: str
    study_id: str = ""
    study: str = ""
    approach: Approach = Approach.DEDUCTIVE
    version: int = 1
    codes: tuple[Code, ...] = ()
    _by_id: dict[str, Code] = field(init=False, repr=False, compare=False, default_factory=dict)
    _children: dict[str | None, list[Code]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Index the codes by id and by parent."""
        for code in sorted(self.codes, key=lambda code: code.position):
            self._by_id[code.id] = code
            self._children.setdefault(code.parent_id, []).append(code)

    def __getitem__(self, code_id: str) -> Code:
        """Get a code by its id."""
        return self._by_id[code_id]

    def __contains__(self, code_id: object) -> bool:
        """Tell whether a code of this id is here."""
        return code_id in self._by_id

    def children(self, code_id: str | None) -> list[Code]:
        """List the codes directly beneath one, or the roots for None, in order."""
        return list(self._children.get(code_id, ()))

    def walk(self, code_id: str | None = None, depth: int = 0) -> Iterator[tuple[int, Code]]:
        """Go through the tree in reading order, with depths from 0."""
        for code in self._children.get(code_id, ()):
            yield depth, code
            yield from self.walk(code.id, depth + 1)

    def descendants(self, code_id: str) -> list[Code]:
        """List every code beneath one, in reading order."""
        return [code for _, code in self.walk(code_id)]

    def ancestors(self, code_id: str) -> list[Code]:
        """List the codes above one, the nearest first."""
        found = []
        parent = self._by_id[code_id].parent_id
        while parent is not None:
            found.append(self._by_id[parent])
            parent = self._by_id[parent].parent_id
        return found

    def path(self, code_id: str) -> str:
        """Name a code with all above it: `1a Implemented / Range of patterns`."""
        names = [self._by_id[code_id].name, *(code.name for code in self.ancestors(code_id))]
        return PATH_SEPARATOR.join(reversed(names))

    def find(self, name: str) -> list[Code]:
        """Find codes by path or name, without regard to case; several if they share it."""
        wanted = name.casefold()
        by_path = [code for _, code in self.walk() if self.path(code.id).casefold() == wanted]
        return by_path or [code for _, code in self.walk() if code.name.casefold() == wanted]
