"""Fixtures of the tests of suggestions."""

from __future__ import annotations

import pytest

from ipe_coder.language.pipeline import load_pipeline
from ipe_coder.model.code import Codebook
from ipe_coder.suggest.suggester import CachedReader
from tests.suggest.material import APPROVAL, MANAGER, MERGED, PATTERNS, QUESTION, RETIRED


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
