"""Tables, codebooks, guides and archives made to take time and memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from hostile_archives import word, workbook

_MB = 2**20

Made = Iterator[tuple[str, bytes]]


def _lines(line: str, size: int) -> bytes:
    data = line.encode()
    return data * (size // len(data))


def tables(head: str, row: str) -> Made:
    """Make CSV tables with the columns that a reader asks for.

    Args:
        head: The names of the columns.
        row: A row, with `{}` where each should differ.
    """
    filled = row.format("x")
    yield "rows", f"{head}\n".encode() + _lines(f"{filled}\n", 90 * _MB)
    yield "fewer rows", f"{head}\n".encode() + _lines(f"{filled}\n", 15 * _MB)
    yield "rows that differ", (head + "\n" + "".join(
        row.format(number) + "\n" for number in range(400_000))).encode()  # fmt: skip
    columns = ",".join(f"c{number}" for number in range(50_000))
    yield "columns by rows", f"{head},{columns}\n".encode() + _lines(f"{filled}\n", 8 * _MB)
    names = ",".join(f"c{number}" for number in range(1_600_000))
    yield "columns", f"{head},{names}\n{filled}\n".encode()
    yield "empty columns", head.encode() + b"," * (15 * _MB)
    yield "commas", head.encode() + b"\n" + b"," * (90 * _MB)
    yield "blank lines", head.encode() + b"\n" * (90 * _MB)
    yield "one cell", f'{head}\n"'.encode() + b"x" * (90 * _MB) + b'"\n'
    yield "emoji", f'{head}\n"'.encode() + "\U0001f600".encode() * (20 * _MB) + b'"\n'
    yield "marks", f'{head}\n"a'.encode() + "\u0301\u0316".encode() * (20 * _MB) + b'"\n'
    yield "digits", f"{head}\n".encode() + b"9" * 100_000 + b"," + b"9" * 100_000
    yield "spaces", f"{head}\n".encode() + (b" " * 100_000 + b",") * 100 + b"\n"
    yield "controls", f"{head}\n".encode() + b"x\x07\x07,\n" * (4 * _MB)


def participants() -> Made:
    """Make participants files."""
    yield from tables("participant,site", "P{},London")


def results() -> Made:
    """Make results files."""
    row = "s,o{},a,b,10,10,1.5,2.5,0.1,0.1"
    yield from tables("study,outcome,group_1,group_2,n_1,n_2,mean_1,mean_2,se_1,se_2", row)
    groups = ",".join(f"category_{n},count_{n}" for n in range(1, 50_000))
    yield "categories", f"study,outcome,n_1,{groups}\ns,o,9{',a,1' * 49_999}\n".encode()


def segments() -> Made:
    """Make segments files."""
    yield from tables("transcript,code,quote", "T,Barrier,q{}")


def asked() -> Made:
    """Make files of questions asked."""
    yield from tables("transcript,question,turn", "T,Q{},3")


def survey() -> Made:
    """Make survey files."""
    yield from tables("respondent,What helped you?", "R{},it was the bus that came late")


def names() -> Made:
    """Make lists of names."""
    yield from tables("name,replacement", "Name {},[person]")


def name_lists() -> Made:
    """Make lists of names, a line each."""
    yield "lines", _lines("Ann Lee\n", 90 * _MB)
    yield "one line", b"a" * (90 * _MB)


def codebooks() -> Made:
    """Make codebooks in YAML."""
    head = b"name: a\ncodes:\n"
    yield "codes", head + b"".join(b"- name: c%d\n" % number for number in range(250_000))
    yield "bare codes", head + b"".join(b"- c%d\n" % number for number in range(400_000))
    yield "one name", head + _lines("- a\n", 4 * _MB)
    yield "flow lists", head + b"- " + b"[" * 2_000_000
    yield "flow maps", head + b"- " + b"{a: " * 1_000_000
    yield "deep lists", head + b"- " * 2_000_000
    yield (
        "deep children",
        head
        + b"".join(
            b"  " * depth + b"- name: a\n" + b"  " * depth + b"  children:\n"
            for depth in range(1_500)
        ),
    )
    laughs = b"a0: &a0 [x]\n" + b"".join(
        b"a%d: &a%d [%b]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 40)
    )
    yield "aliases", laughs + b"codes: *a39\n"
    inner = b"- &b0 {name: x}\n" + b"".join(
        b"- &b%d {name: n%d, children: [%b]}\n" % (n, n, b",".join([b"*b%d" % (n - 1)] * 9))
        for n in range(1, 40)
    )
    yield "aliased codes", head + inner
    yield "itself", b"name: a\ncodes: &a\n- name: b\n  children: *a\n"
    yield "anchors", head + b"".join(b"- &a%d c%d\n" % (n, n) for n in range(200_000))
    yield "one text", head + b"- name: a\n  definition: " + b"a " * (2 * _MB)
    yield "quoted", head + b'- name: "' + b"\\x41" * 1_000_000 + b'"\n'
    yield "an open quote", head + b'- name: "' + b"a\n" * 2_000_000
    yield "block", head + b"- name: a\n  definition: |\n" + b"    a\n" * 700_000
    yield "comments", head + b"# a\n" * 1_000_000
    yield "tabs", head + b"\t" * 4_000_000
    yield "digits", head + b"- " + b"9" * 4_000_000
    yield "version", b"name: a\nversion: " + b"9" * 4_000_000 + b"\ncodes: []\n"
    yield "colons", head + b"- " + b":" * 4_000_000
    yield "sixties", head + b"- " + b"1:" * 2_000_000 + b"1"
    yield "keywords", head + b"- name: a\n  keywords: [" + b"a," * 2_000_000 + b"]\n"
    yield "documents", b"---\n" * 1_000_000
    yield "keys", b"".join(b"k%d: a\n" % n for n in range(400_000))
    yield "questions", head + b"? " * 2_000_000
    yield "merge", head + b"- name: a\n" + b"  <<: {name: b}\n" * 200_000
    yield "emoji", head + b"- name: " + "\U0001f600".encode() * 1_000_000


def code_tables() -> Made:
    """Make codebooks in CSV."""
    yield "codes", b"path\n" + b"".join(b"c%d\n" % number for number in range(600_000))
    yield "chain", b"name,parent\n" + b"".join(b"c%d,c%d\n" % (n, n + 1) for n in range(300_000))
    yield "deep paths", b"path\n" + b" / ".join(b"c%d" % n for n in range(600_000)) + b"\n"
    yield "parents", b"name,parent\n" + b"".join(b"c%d,p%d\n" % (n, n) for n in range(250_000))
    yield "items", b'name,keywords\na,"' + b"a;" * 2_400_000 + b'"\n'
    yield "quoted items", b'name,keywords\na,"' + b'""' * 2_400_000 + b'"\n'
    yield "spaces in items", b'name,keywords\na,"' + b" " * 120_000 + b'"\n'
    yield "apostrophes", b"name\n" + b"'" * 120_000 + b"a\n"
    yield "columns", b"name," + b",".join(b"c%d" % n for n in range(600_000)) + b"\na\n"
    yield (
        "colours",
        b"name,colour,line,version\na," + b"9" * 90_000 + b"," + b"9" * 90_000 + b",1\n",
    )


def guides() -> Made:
    """Make guides in Markdown."""
    for name, shape in {
        "questions": "- Why?\n", "lines": "a\n", "headings": "# a\n", "one heading": "# ",
        "hashes": "#", "items": "1. a\n", "cells": "| a ", "rows": "| a | b |\n", "rules": "|-",
        "stars": "*", "ticks": "`", "codes": "[codes: a", "words": "a ", "dots": "1.", "marks": "?",
        "brackets": "[", "open codes": "(code:", "spaces": " ", "semicolons": "a;", "bars": "|",
        "backslashes": "\\|", "blank": "\n", "under": "_ ",
    }.items():  # fmt: skip
        yield name, _lines(shape, _MB - 99)
        yield f"{name} after a question", b"- Why? " + _lines(shape, _MB - 99)
    yield "different", "".join(f"- Why {n}?\n" for n in range(75_000)).encode()
    wide = "|" + "|".join(["question", *(f"c{n}" for n in range(90_000))]) + "|\n"
    yield "a wide table", wide.encode() + b"|Why?|\n" * 9_000
    codes = ";".join(f"c{n}" for n in range(75_000))
    yield "many codes", f"- Why? [codes: {codes}]\n".encode()


def guide_documents() -> Made:
    """Make guides in Word: what Word transcripts are, and tables."""
    yield from word()


def guide_tables() -> Made:
    """Make guides in CSV."""
    yield from tables("question,codes", "Why {}?,Time")


def archives() -> Made:
    """Make zip archives."""

    def zipped(parts: dict[str, bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return buffer.getvalue()

    said = b"INT: Why?\nP: So.\n"
    yield "small", zipped({"a.txt": said})
    yield "one large", zipped({"a.txt": b" " * (1_000 * _MB)})
    yield "many large", zipped({f"{n}.txt": b" " * (100 * _MB) for n in range(15)})
    yield "beyond", zipped({f"{n}.txt": b" " * (100 * _MB) for n in range(21)})
    yield "many", zipped({f"{n}.png": b"" for n in range(49_000)})
    yield "too many", zipped({f"{n}.png": b"" for n in range(51_000)})
    yield "long names", zipped({f"{n}{'a' * 60_000}.png": b"" for n in range(400)})
    yield "deep names", zipped({"a/" * 30_000 + "b.txt": said})
    inner = zipped({"a.txt": said})
    for _ in range(50):
        inner = zipped({"a.zip": inner})
    yield "zips in zips", inner
    lying = bytearray(zipped({"a.txt": b" " * (300 * _MB)}))
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (18).to_bytes(4, "little")
    yield "a lying size", bytes(lying)
    beyond = bytearray(zipped({"a.txt": said}))
    at = beyond.rfind(b"PK\x01\x02")
    beyond[at + 20 : at + 28] = b"\xff" * 8
    yield "a gigabyte declared", bytes(beyond)
    ends = bytearray(zipped({"a.txt": said}))
    at = ends.rfind(b"PK\x05\x06")
    ends[at + 8 : at + 12] = b"\xff" * 4
    yield "files declared", bytes(ends)


def table_workbooks() -> Made:
    """Make workbooks of participants: those of transcripts, under other names of columns."""
    for name, data in workbook():
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(
            buffer, "w", zipfile.ZIP_DEFLATED
        ) as new:  # fmt: skip
            for part in old.namelist():
                new.writestr(part, old.read(part).replace(b">speaker<", b">participant<"))
        yield name, buffer.getvalue()
