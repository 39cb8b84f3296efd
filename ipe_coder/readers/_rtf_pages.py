"""The code pages that rich text is written in."""

from __future__ import annotations

import codecs

_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 78: "shift_jis", 79: "big5", 80: "euc_kr", 83: "mac_greek",
    84: "mac_cyrillic", 87: "mac_cyrillic", 89: "mac_latin2", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_NAMED = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
"""Control words that set the code page of the document."""
_PAGES = frozenset({
    154, 273, 367, 424, 437, 500, 720, 737, 775, 819, 850, 852, 855, 856, 857, 858, 860, 861, 862,
    863, 864, 865, 866, 869, 874, 875, 932, 936, 949, 950, 1006, 1026, 1051, 1125, 1140,
    *range(1250, 1259), 1361, 65001,
})  # fmt: skip
"""Code pages that Python knows."""
_CHUNK = 2**20


class CodePages:
    """The code pages of a document and of its fonts."""

    def __init__(self, data: bytes) -> None:
        """Begin as a document begins; look whether its bytes are UTF-8."""
        self.encoding = "cp1252"
        self.replaced = 0
        """How many characters could not be decoded."""
        self.unknown = 0
        """A code page that the document names and nobody knows."""
        self.utf8 = _is_utf8(data)
        self._fonts: dict[int, str] = {}

    def set(self, word: bytes, value: int | None) -> None:
        """Take a control word that may set the code page of the document."""
        if word in _NAMED:
            self.encoding = _NAMED[word]
        elif word == b"ansicpg" and value:
            page = _code_page(value)
            self.encoding, self.unknown = page or self.encoding, 0 if page else value

    def describe(self, font: int, word: bytes, value: int | None) -> int:
        """Take a control word of the table of fonts; give the font that is now described."""
        if word == b"f" and value is not None:
            return value
        if word == b"fcharset" and value is not None:
            self._fonts.setdefault(font, _charset(value))
        elif word == b"cpg" and value:
            self._fonts[font] = _code_page(value)
        return font

    def decode(self, data: bytes | bytearray, font: int) -> str:
        """Turn bytes in a font into characters."""
        text = data.decode(self._fonts.get(font) or self.encoding, "replace")
        self.replaced += text.count("\ufffd")
        return text


def _charset(number: int) -> str:
    """Give the code page of a font's character set; empty where it has none of its own."""
    return _CHARSETS.get(number, "")


def _code_page(number: int) -> str:
    """Give the name of a code page; empty where it is unknown."""
    if number == 10000:
        return "mac_roman"
    if number not in _PAGES:  # to look for an unknown one takes long
        return ""
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return ""


def _is_utf8(data: bytes) -> bool:
    """Tell whether characters stand in a file as UTF-8, which the format does not provide for."""
    if data.isascii():
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
