"""Choosing the code that another is merged into."""

from __future__ import annotations

from dataclasses import replace

from textual.content import Content

from ipe_coder.model.code import Code, Codebook
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_code import ChooseCode, CodeChoice, PaletteContext
from ipe_coder.tui.rendering import render_line
from ipe_coder.tui.widgets.rows import Rows


def _never(dialog: MergeInto) -> bool:
    del dialog
    return False


class MergeInto(ChooseCode):
    """The code palette, for one code of the same codebook."""

    NAME = "merge_into"

    def __init__(self, codebook: Codebook, code: Code, context: PaletteContext) -> None:
        """Offer every code but this one and those beneath it."""
        family = {code.id, *(one.id for one in codebook.descendants(code.id))}
        others = tuple(one for one in codebook.codes if one.id not in family)
        super().__init__(replace(codebook, codes=others), context)
        self._merged = code

    def title_line(self) -> Content:
        """Name the code that goes."""
        return render_line(
            ("Merge ", "$muted"), (self._merged.name, "bold $strong"), (" into", "$muted")
        )

    @command("enter", footer="merge into it", priority=True, in_palette=False)
    def action_apply(self) -> None:
        """Take the code at the cursor."""
        code = self.query_one(Rows).value
        if isinstance(code, Code):
            self.dismiss(CodeChoice((code,)))

    @command("tab", when=_never, in_palette=False)
    def action_gather(self) -> None:
        """Take one code only."""

    @command("ctrl+n", when=_never, in_palette=False)
    def action_new_code(self) -> None:
        """Take a code that is there."""
