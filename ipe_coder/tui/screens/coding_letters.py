"""Codes on letters of one's own: a comma and a letter apply one."""

from __future__ import annotations

from ipe_coder.model.code import Code
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_code import ChooseCode, CodeChoice
from ipe_coder.tui.dialogs.letters import LettersDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.rendering import CodeLook, Part, render_line, shorten
from ipe_coder.tui.screens.coding_applying import CodingApplying
from ipe_coder.tui.screens.coding_segments import has_target

_NOTHING = "no code has a letter yet: any letter asks for one"


class CodingLetters(CodingApplying):
    """The part of the coding screen that keeps codes on letters."""

    @command("comma", group="Coding", when=has_target)
    def action_apply_letter(self) -> None:
        """Apply the code on a letter of your own; a letter without one asks which."""

        async def take(letter: str | None) -> None:
            if letter is None:
                return
            code = self._on_letters().get(letter)
            if code is None:
                self._ask_for(letter)
                return
            with reported(self):
                await self.apply([code])

        self.app.push_screen(LettersDialog("Code", self._named_letters(), _NOTHING), take)

    @command(";", group="Coding", when=has_target)
    def action_set_letter(self) -> None:
        """Put another code on a letter of your own."""

        def take(letter: str | None) -> None:
            if letter is not None:
                self._ask_for(letter)

        self.app.push_screen(LettersDialog("Change letter", self._named_letters(), _NOTHING), take)

    # -- how it is done

    def _ask_for(self, letter: str) -> None:
        """Ask which code a letter stands for, keep it, and apply it here."""

        async def take(choice: CodeChoice | None) -> None:
            if choice is None or not choice.codes:
                return
            with reported(self):
                code = choice.codes[0]
                self._letters[letter] = code.id
                self.ipe.workplace.save()
                await self.apply([code])

        span = self._target()
        palette = self.desk.palette(span.of(self.desk.transcript.text))
        self.app.push_screen(ChooseCode(self.desk.book, palette, purpose=f"On {letter}"), take)

    @property
    def _letters(self) -> dict[str, str]:
        study_id = self.desk.transcript.study_id
        return self.ipe.workplace.code_keys.setdefault(study_id, {})

    def _on_letters(self) -> dict[str, Code]:
        """List the codes on letters that can still be applied."""
        book = self.desk.book
        return {
            letter: book[code_id]
            for letter, code_id in self._letters.items()
            if code_id in book and book[code_id].active
        }

    def _named_letters(self) -> dict[str, Part]:
        return {
            letter: render_line(CodeLook.of(code), " ", (shorten(code.name, 16), "$text"))
            for letter, code in self._on_letters().items()
        }
