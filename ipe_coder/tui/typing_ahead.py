"""Keys that are typed faster than screens open reach the screen that they were meant for.

A key goes to the focused widget and comes back to the application, which does what is bound to
it. In a burst such as `g` `r`, or `c` and the first letters of a code, the later keys would be on
their way to the old screen before the first one has opened the new one: letters of a code's name
would be taken as commands. So keys go one by one: the next is sent when the one before has come
back, or was used on its way, and the screen on top is ready for it.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Any, Protocol, runtime_checkable

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.screen import Screen

_LOST_AFTER = 0.5
"""Seconds after which a key is given up whose widget was removed while it was under way."""


@runtime_checkable
class TakesKeys(Protocol):
    """A screen that says when it can take keys."""

    takes_keys: bool


class TypesAhead(App[None]):
    """An application to which keys may be typed ahead."""

    class KeyDone(Message):
        """Follows a key on its way: where this arrives, the key has been dealt with."""

        def __init__(self, number: int) -> None:
            """Carry the number of the key."""
            super().__init__()
            self.number = number

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin without keys."""
        super().__init__(*arguments, **options)
        self._typed: deque[events.Key] = deque()
        self._under_way: int | None = None
        self._keys_sent = 0
        self._waits_for: Screen[Any] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take a key that was typed; everything else as ever."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._typed.append(event)
            if self._under_way is not None:
                self.set_timer(_LOST_AFTER, partial(self._go_on_after, self._under_way))
            await self._send_keys()
        else:
            await super().on_event(event)

    async def _send_keys(self) -> None:
        """Send keys on until one is under way or the screen on top is still being made."""
        while self._typed and self._under_way is None:
            if not _takes_keys(self.screen):
                self._wait_for(self.screen)
                return
            await self._send(self._typed.popleft())

    async def _send(self, event: events.Key) -> None:
        self._keys_sent += 1
        number = self._under_way = self._keys_sent
        await super().on_event(event)
        target = self.focused or self.screen
        if not event.is_forwarded or not target.post_message(self.KeyDone(number)):
            self._under_way = None

    @on(KeyDone)
    async def _send_next(self, event: KeyDone) -> None:
        event.stop()
        await self._go_on_after(event.number)

    async def _go_on_after(self, number: int) -> None:
        """Go on after a key, once."""
        if number == self._under_way:
            self._under_way = None
            await self._send_keys()

    def _wait_for(self, screen: Screen[Any]) -> None:
        """Go on once a screen has been drawn."""
        if self._waits_for is not screen:
            self._waits_for = screen
            screen.call_after_refresh(self._stop_waiting)

    def _stop_waiting(self) -> None:
        self._waits_for = None
        self.call_next(self._send_keys)


def _takes_keys(screen: Screen[Any]) -> bool:
    return not isinstance(screen, TakesKeys) or screen.takes_keys
