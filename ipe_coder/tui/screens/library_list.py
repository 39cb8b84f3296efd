"""The lists of the library: transcripts or participants, filtered, with details beside them."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Participant
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import render_words
from ipe_coder.tui.screens.base import has_project
from ipe_coder.tui.screens.library_details import participant_details, transcript_details
from ipe_coder.tui.screens.library_rows import (
    empty_words,
    participant_head,
    participant_rows,
    transcript_head,
    transcript_rows,
)
from ipe_coder.tui.screens.library_view import LibraryView
from ipe_coder.tui.screens.list_beside import ListBeside
from ipe_coder.tui.widgets.rows import Row, Rows


def in_list(screen: LibraryList) -> bool:
    """Tell whether the list has the focus."""
    return screen.is_mounted and isinstance(screen.focused, Rows)


def on_transcripts(screen: LibraryList) -> bool:
    """Tell whether transcripts are listed and have the focus."""
    return in_list(screen) and screen.shows_transcripts and bool(screen.whole.studies)


def on_participants(screen: LibraryList) -> bool:
    """Tell whether participants are listed and have the focus."""
    return in_list(screen) and not screen.shows_transcripts


def has_row(screen: LibraryList) -> bool:
    """Tell whether there is a row at the cursor."""
    return in_list(screen) and screen.rows.value is not None


def has_studies(screen: LibraryList) -> bool:
    """Tell whether there is a study, or might be while the library is still being read."""
    return has_project(screen) and (not screen.is_loaded or bool(screen.whole.studies))


def not_typing(screen: LibraryList) -> bool:
    """Tell whether keys are commands and not words of the filter."""
    return not (screen.is_mounted and isinstance(screen.focused, Input))


class LibraryList(ListBeside):
    """The part of the library that is looked at; `LibraryScreen` adds what is done there."""

    DEFAULT_CSS = """
    LibraryList {
        & #head { height: 1; }
        & #side { width: 41; }
        &.-narrow.-drawer #columns { layout: vertical; }
        &.-narrow.-drawer #left { width: 100%; height: 1fr; }
        &.-narrow.-drawer #side { display: block; width: 100%; height: 11; }
    }
    """
    LINE = "head"

    class Loaded(Message):
        """The library was read behind the screen."""

        def __init__(self, view: LibraryView) -> None:
            """Carry it."""
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        """Begin with an empty library, all studies shown."""
        super().__init__()
        self.whole = LibraryView()
        self.is_loaded = False
        self.study_id = ""
        self.shows_transcripts = True
        self._typed = ""
        self._places = {True: "", False: ""}

    # -- parts

    @property
    def view(self) -> LibraryView:
        """What is shown of the library: one study, or all."""
        return self.whole.of_study(self.study_id)

    @property
    def transcript(self) -> TranscriptSummary | None:
        """The transcript at the cursor."""
        return self.whole.transcript(self.rows.value or "") if self.shows_transcripts else None

    @property
    def participant(self) -> Participant | None:
        """The participant at the cursor."""
        return None if self.shows_transcripts else self.whole.participant(self.rows.value)

    # -- loading

    def reload(self) -> None:
        """Read the library behind the screen."""
        self._read()

    @background("library", "reading the library")
    def _read(self) -> None:
        view = LibraryView.read(self.project, self.only_coder, self.shown_coder_ids)
        if not stopped():
            self.post_message(self.Loaded(view))

    @on(Loaded)
    def _take(self, event: Loaded) -> None:
        event.stop()
        self.whole, self.is_loaded = event.view, True
        if self.study_id and self.study_id not in {one.id for one in self.whole.studies}:
            self.study_id = ""
        self.show()
        if self.focused is None:
            self.set_focus(self.rows)
        self.refresh_bindings()

    # -- what is shown

    def fit(self) -> None:
        """Draw again what depends on the width of the window."""
        self.show()

    def show(self, keep: str = "") -> None:
        """Draw the list and say where one is.

        Args:
            keep: Id of what the cursor is to stand on; where it stood when empty.
        """
        view = self.view
        study = view.studies[0].label if len(view.studies) == 1 else "All studies"
        people = len(view.participants)
        styles = ("bold $strong", "$muted")
        here, there = styles if self.shows_transcripts else styles[::-1]
        states = [
            render_words(count_of(len(view.transcripts), "transcript"), here),
            render_words(count_of(people, "participant"), there),
        ]
        if view.waiting:
            number = len(view.waiting)
            words = count_of(number, "waits", "wait")
            states.append(render_words(words, "$accent-text"))
        self.header.show(crumbs=["Library", study], states=states, coder=self.ipe.coder)
        # Only the weight of the words may differ, which the header takes for the same.
        self.header.refresh()
        self._show_rows(keep or self._places[self.shows_transcripts])

    def show_participant(self, participant_id: str) -> None:
        """Show the participants of all studies, the cursor on one of them."""
        self.shows_transcripts, self.study_id, self._typed = False, "", ""
        self.remove_class("-typing")
        self.query_one("#filter", Input).value = ""
        self._places[False] = participant_id
        self.show(participant_id)
        self.set_focus(self.rows)

    def _show_rows(self, keep: str) -> None:
        view, width = self.view, max(self.rows.size.width - 2, 40)
        transcripts = self.shows_transcripts
        head = transcript_head(view, width) if transcripts else participant_head(view, width)
        self.query_one("#head", Static).update(head)
        make = transcript_rows if transcripts else participant_rows
        rows = make(view, width, self._typed)
        if not any(row.value for row in rows):
            rows.append(Row.of(self._empty_words()))
        self.rows.show(rows, keep=keep or None)
        self._show_details()

    def _empty_words(self) -> Content:
        if self.ipe.project is None:
            return render_words(
                spoken("No project is open. {go.project} opens one."), "italic $muted"
            )
        if not self.is_loaded:
            return Content("")
        what = "transcripts" if self.shows_transcripts else "participants"
        return empty_words(self.view, what, self._typed)

    def _switch(self, *, transcripts: bool) -> None:
        self._places[self.shows_transcripts] = self.rows.value or ""
        self.shows_transcripts = transcripts
        self.show()
        self.refresh_bindings()

    @on(Rows.Moved, "#rows")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        # Where the cursor is now: another list may be shown since the message was sent.
        self._places[self.shows_transcripts] = self.rows.value or ""
        self._show_details()
        self.refresh_bindings()

    @on(Input.Changed, "#filter")
    def _typed_more(self, event: Input.Changed) -> None:
        event.stop()
        self._typed = event.value
        self._show_rows("")

    @on(Input.Submitted, "#filter")
    def _typed_all(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.rows)
        if not self._typed:
            self.remove_class("-typing")

    def _show_details(self) -> None:
        transcript, participant = self.transcript, self.participant
        width = max(self.query_one("#side").size.width, 38) - 1
        details = Content("")
        if transcript is not None:
            details = transcript_details(self.whole, transcript, width)
        elif participant is not None:
            details = participant_details(self.whole, participant, width)
        self.query_one("#detail", Static).update(details)
        self.query_one("#side").scroll_home(animate=False)
