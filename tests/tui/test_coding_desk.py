"""What lies before a coder after any changes is what it would be if it were opened anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipe_coder.errors import IpeCoderError, UsageError
from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.change import Change
from ipe_coder.model.segment import MemoAbout, Segment, Stance, Suggestion
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.project import Project
from ipe_coder.suggest.messages import SentenceSuggestions
from ipe_coder.tui.screens.coding_desk import Desk, Shown
from ipe_coder.tui.widgets.transcript_page import Differences, Page
from tests.factories import reopened

Act = Callable[[Project, Transcript, int, int], Change]
"""Does something in a project: at a place, to one of its things, both as numbers."""


def apply(project: Project, transcript: Transcript, place: int, number: int) -> Change:
    start = place % (len(transcript.text) - 1)
    span = Span(start, min(start + 1 + number * 7, len(transcript.text)))
    codes = project.codebooks()[0].codes
    return project.apply_codes(transcript, span, [codes[number % len(codes)]]).change


def remove(project: Project, transcript: Transcript, place: int, number: int) -> Change:
    found = [one_of(project, transcript, place + more).id for more in range(1 + number % 3)]
    return project.remove_segments(list(dict.fromkeys(found)))


def star(project: Project, transcript: Transcript, place: int, number: int) -> Change:
    return project.star(one_of(project, transcript, place), starred=bool(number % 2))


def take_side(project: Project, transcript: Transcript, place: int, number: int) -> Change:
    return project.set_stance(one_of(project, transcript, place), list(Stance)[number % 4])


def move(project: Project, transcript: Transcript, place: int, number: int) -> Change:
    one = one_of(project, transcript, place)
    end = min(one.span.end + number, len(transcript.text))
    return project.move_segment(transcript, one, Span(one.span.start, end))


def note(project: Project, transcript: Transcript, place: int, number: int) -> Change:
    one = one_of(project, transcript, place)
    things = (
        (MemoAbout.SEGMENT, one.id), (MemoAbout.CODE, one.code_id),
        (MemoAbout.TRANSCRIPT, transcript.id),
    )  # fmt: skip
    return project.write_memo(*things[number % 3], f"Note {number}")


def undo(project: Project, _transcript: Transcript, _place: int, _number: int) -> Change:
    return project.undo()


def redo(project: Project, _transcript: Transcript, _place: int, _number: int) -> Change:
    return project.redo()


def one_of(project: Project, transcript: Transcript, place: int) -> Segment:
    found = project.segments_of(transcript.id)
    if not found:
        raise UsageError("Nothing is coded.")
    return found[place % len(found)]


def opened(project: Project, shown: Shown, *, blind: bool) -> Desk:
    """Open the desk with a suggestion for every sentence, likely or not by its place."""
    desk = Desk()
    desk.open(project, project.transcript("Group").id, blind=blind)
    desk.show_only(shown)
    text = desk.transcript.text
    codes = desk.book.codes
    desk.take_suggestions(
        [
            SentenceSuggestions(
                span, (Suggestion(span, codes[span.start % len(codes)].id, span.end % 10 / 10, ""),)
            )
            for span in map(_span, sentence_spans(text, 0, len(text)))
        ]
    )
    return desk


def _span(stretch: Span | tuple[int, int]) -> Span:
    return stretch if isinstance(stretch, Span) else Span(*stretch)


def drawn(desk: Desk) -> Page:
    page = Page(desk.transcript)
    page.fit(54, gaps=True)
    page.draw(desk.shown, desk.looks)
    return page


def by_id(segments: Iterable[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda one: one.id)


def assert_same(one: Desk, other: Desk) -> None:
    """Hold all that the screen asks a desk for against another one."""
    assert by_id(one.segments) == by_id(other.segments)
    assert by_id(one.shown) == by_id(other.shown)
    places = [(segment.span.start, segment.span.end) for segment in one.segments]
    assert places == sorted(places)
    assert one.memos == other.memos
    authors = {segment.coder_id for segment in other.shown}
    authors |= {memo.coder_id for memo in other.memos}
    assert {key: one.coders[key] for key in authors} == {key: other.coders[key] for key in authors}
    assert one.memo_turns() == other.memo_turns()
    assert one.suggestion_turns() == other.suggestion_turns()
    assert one.suggestion_places() == other.suggestion_places()
    for turn in one.transcript.turns:
        assert one.over(turn.span) == other.over(turn.span)
        assert one.is_coded(turn.index) == other.is_coded(turn.index)


def assert_same_picture(one: Page, other: Page) -> None:
    assert one.bars(20) == other.bars(20)
    for turn in one.transcript.turns:
        for end in (turn.end, (turn.start + turn.end) // 2):
            assert one.coverage.share(turn.start, end) == other.coverage.share(turn.start, end)
    for row in range(len(one.layout)):
        ids = [{stripe.segment.id for stripe in page.stripes.at(row)} for page in (one, other)]
        assert ids[0] == ids[1]


@pytest.fixture(scope="module")
def copies(standard_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Make copies of the standard study."""
    folder, numbers = tmp_path_factory.mktemp("desks"), count()
    return lambda: Path(shutil.copy(standard_file, folder / f"{next(numbers)}.ipe"))


acts = st.tuples(
    st.sampled_from([apply, apply, remove, star, take_side, move, note, undo, undo, redo]),
    st.booleans(),
    st.integers(0, 10_000),
    st.integers(0, 60),
)


@settings(max_examples=settings().max_examples // 3)
@given(st.lists(acts, min_size=1, max_size=8), st.booleans(), st.integers(-1, 20))
def test_after_any_changes_all_is_as_if_opened_anew(
    copies: Callable[[], Path],
    done: list[tuple[Act, bool, int, int]],
    blind: bool,
    only: int,
) -> None:
    path = copies()
    with reopened(path) as project, reopened(path, "EF", seed=3) as other:
        codes = project.codebooks()[0].codes
        shown = Shown(code_id=codes[only % len(codes)].id) if only >= 0 else Shown()
        desk = opened(project, shown, blind=blind)
        page = drawn(desk)
        for act, is_own, place, number in done:
            try:
                change = act(project if is_own else other, desk.transcript, place, number)
            except IpeCoderError:
                continue
            taken = desk.take_change(project, change)
            differences: Differences | None = None
            if taken is None:
                desk.load_codes(project)
                desk.load_work(project, blind=blind)
            else:
                differences = (taken.added, taken.removed)
            page.draw(desk.shown, desk.looks, differences)
        anew = opened(project, shown, blind=blind)
        assert_same(desk, anew)
        assert_same_picture(page, drawn(anew))
    path.unlink()
