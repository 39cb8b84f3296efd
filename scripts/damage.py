"""Damages bytes: flips, cuts, doubles and exchanges them, at the door of a file or within."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
import zlib
from contextlib import suppress
from itertools import islice
from typing import Any

_SMALL = 60
_RUN = 20_000
"""Bytes of a run of signs, in which a pattern that tries each place twice takes seconds."""
_SIGNS = (*" \t\n\xa0aA1é.:,;-–—_([<{>)]}&*#\"'/|\\?!=@", "0:05", "-->", "P1")
_ODD = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"{", b"}", b"<", b">", b"&", b"]]>", b"\\",
    b"-->", b"\n", b"\r", b":", b'"', b"99999999999", b"-1", b"\\bin99", b"\\u-10179", b"<<",
    b"obj", b"endstream", b"/Length 99999999", b"\\'", "\u202e\u0301".encode(),
    b"00:99:99", b"[[[[",
)  # fmt: skip
_VALUES = (
    "", "-1", "0", "99999999999", "1e999", "nan", "XFD1048576", "A0", "true", "\u0301\u0316",
    "a: b", "INT: ", "\ud7ff\ue000", "9" * 400, "\n", "[0:05]", "s", "inlineStr", "d", "e",
)  # fmt: skip
_STREAM = re.compile(
    rb"(?<=stream\n).*?(?=\r?\nendstream)|(?<=stream\r\n).*?(?=\r?\nendstream)", re.DOTALL
)


def damage(data: bytes, chance: random.Random) -> bytes:
    """Damage bytes in one place or in many."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at, length = chance.randrange(len(changed) + 1), chance.choice((1, 2, 8, 60, 2000))
        match chance.randrange(7):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 3, 300))
            case 3:
                changed[at:at] = chance.choice(_ODD) * chance.choice((1, 1, 1, 50, 5000))
            case 4:
                other = chance.randrange(len(changed) + 1)
                changed[at : at + length] = changed[other : other + length]
            case 5 if chance.random() < 0.1:
                signs = "".join(chance.choices(_SIGNS, k=chance.choice((1, 1, 2, 3)))).encode()
                changed[at:at] = signs * (_RUN // len(signs))
            case 6 if chance.random() < 0.1:
                del changed[at:]
    return bytes(changed)


def damage_within(data: bytes, chance: random.Random) -> bytes:
    """Damage what is packed in a file, so that the damage is not seen at its door."""
    if data.startswith(b"PK"):
        with suppress(zipfile.BadZipFile):
            return _damage_parts(data, chance)
    if data.startswith(b"%PDF"):
        streams = [match.span() for match in _STREAM.finditer(data)]
        if streams:
            start, end = chance.choice(streams)
            with suppress(zlib.error):
                packed = zlib.compress(damage(zlib.decompress(data[start:end]), chance))
                return data[:start] + packed + data[end:]
    return damage(data, chance)


def _damage_parts(data: bytes, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        unlucky = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            hit = name == unlucky or name.endswith(("document.xml", "content.xml"))
            if name == unlucky and chance.random() < 0.05:
                continue
            is_xml = part.lstrip().startswith(b"<")
            change = _damage_part if is_xml else damage_within if part[:2] == b"PK" else damage
            new.writestr(name, change(part, chance) if hit else part)
            if hit and chance.random() < 0.05:
                new.writestr(f"more/{name}", part)
    return buffer.getvalue()


def _damage_part(part: bytes, chance: random.Random) -> bytes:
    """Damage a part as bytes, or as elements, so that it stays XML and is read to its end."""
    from lxml import etree

    if chance.random() < 0.3:
        return damage(part, chance)
    try:
        root = etree.fromstring(part)
    except (etree.XMLSyntaxError, ValueError):
        return damage(part, chance)
    for _ in range(chance.choice((1, 1, 3, 10))):
        _damage_elements(list(root.iter("*")), chance)
    try:
        return bytes(etree.tostring(root))
    except MemoryError:  # grown beyond what this process may have
        return part


def _damage_elements(nodes: list[Any], chance: random.Random) -> None:
    node, other = chance.choice(nodes), chance.choice(nodes)
    small = len(list(islice(node.iter(), _SMALL))) < _SMALL
    match chance.randrange(7):
        case 0 if node.getparent() is not None:
            node.getparent().remove(node)
        case 1 if small and node.getparent() is not None:
            for _ in range(chance.choice((1, 1, 200))):
                node.addnext(copy.deepcopy(node))
        case 2 if small:
            other.append(copy.deepcopy(node))
        case 3:
            for name in node.attrib:
                node.set(name, chance.choice(_VALUES))
        case 4:
            node.tag = other.tag
        case 5:
            node.text = chance.choice(_VALUES) * chance.choice((1, 1, 5000))
        case _:
            inner = node
            for _ in range(chance.choice((1, 20, 150))):
                inner.append(inner.makeelement(other.tag, dict(other.attrib)))
                inner = inner[-1]
