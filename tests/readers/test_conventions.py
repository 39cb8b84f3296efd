"""Ways in which programs and typists really write who speaks."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.readers.samples import labels, read, roles, said, save, seconds, word_file

ASKED, SAID = "How was the first week?", "Long. The van was late and it rained."


def conversation(form: str, first: str = "INT", second: str = "P1", between: str = "\n") -> str:
    """Write twelve turns in a form with the places `name`, `words`, `at` and `number`."""
    turns = [(first, ASKED), (second, SAID)] * 6
    return between.join(
        form.format(name=name, words=words, at=f"00:00:{place:02}", number=place + 1)
        for place, (name, words) in enumerate(turns)
    )


@pytest.mark.parametrize(
    "form",
    [
        "[{name}]: {words}",
        "- {name}: {words}",
        ">> {name}: {words}",
        "*{name}:\t{words}",
        "{name}：{words}",
        "\u200f{name}\u200f: {words}",
        "{name} – {words}",
        "{name}- {words}",
        "{name}. {words}",
        "[{name}] {words}",
        "<{name}> {words}",
        "{name}   {words}",
        "{name} {words}",
        "{number} {name}: {words}",
        "{number}.\t{name}:\t{words}",
        "{at} From {name} to Everyone:\n\t{words}",
        "{at}\t From  {name} : {words}",
        "[{at}.120] - {name}\n{words}",
        "{at} {name}\n{words}",
        "{at} - 00:00:59\n{name}\n{words}",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_every_turn_has_its_speaker_and_its_words(form: str, between: str, tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", conversation(form, between=between))
    assert labels(draft) == ["INT", "P1"]
    assert set(said(draft)) == {("INT", ASKED), ("P1", SAID)}
    assert roles(draft) == {"INT": "interviewer", "P1": "participant"}


def test_times_before_a_name_over_words_are_kept(tmp_path: Path) -> None:
    text = conversation("{at} {name}\n{words}", "Ann Lee", "Ben Day")
    assert seconds(read(tmp_path, "a.txt", text)) == list(range(12))


@pytest.mark.parametrize("form", ["{name} — {words}", "[{name}] {words}", "{name}\n{words}"])
def test_names_without_a_colon_are_speakers_where_they_recur(form: str, tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", conversation(form, "Hester", "Tom Day", between="\n\n"))
    assert labels(draft) == ["Hester", "Tom Day"]
    assert said(draft)[1] == ("Tom Day", SAID)
    assert any("No colon follows the names: “Hester”" in note for note in draft.notes)


@pytest.mark.parametrize(
    "line", ["Dose – {}", "[laughs] {}", "A. {}", "Well - {}", "The NHS  {}", "Reach\n{}"]
)
def test_marks_in_prose_make_no_speakers(line: str, tmp_path: Path) -> None:
    told = [f"In week {number} the van came late and we waited for it." for number in range(20)]
    told[4] = line.format("it was.")
    told[11] = line.format("and it was.")
    assert labels(read(tmp_path, "a.txt", "\n\n".join(told))) == [""]


def test_numbers_of_lines_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    lines = ["Q    Did you see the van", "that came in the night?", "A    I did.", "", "Q    When?",
             "A    At four, and it", "had no lights on."]  # fmt: skip
    text = "\f".join(
        "\n".join(f"{number:>3}  {line}" for number, line in enumerate(lines, 1)) for _ in "1234"
    )
    draft = read(tmp_path, "a.txt", text)
    assert said(draft)[:2] == [
        ("Q", "Did you see the van\nthat came in the night?"),
        ("A", "I did."),
    ]
    assert any("28 words" in note and "line number" in note for note in draft.notes)


def test_a_numbered_list_without_speakers_keeps_its_numbers(tmp_path: Path) -> None:
    text = "\n".join(f"{number}. We did it again on that day." for number in range(1, 30))
    assert read(tmp_path, "a.txt", text).text == text


def test_webex_names_who_speaks_before_the_time(tmp_path: Path) -> None:
    cues = [
        f'{number} "{name}" (340112)\n00:00:{number:02}.000 --> 00:00:{number:02}.900\n{words}\n'
        for number, (name, words) in enumerate([("Ann", ASKED), ("Ben", SAID)] * 2, 1)
    ]
    draft = read(tmp_path, "a.vtt", "WEBVTT\n\n" + "\n".join(cues))
    assert said(draft) == [("Ann", ASKED), ("Ben", SAID)] * 2


def test_sounds_in_brackets_are_no_speakers_of_captions(tmp_path: Path) -> None:
    words = ["[Music] Hello.", "[Applause] Thank you.", "So it began.", "And it went on."] * 3
    cues = [
        f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},900\n{line}\n"
        for number, line in enumerate(words, 1)
    ]
    assert labels(read(tmp_path, "a.srt", "\n".join(cues))) == [""]


def test_a_surname_before_a_forename_is_one_speaker(tmp_path: Path) -> None:
    text = conversation("{name}   {at}\n{words}", "Lowe, Hester", "Aryee, Denise")
    assert labels(read(tmp_path, "a.txt", text)) == ["Lowe, Hester", "Aryee, Denise"]


def test_a_label_with_a_question_mark_is_a_voice_the_transcriber_doubts(tmp_path: Path) -> None:
    text = conversation("{name}: {words}") + "\nP2?: Was it?\nINT: It was.\nF?: Yes."
    found = roles(read(tmp_path, "a.txt", text))
    assert (found["P2?"], found["F?"]) == ("unknown", "unknown")


def test_teams_once_wrote_a_range_of_times_over_the_name(tmp_path: Path) -> None:
    form = "0:0:{number}.5 --> 0:0:{number}.85\n{name}\n{words}"
    paragraphs = conversation(form, "Ann Lee", "Ben Day", between="\n\n").split("\n\n")
    draft = read(tmp_path, "a.docx", word_file(*paragraphs))
    assert said(draft) == [("Ann Lee", ASKED), ("Ben Day", SAID)] * 6
    assert seconds(draft)[:2] == [1.5, 2.5]


def test_questions_in_bold_and_answers_in_plain_type(tmp_path: Path) -> None:
    paragraphs = ["Visit of 3 May"] + [f"**{ASKED}**", SAID, "And cold."] * 4
    draft = read(tmp_path, "a.docx", word_file(*paragraphs))
    assert said(draft)[:3] == [
        ("", "Visit of 3 May"),
        ("Question", ASKED),
        ("Answer", f"{SAID}\nAnd cold."),
    ]
    assert roles(draft)["Question"] == "interviewer"
    assert any("paragraphs in bold type were taken" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("name", "form", "asked"),
    [
        ("a.md", "*{asked}*\n\n{said}\n\n", "in italics"),
        ("a.txt", "{asked}\n\n    {said}\n\n", "not indented"),
        ("a.txt", "{asked}\n\n- {said}\n\n", "without a dash"),
        ("a.html", "<p><em>{asked}</em></p><p>{said}</p>", "in italics"),
        ("a.html", "<p>{asked}</p><blockquote>{said}</blockquote>", "not indented"),
        ("a.rtf", r"{{\i {asked}}}\par {said}\par ", "in italics"),
        ("a.rtf", r"\pard {asked}\par\pard\li720 {said}\par ", "not indented"),
    ],
)
def test_questions_and_answers_are_told_apart_by_their_look(
    name: str, form: str, asked: str, tmp_path: Path
) -> None:
    turns = [(ASKED, SAID)] * 4 + [(ASKED, "Why do you ask? Well, it rained.")]
    text = "".join(form.format(asked=one, said=two) for one, two in turns)
    around = {"a.html": "<html><body>{}</body></html>", "a.rtf": r"{{\rtf1\ansi {}}}"}
    draft = read(tmp_path, name, around.get(name, "{}").format(text))
    assert draft.text.split("\n") == [words for pair in turns for words in pair]
    assert roles(draft) == {"Question": "interviewer", "Answer": "participant"}
    assert draft.by_look == asked
    assert draft.doubts == ((9, "asks, and looks like the answers"),)


@pytest.mark.parametrize("look", ["italic", "underline", "indent", "style"])
def test_looks_of_a_word_document(look: str, tmp_path: Path) -> None:
    document = docx.Document()
    for words in [ASKED, SAID] * 4:
        paragraph = document.add_paragraph(style="Quote" if look == "style" and words == ASKED
                                           else None)  # fmt: skip
        run = paragraph.add_run(words)
        if look in {"italic", "underline"} and words == ASKED:
            setattr(run, look, True)
        if look == "indent" and words == SAID:
            paragraph.paragraph_format.left_indent = docx.shared.Pt(20)
    draft = read(tmp_path, "a.docx", save(document))
    assert [words for _, words in said(draft)] == [ASKED, SAID] * 4
    assert list(roles(draft).values()) == ["interviewer", "participant"]


def test_a_text_with_a_question_in_every_paragraph_is_not_divided(tmp_path: Path) -> None:
    text = "\n\n".join(["*What of the van?* It was late, was it not?", "    Was it late? Yes."] * 5)
    assert labels(read(tmp_path, "a.txt", text)) == [""]


def test_bold_headings_make_no_questions(tmp_path: Path) -> None:
    paragraphs = ["**The first week**", SAID, "**The second week**", SAID] * 4
    assert labels(read(tmp_path, "a.docx", word_file(*paragraphs))) == [""]


def test_a_table_may_name_its_speakers_last(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    turns = [("Speaker 1", ASKED), ("Speaker 2", SAID)] * 3
    rows = [(f"0:0{n}.0 - 0:0{n}.9", words, name) for n, (name, words) in enumerate(turns)]
    for row in [("Timespan", "Content", "Speaker"), *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    draft = read(tmp_path, "a.docx", save(document))
    assert said(draft) == turns
    assert seconds(draft) == [0, 1, 2, 3, 4, 5]


def test_a_forgotten_colon_is_mended_and_said(tmp_path: Path) -> None:
    slips = "\nINT And the van?\nP1; The van was late.\nP1: INT was there too."
    draft = read(tmp_path, "a.txt", conversation("{name}: {words}") + slips)
    assert said(draft)[-3:] == [
        ("INT", "And the van?"),
        ("P1", "The van was late."),
        ("P1", "INT was there too."),
    ]
    assert any("“INT And the van?”, “P1; The van was late.”" in note for note in draft.notes)


def test_a_misspelt_interviewer_is_the_interviewer(tmp_path: Path) -> None:
    text = "\n".join([conversation("{name}: {words}", "Interviewer", "Partner")] * 4)
    draft = read(tmp_path, "a.txt", f"{text}\nIntervewer: So?\nPartner: No.")
    assert labels(draft) == ["Interviewer", "Partner"]
    assert "“Intervewer” was taken as “Interviewer”." in draft.notes


def test_names_that_may_be_one_person_stay_two_and_are_named(tmp_path: Path) -> None:
    text = "\n".join([conversation("{name}: {words}", "Interviewer", "Hester")] * 4)
    draft = read(tmp_path, "a.txt", f"{text}\nINT: So?\nHestre: No.\nINT: No?\nHester: Yes.")
    assert labels(draft) == ["Interviewer", "Hester", "INT", "Hestre"]
    assert any("“Hestre” is written nearly like “Hester”" in note for note in draft.notes)
    assert any("“Interviewer” and “INT” are words for who asks" in note for note in draft.notes)


def test_people_with_numbers_are_not_taken_for_slips(tmp_path: Path) -> None:
    text = "\n".join([conversation("{name}: {words}", "Interviewer", "Participant 1")] * 4)
    draft = read(tmp_path, "a.txt", f"{text}\nParticipant 2: Yes.")
    assert labels(draft) == ["Interviewer", "Participant 1", "Participant 2"]
    assert draft.notes == ()


def test_a_name_in_the_middle_of_a_paragraph_is_pointed_at(tmp_path: Path) -> None:
    text = conversation("{name}: {words}") + " INT: And then? P1: We went."
    draft = read(tmp_path, "a.txt", text)
    assert draft.text.endswith("it rained. INT: And then? P1: We went.")
    assert any("middle of a paragraph: “INT: And then? P1: We went.”" in n for n in draft.notes)


def test_a_name_after_a_time_is_not_in_the_middle_of_a_paragraph(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", conversation("[{at}] {name}: {words}")).notes == ()


@pytest.mark.parametrize("heading", ["THE SECOND WEEK", "Section 2: the van", "## The first van"])
def test_headings_of_the_guide_are_nobodys_words(heading: str, tmp_path: Path) -> None:
    half = conversation("{name}: {words}")
    draft = read(tmp_path, "a.md", f"{half}\n\n{heading}\n\n{half}")
    assert said(draft)[11:14] == [("P1", SAID), ("", heading), ("INT", ASKED)]
    assert roles(draft)[""] == "other"


def test_headings_by_style_are_nobodys_words(tmp_path: Path) -> None:
    document = docx.Document()
    for heading in ("Opening", "Closing"):
        document.add_heading(heading, 2)
        for paragraph in conversation("{name}: {words}").split("\n"):
            document.add_paragraph(paragraph)
    draft = read(tmp_path, "a.docx", save(document))
    assert said(draft)[0] == ("", "Opening")
    assert said(draft)[12:15] == [("P1", SAID), ("", "Closing"), ("INT", ASKED)]


def test_page_numbers_and_what_stands_beside_them_are_left_out(tmp_path: Path) -> None:
    half = conversation("{name}: {words}")
    page = "\n\nPage {} of 4\n\fThe van study\n\n"
    text = half + "".join(page.format(number) + half for number in (1, 2, 3))
    draft = read(tmp_path, "a.txt", text)
    assert said(draft) == [("INT", ASKED), ("P1", SAID)] * 24
    assert [piece.text for piece in draft.left_out].count("The van study") == 3
    assert len(draft.left_out) == 6


def test_what_a_program_adds_at_the_end_is_nobodys(tmp_path: Path) -> None:
    end = "Transcription ended after 00:40:12\n\nThis editable transcript was computer generated."
    draft = read(tmp_path, "a.txt", f"{conversation('{name}: {words}')}\n\n{end}")
    assert said(draft)[-3:] == [("P1", SAID), *(("", line) for line in end.split("\n\n"))]


def test_a_book_in_a_wrapped_line_is_no_speaker(tmp_path: Path) -> None:
    answer = (
        "P1: They gave us the book about it that everybody has had to read here,\n"
        "Working Together: A Guide, and I have put it on the shelf with all of the\nothers."
    )
    wrapped = answer.replace("Working Together: A", "which is called A")
    turns = [f"INT: {ASKED}", wrapped] * 6 + [f"INT: {ASKED}", answer]
    draft = read(tmp_path, "a.txt", "\n\n".join(turns))
    assert labels(draft) == ["INT", "P1"]
    assert said(draft)[-1] == ("P1", answer.removeprefix("P1: "))


def test_numbered_paragraphs_of_a_word_document(tmp_path: Path) -> None:
    turns = [("I", ASKED), ("P", SAID)] * 6
    content = word_file(*(f"{n}.\t{name}:\t{words}" for n, (name, words) in enumerate(turns, 1)))
    assert said(read(tmp_path, "a.docx", content)) == turns


@pytest.mark.parametrize(
    ("form", "second"),
    [
        ("{name}\t\t{at}.200\t{end}.500\t00:00:00.300\t{words}", 0.2),
        ("{name}\t{at}.200\t{words}", 0.2),
        ("{number}000\t{number}900\t{name}\t{words}", 1.0),
    ],
)
def test_elan_writes_columns_parted_by_tabs(form: str, second: float, tmp_path: Path) -> None:
    lines = [
        form.format(name=name, words=words, at=f"00:00:{n:02}", end=f"00:00:{n:02}", number=n + 1)
        for n, (name, words) in enumerate([("INT", ASKED), ("P1", SAID)] * 6)
    ]
    draft = read(tmp_path, "a.txt", "\n".join(sorted(lines)))  # one speaker after the other
    assert said(draft) == [("INT", ASKED), ("P1", SAID)] * 6
    assert seconds(draft)[0] == second
    kept = "".join([draft.text, *(piece.text for piece in draft.left_out)])
    assert kept.count("00:00:00.300") == (12 if "00.300" in form else 0)


def test_whole_numbers_in_columns_may_be_no_times(tmp_path: Path) -> None:
    lines = [f"{name}\t{n}\t{n + 30}\t{words}" for n, (name, words) in
             enumerate([("INT", ASKED), ("P1", SAID)] * 6)]  # fmt: skip
    assert all(turn.begins is None for turn in read(tmp_path, "a.txt", "\n".join(lines)).turns)


@pytest.mark.parametrize(
    "form", ["{name} 00:00:0{n} - 00:00:09\n{words}\n", "[00:00:0{n}] {name} {words}"]
)
def test_a_name_beside_a_time_needs_no_colon(form: str, tmp_path: Path) -> None:
    turns = [("Speaker 1", ASKED), ("Speaker 2", SAID)] * 4
    text = "\n".join(form.format(name=w, words=t, n=n) for n, (w, t) in enumerate(turns))
    draft = read(tmp_path, "a.txt", text)
    assert said(draft) == turns
    assert seconds(draft) == list(range(8))


@pytest.mark.parametrize(
    ("asked", "answered"), [("Q{}: ", "A{}: "), ("Q{}. ", "A{}. "), ("Q{}: ", "A: "),
                            ("Question {}: ", "Answer: ")]
)  # fmt: skip
def test_questions_that_are_counted_through_are_one_voice(
    asked: str, answered: str, tmp_path: Path
) -> None:
    text = "\n".join(f"{asked.format(n)}{ASKED}\n{answered.format(n)}{SAID}" for n in range(1, 6))
    draft = read(tmp_path, "a.txt", text)
    assert said(draft) == [("Q", ASKED), ("A", SAID)] * 5
    assert roles(draft) == {"Q": "interviewer", "A": "participant"}


def test_a_table_of_captions_may_name_nobody(tmp_path: Path) -> None:
    rows = [f"{n}000\t{n}900\t{words}" for n, words in enumerate([ASKED, SAID] * 4)]
    draft = read(tmp_path, "a.tsv", "\n".join(["start\tend\ttext", *rows]))
    assert draft.text.split() == f"{ASKED} {SAID}".split() * 4
    assert draft.duration is not None
    assert draft.duration.total_seconds() == 7.9
    assert "The times were taken as milliseconds." in draft.notes


@pytest.mark.parametrize("heads", [(), (("Topic", "Reply"),)])
def test_a_table_of_questions_beside_answers(
    heads: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in (*heads, *[(ASKED, f"{SAID}\nAnd cold.")] * 4):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    draft = read(tmp_path, "a.docx", save(document))
    assert said(draft) == [("Q", ASKED), ("A", f"{SAID}\nAnd cold.")] * 4
    assert roles(draft) == {"Q": "interviewer", "A": "participant"}
