"""Write pseudonyms into transcripts: texts, labels and stand-ins for people, as one change."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ipe_coder.analysis.reanchoring import Edit
from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of
from ipe_coder.model.pseudonym import Decision, NameFind, NamePlace, NameRow
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import Transcript
from ipe_coder.model.version import Replacement
from ipe_coder.project.pseudonymising import Pseudonymising
from ipe_coder.project.versions import EditedTranscript, Versions
from ipe_coder.pseudonyms.alike import key_of
from ipe_coder.store import studies, transcripts
from ipe_coder.store.store import PendingChange


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """What was replaced."""

    change: Change
    names: int
    places: int
    versions: tuple[Replacement, ...]
    key: tuple[NameRow, ...]
    """All rows of the key now."""
    titles: tuple[str, ...]
    """Titles that still hold a name."""


class PseudonymWriting(Pseudonymising, Versions):
    """Writes what was decided about names."""

    def pseudonymise(self, finds: Sequence[NameFind], key: Path) -> Pseudonymised:
        """Put terms in place of names, and the names into the key.

        The key is written first: a text whose key is lost could not be read again.

        Args:
            finds: Every name with what was decided about it.
            key: The key's file; see `Project.read_key`.

        Raises:
            UsageError: If nothing is to be replaced, or a text was changed meanwhile.
            FileError: If the key cannot be written.
        """
        chosen = [one for one in finds if one.decision is Decision.REPLACE]
        edited = self._edited(chosen)
        if not edited:
            raise UsageError("There is no name to replace.", "Nothing was written.")
        rows = self.write_key(key, finds)
        number = count_of(len(edited), "transcript")
        relabel = make_relabel(chosen)

        def people_too(pending: PendingChange) -> None:
            _rename_people(pending, edited, relabel)

        change, done = self.write_edited(edited, f"Pseudonymised {number}", also=people_too)
        places = sum(len(one.edits) for one in edited)
        titles = [one.transcript.title for one in edited]
        named = {title for one in chosen for title in one.titles}
        left = tuple(title for title in titles if title in named)
        return Pseudonymised(change, len(chosen), places, tuple(done), tuple(rows), left)

    def rename_transcript(self, name: str, title: str, *, study: str = "") -> Change:
        """Give a transcript another title.

        Raises:
            UsageError: If it is empty, or another transcript of the study has it.
        """
        transcript_id = self.transcript_id(name, study=study)
        title = clean_name(title)
        if not title:
            raise UsageError("A transcript needs a title.", "Give one.")
        with self._change() as pending:
            connection = pending.writer.connection
            found = {one.id: one for one in transcripts.heads(connection)}
            here = found.pop(transcript_id)
            taken = {
                one.title.casefold() for one in found.values() if one.study_id == here.study_id
            }
            if title.casefold() in taken:
                raise UsageError(f"There is a transcript “{title}” already.", "Choose another.")
            transcripts.set_fields(pending.writer, transcript_id, title=title)
            # The title before may be a name, so the journal's label gives only the new one.
            pending.writer.label = f"Renamed a transcript to {title}"
        return pending.done

    def _edited(self, chosen: Sequence[NameFind]) -> list[EditedTranscript]:
        """Make the edits of every transcript that a name stands in."""
        places: dict[str, list[tuple[NamePlace, str]]] = defaultdict(list)
        for one in chosen:
            for place in one.places:
                places[place.transcript_id].append((place, one.term))
            for transcript_id, _ in one.labels:
                places.setdefault(transcript_id, [])
        relabel = make_relabel(chosen)
        edited = []
        for transcript_id, found in places.items():
            with self._store.read() as connection:
                transcript = transcripts.get(connection, transcript_id)
            ordered = sorted(found, key=lambda one: one[0].span)
            edits = [_edit(transcript, place, term) for place, term in ordered]
            labels = new_labels([voice.label for voice in transcript.speakers], relabel)
            name = relabel(transcript.source.filename, bare=True)
            edited.append(EditedTranscript(transcript, edits, labels, name))
        return edited


def _edit(transcript: Transcript, place: NamePlace, term: str) -> Edit:
    if place.span.of(transcript.text) != place.quote:
        raise UsageError(
            f"{transcript.title} was changed since its names were looked for.", "Look again."
        )
    return Edit(place.span.start, place.span.end, term)


class Relabel:
    """Puts terms in place of names in labels, file names and the stand-ins of people."""

    def __init__(self, chosen: Iterable[NameFind]) -> None:
        """Take the names that are replaced."""
        ordered = sorted(chosen, key=lambda one: -len(one.name))
        self._terms = {key_of(one.name): one.term for one in reversed(ordered)}
        names = "|".join(re.escape(one.name) for one in ordered)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])", re.IGNORECASE)

    def __call__(self, text: str, *, bare: bool = False) -> str:
        """Replace the names in a short text; `bare` leaves the brackets out."""

        def term(match: re.Match[str]) -> str:
            found = self._terms.get(key_of(match.group()), match.group())
            return found.strip("[]") if bare else found

        return self._pattern.sub(term, text) if self._terms else text


def make_relabel(chosen: Iterable[NameFind]) -> Relabel:
    """Make what replaces names in short texts."""
    return Relabel(chosen)


def new_labels(labels: Sequence[str], relabel: Callable[[str], str]) -> dict[str, str]:
    """Give the new label of each label that changes; no two become the same."""
    taken = Counter(label for label in labels if relabel(label) == label)
    changed: dict[str, str] = {}
    for label in labels:
        new = relabel(label)
        if new == label:
            continue
        taken[new] += 1
        changed[label] = new if taken[new] == 1 else f"{new} ({taken[new]})"
    return changed


def _rename_people(
    pending: PendingChange, edited: Sequence[EditedTranscript], relabel: Relabel
) -> None:
    """Take names out of the participants and appearances that were made from labels."""
    writer = pending.writer
    labels = {one.transcript.id: one.labels for one in edited}
    there = {one.id: one for one in studies.appearances(writer.connection)}
    moved = [
        replace(one, speaker=labels[one.transcript_id].get(one.speaker, one.speaker))
        for one in there.values()
        if one.transcript_id in labels
    ]
    studies.put_appearances(writer, there, moved)
    wanted_in = {one.transcript.study_id for one in edited}
    people = studies.participants(writer.connection)
    taken = {(one.study_id, one.pseudonym.casefold()) for one in people}
    for one in people:
        name = relabel(one.pseudonym)
        if one.study_id in wanted_in and name != one.pseudonym:
            number, free = 1, name
            while (one.study_id, free.casefold()) in taken:
                number += 1
                free = f"{name} ({number})"
            taken.add((one.study_id, free.casefold()))
            studies.put_participant(writer, replace(one, pseudonym=free))
