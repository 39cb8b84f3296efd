"""Codes by codes: where one coder gave two codes to the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ipe_coder.analysis.axes import CodeAxis
from ipe_coder.analysis.counting import CodedSegment, Record

Places = tuple[tuple[int, ...], tuple[int, ...]]


def sort_overlaps(
    rows: CodeAxis, columns: CodeAxis, segments: Iterable[CodedSegment], records: Iterable[Record]
) -> tuple[dict[Places, list[Record]], dict[Places, list[str]]]:
    """Sort the words that segments share by the rows of one and the columns of the other.

    A participant is there who counts for both segments; what is left are segments that overlap
    without such a participant.

    Returns:
        By rows and columns: records of the shared words, and ids of segments of nobody's.
    """
    voices: dict[str, list[str]] = defaultdict(list)
    for record in records:
        voices[record.segment.id].append(record.participant_id)
    found: dict[Places, list[Record]] = defaultdict(list)
    unvoiced: dict[Places, list[str]] = defaultdict(list)
    for one, other in _pairs(segments):
        places = (rows.places(one.code_id), columns.places(other.code_id))
        if not all(places):
            continue
        shared = one._replace(start=max(one.start, other.start), end=min(one.end, other.end))
        both = [who for who in voices[one.id] if who in voices[other.id]]
        found[places].extend(Record(shared, who, None) for who in both)
        if not both:
            unvoiced[places].append(one.id)
    return found, unvoiced


def _pairs(segments: Iterable[CodedSegment]) -> Iterator[tuple[CodedSegment, CodedSegment]]:
    """List all pairs of segments by one coder that overlap, either one first."""
    by_text: dict[tuple[str, str], list[CodedSegment]] = defaultdict(list)
    for one in segments:
        by_text[one.transcript_id, one.coder_id].append(one)
    for own in by_text.values():
        own.sort(key=lambda one: one.start)
        for place, one in enumerate(own):
            for other in own[place + 1 :]:
                if other.start >= one.end:
                    break
                yield one, other
                yield other, one
