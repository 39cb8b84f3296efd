"""Text search: hits with what stands around them and who says them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from ipe_coder.analysis.finding import Finder, make_finder
from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.search import SearchRequest, Stretch, TextHit
from ipe_coder.model.spans import Span
from ipe_coder.model.text import word_spans
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.search_filters import CodingFilter, SpeakerFilter, Voices, read_places
from ipe_coder.store import search
from ipe_coder.store.search import StoredText, TurnPlace
from ipe_coder.store.segments import SegmentFilter

_FAR = 30
"""Characters for each word that is shown around a hit: no word is longer but a made-up one."""


class Searching(ProjectBase):
    """Search over the texts of transcripts."""

    def search(
        self, request: SearchRequest, *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[TextHit]:
        """Find words, stems or a pattern in all texts, by study, transcript and place.

        Args:
            request: What is wanted.
            stop: Asked before each text whether to give up.

        Raises:
            UsageError: If nothing is wanted, the pattern is none, or a filter names what is not
                there; while searching, if the pattern takes too long.
        """
        finder = make_finder(request.wanted, request.match, whole=request.whole, case=request.case)
        transcript_id = ""
        if request.transcript:
            transcript_id = self.transcript_id(request.transcript, study=request.study)
        study_id = self.study(request.study).id if request.study else ""
        with self._store.read() as connection:
            SpeakerFilter(Voices(connection), request)
        coded = self._coding_filter(request)
        return self._hits(finder, request, coded, (study_id, transcript_id), stop)

    def codes_at(self, hits: Sequence[TextHit], *, coder: str = "") -> list[tuple[str, ...]]:
        """List for each hit the ids of the codes that stand over it, each once.

        Args:
            hits: The hits.
            coder: Whose coding is looked at, by name; everybody's when empty.
        """
        ids = tuple(dict.fromkeys(one.transcript_id for one in hits))
        if not ids:
            return []
        known = self._known_coder(coder) if coder else None
        if coder and known is None:
            return [()] * len(hits)
        coder_ids = (known,) if known else ()
        with self._store.read() as connection:
            places = read_places(connection, SegmentFilter(ids, coder_ids=coder_ids))
        return [
            tuple(dict.fromkeys(one.code_id for one in places.over(hit.transcript_id, hit.span)))
            for hit in hits
        ]

    def search_values(self) -> dict[str, list[str]]:
        """List what a search can ask of those who speak, each with its values."""
        with self._store.read() as connection:
            return Voices(connection).known_values()

    def _hits(
        self,
        finder: Finder,
        request: SearchRequest,
        coded: CodingFilter | None,
        scope: tuple[str, str],
        stop: Callable[[], bool],
    ) -> Iterator[TextHit]:
        study_id, transcript_id = scope
        with self._store.read() as connection, closing(finder):
            voices = Voices(connection)
            speaks = SpeakerFilter(voices, request)
            only = (transcript_id,) if transcript_id else ()
            for batch in search.texts(connection, study_id, only):
                hits = self._spans(finder, batch, stop)
                turns = search.turns_of(connection, [one.turns_sha for one, _ in hits])
                for stored, found in hits:
                    places = turns[stored.turns_sha]
                    for span in found:
                        turn = places.at(span.start)
                        if not speaks(stored.transcript_id, turn.speaker):
                            continue
                        if coded is None or coded(stored.transcript_id, span):
                            yield _hit(stored, span, turn, voices, request)
                if stop():
                    return

    @staticmethod
    def _spans(
        finder: Finder, batch: Sequence[StoredText], stop: Callable[[], bool]
    ) -> list[tuple[StoredText, list[Span]]]:
        """Find what is wanted in some texts; those without it are left out."""
        hits = []
        for stored in batch:
            if stop():
                break
            found = list(finder(stored.text))
            if found:
                hits.append((stored, found))
        return hits

    def _coding_filter(self, request: SearchRequest) -> CodingFilter | None:
        if not request.asks_coding:
            return None
        coded = self._family(request.coded, request.study)
        not_coded = self._family(request.not_coded, request.study)
        coder_ids = (self.coder_id(request.coder),) if request.coder else ()
        codes = () if request.uncoded else tuple(coded | not_coded)
        with self._store.read() as connection:
            places = read_places(connection, SegmentFilter(code_ids=codes, coder_ids=coder_ids))
        return CodingFilter(places, coded, not_coded, request.uncoded)

    def _family(self, name: str, study: str) -> frozenset[str]:
        """Give the ids of a code and of all beneath it; none where no code is named.

        A name that several studies have means the code of each.
        """
        if not name:
            return frozenset()
        books = [self.codebook(study)] if study else self.codebooks()
        wanted = name.casefold()
        found = {
            one.id
            for book in books if book is not None
            for code in book.codes
            if wanted in (code.name.casefold(), book.path(code.id).casefold(), code.id)
            for one in (code, *book.descendants(code.id))
        }  # fmt: skip
        if not found:
            book, code = self.code(name, study=study)
            return frozenset({code.id, *(one.id for one in book.descendants(code.id))})
        return frozenset(found)


def _hit(
    stored: StoredText,
    span: Span,
    turn: TurnPlace,
    voices: Voices,
    request: SearchRequest,
) -> TextHit:
    speaker = voices.of[stored.transcript_id][turn.speaker]
    within = Span(turn.start, max(turn.end, span.end))
    before, after = _around(stored.text, span, within, request)
    return TextHit(
        stored.transcript_id,
        stored.title,
        stored.study,
        span,
        span.of(stored.text),
        before,
        after,
        turn.place + 1,
        speaker.label,
        speaker.role.value,
        voices.name(speaker),
    )


def _around(text: str, span: Span, turn: Span, request: SearchRequest) -> tuple[str, str]:
    """Give what stands around a hit within its turn; `…` stands for what is left out."""
    if request.around is Stretch.TURN:
        return text[turn.start : span.start], text[span.end : turn.end]
    if request.around is Stretch.SENTENCE:
        whole = widened(text, span, turn, Stretch.SENTENCE)
        return text[whole.start : span.start], text[span.end : whole.end]
    if request.words:
        return _words_around(text, span, turn, request.words)
    room = request.characters
    before = text[max(turn.start, span.start - room) : span.start]
    after = text[span.end : min(turn.end, span.end + room)]
    if turn.start < span.start - room:
        before = "…" + (before.partition(" ")[2] if " " in before.strip() else before)
    if turn.end > span.end + room:
        after = (after.rpartition(" ")[0] if " " in after.strip() else after) + "…"
    return before, after


def _words_around(text: str, span: Span, turn: Span, number: int) -> tuple[str, str]:
    first = max(turn.start, span.start - number * _FAR)
    last = min(turn.end, span.end + number * _FAR)
    before = word_spans(text, first, span.start)[-number:]
    after = word_spans(text, span.end, last)[:number]
    start = before[0][0] if len(before) == number else first
    end = after[-1][1] if len(after) == number else last
    return (
        ("…" if start > turn.start else "") + text[start : span.start],
        text[span.end : end] + ("…" if end < turn.end else ""),
    )


def widened(text: str, span: Span, turn: Span, to: Stretch) -> Span:
    """Widen a hit to the sentences, or to the turn, that it stands in."""
    if to is Stretch.HIT:
        return _trimmed(text, span)
    if to is Stretch.TURN:
        return _trimmed(text, turn)
    sentences = [Span(*one) for one in sentence_spans(text, turn.start, turn.end)]
    over = [one for one in sentences if one.overlaps(span)]
    start = min([span.start, *(one.start for one in over)])
    end = max([span.end, *(one.end for one in over)])
    return _trimmed(text, Span(start, end))


def _trimmed(text: str, span: Span) -> Span:
    """Leave white space at the edges out."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + max(len(words.strip()), 1))
