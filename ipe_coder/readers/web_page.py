"""Web pages: paragraphs, tables, and the `cite` and `time` elements of podcast players.

The words come from a walk of the page in its order; what is no speech, such as navigation, is
left out and reported.

- **Limits**: 16 MB, 200,000 tags, two hundred of them deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import TEXT_LIMIT, read_bytes
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import LONGEST_LABEL
from ipe_coder.readers._looks import INDENTED, ITALIC, UNDERLINED
from ipe_coder.readers._page_encoding import read_page
from ipe_coder.readers._page_tree import parse_page
from ipe_coder.readers._paragraphs import NO_LOOKS
from ipe_coder.readers._script import Script
from ipe_coder.readers._tables import read_rows
from ipe_coder.readers._times import parse_time

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAME = "Web page"

_TAG = re.compile(r"<(?:[a-z][a-z0-9]*|!doctype|!--)[\s>/-]", re.IGNORECASE)
_MOST_IN_NAME = 8
"""Elements in an element that holds a name or a time."""
_CODE = frozenset({"script", "style", "template"})
_APART = {
    "title": "title", "nav": "navigation", "footer": "page footer", "aside": "aside",
    "noscript": "notice", "del": "deletion", "button": "button", "select": "form field",
    "textarea": "form field", "option": "form field", "iframe": "embedded part",
    "object": "embedded part", "svg": "picture", "audio": "player", "video": "player",
}  # fmt: skip
"""Elements whose words are no speech, and what they are called in a note."""
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_BOLD = "bold"
_LOOKS = {
    "b": frozenset({_BOLD}), "strong": frozenset({_BOLD}),
    "i": frozenset({ITALIC}), "em": frozenset({ITALIC}), "u": frozenset({UNDERLINED}),
    "blockquote": frozenset({INDENTED}), "dd": frozenset({INDENTED}),
}  # fmt: skip
_SPEAKER_CLASS = re.compile(r"(?:\b|_)speaker(?:[-_]?(?:name|label))?(?:\b|_)", re.IGNORECASE)
_TIME_CLASS = re.compile(r"(?:\b|_)time[-_]?(?:stamp|code)?(?:\b|_)", re.IGNORECASE)
_NO_SPEECH = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    """A line of the page as it grows."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    """Characters at its start that are in bold type."""
    all_bold: bool = True
    looks: frozenset[str] | None = None
    """What is true of all its words so far."""
    begun: bool = False
    """It has words; to join them each time takes too long on a line without end."""

    def add(self, text: str, *, looks: frozenset[str]) -> None:
        """Add text, white space as one space."""
        text = _one_space(text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            text = text.lstrip(" ")
        if not text:
            return
        if text.strip():
            self.all_bold = self.all_bold and _BOLD in looks
            self.looks = looks if self.looks is None else self.looks & looks
        self.pieces.append(text)
        self.begun = self.begun or not text.isspace()
        if self.all_bold:
            self.bold += len(text)

    @property
    def text(self) -> str:
        """The words so far; a mark may belong to the letter in the element before."""
        return clean("".join(self.pieces)).text.rstrip()


class _Page:
    """The lines of a page, filled by a walk through its elements."""

    def __init__(self) -> None:
        """Begin before the first line."""
        self.script = Script([])
        self._line = _Line()
        self._as_written = 0

    def walk(self, element: HtmlElement, *, looks: frozenset[str] = NO_LOOKS) -> None:
        """Take what stands in an element, in order."""
        self._as_written += element.tag == "pre"
        self._take_text(element.text, looks=looks)
        for child in element:
            self.take(child, looks=looks)
            self._take_text(child.tail, looks=looks)
        self._as_written -= element.tag == "pre"

    def end_line(self) -> None:
        """Begin a new line."""
        line, self._line = self._line, _Line()
        if line.looks and line.text:
            self.script.looks[len(self.script.lines)] = line.looks - {_BOLD}
        self._add(line.text, line.bold)

    def take(self, child: HtmlElement, *, looks: frozenset[str] = NO_LOOKS) -> None:
        """Take an element, as what it is."""
        tag = child.tag if isinstance(child.tag, str) else "comment"
        if tag in _CODE:
            return
        if kind := _apart(child, tag):
            self._leave_out(kind, child)
        elif tag == "br":
            self.end_line()
        elif tag == "table":
            self.end_line()
            self._take_table(child)
        elif label := self._speaker(child):
            self.end_line()
            self.script.given[len(self.script.lines)] = Head(Form.VOICE, label, "")
            self.script.lines.append(_text_of(child))
        elif (time := _time_of(child)) is not None:
            self._take_time(child, time, looks=looks)
        elif tag in _INLINE:
            self.walk(child, looks=looks | _LOOKS.get(tag, NO_LOOKS))
        else:
            self.end_line()
            self.walk(child, looks=looks | _LOOKS.get(tag, NO_LOOKS))
            self.end_line()

    def _take_text(self, text: str | None, *, looks: frozenset[str]) -> None:
        if not text:
            return
        cleaned = clean(text)
        self.script.replaced += cleaned.replaced
        if not self._as_written:
            self._line.add(cleaned.text, looks=looks)
            return
        for number, line in enumerate(cleaned.text.split("\n")):
            if number:
                self.end_line()
            self._line.add(line, looks=looks)

    def _speaker(self, child: HtmlElement) -> str:
        """Give the label where an element names who speaks; a book that is cited does not."""
        by_class = _SPEAKER_CLASS.search(child.get("class") or "")
        if not by_class and (child.tag != "cite" or self._line.begun):
            return ""
        if len(child) > 2:
            return ""
        text = _short_text_of(child)
        if not text or len(text) > LONGEST_LABEL + 1:
            return ""
        if not by_class and not _before_speech(child, text):
            return ""
        label = text.rstrip(": ")
        return label if any(map(str.isalnum, label)) else ""

    def _take_time(self, child: HtmlElement, time: timedelta, *, looks: frozenset[str]) -> None:
        """Give a time to the speaker named just before, or write it so that it is recognised."""
        last = len(self.script.lines) - 1
        head = self.script.given.get(last)
        if head and not self._line.begun and not head.rest and head.begins is None:
            self.script.given[last] = head._replace(begins=time)
        else:
            self._line.add(f" [{_text_of(child).strip('[](){}')}] ", looks=looks)

    def _take_table(self, table: HtmlElement) -> None:
        rows = [[self._cell(cell) for cell in row if cell.tag in {"td", "th"}]
                for row in _rows(table)]  # fmt: skip
        rows = [row for row in rows if row]
        if not rows:
            self.walk(table)
            self.end_line()
            return
        for caption in table.iterchildren("caption"):
            self._add(_text_of(caption), 0)
        headed, left_out = read_rows(rows)
        for line in headed:
            if line.head is not None:
                self.script.given[len(self.script.lines)] = line.head
            self._add(line.text, 0)
        self.script.left_out += left_out

    def _cell(self, cell: HtmlElement) -> list[str]:
        """Give the lines of a cell."""
        inner = _Page()
        inner.walk(cell)
        inner.end_line()
        self.script.replaced += inner.script.replaced
        self.script.left_out += inner.script.left_out
        return inner.script.lines

    def _add(self, line: str, bold: int) -> None:
        if line:
            if bold:
                self.script.bold[len(self.script.lines)] = min(bold, len(line))
            self.script.lines.append(line)

    def _leave_out(self, kind: str, element: HtmlElement) -> None:
        text = _text_of(element)
        if any(map(str.isalnum, text)):
            self.script.left_out.append(LeftOut(kind, text))


def read(path: Path, rule: Rule) -> Draft:
    """Read a web page that was saved.

    Raises:
        FileError: If it cannot be read, is none, or holds no words.
    """
    data = read_bytes(path, TEXT_LIMIT)
    characters = read_page(path, data)
    if not _TAG.search(characters.text):
        hint = "Give it the ending of what it is, such as .txt."
        raise FileError(path, "this is not a web page: it has no elements.", hint)
    page = _Page()
    for root in parse_page(path, characters.text):
        page.take(root)
    page.end_line()
    script = page.script
    script.encoding = characters.encoding
    script.replaced += characters.replaced
    script.notes += characters.notes
    return make_draft(path, NAME, data, script, rule)


def _apart(element: HtmlElement, tag: str) -> str:
    """Name what an element is whose words are no speech; empty for any other."""
    if tag in _APART or tag == "comment":
        return _APART.get(tag, "comment")
    hidden = "hidden" in element.attrib or _NO_SPEECH.search(element.get("style") or "")
    return "hidden part" if hidden else ""


def _before_speech(cite: HtmlElement, text: str) -> bool:
    """Tell whether a `cite` is a speaker's: a colon ends it, or a time or paragraph follows."""
    following = cite.getnext()
    if text.endswith(":"):
        return True
    tail = (cite.tail or "").strip()
    if tail.startswith(":"):
        cite.tail = tail[1:]
        return True
    return not tail and following is not None and following.tag in {"time", "p"}


def _time_of(element: HtmlElement) -> timedelta | None:
    if element.tag != "time" and not _TIME_CLASS.search(element.get("class") or ""):
        return None
    return parse_time(_short_text_of(element).strip("[](){}<># ")) if len(element) < 3 else None


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Find the rows of a table, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _text_of(element: HtmlElement) -> str:
    """Give all words in an element on one line."""
    from lxml import etree

    if not isinstance(element.tag, str):
        return _one_space(clean(element.text or "").text).strip()
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        apart = "" if node is element or node.tag in _INLINE else " "
        if event == "start" and node.tag not in _CODE:
            pieces += [apart, node.text or ""]
        elif event != "start" and node is not element:
            pieces += [apart, node.tail or ""]
    return _one_space(clean("".join(pieces)).text).strip()


def _short_text_of(element: HtmlElement) -> str:
    """Give the words of an element that holds few others; empty for any other."""
    few = list(islice(element.iter(), _MOST_IN_NAME + 1))
    return _text_of(element) if len(few) <= _MOST_IN_NAME else ""


def _one_space(text: str) -> str:
    # Single blanks, which are nearly all, are passed over: that takes a fifth of the time.
    return re.sub(r"[^\S ]\s*| \s+", " ", text)


FORMAT = TranscriptFormat(NAME, (".html", ".htm", ".xhtml"), read)
