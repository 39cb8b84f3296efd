"""Plain text and Markdown: `Name: words`, times, headings with times, chat logs, and columns.

- **Columns parted by tabs**, as ELAN, Praat and Audacity write them, may have who speaks, begin,
  end and words in any order; times are a clock's, seconds with a point, or whole milliseconds.
  Lines are put in the order of their times; other columns, such as durations, are reported.
- **Limits**: 16 MB, 150,000 lines, and four million characters in one line.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft, Rule
from ipe_coder.readers._columns import script_in_columns
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import MOST_LINES, TEXT_LIMIT, read_bytes, read_characters, too_long
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._heads import Head, find_head, find_marked_head
from ipe_coder.readers._looks import INDENTED
from ipe_coder.readers._script import Script

_CAPTIONS = re.compile(r"(?:WEBVTT\b|(?:\d+\s*\n)?\s*[\d:.,]+[ \t]*-->[ \t]*[\d:.,]+[ \t]*\n)")
MOST_IN_LINE = 4_000_000
"""Characters: more words than an interview of a week."""

_BEGINNING = 200
_INDENTS = frozenset(" \t\u00a0")
_MARKS = frozenset("*_#[(0123456789>- ")


def read(path: Path, rule: Rule, name: str) -> Draft:
    """Read a text file.

    Raises:
        FileError: If it cannot be read, is no text, or holds no words.
    """
    data = read_bytes(path, TEXT_LIMIT)
    characters = read_characters(path, data)
    beginning = characters.text.lstrip()[:_BEGINNING]
    if _CAPTIONS.match(beginning):
        ending = ".vtt" if beginning.startswith("WEBVTT") else ".srt"
        raise FileError(path, "the file holds captions.", f"Give its name the ending {ending}.")
    if len(characters.text) > MOST_IN_LINE and _longest(characters.text) > MOST_IN_LINE:
        message = f"a line has more than {MOST_IN_LINE:,} characters."
        raise FileError(path, message, "Look into the file: is it the transcript?")
    if characters.text.count("\n") > MOST_LINES:
        raise too_long(path)
    marked = "**" in characters.text or "__" in characters.text or name == MARKDOWN.name
    columns = "\t" in beginning and name == TEXT.name
    script = (script_in_columns(characters.text) if columns else None) or Script(
        [line.strip() for line in characters.text.split("\n")],
        find=_find_marked if marked else find_head,
        looks=_looks(characters.text),
    )
    script.encoding, script.replaced = characters.encoding, characters.replaced
    script.notes = [*characters.notes, *script.notes]
    return make_draft(path, name, data, script, rule)


def _longest(text: str) -> int:
    return max(map(len, text.split("\n")))


def _looks(text: str) -> dict[int, frozenset[str]]:
    """Find the lines that are indented."""
    if "\n " not in text and "\n\t" not in text and "\n\u00a0" not in text:
        return {}
    indented = frozenset([INDENTED])
    return {n: indented for n, line in enumerate(text.split("\n")) if line[:1] in _INDENTS and line}


def _find_marked(line: str, _bold: int) -> Head | None:
    return find_marked_head(line) if line[0] in _MARKS else find_head(line)


TEXT = TranscriptFormat("Plain text", (".txt",), partial(read, name="Plain text"))
MARKDOWN = TranscriptFormat("Markdown", (".md", ".markdown"), partial(read, name="Markdown"))
