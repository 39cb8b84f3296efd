"""The import preview: who wrote the comments in the files, and by which coder they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipe_coder.model.comment import CommentUse, DraftComment
from ipe_coder.model.counts import count_of
from ipe_coder.tui.dialogs.choose_one import Choice
from ipe_coder.tui.named_keys import spoken

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote comments in the files, or replied to them."""

    name: str
    """As the files have it; empty where they name nobody."""
    comments: int
    replies: int
    coder: str
    """The coder by whom they come in; empty for the author's own name."""

    @property
    def called(self) -> str:
        """The name, or words for having none."""
        return self.name or "(no name)"


def find_authors(comments: Sequence[DraftComment], coders: Mapping[str, str]) -> list[Author]:
    """List who wrote comments, the first to come first.

    Args:
        comments: The comments of all files.
        coders: Coders by folded name of the author.
    """
    names: dict[str, str] = {}
    written: Counter[str] = Counter()
    replied: Counter[str] = Counter()
    for comment in comments:
        names.setdefault(comment.author.casefold(), comment.author)
        written[comment.author.casefold()] += 1
        for reply in comment.replies:
            names.setdefault(reply.author.casefold(), reply.author)
            replied[reply.author.casefold()] += 1
    return [
        Author(name, written[key], replied[key], coders.get(key, "")) for key, name in names.items()
    ]


def author_choices(authors: Sequence[Author]) -> list[Choice]:
    """Offer the authors, valued by name."""
    return [Choice(one.name, one.called, _detail(one)) for one in authors]


def coder_choices(author: Author, coders: Sequence[str], present: str) -> list[Choice]:
    """Offer the coders that an author may be, first the author under their own name."""
    own = author.name or present
    known = [name for name in coders if name.casefold() != own.casefold()]
    return [
        Choice(own, own, "as the file has it" if author.name else "you, as the file names nobody"),
        *(Choice(name, name, "a coder of this project") for name in known),
    ]


def say_comments(number: str, use: CommentUse, authors: Sequence[Author]) -> str:
    """Say what becomes of comments and by whom they come in."""
    if use is CommentUse.LEAVE:
        return spoken(f"{number}: are left in the file. {{import.comments}} changes that.")
    becomes = "codes" if use is CommentUse.CODES else "memos"
    others = [f"{one.called} as {one.coder}" for one in authors if one.coder]
    more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    by = f" ({', '.join(others[:MOST_NAMED])}{more})" if others else ""
    how = spoken("{import.comments} changes that, {import.comment_coder} the coder.")
    return f"{number}: become {becomes} on their words{by}. {how}"


def _detail(author: Author) -> str:
    counted = (
        (author.comments, "comment", "comments"), (author.replies, "reply", "replies")
    )  # fmt: skip
    what = ", ".join(count_of(number, one, several) for number, one, several in counted if number)
    come = "comes" if author.comments + author.replies == 1 else "come"
    return f"{what}; {come} in as {author.coder or author.name or 'you'}"
