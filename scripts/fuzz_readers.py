"""Damages transcript files of every format, and reports what a reader does wrong with them.

    python scripts/fuzz_readers.py [MINUTES] [ENDING...]

Any file must give a draft that holds together, or a `FileError` of one line with a remedy, within
`MEMORY` of memory and `SECONDS` of time, or a few times that of the whole file. The files of
`tests/data/transcripts` and of the sample are damaged: bytes flipped, cut, doubled and
exchanged, and the same within the parts of archives and the packed streams of PDFs. Each
finding is printed with the file that showed it, which is kept. Ends with 1 if there was any.
"""

from __future__ import annotations

import copy
import io
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from contextlib import suppress
from datetime import date, timedelta
from datetime import time as time_of_day
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft
from ipe_coder.readers import FORMATS, read_transcript
from ipe_coder.readers.archive import ENDINGS, open_archive

ROOT = Path(__file__).parent.parent
SECONDS = 10.0
MEMORY = 500 * 2**20
PATIENCE = 60
_BATCH = 200
_LARGEST = 400_000
_SMALL = 60
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


def seeds(ending: str) -> list[Path]:
    """List the files of a format."""
    folders = (ROOT / "tests/data/transcripts", ROOT / "transcripts")
    found = (path for folder in folders for path in sorted(folder.rglob(f"*{ending}")))
    return [path for path in found if path.stat().st_size <= _LARGEST] or _made(ending)


@cache
def _made(ending: str) -> list[Path]:
    """Make the files of a format that has none among the data."""
    path = Path(tempfile.mkdtemp(prefix="fuzz_seeds_")) / f"made{ending}"
    if ending == ".xlsx":
        _make_workbook(path)
    elif ending in ENDINGS:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in (".vtt", ".txt", ".docx"):
                archive.write(seeds(each)[0], f"Interviews/é {each[1:]}{each}")
    return [path] if path.exists() else []


def _make_workbook(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Speaker", "Start", "End", "Text", "Day"],
        [None, None, None, "A title"],
        ["INT", 3, 4.5, "Why?", date(2024, 2, 3)],
        ["P1", "0:05", timedelta(seconds=9), "It was late.", "2024-02-03"],
        ["P1", 0.5, None, "[laughs]", True],
        ["INT", 12, 13, "=A2", time_of_day(1, 2)],
    ):
        sheet.append(row)
    sheet["A3"].number_format = "0.00%"
    book.save(path)


def damage(data: bytes, chance: random.Random) -> bytes:
    """Damage bytes in one place or in many."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at, length = chance.randrange(len(changed) + 1), chance.choice((1, 2, 8, 60, 2000))
        match chance.randrange(6):
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
            case _ if chance.random() < 0.1:
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


@cache
def patience(source: Path) -> float:
    """Tell how long reading a damaged file may take, by how long the whole one takes."""
    start = time.monotonic()
    with suppress(FileError):
        _drafts(source)
    return max(SECONDS, 4 * (time.monotonic() - start))


def fault(path: Path, longest: float) -> str:
    """Read a file; give what is wrong with how it was read."""
    start = time.monotonic()
    said = ""
    try:
        said = "".join(map(_wrong_draft, _drafts(path)))
    except FileError as error:
        if "\n" in str(error) or not error.hint or not str(error).startswith(path.name):
            said = f"an unclear error: {error}"
    except BaseException:
        said = traceback.format_exc(limit=-4)
    took = time.monotonic() - start
    return said or (f"took {took:.1f} s" if took > longest else "")


def _drafts(path: Path) -> list[Draft]:
    if path.suffix not in ENDINGS:
        return [read_transcript(path)]
    known = {ending for each in FORMATS for ending in each.extensions}
    drafts = []
    for member in open_archive(path):
        if not member.refused and member.file.suffix.lower() in known:
            with suppress(FileError):
                drafts.append(read_transcript(member.file))
    return drafts


def _wrong_draft(draft: Draft) -> str:
    pieces = [draft.text[turn.start : turn.end] for turn in draft.turns]
    if clean(draft.text) != (draft.text, 0):
        return "the text is not in the stored form"
    if "\n".join(pieces) != draft.text or not all(piece.strip() for piece in pieces):
        return "the turns do not cover the text"
    return ""


def work(ending: str, seed: int, folder: Path) -> None:
    """Read one batch of damaged files; print the number of each before it is read."""
    with suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    files = seeds(ending)
    for number in range(seed, seed + _BATCH):
        chance = random.Random(number)
        source = chance.choice(files)
        data = source.read_bytes()
        make = damage_within if chance.random() < 0.6 else damage
        path = folder / f"{ending[1:]}{number}{ending}"
        path.write_bytes(make(data, chance))
        print(path.name, flush=True)
        said = fault(path, patience(source))
        if said:
            print(f"FAULT {path}: {said}", flush=True)
        else:
            path.unlink()


def run(ending: str, seed: int, folder: Path, until: float) -> tuple[int, int]:
    """Run one batch in a process of its own; give how many files were read, and the faults."""
    arguments = [sys.executable, __file__, "--work", ending, str(seed), str(folder)]
    with (folder / "log").open("w+") as log, subprocess.Popen(arguments, stdout=log) as process:
        size, since = -1, time.monotonic()
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.2)
            now = (folder / "log").stat().st_size
            if now != size:
                size, since = now, time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                break
        stopped = process.poll() is None
        hung = stopped and time.monotonic() - since > PATIENCE
        process.kill()
    lines = (folder / "log").read_text(errors="replace").splitlines()
    names = [line for line in lines if re.fullmatch(r"\w+\.\w+", line)]
    faults = sum(line.startswith("FAULT") for line in lines)
    if faults:
        print("\n".join(line for line in lines if line not in names))
    if hung or (not stopped and process.returncode):
        faults += 1
        what = f"hung for {PATIENCE} s" if hung else f"ended with {process.returncode}"
        print(f"FAULT {folder / (names[-1] if names else '?')}: the process {what}")
    return len(names), faults


def main() -> int:
    """Damage files in turn over the formats until the time is over."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    endings = sys.argv[2:] or [*(each.extensions[0] for each in FORMATS), *ENDINGS]
    start = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="fuzz_readers_"))
    counts = dict.fromkeys(endings, 0)
    faults = 0
    seed = random.randrange(10**9)
    for turn, ending in enumerate(endings):
        until = start + minutes * 60 * (turn + 1) / len(endings)
        while time.monotonic() < until:
            read, found = run(ending, seed, folder, until)
            counts[ending] += read
            faults += found
            seed += _BATCH
    print(", ".join(f"{ending} {count}" for ending, count in counts.items()))
    print(f"{sum(counts.values())} files, {faults} faults" + (f" in {folder}" if faults else ""))
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        sys.exit(main())
