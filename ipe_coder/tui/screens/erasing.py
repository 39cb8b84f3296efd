"""What goes for good, and copies for others: how the screens ask, and what they say afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from ipe_coder.errors import FileError, IpeCoderError
from ipe_coder.model.counts import count_of
from ipe_coder.model.erasure import Proof
from ipe_coder.model.pseudonym import NameRow
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.folder import shown_path
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware

Key = list[NameRow] | None
_ENDINGS = (".csv", ".xlsx", ".txt")
_FILE, _NONE = "file", "none"


def ask_for_key(
    screen: ProjectAware, go_on: Callable[[Key], Awaitable[None]], wrong: str = ""
) -> None:
    """Ask for the key, read it, and go on with its rows; None where none is named.

    Args:
        screen: The screen that is worked from.
        go_on: What is done then.
        wrong: What was wrong with the key that was named before.
    """
    choices = [
        Choice(_FILE, "choose the key", "the file that replacing names wrote"),
        Choice(_NONE, "there is no key", "then no names are looked for"),
    ]

    async def read(paths: tuple[Path, ...] | None) -> None:
        if not paths:
            ask_for_key(screen, go_on)
            return
        try:
            key = _read_key(paths[0])
        except IpeCoderError as error:
            ask_for_key(screen, go_on, error.message)
            return
        await take(key)

    async def take(key: Key) -> None:
        with reported(screen):
            await go_on(key)

    async def choose(chosen: str | None) -> None:
        if chosen == _FILE:
            screen.app.push_screen(ChooseFiles("Key to the pseudonyms", _ENDINGS), read)
        elif chosen == _NONE:
            await take(None)

    title = f"{wrong} Which key?" if wrong else "Which names shall be looked for in what is left?"
    screen.app.push_screen(ChooseOne(title, choices), choose)


def _read_key(path: Path) -> list[NameRow]:
    from ipe_coder.tables.names import read_names

    rows = read_names(path)
    if not rows:
        raise FileError(path, "the file holds no names.")
    return rows


def proof_lines(proof: Proof | None) -> list[str]:
    """Say what a search for the names of a key found."""
    if proof is None:
        return ["No key was named, so no names were looked for."]
    files = f": {', '.join(proof.files)}" if proof.files else ""
    places = [f"{one.name}: {one.where}  {one.context}".rstrip() for one in proof.found]
    return [f"{proof.sentence[0].upper()}{proof.sentence[1:]}{files}.", *dict.fromkeys(places)]


def share_copy(screen: ProjectAware, value: str = "shared.ipe", wrong: str = "") -> None:
    """Ask for a name and the key, and write a copy that others may have.

    Args:
        screen: The screen that is worked from.
        value: The name to begin with.
        wrong: What is wrong with it.
    """
    hint = wrong or (
        f"In {shown_path(Path.cwd())} unless you name a folder. "
        "Without originals, earlier versions, history and file names."
    )

    def take(answer: str | None) -> None:
        if not answer or not answer.strip():
            return
        out = Path(answer.strip()).expanduser().absolute()
        try:
            screen.project.check_copy(out)
        except IpeCoderError as error:
            share_copy(screen, answer.strip(), f"{error.message} {error.hint}".strip())
            return
        ask_for_key(screen, lambda key: _share(screen, out, key))

    screen.app.push_screen(AskText("Write a copy to share", value, hint), take)


async def _share(screen: ProjectAware, out: Path, key: Key, anyway: bool = False) -> None:
    screen.action_close_error()
    screen.say(f"Writing {out.name} and looking through it")
    done = await asyncio.to_thread(screen.project.share, out, key, anyway=anyway)
    screen.say(f"Wrote {out.name}" if done.is_written else f"No copy {out.name} yet")
    if done.is_written:
        coders = ", ".join(done.coders) or "nobody"
        lines = [f"It is {out}.", f"Its history begins anew. Coders in it: {coders}."]
        title = f"Wrote {out.name}"
        if done.proof is not None and done.proof.found:
            title += ", which holds names of the key"
        screen.app.push_screen(NotesDialog(title, [*lines, *proof_lines(done.proof)]))
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
    texts = count_of(number, "text was", "texts were")
    names = ", ".join(done.as_imported[:6]) + (" …" if number > 6 else "")
    question = f"{texts} never pseudonymised. Write the copy all the same?"
    screen.app.push_screen(Confirm(question, "writes", "leaves it", names), take)
