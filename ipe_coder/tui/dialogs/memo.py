"""Writing a memo without leaving the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from ipe_coder.model.segment import Memo, MemoAbout, MemoKind
from ipe_coder.model.spans import Span
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.rendering import Part, render_line, render_words, shorten


@dataclass(frozen=True)
class MemoSubject:
    """What a memo can be about here."""

    about: MemoAbout
    about_id: str
    title: str
    """As in `turn 17`, `code Pa`."""
    words: str = ""
    """The words that it stands beside."""
    span: Span | None = None
    memo: Memo | None = None
    """What this coder wrote about it before."""


@dataclass(frozen=True)
class WrittenMemo:
    """A memo as it was left: empty words remove it."""

    subject: MemoSubject
    body: str
    kind: MemoKind
    memo_id: str = ""
    """The memo that is written anew; a new one when empty."""


def _has_several(dialog: MemoDialog) -> bool:
    return len(dialog.subjects) > 1


class MemoDialog(Dialog[WrittenMemo]):
    """Writes a memo; dismissed with it, None when left."""

    NAME = "memo"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    MemoDialog {
        & > #box { width: 84; }
        & #about { color: $muted; height: auto; max-height: 4; padding-bottom: 1; }
        & TextArea, & TextArea:focus {
            height: 12; border: none; background: $raised; color: $text; padding: 0 1;
        }
        &.-narrow TextArea { height: 1fr; }
    }
    """

    def __init__(self, subjects: Sequence[MemoSubject]) -> None:
        """Open a memo.

        Args:
            subjects: What it can be about, the likeliest first.
        """
        super().__init__()
        self.subjects = tuple(subjects)
        self._place = self._loaded = 0
        memo = self.subject.memo
        self._kind = memo.kind if memo else MemoKind.ANALYTIC

    @property
    def subject(self) -> MemoSubject:
        """What the memo is about now."""
        return self.subjects[self._place]

    def title_line(self) -> Content:
        """Say what it is about, and what else it could be."""
        parts: list[Part] = [(f"{self._kind.value.capitalize()} memo on  ", "$muted")]
        for place, one in enumerate(self.subjects):
            style = "bold $on-accent on $accent" if place == self._place else "$muted"
            parts += [(f" {one.title} ", style), " "]
        return render_line(*parts)

    def compose_body(self) -> ComposeResult:
        """Set the words above the field."""
        yield Static(id="about")
        yield TextArea(self._body, soft_wrap=True, show_line_numbers=False)

    def on_mount(self) -> None:
        """Go on writing at the end."""
        self._show_subject()
        self._go_to_end()
        self.query_one(TextArea).focus()

    @command("ctrl+s", footer="keep", priority=True, in_palette=False)
    def action_keep(self) -> None:
        """Keep the memo."""
        old = self.subject.memo if self._loaded == self._place else None
        body = self.query_one(TextArea).text
        self.dismiss(WrittenMemo(self.subject, body, self._kind, old.id if old else ""))

    @command("ctrl+t", footer="kind", priority=True, in_palette=False)
    def action_kind(self) -> None:
        """Make it an analytic, reflexive or method memo, or a field note."""
        kinds = list(MemoKind)
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self._show_subject()

    @command("tab", footer="about another", priority=True, when=_has_several, in_palette=False)
    def action_next_subject(self) -> None:
        """Write about the next thing here; what is typed goes with it."""
        field = self.query_one(TextArea)
        loaded = self.subjects[self._loaded].memo
        untouched = field.text == (loaded.body if loaded else "")
        self._place = (self._place + 1) % len(self.subjects)
        if untouched:
            field.text = self._body
            self._go_to_end()
            self._loaded = self._place
            self._kind = self.subject.memo.kind if self.subject.memo else self._kind
        self._show_subject()

    @property
    def _body(self) -> str:
        return self.subject.memo.body if self.subject.memo else ""

    def _show_subject(self) -> None:
        words = self.subject.words
        about = self.query_one("#about", Static)
        about.display = bool(words)
        about.update(render_words(f"“{shorten(words, 300)}”", "italic"))
        self.query_one("#title", Static).update(self.title_line())

    def _go_to_end(self) -> None:
        field = self.query_one(TextArea)
        field.move_cursor(field.document.end)
