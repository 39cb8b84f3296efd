"""Keys that are typed faster than screens open reach the screen that they were meant for.

A key goes to the focused widget and comes back to the application, which does what is bound to
it. In a burst such as `g` `r`, or `c` and the first letters of a code, the later keys would be on
their way to the old screen before the first one has opened the new one: letters of a code's name
would be taken as commands. So keys go one by one: the next is sent when the one before has come
back, or was used on its way, and the screen on top is ready for it. That a key was used on its
way is asked only once there is a next one, since every message on that way costs the key time.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Any

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

_LOST_AFTER = 0.5
"""Seconds after which a key is given up whose widget was removed while it was under way."""


class TypesAhead(App[None]):
    """An application to which keys may be typed ahead."""

    class KeyDone(Message):
        """Follows a key on its way: where this arrives, the key has been dealt with."""

        def __init__(self, key: events.Key) -> None:
            """Carry the key."""
            super().__init__()
            self.key = key

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin without keys."""
        super().__init__(*arguments, **options)
        self._typed: deque[events.Key] = deque()
        self._under_way: events.Key | None = None
        self._sent_to: Widget | None = None
        self._asked_for: events.Key | None = None
        self._waits_for: Screen[Any] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take a key that was typed, or that has come back; everything else as ever."""
        if not isinstance(event, events.Key):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)
            await self._go_on_after(event)
        else:
            self._typed.append(event)
            self._ask_after_key()
            await self._send_keys()

    def _ask_after_key(self) -> None:
        """Find out whether the key under way was used on its way."""
        key = self._under_way
        if key is None or key is self._asked_for:
            return
        self._asked_for = key
        if self._sent_to is None or not self._sent_to.post_message(self.KeyDone(key)):
            self._under_way = None
        else:
            self.set_timer(_LOST_AFTER, partial(self._go_on_after, key))

    async def _send_keys(self) -> None:
        """Send keys on until one is under way or the screen on top is still being made."""
        while self._typed and self._under_way is None:
            if not _takes_keys(self.screen):
                self._wait_for(self.screen)
                return
            await self._send(self._typed.popleft())

    async def _send(self, event: events.Key) -> None:
        self._under_way = event
        await super().on_event(event)
        self._sent_to = self.focused or self.screen
        if not event.is_forwarded:
            self._under_way = None
        elif self._typed:
            self._ask_after_key()

    @on(KeyDone)
    async def _send_next(self, event: KeyDone) -> None:
        event.stop()
        await self._go_on_after(event.key)

    async def _go_on_after(self, key: events.Key) -> None:
        """Go on after a key, once."""
        if key is self._under_way:
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
    """Ask a screen whether it can take keys; one that does not say, can."""
    return bool(getattr(screen, "takes_keys", True))
