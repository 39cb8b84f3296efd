"""The Word report is one that a researcher can send on as it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.model.code import Codebook
from ipe_coder.model.matrix import Cell, CellKind, Heading, StanceCount
from ipe_coder.model.report import Report, StudyReport
from ipe_coder.model.result import Group, Result
from ipe_coder.model.theme import Judgement
from ipe_coder.writers import write_export
from tests.writers.reports import (
    FORMULA,
    ODD_WORDS,
    PEOPLE,
    SAID,
    Counts,
    build_report,
    build_swing,
    with_words,
)


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return open_word(build_report(), tmp_path_factory.mktemp("word"))


def open_word(report: Report, folder: Path) -> Any:
    (path,) = write_export(report, folder / "report.docx", "docx")
    return Document(str(path))


def with_study(**fields: Any) -> Report:
    report = build_report()
    return replace(report, studies=(replace(report.studies[0], **fields),))


def texts(word: Any, style: str) -> list[str]:
    return [one.text for one in word.paragraphs if one.style.name == style]


def rows(table: Any) -> list[list[str]]:
    """The text of each row, read as it is written: a cell over several columns comes once."""
    return [
        ["\n".join(paragraph_texts(cell)) for cell in row.iterchildren(qn("w:tc"))]
        for row in table._tbl.iterchildren(qn("w:tr"))
    ]


def paragraph_texts(element: Any) -> Iterator[str]:
    for paragraph in element.iter(qn("w:p")):
        pieces = paragraph.iter(qn("w:t"), qn("w:br"))
        yield "".join("\n" if node.tag == qn("w:br") else node.text for node in pieces)


def table_after(word: Any, caption: str) -> Any:
    captions = [text for text in texts(word, "Caption") if text]
    (place,) = [i for i, text in enumerate(captions) if caption in text]
    return word.tables[place]


def notes_of(word: Any, caption: str) -> str:
    body = list(word.element.body)
    place = body.index(table_after(word, caption)._tbl) + 1
    notes = []
    while body[place].tag == qn("w:p") and body[place].pPr.pStyle.val == "Tablenote":
        notes.append("".join(paragraph_texts_of(body[place])))
        place += 1
    return " ".join(notes)


def paragraph_texts_of(paragraph: Any) -> Iterator[str]:
    return (node.text for node in paragraph.iter(qn("w:t")))


def test_headings_are_real_and_in_order(word: Any) -> None:
    headings = [
        (one.style.name, one.text)
        for one in word.paragraphs
        if one.style.name.startswith(("Title", "Heading"))
    ]
    assert headings == [
        ("Title", "Happier, Healthier Professionals"),
        ("Heading 1", "How to read the tables"),
        ("Heading 1", "Social Workers Inspiring the Next Generation (SWING)"),
        ("Heading 2", "Themes"),
        ("Heading 3", "1 Feasibility and acceptability"),
        ("Heading 3", "2 Suitability to scale"),
        ("Heading 2", "Code by arm"),
        ("Heading 2", "Results beside themes"),
        ("Heading 2", "Codebook"),
        ("Heading 1", "Increasing Diversity in Social Work Hiring"),
        ("Heading 2", "Results"),
    ]


def test_every_table_has_a_numbered_caption_above_it_and_a_note_below(word: Any) -> None:
    captions = texts(word, "Caption")
    assert [text.split(".")[0] for text in captions] == [f"Table {i}" for i in range(1, 7)]
    for table in word.tables:
        above, below = table._tbl.getprevious(), table._tbl.getnext()
        assert above.pPr.pStyle.val == "Caption"
        assert "SEQ Table" in "".join(node.text for node in above.iter(qn("w:instrText")))
        assert below.pPr.pStyle.val == "Tablenote"
    assert word.styles["Caption"].paragraph_format.keep_with_next


def test_header_rows_repeat_and_no_row_is_split_over_pages(word: Any) -> None:
    for table in word.tables:
        first, *others = table._tbl.iterchildren(qn("w:tr"))
        assert first.trPr.find(qn("w:tblHeader")) is not None
        for row in others:
            assert row.trPr.find(qn("w:tblHeader")) is None
            assert row.trPr.find(qn("w:cantSplit")) is not None


def test_wide_tables_stand_on_sideways_pages_and_narrow_ones_upright(word: Any) -> None:
    section, found = 0, []
    for element in word.element.body:
        if element.tag == qn("w:tbl"):
            found.append(word.sections[section].orientation == WD_ORIENT.LANDSCAPE)
            width = sum(int(col.get(qn("w:w"))) for col in element.iter(qn("w:gridCol")))
            page = word.sections[section]
            room = page.page_width - page.left_margin - page.right_margin
            assert width * 635 <= room + 20 * 635
        if element.tag == qn("w:p") and element.pPr.find(qn("w:sectPr")) is not None:
            section += 1
    assert found == [True, True, False, True, True, True]
    sizes = {tuple(sorted((s.page_width.mm, s.page_height.mm))) for s in word.sections}
    assert {tuple(map(round, size)) for size in sizes} == {(210, 297)}


def test_pages_are_numbered_by_the_word_processor(word: Any) -> None:
    for section in word.sections:
        codes = [node.text for node in section.footer._element.iter(qn("w:instrText"))]
        assert [code.strip() for code in codes] == ["PAGE", "NUMPAGES"]


def test_the_contents_point_to_the_headings_without_asking_to_be_updated(word: Any) -> None:
    links = list(word.element.body.iter(qn("w:hyperlink")))
    marks = {node.get(qn("w:name")) for node in word.element.body.iter(qn("w:bookmarkStart"))}
    assert [link.get(qn("w:anchor")) in marks for link in links] == [True] * 8
    shown = ["".join(paragraph_texts_of(link)) for link in links]
    headings = [p.text for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert shown == headings
    assert word.settings.element.find(qn("w:updateFields")) is None
    begun = [n.get(qn("w:dirty")) for n in word.element.body.iter(qn("w:fldChar"))]
    assert set(begun) == {None}


def test_the_document_is_british_and_names_no_person(word: Any) -> None:
    languages = [node.get(qn("w:val")) for node in word.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-GB"}
    about = word.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("ipe_coder", "ipe_coder", "")
    assert about.language == "en-GB"
    assert about.title == "Happier, Healthier Professionals"
    assert about.created.isoformat().startswith("2026-11-21")


def test_a_theme_shows_its_definition_counts_by_arm_stances_and_quotations(word: Any) -> None:
    table = table_after(word, "in what words: 1 Feasibility and acceptability")
    header, *body = rows(table)
    assert header == ["Theme", "All", "Treatment", "Control", "Not randomised", "Quotations"]
    found = {row[0].split("\n")[0]: row for row in body}
    messenger = found["Choice of messenger"]
    assert messenger[0] == (
        "Choice of messenger\nWho speaks in a message and whether that person is believed.\n"
        "Statement: Recipients read a message when its sender had done their own job."
    )
    assert messenger[1:5] == [
        "5 of 8\n4 for, 1 against",
        "4 of 5\n3 for, 1 against",
        "not interviewed",
        "1 of 3\n1 for",
    ]
    quotes = messenger[5].split("\n")
    assert quotes[2] == "“I did not look at who it was from.” [Social worker, cohort one]"
    assert quotes[3].endswith("anything else we did.” [Facilitator, focus group]")
    assert found["1 Feasibility and acceptability"][5] == "See the themes beneath it."


def test_words_that_nobody_cleared_are_not_printed(word: Any) -> None:
    everything = "\n".join(paragraph_texts(word.element.body))
    uncleared = [words for people, _, _, words in SAID if people[0] == "SW04"]
    assert len(uncleared) == 2
    assert not any(words in everything for words in uncleared)
    cleared = {words.split("\n")[0] for people, _, _, words in SAID if people[0] != "SW04"}
    assert all(words in everything for words in cleared)


def test_words_marked_not_for_quotation_are_not_printed(tmp_path: Path) -> None:
    study = build_swing()
    kept = study.quotes[0]
    segment = replace(kept.row.segment, quotable=False)
    marked = replace(kept, row=replace(kept.row, segment=segment))
    sections = tuple(
        replace(one, quotes=tuple(marked if quote == kept else quote for quote in one.quotes))
        for one in study.sections
    )
    word = open_word(with_study(sections=sections, quotes=(marked, *study.quotes[1:])), tmp_path)
    assert kept.quote not in "\n".join(paragraph_texts(word.element.body))


def test_the_matrix_says_where_nobody_was_interviewed_and_where_a_code_could_not_be(
    word: Any,
) -> None:
    table = table_after(word, "Code by arm")
    header, *body = rows(table)
    assert header == ["Code", "Treatment", "Control", "Not randomised"]
    assert [row[0] for row in body] == [code.name for _, code in Counts(()).book.walk()]
    assert {row[2] for row in body} == {"not interviewed"}
    assert body[-1] == ["Never heard of", "0 of 5", "not interviewed", "not in this codebook"]
    assert body[1][1] == "3 of 5\n1 for, 1 against, 1 mixed"
    indents = [
        0 if p.pPr.ind is None else int(p.pPr.ind.get(qn("w:left")))
        for p in (next(row.iter(qn("w:p"))) for row in table._tbl.iterchildren(qn("w:tr")))
    ]
    assert indents[1:] == [0, 170, 340, 170, 170, 0, 170, 170]


@pytest.mark.parametrize("caption", ["in what words: 2", "Code by arm", "Results beside themes"])
def test_a_note_tells_what_was_counted_of_whom_and_what_it_does_not_mean(
    word: Any, caption: str
) -> None:
    note = notes_of(word, caption)
    assert "Coding counted: coding of record." in note
    assert "n is everybody of that column who was interviewed" in note
    assert "not having raised it is not disagreement" in note
    assert "“not interviewed” means that nobody of that column was; it is not a zero." in note
    assert "The sample is purposive, so counts carry no test and no interval." in note


def test_the_notes_of_the_matrix_and_of_the_study_are_printed(word: Any) -> None:
    assert "1 of 6 transcripts is not coded yet" in notes_of(word, "Code by arm")
    assert "One participant allowed paraphrase only; their words are counted and not printed." in (
        texts(word, "List Bullet")
    )


def test_a_note_of_the_matrix_is_not_told_twice(tmp_path: Path) -> None:
    study = build_swing()
    word = open_word(with_study(notes=(*study.matrix.notes, "Mine")), tmp_path)
    everything = "\n".join(paragraph_texts(word.element.body))
    assert everything.count("1 of 6 transcripts is not coded yet") == 1
    assert "Mine." in texts(word, "List Bullet")


def test_reported_and_computed_figures_stand_in_two_labelled_columns(word: Any) -> None:
    header, *body = rows(table_after(word, "Results beside themes"))
    assert header == [
        "Outcome", "As reported", "From the printed means, unadjusted",
        "Theme, statement and who raised it", "Verdict", "Quotation",
    ]  # fmt: skip
    outcome, reported, computed, theme, verdict, quote = body[0]
    assert outcome == "Subjective well-being\nPrimary outcome\nHigher is better"
    assert reported == (
        "treatment: mean −0.02, SE 0.14, n 130\ncontrol: mean 0.07, SE 0.16, n 137\np 0.66\n"
        "In the report's words: “decrease”\nSource: RQ1 / Figure 7"
    )
    assert computed == (
        "Difference, treatment less control: −0.09 (95% CI −0.51 to 0.33)\n"
        "Hedges' g −0.05 (95% CI −0.29 to 0.19)\nt −0.42, df 262.0, p 0.67\n"
        "Reading: inconclusive: from 0.51 lower to 0.33 higher in treatment than in control, "
        "where higher is better."
    )
    assert theme == (
        "Choice of messenger\n"
        "Recipients read a message when its sender had done their own job.\n"
        "Treatment: 4 of 5; 3 for, 1 against\nControl: not interviewed\n"
        "Not randomised: 1 of 3; 1 for"
    )
    assert verdict.startswith("Complementarity\nThe survey leaves open")
    assert quote.endswith("[Social worker, cohort one]")


def test_an_outcome_with_two_themes_shows_its_results_once(word: Any) -> None:
    body = rows(table_after(word, "Results beside themes"))[1:]
    (place,) = [i for i, row in enumerate(body) if row[0].startswith("Burnout")]
    first, second = body[place], body[place + 1]
    assert (first[3].split("\n")[0], first[4].split("\n")[0]) == ("Delivery mechanism", "Silence")
    assert second[:3] == ["", "", ""]
    assert (second[3].split("\n")[0], second[4]) == ("Ready for scaling", "No verdict.")
    merges = [node.get(qn("w:val")) for node in word.element.body.iter(qn("w:vMerge"))]
    assert merges == ["restart"] * 3 + [None] * 3


def test_an_outcome_without_themes_and_a_study_without_interviews_keep_their_results(
    word: Any,
) -> None:
    body = rows(table_after(word, "Results beside themes"))[1:]
    assert body[-1][3:] == ["No theme is set beside this outcome."]
    alone = rows(table_after(word, "Results: Increasing Diversity"))
    assert len(alone) == 7
    assert alone[1][1].split("\n")[1:3] == [
        "joint: mean 84.22, SE 0.49, n 76",
        "separate: mean 68.15, SE 0.49, n 75",
    ]
    assert alone[1][2].split("\n")[1] == (
        "Not computed. The outcome is a percentage, for which a comparison of means does not hold."
    )
    assert "Reading: inconclusive as reported (p 0.21)." in alone[4][1]


def test_no_result_is_called_no_effect_except_in_the_reports_own_words(word: Any) -> None:
    for text in paragraph_texts(word.element.body):
        claims = re.findall("no effect|no difference|no change", text.casefold())
        quoted = "In the report's words" in text or "is not “no effect”" in text
        assert not claims or quoted or "does not mean that there is no difference" in text


def test_the_chosen_quotation_is_printed_only_if_it_may_be(tmp_path: Path) -> None:
    study = build_swing()
    cleared = tuple(one for one in study.quotes if one.row.code != "Choice of messenger")
    sections = tuple(replace(one, quotes=()) for one in study.sections)
    word = open_word(with_study(quotes=cleared, sections=sections), tmp_path)
    body = rows(table_after(word, "Results beside themes"))[1:]
    assert body[0][5] == "The chosen quotation may not be printed."
    assert "have done" not in "\n".join(paragraph_texts(word.element.body))


def test_a_verdict_on_an_older_statement_says_so(tmp_path: Path) -> None:
    study = build_swing()
    assert study.joint is not None
    row = study.joint.rows[0]
    theme = row.themes[0]
    assert theme.verdict is not None
    verdict = replace(theme.verdict, statement="Messages are read.", judgement=Judgement.DISSONANCE)
    changed = replace(row, themes=(replace(theme, verdict=verdict),))
    joint = replace(study.joint, rows=(changed,))
    word = open_word(with_study(joint=joint), tmp_path)
    printed = rows(table_after(word, "Results beside themes"))[1][4]
    assert printed.startswith("Dissonance\n")
    assert printed.endswith("Judged when it read: Messages are read.")
    note = notes_of(word, "Results beside themes")
    assert "Dissonance: both cannot be true of the same people." in note


def test_estimates_proportions_and_several_results_are_printed_as_reported(
    tmp_path: Path,
) -> None:
    study = build_swing()
    assert study.joint is not None
    view = study.joint.rows[0].results[0]
    groups = (Group("t", n=1040, events=31, proportion=0.78), Group("c", mean=2.5, sd=1.25))
    estimate = Result(
        "r2", "o", groups, estimate=-0.3, low=-0.5, high=-0.1, level=95, p="<.001",
        timepoint="six months", printed={"estimate": "-0.30"},
    )  # fmt: skip
    second = replace(view, result=estimate, from_means=None, withheld="Why not.", words="")
    row = replace(study.joint.rows[0], results=(view, second))
    word = open_word(with_study(joint=replace(study.joint, rows=(row,))), tmp_path)
    cells = rows(table_after(word, "Results beside themes"))[1]
    assert cells[1].startswith("Treatment and control\ntreatment: mean")
    assert cells[1].endswith(
        "Six months\nt: 31 of 1,040, proportion 0.78\nc: mean 2.5, SD 1.25\n"
        "Estimate −0.30 (95% CI −0.5 to −0.1)\np <.001"
    )
    assert cells[2].endswith("Six months\nNot computed. Why not.")


def test_the_codebook_lists_every_code_in_use_with_its_fields(word: Any) -> None:
    header, *body = rows(table_after(word, "Codebook"))
    assert header == ["Mark", "Name", "Kind", "Definition", "Include", "Exclude", "Examples"]
    assert [row[1] for row in body] == [code.name for _, code in Counts(()).book.walk()]
    assert body[2] == [
        "Td", "Time of day", "code\ndeductive",
        "When in the day a message arrives and what that does to its reading.",
        "mornings, evenings, weekends", "being too busy at any time: Lack of time",
        "Seven in the evening is when I stop.",
    ]  # fmt: skip
    assert "Version 3 of the codebook, 8 nodes." in notes_of(word, "Codebook")


def test_retired_codes_and_empty_columns_are_left_out_of_the_codebook(tmp_path: Path) -> None:
    report = build_report()
    book = report.studies[0].codebook
    codes = tuple(
        replace(
            code, examples=(), include="", merged_into="c1" if code.name == "Time of day" else None
        )
        for code in book.codes
    )
    word = open_word(with_study(codebook=replace(book, codes=codes)), tmp_path)
    header, *body = rows(table_after(word, "Codebook"))
    assert header == ["Mark", "Name", "Kind", "Definition", "Exclude"]
    assert "Time of day" not in [row[1] for row in body]
    assert "7 nodes. 1 retired or merged is left out." in notes_of(word, "Codebook")


def test_a_lone_column_is_not_printed_twice_and_stays_upright(tmp_path: Path) -> None:
    study = build_swing()
    sections = tuple(
        replace(one, columns=("no arms",), cells=(one.total,)) for one in study.sections
    )
    word = open_word(with_study(sections=sections), tmp_path)
    assert rows(word.tables[0])[0] == ["Theme", "Raised by", "Quotations"]
    assert word.sections[0].orientation == WD_ORIENT.PORTRAIT
    assert rows(word.tables[0])[2][1] == "5 of 8\n3 for, 1 against, 1 mixed"


def test_many_columns_are_cut_into_tables_that_fit_and_none_is_lost(tmp_path: Path) -> None:
    study = build_swing()
    headings = tuple(Heading(f"p{i}", f"SW{i:02}") for i in range(42))
    cells = tuple(tuple(Cell(1, 1, ("x",)) for _ in headings) for _ in study.matrix.rows)
    matrix = replace(study.matrix, columns=headings, cells=cells, column_axis="participant")
    word = open_word(with_study(matrix=matrix, sections=(), joint=None), tmp_path)
    tables = [table for table in word.tables if rows(table)[0][0] == "Code"]
    labels = [label for table in tables for label in rows(table)[0][1:]]
    assert labels == [one.label for one in headings]
    assert max(len(rows(table)[0]) for table in tables) <= 9
    assert "SW00 to SW06" in texts(word, "Caption")[0]


def test_more_columns_than_fit_beside_quotations_get_tables_of_their_own(tmp_path: Path) -> None:
    study = build_swing()
    names = (*study.sections[0].columns, *(f"wave {i}" for i in range(9)))
    sections = tuple(
        replace(one, columns=names, cells=one.cells + one.cells[:1] * 9) for one in study.sections
    )
    word = open_word(with_study(sections=sections, joint=None), tmp_path)
    heads = [rows(table)[0] for table in word.tables[:3]]
    assert [one[:2] for one in heads[:2]] == [["Theme", "All"]] * 2
    assert [*heads[0][2:], *heads[1][2:]] == [
        "Treatment", "Control", "Not randomised", *(f"Wave {i}" for i in range(9)),
    ]  # fmt: skip
    assert heads[2] == ["Theme", "Raised by", "Quotations"]


def test_a_theme_with_many_quotations_goes_on_in_further_rows(tmp_path: Path) -> None:
    study = build_swing()
    many = replace(study.sections[1], quotes=study.sections[1].quotes * 20)
    word = open_word(with_study(sections=(study.sections[0], many)), tmp_path)
    body = rows(word.tables[0])[2:]
    assert [row[0] for row in body[1:]] == ["Delivery mechanism, continued"] * (len(body) - 1)
    assert sum(row[-1].count("[Social worker") for row in body) == 20
    assert max(len(row[-1]) for row in body) < 2200


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        (CellKind.SEGMENTS, 1204, "1,204 segments\nfrom 2 of 5"),
        (CellKind.WORDS, 1, "1 word\nfrom 2 of 5"),
        (CellKind.SHARE, 0.4, "2 of 5\n1 for, 1 not marked"),
        (CellKind.PARTICIPANTS, 2, "2 of 5\n1 for, 1 not marked"),
        (
            CellKind.SUMMARIES,
            "SW01: Read them.\nSW02: Did not.",
            "SW01: Read them.\nSW02: Did not.",
        ),
        (CellKind.QUOTES, 1, f"“{SAID[0][3]}” [Social worker, cohort one]"),
    ],
)
def test_each_kind_of_cell_shows_what_it_holds_and_of_how_many(
    tmp_path: Path, kind: CellKind, value: Any, printed: str
) -> None:
    study = build_swing()
    cell = Cell(value, 5, ("SW01", "SW02"), ("s00",), StanceCount(for_=1, unmarked=1))
    matrix = replace(
        study.matrix, kind=kind, cells=((cell,),), rows=study.matrix.rows[:1],
        columns=study.matrix.columns[:1],
    )  # fmt: skip
    word = open_word(with_study(matrix=matrix), tmp_path)
    assert rows(table_after(word, "Code by arm"))[1][1] == printed


def test_a_large_base_adds_the_share_and_a_small_one_never_does(tmp_path: Path) -> None:
    study = build_swing()
    people = tuple(f"P{i}" for i in range(12))
    cells = (Cell(12, 24, people), Cell(12, 19, people))
    matrix = replace(
        study.matrix, cells=(cells,), rows=study.matrix.rows[:1], columns=study.matrix.columns[:2]
    )
    word = open_word(with_study(matrix=matrix), tmp_path)
    assert rows(table_after(word, "Code by arm"))[1][1:] == ["12 of 24 (50%)", "12 of 19"]


def test_odd_words_come_out_as_they_were_said(word: Any) -> None:
    everything = "\n".join(paragraph_texts(word.element.body))
    assert f"“{ODD_WORDS}” [Social worker, cohort one]" in everything
    assert f"“{FORMULA}”" in everything
    assert "nobody opens the newsletter.\nNobody opens anything" in everything


def test_words_from_right_to_left_are_set_so(tmp_path: Path) -> None:
    report = with_words(build_report(), "مرحبا بكم [laughs]")
    word = open_word(report, tmp_path)
    table = word.tables[0]._tbl
    assert list(table.iter(qn("w:bidi")))
    assert list(table.iter(qn("w:rtl")))
    for properties in table.iter(qn("w:pPr")):
        order = [node.tag.split("}")[1] for node in properties]
        wanted = ["pStyle", "keepNext", "bidi", "ind"]
        assert order == sorted(order, key=wanted.index)


@settings(
    max_examples=settings().max_examples // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=80))
def test_no_words_make_the_report_fail(tmp_path: Path, words: str) -> None:
    word = open_word(with_words(build_report(), words), tmp_path)
    assert len(word.tables) >= 2


def test_control_characters_and_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    word = open_word(with_words(build_report(), "a\x00b\x0bc\ud800d\ufffee"), tmp_path)
    assert "a\ufffdb\ufffdc\ufffdd\ufffde" in "\n".join(paragraph_texts(word.element.body))


def test_a_long_name_does_not_make_the_report_fail(tmp_path: Path) -> None:
    word = open_word(with_words(build_report(), "long " * 2000), tmp_path)
    assert len(word.core_properties.title) <= 255


def test_a_study_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    empty = replace(
        build_report().studies[1], joint=None, codebook=Codebook("c", "c"), interviewed=1,
        transcripts=1,
    )  # fmt: skip
    word = open_word(replace(build_report(), studies=(empty,)), tmp_path)
    assert "Nothing is coded in this study." in texts(word, "Normal")
    assert any(
        "1 participant was interviewed, in 1 transcript." in t for t in texts(word, "Normal")
    )


def test_a_report_without_studies_is_a_document(tmp_path: Path) -> None:
    word = open_word(replace(build_report(), studies=()), tmp_path)
    assert word.tables == []


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_export(build_report(), tmp_path / "a.docx", "docx")[0].read_bytes()
    second = write_export(build_report(), tmp_path / "b.docx", "docx")[0].read_bytes()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name or "custom" in name for name in package.namelist())


def test_a_very_long_table_is_written_whole(tmp_path: Path) -> None:
    study: StudyReport = build_swing()
    headings = tuple(Heading(str(i), f"Code {i}") for i in range(3000))
    cell = Cell(len(PEOPLE), len(PEOPLE), tuple(PEOPLE))
    cells = tuple((cell,) * len(study.matrix.columns) for _ in headings)
    matrix = replace(study.matrix, rows=headings, cells=cells)
    word = open_word(with_study(matrix=matrix), tmp_path)
    assert len(rows(table_after(word, "Code by arm"))) == 3001
