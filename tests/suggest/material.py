"""A small codebook, and what several tests of suggestions need."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.code import Code, CodeKind
from ipe_coder.model.spans import Span
from ipe_coder.suggest.messages import Suggest

PATIENCE = 60.0
"""Seconds to wait for a process on a busy machine."""

APPROVAL = Code(
    "pa",
    "Process for approval",
    parent_id="q1",
    definition="How a working pattern is asked for, agreed and put on record.",
    include="forms, HR, who has to say yes",
    exclude="whether the pattern is then kept",
    keywords=("form", "sign off", "HR"),
    position=1,
)
MANAGER = Code(
    "rm",
    "Role of manager",
    parent_id="q1",
    definition="What managers do to make a pattern work.",
    near_miss="a supervisor from another team",
    examples=("She keeps meetings off my Friday.",),
    keywords=("supervision",),
    position=2,
)
PATTERNS = Code(
    "rp",
    "Range of patterns",
    parent_id="q1",
    definition="Which arrangements people work.",
    keywords=("nine-day fortnight", "compressed week"),
    position=3,
)
QUESTION = Code("q1", "Implemented as intended", kind=CodeKind.QUESTION, keywords=("intended",))
RETIRED = Code(
    "old",
    "Childcare",
    keywords=("nursery",),
    position=4,
    retired_at=datetime(2026, 1, 1, tzinfo=UTC),
)
MERGED = Code("gone", "Paperwork", position=5, merged_into="pa")


def request(text: str, view: Span | None = None, silent: Collection[int] = ()) -> Suggest:
    """Ask for suggestions for every sentence of a text."""
    spans = tuple(Span(start, end) for start, end in sentence_spans(text))
    return Suggest("t1", 2, text, spans, view, frozenset(silent))


def gone(pid: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and _is_zombie(pid):
            return True
        time.sleep(0.05)
    return False


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
