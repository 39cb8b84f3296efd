"""The control words of rich text, as far as they matter to who says what."""

from __future__ import annotations

import re

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)"
)
"""A control word with its number, a byte in hexadecimal, a control symbol, a brace, or text."""

CHARACTERS = {
    b"line": "\n",
    b"lbr": "\n",
    b"page": "\n",
    b"column": "\n",
    b"tab": "\t",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"bullet": "\u2022",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"ltrmark": "\u200e",
    b"rtlmark": "\u200f",
}
"""Control words that stand for one character."""

SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
"""Control symbols that stand for one character; an optional hyphen stands for none."""

ASIDES = {
    b"footnote": "footnote",
    b"annotation": "comment",
    b"listtext": "list number",
    b"pntext": "list number",
    **{b"header" + kind: "header" for kind in (b"", b"l", b"r", b"f")},
    **{b"footer" + kind: "footer" for kind in (b"", b"l", b"r", b"f")},
}
"""Groups whose words are left out and reported."""

SKIPPED = frozenset(
    b"author buptim category colortbl comment company creatim doccomm docvar file filetbl fldinst "
    b"fldtype ftnsep generator info keywords manager nonesttables nonshppict objclass objdata "
    b"objname operator pict printim private revtbl revtim rxe shprslt stylesheet subject tc "
    b"template title txe xe".split()
)
"""Groups that hold no words of the document."""
KEPT = frozenset({b"ud", b"moMath", b"moMathPara", b"shpinst", b"do"})
"""Groups that hold words although a reader may skip them."""
