"""Transcript files in: every format makes the same draft, or says what is wrong with the file.

A new format is a module with a `TranscriptFormat` and a place in `FORMATS`.
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft, Rule
from ipe_coder.readers import captions, json_file, odt, pdf, plain, rtf, table, web_page, word
from ipe_coder.readers._format import TranscriptFormat

__all__ = ["FORMATS", "TranscriptFormat", "read_transcript"]

FORMATS: tuple[TranscriptFormat, ...] = (
    word.FORMAT,
    odt.FORMAT,
    rtf.FORMAT,
    pdf.FORMAT,
    plain.TEXT,
    plain.MARKDOWN,
    captions.WEBVTT,
    captions.SUBRIP,
    table.CSV,
    table.WORKBOOK,
    web_page.FORMAT,
    json_file.FORMAT,
)
"""Every format, the commonest first."""

_AS_FOUND = Rule()


def read_transcript(path: Path, rule: Rule = _AS_FOUND) -> Draft:
    """Read a transcript file; the end of its name chooses the format, its content must agree.

    Args:
        path: The file.
        rule: How it is divided among its speakers.

    Raises:
        FileError: If the file cannot be read whole; the error names the place and the remedy.
    """
    ending = path.suffix.lower()
    for transcript_format in FORMATS:
        if ending in transcript_format.extensions:
            return transcript_format.read(path, rule)
    known = ", ".join(known for each in FORMATS for known in each.extensions)
    if path.is_dir():
        raise FileError(path, "this is a folder.", "Name the files in it.")
    said = f"no transcript format ends in {ending}." if ending else "its name has no ending."
    raise FileError(path, said, f"The known endings are {known}.")
