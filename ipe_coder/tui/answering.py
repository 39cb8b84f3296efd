"""No key is met with silence: one that does nothing now says why, one that does nothing says so."""

from __future__ import annotations

from textual import events
from textual.screen import Screen

from ipe_coder.tui.command_list import key_label
from ipe_coder.tui.commands import Commands, Needs
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screen import ModeScreen
from ipe_coder.tui.surface import Surface
from ipe_coder.tui.typing_ahead import TypesAhead


class AnswersKeys(TypesAhead):
    """An application that answers every key in the footer."""

    async def on_event(self, event: events.Event) -> None:
        """Let what was said of the moment go with a click."""
        if isinstance(event, events.MouseDown):
            self._go_on()
        await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what is bound to a key; each key comes here first for those that go before others."""
        if priority:
            self._go_on()
        handled = await super()._check_bindings(key, priority)
        if not (handled or priority):
            self._answer_key(key)
        return handled

    def _go_on(self) -> None:
        if isinstance(self.screen, Surface):
            self.screen.footer.go_on()

    def _answer_key(self, key: str) -> None:
        """Say why a key did nothing; `esc` may, where there is nothing more to leave."""
        screen = self.screen
        if not isinstance(screen, Surface) or key == "escape":
            return
        reason = _reason(screen, key)
        if reason is None and isinstance(screen, ModeScreen):
            reason = f"{key_label(key)} does nothing here. {{everywhere.keys}} shows the keys."
        if reason:
            screen.tell(spoken(reason))


def _reason(screen: Screen[object], key: str) -> str | None:
    """Find what a key needs; nothing is said of one whose command gives no reason."""
    found = None
    for node, bindings in screen._modal_binding_chain:
        for binding in bindings.key_to_bindings.get(key, ()):
            found = found or ""
            if isinstance(node, Commands):
                command = node.find_command(binding.action.partition("(")[0])
                if command is not None and isinstance(command.when, Needs):
                    return command.when.why_not(node)
    return found
