"""Plain text and Markdown: `Name: words`, times, headings with times, and chat logs."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft, Rule
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import MOST_LINES, TEXT_LIMIT, read_bytes, read_characters, too_long
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._heads import Head, find_head, find_marked_head
from ipe_coder.readers._turns import Script

_CAPTIONS = re.compile(r"(?:WEBVTT\b|(?:\d+\s*\n)?\s*[\d:.,]+[ \t]*-->[ \t]*[\d:.,]+[ \t]*\n)")
_BEGINNING = 200
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
    if characters.text.count("\n") > MOST_LINES:
        raise too_long(path)
    marked = "**" in characters.text or "__" in characters.text or name == MARKDOWN.name
    script = Script(
        [line.strip() for line in characters.text.split("\n")],
        find=_find_marked if marked else find_head,
        encoding=characters.encoding,
        replaced=characters.replaced,
        notes=list(characters.notes),
    )
    return make_draft(path, name, data, script, rule)


def _find_marked(line: str, _bold: int) -> Head | None:
    return find_marked_head(line) if line[0] in _MARKS else find_head(line)


TEXT = TranscriptFormat("Plain text", (".txt",), partial(read, name="Plain text"))
MARKDOWN = TranscriptFormat("Markdown", (".md", ".markdown"), partial(read, name="Markdown"))
