"""Comments in OpenDocument texts: what they stand on in the text, and who wrote what."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.model.transcript import Draft
from ipe_coder.readers import read_transcript
from tests.readers.samples import DATA, odt_file, odt_p, read
from tests.readers.test_comments import PIECES, on_words, squeezed, whole

HIDDEN = (
    '<style:style style:name="V" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="VP" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style>'
)
QUOTE = "Reply to Ann (05/03/2024, 10:11): “Barrier; Cost”"


def start(name: str, *lines: str, author: str = "Ann", also: str = "") -> str:
    """Begin a comment, a paragraph a line; without a name it stands at a place."""
    named = f'office:name="{name}"' if name else ""
    return (
        f"<office:annotation {named} {also}><dc:creator>{author}</dc:creator>"
        "<dc:date>2024-05-03T10:11:00.123456789</dc:date>"
        f"<m:creator-initials>A</m:creator-initials>{''.join(map(odt_p, lines))}"
        "</office:annotation>"
    )


def end(name: str) -> str:
    """End a comment."""
    return f'<office:annotation-end office:name="{name}"/>'


def commented(folder: Path, *blocks: str) -> Draft:
    """Read a document with comments."""
    return read(folder, "a.odt", odt_file("".join(blocks), styles=HIDDEN))


def left_out(draft: Draft) -> list[str]:
    """List the comments that were left out."""
    return [one.text for one in draft.left_out if one.kind == "comment"]


def test_comments_stand_on_their_words_over_turns_too(tmp_path: Path) -> None:
    draft = commented(
        tmp_path,
        odt_p("INT: Late?"),
        odt_p("P1: It was ", start("a", "Barrier", "1a"), "very", start("b", "Tone"), "<text:s/>",
              "late", end("a"), " and"),
        odt_p(start("c", "Who"), "INT: Oh", end("b"), " yes", end("c"), "."),
    )  # fmt: skip
    assert on_words(draft) == [
        ("very late", "Barrier\n1a"), ("late and\nOh", "Tone"), ("Oh yes", "Who"),
    ]  # fmt: skip
    first = draft.comments[0]
    assert first.author == "Ann"
    assert first.made_at is not None
    assert first.made_at.isoformat() == "2024-05-03T10:11:00.123456"
    assert not draft.left_out


def test_comments_at_a_place_on_a_label_and_in_a_table(tmp_path: Path) -> None:
    rows = [
        ("Speaker", "Words"), ("Ann", "Late?"), ("Ben", f"{start('x', 'Cost')}Very{end('x')}."),
        ("Ann", f"Oh. It rained.{start('', 'Rain')} Wet."),
        (f"{start('y', 'Who')}Ben{end('y')}", "So."),
    ]  # fmt: skip
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in row)
        + "</table:table-row>"
        for row in rows
    )
    draft = commented(tmp_path, f"<table:table>{cells}</table:table>")
    assert on_words(draft) == [("Very", "Cost"), ("It rained.", "Rain")]
    assert [one.is_point for one in draft.comments] == [False, True]
    assert left_out(draft) == ["Who"]


def test_a_comment_on_deleted_or_hidden_words_is_left_out_and_one_partly_on_them_kept(
    tmp_path: Path,
) -> None:
    gone = odt_p("never", start("c", "c"))
    draft = commented(
        tmp_path,
        '<text:tracked-changes><text:changed-region text:id="d1"><text:deletion>'
        f"{gone}</text:deletion></text:changed-region></text:tracked-changes>",
        odt_p("P1: It was ", start("a", "a"), '<text:change text:change-id="d1"/>', end("a"),
              start("b", "b"), '<text:span text:style-name="V">hardly</text:span>', end("b"),
              "very late", end("c"), "."),
        odt_p("INT: Oh ", start("e", "e"), "yes."),
        f'<text:p text:style-name="VP">Away{end("e")}.{start("f", "f")}</text:p>',
    )  # fmt: skip
    assert on_words(draft) == [("very late", "c"), ("yes.", "e")]
    assert left_out(draft) == ["f", "a", "b"]
    assert sum(one.text == "hardly" for one in draft.left_out) == 1


def test_replies_are_known_by_their_link_or_by_what_they_quote(tmp_path: Path) -> None:
    link = 'loext:parent-name="{}"'.format
    draft = commented(
        tmp_path,
        odt_p("INT: Late?"),
        odt_p("P1: It was ", start("a", "Barrier", also='loext:resolved="true"'),
              start("b", "Sure?", author="Ben", also=link("a")), start("c", "Yes", also=link("b")),
              "late", end("c"), end("b"), end("a"), "."),
        odt_p("INT: It was ", start("d", "Barrier; Cost"), start("e", QUOTE, "No", author="Ben"),
              start("g", "Reply to Cy (today): “Tone”"), start("h", "Loop", also=link("i")),
              start("i", "Loop 2", also=link("h")),
              "dark", *map(end, "degih"), "."),
    )  # fmt: skip
    first, second, *others = draft.comments
    assert first.text == "Barrier"
    assert first.is_resolved
    assert [(one.author, one.text) for one in first.replies] == [("Ben", "Sure?"), ("Ann", "Yes")]
    assert second.text == "Barrier; Cost"
    assert [(one.author, one.text) for one in second.replies] == [("Ben", f"{QUOTE}\nNo")]
    assert [one.text for one in others] == ["Reply to Cy (today): “Tone”", "Loop", "Loop 2"]


def test_comments_whose_names_are_missing_or_the_same_keep_their_words(tmp_path: Path) -> None:
    draft = commented(
        tmp_path,
        odt_p("P1: ", start("a", "one"), "Late", end("a"), " and ", start("a", "two"), "dark",
              end("a"), end("a"), end("b"), "."),
        odt_p("INT: ", start("", "three"), "Oh."),
    )  # fmt: skip
    assert on_words(draft) == [("Late", "one"), ("dark", "two"), ("Oh.", "three")]


def test_comments_that_libreoffice_wrote_as_in_word() -> None:
    draft = read_transcript(DATA / "comments.odt")
    assert [(*found, one.author) for found, one in zip(on_words(draft), draft.comments,
                                                       strict=True)] == [
        ("It came very late", "Barrier", "Ann Lee"),
        ("It came very late", "Are you sure?", "Ben"),
        ("dark é, I went home.\nOh", "Timing; Cost", "Ben"),
        ("cold too", "Third\nline two", "Zoé [b]"),
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PIECES, PIECES, PIECES), min_size=1, max_size=3), st.data())
def test_the_words_under_a_comment_are_the_words_that_were_marked(
    tmp_path: Path, turns: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(turns) - 1))
    last = data.draw(st.integers(first, len(turns) - 1))
    blocks, marked = [], ""
    for number, (before, inside, after) in enumerate(turns):
        opens, closes = start("a", "x") * (number == first), end("a") * (number == last)
        inner = f"P1: Well {before}{opens}{inside}{closes}{after}"
        blocks += [odt_p("INT: Really?"), f"<text:p>{inner}</text:p>"]
        words = f"Well {before}{inside}{after}"
        begin = len(f"Well {before}") if number == first else 0
        stop = len(f"Well {before}{inside}") if number == last else len(words)
        if first <= number <= last:
            marked += "Really?" * (number > first) + words[slice(*whole(words, begin, stop))]
    draft = commented(tmp_path, *(one.replace("\n", "<text:line-break/>") for one in blocks))
    for found in draft.comments:
        assert found.is_point or squeezed(found.span.of(draft.text)) == squeezed(marked)
    if first < last or turns[first][1].strip("\ufeff \u00a0\n"):
        assert [one.is_point for one in draft.comments] == [False] * bool(squeezed(marked))
