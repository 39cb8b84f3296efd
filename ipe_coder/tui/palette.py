"""The palette: every command that is available on the screen beneath, found by typing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from ipe_coder.tui.command_list import Entry, keys_label, list_commands
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import render_line

_BY_NAME = 1000.0
"""What puts a command that is called by its name before those whose words only fit."""


class CommandsProvider(Provider):
    """Lists the commands of the active screen and of its focused pane."""

    async def discover(self) -> Hits:
        """Go through all commands while nothing is typed; those of digits only when searched."""
        for entry, words, action in self._choices():
            if entry.command.digits is None:
                yield DiscoveryHit(_display(Content(words), entry), self._run(entry, action), words)

    async def search(self, query: str) -> Hits:
        """Go through the commands whose words fit what is typed."""
        search = self.matcher(query).fuzzy_search
        for entry, words, action in self._choices():
            score, places = search.match(query, words)
            if entry.command.digits is None and _is_called(entry, query):
                score += _BY_NAME
            if score > 0:
                # The matcher's own highlighting would read the words as markup.
                shown = Content(words)
                for place in places:
                    shown = shown.stylize(self.match_style or "bold", place, place + 1)
                yield Hit(score, _display(shown, entry), self._run(entry, action), text=words)

    def _choices(self) -> Iterator[tuple[Entry, str, str]]:
        """Go through what can be done: the command, its words and its action."""
        for entry in list_commands(self.screen):
            if not (entry.is_available and entry.command.in_palette):
                continue
            words, digits = spoken(entry.command.help), entry.command.digits
            if digits is None:
                yield entry, words, entry.action
            for digit in digits or ():
                yield entry, f"{words}: {digit}", f"{entry.action}({digit})"

    def _run(self, entry: Entry, action: str) -> Any:
        return partial(self.app.run_action, action, entry.node)


class ActionPalette(CommandPalette):
    """Textual's palette in the colours of the application, over our one provider."""

    DEFAULT_CSS = """
    ActionPalette {
        color: $text;
        background: $ground 70%;
        & > .command-palette--highlight { color: $accent-text; text-style: bold underline; }
        & > .command-palette--help-text { color: $muted; text-style: none; }
        & > Vertical { margin-top: 2; width: 76; max-width: 100%; background: $surface; }
        & #--input, & #--input.--list-visible { border: none; background: $raised; height: 1; }
        & SearchIcon { display: none; }
        & CommandInput, & CommandInput:focus {
            background: $raised; color: $strong; border: none; padding: 0 1; height: 1;
        }
        & CommandList, & CommandList:focus {
            background: $surface; border: none; padding: 0; max-height: 18;
        }
        & CommandList > .option-list--option {
            padding: 0 1; color: $text; background: $surface; text-style: none;
        }
        & CommandList > .option-list--option-highlighted {
            color: $strong; background: $cursor; text-style: bold;
        }
        & CommandList > .option-list--option-hover { background: $raised; }
        & LoadingIndicator { display: none; }
    }
    """

    def __init__(self) -> None:
        """Offer the commands of the screen beneath."""
        super().__init__([CommandsProvider], placeholder="Type what you want to do")


def _is_called(entry: Entry, query: str) -> bool:
    """Tell whether the name of a command, or its word in the footer, begins as typed."""
    typed = query.casefold().strip()
    name = entry.command.action.replace("_", " ")
    return any(one.casefold().startswith(typed) for one in (entry.command.footer, name) if one)


def _display(words: Content, entry: Entry) -> Content:
    keys = f"  {keys_label(entry)}" if entry.keys else ""
    return render_line(words, (keys, "$accent-text"))
