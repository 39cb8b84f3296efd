"""OpenDocument texts: what stands in them, and what is wrong with them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft
from tests.readers.samples import (
    ODF,
    labels,
    odt_file,
    odt_p,
    read,
    said,
    seconds,
)

BOLD = (
    '<style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="C" style:family="text" style:parent-style-name="B"/>'
    '<style:style style:name="N" style:family="text">'
    '<style:text-properties fo:font-weight="400"/></style:style>'
    '<style:style style:name="V" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="BP" style:family="paragraph" style:parent-style-name="BP">'
    '<style:text-properties fo:font-weight="700"/></style:style>'
    '<style:style style:name="VP" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style>'
)


def body(folder: Path, *blocks: str, styles: str = BOLD, pages: str = "") -> Draft:
    """Read a document of raw blocks."""
    return read(folder, "a.odt", odt_file("".join(blocks), styles=styles, pages=pages))


def span(style: str, text: str) -> str:
    """Make a span in a style."""
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def left_out(draft: Draft) -> list[tuple[str, str]]:
    """List what was left out."""
    return [(piece.kind, piece.text) for piece in draft.left_out]


def table(*rows: tuple[str, ...]) -> str:
    """Make a table of rows of cells of one paragraph."""
    made = (
        "".join(f"<table:table-cell>{odt_p(cell)}</table:table-cell>" for cell in row)
        for row in rows
    )
    head, *others = (f"<table:table-row>{row}</table:table-row>" for row in made)
    return (
        '<table:table><table:table-column table:number-columns-repeated="2"/>'
        f"<table:table-header-rows>{head}</table:table-header-rows>{''.join(others)}</table:table>"
    )


def test_names_with_a_colon_bold_or_not(tmp_path: Path) -> None:
    draft = body(
        tmp_path,
        odt_p(span("B", "INT:"), " How was it?"),
        odt_p(span("C", "P1: "), "Hard."),
        odt_p("INT: And now?"),
        odt_p(span("B", "P1"), ": Easier."),
    )
    assert labels(draft) == ["INT", "P1"]
    assert draft.text == "How was it?\nHard.\nAnd now?\nEasier."


def test_bold_names_are_known_by_styles_of_their_own_and_of_others(tmp_path: Path) -> None:
    paragraph = '<text:p text:style-name="BP">Ben Day<text:span text:style-name="N"> Very.'
    draft = body(
        tmp_path,
        odt_p(span("B", "Ann Lee"), " Late?"),
        paragraph + "</text:span></text:p>",
        odt_p(span("C", "Ann Lee"), " Oh."),
        odt_p(span("B", "Ben Day"), " Yes."),
    )
    assert said(draft) == [
        ("Ann Lee", "Late?"), ("Ben Day", "Very."), ("Ann Lee", "Oh."), ("Ben Day", "Yes."),
    ]  # fmt: skip


def test_bold_words_in_speech_are_no_names(tmp_path: Path) -> None:
    draft = body(
        tmp_path,
        odt_p("INT: Late?"),
        odt_p(span("B", "Really"), " late."),
        odt_p("P1: Yes."),
        odt_p(span("B", "Very")),
        odt_p("INT: So?"),
    )
    assert labels(draft) == ["INT", "P1"]


def test_times_tabs_breaks_and_white_space(tmp_path: Path) -> None:
    draft = body(
        tmp_path,
        odt_p("[00:00:03] INT:", '<text:s text:c="2"/>', "How\n   was", "<text:tab/>", "it?"),
        odt_p("  [00:00:09] P1: ", "Hard", "<text:line-break/>", "at first,", " later  easy."),
    )
    assert said(draft) == [("INT", "How was\tit?"), ("P1", "Hard\nat first, later easy.")]
    assert seconds(draft) == [3, 9]


def test_a_table_of_speakers_and_words(tmp_path: Path) -> None:
    draft = body(
        tmp_path,
        table(
            ("Speaker", "Words"), ("Ann", "Late?"), ("Ben", "Very."), ("Ann", "Oh."), ("Ben", "So.")
        ),
    )
    assert said(draft) == [("Ann", "Late?"), ("Ben", "Very."), ("Ann", "Oh."), ("Ben", "So.")]
    assert left_out(draft) == [("table heading", "Speaker\tWords")]


def test_headings_lists_sections_and_tables_in_tables_keep_their_words(tmp_path: Path) -> None:
    inner = f"<table:table><table:table-row><table:table-cell>{odt_p('two')}</table:table-cell>"
    draft = body(
        tmp_path,
        '<text:h text:outline-level="1">Interview</text:h>',
        odt_p("INT: Which?"),
        "<text:list><text:list-item><text:number>1.</text:number>" + odt_p("P1: One"),
        f"<text:list><text:list-item>{odt_p('or')}</text:list-item></text:list>",
        "</text:list-item></text:list>",
        f"<text:section>{odt_p('INT: More?')}</text:section>",
        f"<table:table><table:table-row><table:table-cell>{odt_p('P1: and')}{inner}",
        "</table:table-row></table:table></table:table-cell></table:table-row></table:table>",
    )
    assert said(draft) == [
        ("", "Interview"),
        ("INT", "Which?"),
        ("P1", "One\nor"),
        ("INT", "More?"),
        ("P1", "and\ntwo"),
    ]


def test_what_is_not_said_is_left_out_and_reported(tmp_path: Path) -> None:
    note = '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation>'
    comment = (
        "<office:annotation><dc:creator>Ann Lee</dc:creator><dc:date>2026</dc:date>"
        "<m:creator-initials>AL</m:creator-initials>"
    )
    page = '<style:master-page style:name="S"><style:{0}>{1}</style:{0}></style:master-page>'
    draft = body(
        tmp_path,
        f"<text:tracked-changes><text:changed-region><text:deletion>{odt_p('not this')}"
        f"{odt_p('nor this')}</text:deletion></text:changed-region></text:tracked-changes>",
        odt_p("INT: Late?"),
        odt_p(
            "P1: Very",
            note.format("footnote") + "<text:note-body>",
            odt_p(
                "In ", comment + odt_p("check") + odt_p("twice") + "</office:annotation>", "May."
            ),
            "</text:note-body></text:note>",
            note.format("endnote") + f"<text:note-body>{odt_p('In June.')}</text:note-body>",
            "</text:note>",
            ", I ",
            span("V", "hardly"),
            "said.",
        ),
        '<text:p text:style-name="VP">Secret.</text:p>',
        f'<text:section text:display="none">{odt_p("Away.")}</text:section>',
        odt_p("<draw:frame><draw:image/><svg:title>A mug</svg:title></draw:frame>", "INT: Oh."),
        pages=page.format("header", odt_p("Study 3")) + page.format("footer-left", odt_p("Page")),
    )
    assert said(draft) == [("INT", "Late?"), ("P1", "Very, I said."), ("INT", "Oh.")]
    assert left_out(draft) == [
        ("deletion", "not this nor this"),
        ("footnote", "In May."),
        ("endnote", "In June."),
        ("hidden stretch", "hardly"),
        ("hidden stretch", "Secret."),
        ("hidden stretch", "Away."),
        ("picture title", "A mug"),
        ("comment", "check twice"),
        ("header", "Study 3"),
        ("footer", "Page"),
    ]
    assert any("1 comment (2 words)" in note for note in draft.notes)


def test_a_text_box_stands_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<draw:frame><draw:text-box>{odt_p('P1: Very.')}</draw:text-box></draw:frame>"
    draft = body(tmp_path, odt_p("INT: ", box, "Late?"), odt_p("INT: Oh."))
    assert said(draft) == [("INT", "Late?"), ("P1", "Very."), ("INT", "Oh.")]


def refused(folder: Path, content: bytes) -> str:
    """Read a document that must be refused, and give the message."""
    with pytest.raises(FileError) as caught:
        read(folder, "a.odt", content)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def test_documents_that_are_none_are_refused(tmp_path: Path) -> None:
    whole = odt_file(odt_p("INT: Late?"))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("content.xml", "<spreadsheet/>")
    assert "not an OpenDocument text" in refused(tmp_path, other.getvalue())
    assert "not an OpenDocument text" in refused(tmp_path, b"INT: Late?")
    assert "LibreOffice" in refused(tmp_path, b"INT: Late?")
    assert "holds no words" in refused(tmp_path, odt_file(odt_p("")))
    assert "cut short" in refused(tmp_path, whole[:-10])
    assert "content.xml is damaged" in refused(tmp_path, odt_file("<text:p>INT: Late?"))


def test_a_document_with_a_password_says_so(tmp_path: Path) -> None:
    manifest = (
        f'<m:manifest xmlns:m="{ODF}:manifest:1.0"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    content = odt_file(odt_p("INT: Late?"), **{"META-INF_manifest": manifest})
    assert "locked with a password" in refused(tmp_path, content)


def test_entities_and_deep_nesting_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
        archive.writestr("content.xml", bomb)
    assert "declares a document type" in refused(tmp_path, buffer.getvalue())
    deep = "<text:span>" * 200 + "x" + "</text:span>" * 200
    assert "nested too deep" in refused(tmp_path, odt_file(odt_p(deep)))
    deeper = "<text:span>" * 5000 + "x" + "</text:span>" * 5000
    assert "is damaged" in refused(tmp_path, odt_file(odt_p(deeper)))


def test_huge_repetitions_take_no_memory(tmp_path: Path) -> None:
    many = "9" * 5000
    draft = body(
        tmp_path,
        odt_p("INT: a", f'<text:s text:c="{many}"/>', "b"),
        f'<table:table><table:table-row table:number-rows-repeated="{many}">'
        f'<table:table-cell table:number-columns-repeated="{many}"/>'
        f"<table:table-cell>{odt_p('end')}</table:table-cell></table:table-row></table:table>",
    )
    assert len(draft.text) < 2000
    assert draft.text.endswith("b\nend")
