"""The turn of a hit is found in what is stored of all turns, without reading them."""

from __future__ import annotations

import json
from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.store.search import TurnPlaces

turns = st.lists(
    st.tuples(st.integers(0, 1500), st.integers(0, 1), st.integers(0, 12)), min_size=1, max_size=40
)


@given(turns, st.lists(st.integers(0, 40_000), min_size=1), st.sampled_from([(",", ":"), None]))
def test_every_offset_is_in_the_turn_that_reading_all_turns_gives(
    made: list[tuple[int, int, int]], offsets: list[int], separators: tuple[str, str] | None
) -> None:
    rows, at = [], 0
    for length, gap, speaker in made:
        rows.append((at, at + length, speaker, None, length or None))
        at += length + gap
    places = TurnPlaces(json.dumps(rows, separators=separators))
    starts = [row[0] for row in rows]
    for offset in offsets:
        number = max(bisect_right(starts, offset) - 1, 0)
        assert places.at(offset) == (number, *rows[number][:3])
