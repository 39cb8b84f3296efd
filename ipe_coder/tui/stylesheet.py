"""Styles that are parsed once: Textual parses all of them again for each screen first shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_MANY = 1024
"""More sources of styles than there are; Textual keeps 64, and with one more it keeps none."""


Parsed: TypeAlias = LRUCache[tuple[object, ...], list[RuleSet]]

_PARSED: dict[frozenset[tuple[str, str]], Parsed] = {}
"""What was parsed, by the colours of the theme."""


class ParsedOnce(Stylesheet):
    """A stylesheet that parses a source once under the colours of each theme."""

    def __init__(self, variables: dict[str, str]) -> None:
        """Begin with the colours of a theme."""
        super().__init__(variables=variables)
        self._parse_cache = _parsed_under(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of a theme; nothing is forgotten where they are the same."""
        if variables != self._variables:
            self._parse_cache = LRUCache(_MANY)  # for Textual to clear: others share the old one
            super().set_variables(variables)
            self._parse_cache = _parsed_under(variables)

    def reparse(self) -> None:
        """Parse what was not parsed yet under these colours."""
        self.parse()


def _parsed_under(variables: Mapping[str, str]) -> Parsed:
    """Get what was parsed under a theme, for who comes back to it."""
    return _PARSED.setdefault(frozenset(variables.items()), LRUCache(_MANY))
