"""A small codebook, and a reader shared by the tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ipe_coder.language.pipeline import load_pipeline
from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.suggest.suggester import CachedReader

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


@pytest.fixture
def codebook() -> Codebook:
    return Codebook(
        "book",
        "Flexitime",
        version=3,
        codes=(QUESTION, APPROVAL, MANAGER, PATTERNS, RETIRED, MERGED),
    )


@pytest.fixture(scope="session")
def read() -> CachedReader:
    return CachedReader(load_pipeline())
