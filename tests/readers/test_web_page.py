"""Web pages as transcripts."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from tests.readers.samples import read, said, seconds


def test_labels_in_paragraphs_are_read_as_in_a_text(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>Interview</h1><p><b>INT:</b> How <i>was</i> it?</p>"
        "<p><strong>P1:</strong> Late,<br>and da<b>r</b>k &amp; cold &lt;b&gt;.</p>"
        "<p><b>INT:</b> Well?</p></body></html>"
    )
    assert said(read(tmp_path, "a.html", page)) == [
        ("", "Interview"),
        ("INT", "How was it?"),
        ("P1", "Late,\nand dark & cold <b>."),
        ("INT", "Well?"),
    ]


def test_tables_of_speakers_and_words(tmp_path: Path) -> None:
    page = (
        "<table><thead><tr><th>Speaker</th><th>Time</th><th>Words</th></tr></thead><tbody>"
        "<tr><td>INT</td><td>0:01</td><td><p>How?</p></td></tr>"
        "<tr><td>P1</td><td>0:05</td><td><p>One.</p><p>Two.</p></td></tr>"
        "<tr><td>INT</td><td>0:09</td><td>Well?</td></tr></tbody></table>"
    )
    draft = read(tmp_path, "a.htm", page)
    assert said(draft) == [("INT", "How?"), ("P1", "One.\nTwo."), ("INT", "Well?")]
    assert seconds(draft) == [1, 5, 9]


def test_speakers_and_times_by_their_class(tmp_path: Path) -> None:
    page = "".join(
        f'<div><span class="speaker-name">{who}</span> <span class="timestamp">[0:0{n}]</span>'
        f"<p>{words}</p></div>"
        for n, (who, words) in enumerate([("Ann Lee", "Well?"), ("Bob", "Yes: fine.")])
    )
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == [("Ann Lee", "Well?"), ("Bob", "Yes: fine.")]
    assert seconds(draft) == [0, 1]


def test_a_book_that_is_cited_is_no_speaker(tmp_path: Path) -> None:
    page = "<p>INT: Have you read <cite>Emma</cite> yet?</p><p>P1: <cite>Emma</cite>, yes.</p>"
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == [("INT", "Have you read Emma yet?"), ("P1", "Emma, yes.")]


def test_what_is_no_speech_is_left_out_and_said(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Our page</title><style>p {}</style></head><body><nav>Home</nav>"
        "<!-- INT: secret --><p>INT: Well?</p><p>P1: Yes.<script>alert('x')</script> And no."
        "<del>Gone words</del></p><p hidden>Unseen</p><p style='display:none'>Unseen too</p>"
        "<footer>Imprint</footer></body></html>"
    )
    draft = read(tmp_path, "a.html", page)
    assert said(draft) == [("INT", "Well?"), ("P1", "Yes. And no.")]
    assert [(one.kind, one.text) for one in draft.left_out] == [
        ("title", "Our page"),
        ("navigation", "Home"),
        ("comment", "INT: secret"),
        ("deletion", "Gone words"),
        ("hidden part", "Unseen"),
        ("hidden part", "Unseen too"),
        ("page footer", "Imprint"),
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("iso8859-2", "iso-8859-2"),
        ("shift_jis", "Shift_JIS"),
        ("cp1252", "iso-8859-1"),
        ("iso2022_jp", "iso-2022-jp"),
        ("utf-8", "iso-8859-2"),
        ("utf-8", "nonsense"),
    ],
)
def test_the_encoding_that_is_declared_is_taken(
    encoding: str, declared: str, tmp_path: Path
) -> None:
    words = {"iso8859-2": "żółć", "cp1252": "naïve – café", "utf-8": "žluť"}.get(encoding, "日本語")
    page = f'<html><head><meta charset="{declared}"></head><p>P1: {words}</p></html>'
    draft = read(tmp_path, "a.html", page.encode(encoding))
    assert draft.text.endswith(words)


def test_a_page_in_another_encoding_than_it_says_is_refused(tmp_path: Path) -> None:
    page = b'<meta charset="shift_jis"><p>P1: na\xefve \x80 caf\xe9\xff</p>'
    with pytest.raises(FileError, match="the page says that it is shift_jis, and is not"):
        read(tmp_path, "a.html", page)


def test_deep_and_broken_pages_keep_their_words_or_are_refused(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.html", "<div>" * 150 + "<p>deep words</b></i>" + "</div>" * 20)
    assert draft.text == "deep words"
    with pytest.raises(FileError, match="more than 200 deep"):
        read(tmp_path, "b.html", "<div>" * 30_000 + "words")
    with pytest.raises(FileError, match="not a web page"):
        read(tmp_path, "c.html", "INT: How was it?\nP1: 3 < 4, and 5 > 2.\n")


def test_no_entity_reaches_a_file(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>P1: a &x; b</p>'
    assert "&x;" in read(tmp_path, "a.html", page).text


INLINE = st.sampled_from(["b", "i", "em", "span", "a"])
WORDS = st.text(alphabet="abcé <>&🙂\u0301", min_size=1, max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "h2", "pre"]), INLINE, WORDS, WORDS)))
def test_every_word_of_any_page_is_kept(parts: list[tuple[str, str, str, str]]) -> None:
    import tempfile

    page = "<p>START</p>" + "".join(
        f"<{block}>{html.escape(one)}<{inline}>{html.escape(two)}</{inline}></{block}>"
        for block, inline, one, two in parts
    )
    raw = " ".join(one + two for _, _, one, two in parts)
    with tempfile.TemporaryDirectory() as folder:
        draft = read(Path(folder), "a.html", page)
    expected = re.sub(r"\s", "", clean(f"START {raw}").text)
    assert re.sub(r"\s", "", draft.text) == expected
