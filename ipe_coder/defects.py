"""Defects of the program itself: written to the log, without the words of participants."""

from __future__ import annotations

import platform
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ipe_coder.paths import log_file
from ipe_coder.version import __version__

LONGEST_MESSAGE = 200

_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")


def record_defect(error: BaseException, doing: str = "") -> Path | None:
    """Write an error to the log; give the log, or None where it cannot be written.

    The log holds the places in the program and the kind of each error. What stands in quotation
    marks is left out of messages, and so is all after their first line, since a database or a
    parser may cite a transcript there.

    Args:
        error: What happened.
        doing: What was being done, in the program's own words: `segment add`.
    """
    path = log_file()
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} ipe_coder {__version__} {doing}".rstrip()
    system = f"Python {platform.python_version()}, {platform.platform()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write("\n".join([head, system, *_told(error), "", ""]))
    except OSError:
        return None
    return path


def _told(error: BaseException) -> Iterator[str]:
    """Tell an error and what it came from, the first cause first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "which led to:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_bare(str(error))}"


def _bare(message: str) -> str:
    first = message.split("\n", 1)[0]
    return _QUOTED.sub("‘…’", first)[:LONGEST_MESSAGE]
