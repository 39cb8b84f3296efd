"""Writing memos from any screen: the question, and what is done with the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ipe_coder.model.change import Change
from ipe_coder.model.memo import DraftPlace, MemoDraft, draft_place
from ipe_coder.model.segment import Memo, MemoAbout
from ipe_coder.tui.dialogs.memo import MemoDialog, MemoSubject, WrittenMemo
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware


def ask_for_memo(screen: ProjectAware, subjects: Sequence[MemoSubject]) -> None:
    """Let the coder write a memo about one of some things, and keep it.

    What is typed is kept as a draft meanwhile; who turns away from it finds it again.

    Args:
        screen: The screen that is written from.
        subjects: What it can be about, the likeliest first.
    """
    typed: list[MemoDraft] = []

    def follow(written: WrittenMemo) -> None:
        draft = _draft(screen, written)
        if typed and typed[0].place != draft.place:
            screen.ipe.note_draft(replace(typed[0], body=""))
        typed[:] = [draft]
        screen.ipe.note_draft(draft if _says_something(written) else replace(draft, body=""))

    async def keep(written: WrittenMemo | None) -> None:
        with reported(screen):
            if written is not None and _says_something(written):
                await _keep(screen, written)
            elif written is not None:
                screen.ipe.note_draft(replace(_draft(screen, written), body=""))
            elif typed and (left := screen.ipe.half_typed.of(typed[0].place)) is not None:
                screen.ipe.note_draft(replace(left, left=True))
                screen.say("Not kept; what you typed is there when you write about this again")

    half_typed = screen.ipe.half_typed
    known = [replace(one, draft=half_typed.of(_place(one))) for one in subjects]
    screen.app.push_screen(MemoDialog(known, follow), keep)


def go_on_with(screen: ProjectAware, draft: MemoDraft) -> None:
    """Let the coder go on with a memo that was half typed.

    Args:
        screen: The screen that is written from.
        draft: What was typed.
    """
    memo = next((one for one in screen.project.memos() if one.id == draft.memo_id), None)
    ask_for_memo(
        screen, [MemoSubject(draft.about, draft.about_id, draft.title, "", draft.span, memo)]
    )


def _says_something(written: WrittenMemo) -> bool:
    """Tell whether there is something to keep: words, other than those that are there."""
    old = written.subject.memo
    if old is None or old.id != written.memo_id:
        return bool(written.body.strip())
    return (written.body.strip(), written.kind) != (old.body, old.kind)


def _place(subject: MemoSubject) -> DraftPlace:
    memo_id = subject.memo.id if subject.memo else ""
    return draft_place(subject.about, subject.about_id, subject.span, memo_id)


def _draft(screen: ProjectAware, written: WrittenMemo) -> MemoDraft:
    subject = written.subject
    return MemoDraft(
        subject.about, subject.about_id, written.body, screen.ipe.coder, written.kind,
        subject.title, subject.span, written.memo_id,
    )  # fmt: skip


async def _keep(screen: ProjectAware, written: WrittenMemo) -> None:
    subject, project, draft = written.subject, screen.project, _draft(screen, written)

    def write() -> Change:
        change = project.write_memo(
            subject.about, subject.about_id, written.body, span=subject.span,
            kind=written.kind, memo_id=written.memo_id, draft=draft,
        )  # fmt: skip
        screen.ipe.half_typed.forget(draft)
        return change

    screen.ipe.note_draft(draft)
    await screen.ipe.drafts_saved()
    await screen.write(write)


def subject_of(
    screen: ProjectAware,
    about: MemoAbout,
    about_id: str,
    title: str,
    *,
    words: str = "",
    memos: Iterable[Memo] = (),
) -> MemoSubject:
    """Make what a memo is to be about, with what this coder wrote about it last.

    Args:
        screen: The screen that is written from.
        about: What kind of thing it is.
        about_id: The thing.
        title: How it is called in a few cells.
        words: What is shown above the field.
        memos: What was written about it, the newest last.
    """
    coder = screen.ipe.coder.casefold()
    known = {one.id for one in screen.project.coders() if one.name.casefold() == coder}
    own = [one for one in memos if one.span is None and one.coder_id in known]
    return MemoSubject(about, about_id, title, words, memo=own[-1] if own else None)
