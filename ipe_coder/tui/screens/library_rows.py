"""The rows of the library: transcripts, participants, and what fits what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.study import Consent, Participant
from ipe_coder.model.text import fold
from ipe_coder.model.transcript import Role, Speaker, TranscriptKind, TranscriptSummary
from ipe_coder.tui.named_keys import key, spoken
from ipe_coder.tui.rendering import Part, pad, render_line, render_words, shorten
from ipe_coder.tui.screens.library_view import LibraryView
from ipe_coder.tui.screens.memos_rows import MEMO
from ipe_coder.tui.widgets.rows import Row

Thing = TypeVar("Thing", TranscriptSummary, Participant)
BAR_CELLS = 6
_CODER = 2 + BAR_CELLS + 4
_KIND, _NUMBERS = 11, 30
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 24
_RESPONDENT, _LONGEST_ARM, _QUOTES = 11, 14, 10
_WHERE = 12

_KIND_WORDS = {
    TranscriptKind.JOINT_INTERVIEW: "joint",
    TranscriptKind.FOCUS_GROUP: "focus group",
    TranscriptKind.SURVEY_ANSWER: "survey",
}
_QUOTE_WORDS = {
    Consent.QUOTE_WITH_ROLE: "with role",
    Consent.QUOTE_WITHOUT_ROLE: "no role",
    Consent.PARAPHRASE_ONLY: "paraphrase",
}


# -- transcripts


def transcript_head(view: LibraryView, width: int) -> Content:
    """Head the columns of transcripts."""
    title, coders = _transcript_columns(view, width)
    parts: list[Part] = [
        (pad("Transcripts" if title > 10 else "Title", title + 2), "bold $accent-text"),
        (pad("kind", _KIND), "$muted"),
        (f"{'words':>7}{'turns':>7}{'speakers':>10}{'people':>8}", "$muted"),
    ]  # fmt: skip
    parts += [("  " + pad(name, _CODER - 2), "$muted") for name in coders]
    return render_line(" ", *parts)


def transcript_rows(view: LibraryView, width: int, typed: str = "") -> list[Row]:
    """Make the rows of transcripts, by study where there are several.

    Args:
        view: What to show.
        width: Cells of a row.
        typed: Words that all must be found in a transcript's names.
    """
    columns = _transcript_columns(view, width)
    rows: list[Row] = []
    fitting = [one for one in view.transcripts if _fits(typed, _transcript_words, view, one)]
    for study in view.studies:
        own = [one for one in fitting if one.study_id == study.id]
        if len(view.studies) > 1 and (own or not typed):
            number = f"{len(own)}" if own else "no transcripts yet"
            rows += _group(study.label, number, bool(rows))
        rows += [Row.later(partial(_transcript_line, view, one, *columns), one.id) for one in own]
    return rows


def _transcript_columns(view: LibraryView, width: int) -> tuple[int, tuple[str, ...]]:
    """Choose how wide titles are, and how many coders there is room for."""
    wanted = min(max(view.longest_title, _SHORTEST_TITLE), _LONGEST_TITLE)
    room = width - 2 - _KIND - _NUMBERS - 2
    coders = view.coders[: max((room - _SHORTEST_TITLE) // _CODER, 0)]
    while len(coders) > 2 and room - len(coders) * _CODER < wanted:
        coders = coders[:-1]
    return max(min(wanted, room - len(coders) * _CODER), _SHORTEST_TITLE), coders


def _transcript_line(
    view: LibraryView, one: TranscriptSummary, title: int, coders: Sequence[str]
) -> Content:
    people = {voice.participant_id for voice in one.speakers if voice.participant_id}
    unclear = any(is_unclear(voice) for voice in one.speakers)
    parts: list[Part] = [
        *_named(view, one.id, one.title, title + 2),
        (pad(_KIND_WORDS.get(one.kind, one.kind.value), _KIND), "$muted"),
        f"{one.words:>7}{one.turns:>7}",
        (f"{len(one.speakers):>10}", "$muted"),
        (f"{len(people) or '—':>6}", "$muted"),
        (" ?" if unclear else "  ", "bold $accent-text"),
    ]
    for name in coders:
        done = one.coded_turns.get(name, 0)
        parts += ["  ", *progress_bar(done, one.participant_turns)]
    return render_line(*parts)


def _named(view: LibraryView, thing_id: str, name: str, cells: int) -> list[Part]:
    """Show a name in a column, marked where somebody has written a memo about what it names."""
    if thing_id not in view.memos:
        return [(pad(name, cells), "$text")]
    shown = shorten(name, cells - 3)
    return [(shown, "$text"), (pad(f" {MEMO}", cells - cell_len(shown)), "$muted")]


def progress_bar(done: int, total: int, cells: int = BAR_CELLS) -> list[Part]:
    """Draw how much of something is done: a bar and a number out of a hundred."""
    if not total:
        return [("—".ljust(cells + 4), "$muted")]
    filled = round(cells * done / total)
    share = f"{round(100 * done / total)}" if done else "·"
    return [("━" * filled, "$text"), ("─" * (cells - filled), "$line"), f"{share:>4}"]


def is_unclear(voice: Speaker) -> bool:
    """Tell whether somebody must say whose voice it is before it is counted."""
    if voice.role is Role.UNKNOWN:
        return True
    return voice.role is Role.PARTICIPANT and voice.participant_id is None


# -- participants


def participant_head(view: LibraryView, width: int) -> Content:
    """Head the columns of participants."""
    name, arm, _ = _participant_columns(view, width)
    columns = f"{pad('respondent', _RESPONDENT)}  {pad('arm', arm)}  {pad('quotes', _QUOTES)}"
    return render_line(
        " ",
        (pad("Participants" if name > 10 else "Name", name + 2), "bold $accent-text"),
        (f"{columns}  {pad('appears in', _WHERE)}  attributes", "$muted"),
    )


def participant_rows(view: LibraryView, width: int, typed: str = "") -> list[Row]:
    """Make the rows of participants, by study; those who wait for a transcript stand last.

    Args:
        view: What to show.
        width: Cells of a row.
        typed: Words that all must be found in what is known of a participant.
    """
    columns = _participant_columns(view, width)
    waiting = {one.id for one in view.waiting}
    rows: list[Row] = []
    fitting = [one for one in view.participants if _fits(typed, _participant_words, view, one)]
    for study in view.studies:
        own = [one for one in fitting if one.study_id == study.id]
        if len(view.studies) > 1 and own:
            rows += _group(study.label, str(len(own)), bool(rows))
        here = [one for one in own if one.id not in waiting]
        rows += _participants(view, here, columns)
        later = [one for one in own if one.id in waiting]
        if later:
            rows += _group("Wait for a transcript", str(len(later)), bool(rows))
        rows += _participants(view, later, columns)
    return rows


def _participant_columns(view: LibraryView, width: int) -> tuple[int, int, int]:
    """Choose how wide names and arms are, and what is left for the attributes."""
    longest = max((cell_len(one.pseudonym) for one in view.participants), default=0)
    name = min(max(longest, _SHORTEST_TITLE), 16)
    arms = max((cell_len(view.arm_of(one)) for one in view.participants), default=0)
    arm = min(max(arms, 7), _LONGEST_ARM)
    rest = width - name - 2 - _RESPONDENT - arm - _QUOTES - _WHERE - 9
    return name, arm, max(rest, 0)


def _participants(
    view: LibraryView, people: Sequence[Participant], columns: tuple[int, int, int]
) -> list[Row]:
    return [Row.later(partial(_participant_line, view, one, *columns), one.id) for one in people]


def _participant_line(
    view: LibraryView, one: Participant, name: int, arm: int, rest: int
) -> Content:
    respondent = one.respondent.value if one.respondent else "—"
    where: Part = (pad(_where(view, one), _WHERE), "$muted")
    waits = view.waits_for(one.id)
    if waits:
        where = (pad(f"? {', '.join(waits)}", _WHERE), "$accent-text")
    return render_line(
        *_named(view, one.id, one.pseudonym, name + 2),
        f"{pad(respondent, _RESPONDENT)}  {pad(view.arm_of(one), arm)}  ",
        (pad(_QUOTE_WORDS[one.consent], _QUOTES), "$muted"), "  ", where,
        ("  " + shorten(", ".join(one.attributes.values()), rest), "$muted"),
    )  # fmt: skip


def _where(view: LibraryView, one: Participant) -> str:
    titles = list(dict.fromkeys(summary.title for summary, _ in view.voices_of(one.id)))
    shown = ", ".join(titles) or "—"
    return shown if cell_len(shown) <= _WHERE or len(titles) < 2 else f"{len(titles)} transcripts"


# -- what fits what is typed


def _fits(
    typed: str, words_of: Callable[[LibraryView, Thing], str], view: LibraryView, one: Thing
) -> bool:
    """Tell whether all that is typed is found in a thing's words; they are read only then."""
    if not typed:
        return True
    folded = fold(words_of(view, one))
    return all(word in folded for word in fold(typed).split())


def _transcript_words(view: LibraryView, one: TranscriptSummary) -> str:
    names = [voice.label for voice in one.speakers]
    for voice in one.speakers:
        who = view.participant(voice.participant_id)
        if who is not None:
            names += [who.pseudonym, *who.attributes.values()]
    return " ".join([one.title, one.kind.value, one.source.filename, one.wave, *names])


def _participant_words(view: LibraryView, one: Participant) -> str:
    titles = [summary.title for summary, _ in view.voices_of(one.id)]
    respondent = one.respondent.value if one.respondent else ""
    return " ".join(
        [
            one.pseudonym, respondent, view.arm_of(one), one.consent.value,
            *one.attributes.values(), *titles, *view.waits_for(one.id),
        ]
    )  # fmt: skip


def _group(name: str, note: str, gap: bool) -> list[Row]:
    head = Row.of(render_line((name, "bold $strong"), (f"  {note}", "$muted")))
    return [Row.of(Content("")), head] if gap else [head]


_NO_STUDY = (
    "No study yet. {library.add_study} adds one; then {library.import} imports transcripts into it."
)
_NOBODY = (
    "No participants yet. {library.import_participants} takes them from a table: CSV or Excel."
)


def empty_words(view: LibraryView, what: str, typed: str) -> Content:
    """Say why a list is empty and what fills it."""
    if typed:
        return render_words(
            f"Nothing here holds “{typed}”. {key('library.close_filter')} shows all again.",
            "italic $muted",
        )
    if not view.studies:
        words = _NO_STUDY
    elif what == "participants":
        words = _NOBODY
    else:
        words = "No transcripts yet. {library.import} imports them: Word, PDF, text, subtitles."
    return render_words(spoken(words), "italic $muted")
