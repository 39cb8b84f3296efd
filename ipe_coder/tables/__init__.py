"""Tables in: participants, results, segments, questions asked and surveys, from CSV and Excel.

Column names are matched without regard to case, space, `_` and `-`; commas, semicolons and
tabs are all read; every error names the file, the line and the column.
"""

from __future__ import annotations

from ipe_coder.tables.asked import read_asked
from ipe_coder.tables.participants import read_participants
from ipe_coder.tables.results import read_results
from ipe_coder.tables.segments import read_segments
from ipe_coder.tables.survey import check_respondents, read_survey

__all__ = [
    "check_respondents",
    "read_asked",
    "read_participants",
    "read_results",
    "read_segments",
    "read_survey",
]
