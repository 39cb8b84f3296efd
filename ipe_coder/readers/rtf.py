r"""Rich text, as Word, TextEdit, NVivo and older transcribing programs save it.

The words come from a walk of the file's groups in the order of the document.

- **Speakers** are found as in Word: `Name:` at the beginning of a paragraph, names in bold type,
  headings with times, and tables with a column of speakers.
- **Characters** are read by the code page of the document and of each font, by their Unicode
  numbers where those are given, and as UTF-8 where a program wrote that. What no code page
  holds becomes U+FFFD and is counted.
- **Left out**, and listed word for word by what the import says: tracked deletions (insertions are
  kept), hidden words, comments, footnotes, endnotes, page headers and footers, numbers
  of list items, and anything after the end of the document. Paragraphs in text boxes stand
  after the paragraph that the box hangs on. To take comments as codes or memos, save the file as
  .docx or .odt first.
- **Limits**: 100 MB on disk, pictures included; a million control words, ten times those of a
  long interview; groups nested two thousand deep. A file that ends before its groups do is
  refused, for words would be missing.
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import read_bytes
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._package import PACKAGE_LIMIT
from ipe_coder.readers._paragraphs import script_of
from ipe_coder.readers._rtf_walk import BrokenError, Walk

NAME = "Rich text"
_BEGINNING = b"{\\rtf"
_MARKS = b"\xef\xbb\xbf\r\n\t "
_COMMENTS = (
    "The comments in rich text are not taken: save the file as .docx or .odt to import them "
    "as codes or memos."
)
_SAVE_AGAIN = "Open it in Word, save it again as .rtf or .docx and import that."


def read(path: Path, rule: Rule) -> Draft:
    """Read a rich text file.

    Raises:
        FileError: If it cannot be read, is none, is cut short, or holds no words.
    """
    data = read_bytes(path, PACKAGE_LIMIT)
    if not data[:64].lstrip(_MARKS).startswith(_BEGINNING):
        hint = "Give it the ending of what it is, or save it in Word as .rtf."
        raise FileError(path, "this is not rich text.", hint)
    walk = Walk(data[data.index(_BEGINNING) :])
    try:
        paragraphs = walk.paragraphs()
    except BrokenError as error:
        raise FileError(path, f"the file {error}.", _SAVE_AGAIN) from error
    script = script_of(path, paragraphs)
    script.encoding = walk.pages.encoding
    script.replaced += walk.pages.replaced
    if walk.pages.unknown:
        script.notes.append(
            f"The file names the unknown code page {walk.pages.unknown} and was read as "
            f"{walk.pages.encoding}: look at accents and quotation marks."
        )
    left_out = [LeftOut(piece.kind, clean(piece.text).text) for piece in walk.left_out()]
    if any(piece.kind == "comment" for piece in left_out):
        script.notes.append(_COMMENTS)
    script.left_out += left_out
    return make_draft(path, NAME, data, script, rule)


FORMAT = TranscriptFormat(NAME, (".rtf",), read)
