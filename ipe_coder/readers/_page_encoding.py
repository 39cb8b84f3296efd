"""From the bytes of a web page to its characters."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.readers._files import Characters, read_characters

_CHARSET = re.compile(rb"""<meta[^>]*charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_NO_CHARACTER_SETS = frozenset({"utf-7", "idna", "punycode", "undefined", "mbcs", "oem"})
_LATIN = frozenset({"iso8859-1", "ascii"})
"""Pages that say so are in Windows-1252, as browsers read them."""

_SAVE_AGAIN = "Save the page as UTF-8 and import that."


def read_page(path: Path, data: bytes) -> Characters:
    """Decode a page as it declares itself, unless it is UTF-8 all the same.

    Raises:
        FileError: If it is not in the encoding that it names, or that cannot be told.
    """
    declared = _declared(data)
    if declared:
        try:
            data.decode()
        except UnicodeDecodeError:
            return _decoded(path, data, declared)
        if data.isascii() and declared.startswith("iso2022"):  # which is written in ASCII
            return _decoded(path, data, declared)
    return read_characters(path, data)


def _declared(data: bytes) -> str:
    """Find the encoding that the page names, if it is one that has to be believed."""
    found = _CHARSET.search(data[:4096])
    if found is None or data.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii", "replace")).name
    except LookupError:
        return ""
    believed = not name.startswith(("utf", "unicode", "raw", "hex", "base64", "rot", "quopri"))
    return name if believed and name not in _NO_CHARACTER_SETS else ""


def _decoded(path: Path, data: bytes, encoding: str) -> Characters:
    if encoding in _LATIN:
        encoding = "cp1252"
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        message = f"the page says that it is {encoding}, and is not."
        raise FileError(path, message, _SAVE_AGAIN) from error
    cleaned = clean(text)
    note = f"The page was read as {encoding}, as it declares."
    return Characters(cleaned.text, encoding, cleaned.replaced, (note,))
