"""Writing a memo without leaving the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from ipe_coder.model.memo import MemoDraft
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
    draft: MemoDraft | None = None
    """What this coder typed about it and did not keep."""

    @property
    def body(self) -> str:
        """What stands in the field at first."""
        if self.draft is not None:
            return self.draft.body
        return self.memo.body if self.memo else ""


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

    def __init__(
        self,
        subjects: Sequence[MemoSubject],
        follow: Callable[[WrittenMemo], None] | None = None,
    ) -> None:
        """Open a memo.

        Args:
            subjects: What it can be about, the likeliest first.
            follow: Is told what stands in the field each time that it changes.
        """
        super().__init__()
        self.subjects = tuple(subjects)
        self._follow = follow
        self._place = self._loaded = 0
        self._kind = self._kind_of(self.subject) or MemoKind.ANALYTIC

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
        yield TextArea(self.subject.body, soft_wrap=True, show_line_numbers=False)

    def on_mount(self) -> None:
        """Go on writing at the end."""
        self._show_subject()
        self._go_to_end()
        self.query_one(TextArea).focus()
        if self.subject.draft is not None:
            self.say("What you typed before and did not keep")

    @on(TextArea.Changed)
    def _tell(self) -> None:
        """Let what is typed be kept as a draft."""
        if self._follow is not None:
            self._follow(self.written)

    @property
    def written(self) -> WrittenMemo:
        """The memo as it stands in the field."""
        old = self.subject.memo if self._loaded == self._place else None
        body = self.query_one(TextArea).text
        return WrittenMemo(self.subject, body, self._kind, old.id if old else "")

    @command("ctrl+s", footer="keep", priority=True, in_palette=False)
    def action_keep(self) -> None:
        """Keep the memo."""
        self.dismiss(self.written)

    @command("ctrl+t", footer="kind", priority=True, in_palette=False)
    def action_kind(self) -> None:
        """Make it an analytic, reflexive or method memo, or a field note."""
        kinds = list(MemoKind)
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self._show_subject()
        self._tell()

    @command("tab", footer="about another", priority=True, when=_has_several, in_palette=False)
    def action_next_subject(self) -> None:
        """Write about the next thing here; what is typed goes with it."""
        field = self.query_one(TextArea)
        untouched = field.text == self.subjects[self._loaded].body
        self._place = (self._place + 1) % len(self.subjects)
        if untouched:
            self._loaded = self._place
            self._kind = self._kind_of(self.subject) or self._kind
            field.text = self.subject.body
            self._go_to_end()
        self._show_subject()
        self._tell()

    def _kind_of(self, subject: MemoSubject) -> MemoKind | None:
        known = subject.draft or subject.memo
        return known.kind if known else None

    def _show_subject(self) -> None:
        words = self.subject.words
        about = self.query_one("#about", Static)
        about.display = bool(words)
        about.update(render_words(f"“{shorten(words, 300)}”", "italic"))
        self.query_one("#title", Static).update(self.title_line())

    def _go_to_end(self) -> None:
        field = self.query_one(TextArea)
        field.move_cursor(field.document.end)
