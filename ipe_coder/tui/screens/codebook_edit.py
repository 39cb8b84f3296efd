"""Changing codes: new ones, their fields, their place in the tree, and their end."""

from __future__ import annotations

from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Approach, Code, CodeKind, Derived
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import clean_name
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_code import CodeChoice, PaletteContext
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.merge_into import MergeInto
from ipe_coder.tui.failures import reported
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.codebook_files import CodebookFiles
from ipe_coder.tui.screens.codebook_tree import (
    has_study,
    in_form,
    on_active_code,
    on_code,
)
from ipe_coder.tui.screens.writing import write_and_publish

_MOST_EXAMPLES = 60


def _is_retired(screen: CodebookEdit) -> bool:
    return on_code(screen) and not on_active_code(screen)


class CodebookEdit(CodebookFiles):
    """The part of the codebook screen that writes."""

    def __init__(self) -> None:
        """Begin with nothing edited."""
        super().__init__()
        self._from_pane = False

    # -- fields

    @command("ctrl+s", footer="keep", group="Editing", when=in_form, priority=True)
    async def action_keep(self) -> None:
        """Keep what was changed in the fields."""
        code, changed = self.form.code, self.form.changed()
        if code is not None and changed:
            await self.write(lambda: self.project.edit_code(self._fresh(code), **changed))
        await self._close_form()

    @command("escape", footer="leave", group="Editing", when=in_form, priority=True)
    async def action_leave_form(self) -> None:
        """Leave the fields as they were."""
        if not self.form.changed():
            await self._close_form()
            return

        async def take(agreed: bool | None) -> None:
            if agreed:
                await self._close_form()

        question = "Leave without keeping what you changed?"
        self.app.push_screen(Confirm(question, "leaves", "goes on"), take)

    @command("tab", footer="next field", group="Editing", when=in_form, priority=True)
    def action_next_field(self) -> None:
        """Go to the next field."""
        self.form.step(1)

    @command("shift+tab", footer="field before", group="Editing", when=in_form, priority=True)
    def action_field_before(self) -> None:
        """Go to the field before."""
        self.form.step(-1)

    @command("ctrl+e", footer="quote as example", group="Editing", when=in_form, priority=True)
    def action_quote_as_example(self) -> None:
        """Take a segment of the code as an example."""
        code = self.form.code
        assert code is not None
        own = self.shown_coder_ids
        _, rows = self.project.first_segments(code.id, _MOST_EXAMPLES, coder_ids=own)
        if not rows:
            raise UsageError(f"Nothing is coded with {code.name} yet.")
        choices = [
            Choice(row.segment.id, shorten(" ".join(row.segment.quote.split()), 54), row.title)
            for row in rows[:_MOST_EXAMPLES]
        ]
        quotes = {row.segment.id: row for row in rows}

        def take(chosen: Any) -> None:
            if chosen is not None:
                words = " ".join(quotes[chosen].segment.quote.split())
                self.form.add_line("examples", words)

        self.app.push_screen(ChooseOne(f"An example of {code.name}", choices), take)

    @command("tab", footer="edit", group="Codes", when=on_code, priority=True)
    async def action_edit(self) -> None:
        """Edit the fields of the code at the cursor."""
        await self._open_form("name" if self.code and self.code.definition else "definition")

    @command("K", group="Codes", when=on_active_code)
    async def action_colour(self) -> None:
        """Change the colour of the code, then its line."""
        await self._open_form("colour")

    # -- new codes

    @command("a", footer="new", group="Codes", when=has_study)
    def action_new_code(self) -> None:
        """Make a code: beneath a question or theme, beside a code."""
        here = self.code
        beneath = here is None or here.kind is not CodeKind.CODE
        self._ask_new(here if beneath or here is None else self.view.code(here.parent_id))

    @command("A", group="Codes", when=on_active_code)
    def action_new_beneath(self) -> None:
        """Make a code beneath the one at the cursor."""
        self._ask_new(self.code)

    # -- the place in the tree

    @command(">", group="Codes", when=on_code)
    async def action_deeper(self) -> None:
        """Put the code beneath the one above it."""
        code, siblings, place = self._place()
        if not place:
            raise UsageError(f"Nothing stands before “{code.name}” for it to go beneath.")
        await self._move(code, siblings[place - 1], None)
        self.folded -= {siblings[place - 1].id}

    @command("<", group="Codes", when=on_code)
    async def action_shallower(self) -> None:
        """Put the code beside the one that it stands beneath."""
        code, _, _ = self._place()
        parent = self.view.code(code.parent_id)
        if parent is None:
            raise UsageError(f"“{code.name}” is at the top already.")
        beside = self.view.book.children(parent.parent_id)
        place = [one.id for one in beside].index(parent.id) + 1
        await self._move(code, self.view.code(parent.parent_id), place)

    @command("ctrl+up", "[", group="Codes", when=on_code)
    async def action_move_up(self) -> None:
        """Move the code up among those beside it."""
        await self._move_among(-1)

    @command("ctrl+down", "]", group="Codes", when=on_code)
    async def action_move_down(self) -> None:
        """Move the code down among those beside it."""
        await self._move_among(1)

    # -- merging and retiring

    @command("M", footer="merge", group="Codes", when=on_active_code)
    def action_merge(self) -> None:
        """Give the code's segments to another code."""
        code = self.code
        assert code is not None
        uses = {key: use.segments for key, use in self.view.use.items()}

        def choose(choice: CodeChoice | None) -> None:
            if choice is None:
                return
            into = choice.codes[0]
            number = self._segments(self.view.use_of(code).segments)
            self.app.push_screen(
                Confirm(
                    f"Merge {code.name} into {into.name}? {number} go over.", "merges", "keeps"
                ),
                lambda agreed: self._merge(code, into, agreed),
            )

        self.app.push_screen(MergeInto(self.view.book, code, PaletteContext(uses=uses)), choose)

    @command("R", footer="retire", group="Codes", when=on_active_code)
    def action_retire(self) -> None:
        """Retire the code: its segments stay, and it is offered no more."""
        code = self.code
        assert code is not None
        number = self._segments(self.view.use_of(code).segments)
        stay = "stays" if number.startswith("1 ") else "stay"
        question = f"Retire {code.name}? Its {number} {stay} and can still be read."
        self.app.push_screen(
            Confirm(question, "retires", "keeps"), lambda agreed: self._retire(code, agreed)
        )

    @command("R", footer="take back", group="Codes", when=_is_retired, priority=True)
    async def action_take_back(self) -> None:
        """Take a retired code back."""
        code = self.code
        assert code is not None
        await self.write(lambda: self.project.retire_code(self._fresh(code), retired=False))

    @command("S", footer="statement", group="Codes", when=on_active_code)
    def action_statement(self) -> None:
        """Write what is claimed of the theme, of whom, in one sentence."""
        code = self.code
        assert code is not None
        known = self.view.themes.get(code.id)

        async def take(answer: str | None) -> None:
            if answer is None or not (answer.strip() or known):
                return
            with reported(self):
                await write_and_publish(
                    self, lambda: self.project.set_theme(code.id, answer, study=self._study)
                )

        hint = "What is claimed, of whom, in one sentence. Verdicts judge it against the results."
        self.app.push_screen(
            AskText(f"Statement of {code.name}", known.statement if known else "", hint), take
        )

    def go_to_code(self, code_id: str) -> None:
        """Put the cursor on a code, unfolding what it stands beneath."""
        above = {one.id for one in self.view.book.ancestors(code_id)}
        if above & self.folded:
            self.folded -= above
            self.show()
        self.code_tree.go_to(code_id)

    # -- how it is done

    @property
    def _study(self) -> str:
        return self.view.study.name if self.view.study else ""

    def _fresh(self, code: Code) -> Code:
        """Read a code as it stands now, whoever changed it since.

        Raises:
            NotFoundError: If it is there no more.
        """
        return self.project.code(code.id)[1]

    async def _open_form(self, field: str) -> None:
        code = self.code
        if code is None:
            return
        self.remove_class("-quoting")
        self._from_pane = self.has_class("-open")
        self.add_class("-editing", "-open")
        self._head(code.name, "editing", "$accent-text")
        await self.form.open(code, field)
        use = self.view.use_of(code).segments
        if use and not self.is_narrow:
            self.say(f"{self._segments(use)} follow")

    async def _close_form(self) -> None:
        self.remove_class("-editing")
        self.set_class(self._from_pane, "-open")
        self.set_focus(self.details if self.is_narrow and self._from_pane else self.code_tree)
        await self.form.put_away()
        self.refresh_bindings()

    def _ask_new(self, parent: Code | None) -> None:
        where = f"beneath {parent.name}" if parent else "at the top"

        async def take(answer: str | None) -> None:
            if answer and clean_name(answer):
                with reported(self):
                    await self._add(answer, parent)

        self.app.push_screen(
            AskText(f"New code {where}", "", "Its name; a mark is made of it."), take
        )

    async def _add(self, name: str, parent: Code | None) -> None:
        book = self.view.book
        grown = book.approach is not Approach.DEDUCTIVE
        derived = Derived.INDUCTIVE if grown else Derived.DEDUCTIVE
        code = await write_and_publish(
            self,
            lambda: self.project.add_code(
                self._study, name, parent=parent.id if parent else "", derived=derived
            ),
        )
        self.folded -= {parent.id} if parent else set()
        self._wanted = code.id

    def _place(self) -> tuple[Code, list[Code], int]:
        """Find the code at the cursor among those beside it."""
        code = self.code
        assert code is not None
        siblings = self.view.beneath(code.parent_id)
        return code, siblings, [one.id for one in siblings].index(code.id)

    async def _move_among(self, step: int) -> None:
        code, siblings, place = self._place()
        if not 0 <= place + step < len(siblings):
            return
        others = [one for one in self.view.book.children(code.parent_id) if one.id != code.id]
        neighbour = [one.id for one in others].index(siblings[place + step].id)
        await self._move(code, self.view.code(code.parent_id), neighbour + (1 if step > 0 else 0))

    async def _move(self, code: Code, parent: Code | None, place: int | None) -> None:
        self._wanted = code.id

        def move() -> Change:
            return self.project.move_code(self._fresh(code), parent, place)

        await self.write(move)

    async def _merge(self, code: Code, into: Code, agreed: bool | None) -> None:
        if agreed:
            with reported(self):
                self._wanted = into.id
                await self.write(
                    lambda: self.project.merge_codes(self._fresh(code), self._fresh(into))
                )

    async def _retire(self, code: Code, agreed: bool | None) -> None:
        if agreed:
            with reported(self):
                await self.write(lambda: self.project.retire_code(self._fresh(code)))

    @staticmethod
    def _segments(number: int) -> str:
        return count_of(number, "segment")
