"""Files made to take the time and the memory of whoever reads them, a few for every format.

    python scripts/hostile_files.py [KIND...]

Kinds are as in `fuzz_readers.py`, with the end of the name of the file after a table's. Each is
read by a process of its own, which has `SECONDS`; what it says, the time and the memory that it
took with its children are printed. Ends with 1 if one failed, or took too long or too much.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile_archives import open_document, word, workbook
from hostile_pdfs import pdfs
from hostile_tables import (
    archives,
    asked,
    code_tables,
    codebooks,
    guide_documents,
    guide_tables,
    guides,
    name_lists,
    names,
    participants,
    results,
    segments,
    survey,
    table_workbooks,
)

_MB = 2**20

Made = Iterator[tuple[str, bytes]]


def rich_text() -> Made:
    """Make rich text."""
    yield "boxes in boxes", rb"{\rtf1 " + rb"{\shptxt a" * 1990 + b"}" * 1990 + b"}"
    yield "notes in notes", rb"{\rtf1 " + rb"{\footnote a" * 1990 + b"}" * 1990 + b"a}"
    yield "words after the end", rb"{\rtf1 INT: a}" + b"a " * (49 * _MB)
    yield "one emoji", "{\\rtf1 INT: a\U0001f600".encode() + b"a" * (98 * _MB) + b"}"
    yield "words", rb"{\rtf1 INT: a" + b"a" * (98 * _MB) + b"}"
    yield "skipped", rb"{\rtf1 INT: a{\pict " + b"a" * (98 * _MB) + b"}}"
    pages = b"".join(b"\\ansicpg%d" % number for number in range(10**6, 10**6 + 900_000))
    yield "code pages", rb"{\rtf1 INT: a" + pages + b"}"
    fonts = b"".join(b"{\\f%d\\cpg%d}" % (n, n + 70_000) for n in range(200_000))
    yield "fonts", rb"{\rtf1{\fonttbl" + fonts + b"}INT: a}"
    yield "paragraphs", rb"{\rtf1 " + b"A: b\\par\n" * 900_000 + b"}"
    yield "cells", rb"{\rtf1 \intbl " + b"a\\cell\n" * 900_000 + b"}"
    yield "rows", rb"{\rtf1 \intbl " + b"a\\row\n" * 900_000 + b"}"
    yield "characters", rb"{\rtf1 " + b"\\u9 " * 900_000 + b"}"
    yield "binary", rb"{\rtf1 INT: a\bin9999999999 }"


def _lines(line: str, size: int = 16 * _MB - 100) -> bytes:
    data = line.encode()
    return data * (size // len(data))


def text() -> Made:
    """Make texts."""
    shapes = {
        "turns": "A: b\n", "words": "a ", "one word": "a", "lines": "a\n", "blank lines": "\n\n",
        "colons": ":", "brackets": "[", "closing": "]", "digits": "1", "times": "1:", "stars": "*",
        "headings": "A 0:05\n", "stamps": "[0:05]\n", "stamp line": "[0:05] ", "tabs": "\t",
        "names": "Aa ", "named": "A. ", "marks": "\u0301\u0316", "spaces": " ",
        "emoji": "\U0001f600",
        "hyphens": "-", "chat": "[A] 11:02:09\n", "bold": "**A** ", "bold lines": "**A:** b\n",
        "dashes": "00:", "stops": "a. ", "commas": "a, ", "under": "_", "hash": "#", "open": "(",
    }  # fmt: skip
    for name, shape in shapes.items():
        yield name, _lines(shape)
        yield f"{name} after a turn", b"INT: Why?\nP: " + _lines(shape)
    speakers = "".join(f"P{number}: a\n" for number in range(1_300_000))
    yield "speakers", speakers.encode()[: 16 * _MB]
    near = "".join(f"Anna Maria {number}: a\n\n" for number in range(600_000))
    yield "like names", near.encode()[: 16 * _MB]


def webvtt() -> Made:
    """Make WebVTT captions."""
    yield from _captions("WEBVTT\n\n", "00:01.000 --> 00:02.000\n")


def subrip() -> Made:
    """Make SubRip captions."""
    yield from _captions("", "1\n00:00:01,000 --> 00:00:02,000\n")


def _captions(head: str, cue: str) -> Made:
    yield "cues", head.encode() + _lines(f"{cue}a\n\n")
    yield "turns", head.encode() + _lines(f"{cue}A: b\n\n")
    voices = {
        "lines": "a\n", "voices": "<v A>b", "voice": "<v ", "tags": "<b>", "half tags": "<b ",
        "entities": "&amp;", "half entities": "&a", "arrows": "-->", "arrow lines": "-->\n",
        "colons": "1:1", "numbers": "1\n", "digits": "1", "spaces": " ", "braces": "{\\an1}",
        "arrow after digits": "1 -->", "notes": "\nNOTE a\n",
    }  # fmt: skip
    for name, shape in voices.items():
        yield name, (head + cue + "a\n").encode() + _lines(shape)


def csv() -> Made:
    """Make CSV tables."""
    yield "rows", b"speaker,text\n" + _lines("A,b\n")
    columns = ",".join(f"c{number}" for number in range(50_000))
    yield "columns by rows", f"speaker,text,{columns}\n".encode() + _lines("A,b\n", 8 * _MB)
    yield "empty columns", b"speaker,text" + b"," * (15 * _MB)
    names = ",".join(f"c{number}" for number in range(1_600_000))
    yield "columns", f"speaker,text,{names}\nA,b\n".encode()
    yield "one cell", b'speaker,text\nA,"' + _lines('b ""', 15 * _MB) + b'"\n'
    yield "quotes", b"speaker,text\nA," + _lines('""', 15 * _MB)
    yield "an open quote", b'speaker,text\nA,"' + _lines("A,b\n", 15 * _MB)
    yield "times", b"speaker,text,start\n" + _lines("A,b,0:01\n")
    yield "speakers", ("speaker,text\n" + "".join(f"P{n},a\n" for n in range(1_600_000))).encode()


def web_page() -> Made:
    """Make web pages."""
    shapes = {
        "paragraphs": "<p>", "open tags": "<b>", "divisions": "<div>", "spans": "<span>a</span>",
        "cited": "a<cite>x</cite>", "times": "a<time>x</time>", "breaks": "<br>", "cells": "<td>",
        "rows": "<tr>", "tables": "<table>", "closing": "</b>", "entities": "&amp;", "half": "<",
        "comments": "<!--a-->", "half comments": "<!--", "declared": "<!", "lists": "<li>a",
        "forms": "<form>", "options": "<option>", "links": "<a>", "fonts": "<font>", "pi": "<?a>",
        "hidden": "<p hidden>a</p>", "quotes": '"', "cdata": "<![CDATA[", "script": "<script>",
        "references": "&#x1F600;", "headings": "<h1>a", "frames": "<frameset>", "body": "<body>",
        "html": "<html a=b>", "pre": "<pre>a\n</pre>", "ruby": "<ruby>", "words": "a ",
    }  # fmt: skip
    for name, shape in shapes.items():
        yield name, b"<html><body><p>INT: Why?</p>" + _lines(shape, 15 * _MB)
    tags = "<b>" * 2_000_000 + "</i>" * 2_000_000
    yield "closing what is not open", b"<p>INT: Why?</p>" + tags.encode()
    many = " ".join(f"a{number}" for number in range(1_500_000))
    yield "attributes", f"<p>INT: Why?</p><p {many}>".encode()
    for name, opening in {
        "nested": "<div>", "nested classes": '<span class="speaker">',
        "nested times": '<span class="time">', "nested cites": "<cite>",
    }.items():  # fmt: skip
        inner = "<i>a</i>" * 1_500_000
        yield name, b"<p>INT: Why?</p>" + (opening * 190 + inner).encode()
    cells = "<tr><td>a<td>b"
    yield "a table", b"<p>INT: Why?</p><table>" + _lines(cells, 15 * _MB)
    nested = "<table><tr><td>" * 45 + "<p>a" * 2_000_000
    yield "nested tables", b"<p>INT: Why?</p>" + nested.encode()
    yield "turns", _lines("<p>A: b</p>", 15 * _MB)
    yield "line", b"<p>" + _lines("<cite>A</cite>: b<br>", 15 * _MB)


def json() -> Made:
    """Make JSON."""
    turn = '{"speaker":"A","text":"b"}'
    head = f"[{turn},{turn}"
    yield "turns", f"[{','.join([turn] * 600_000)}]".encode()
    for name, one in {
        "objects": "{}", "lists": "[]", "numbers": "1.5", "words": '"ab"', "nulls": "null",
        "lists of objects": "[{}]", "texts": '[{"text":"a"}]',
    }.items():  # fmt: skip
        inner = ",".join([one] * (15 * _MB // (len(one) + 1)))
        yield name, f'{{"segments":{head}],"more":[{inner}]}}'.encode()
    fields = ",".join(f'"{number}":1' for number in range(1_300_000))
    yield "fields", f'{{"segments":{head}],{fields}}}'.encode()
    yield "a field twice", f'{{{fields},"9":1,"9":2}}'.encode()
    words = "b " * 2_000_000
    pieces = ",".join(f'"{number}"' for number in range(900_000))
    yield (
        "words beside fields",
        (f'[{{"speaker":"A","text":"{words}","start":[{pieces}]}},{turn}]'.encode()),
    )
    yield "deep lists", b"[" * 8_000_000
    yield "deep objects", b'{"a":' * 3_000_000
    for deep in (80, 300, 480):
        nested = '{"alternatives":[' * deep + turn + "]}" * deep
        yield f"alternatives {deep} deep", f"[{turn},{nested}]".encode()
        lists = "[" * deep + turn + "]" * deep
        yield f"lists {deep} deep", f"[{turn},{lists}]".encode()
    yield "digits", f'[{{"speaker":"A","text":"b","start":{"9" * 4_000}}}]'.encode()
    yield "all digits", f'[{{"speaker":"A","text":"b","start":{"9" * 4_000_000}}}]'.encode()
    yield "exponents", b'[{"speaker":"A","text":"b","start":1e999,"end":-1e999}]'
    times = '{"speaker":"A","text":"b","start":0,"end":1}'
    yield "times", f"[{','.join([times] * 340_000)}]".encode()
    elements = ",".join(['{"value":"a"}'] * 1_000_000)
    yield "elements", f'[{{"speaker":"A","elements":[{elements}]}}]'.encode()
    punctuation = ",".join(['{"type":"punctuation","text":"."}'] * 400_000)
    yield "punctuation", f"[{turn},{punctuation}]".encode()


MADE: dict[str, Callable[[], Made]] = {
    ".docx": word, ".odt": open_document, ".rtf": rich_text, ".pdf": pdfs, ".txt": text,
    ".md": text, ".vtt": webvtt, ".srt": subrip, ".csv": csv, ".xlsx": workbook,
    ".html": web_page, ".json": json, ".zip": archives,
    "guide.md": guides, "guide.docx": guide_documents, "guide.csv": guide_tables,
    "codebook.yaml": codebooks, "codebook.csv": code_tables,
    "participants.csv": participants, "participants.xlsx": table_workbooks,
    "results.csv": results, "segments.csv": segments, "asked.csv": asked, "survey.csv": survey,
    "names.csv": names, "names.txt": name_lists,
}  # fmt: skip
"""The makers, by the reader and the end of the name of what they make."""

SECONDS, MEMORY = 5.0, 500
"""Of the processor, and megabytes."""
_WAIT = 60
_READ = """
import sys
sys.path.insert(0, sys.argv[3])
from readers_by_kind import KINDS
import resource, time
from pathlib import Path
from ipe_coder.errors import FileError
start = time.process_time()
try:
    said = f"read: {type(KINDS[sys.argv[1]].read(Path(sys.argv[2]))).__name__}"
except FileError as error:
    said = f"refused: {error}"[:150]
children = resource.getrusage(resource.RUSAGE_CHILDREN)
took = time.process_time() - start + children.ru_utime + children.ru_stime
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
peak += children.ru_maxrss / 1024
print(f"{took:.1f}\\t{peak:.0f}\\t{said}")
"""


def main() -> int:
    """Read the files, made one after the other."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in sys.argv[1:] or MADE:
            reader, dot, ending = kind.partition(".")
            for name, data in MADE[kind]():
                path = Path(folder, f"a.{ending}")
                path.write_bytes(data)
                fault, said = _read(reader or dot + ending, path)
                faults += fault
                print("FAULT" if fault else "ok", kind, name, said, sep="\t", flush=True)
    return 1 if faults else 0


def _read(kind: str, path: Path) -> tuple[bool, str]:
    """Read a file; tell whether that failed, and what was said."""
    command = [sys.executable, "-c", _READ, kind, str(path), str(Path(__file__).parent)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_WAIT, check=False)
    except subprocess.TimeoutExpired:
        return True, f"more than {_WAIT} s"
    if done.returncode:
        return True, f"ended with {done.returncode}: {done.stderr[-300:]}"
    took, peak, _ = done.stdout.split("\t")
    return float(took) > SECONDS or float(peak) > MEMORY, done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
