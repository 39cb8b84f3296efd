"""What goes for good, and copies for others: how the screens ask, and what they say afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from ipe_coder.errors import UsageError
from ipe_coder.model.erasure import Proof
from ipe_coder.model.pseudonym import NameRow
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware

Key = list[NameRow] | None
_KEY_HINT = "The path of the key, whose names are then looked for; empty looks for none."


def ask_for_key(screen: ProjectAware, go_on: Callable[[Key], Awaitable[None]]) -> None:
    """Ask for the key, read it, and go on with its rows; None where none is named."""

    async def take(answer: str | None) -> None:
        if answer is None:
            return
        with reported(screen):
            await go_on(_read_key(answer))

    screen.app.push_screen(AskText("Key to the pseudonyms", "", _KEY_HINT), take)


def _read_key(answer: str) -> Key:
    if not answer.strip():
        return None
    path = Path(answer.strip()).expanduser()
    if not path.is_file():
        raise UsageError(f"There is no key {path}.", "Name the file that replacing names wrote.")
    from ipe_coder.tables.names import read_names

    return read_names(path)


def proof_lines(proof: Proof | None) -> list[str]:
    """Say what a search for the names of a key found."""
    if proof is None:
        return ["No key was named, so no names were looked for."]
    files = f": {', '.join(proof.files)}" if proof.files else ""
    places = [f"{one.name}: {one.where}  {one.context}".rstrip() for one in proof.found]
    return [f"{proof.sentence[0].upper()}{proof.sentence[1:]}{files}.", *dict.fromkeys(places)]


def share_copy(screen: ProjectAware) -> None:
    """Ask for a name and the key, and write a copy that others may have."""
    hint = "A new file that ends in .ipe: no originals, earlier versions, history or file names."

    def take(answer: str | None) -> None:
        if answer and answer.strip():
            out = Path(answer.strip()).expanduser()
            ask_for_key(screen, lambda key: _share(screen, out, key))

    screen.app.push_screen(AskText("Write a copy to share", "shared.ipe", hint), take)


async def _share(screen: ProjectAware, out: Path, key: Key, anyway: bool = False) -> None:
    done = await asyncio.to_thread(screen.project.share, out, key, anyway=anyway)
    if done.is_written:
        coders = ", ".join(done.coders) or "nobody"
        lines = [f"Its history begins anew. Coders in it: {coders}.", *proof_lines(done.proof)]
        screen.app.push_screen(NotesDialog(f"Wrote {out.name}", lines))
        return
    if done.proof is not None:
        lines = ["Nothing was written, since names were found.", *proof_lines(done.proof)]
        screen.app.push_screen(NotesDialog(f"No copy {out.name}", lines))
        return

    async def take(agreed: bool | None) -> None:
        if agreed:
            with reported(screen):
                await _share(screen, out, key, anyway=True)

    number = len(done.as_imported)
    texts = "1 text was" if number == 1 else f"{number} texts were"
    names = ", ".join(done.as_imported[:6]) + (" …" if number > 6 else "")
    question = f"{texts} never pseudonymised. Write the copy all the same?"
    screen.app.push_screen(Confirm(question, "writes", "leaves it", names), take)
