"""Heads of lines: the label and the time stamp that a line may begin with.

What is found here is a proposal. `_speakers` decides over the whole file which are taken.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from ipe_coder.readers._labels import LONGEST_LABEL, kind_of, possible
from ipe_coder.readers._times import Stamp, heading_stamp, leading_stamp

_LONGEST_HEADING = 90
_STAMP_STARTS = frozenset("0123456789[({<#")
_STAMP_ENDS = frozenset("0123456789])}>#mM.")
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
_ASIDE = _UNSEEN + " \t\u00a0"
_WIDE_COLON = "："
_LEADER = re.compile(r"(?:[-–—•*>+]|>>)(?:\s*>)*\s*(?=[^\W_])")
"""What may stand before a label: a dash, a bullet, or the `>>` of captions."""
_BRACKETED_LABEL = re.compile(r"[\[<(](?P<label>[^\W_][^\[\]<>():]*)[\])>]\s*:\s*(?=\S|$)")
_SENDER = re.compile(r"\s*From\s+(?P<label>[^:]+?)(?:\s+[Tt]o\s+[^:]+?)?\s*:\s*(?P<rest>.*)")
"""How a chat says who wrote, and to whom."""
# Not a time, a web address, a path or a smile.
_AFTER_COLON = re.compile(r"(?![\d/\\):|])")
# The commonest head of all, for speed: what it finds, the search below finds the same.
_COMMON = re.compile(r"([^\W_][\w .'\-]{0,30}):[ \t]+(?=[^\W\d_])")
_TIMED_LABEL = re.compile(
    r"(?P<label>[^\W_][^:\[\](){}]*?)\s*"
    r"(?:[\[({](?P<inner>[^\[\](){}]+)[\])}]\s*:?|\s(?P<bare>[\d:.,]+)\s*:)(?:\s+|$)"
)
_EMPHASIS = re.compile(r"(?P<before>[^*_\w]*[\d:.,]*[\])}]?\s*)(?P<mark>\*{1,3}|_{1,2})(?=\S)")
_BULLET = re.compile(r"(?:[-+*>•]\s+)+(?=[*_\[\w])")
_HEADING_MARK = re.compile(r"#{1,6}\s+")


class Form(StrEnum):
    """How a label is set apart from the words."""

    COLON = "colon"
    """`Name: words`, with or without a time."""
    HEADING = "heading"
    """`Name  0:03` on a line of its own."""
    TIMED = "timed"
    """`Name [0:03] words`."""
    BOLD = "bold"
    """A name in bold type, then words."""
    TAB = "tab"
    """A name, a tab, then words."""
    ALONE = "alone"
    """A name alone on its line."""
    CELL = "cell"
    """A cell of a table."""
    CHAT = "chat"
    """`time TAB name TAB words`."""
    VOICE = "voice"
    """A voice tag of a caption."""
    STAMP = "stamp"
    """A time without a name."""


class Head(NamedTuple):
    """What a line begins with, and the words that follow it."""

    form: Form
    label: str
    """Empty for a time without a name."""
    rest: str
    begins: timedelta | None = None
    ends: timedelta | None = None
    bold: bool = False


def find_head(line: str, bold: int = 0) -> Head | None:
    """Propose a head of a line that is stripped.

    Args:
        line: The line.
        bold: How many characters at its start are in bold type.
    """
    common = _COMMON.match(line)
    if common is not None:
        label = common[1].rstrip()
        return Head(Form.COLON, label, line[common.end() :], None, None, bold >= len(label))
    if not line:
        return None
    stamp = leading_stamp(line, bare=True) if line[0] in _STAMP_STARTS else None
    if stamp is None:
        return _find_label(line, bold)
    body = line[stamp.stop :]
    if not body:
        return Head(Form.STAMP, "", "", stamp.begins, stamp.ends)
    if chat := _chat(line, body, stamp):
        return chat
    head = _label_after(body, max(bold - stamp.stop, 0))
    if head is not None and head.begins is None:
        return head._replace(begins=stamp.begins, ends=stamp.ends)
    if line[0].isdigit():  # a time of day in a sentence: its words stay
        return None
    return Head(Form.STAMP, "", body, stamp.begins, stamp.ends)


def _label_after(body: str, bold: int) -> Head | None:
    """Find the label after a time."""
    if body.startswith("From ") and (sender := _SENDER.fullmatch(body)):
        return Head(Form.CHAT, sender["label"], sender["rest"])
    return _find_label(body, bold) or _label_alone(body)


def find_stamp(line: str) -> Head | None:
    """Propose only the time stamp of a line, after its label was refused."""
    bracketed = line[0] in _STAMP_STARTS and not line[0].isdigit()
    stamp = leading_stamp(line, bare=False) if bracketed else None
    if stamp is None:
        return None
    return Head(Form.STAMP, "", line[stamp.stop :], stamp.begins, stamp.ends)


def find_marked_head(line: str) -> Head | None:
    """Propose a head of a line that may carry the marks of Markdown."""
    heading = _HEADING_MARK.match(line)
    if heading:
        line = line[heading.end() :]
        return find_head(line, len(line)) if line else None
    bullet = _BULLET.match(line)
    if bullet:
        head = find_marked_head(line[bullet.end() :])
        return head if head is not None and head.label else None
    opening = _EMPHASIS.match(line)
    if opening is None:
        return find_head(line)
    closing = line.find(opening["mark"], opening.end())
    if closing < 0:
        return find_head(line)
    before = opening["before"].lstrip()
    marked = before + line[opening.end() : closing]
    head = find_head((marked + line[closing + len(opening["mark"]) :]).strip(), len(marked))
    # What is emphasised without being a name keeps its marks.
    return head if head is not None and head.label else find_head(line)


def _find_label(body: str, bold: int) -> Head | None:
    body = body.lstrip(_UNSEEN) or body
    if not body[0].isalnum():
        return _decorated(body)
    if body[-1] in _STAMP_ENDS and len(body) <= _LONGEST_HEADING:
        head = _heading(body, bold)
        if head is not None:
            return head
    colon = body.find(":", 0, LONGEST_LABEL + 2)
    if colon < 0:
        colon = body.find(_WIDE_COLON, 0, LONGEST_LABEL + 2)
    if colon > 0:
        # A digit before the colon may belong to a time: `Name [0:03] words`.
        timed = body[colon - 1].isdigit() and _TIMED_LABEL.match(body, 0, LONGEST_LABEL + 40)
        head = _timed_label(body, timed, bold) if timed else None
        head = head or _colon_label(body, colon, bold)
        if head is not None:
            return head
    if bold:
        return _bold_label(body, bold)
    tab = body.find("\t", 0, LONGEST_LABEL + 2)
    if tab > 0 and possible(body[:tab].rstrip()):
        return Head(Form.TAB, body[:tab].rstrip(), body[tab:].strip())
    return _role_alone(body)


def _decorated(body: str) -> Head | None:
    """Read `[Name]: words`, `>> NAME: words` or `- Name: words`."""
    bracketed = _BRACKETED_LABEL.match(body)
    if bracketed is not None:
        label, rest = bracketed["label"].strip(_ASIDE), body[bracketed.end() :]
        # `[laughs]: yes` is no speaker.
        return Head(Form.COLON, label, rest) if label[:1].isupper() and possible(label) else None
    leader = _LEADER.match(body)
    if leader is not None:
        head = _find_label(body[leader.end() :], 0)
        return head if head is not None and head.form in {Form.COLON, Form.TIMED} else None
    short = body[-1] in _STAMP_ENDS and len(body) <= _LONGEST_HEADING
    return _heading(body, 0) if short else None


def _heading(body: str, bold: int) -> Head | None:
    stamp = heading_stamp(body)
    if stamp is None:
        return None
    label = body[: stamp.start].rstrip(" :")
    if label[:1] in "[(" and label[-1:] in "])":
        label = label[1:-1].strip()
    if not possible(label):
        return None
    return Head(Form.HEADING, label, "", stamp.begins, stamp.ends, bold >= len(label))


def _colon_label(body: str, colon: int, bold: int) -> Head | None:
    label = body[:colon].rstrip(_ASIDE)
    after = body[colon] == _WIDE_COLON or _AFTER_COLON.match(body, colon + 1)
    if not possible(label) or not after:
        return None
    rest, stamp = _take_stamp(body[colon + 1 :].lstrip())
    begins, ends = (stamp.begins, stamp.ends) if stamp else (None, None)
    return Head(Form.COLON, label, rest, begins, ends, bold >= len(label))


def _timed_label(body: str, match: re.Match[str], bold: int) -> Head | None:
    """Read `Name [0:03] words`, `Name (0:03): words` or `Name 0:03: words`."""
    stamp = leading_stamp(f"[{match['inner'] or match['bare']}]", bare=False)
    if stamp is None or not possible(match["label"]):
        return None  # the digit belongs to the label: `Participant 3: words`
    rest = body[match.end() :].lstrip()
    label = match["label"].rstrip(" ,;–—-") or match["label"]
    return Head(Form.TIMED, label, rest, stamp.begins, stamp.ends, bold >= len(label))


def _bold_label(body: str, bold: int) -> Head | None:
    label = body[:bold].rstrip(" \t:")
    if not possible(label):
        return None
    rest, stamp = _take_stamp(body[bold:].lstrip(" \t:"), bare=True)
    if stamp is not None:
        form = Form.TIMED if rest else Form.HEADING
        return Head(form, label, rest, stamp.begins, stamp.ends, bold=True)
    return Head(Form.BOLD if rest else Form.ALONE, label, rest, bold=True)


def _take_stamp(rest: str, *, bare: bool = False) -> tuple[str, Stamp | None]:
    if not rest or rest[0] not in _STAMP_STARTS:
        return rest, None
    stamp = leading_stamp(rest, bare=bare)
    return (rest[stamp.stop :], stamp) if stamp else (rest, None)


def _label_alone(body: str) -> Head | None:
    """Propose what follows a time, if it is not written like any word: `[00:10] RESEARCHER`."""
    if not possible(body) or kind_of(body) == "name":
        return None
    return Head(Form.ALONE, body, "")


def _role_alone(body: str) -> Head | None:
    """Propose a line that is nothing but `INTERVIEWER` or `P1`: other names need a mark."""
    if len(body) > LONGEST_LABEL or body.count(" ") > 2 or body[-1] in ".?!…,":
        return None
    if not possible(body) or kind_of(body) not in {"role", "code"}:
        return None
    return Head(Form.ALONE, body, "")


def _chat(line: str, body: str, stamp: Stamp) -> Head | None:
    if line[stamp.stop - 1] != "\t":
        return None
    name, tab, words = body.partition("\t")
    label = name.strip().rstrip(":").rstrip()
    if not tab or not 0 < len(label) <= LONGEST_LABEL:
        return None
    return Head(Form.CHAT, label, words.strip(), stamp.begins, stamp.ends)
