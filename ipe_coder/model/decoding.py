"""From the bytes of a file to its text, and the name of the encoding that was taken."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks; the mark of UTF-32 begins like that of UTF-16, so it stands first."""

_SIGNATURES = {
    b"PK\x03\x04": "a zip file, as Word and Excel write them",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3\x00": "a database",
    b"\x7fELF": "a program",
    b"{\\rtf": "an RTF file",
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b")) + b"\x7f"
_SAMPLE = 65_536
_MOST_CONTROLS = 0.08
_FEW_CONTROLS = 4
_DAMAGE = re.compile("\ufffd+")


def decode(data: bytes) -> tuple[str, str]:
    """Decode a text file: UTF-8, UTF-16 or UTF-32 with a mark, else Windows-1252.

    Args:
        data: The whole file.

    Returns:
        The text, not yet in the stored form, and the encoding: `utf-8`, `utf-8-sig`,
        `utf-16`, `utf-32` or `cp1252`.

    Raises:
        ValueError: If it is no text; the message says what it is, as the end of a sentence
            that begins with the file's name.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding), encoding
    _refuse_binary(data)
    try:
        return data.decode("utf-8", "surrogatepass"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise ValueError("is not text in UTF-8, UTF-16 or Windows-1252") from error


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise ValueError(f"says it is {name}, but byte {error.start + 1} does not fit") from error


def _refuse_binary(data: bytes) -> None:
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise ValueError(f"is {what}, not a text file")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A stray NUL in an interview is replaced and counted later; a file full of them is no text.
    if controls > max(_FEW_CONTROLS, _MOST_CONTROLS * len(sample)):
        raise ValueError("is not a text file")


def _refuse_damaged(data: bytes, first: int) -> None:
    """Refuse UTF-8 with a few broken bytes: as Windows-1252 its accents would turn to noise."""
    text = data.decode("utf-8", "replace")
    damaged = len(_DAMAGE.findall(text))
    sound = sum(1 for char in text if ord(char) > 0x7F) - text.count("\ufffd")
    if sound > damaged:
        line = data.count(b"\n", 0, first) + 1
        raise ValueError(f"is UTF-8 with broken characters, the first in line {line}")
