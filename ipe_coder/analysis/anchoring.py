"""Find a quotation in a text, exactly or as nearly as its words allow.

Three ways are tried, and the first that finds anything decides:

1. the quotation as it stands;
2. the same words without regard to case, to white space and to the shape of quotation marks and
   dashes, and without the quotation marks around it;
3. the likest stretch of whole words, by rapidfuzz's ratio after the same folding, from 0 to 100.
   A likeness under `LEAST_SCORE` is not the quotation: at 85, one letter in seven is another.

A place that begins and ends with a word comes before one inside words. Two places are equally
good where their scores differ by less than one; then the one nearest to a known offset is taken,
or the quotation is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipe_coder.errors import AmbiguousNameError, NotFoundError, UsageError
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean, fold

LEAST_SCORE = 85.0
"""The least likeness, from 0 to 100, that counts as finding a quotation."""

_SAME_SCORE = 1.0
_LEAST_PROBE_SCORE = 75.0
"""Of a stretch whose ends are not yet moved to where they fit best."""
_PROBE = 200
_LONGEST_WHOLE = 400
_MOST_PLACES = 50
_REACH = 40
_CONTEXT = 24

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ´`′", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\n\t\u00a0\u2007\u202f\u2009", " ")
)
"""One character for one, so that offsets stay true."""
_AROUND = " '\""
_BORDER = re.compile(r"(?<!\w)\w+(?:['\-]\w+)*|\S+")
"""Words, and the marks between them, so that a stretch may begin or end with either."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands."""

    span: Span
    score: float
    """Likeness from 0 to 100; 100 where every word is the same."""


def find_quote(text: str, quote: str, *, near: int | None = None) -> Found:
    """Find the one place of a quotation in a text.

    Args:
        text: The text, in the stored form.
        quote: The words to find.
        near: An offset near which the place should be; it decides between equals.

    Raises:
        NotFoundError: If no place is like it enough; names the nearest.
        AmbiguousNameError: If two places are equally good; names both.
        UsageError: If the quotation is empty.
    """
    quote = clean(quote).text
    if not quote.strip():
        raise UsageError("The quotation is empty.", "Give its words.")
    if exact := list(_exact(text, quote)):
        return Found(_choose(text, quote, exact, near), 100.0)
    folded, wanted = fold_quote(text), fold_quote(quote)
    if same := list(_same_words(folded, wanted)):
        return Found(_choose(text, quote, same, near), 100.0)
    words = " ".join(wanted.strip(_AROUND).split())
    likest = _likest(folded, words, _LEAST_PROBE_SCORE)
    if not likest or likest[0].score < LEAST_SCORE:
        raise _not_found(text, quote, likest or _likest(folded, words, 0))
    equals = {one.span: one for one in likest if one.score > likest[0].score - _SAME_SCORE}
    return equals[_choose(text, quote, list(equals), near)]


def fold_quote(text: str) -> str:
    """Fold case, white space and the shape of marks, one character for one."""
    return fold(text).translate(_ALIKE)


def _exact(text: str, quote: str) -> Iterator[Span]:
    start = text.find(quote)
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + 1)


def _same_words(folded: str, wanted: str) -> Iterator[Span]:
    words = wanted.strip(_AROUND).split() or wanted.split()
    for match in re.finditer(" +".join(map(re.escape, words)), folded):
        yield Span(*match.span())


def _likest(folded: str, words: str, least: float) -> list[Found]:
    """Find the stretches that are likest to some words, the best first; none overlaps a better."""
    starts: list[int] = []
    for start in sorted(_starts(folded, words, least)) if words else ():
        # Pieces of one place lead to nearly the same start.
        if not starts or start - starts[-1] > len(words) // 5:
            starts.append(start)
    found: list[Found] = []
    for one in sorted((_fit(folded, words, start) for start in starts), key=lambda one: -one.score):
        if not any(one.span.overlaps(better.span) for better in found):
            found.append(one)
    return found


def _starts(folded: str, words: str, least: float) -> Iterator[int]:
    """Give offsets where the words may begin.

    A long quotation is looked for by pieces: the cost of looking grows with the square of
    the length, and one piece that is found is enough to know the place.
    """
    last = len(words) - _PROBE
    pieces = [0] if len(words) <= _LONGEST_WHOLE else [0, last // 3, 2 * last // 3, last]
    length = len(words) if len(pieces) == 1 else _PROBE
    for piece in pieces:
        for place in _places(folded, words[piece : piece + length], least):
            yield max(place - piece, 0)


def _places(folded: str, probe: str, least: float) -> Iterator[int]:
    """Give the offset of the likest stretch, then of those outside it that are about as like."""
    from rapidfuzz import fuzz

    stretches = [(0, len(folded))]
    for _ in range(_MOST_PLACES):
        if not stretches:
            return
        start, end = stretches.pop()
        best = fuzz.partial_ratio_alignment(probe, folded[start:end], score_cutoff=least)
        if best is None or best.dest_start == best.dest_end:
            continue
        yield start + best.dest_start
        if not least:
            return
        least = max(least, best.score - 10)
        sides = [(start + best.dest_end, end), (start, start + best.dest_start)]
        # A stretch shorter than the probe would be looked for in the probe.
        stretches += [(first, last) for first, last in sides if last - first >= len(probe)]


def _fit(folded: str, words: str, start: int) -> Found:
    """Move the ends of a stretch to the borders of words between which it is likest."""
    if len(words) > _LONGEST_WHOLE:
        return _fit_long(folded, words, start)
    start = min(start, len(folded) - 1)
    rough = Span(start, min(start + len(words), len(folded)))
    reach = max(_REACH, len(words) // 5)
    # The best end depends on the beginning, so the beginning is moved once more at last.
    span = _move_start(folded, words, rough, reach)
    span = _move_end(folded, words, span, reach)
    span = _move_start(folded, words, span, reach)
    return Found(span, _likeness(folded, words, span))


def _fit_long(folded: str, words: str, start: int) -> Found:
    """Do the same by the first and the last words alone, since each whole comparison is slow."""
    end, slack = start + len(words), len(words) // 3
    head = _align(folded, words[:_PROBE], start - slack, start + _PROBE + slack)
    tail = _align(folded, words[-_PROBE:], end - _PROBE - slack, end + slack)
    first = _move_start(folded, words[:_PROBE], head, _REACH).start
    last = _move_end(folded, words[-_PROBE:], tail, _REACH).end
    span = Span(first, last) if first < last else head
    return Found(span, _likeness(folded, words, span))


def _align(folded: str, probe: str, low: int, high: int) -> Span:
    """Find the likest stretch between two offsets, or all between them if nothing is like."""
    from rapidfuzz import fuzz

    low, high = max(min(low, len(folded) - 1), 0), min(max(high, 1), len(folded))
    best = fuzz.partial_ratio_alignment(probe, folded[low:high])
    if best is None or best.dest_start == best.dest_end:
        return Span(low, max(high, low + 1))
    return Span(low + best.dest_start, low + best.dest_end)


def _move_start(folded: str, words: str, span: Span, reach: int) -> Span:
    borders = _borders(folded, span.start, reach)
    return _best(folded, words, [Span(one, span.end) for one, _ in borders if one < span.end], span)


def _move_end(folded: str, words: str, span: Span, reach: int) -> Span:
    borders = _borders(folded, span.end, reach)
    return _best(
        folded, words, [Span(span.start, one) for _, one in borders if one > span.start], span
    )


def _borders(folded: str, place: int, reach: int) -> list[tuple[int, int]]:
    """List the words and marks around a place, without any that the reach cuts."""
    low, high = max(place - reach, 0), min(place + reach, len(folded))
    found = [match.span() for match in _BORDER.finditer(folded, low, high)]
    cut_first = low > 0 and not folded[low - 1].isspace() and found and found[0][0] == low
    cut_last = high < len(folded) and not folded[high].isspace() and found and found[-1][1] == high
    return found[1 if cut_first else 0 : -1 if cut_last else None]


def _best(folded: str, words: str, spans: Sequence[Span], otherwise: Span) -> Span:
    return max(spans, key=lambda span: _likeness(folded, words, span), default=otherwise)


def _likeness(folded: str, words: str, span: Span) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(words, folded[span.start : span.end])


def _choose(text: str, quote: str, spans: Sequence[Span], near: int | None) -> Span:
    """Take the only place, or the one nearest to an offset."""
    whole = [span for span in spans if _is_whole(text, span)] or spans
    if len(whole) == 1:
        return whole[0]
    if near is not None:
        first, second, *_ = sorted(whole, key=lambda span: abs(span.start - near))
        if abs(first.start - near) < abs(second.start - near):
            return first
    first, second, *others = sorted(whole)
    more = f", and {len(others)} more" if others else ""
    raise AmbiguousNameError(
        f"The quotation “{_short(quote)}” fits at {first.start} (“{_around(text, first)}”) "
        f"and at {second.start} (“{_around(text, second)}”){more}.",
        "Give more of its words, or its start.",
    )


def _is_whole(text: str, span: Span) -> bool:
    """Tell whether a stretch neither begins nor ends inside a word."""
    before = text[max(span.start - 1, 0) : span.start]
    after = text[span.end : span.end + 1]
    cut_before = before.isalnum() and text[span.start].isalnum()
    cut_after = after.isalnum() and text[span.end - 1].isalnum()
    return not (cut_before or cut_after)


def _not_found(text: str, quote: str, likest: Sequence[Found]) -> NotFoundError:
    message = f"The quotation “{_short(quote)}” is not in the text."
    if not likest:
        return NotFoundError(message, "Check its words.")
    span, score = likest[0].span, likest[0].score
    nearest = f"The nearest, at {span.start}, is “{_short(span.of(text))}”"
    return NotFoundError(f"{message} {nearest}, {score:.0f} of 100.", "Check its words.")


def _around(text: str, span: Span) -> str:
    """Show a place with some words before and after it."""
    start, end = max(span.start - _CONTEXT, 0), min(span.end + _CONTEXT, len(text))
    words = _short(span.of(text))
    return " ".join(
        f"{'…' if start else ''}{text[start : span.start]}{words}"
        f"{text[span.end : end]}{'…' if end < len(text) else ''}".split()
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:40]}…{words[-18:]}"
