"""Damages files of every kind that is read, and reports what a reader does wrong with them.

    python scripts/fuzz_readers.py [MINUTES] [KIND...]

Kinds are the ends of names of transcripts, such as .docx, and guide, codebook, participants,
results, segments, asked, survey and names. Each gets so many minutes. Any file must give what holds
together, or a `FileError` of one line with a remedy, within `MEMORY` of memory and `SECONDS` of
time, or a few times that of the whole file. The files of `tests/data` and of the sample are
damaged: bytes flipped, cut, doubled and exchanged, and the same within the parts of archives and
the packed streams of PDFs. PDFs are read by the process that damages them, but for one in
`ONE_APART`, which the reader's own process gets. Each finding is printed with the file that showed
it, which is kept. Ends with 1 if there was any.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path

from damage import damage, damage_within
from readers_by_kind import KINDS, pdfs_read_here, seeds, wrong

from ipe_coder.errors import FileError

SECONDS = 2.0
"""Of the processor; a page of a PDF may take its own patience."""
_PDF_SECONDS = 5.0
MEMORY = 500 * 2**20
ONE_APART = 25
PATIENCE = 30
"""Seconds of the processor that one file may take before its process is stopped."""
_BATCH = 200


@cache
def patience(kind: str, source: Path) -> float:
    """Tell how long reading a damaged file may take, by how long the whole one takes."""
    start = time.process_time()
    with suppress(FileError):
        KINDS[kind].read(source)
    return max(_PDF_SECONDS if kind == ".pdf" else SECONDS, 4 * (time.process_time() - start))


def fault(kind: str, path: Path, longest: float) -> str:
    """Read a file; give what is wrong with how it was read."""
    start = time.process_time()
    said = ""
    try:
        said = wrong(KINDS[kind].read(path))
    except FileError as error:
        if "\n" in str(error) or not error.hint or not str(error).startswith(path.name):
            said = f"an unclear error: {error}"
    except BaseException:
        said = traceback.format_exc(limit=-6)
    took = time.process_time() - start
    return said or (f"took {took:.1f} s" if took > longest else "")


def work(kind: str, seed: int, folder: Path) -> None:
    """Read one batch of damaged files; print the number of each before it is read."""
    with suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    files = seeds(kind)
    for number in range(seed, seed + _BATCH):
        chance = random.Random(number)
        source = chance.choice(files)
        make = damage_within if chance.random() < 0.6 else damage
        path = folder / f"{kind.strip('.')}{number}{source.suffix}"
        path.write_bytes(make(source.read_bytes(), chance))
        print(path.name, flush=True)
        with pdfs_read_here(on=number % ONE_APART > 0):
            said = fault(kind, path, patience(kind, source))
        if said:
            print(f"FAULT {path}: {said}", flush=True)
        else:
            path.unlink()


def run(kind: str, seed: int, folder: Path, until: float) -> tuple[int, int]:
    """Run one batch in a process of its own; give how many files were read, and the faults."""
    arguments = [sys.executable, __file__, "--work", kind, str(seed), str(folder)]
    with (folder / "log").open("w+") as log, subprocess.Popen(arguments, stdout=log) as process:
        size, since, waited = -1, 0.0, 0.0
        while process.poll() is None and time.monotonic() < until and waited < PATIENCE:
            time.sleep(0.2)
            now, used = (folder / "log").stat().st_size, _used(process.pid)
            if now != size:
                size, since = now, used
            waited = used - since
        stopped = process.poll() is None
        process.kill()
    hung = stopped and waited >= PATIENCE
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


def _used(process: int) -> float:
    """Give the seconds of the processor that a process and its dead children have used.

    On a busy machine a process may wait for minutes; where no such count is kept, time passes.
    """
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.monotonic()


def main() -> int:
    """Damage files of each kind for its time."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    unknown = [kind for kind in sys.argv[2:] if kind not in KINDS]
    if unknown:
        sys.exit(f"There is no kind {unknown[0]}; there are {' '.join(KINDS)}.")
    folder = Path(tempfile.mkdtemp(prefix="fuzz_readers_"))
    faults = 0
    seed = random.randrange(10**9)
    for kind in sys.argv[2:] or KINDS:
        count, until, used = 0, time.monotonic() + minutes * 60, os.times()
        while time.monotonic() < until:
            read, found = run(kind, seed, folder, until)
            count += read
            faults += found
            seed += _BATCH
        spent = sum(os.times()[2:4]) - sum(used[2:4])
        print(f"{kind}: {count} files, {spent / 60:.1f} minutes of the processor", flush=True)
    print(f"{faults} faults" + (f" in {folder}" if faults else ""))
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        sys.exit(main())
