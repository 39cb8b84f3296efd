"""Word documents: what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK

from ipe_coder.model.transcript import Draft
from tests.readers.samples import (
    labels,
    p,
    r,
    raw_word_file,
    read,
    rezip,
    roles,
    said,
    save,
    seconds,
    word_file,
)


def body(folder: Path, *paragraphs: str, **parts: str) -> Draft:
    """Read a document of raw paragraphs."""
    return read(folder, "a.docx", raw_word_file("".join(paragraphs), **parts))


def left_out(draft: Draft) -> list[tuple[str, str]]:
    """List what was left out."""
    return [(piece.kind, piece.text) for piece in draft.left_out]


def test_names_with_a_colon_bold_or_not(tmp_path: Path) -> None:
    draft = read(
        tmp_path,
        "a.docx",
        word_file("**INT:** How was it?", "**P1: **Hard.", "INT: And now?", "**P1**: Easier."),
    )
    assert labels(draft) == ["INT", "P1"]
    assert draft.text == "How was it?\nHard.\nAnd now?\nEasier."


def test_bold_names_without_a_colon(tmp_path: Path) -> None:
    content = word_file(
        "**Ann Lee** Late?", "**Ben Day** Very.", "**Ann Lee** Oh.", "**Ben Day** Yes."
    )
    assert labels(read(tmp_path, "a.docx", content)) == ["Ann Lee", "Ben Day"]


def test_bold_names_on_paragraphs_of_their_own(tmp_path: Path) -> None:
    first = ["**Ann Lee**", "Late?", "**Ben Day**", "Very."]
    content = word_file(*first, "**Ann Lee**", "Oh.", "**Ben Day**", "Yes.")
    assert said(read(tmp_path, "a.docx", content))[:2] == [
        ("Ann Lee", "Late?"),
        ("Ben Day", "Very."),
    ]


def test_bold_words_in_speech_are_no_names(tmp_path: Path) -> None:
    content = word_file("INT: Late?", "**Really** late.", "P1: Yes.", "**Very**", "INT: So?")
    assert labels(read(tmp_path, "a.docx", content)) == ["INT", "P1"]


def test_teams_headings_with_times_and_breaks(tmp_path: Path) -> None:
    document = docx.Document()
    for name, time, words in [
        ("Ann Lee", "0:03", "Late?"),
        ("Ben Day", "0:07", "Very."),
        ("Ben Day", "0:09", "Too late."),
        ("Ann Lee", "0:12", "Oh."),
    ]:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {time}").add_break(WD_BREAK.LINE)
        paragraph.add_run(words)
    draft = read(tmp_path, "a.docx", save(document))
    assert said(draft) == [
        ("Ann Lee", "Late?"),
        ("Ben Day", "Very.\nToo late."),
        ("Ann Lee", "Oh."),
    ]
    assert seconds(draft) == [3, 7, 12]


def table_file(rows: Sequence[tuple[str, ...]], before: str = "") -> bytes:
    """Make a document of one table."""
    document = docx.Document()
    if before:
        document.add_paragraph(before)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("")
    return save(document)


def test_a_table_of_speakers_and_words(tmp_path: Path) -> None:
    rows = [
        ("Interviewer", "Late?"),
        ("P1", "Very.\nToo late."),
        ("", "And dark."),
        ("Interviewer", "Oh."),
    ]
    draft = read(tmp_path, "a.docx", table_file(rows, "This is fiction."))
    assert said(draft) == [
        ("", "This is fiction."),
        ("Interviewer", "Late?"),
        ("P1", "Very.\nToo late.\nAnd dark."),
        ("Interviewer", "Oh."),
    ]


def test_a_table_with_a_heading_numbers_and_times(tmp_path: Path) -> None:
    rows = [
        ("No", "Time", "Speaker", "Words"),
        ("1", "00:03", "INT:", "Late?"),
        ("2", "00:07", "P1:", "Very."),
        ("3", "00:09", "INT:", "Oh."),
    ]
    draft = read(tmp_path, "a.docx", table_file(rows))
    assert said(draft) == [("INT", "Late?"), ("P1", "Very."), ("INT", "Oh.")]
    assert seconds(draft) == [3, 7, 9]
    assert left_out(draft) == [
        ("table heading", "No\tTime\tSpeaker\tWords"),
        ("row number", "1 2 3"),
    ]


def test_a_table_of_anything_else_is_read_row_by_row(tmp_path: Path) -> None:
    rows = [("Site", "Recruited so far, by the end of May"), ("North", "twelve"), ("South", "nine")]
    draft = read(
        tmp_path, "a.docx", table_file(rows, "A table of the report follows, which is prose.")
    )
    assert labels(draft) == [""]
    assert "South\tnine" in draft.text


def test_a_table_of_facts_before_the_interview_is_nobodys(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, [("Date", "3 May"), ("Interviewer", "JS")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in ("Interviewer: Late?", "P1: Very.", "Interviewer: Oh.", "P1: Yes."):
        document.add_paragraph(line)
    draft = read(tmp_path, "a.docx", save(document))
    assert said(draft)[:3] == [
        ("", "Date\t3 May"),
        ("", "Interviewer\tJS"),
        ("Interviewer", "Late?"),
    ]


def test_insertions_are_kept_and_deletions_left_out_and_counted(tmp_path: Path) -> None:
    inserted = f"<w:ins w:id='1'>{r('not ')}</w:ins>"
    deleted = "<w:del w:id='2'><w:r><w:delText>hardly ever, </w:delText></w:r></w:del>"
    moved = (
        f"<w:moveFrom w:id='3'>{r('once')}</w:moveFrom><w:moveTo w:id='4'>{r('late')}</w:moveTo>"
    )
    draft = body(tmp_path, p("P1: It was ", inserted, deleted, moved, "."))
    assert said(draft) == [("P1", "It was not late.")]
    assert left_out(draft) == [("deletion", "hardly ever,"), ("move", "once")]
    assert "Left out: 1 deletion (2 words), 1 move (1 word)." in draft.notes


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert body(tmp_path, p(mark, "P1: It was "), p("late.")).text == "It was late."


def test_controls_links_and_tags_are_entered(tmp_path: Path) -> None:
    draft = body(
        tmp_path,
        p(
            f"<w:sdt><w:sdtContent>{r('P1: It ')}</w:sdtContent></w:sdt>",
            f"<w:hyperlink>{r('was ')}</w:hyperlink>",
            f"<w:smartTag>{r('very ')}</w:smartTag>",
            f"<w:fldSimple>{r('late')}</w:fldSimple>",
            "<w:r><w:fldChar/><w:instrText>HYPERLINK x</w:instrText></w:r>",
        ),
        f"<w:sdt><w:sdtContent>{p('And dark.')}</w:sdtContent></w:sdt>",
    )
    assert said(draft) == [("P1", "It was very late\nAnd dark.")]


def test_text_boxes_are_read_once_behind_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    draft = body(tmp_path, p("P1: Before ", both, "and after."), p("Last."))
    assert draft.text == "Before and after.\nIn a box.\nLast."


def test_tabs_breaks_hyphens_symbols_and_formulas(tmp_path: Path) -> None:
    tab_stops = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
    draft = body(
        tmp_path,
        p(
            tab_stops,
            "P1: One",
            "<w:r><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t><w:cr/><w:t>e</w:t>"
            "<w:noBreakHyphen/><w:t>mail</w:t><w:sym w:char='263A'/></w:r>",
            "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
        ),
    )
    assert draft.text == "One\ttwo\nthree\ne\u2011mail☺x=1"


def test_hidden_words_are_left_out_and_told(tmp_path: Path) -> None:
    hidden, shown = r("Denise ", "<w:vanish/>"), r("late.", "<w:vanish w:val='0'/>")
    draft = body(tmp_path, p("P1: It was ", hidden, shown))
    assert draft.text == "It was late."
    assert left_out(draft) == [("hidden stretch", "Denise")]


def test_notes_comments_headers_and_footers_are_told(tmp_path: Path) -> None:
    draft = body(
        tmp_path,
        p("P1: Late.", "<w:r><w:footnoteReference w:id='1'/></w:r>"),
        comments=f"<w:comment w:id='1'>{p('check this')}</w:comment>",
        footnotes="<w:footnote w:id='0'><w:p/></w:footnote>"
        f"<w:footnote w:id='1'>{p('laughs')}{p('twice')}</w:footnote>",
        header1=p("Interview 3"),
        footer1=p("confidential"),
    )
    assert draft.text == "Late."
    assert left_out(draft) == [
        ("comment", "check this"),
        ("footer", "confidential"),
        ("footnote", "laughs twice"),
        ("header", "Interview 3"),
    ]


def test_the_strict_edition_of_the_standard_is_read(tmp_path: Path) -> None:
    content = raw_word_file(p("P1: Late."))
    strict = rezip(content, lambda data: data.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    ))  # fmt: skip
    assert said(read(tmp_path, "a.docx", strict)) == [("P1", "Late.")]


def test_the_document_part_may_have_another_name(tmp_path: Path) -> None:
    whole = raw_word_file(p("P1: Late."))
    renamed = rezip(
        whole,
        lambda data: data.replace(b"word/document.xml", b"/word/document2.xml"),
        lambda name: name.replace("document", "document2"),
    )
    assert said(read(tmp_path, "a.docx", renamed)) == [("P1", "Late.")]


def test_a_title_page_of_a_real_document_is_nobodys(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("04-May-2023 - 14:05 - 50m39s", 0)
    for line in ("Researcher 1: Late?", "David: Very.", "Researcher 1: Oh.", "David: Yes."):
        document.add_paragraph(line)
    draft = read(tmp_path, "a.docx", save(document))
    assert said(draft)[0] == ("", "04-May-2023 - 14:05 - 50m39s")
    assert roles(draft) == {"": "other", "Researcher 1": "interviewer", "David": "participant"}
