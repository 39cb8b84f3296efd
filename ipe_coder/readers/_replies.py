"""Comments that answer other comments, brought together with what they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ipe_coder.model.comment import CommentReply
from ipe_coder.readers._anchors import FoundComment

_MOST_REPLIES = 100
"""A reply to a reply to a reply, and no further."""


class Written(NamedTuple):
    """A comment as the file has it: a reply is one of its own."""

    found: FoundComment
    name: str
    """By which others refer to it; may be empty."""
    parent: str = ""
    """The name of the comment that it answers."""


def with_replies(written: Sequence[Written]) -> list[FoundComment]:
    """Give the comments that answer none, each with the replies to it in order."""
    parents = {one.name: one.parent for one in written if one.name}
    replies: dict[str, list[CommentReply]] = defaultdict(list)
    roots = []
    for one in written:
        root = _root(one, parents)
        if root == one.name:
            roots.append(one)
        else:
            found = one.found
            replies[root].append(CommentReply(found.author, found.text, found.made_at))
    return [replace(one.found, replies=tuple(replies.pop(one.name, ()))) for one in roots]


def read_time(text: str) -> datetime | None:
    """Read when a comment was made; None where the file does not say."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _root(one: Written, parents: Mapping[str, str]) -> str:
    """Follow replies to replies up to the comment that they are about; a circle is about none."""
    above, parent = one.name, one.parent
    for _ in range(_MOST_REPLIES):
        if parent not in parents:
            return above
        above, parent = parent, parents[parent]
    return one.name
