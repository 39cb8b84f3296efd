"""What a search lets through: by who speaks, by what is known of them, by what is coded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ipe_coder.errors import NotFoundError
from ipe_coder.model.search import SearchRequest
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Participant
from ipe_coder.model.transcript import Speaker
from ipe_coder.store import segments, studies, transcripts
from ipe_coder.store.segments import CodedPlace, SegmentFilter

_SHOWN = 8


class Voices:
    """Who the speakers are and what is known of them, read when it is first asked for."""

    def __init__(self, connection: Any) -> None:
        """Read through a connection."""
        self._connection = connection

    @cached_property
    def of(self) -> dict[str, tuple[Speaker, ...]]:
        """Speakers by transcript."""
        return transcripts.speakers(self._connection)

    @cached_property
    def people(self) -> dict[str, Participant]:
        """Participants by id."""
        return {one.id: one for one in studies.participants(self._connection)}

    def name(self, speaker: Speaker) -> str:
        """Give the pseudonym of a speaker, or nothing."""
        return self._pseudonyms.get(speaker.participant_id or "", "")

    def values(self, speaker: Speaker, transcript_id: str) -> dict[str, str]:
        """Give what is known of a speaker in a transcript, by name; nothing of nobody."""
        who = self.people.get(speaker.participant_id or "")
        if who is None:
            return {}
        wave = self._waves.get(transcript_id, "")
        here = self._appearances.get((who.id, transcript_id), {})
        return {
            **who.attributes,
            **({"wave": wave} if wave else {}),
            **here,
            "participant": who.pseudonym,
            "respondent": who.respondent.value if who.respondent else "",
            "arm": self._arms.get(who.arm_id or "", who.no_arm.value),
        }

    def known_values(self) -> dict[str, list[str]]:
        """List the values of everything that is known of any speaker."""
        found: dict[str, set[str]] = defaultdict(set)
        for transcript_id, speakers in self.of.items():
            for speaker in speakers:
                for name, value in self.values(speaker, transcript_id).items():
                    if value:
                        found[name].add(value)
        return {name: sorted(values) for name, values in sorted(found.items())}

    @cached_property
    def _pseudonyms(self) -> dict[str, str]:
        return studies.pseudonyms(self._connection)

    @cached_property
    def _waves(self) -> dict[str, str]:
        return {head.id: head.wave for head in transcripts.heads(self._connection)}

    @cached_property
    def _arms(self) -> dict[str, str]:
        return {arm.id: arm.name for one in studies.find(self._connection) for arm in one.arms}

    @cached_property
    def _appearances(self) -> dict[tuple[str, str | None], dict[str, str]]:
        return {
            (one.participant_id, one.transcript_id): one.attributes
            for one in studies.appearances(self._connection)
        }


class SpeakerFilter:
    """Lets through what some speakers say."""

    def __init__(self, voices: Voices, request: SearchRequest) -> None:
        """Take whose words are wanted.

        Raises:
            NotFoundError: If nobody is what is asked for.
        """
        self._voices = voices
        self._roles = frozenset(request.roles)
        self._where = {
            name.casefold(): frozenset(value.casefold() for value in values)
            for name, values in request.where.items()
        }
        self._known: dict[tuple[str, int], bool] = {}
        if request.where:
            _refuse_unknown(voices.known_values(), request.where)

    def __call__(self, transcript_id: str, place: int) -> bool:
        """Tell whether a speaker of a transcript, by place, passes."""
        key = (transcript_id, place)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._fits(transcript_id, place)
        return known

    def _fits(self, transcript_id: str, place: int) -> bool:
        speaker = self._voices.of[transcript_id][place]
        if self._roles and speaker.role not in self._roles:
            return False
        if not self._where:
            return True
        values = self._voices.values(speaker, transcript_id)
        folded = {name.casefold(): value.casefold() for name, value in values.items()}
        return all(folded.get(name, "") in wanted for name, wanted in self._where.items())


def _refuse_unknown(known: Mapping[str, list[str]], where: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse a name or a value that nobody has: no hit would be taken for an answer."""
    names = {name.casefold(): name for name in known}
    for asked, values in where.items():
        name = names.get(asked.casefold())
        if name is None:
            raise NotFoundError(
                f"No participant has the attribute “{asked}”.", f"There are {_some(known)}."
            )
        there = {value.casefold() for value in known[name]}
        for value in values:
            if value.casefold() not in there:
                raise NotFoundError(
                    f"Nobody who speaks has the {name} “{value}”.",
                    f"There are {_some(known[name])}.",
                )


def _some(words: Iterable[str]) -> str:
    listed = list(words)
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")


class CodedPlaces:
    """Where codes stand, so that those over a hit are found without looking at all."""

    def __init__(self, found: Iterable[CodedPlace]) -> None:
        """Take places in order of transcript and start."""
        self._by_transcript: dict[str, list[CodedPlace]] = defaultdict(list)
        for one in found:
            self._by_transcript[one.transcript_id].append(one)
        self._starts = {
            key: [one.start for one in places] for key, places in self._by_transcript.items()
        }
        self._longest = {
            key: max(one.end - one.start for one in places)
            for key, places in self._by_transcript.items()
        }

    def over(self, transcript_id: str, span: Span) -> list[CodedPlace]:
        """List the places that share a code point with a span, by start."""
        starts = self._starts.get(transcript_id)
        if starts is None:
            return []
        first = bisect_right(starts, span.start - self._longest[transcript_id])
        last = bisect_left(starts, span.end)
        places = self._by_transcript[transcript_id][first:last]
        return [one for one in places if one.end > span.start]


@dataclass(frozen=True)
class CodingFilter:
    """Lets through what is coded, or not coded, with some codes."""

    places: CodedPlaces
    coded: frozenset[str] = frozenset()
    """Ids of codes, one of which is wanted; any where empty."""
    not_coded: frozenset[str] = frozenset()
    """Ids of codes, none of which is wanted."""
    uncoded: bool = False

    def __call__(self, transcript_id: str, span: Span) -> bool:
        """Tell whether a place passes."""
        here = {one.code_id for one in self.places.over(transcript_id, span)}
        if (self.uncoded and here) or here & self.not_coded:
            return False
        return not self.coded or bool(here & self.coded)


def read_places(connection: Any, wanted: SegmentFilter) -> CodedPlaces:
    """Read where the codes of some segments stand."""
    return CodedPlaces(segments.coded_places(connection, wanted))
