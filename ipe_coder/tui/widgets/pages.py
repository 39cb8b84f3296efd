"""What a long list shows, read page by page as it comes into view.

```python
self.pages = Pages(self._read_page, self.call_later)
self.pages.begin(keys)          # all of them, in order
self.pages.get(key)             # while drawing: what was read, or None and it is asked for
self.pages.take(read)           # once a page came
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key")
Item = TypeVar("Item")

PAGE = 80
"""Items that are read before and after one that comes into view."""


class Pages(Generic[Key, Item]):
    """The items of a list that were read, and those that are to be read next."""

    def __init__(
        self, read: Callable[[Sequence[Key]], object], later: Callable[[Callable[[], None]], object]
    ) -> None:
        """Begin with nothing.

        Args:
            read: Reads the items of some keys behind the screen.
            later: Calls something once all that is in view was drawn.
        """
        self._read, self._later = read, later
        self.keys: Sequence[Key] = ()
        self.places: dict[Key, int] = {}
        self.items: dict[Key, Item] = {}
        self._missing: set[Key] = set()

    def begin(self, keys: Sequence[Key], items: Mapping[Key, Item] | None = None) -> None:
        """Take other keys, in order, with what was read of them already."""
        self.keys = keys
        self.places = {key: place for place, key in enumerate(keys)}
        self.items = dict(items or {})
        self._missing.clear()

    def get(self, key: Key) -> Item | None:
        """Give what was read; anything else is asked for."""
        item = self.items.get(key)
        if item is None:
            if not self._missing:
                self._later(self._fetch)
            self._missing.add(key)
        return item

    def take(self, items: Mapping[Key, Item]) -> None:
        """Keep a page that was read."""
        self.items.update(items)

    def _fetch(self) -> None:
        """Read what is in view and some around it."""
        places = [self.places[key] for key in self._missing if key in self.places]
        self._missing.clear()
        if places:
            around = self.keys[max(min(places) - PAGE, 0) : max(places) + PAGE]
            self._read([key for key in around if key not in self.items])
