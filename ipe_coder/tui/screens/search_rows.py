"""What the search screen shows: what is searched, the hits in their context, what is chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.counts import count_of
from ipe_coder.model.search import Match, SearchRequest, TextHit
from ipe_coder.model.transcript import Role
from ipe_coder.tui.rendering import (
    CodeLook,
    Part,
    graphemes,
    pad,
    printable,
    render_line,
    shorten,
    shorten_middle,
)

CHOSEN, LEFT = "●", "○"
"""A hit that would be coded, and one that would not."""

MOST = 50_000
"""Hits that are listed."""

_NAMES = {Match.WORDS: "words", Match.STEMS: "stems", Match.PATTERN: "pattern"}
_NO_LOOK = CodeLook("??")
_FEWEST_AFTER = 16
_WIDE = 100
_MARKS = 3


@dataclass(frozen=True)
class Found:
    """What a search has found, with what stands there."""

    request: SearchRequest | None = None
    hits: Sequence[TextHit] = ()
    is_all: bool = True
    """Whether no more were found than are listed."""
    codes: Sequence[tuple[str, ...]] = ()
    """Ids of the codes over each hit; empty until they are read."""
    problem: str = ""
    """Why it could not be carried out."""
    titles: int = field(default=0)
    """Widest title, in cells."""
    speakers: int = field(default=0)

    @classmethod
    def of(cls, request: SearchRequest, hits: Sequence[TextHit], *, is_all: bool) -> Found:
        """Measure hits for their columns."""
        titles = {hit.title for hit in hits}
        speakers = {who_of(hit) for hit in hits}
        return cls(
            request,
            hits,
            is_all,
            titles=max(map(cell_len, titles), default=0),
            speakers=max(map(cell_len, speakers), default=0),
        )

    @property
    def transcripts(self) -> int:
        """In how many transcripts the hits are."""
        return len({hit.transcript_id for hit in self.hits})


def who_of(hit: TextHit) -> str:
    """Name who says it: the participant, else the label."""
    return hit.participant or hit.speaker


def first_left_out(hits: Iterable[TextHit]) -> set[int]:
    """Choose the hits that are not to be coded unless somebody says so: those of interviewers."""
    return {place for place, hit in enumerate(hits) if hit.role == Role.INTERVIEWER}


def count_line(found: Found, left: Collection[int], *, is_busy: bool) -> Content:
    """Say how many hits there are, and how many of them are chosen."""
    if found.request is None or found.problem or is_busy:
        return render_line(("searching" if is_busy else "", "$muted"))
    number = f"{len(found.hits):,}" + ("" if found.is_all else "+")
    parts: list[Part] = [
        (number, "bold $strong"),
        (" hit" if len(found.hits) == 1 else " hits", "$muted"),
    ]
    if found.hits:
        places = found.transcripts
        parts.append((f" in {count_of(places, 'transcript')}", "$muted"))
        parts.append((f"  {len(found.hits) - len(left):,} chosen", "$text"))
    return render_line(*parts)


def option_line(request: SearchRequest, scope: str, width: int, *, has_keys: bool) -> Content:
    """Show how and where is searched, each with its key; what is out of the ordinary stands out.

    Args:
        request: The search.
        scope: Where is searched, in words.
        width: Cells of the line.
        has_keys: Whether the keys work now: not while one types.
    """
    is_narrow = width < _WIDE
    voices = " ".join(role.value for role in request.roles)
    filters = ", ".join(filter_words(request))
    options = [
        (str(number), name, request.match is match)
        for number, (match, name) in enumerate(_NAMES.items(), 1)
    ]
    if request.match is Match.WORDS:
        parts_too = "parts" if is_narrow else "parts too"
        options.append(("w", "whole" if request.whole else parts_too, request.whole))
    if request.match is not Match.STEMS:
        differ, alike = ("Aa ≠", "Aa =") if is_narrow else ("Aa differ", "Aa alike")
        options.append(("i", differ if request.case else alike, request.case))
    options += [
        ("o", shorten(scope, 14 if is_narrow else 20), bool(request.study or request.transcript)),
        ("v", f"{voices}s" if voices else "all" if is_narrow else "everybody", bool(voices)),
        ("f", filters or ("filter" if is_narrow else "no filter"), bool(filters)),
    ]
    parts: list[Part] = []
    for key, words, is_on in options:
        key_style = "bold $accent-text" if has_keys else "$muted"
        parts += [(key, key_style), (f" {words}  ", "bold $strong" if is_on else "$muted")]
    return render_line(*parts).truncate(width, ellipsis=True)


def filter_words(request: SearchRequest) -> list[str]:
    """Say each filter in a few words."""
    words = [f"{name}: {' or '.join(values)}" for name, values in request.where.items()]
    if request.coded:
        words.append(f"coded {request.coded}")
    if request.not_coded:
        words.append(f"not coded {request.not_coded}")
    return [*words, "nothing coded"] if request.uncoded else words


def hit_line(
    found: Found, place: int, looks: Mapping[str, CodeLook], *, chosen: bool, width: int
) -> Content:
    """Show a hit: chosen or not, where, who, its codes, and the words around it."""
    hit = found.hits[place]
    title = min(found.titles, 14 if width > _WIDE else 8)
    speaker = min(found.speakers, 12 if width > _WIDE else 8)
    muted = hit.role == Role.INTERVIEWER
    parts: list[Part] = [
        (f"{CHOSEN if chosen else LEFT} ", "$accent-text" if chosen else "$muted"),
        (pad(shorten_middle(hit.title, title), title) + "  ", "$text"),
        (pad(who_of(hit), speaker) + "  ", "$muted" if muted else "bold $strong"),
        *_marks(found, place, looks),
    ]
    room = width - 2 - title - 2 - speaker - 2 - _MARKS * 3 - 1
    return render_line(*parts, *_context(hit, room, "$muted" if muted else "$text"))


def _marks(found: Found, place: int, looks: Mapping[str, CodeLook]) -> list[Part]:
    """Show the marks of the codes over a hit; of more than fit, how many."""
    codes = found.codes[place] if place < len(found.codes) else ()
    shown = codes if len(codes) <= _MARKS else codes[: _MARKS - 1]
    parts: list[Part] = []
    cells = 0
    for code in shown:
        look = looks.get(code, _NO_LOOK)
        parts += [look, " "]
        cells += cell_len(look.mark) + 1
    if len(shown) < len(codes):
        more = f"+{len(codes) - len(shown)} "
        parts.append((more, "$muted"))
        cells += len(more)
    parts.append(" " * max(_MARKS * 3 + 1 - cells, 0))
    return parts


def _context(hit: TextHit, room: int, style: str) -> list[Part]:
    """Set the words so that what was found stands in one column."""
    quote = printable(hit.quote)
    left = max(min(room * 2 // 5, room - cell_len(quote) - _FEWEST_AFTER), 0)
    before = last_cells(printable(hit.before), left)
    return [
        (" " * (left - cell_len(before)) + before, style),
        (shorten(quote, room), "bold underline $accent-text"),
        (printable(hit.after), style),
    ]


def last_cells(text: str, cells: int) -> str:
    """Cut a text at its beginning to a width in cells, with an ellipsis where something is cut."""
    if cell_len(text) <= cells:
        return text
    kept, room = len(text), cells - 1
    for start, _, width in reversed(graphemes(text)):
        room -= width
        if room < 0:
            break
        kept = start
    return "…" + text[kept:] if cells > 0 else ""
