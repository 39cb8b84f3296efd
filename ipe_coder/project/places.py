"""The place of words in a transcript, from what somebody gave of it."""

from __future__ import annotations

from ipe_coder.analysis.anchoring import Found, find_quote
from ipe_coder.errors import UsageError
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Transcript


def find_place(transcript: Transcript, quote: str, start: int | None, end: int | None) -> Found:
    """Find a stretch by its offsets, by its quote, or by both where they agree.

    Raises:
        NotFoundError: If the quote is not in the text.
        UsageError: If it is there twice, or offsets and quote disagree.
    """
    if start is None or end is None:
        if not quote:
            raise UsageError("Neither a quote nor start and end are given.", "Give one of them.")
        return find_quote(transcript.text, clean(quote).text.strip(), near=start)
    if not 0 <= start < end <= len(transcript.text):
        raise UsageError(
            f"{start} to {end} is no stretch of {transcript.title},"
            f" which has {len(transcript.text)} characters."
        )
    span = Span(start, end)
    if not span.of(transcript.text).strip():
        raise UsageError(f"There are no words from {start} to {end} of {transcript.title}.")
    if quote and clean(quote).text != span.of(transcript.text):
        raise UsageError(
            f"{transcript.title} reads “{span.of(transcript.text)[:40]}” from {start} to {end},"
            f" not “{quote[:40]}”.",
            "Leave start and end empty to find the quote.",
        )
    return Found(span, 100.0)
