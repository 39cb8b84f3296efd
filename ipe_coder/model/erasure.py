"""What is removed for good, what stays, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.model.change import Change


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the key that was found."""

    name: str
    where: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a search of all tables and of the raw bytes of files found."""

    names: int
    """How many names of the key were looked for."""
    files: tuple[str, ...]
    """The files whose bytes were read; none on a server."""
    found: tuple[Found, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it: `0 of 14 names found in 3 files`."""
        number = len({one.name for one in self.found})
        files = "1 file" if len(self.files) == 1 else f"{len(self.files)} files"
        names = "1 name" if self.names == 1 else f"{self.names} names"
        where = files if self.files else "the tables of the project"
        return f"{number} of {names} found in {where}"


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would remove."""

    transcript_ids: tuple[str, ...]
    titles: tuple[str, ...]
    originals_only: bool
    versions: int
    """Earlier versions."""
    originals: int
    shared: tuple[str, ...] = ()
    """Other transcripts that came from the same files."""
    backups: tuple[str, ...] = ()
    """Copies that the program made before an upgrade; they go too."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed."""

    plan: PurgePlan
    change: Change
    changes: int
    """Entries of the journal that keep no details any more."""
    on_server: bool = False
    proof: Proof | None = None
    """None where no key was given."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in which somebody's words, or their pseudonym, stand."""

    where: str
    what: str
    """The words, or why it could not be looked into."""


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """What goes with a participant, and what cannot."""

    participant_id: str
    pseudonym: str
    study: str
    whole: tuple[str, ...]
    """Titles of transcripts that go whole: nobody else takes part in them."""
    partly: tuple[tuple[str, int], ...]
    """Titles of those from which only their turns go, with how many."""
    segments: int
    summaries: int
    memos: int
    passages: tuple[Place, ...]
    """Where researchers quote them; a mark will stand there."""
    mentions: tuple[Place, ...]
    """Where researchers name the pseudonym; these stay, for somebody to look at."""
    shared: tuple[str, ...]
    """Other transcripts that came from the same files, which go."""
    backups: tuple[str, ...]
    exports: tuple[Place, ...]
    """Files beside the project that hold them; these stay, for somebody to remove."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was removed."""

    plan: WithdrawalPlan
    change: Change
    changes: int
    """Entries of the journal that keep no details any more."""
    on_server: bool = False
