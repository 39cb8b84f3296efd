"""The review of names: what was found in a study's transcripts, and what each becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from ipe_coder.model.counts import count_of
from ipe_coder.model.pseudonym import Decision, NameFind, NameKind
from ipe_coder.tui.background import Progress, background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import render_line
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.screens.names_rows import name_details, name_rows, names_head
from ipe_coder.tui.screens.writing import write_and_publish
from ipe_coder.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from ipe_coder.model.study import Study
    from ipe_coder.pseudonyms.evidence import Document

_FINDING = "names"
_PATIENCE = 0.2
"""Seconds between two looks whether the search was left."""


def _has_names(screen: NamesScreen) -> bool:
    return bool(screen.finds)


def _has_doubt(screen: NamesScreen) -> bool:
    return any(not one.sure for one in screen.finds)


_BEFORE = (
    "The texts before stay as earlier versions until {library.purge} in the library purges them; "
    "{everywhere.undo} undoes this."
)


class NamesScreen(ProjectAware):
    """Names of a study's transcripts, before anything is replaced."""

    NAME, TITLE = "names", "Names"
    HELP = (
        "Look at each name and decide: {names.replace} replaces it, {names.keep} keeps it. Nothing "
        "is written until you press {names.write}. The result is pseudonymised, never "
        "anonymous: read the texts as well."
    )
    READS: ClassVar[frozenset[str]] = frozenset({"coder"})
    DEFAULT_CSS = """
    NamesScreen {
        & #columns { height: 1fr; }
        & #left { width: 1fr; }
        & #head { height: 1; padding: 0 1; }
        & #names { height: 1fr; }
        & #about { width: 44; padding: 1 1 0 1; background: $surface; scrollbar-size: 1 1; }
        &.-narrow #columns { layout: vertical; }
        &.-narrow #left { width: 100%; height: 1fr; }
        &.-narrow #about { width: 100%; height: 8; padding: 0 1; }
        &.-contrast #about { border-left: solid $line; }
    }
    """

    class Found(Message):
        """The names were found."""

        def __init__(
            self, finds: Sequence[NameFind], documents: Sequence[Document], notice: str
        ) -> None:
            """Carry them, the texts as they were read, and what is weaker on this machine."""
            super().__init__()
            self.finds, self.documents, self.notice = tuple(finds), tuple(documents), notice

    def __init__(self, study: Study, transcript_ids: Sequence[str] = ()) -> None:
        """Take the study whose transcripts are looked at, or some of them."""
        super().__init__()
        self.study, self.transcript_ids = study, tuple(transcript_ids)
        self.finds: tuple[NameFind, ...] = ()
        self.is_looking = True
        self._like: dict[str, tuple[str, ...]] = {}
        self._documents: tuple[Document, ...] = ()
        self._key = ""
        self._read_key = ""
        """The key whose terms the names have."""
        self._decided: dict[str, NameFind] = {}
        self._termed: set[str] = set()
        """Names that were given a term here."""
        self._changed = False

    def compose_body(self) -> ComposeResult:
        """Set the names beside the places of one."""
        with Horizontal(id="columns"):
            with VerticalScroll(id="left", can_focus=False):
                yield Static(id="head")
                yield Rows(id="names")
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="details")

    def on_mount(self) -> None:
        """Look for names behind the screen."""
        self.set_focus(self.names)
        self._look("")

    @property
    def names(self) -> Rows:
        """The list of names."""
        return self.query_one("#names", Rows)

    @property
    def place(self) -> int:
        """The place of the name at the cursor."""
        return int(self.names.value or 0)

    # -- finding

    @background(_FINDING, "looking for names")
    def _look(self, key: str) -> None:
        rows = self.project.read_key(Path(key)) if key else []
        notice, read = "", list(self._documents)
        if not read:
            documents = self.project.name_documents(self.transcript_ids, self.study.name)
            for number, (one, said) in enumerate(_with_mentions(documents), 1):
                read.append(one)
                notice = said
                self.post_message(Progress(_FINDING, "looking for names", number, len(documents)))
            if stopped() or len(read) < len(documents):
                return
        finds = self.project.propose_names(read, rows)
        if not stopped():
            self.post_message(self.Found(finds, read, notice))

    @on(Found)
    def _take_found(self, event: Found) -> None:
        from ipe_coder.pseudonyms.terms import like_names

        event.stop()
        self.is_looking = False
        self.finds = tuple(self._as_decided(one) for one in event.finds)
        self._documents = event.documents
        self._like = like_names(self.finds)
        self._show()
        found = f"{len(self.finds)} names found"
        if self._read_key:
            write = spoken("{names.write}")
            found += f", with the terms of {Path(self._read_key).name}; {write} writes"
        elif any(not one.sure for one in self.finds):
            found += "; look at those with ? first"
        self.say(event.notice or found)

    def _as_decided(self, one: NameFind) -> NameFind:
        """Keep what was decided here about a name that was found anew."""
        said = self._decided.get(one.name)
        if said is None:
            return one
        term = said.term if one.name in self._termed else ""
        return one.decided(said.decision, term, said.kind)

    # -- what is shown

    def on_resize(self, _event: events.Resize) -> None:
        """Set the places under the names where there is no room beside them."""
        self.fit_side()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        chosen = sum(one.decision is Decision.REPLACE for one in self.finds)
        number = f"{chosen} of {len(self.finds)} names will be replaced"
        write = (spoken("{names.write}"), "bold $accent-text")
        nothing = render_line("nothing is written until you press ", write)
        state = "looking for names" if self.is_looking else number
        where = f"Names in {self.study.label}"
        if self._documents and self.transcript_ids:
            titles = [one.title for one in self._documents]
            where += f", {titles[0]}" if len(titles) == 1 else f", {len(titles)} transcripts"
        self.header.show(crumbs=["Library", where], states=[nothing, state], coder="")
        width = max(self.names.size.width - 3, 40)
        self.query_one("#head", Static).update(names_head(width))
        self.names.show(name_rows(self.finds, width), keep=self.names.value)
        self._show_name()

    def _show_name(self) -> None:
        details = self.query_one("#details", Static)
        if not self.finds:
            words = "Looking for names." if self.is_looking else "No name was found."
            details.update(render_line((words, "$muted")))
            return
        one = self.finds[self.place]
        width = max(self.query_one("#about").size.width - 3, 30)
        details.update(name_details(one, self._like.get(one.name, ()), width))
        self.refresh_bindings()

    @on(Rows.Chosen, "#names")
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_term()

    @on(Rows.Moved, "#names")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.query_one("#about").scroll_home(animate=False)
        self._show_name()

    # -- deciding

    @command("r", footer="replace", group="Names", when=_has_names)
    def action_replace(self) -> None:
        """Replace the name by its term, and go to the next."""
        self._decide(Decision.REPLACE)

    @command("x", footer="keep", group="Names", when=_has_names)
    def action_keep(self) -> None:
        """Keep the name as it is, and go to the next."""
        self._decide(Decision.KEEP)

    @command("t", footer="term", group="Names", when=_has_names)
    def action_term(self) -> None:
        """Give another term; names with the same term are the same person or place."""
        one = self.finds[self.place]

        def take(answer: str | None) -> None:
            from ipe_coder.pseudonyms.terms import make_term

            if answer is None:
                return
            with reported(self):
                decided = one.decided(Decision.REPLACE, make_term(answer))
                self._termed.add(one.name)
                self._put(decided)

        hint = "Such as colleague 1 or school 2; brackets are put around it."
        self.app.push_screen(AskText(f"What becomes of {one.name}?", one.term[1:-1], hint), take)

    @command("w", footer="write", group="Names", when=_has_names)
    def action_write(self) -> None:
        """Say where the key is, look at what would be done, and write it as one change."""
        hint = "A .csv file outside the project; a key that is there is added to. Keep it apart."
        self.app.push_screen(AskText("Where is the key?", self._key, hint), self._confirm)

    @command("d", footer="kind", group="Names", when=_has_names)
    def action_kind(self) -> None:
        """Say what kind of name it is."""
        one = self.finds[self.place]
        choices = [Choice(kind, kind.value) for kind in NameKind]

        def take(chosen: NameKind | None) -> None:
            if chosen is not None:
                self._put(one.decided(one.decision, kind=chosen))

        self.app.push_screen(ChooseOne(f"What is {one.name}?", choices, current=one.kind), take)

    @command("A", footer="all of kind", group="Names", when=_has_names)
    def action_replace_kind(self) -> None:
        """Replace every sure name of the kind at the cursor."""
        kind = self.finds[self.place].kind
        self.finds = tuple(
            one.decided(Decision.REPLACE) if one.kind is kind and one.sure else one
            for one in self.finds
        )
        self._decided.update((one.name, one) for one in self.finds if one.kind is kind and one.sure)
        self._changed = True
        self._show()
        self.say(f"Every sure {kind.value} will be replaced")

    @command("n", footer="next ?", group="Names", when=_has_doubt)
    def action_next_doubt(self) -> None:
        """Go to the next doubtful name."""
        places = [place for place, one in enumerate(self.finds) if not one.sure]
        self.names.go_to(next((one for one in places if one > self.place), places[0]))

    @command("escape", footer="leave", group="Names")
    def action_leave(self) -> None:
        """Leave; nothing is written."""
        if not self._changed:
            self.dismiss(None)
            return
        forgotten = "What you decided here is forgotten."
        self.app.push_screen(
            Confirm("Leave the names?", "leaves", "goes on", forgotten),
            self._leave,
        )

    # -- how it is done

    def _leave(self, agreed: bool | None) -> None:
        if agreed:
            self.dismiss(None)

    def _decide(self, decision: Decision) -> None:
        place = self.place
        self._put(self.finds[place].decided(decision))
        self.names.go_to(min(place + 1, len(self.finds) - 1))

    def _put(self, one: NameFind) -> None:
        place = self.place
        self.finds = (*self.finds[:place], one, *self.finds[place + 1 :])
        self._decided[one.name] = one
        self._changed = True
        self._show()

    def _confirm(self, answer: str | None) -> None:
        if not answer or not answer.strip():
            return
        self._key = answer.strip()
        with reported(self):
            key = Path(self._key).expanduser().absolute()
            rows = self.project.read_key(key)
            if rows and str(key) != self._read_key:
                self._take_key(key, len(rows))
                return
            detail = self._what_is_written(len(rows))
            self.app.push_screen(
                Confirm("Replace the names?", "writes", "goes on", detail),
                lambda agreed: self._write(key) if agreed else None,
            )

    def _what_is_written(self, key_rows: int) -> str:
        """Say what writing would do."""
        chosen = [one for one in self.finds if one.decision is Decision.REPLACE]
        places = sum(len(one.places) for one in chosen)
        texts = {place.transcript_id for one in chosen for place in one.places}
        said = (
            f"{count_of(len(chosen), 'name')} at {count_of(places, 'place')}"
            f" in {count_of(len(texts), 'transcript')}."
        )
        if doubts := sum(not one.sure for one in self.finds):
            verb = "was not looked at and stays" if doubts == 1 else "were not looked at and stay"
            said += f" {count_of(doubts, 'doubtful name')} {verb}."
        if key_rows:
            said += f" The key has {count_of(key_rows, 'row')} already, whose terms stand here."
        return said

    def _take_key(self, key: Path, number: int) -> None:
        """Take the terms of a key that is there, or one term would stand for two people."""

        def take(agreed: bool | None) -> None:
            if agreed:
                self._key = self._read_key = str(key)
                self.is_looking = True
                self._look(self._read_key)

        detail = (
            f"{key.name} has {count_of(number, 'row')}. The names take the terms "
            "that it has for them, and others get new numbers. Then look once more and press "
            f"{spoken('{names.write}')}."
        )
        self.app.push_screen(Confirm("Go by the key?", "goes by it", "leaves it", detail), take)

    def _write(self, key: Path) -> None:
        self.run_worker(self._write_now(key), exclusive=True, group="write names")

    async def _write_now(self, key: Path) -> None:
        with reported(self):
            done = await write_and_publish(self, lambda: self.project.pseudonymise(self.finds, key))
            notes = [f"The key is {key}. Keep it apart from the project."]
            notes += [f"The title {title} holds a name still." for title in done.titles]
            notes += [
                f"ipe-coder scan --shown --key {key} shows where names are left.",
                spoken(_BEFORE),
                "The transcripts are pseudonymised, not anonymous.",
            ]
            self.app.push_screen(
                NotesDialog(done.change.label, notes), lambda _: self.dismiss(None)
            )


def _with_mentions(documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    """Have another process read the texts, since that keeps the processor for seconds."""
    from ipe_coder.suggest.messages import Answer, Failed, NamesRead, ReadNames, Stopped
    from ipe_coder.suggest.service import SuggestionService

    answers: SimpleQueue[Answer] = SimpleQueue()
    left = len(documents)
    with SuggestionService(answers.put) as service:
        service.submit(ReadNames(tuple(one.text for one in documents)))
        while left and not stopped():
            try:
                answer = answers.get(timeout=_PATIENCE)
            except Empty:
                continue
            match answer:
                case NamesRead(place=place, mentions=mentions, notice=notice):
                    left -= 1
                    yield replace(documents[place], mentions=mentions), notice
                case Failed(message=message) | Stopped(message=message):
                    raise RuntimeError(message)
