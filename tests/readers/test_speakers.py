"""What is taken as a speaker and what is not, and who is taken as the interviewer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.samples import labels, read, roles, said

DIALOGUE = "INT: How was it?\nP1: Fine.\n{}\nINT: And the rota?\nP1: Worse.\nINT: Go on?\nP1: No.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Note: the phone rings.",
        "NB: off the record.",
        "for example: a rota.",
        "For example: a rota.",
        "And then she said: no.",
        "Honestly: I never used it.",
        "One thing: it was late.",
        "10:15 was the start.",
        "Implementation and Process: A Guide is what I read.",
        "http://example.org/a:b is the page.",
        "https://example.org",
        "mailto:someone@example.org",
        "C:\\Users\\me was the folder.",
        "Thanks :) it was.",
        "Who knows?: nobody.",
        "It was “so”: bad.",
        "1: the first thing.",
        "[laughs]: yes.",
        ": nothing before it.",
        "A very long description of what somebody once said about it: this.",
    ],
)
def test_what_only_looks_like_a_label_stays_in_the_turn(line: str, tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", DIALOGUE.format(line))
    assert labels(draft) == ["INT", "P1"]
    assert said(draft)[1] == ("P1", f"Fine.\n{line}")


def test_a_new_voice_in_a_group_is_heard_though_it_speaks_once(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", DIALOGUE.format("P7: Me too."))
    assert labels(draft) == ["INT", "P1", "P7"]


def test_names_in_a_group_need_not_recur(tmp_path: Path) -> None:
    text = "Moderator: Hello.\nCarol: Hi.\nModerator: You?\nDave: Hi.\nModerator: So?\nEve: Well."
    assert labels(read(tmp_path, "a.txt", text)) == ["Moderator", "Carol", "Dave", "Eve"]


def test_two_short_lines_are_a_dialogue(tmp_path: Path) -> None:
    assert labels(read(tmp_path, "a.txt", "Anna: hello\nBen: hello")) == ["Anna", "Ben"]
    assert labels(read(tmp_path, "a.txt", "Interviewer: hello")) == ["Interviewer"]


def test_two_remarks_with_a_colon_make_no_speakers_of_an_essay(tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {number} is about the trial and its sites." for number in range(80)]
    paragraphs[10] = "Reach: how many were reached."
    paragraphs[40] = "Reach: and how many were not."
    paragraphs[50] = "Dose: how much was delivered."
    paragraphs[60] = "Dose: and how often."
    assert labels(read(tmp_path, "a.txt", "\n\n".join(paragraphs))) == [""]


def test_facts_at_the_head_are_words_of_nobody(tmp_path: Path) -> None:
    head = "Evaluation: Interview 3\n\nDate: 3 May 2023\nInterviewer: JS\nParticipant: SW03\n\n"
    text = (
        head + "Interviewer: Thanks.\nParticipant: A pleasure.\nInterviewer: So?\nParticipant: Yes."
    )
    draft = read(tmp_path, "a.txt", text)
    assert labels(draft) == ["", "Interviewer", "Participant"]
    assert said(draft)[4] == ("Interviewer", "Thanks.")
    assert "Interviewer: JS" in draft.text


def test_jobs_can_be_labels(tmp_path: Path) -> None:
    text = "Key worker: Well.\nSite manager: Yes.\nKey worker: So.\nSite manager: No.\n"
    assert labels(read(tmp_path, "a.txt", text * 2)) == ["Key worker", "Site manager"]


@pytest.mark.parametrize(
    "asker",
    ["Interviewer", "INT", "Int", "I", "Researcher", "Researcher 1", "Moderator", "Facilitator",
     "Interviewer (AB)", "INT2"],
)  # fmt: skip
def test_the_interviewer_is_known_by_the_label(asker: str, tmp_path: Path) -> None:
    text = f"{asker}: Tell me.\nSW03: Was it? Really?\n{asker}: Go on.\nSW03: Why?"
    assert roles(read(tmp_path, "a.txt", text)) == {asker: "interviewer", "SW03": "participant"}


def test_r_is_the_researcher_beside_p_and_the_respondent_beside_i(tmp_path: Path) -> None:
    with_p = read(tmp_path, "a.txt", "R: Well?\nP: Yes.\nR: So?\nP: No.")
    with_i = read(tmp_path, "b.txt", "I: Well?\nR: Yes.\nI: So?\nR: No.")
    assert roles(with_p) == {"R": "interviewer", "P": "participant"}
    assert roles(with_i) == {"I": "interviewer", "R": "participant"}


def test_q_asks_and_a_answers(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "Q: Tell me.\nA: What?\nQ: Go on.\nA: No?")
    assert roles(draft) == {"Q": "interviewer", "A": "participant"}


def test_else_the_interviewer_is_the_one_who_asks(tmp_path: Path) -> None:
    text = "Hester: How was it?\nDenise: It was hard, all of it, and long.\n" * 3
    draft = read(tmp_path, "a.txt", text + "Hester: Thank you.\nDenise: Was that all?")
    assert roles(draft) == {"Hester": "interviewer", "Denise": "participant"}
    assert draft.guesses[0] == "asks in 3 of 4 turns"


def test_a_name_that_asks_beside_participants_is_the_interviewer(tmp_path: Path) -> None:
    text = "Hester: How was it?\nParticipant: It was hard, all of it, and long.\n" * 3
    assert roles(read(tmp_path, "a.txt", text)) == {
        "Hester": "interviewer",
        "Participant": "participant",
    }


def test_where_nobody_stands_out_the_researcher_is_told(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "Anna: Well.\nBen: Yes.\nAnna: So.\nBen: No.")
    assert set(roles(draft).values()) == {"participant"}
    assert any("No interviewer was recognised" in note for note in draft.notes)


def test_unknown_voices_and_double_labels_are_nobodys_yet(tmp_path: Path) -> None:
    text = DIALOGUE.format(
        "P1/INT: Yes and no.\nUnidentified speaker: Hm.\nInterpreter: She says no."
    )
    draft = read(tmp_path, "a.txt", text)
    assert roles(draft) == {
        "INT": "interviewer",
        "P1": "participant",
        "P1/INT": "unknown",
        "Unidentified speaker": "unknown",
        "Interpreter": "other",
    }
    assert draft.guesses[2] == "the label has two names"


def test_a_name_beside_participants_is_the_interviewers(tmp_path: Path) -> None:
    text = "Dan: Right.\nParticipant: It was fine.\n" * 3
    assert roles(read(tmp_path, "a.txt", text)) == {
        "Dan": "interviewer",
        "Participant": "participant",
    }
    group = "Ann: Yes.\nBea: No.\nP1: It was fine.\n" * 3
    assert set(roles(read(tmp_path, "b.txt", group)).values()) == {"participant"}
