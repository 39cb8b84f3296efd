"""The voices of a study's transcripts, and the names that both go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ipe_coder.model.study import ParticipantRow
from ipe_coder.model.transcript import Role, Speaker
from ipe_coder.store.transcripts import Head


class Voices:
    """The transcripts of a study by all their names, and their voices as they come to stand."""

    def __init__(self, heads: Iterable[Head], voices: Mapping[str, Sequence[Speaker]]) -> None:
        """Take the transcripts and their speakers."""
        self._ids = {name: one.id for one in heads for name in names_of(one.title, one.filename)}
        self.of = {one: list(found) for one, found in voices.items()}
        self.owners: dict[tuple[str, int | None], ParticipantRow] = {}
        """Whose row a voice was given to, by transcript and place."""

    def find(self, name: str) -> str | None:
        """Find a transcript's id by its title, its file's name or its stem."""
        return self._ids.get(name.casefold())

    def changed(self, before: Mapping[str, Sequence[Speaker]]) -> list[Speaker]:
        """List the voices that are not as they were."""
        return [
            voice
            for transcript_id, voices in self.of.items()
            for voice, known in zip(voices, before[transcript_id], strict=True)
            if voice != known
        ]


def names_of(title: str, file_name: str) -> dict[str, None]:
    """List the names that a transcript goes by, each once, without regard to case."""
    names = (title, file_name, file_name.rpartition(".")[0])
    return dict.fromkeys(name.casefold() for name in names if name)


def voice_for(label: str, voices: Sequence[Speaker]) -> int | None:
    """Find the place of a label; without one, of the only voice that can be a participant's."""
    if label:
        wanted = label.casefold()
        fitting = [place for place, one in enumerate(voices) if one.label.casefold() == wanted]
        return fitting[0] if fitting else None
    for role in (Role.PARTICIPANT, Role.UNKNOWN):
        fitting = [place for place, one in enumerate(voices) if one.role is role]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None
