"""The pane beside the library: all that is known of the transcript or participant at the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from textual.content import Content

from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Participant
from ipe_coder.model.transcript import Role, Speaker, TranscriptSummary
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, pad, render_line, render_words, shorten
from ipe_coder.tui.screens.library_rows import is_unclear, progress_bar
from ipe_coder.tui.screens.library_view import LibraryView
from ipe_coder.tui.screens.memos_rows import memo_parts
from ipe_coder.tui.wrapping import wrap

_LABEL = 12


def transcript_details(view: LibraryView, one: TranscriptSummary, width: int) -> Content:
    """Describe a transcript: its file, its speakers, its coding."""
    lines = [
        render_words(shorten(one.title, width), "bold $strong"),
        *_field("study", view.study(one.study_id).label, width),
        *_field("kind", one.kind.value, width),
        *_field("wave", one.wave, width),
        *_field("held on", f"{one.collected_on:%d %B %Y}" if one.collected_on else "", width),
        *_field("file", one.source.filename, width),
        *_field("read as", _format(one), width),
        *_field("imported", _moment(one), width),
        *_field("version", str(one.version) if one.version > 1 else "", width),
        Content(""),
        _heading("Speakers", str(len(one.speakers)), width),
    ]
    for voice in one.speakers:
        lines += _voice(view, voice, width)
    lines += [Content(""), _heading("Coded", f"of {one.participant_turns} turns", width)]
    coders = [name for name in view.coders if one.segments.get(name)]
    for name in coders:
        turns = one.coded_turns.get(name, 0)
        bar = progress_bar(turns, one.participant_turns, 8)
        number = one.segments[name]
        note = f"  {count_of(number, 'segment')}"
        lines.append(render_line((pad(name, _LABEL), "$text"), *bar, (note, "$muted")))
    if not coders:
        lines.append(render_words("not begun", "italic $muted"))
    return Content("\n").join([*lines, *_memos(view, one.id, width)])


def participant_details(view: LibraryView, one: Participant, width: int) -> Content:
    """Describe a participant: what they are, where they appear, what holds only there."""
    lines = [
        render_words(shorten(one.pseudonym, width), "bold $strong"),
        *_field("study", view.study(one.study_id).label, width),
        *_field("respondent", one.respondent.value if one.respondent else "not said", width),
        *_field("arm", view.arm_of(one), width),
        *_field("consent", one.consent.value, width),
    ]
    if one.attributes:
        lines += [Content(""), _heading("Attributes", "", width)]
        for name, value in one.attributes.items():
            lines += _field(name, value, width)
    lines += [Content(""), _heading("Appears in", "", width)]
    for summary, voice in view.voices_of(one.id):
        lines.append(
            render_line((pad(summary.title, _LABEL), "$text"), (f"as {voice.label}", "$muted"))
        )
        appearance = view.appearance_in(one.id, summary.id)
        for name, value in appearance.attributes.items() if appearance else ():
            lines += [render_line("  ", line) for line in _field(name, value, width - 2)]
    for name in view.waits_for(one.id):
        how = spoken("{library.import} imports it")
        said = (f"waits for {name}: {how}", "$text")
        lines.append(render_line(("? ", "bold $accent-text"), said))
    return Content("\n").join([*lines, *_memos(view, one.id, width)])


def _memos(view: LibraryView, thing_id: str, width: int) -> list[Content]:
    memos = view.memos.get(thing_id, ())
    return [Content(""), *memo_parts(memos, width)] if memos else []


def _voice(view: LibraryView, voice: Speaker, width: int) -> Iterable[Content]:
    label = pad(shorten(voice.label or "(no label)", _LABEL - 1), _LABEL)
    who = view.participant(voice.participant_id)
    parts: list[Part] = [(label, "bold $strong" if voice.role is Role.PARTICIPANT else "$muted")]
    if is_unclear(voice):
        words = "role not known" if voice.role is Role.UNKNOWN else "whose voice?"
        yield render_line(*parts, ("? ", "bold $accent-text"), words)
        return
    if who is None:
        yield render_line(*parts, (voice.role.value, "$muted"))
        return
    yield render_line(*parts, shorten(who.pseudonym, width - _LABEL))
    respondent = who.respondent.value if who.respondent else ""
    words = ", ".join(part for part in (respondent, view.arm_of(who), who.role) if part)
    for line in wrap(words, width - _LABEL):
        yield render_line(" " * _LABEL, (line, "$muted"))


def _format(one: TranscriptSummary) -> str:
    return ", ".join(part for part in (one.source.format, one.source.encoding) if part)


def _moment(one: TranscriptSummary) -> str:
    if one.source.imported_at is None:
        return ""
    return f"{one.source.imported_at.astimezone():%d %B %Y, %H:%M}".lstrip("0")


def _heading(title: str, note: str, width: int) -> Content:
    space = " " * max(width - len(title) - len(note), 1)
    return render_line((title, "bold $strong"), space, (note, "$muted"))


def _field(name: str, value: str, width: int) -> list[Content]:
    """Set a name beside its value, which may take several lines; nothing for no value."""
    lines = wrap(value, width - _LABEL)
    heads = [pad(name, _LABEL), *[" " * _LABEL] * len(lines)]
    return [render_line((head, "$muted"), line) for head, line in zip(heads, lines, strict=False)]


def spoken_time(duration: timedelta) -> str:
    """Say how long a recording is: `58 minutes`."""
    minutes = round(duration.total_seconds() / 60)
    return "under a minute" if not minutes else f"{minutes} minutes"
