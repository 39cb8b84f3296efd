"""Rich text: what stands in it, and what is wrong with it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from striprtf import striprtf

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft
from tests.readers.samples import labels, read, said, seconds
from tests.readers.test_hostile_files import relaxed


def rich(folder: Path, body: str | bytes, head: str = r"\rtf1\ansi\ansicpg1252 ") -> Draft:
    """Read a file of rich text; the body may be bytes."""
    content = body if isinstance(body, bytes) else body.encode("latin-1")
    return read(folder, "a.rtf", b"{" + head.encode() + content + b"}")


def left_out(draft: Draft) -> list[tuple[str, str]]:
    """List what was left out."""
    return [(piece.kind, piece.text) for piece in draft.left_out]


def test_names_with_a_colon_bold_or_not(tmp_path: Path) -> None:
    draft = rich(
        tmp_path,
        r"{\b INT:} How was it?\par \pard\plain\b P1: \b0 Hard.\par INT: And now?\par"
        r"{\b P1}: Easier.\par",
    )
    assert labels(draft) == ["INT", "P1"]
    assert draft.text == "How was it?\nHard.\nAnd now?\nEasier."


def test_bold_names_without_a_colon(tmp_path: Path) -> None:
    draft = rich(
        tmp_path,
        r"{\b Ann Lee} Late?\par{\b Ben Day} Very.\par{\b Ann Lee}\line Oh.\par"
        r"\b Ben Day\plain  Yes.",
    )
    assert said(draft) == [
        ("Ann Lee", "Late?"),
        ("Ben Day", "Very."),
        ("Ann Lee", "Oh."),
        ("Ben Day", "Yes."),
    ]


def test_bold_words_in_speech_are_no_names(tmp_path: Path) -> None:
    draft = rich(
        tmp_path, r"INT: Late?\par {\b Really} late.\par P1: Yes.\par{\b Very}\par INT: So?"
    )
    assert labels(draft) == ["INT", "P1"]


def test_times_tabs_and_breaks(tmp_path: Path) -> None:
    draft = rich(
        tmp_path, "[00:00:03] INT: How\r\n was\\tab it?\\par\n[00:00:09] P1: Hard\\line at first."
    )
    assert said(draft) == [("INT", "How was\tit?"), ("P1", "Hard\nat first.")]
    assert seconds(draft) == [3, 9]


def test_textedit_ends_paragraphs_with_a_backslash(tmp_path: Path) -> None:
    head = r"\rtf1\ansi\ansicpg1252\cocoartf2639" + "\n"
    draft = rich(
        tmp_path, "\\f0\\fs24 \\cf0 INT: Late?\\\n\\\nP1: It\\'92s \\uc0\\u8212  yes.\\\n", head
    )
    assert said(draft) == [("INT", "Late?"), ("P1", "It’s — yes.")]


def test_characters_of_code_pages_fonts_and_unicode_numbers(tmp_path: Path) -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Gothic;}}"
    draft = rich(
        tmp_path,
        fonts + r"\f0 P1: caf\'e9 \ldblquote so\rdblquote\emdash  {\f1 \'ef\'f0\'e8\'e2\'e5\'f2} "
        r"{\f2 \'93\'fa\'96\'7b} \u9731? {\uc2\u233\'c3\'a9}"
        r"x\u-10179?\u-8704? na\u239\'efve \~\{a\}\\",
        r"\rtf1\ansi\deff0 ",
    )
    assert draft.text == "café “so”— привет 日本 ☃ éx😀 naïve \u00a0{a}\\"
    assert draft.source.encoding == "cp1252"
    mac = rich(tmp_path, r"P1: caf\'8e", r"\rtf1\mac ")
    assert mac.text == "café"
    utf8 = rich(tmp_path, "P1: café – ☃".encode())
    assert utf8.text == "café – ☃"
    assert rich(tmp_path, r"P1: \'c5\'82", r"\rtf1\ansi\ansicpg65001 ").text == "ł"


def test_characters_that_no_code_page_holds_are_counted(tmp_path: Path) -> None:
    draft = rich(tmp_path, r"P1: a\'81b\u-10179?c")
    assert draft.text == "a\ufffdb\ufffdc"
    assert any("2 characters that no text can hold" in note for note in draft.notes)
    unknown = rich(tmp_path, r"P1: caf\'e9", r"\rtf1\ansi\ansicpg4242 ")
    assert unknown.text == "café"
    assert any("unknown code page 4242" in note for note in unknown.notes)


def test_a_table_of_speakers_and_words(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return (
            r"\trowd\cellx3000\cellx9000 "
            + "".join(rf"\pard\intbl {cell}\cell" for cell in cells)
            + r"\row"
        )

    draft = rich(
        tmp_path,
        row("Speaker", "Words")
        + row("Ann", r"Late?\par Or not?")
        + row(r"{\b Ben}", "Very.")
        + row("Ann", "Oh.")
        + row("Ben", "So.")
        + r"\pard The end.\par",
    )
    assert said(draft) == [
        ("Ann", "Late?\nOr not?"),
        ("Ben", "Very."),
        ("Ann", "Oh."),
        ("Ben", "So.\nThe end."),
    ]
    assert left_out(draft) == [("table heading", "Speaker\tWords")]


def test_what_is_not_said_is_left_out_and_reported(tmp_path: Path) -> None:
    draft = rich(
        tmp_path,
        r"{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}{\*\generator Some;}"
        r"{\info{\title Secret}{\author Ann}}{\header\pard Study 3\par}{\footerr Page {\field"
        r"{\*\fldinst PAGE}{\fldrslt 1}}}INT: Late?{\*\atnid AL}{\*\atnauthor Ann}\chatn"
        r"{\*\annotation{\*\atnref 1}check \par twice}\par"
        r"{\listtext 1.\tab}P1: Very{\super\chftn{\footnote\chftn  In May.}}"
        r"{\footnote\ftnalt In June.}, {\v hardly }I {\deleted never ever }{\revised said}.\par"
        r"{\pict\pngblip 89504e47}{\*\bkmkstart here}INT: {\field{\*\fldinst HYPERLINK x}"
        r"{\fldrslt Oh.}}\par",
    )
    assert said(draft) == [("INT", "Late?"), ("P1", "Very, I said."), ("INT", "Oh.")]
    assert left_out(draft) == [
        ("header", "Study 3"),
        ("footer", "Page 1"),
        ("comment", "check twice"),
        ("list number", "1."),
        ("footnote", "In May."),
        ("endnote", "In June."),
        ("hidden stretch", "hardly"),
        ("deletion", "never ever"),
    ]
    assert any("comments in rich text are not taken: save" in note for note in draft.notes)


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next(tmp_path: Path) -> None:
    draft = rich(tmp_path, r"INT: Late?\par P1: Very{\deleted \par }much.\par")
    assert said(draft) == [("INT", "Late?"), ("P1", "Verymuch.")]


def test_a_text_box_stands_after_its_paragraph_and_once(tmp_path: Path) -> None:
    box = (
        r"{\shp{\*\shpinst{\sp{\sn kind}{\sv 1}}{\shptxt \pard P1: Very.\par}}"
        r"{\shprslt{\*\do{\dptxbxtext P1: Very.\par}}}}"
    )
    draft = rich(tmp_path, rf"INT: {box}Late?\par INT: Oh.\par")
    assert said(draft) == [("INT", "Late?"), ("P1", "Very."), ("INT", "Oh.")]


def test_binary_pictures_are_jumped_over(tmp_path: Path) -> None:
    draft = rich(tmp_path, b"INT: a{\\pict\\bin5 }}{{\\}b\\par P1: c")
    assert said(draft) == [("INT", "ab"), ("P1", "c")]


plain_words = st.lists(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1
    ),
    min_size=1,
    max_size=6,
).map(" ".join)  # fmt: skip


def escaped(text: str) -> str:
    """Write any characters as rich text does."""
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    return "".join(
        chr(number)
        if number < 128 and chr(number).isalnum()
        else rf"\u{number - 0x10000 if number >= 0x8000 else number}?"
        for number in numbers
    )


@relaxed
@given(st.lists(plain_words, min_size=1, max_size=5))
def test_any_characters_come_back_as_they_were_written(tmp_path: Path, turns: list[str]) -> None:
    body = "".join(rf"INT: w{escaped(words)}\par " for words in turns)
    draft = rich(tmp_path, body)
    expected = clean("".join(f"w{words}\n" for words in turns)).text
    assert [words for _, words in said(draft)] == [line.strip() for line in expected.split("\n")][
        :-1
    ]


def test_another_parser_finds_the_same_words(tmp_path: Path) -> None:
    body = (
        r"{\fonttbl{\f0\fcharset0 A;}}\f0 INT: Caf\'e9\tab is \u8217\'92t {\i late}?\par "
        r"P1: \lquote No\rquote .\par"
    )
    other = striprtf.rtf_to_text(r"{\rtf1\ansi\ansicpg1252\deff0" + body + "}")  # type: ignore[no-untyped-call]
    draft = rich(tmp_path, body, r"\rtf1\ansi\ansicpg1252\deff0")
    assert [f"{label}: {words}" for label, words in said(draft)] == other.strip().split("\n")


def refused(folder: Path, content: bytes) -> str:
    """Read a file that must be refused, and give the message."""
    with pytest.raises(FileError) as caught:
        read(folder, "a.rtf", content)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def test_files_that_are_none_or_are_cut_short_are_refused(tmp_path: Path) -> None:
    assert "not rich text" in refused(tmp_path, b"INT: Late?")
    assert "not rich text" in refused(tmp_path, b"PK\x03\x04")
    assert "holds no words" in refused(tmp_path, rb"{\rtf1\ansi\par}")
    assert "cut short" in refused(tmp_path, rb"{\rtf1\ansi INT: Late?\par P1: {\b Ver")
    assert "cut short" in refused(tmp_path, b"{\\rtf1 INT: Late? \\")
    assert "cut short" in refused(tmp_path, rb"{\rtf1 INT: Late?{\pict\bin9999999999 abc}}")


def test_words_after_the_end_are_reported(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.rtf", b"{\\rtf1 P1: Late.\\par}\r\n\0 And more.")
    assert left_out(draft) == [("trailing stretch", "And more.")]


@pytest.mark.parametrize(
    ("body", "said_of_it"),
    [
        (b"{" * 100_000, "nested too deep"),
        (rb"{\footnote a}" * 11_000, "far too many notes"),
        (rb"{\v a}b" * 11_000, "far too many notes"),
        (rb"\b" * 1_100_000, "far too many control words"),
        (rb"\uc9999999999\u99999999999x" + b"a" * 50, ""),
    ],
    ids=["deep", "notes", "hidden", "words", "numbers"],
)
def test_files_made_to_do_harm_are_refused_soon(
    body: bytes, said_of_it: str, tmp_path: Path
) -> None:
    start = time.process_time()
    if said_of_it:
        assert said_of_it in refused(tmp_path, b"{\\rtf1 P1: a " + body + b"}")
    else:
        assert rich(tmp_path, b"P1: a " + body).text.startswith("a \ufffd")
    assert time.process_time() - start < 10
