"""Files that lie beside transcripts and are none: a README, a licence, notes in prose.

A folder of transcripts seldom holds nothing else. What is none is left out and said to be, and
whoever wants it has one word or one key for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ipe_coder.model.transcript import Speaker

_NAMES = re.compile(
    r"(?:guide|notes|contents|metadata)\b"
    r"|sources?$"
    r"|(?:.*[\W_])?(?:read.?me|licen[cs]e|notice|copying|changelog|(?:topic|interview|discussion|"
    r"question).?guide|consent.?form|information.?sheet)(?![^\W_])",
    re.IGNORECASE,
)
BY_NAME = "its name is that of a file beside transcripts"
NO_SPEAKER = "no speaker was found in it, beside files with speakers"


def named_beside(stem: str) -> bool:
    """Tell whether a file's name, without its ending, is that of a file beside transcripts."""
    return _NAMES.match(stem) is not None


def speaks(speakers: Iterable[Speaker]) -> bool:
    """Tell whether anybody is named as a speaker."""
    return any(one.label for one in speakers)
