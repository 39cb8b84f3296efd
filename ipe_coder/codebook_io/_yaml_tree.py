"""A YAML file as a tree of fields that know their lines, and a tree as readable YAML.

The tree is walked as parsed, before any value is made of it: no object is ever built, lines
stay known, and an alias that stands for a million others stops at a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ipe_coder.codebook_io._entries import field_name, nearest
from ipe_coder.errors import FileError
from ipe_coder.model.text import clean_name

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C takes a tenth of the time; not every system has it."""
_MOST_NODES = 200_000
_DEEPEST = 200
_SYNONYMS = {"codes": "children"}
_WHAT = {
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
}
_NUMBERS = ("colour", "line", "version")
_DATES = ("retired",)
_UNREADABLE = {0xFEFF: "\ufffd", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Characters that no YAML reader takes, though a text may hold them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value with the name it stands under."""

    name: str
    node: yaml.Node
    depth: int
    """How many lists and mappings stand around it."""

    @property
    def line(self) -> int:
        """Line in which the value begins, from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def is_word(self) -> bool:
        """Whether it is neither a list nor a mapping."""
        return isinstance(self.node, yaml.ScalarNode)


class Tree:
    """A parsed file; every look at it that does not fit raises a FileError with the line."""

    def __init__(self, path: Path, text: str) -> None:
        """Parse a text.

        Raises:
            FileError: If it is not one YAML document.
        """
        self.path = path
        self._seen = 0
        self.root = Field("the file", self._parse(text), 0)

    def mapping(self, field: Field, known: Sequence[str], what: str) -> dict[str, Field]:
        """Read a mapping whose keys are known.

        Args:
            field: Where it should be.
            known: The keys that it may have.
            what: What has these fields, for the error: `a code`.
        """
        if not isinstance(field.node, yaml.MappingNode):
            raise self.error(
                f"{field.name} is {self._what(field)}, where {what} belongs.",
                "Begin with “name: ” and give each field a line of its own.",
                field,
            )
        self._count(field)
        found: dict[str, Field] = {}
        for key, value in field.node.value:
            place = Field(field.name, key, field.depth + 1)
            name = self._key(place, known, what)
            if name in found:
                message = f"{name} is given here and in line {found[name].line}."
                raise self.error(message, "Keep one of them.", place)
            found[name] = Field(name, value, field.depth + 1)
        return found

    def items(self, field: Field) -> list[Field]:
        """Read a list; nothing at all is an empty one."""
        if self._is_nothing(field):
            return []
        if not isinstance(field.node, yaml.SequenceNode):
            raise self.error(
                f"{field.name} is {self._what(field)}, where a list belongs.",
                "Begin each item on a line of its own with “- ”.",
                field,
            )
        self._count(field)
        return [Field(f"an item of {field.name}", node, field.depth + 1)
                for node in field.node.value]  # fmt: skip

    def text(self, field: Field) -> str:
        """Read a text, as written; nothing at all is an empty one."""
        if self._is_nothing(field):
            return ""
        node = field.node
        number_fits = field.name in _NUMBERS and node.tag == "tag:yaml.org,2002:int"
        date_fits = field.name in _DATES and node.tag == "tag:yaml.org,2002:timestamp"
        if isinstance(node, yaml.ScalarNode) and (
            number_fits or date_fits or node.tag not in _WHAT
        ):
            self._count(field)
            return str(node.value)
        remedy = "Write one text."
        if isinstance(node, yaml.ScalarNode):
            remedy = f'If it is a text, put it in quotation marks: "{clean_name(node.value)}".'
        what = self._what(field)
        raise self.error(f"{field.name} is {what}, where a text belongs.", remedy, field)

    def error(self, message: str, remedy: str, field: Field) -> FileError:
        """Make an error that names the line of a field."""
        return FileError(self.path, message, remedy, line=field.line)

    def _parse(self, text: str) -> yaml.Node:
        readable = text.translate(_UNREADABLE)
        try:
            self._check_size(readable)
            node = yaml.compose(readable, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            raise self._not_yaml(error, text) from error
        except yaml.YAMLError as error:
            message = "holds characters that YAML does not take."
            raise FileError(self.path, message, "Save it as text in UTF-8.") from error
        if node is None:
            raise FileError(self.path, "the file is empty.", "Give a file that holds codes.")
        return node

    def _check_size(self, text: str) -> None:
        """Refuse what is too deep or too much to be made a tree: the parser in C dies of it."""
        depth = 0
        for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _DEEPEST or number > _MOST_NODES:
                deep = "lists and fields stand too deep in each other."
                message = deep if depth > _DEEPEST else "the file has far too many entries."
                line = event.start_mark.line + 1 if event.start_mark else None
                raise FileError(self.path, message, "Make the tree flatter.", line=line)

    def _not_yaml(self, error: yaml.MarkedYAMLError, text: str) -> FileError:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        lines = text.split("\n")
        around = lines[line - 1] if line is not None and line <= len(lines) else ""
        if "\t" in around[: len(around) - len(around.lstrip())]:
            message, remedy = "a tab stands where YAML wants spaces.", "Indent with spaces."
        elif "undefined alias" in (error.problem or ""):
            message, remedy = (
                "an alias (*) names no anchor (&).",
                "Write the text in quotation marks.",
            )
        elif "single document" in (error.context or error.problem or ""):
            message, remedy = "a second codebook begins with “---”.", "Give each its own file."
        else:
            message = f"this is not YAML: {clean_name(error.problem or 'it breaks off')}."
            remedy = (
                "Look at the indentation, and put quotation marks round a text with “: ” or “#”."
            )
        return FileError(self.path, message, remedy, line=line)

    def _key(self, field: Field, known: Sequence[str], what: str) -> str:
        if not isinstance(field.node, yaml.ScalarNode):
            remedy = f"The fields of {what} are {', '.join(known)}."
            raise self.error(f"{self._what(field)} stands as a field's name.", remedy, field)
        self._count(field)
        name = field_name(str(field.node.value))
        if name not in known:
            name = _SYNONYMS.get(name, name)
        if name not in known:
            message = f"“{clean_name(field.node.value)}” is not a field of {what}."
            raise self.error(message, nearest(name, known), field)
        return name

    def _count(self, field: Field) -> None:
        """Stop where aliases make a small file a huge or endless tree."""
        self._seen += 1
        if field.depth > _DEEPEST or self._seen > _MOST_NODES:
            message = "aliases (*) make the codebook too large, or hold themselves."
            raise self.error(message, "Write the codes out.", field)

    def _is_nothing(self, field: Field) -> bool:
        node = field.node
        return (
            isinstance(node, yaml.ScalarNode)
            and node.tag == "tag:yaml.org,2002:null"
            and (node.value in ("", "~"))
        )

    def _what(self, field: Field) -> str:
        if isinstance(field.node, yaml.SequenceNode):
            return "a list"
        if isinstance(field.node, yaml.MappingNode):
            return "a group of fields"
        words = clean_name(str(field.node.value))
        shown = words if len(words) <= 40 else words[:39] + "…"
        return f"{_WHAT.get(field.node.tag, 'a text')} ({shown})" if shown else "empty"


def dump(value: Any) -> str:
    """Write a tree of mappings, lists and texts as YAML that is pleasant to read."""
    return str(
        yaml.dump(
            value,
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=False,
            width=96,
        )
    )


class InOneLine(list[str]):
    """A list of short texts, written `[one, two]`."""


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the answer is the same for all
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_in_one_line(dumper: yaml.SafeDumper, items: InOneLine) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(InOneLine, _represent_in_one_line)
