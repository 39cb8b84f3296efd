"""What is removed for good, what stays, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of


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
        files = count_of(len(self.files), "file")
        names = count_of(self.names, "name")
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

    @property
    def lines(self) -> list[str]:
        """Say what goes and what stays."""
        goes = f"Goes, of {count_of(len(self.titles), 'transcript')}:"
        goes += f" {count_of(self.originals, 'original file')}"
        if not self.originals_only:
            goes += (
                f", {count_of(self.versions, 'earlier version')}, what the history keeps of them,"
                " and texts of imports that were undone"
            )
        lines = [f"{goes}."]
        if self.shared:
            others = count_of(len(self.shared), "other transcript")
            lines.append(f"{others} came from the same files: {_list(self.shared)}.")
        if self.backups:
            lines.append(f"Copies of the program that go too: {', '.join(self.backups)}.")
        lines.append("Stays: the texts as they are now, with all coding, memos and summaries.")
        return lines


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

    @property
    def lines(self) -> list[str]:
        """Say what goes and what stays."""
        lines = [f"Goes with {self.pseudonym} of {self.study}:"]
        if self.whole:
            lines.append(f"  the whole of {', '.join(self.whole)}")
        lines += [
            f"  {count_of(number, 'turn')} of {title}; what others say there stays"
            for title, number in self.partly
        ]
        lines.append(
            f"  {count_of(self.segments, 'segment')},"
            f" {count_of(self.summaries, 'summary', 'summaries')},"
            f" {count_of(self.memos, 'memo')}, the files that their words came from, earlier"
            " versions, what the history keeps of them"
        )
        lines += [f"  quoted in {one.where}: {one.what}" for one in self.passages]
        if self.shared:
            lines.append(f"  the file that {_list(self.shared)} came from too; those texts stay")
        lines += [f"  the program's copy {one}" for one in self.backups]
        lines += [f"Stays, and names them: {one.where}: {one.what}" for one in self.mentions]
        lines += [f"Stays, for you to remove: {one.where}: {one.what}" for one in self.exports]
        return lines


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was removed."""

    plan: WithdrawalPlan
    change: Change
    changes: int
    """Entries of the journal that keep no details any more."""
    on_server: bool = False


def _list(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
