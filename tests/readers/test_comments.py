"""Comments in Word documents: what they stand on in the text, and who wrote what."""

from __future__ import annotations

from pathlib import Path

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft
from ipe_coder.readers import read_transcript
from tests.readers.samples import DATA, p, r, raw_word_file, read, said, save

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


def start(number: int) -> str:
    """Begin a comment."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    """End a comment, as Word does."""
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def comment(number: int, *lines: str, author: str = "Ann", name: str = "") -> str:
    """Write a comment, a paragraph a line."""
    paragraphs = "".join(
        f'<w:p xmlns:w14="{W14}" w14:paraId="{name}">{r(line)}</w:p>' for line in lines
    )
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:initials="A" '
        f'w:date="2024-05-03T10:11:00Z">{paragraphs}</w:comment>'
    )


def commented(folder: Path, body: str, *comments: str, **parts: str) -> Draft:
    """Read a document with comments."""
    return read(folder, "a.docx", raw_word_file(body, comments="".join(comments), **parts))


def on_words(draft: Draft) -> list[tuple[str, str]]:
    """List what comments stand on, and what they say."""
    return [(one.span.of(draft.text), one.text) for one in draft.comments]


def test_a_comment_stands_on_its_words_without_the_label(tmp_path: Path) -> None:
    draft = commented(
        tmp_path,
        p("INT: Late?")
        + p("P1: It was ", start(0), "very late", end(0), " and dark.")
        + p("INT: Oh.") + p(start(1), "P1: Yes, [laughs]", end(1), " so."),
        comment(0, "Barrier"), comment(1, "Tone"),
    )  # fmt: skip
    assert on_words(draft) == [("very late", "Barrier"), ("Yes, [laughs]", "Tone")]
    first = draft.comments[0]
    assert first.author == "Ann"
    assert first.made_at is not None
    assert first.made_at.isoformat() == "2024-05-03T10:11:00+00:00"
    assert not draft.left_out


def test_a_comment_over_turns_and_overlapping_ones(tmp_path: Path) -> None:
    draft = commented(
        tmp_path,
        p("INT: Was it ", start(0), "late?", end(1)) + p("P1: It was ", start(2), "very", end(0),
        " late.", end(2)) + p("INT: Oh.") + p("P1: Yes."),
        comment(0, "a"), comment(2, "b"),
    )  # fmt: skip
    assert on_words(draft) == [("late?\nIt was very", "a"), ("very late.", "b")]


def test_comments_around_whole_paragraphs_and_in_tables(tmp_path: Path) -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format
    table = "<w:tbl>{}</w:tbl>".format(
        row(p("1"), p("INT"), p("Late?"))
        + row(p(start(2), "2", end(2)), p(start(3), "P1", end(3)), p("Very ", start(0), "late."))
        + row(p("3"), p("INT"), p("Oh", end(0), "."))
        + row(p("4"), p("P1"), p("Yes.") + p("And ", start(1), "dark", end(1), "."))
    )
    draft = commented(tmp_path, table, *(comment(n, f"c{n}") for n in range(4)))
    assert said(draft)[3] == ("P1", "Yes.\nAnd dark.")
    assert on_words(draft) == [("late.\nOh", "c0"), ("dark", "c1")]
    assert [piece.text for piece in draft.left_out if piece.kind == "comment"] == ["c2", "c3"]
    whole = commented(
        tmp_path, start(0) + p("P1: It was late.") + end(0) + p("INT: Oh."), comment(0, "a")
    )
    assert on_words(whole) == [("It was late.", "a")]


def test_a_table_of_anything_keeps_its_comments(tmp_path: Path) -> None:
    cell = "<w:tc>{}</w:tc>".format
    rows = [
        "<w:tr>{}</w:tr>".format("".join(map(cell, cells)))
        for cells in (
            (p("Site"), p("Recruited so far, by the end of May"), p("x")),
            (p("North"), p("twelve", start(0), " of") + p("forty", end(0), " more"), p("y")),
        )
    ]
    draft = commented(
        tmp_path, p("A table follows, which is prose.") + f"<w:tbl>{''.join(rows)}</w:tbl>",
        comment(0, "reach"),
    )  # fmt: skip
    assert on_words(draft) == [("of forty", "reach")]


def test_a_comment_on_a_label_or_on_deleted_words_is_left_out_and_told(tmp_path: Path) -> None:
    deleted = "<w:del w:id='9'><w:r><w:delText>hardly</w:delText></w:r></w:del>"
    inside = f"<w:del w:id='8'>{start(2)}<w:r><w:delText>never</w:delText></w:r>{end(2)}</w:del>"
    draft = commented(
        tmp_path,
        p(start(0), "P1:", end(0), " It was ", start(1), deleted, end(1), inside, "late.")
        + p("INT: Oh."),
        comment(0, "who?"), comment(1, "barrier"), comment(2, "c"),
    )  # fmt: skip
    assert draft.comments == ()
    assert [one.text for one in draft.left_out if one.kind == "comment"] == ["who?", "barrier", "c"]
    assert any(note.startswith("3 comments stand on no speech") for note in draft.notes)


def test_a_comment_partly_on_deleted_words_keeps_the_others(tmp_path: Path) -> None:
    deleted = f"<w:del w:id='9'>{start(0)}<w:r><w:delText>hardly </w:delText></w:r></w:del>"
    draft = commented(
        tmp_path, p("P1: It was ", deleted, "very ", end(0), "late.") + p("INT: Oh."),
        comment(0, "a"),
    )  # fmt: skip
    assert on_words(draft) == [("very", "a")]


def test_a_point_takes_the_sentence_or_at_a_label_the_turn_and_says_so(tmp_path: Path) -> None:
    only_reference = "<w:r><w:commentReference w:id='2'/></w:r>"
    draft = commented(
        tmp_path,
        p("P1: It was late. We went.", start(0), end(0), " It rained.")
        + p(start(1), end(1), "INT: Oh. And then?")
        + p("P1: Home", only_reference, " we went. Wet."),
        *(comment(n, f"c{n}") for n in range(3)),
    )
    assert on_words(draft) == [
        ("We went.", "c0"), ("Oh. And then?", "c1"), ("Home we went.", "c2"),
    ]  # fmt: skip
    assert all(one.is_point for one in draft.comments)
    assert any("3 comments stand at a place, on no words" in note for note in draft.notes)


def test_replies_and_resolved_comments_as_word_writes_them(tmp_path: Path) -> None:
    def link(name: str, parent: str = "", *, done: bool = False) -> str:
        reply = f' w15:paraIdParent="{parent}"' if parent else ""
        return f'<w15:commentEx xmlns:w15="{W15}" w15:paraId="{name}"{reply} w15:done="{done:d}"/>'

    words = start(0) + start(1) + start(2)
    draft = commented(
        tmp_path,
        p("P1: It was ", words, "late", end(0), end(1), end(2), ".") + p("INT: Oh."),
        comment(0, "Barrier", "Cost", name="0A"), comment(1, "Sure?", author="Ben", name="0B"),
        comment(2, "Yes", name="0C"),
        commentsExtended=link("0A", done=True) + link("0B", "0A") + link("0C", "0B"),
    )  # fmt: skip
    (found,) = draft.comments
    assert found.text == "Barrier\nCost"
    assert [(one.author, one.text) for one in found.replies] == [("Ben", "Sure?"), ("Ann", "Yes")]
    assert found.is_resolved
    assert any("1 of them resolved" in note for note in draft.notes)


def test_replies_in_a_circle_are_comments_of_their_own(tmp_path: Path) -> None:
    links = "".join(
        f'<w15:commentEx xmlns:w15="{W15}" w15:paraId="{a}" w15:paraIdParent="{b}"/>'
        for a, b in (("0A", "0B"), ("0B", "0A"))
    )
    draft = commented(
        tmp_path,
        p("P1: ", start(0), start(1), "Late", end(0), end(1), ".") + p("INT: Oh."),
        comment(0, "a", name="0A"), comment(1, "b", name="0B"), commentsExtended=links,
    )  # fmt: skip
    words = [one.text for one in draft.comments]
    words += [reply.text for one in draft.comments for reply in one.replies]
    words += [piece.text for piece in draft.left_out]
    assert sorted(words) == ["a", "b"]


def test_comments_that_a_program_made(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("INT: Late?")
    paragraph = document.add_paragraph("P1: It was ")
    run = paragraph.add_run("very late")
    paragraph.add_run(", and dark.")
    document.add_comment(run, "Barrier", author="Ann Lee", initials="AL")
    draft = read(tmp_path, "a.docx", save(document))
    assert on_words(draft) == [("very late", "Barrier")]
    assert draft.comments[0].author == "Ann Lee"


def test_comments_that_libreoffice_wrote() -> None:
    draft = read_transcript(DATA / "comments.docx")
    assert [(*found, one.author) for found, one in zip(on_words(draft), draft.comments,
                                                       strict=True)] == [
        ("on a Sunday", "Timing", "Ann"), ("home\nOh, really?", "Long; Two", "Ben"),
    ]  # fmt: skip


FOLLOWING = "\u0301\u0323\u1161\u11a8\u09c7\u09be\ufeff"
"""Signs that go with the one before them into one, or are no sign."""
PIECES = st.text(st.sampled_from("ab .é\u0300e\u1100\u00a0\nñ😀1" + FOLLOWING), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PIECES, PIECES, PIECES), min_size=1, max_size=4), st.data())
def test_the_words_under_a_comment_are_the_words_that_were_marked(
    tmp_path: Path, turns: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(turns) - 1))
    last = data.draw(st.integers(first, len(turns) - 1))
    body, marked = "", ""
    for number, (before, inside, after) in enumerate(turns):
        opens, closes = start(0) * (number == first), end(0) * (number == last)
        body += p("INT: Really?") + p(f"P1: Well {before}", opens, inside, closes, after)
        words = f"Well {before}{inside}{after}"
        begin = len(f"Well {before}") if number == first else 0
        stop = len(f"Well {before}{inside}") if number == last else len(words)
        if first <= number <= last:
            marked += "Really?" * (number > first) + words[slice(*whole(words, begin, stop))]
    draft = commented(
        tmp_path, body.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>"), comment(0, "x")
    )
    for found in draft.comments:
        assert found.is_point or squeezed(found.span.of(draft.text)) == squeezed(marked)
    if first < last or turns[first][1].strip("\ufeff \u00a0\n"):
        assert [one.is_point for one in draft.comments] == [False] * bool(squeezed(marked))


def whole(words: str, begin: int, stop: int) -> tuple[int, int]:
    """Widen a stretch so that it begins and ends between signs."""
    while begin < len(words) and words[begin] in FOLLOWING + "\u0300":
        begin -= 1
    while stop < len(words) and words[stop] in FOLLOWING + "\u0300":
        stop += 1
    return begin, stop


def squeezed(text: str) -> str:
    """Take white space away, in the stored form."""
    return "".join(clean(text).text.split())


def test_a_thousand_comments_in_one_paragraph_take_no_time(tmp_path: Path) -> None:
    pieces = []
    for number in range(1000):
        pieces += [start(number), f"word{number}é", end(number), " and "]
    draft = commented(
        tmp_path, p("P1: ", *pieces) + p("INT: Oh."),
        *(comment(number, f"code {number}") for number in range(1000)),
    )  # fmt: skip
    assert on_words(draft) == [(f"word{number}é", f"code {number}") for number in range(1000)]


def test_a_comment_keeps_its_place_where_lines_are_numbered(tmp_path: Path) -> None:
    lines = [p(f"{n}  INT: Late?") + p(f"{n + 1}  P1: Very 4 late.") for n in range(1, 13, 2)]
    lines[3] = p("7  INT: Late?") + p("8  P1: Ve", start(0), "ry 4 la", end(0), "te. [00:12]")
    draft = commented(tmp_path, "".join(lines), comment(0, "a"))
    assert said(draft)[7] == ("P1", "Very 4 late.")
    assert on_words(draft) == [("ry 4 la", "a")]
    assert draft.comments[0].span.start > len("Late?\nVery 4 late.\n") * 3
