"""Writing memos from any screen: the question, and what is done with the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ipe_coder.model.segment import Memo, MemoAbout
from ipe_coder.tui.dialogs.memo import MemoDialog, MemoSubject, WrittenMemo
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware


def ask_for_memo(screen: ProjectAware, subjects: Sequence[MemoSubject]) -> None:
    """Let the coder write a memo about one of some things, and keep it.

    Args:
        screen: The screen that is written from.
        subjects: What it can be about, the likeliest first.
    """

    async def keep(written: WrittenMemo | None) -> None:
        if written is not None and _says_something(written):
            with reported(screen):
                await _keep(screen, written)

    screen.app.push_screen(MemoDialog(subjects), keep)


def _says_something(written: WrittenMemo) -> bool:
    """Tell whether there is something to keep: words, other than those that are there."""
    old = written.subject.memo
    if old is None or old.id != written.memo_id:
        return bool(written.body.strip())
    return (written.body.strip(), written.kind) != (old.body, old.kind)


async def _keep(screen: ProjectAware, written: WrittenMemo) -> None:
    subject, project = written.subject, screen.project
    await screen.write(
        lambda: project.write_memo(
            subject.about, subject.about_id, written.body, span=subject.span,
            kind=written.kind, memo_id=written.memo_id,
        )
    )  # fmt: skip


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
