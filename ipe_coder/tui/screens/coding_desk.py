"""What lies before a coder: one transcript, its codebook and what is coded and noted in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Approach, Code, Codebook, Derived
from ipe_coder.model.segment import Memo, Segment, Suggestion
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.suggest.messages import SentenceSuggestions
from ipe_coder.tui.dialogs.choose_code import PaletteContext
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.screens.coding_index import Sentence, SpanIndex, Taken, Waiting

if TYPE_CHECKING:
    from ipe_coder.project import Project

_NEAR_TURNS = 2
_LIGHT = frozenset({"segment", "memo", "evidence", "joint_link"})
"""Tables whose changes are taken over row by row."""


@dataclass(frozen=True)
class Shown:
    """Which segments are drawn; an empty part lets everything through."""

    code_id: str = ""
    coder_id: str = ""
    speaker: int | None = None
    """Place of a speaker in the transcript's."""


class Desk:
    """Everything that the coding screen has loaded."""

    def __init__(self) -> None:
        """Begin empty."""
        self._transcript: Transcript | None = None
        self.codebook: Codebook | None = None
        self.looks: dict[str, CodeLook] = {}
        self.showing = Shown()
        self.coders: dict[str, str] = {}
        self.coder_id = ""
        self.memos: list[Memo] = []
        self.study_name = ""
        self.study_label = ""
        self.person = ""
        self.last_applied: tuple[str, ...] = ()
        self.last_place: Span | None = None
        self.suggestion_note = ""
        self._waiting = Waiting(self._open_for, self._turn_at)
        self._all, self._shown, self._own = SpanIndex(), SpanIndex(), SpanIndex()
        self._recent: list[str] = []
        self._blind = False
        self._by_id: dict[str, Segment] = {}
        self._about: set[str] = set()
        self._uses_elsewhere: Counter[str] = Counter()
        self.stamp = ""
        """What text and speakers were read."""

    # -- loading

    @property
    def is_open(self) -> bool:
        """Whether a transcript lies here."""
        return self._transcript is not None

    @property
    def transcript(self) -> Transcript:
        """The transcript.

        Raises:
            UsageError: If none lies here.
        """
        if self._transcript is None:
            raise UsageError("No transcript is open.", "Choose one on the project screen.")
        return self._transcript

    @property
    def book(self) -> Codebook:
        """The codebook; an empty one before the first code is made."""
        study_id = self._transcript.study_id if self._transcript else ""
        return self.codebook or Codebook("", self.study_label, study_id, self.study_name)

    def open(self, project: Project, transcript_id: str, *, blind: bool = False) -> None:
        """Load a transcript with all that stands beside it."""
        same = self._transcript is not None and self._transcript.id == transcript_id
        self._transcript = project.transcript(transcript_id)
        study = project.study(self._transcript.study_id)
        self.study_name, self.study_label = study.name, study.label
        self.person = _describe(project, self._transcript)
        if not same:
            self._waiting, self.suggestion_note = Waiting(self._open_for, self._turn_at), ""
        self.stamp = project.transcript_stamp(transcript_id)
        if not same:
            self.showing = Shown()
        self.load_codes(project)
        self.load_work(project, blind=blind)
        coder = project.coder if blind else ""
        uses = project.code_use(study=self.study_name, coder=coder)
        here = Counter(one.code_id for one in self.segments)
        self._uses_elsewhere = Counter({key: use.segments for key, use in uses.items()}) - here

    def load_codes(self, project: Project) -> None:
        """Load the codebook again."""
        books = project.codebooks()
        study_id = self.transcript.study_id
        self.codebook = next((one for one in books if one.study_id == study_id), None)
        self.looks = {code.id: CodeLook.of(code) for code in self.book.codes}

    def load_work(self, project: Project, *, blind: bool = False) -> None:
        """Load segments, coders and memos again; in blind mode those of this coder alone."""
        self._load_coders(project)
        self._blind = blind
        self._take_segments(project.segments_of(self.transcript.id, unreviewed=True))
        self._load_memos(project)
        used: dict[str, datetime] = {}
        for one in reversed(self.segments):
            if one.coder_id == self.coder_id and one.created_at is not None:
                used[one.code_id] = max(one.created_at, used.get(one.code_id, one.created_at))
        for code_id in sorted(used, key=lambda key: used[key]):
            self.note_recent(code_id, only_new=True)

    def take_change(self, project: Project, change: Change) -> Taken | None:
        """Take over what a change did to segments and memos.

        Returns:
            What it did to the segments that are drawn; None where it did more, so that all is
            to be loaded again.
        """
        if not change.tables <= _LIGHT:
            return None
        is_new = not self.coder_id
        if is_new:
            # A coder is known from the first thing that they write, and their work with it.
            self._load_coders(project)
        if is_new and self.coder_id:
            return None
        taken = Taken()
        if "segment" in change.tables:
            taken = self._take_over(project, change)
        if "memo" in change.tables:
            keys, written = project.memos_after(change)
            self._keep_memos(keys, written)
        authors = {one.coder_id for one in taken.added} | {memo.coder_id for memo in self.memos}
        if not authors <= self.coders.keys():
            self._load_coders(project)
        return taken

    def _take_over(self, project: Project, change: Change) -> Taken:
        """Put the segments that a change wrote in the place of what they were."""
        keys, found = project.segments_after(change, self.transcript.id)
        gone = [old for key in keys if (old := self._by_id.pop(key, None)) is not None]
        come = [one for one in found if self._belongs(one)]
        apart = self._shown is not self._all
        for one in gone:
            for index in (self._all, self._own, *((self._shown,) if apart else ())):
                index.take(one)
        for one in come:
            self._by_id[one.id] = one
            self._all.put(one)
            if self._counts(one):
                self._own.put(one)
            if apart and _is_shown(one, self.showing):
                self._shown.put(one)
        self._follow_segments(project, gone, come)
        added = tuple(one for one in come if _is_shown(one, self.showing))
        return Taken(added, tuple(one for one in gone if _is_shown(one, self.showing)))

    def _follow_segments(
        self, project: Project, gone: Sequence[Segment], come: Sequence[Segment]
    ) -> None:
        """Let memos and suggestions follow the segments that went and came."""
        old, new = {one.id for one in gone}, {one.id for one in come}
        left, arrived = old - new, new - old
        if left or arrived:
            self._keep_memos(left, project.memos(arrived) if arrived else ())
        self._waiting.look_again(one.span for one in (*gone, *come))

    def _load_coders(self, project: Project) -> None:
        self.coders = {one.id: one.name for one in project.coders()}
        self.coder_id = next(
            (key for key, name in self.coders.items() if name == project.coder), ""
        )

    def _take_segments(self, found: Iterable[Segment]) -> None:
        self._all = SpanIndex(one for one in found if self._belongs(one))
        self._by_id = {one.id: one for one in self.segments}
        self._own = SpanIndex(one for one in self.segments if self._counts(one))
        self._waiting.look_again()
        self.show_only(self.showing)

    def _belongs(self, segment: Segment) -> bool:
        """Tell whether a segment of the transcript lies here: its code does, and it may be seen."""
        return segment.code_id in self.looks and (not self._blind or self.is_own(segment))

    def _counts(self, segment: Segment) -> bool:
        """Tell whether a segment makes its place a coded one for this coder."""
        return segment.stands and (not self.coder_id or self.is_own(segment))

    def _load_memos(self, project: Project) -> None:
        voices = (voice.participant_id for voice in self.transcript.speakers)
        self._about = {self.transcript.id, self.transcript.study_id, *filter(None, voices)}
        self.memos = []
        self._keep_memos((), project.memos([*self._about, *self._by_id, *self.looks]))

    def _keep_memos(self, gone: Collection[str], written: Iterable[Memo]) -> None:
        """Put memos in the place of what they were, and leave out those that are gone.

        Args:
            gone: Ids of memos, or of segments that memos were about.
            written: Memos as they are now; only those about something here are kept.
        """
        new = {one.id: one for one in written if self._has_to_do(one)}
        out = {*gone, *new}
        left = [one for one in self.memos if one.id not in out and one.about_id not in out]
        self.memos = sorted([*left, *new.values()], key=_by_age)

    def _has_to_do(self, memo: Memo) -> bool:
        """Tell whether a memo is about something here, and may be seen."""
        is_here = any(memo.about_id in ids for ids in (self._about, self._by_id, self.looks))
        return is_here and (not self._blind or memo.coder_id == self.coder_id)

    @property
    def segments(self) -> list[Segment]:
        """All segments, by place."""
        return self._all.segments

    @property
    def shown(self) -> list[Segment]:
        """The segments that are drawn, by place."""
        return self._shown.segments

    def show_only(self, shown: Shown) -> None:
        """Choose the segments that are drawn."""
        self.showing = shown
        if shown == Shown():
            self._shown = self._all
        else:
            self._shown = SpanIndex(one for one in self.segments if _is_shown(one, shown))

    # -- what lies here

    def segment(self, segment_id: str) -> Segment | None:
        """Find a segment by its id."""
        return self._by_id.get(segment_id)

    def is_own(self, segment: Segment) -> bool:
        """Tell whether this coder made a segment."""
        return segment.coder_id == self.coder_id

    def memo(self, memo_id: str) -> Memo | None:
        """Find a memo by its id."""
        return next((one for one in self.memos if one.id == memo_id), None)

    def memos_near(self, turn: int, here: Sequence[Segment] = ()) -> list[tuple[str, Memo]]:
        """List the memos near a turn, on its codes and speaker, and on the transcript.

        Args:
            turn: The turn.
            here: The segments whose codes count.

        Returns:
            What each is about, as `turn 17`, and the memo.
        """
        speaker = self.transcript.speaker_of(self.transcript.turns[turn])
        about = {one.code_id: f"code {self.looks[one.code_id].mark}" for one in here}
        about[self.transcript.id] = self.transcript.title
        if speaker.participant_id:
            about[speaker.participant_id] = speaker.label
        found = []
        for memo in self.memos:
            place = self._turn_of(memo)
            if place is not None and abs(place - turn) <= _NEAR_TURNS:
                found.append((f"turn {place + 1}", memo))
            elif place is None and memo.about_id in about:
                found.append((about[memo.about_id], memo))
        return found

    def memo_turns(self) -> set[int]:
        """List the turns that have a memo."""
        places = (self._turn_of(memo) for memo in self.memos)
        return {place for place in places if place is not None}

    def is_coded(self, index: int) -> bool:
        """Tell whether a turn has a segment of this coder."""
        return bool(self._own.over(self.transcript.turns[index].span))

    def over(self, span: Span) -> list[Segment]:
        """List the segments that share a code point with a span, the shortest first.

        Among equals this coder's own come first, then the newest. Those made at once keep
        their order whatever is done to them, so that the next key is about the same one.
        """
        found = sorted(self._shown.over(span), key=lambda one: one.id)
        found.sort(key=lambda one: str(one.created_at), reverse=True)
        return sorted(found, key=lambda one: (len(one.span), not self.is_own(one)))

    # -- codes

    def recent_codes(self) -> list[Code]:
        """List the codes used last, the latest first, that can still be applied."""
        book = self.book
        return [book[key] for key in self._recent if key in book and book[key].active]

    def note_applied(self, codes: Sequence[Code], place: Span) -> None:
        """Remember what was applied last, and where."""
        self.last_place = place
        self.last_applied = tuple(code.id for code in codes)
        for code in codes:
            self.note_recent(code.id)

    def note_recent(self, code_id: str, *, only_new: bool = False) -> None:
        """Put a code before the others that were used last; or only where it is not there."""
        if code_id in self._recent:
            if only_new:
                return
            self._recent.remove(code_id)
        self._recent.insert(0, code_id)

    def palette(self, quote: str) -> PaletteContext:
        """Gather what the code palette shows beside the codebook."""
        own = [one for one in self.segments if self.coder_id in ("", one.coder_id)]
        here = Counter(one.code_id for one in self.segments)
        return PaletteContext(
            quote=quote,
            recent=tuple(self._recent),
            uses=self._uses_elsewhere + here,
            here=Counter(one.code_id for one in own),
            last_quotes={one.code_id: one.quote for one in own},
        )

    @property
    def derived(self) -> Derived:
        """What a code is that is made while coding: grown from the data."""
        inductive = self.book.approach is not Approach.DEDUCTIVE or bool(self.book.codes)
        return Derived.INDUCTIVE if inductive else Derived.DEDUCTIVE

    # -- suggestions

    def take_suggestions(self, sentences: Sequence[SentenceSuggestions]) -> None:
        """Keep the suggestions for some sentences."""
        self._waiting.take(sentences)

    def suggestions_for(self, target: Span | None, first: int = -1) -> list[Suggestion]:
        """List the suggestions for a sentence, or for all that a selection touches.

        What is suggested where a selection began comes first, so that no digit comes to stand
        for something else while the selection grows; then what else is suggested, the strongest
        first.

        Args:
            target: The stretch. What it is coded with already is left out.
            first: An offset in the sentence whose suggestions come first.
        """
        if target is None:
            return []
        alone = self._waiting.of((target.start, target.end))
        found = self._waiting.over(target, first) if alone is None else alone
        return self._not_coded(found, target)

    def suggestion_places(self) -> set[int]:
        """List where the sentences begin in which a suggestion waits that is worth a look."""
        return self._waiting.starts()

    def suggestion_turns(self) -> set[int]:
        """List the turns in which one waits."""
        return self._waiting.turns()

    # -- how it is done

    def _open_for(self, sentence: Sentence) -> list[Suggestion]:
        return self._not_coded(self._waiting.of(sentence) or (), Span(*sentence))

    def _not_coded(self, found: Sequence[Suggestion], span: Span) -> list[Suggestion]:
        there = {one.code_id for one in self._own.over(span)} if found else set()
        return [one for one in found if one.code_id not in there and one.code_id in self.looks]

    def _turn_at(self, offset: int) -> int:
        return self.transcript.turn_at(offset).index

    def _turn_of(self, memo: Memo) -> int | None:
        if memo.span is not None:
            return self.transcript.turn_at(memo.span.start).index
        segment = self.segment(memo.about_id)
        return self.transcript.turn_at(segment.span.start).index if segment else None


def _by_age(memo: Memo) -> tuple[str, str]:
    return str(memo.created_at), memo.id


def _is_shown(one: Segment, shown: Shown) -> bool:
    return (
        shown.code_id in ("", one.code_id)
        and shown.coder_id in ("", one.coder_id)
        and (shown.speaker is None or any(place == shown.speaker for place, _ in one.voices))
    )


def _describe(project: Project, transcript: Transcript) -> str:
    """Say in a few words who speaks: a role and a usage, or how many."""
    ids = {voice.participant_id for voice in transcript.speakers if voice.participant_id}
    people = project.participants_of(ids)
    if len(people) != 1:
        return f"{len(people)} participants" if people else ""
    words = [people[0].role, people[0].attributes.get("usage", "")]
    said = ", ".join(word for word in words if word)
    return said[:1].upper() + said[1:]
