"""The whole job in the shell: from an empty folder to the Word table, every flag as promised."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.cli.shell import Shell
from tests.cli.swing import SW01, write_files

SEGMENT_KEYS = {
    "id", "transcript", "title", "start", "end", "quote", "code", "code_path", "coder", "speaker",
    "role", "participant", "participants", "attributes", "study", "arm", "stance", "origin", "memo",
}  # fmt: skip


def test_the_whole_job_in_the_shell(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(shell)
    shell("project", "new", "wellbeing.ipe", "--name", "Well-being")
    monkeypatch.setenv("IPE_PROJECT", "wellbeing.ipe")
    shell("study", "add", "swing", "--design", "rct", "--arms", "treatment,control")
    shell("codebook", "import", "codebooks/swing.yaml", "--study", "swing")
    shell("transcript", "import", "transcripts/swing/SW01.txt", "transcripts/swing/SW03.md",
          "transcripts/swing/FG1.vtt", "--study", "swing")  # fmt: skip
    shell("participant", "import", "transcripts/swing/participants.csv", "--study", "swing")
    shell("segment", "add", "--transcript", "SW03", "--quote", "By text.", "--code",
          "Delivery mechanism", "--coder", "AB")  # fmt: skip
    shell("segment", "import", "coded.csv", "--coder", "CD")
    shell("results", "import", "results/hhp2.csv")
    counted = shell("matrix", "--rows", "theme", "--columns", "arm", "--cells", "participants",
                    "--study", "swing", "--json").json  # fmt: skip
    shell("joint", "--study", "swing", "--json")
    shell("export", "docx", "swing.docx", "--study", "swing")
    checked = shell("project", "check", "--json").json

    assert counted["rows"] == ["Delivery mechanism", "Message content"]
    assert counted["columns"] == ["treatment", "control"]
    # AB was first at SW03, so CD's two segments there are not counted; FG1 is CD's alone.
    assert counted["cells"] == [[1, 0], [0, 1]]
    assert counted["n"] == [[2, 3], [2, 3]]
    assert (counted["base"], counted["coding"]) == ("interviewed", "coding of record")
    assert checked == {"ok": True, "problems": []}
    tables = docx.Document("swing.docx").tables
    cells = {cell.text for table in tables for row in table.rows for cell in row.cells}
    assert {"Delivery mechanism", "1 of 2", "0 of 3"} <= cells


def test_what_a_script_reads_of_transcripts(swing: Shell) -> None:
    listed = swing("transcript", "list", "--json").json
    assert [one["title"] for one in listed] == ["FG1", "SW01", "SW03"]
    first = listed[1]
    assert first["study"] == "swing"
    assert first["kind"] == "interview"
    assert listed[0]["kind"] == "focus group"
    assert first["turns"] == 4
    assert first["words"] == 35
    assert first["coded"] == 1
    assert listed[2]["segments"] == {"CD": 2}

    shown = swing("transcript", "show", "SW01", "--json").json
    assert shown["id"] == first["id"]
    assert (shown["title"], shown["study"]) == ("SW01", "swing")
    second = shown["turns"][1]
    assert shown["text"][second["start"] : second["end"]].startswith("They came on a Monday")
    assert second["index"] == 1
    assert (second["speaker"], second["role"], second["participant"]) == (
        "Priya", "participant", "Priya",
    )  # fmt: skip
    assert second["begins"] is None
    assert second["ends"] is None
    assert shown["turns"][0]["role"] == "interviewer"
    assert shown["turns"][0]["participant"] is None


def test_times_of_captions_reach_the_script(swing: Shell) -> None:
    turns = swing("transcript", "show", "FG1", "--json").json["turns"]
    assert [(one["begins"], one["ends"]) for one in turns] == [(1, 4), (4, 9), (9, 14), (14, 20)]


def test_what_a_script_reads_of_segments(swing: Shell) -> None:
    listed = swing("segment", "list", "--json").json
    assert all(set(one) >= SEGMENT_KEYS for one in listed)
    assert [one["coder"] for one in listed] == ["CD", "AB", "CD", "CD"]
    one = swing("segment", "list", "--transcript", "SW01", "--json").json[0]
    text = swing("transcript", "show", one["transcript"], "--json").json["text"]
    assert text[one["start"] : one["end"]] == one["quote"] == "They came on a Monday morning"
    assert (one["code"], one["code_path"]) == (
        "Delivery mechanism", "1 Feasibility / Delivery mechanism",
    )  # fmt: skip
    assert (one["speaker"], one["role"], one["participant"]) == ("Priya", "participant", "Priya")
    assert one["participants"] == ["Priya"]
    assert one["attributes"] == {"role": "team manager", "site": "Leeds"}
    assert (one["study"], one["arm"], one["title"]) == ("swing", "treatment", "SW01")
    assert (one["stance"], one["origin"], one["memo"]) == ("against", "human", "Timing again.")


def test_segments_are_listed_by_study_transcript_code_and_coder(swing: Shell) -> None:
    def number(*filters: str) -> int:
        return len(swing("segment", "list", *filters, "--json").json)

    assert number() == 4
    assert number("--study", "swing") == 4
    assert number("--transcript", "SW03") == 2
    assert number("--code", "Delivery mechanism") == 3  # the code beneath it counts with it
    assert number("--code", "Time of day") == 1
    assert number("--coder", "AB") == 1
    assert number("--transcript", "SW03", "--coder", "AB") == 0


def test_the_matrix_counts_participants_once_and_tells_its_base(swing: Shell) -> None:
    counted = swing("matrix", "--rows", "code", "--columns", "role", "--json").json
    assert counted["rows"] == [
        "1 Feasibility", "Delivery mechanism", "Time of day", "Message content",
    ]  # fmt: skip
    assert counted["columns"] == ["social worker", "team manager"]
    # Tom has two segments and counts once; Ana is the only other one who was coded.
    assert counted["cells"] == [[2, 1], [1, 1], [1, 0], [1, 0]]
    assert counted["n"] == [[4, 1]] * 4


def test_an_arm_that_nobody_was_interviewed_from_is_null_and_never_nought(shell: Shell) -> None:
    write_files(shell)
    shell("project", "new", "one.ipe")
    shell("study", "add", "swing", "--arms", "treatment,control")
    shell("codebook", "import", "codebooks/swing.yaml")
    shell("transcript", "import", "transcripts/swing/SW01.txt", "--study", "swing")
    shell("participant", "set", "SW01", "--arm", "treatment")
    counted = shell("matrix", "--json").json
    assert counted["columns"] == ["treatment", "control"]
    assert counted["cells"] == [[0, None], [0, None]]
    assert counted["n"] == [[1, None], [1, None]]
    assert "not interviewed" in shell("matrix").out


def test_matrix_cells_of_other_kinds(swing: Shell) -> None:
    def cells(kind: str) -> list[list[Any]]:
        found = swing("matrix", "--columns", "respondent", "--cells", kind, "--json").json
        assert found["columns"] == ["non-user", "recipient"]
        rows: list[list[Any]] = found["cells"]
        return rows

    assert cells("segments") == [[0, 3], [1, 0]]
    assert cells("words") == [[0, 17], [5, 0]]
    assert cells("share") == [[0, 1], [pytest.approx(1 / 3), 0]]
    quotes = cells("quotes")
    assert quotes[0][0] == []
    [quote] = quotes[1][0]
    assert set(quote) == {"segment", "quote", "participant"}
    assert (quote["quote"], quote["participant"]) == ("with tips and so on", "Ana")


def test_one_coder_alone_can_be_counted(swing: Shell) -> None:
    counted = swing("matrix", "--coder", "CD", "--json").json
    assert counted["coding"] == "CD"
    assert counted["cells"] == [[1, 0], [0, 1]]


def test_only_some_respondents_can_be_counted(swing: Shell) -> None:
    counted = swing("matrix", "--respondent", "recipient", "--json").json
    assert counted["cells"] == [[2, None], [0, None]]
    assert counted["n"] == [[2, None], [2, None]]


def test_what_a_script_reads_of_results(swing: Shell) -> None:
    first, second, third = swing("results", "list", "--study", "swing", "--json").json
    assert (first["study"], first["outcome"], first["rank"]) == (
        "swing", "Subjective well-being", "primary",
    )  # fmt: skip
    assert (first["group_1"], first["group_2"]) == ("treatment", "control")
    reported = first["as_reported"]
    assert (reported["n_1"], reported["mean_1"], reported["se_1"]) == (130, -0.02, 0.14)
    assert (reported["n_2"], reported["mean_2"], reported["se_2"]) == (137, 0.07, 0.16)
    assert reported["p"] == "0.66"
    assert set(first["from_means"]) >= {"difference", "low", "high", "p", "g"}
    assert first["from_means"]["difference"] == pytest.approx(-0.09)
    assert first["withheld"] == ""
    assert "inconclusive" in first["words"]
    assert second["outcome"] == "Burnout"
    assert third["from_means"] is None
    assert third["withheld"]


def test_unknown_studies_of_a_results_file_are_added_and_said(shell: Shell) -> None:
    write_files(shell)
    shell("project", "new", "one.ipe")
    done = shell("results", "import", "results/hhp2.csv", "--json")
    assert done.json["new_studies"] == ["swing", "other"]
    assert "Added the study other." in done.lines
    assert len(shell("results", "list", "--json").json) == 4


def test_results_of_one_study_only(shell: Shell) -> None:
    write_files(shell)
    shell("project", "new", "one.ipe")
    shell("study", "add", "swing", "--arms", "treatment,control")
    shell("results", "import", "results/hhp2.csv", "--study", "swing")
    assert [one["study"] for one in shell("results", "list", "--json").json] == ["swing"] * 3


def test_a_theme_is_set_beside_an_outcome_with_its_quotation_and_judged(swing: Shell) -> None:
    quote = swing("segment", "list", "--transcript", "SW01", "--json").json[0]["id"]
    swing("theme", "set", "Delivery mechanism", "--statement",
          "Recipients got the messages at the wrong time.")  # fmt: skip
    swing("theme", "link", "Delivery mechanism", "--outcome", "Burnout", "--study", "swing",
          "--quote", quote[:8])  # fmt: skip
    swing("theme", "judge", "Delivery mechanism", "--outcome", "Burnout", "--verdict",
          "complementarity", "--reason", "It may say why nothing moved.",
          "--coder", "AB")  # fmt: skip

    display = swing("joint", "--study", "swing", "--json").json
    assert display["study"] == "swing"
    assert display["interviewed"] == 5
    assert [row["outcome"] for row in display["rows"]] == [
        "Subjective well-being", "Burnout", "Sickness absence",
    ]  # fmt: skip
    [theme] = display["rows"][1]["themes"]
    assert theme["theme"] == "Delivery mechanism"
    assert theme["statement"] == "Recipients got the messages at the wrong time."
    assert theme["columns"] == ["treatment", "control"]
    assert (theme["cells"], theme["n"]) == ([2, 0], [2, 3])
    assert theme["quote"]["quote"] == "They came on a Monday morning"
    assert theme["verdict"]["judgement"] == "complementarity"
    assert theme["verdict"]["author"] == "AB"
    shown = swing("joint", "--study", "swing").out
    assert "raised by: treatment 2 of 2; control 0 of 3" in shown
    assert "complementarity: It may say why nothing moved." in shown


def test_evidence_for_and_against_a_statement_is_set_down_shown_and_taken_away(
    swing: Shell,
) -> None:
    first, second = (one["id"] for one in swing("segment", "list", "--json").json[:2])
    swing("theme", "set", "Message content", "--statement", "Recipients liked stories.")
    swing("theme", "evidence", "Message content", first[:8], "--note", "Kept it.")
    swing("theme", "evidence", "Message content", second, "--side", "against")

    [listed] = swing("theme", "list", "--json").json
    assert listed["evidence"] == {"for": 1, "against": 1}
    shown = swing("theme", "show", "Message content", "--json").json
    assert [(one["side"], one["segment"], one["note"]) for one in shown["evidence"]] == [
        ("for", first, "Kept it."), ("against", second, ""),
    ]  # fmt: skip
    printed = swing("theme", "show", "Message content").out
    assert "statement  Recipients liked stories." in printed
    assert "Evidence for: 1\n" in printed
    assert "Evidence against: 1\n" in printed
    assert "Kept it." in printed
    assert "evidence: 1 for, 1 against" in swing("joint", "--study", "swing").out

    swing("theme", "evidence", "Message content", second, "--remove")
    assert "Evidence against: none is set down" in swing("theme", "show", "Message content").out
    refused = swing("theme", "evidence", "Message content", second, "--remove", code=2)
    assert "no evidence of the theme “Message content”" in refused.err


def test_showing_a_node_writes_nothing(swing: Shell) -> None:
    before = swing("project", "log", "--json").json
    assert "none yet" in swing("theme", "show", "Message content").out
    assert swing("project", "log", "--json").json == before


def test_a_verdict_needs_a_statement(swing: Shell) -> None:
    done = swing("theme", "judge", "Message content", "--outcome", "Burnout", "--verdict",
                 "silence", "--reason", "Nobody was asked.", code=2)  # fmt: skip
    assert "no statement" in done.err


def test_themes_over_codes_of_choice(swing: Shell) -> None:
    swing("theme", "add", "Being reached", "--codes", "Time of day, Message content",
          "--statement", "Reach is a matter of time.")  # fmt: skip
    [theme] = swing("theme", "list", "--json").json
    assert theme["name"] == "Being reached"
    assert theme["codes"] == [
        "1 Feasibility / Delivery mechanism / Time of day", "1 Feasibility / Message content",
    ]  # fmt: skip
    swing("theme", "add", "Being reached", "--codes", "Time of day", code=2)
    counted = swing("matrix", "--json").json
    assert counted["rows"][-1] == "Being reached"
    assert counted["cells"][-1] == [1, 1]


def test_the_codebook_goes_out_and_comes_back(swing: Shell) -> None:
    swing("codebook", "export", "out.yaml", "--study", "swing")
    swing("codebook", "export", "out.csv")
    swing("study", "add", "again")
    swing("codebook", "import", "out.csv", "--study", "again")
    listed = swing("codebook", "list", "--json").json
    own, again = (
        [(one["path"], one["definition"], one["mark"]) for one in listed if one["study"] == study]
        for study in ("swing", "again")
    )
    assert own == again
    assert [one["segments"] for one in listed if one["study"] == "swing"] == [4, 3, 1, 1]


def test_codes_are_added_renamed_moved_merged_and_retired(swing: Shell) -> None:
    made = swing("code", "add", "Tone", "--study", "swing", "--parent", "Message content",
                 "--definition", "How it sounds.", "--keyword", "warm", "--json").json  # fmt: skip
    assert made["name"] == "Tone"
    swing("code", "rename", "Tone", "Tone of voice", "--reason", "clearer")
    swing("code", "set", "Tone of voice", "--exclude", "what is said")
    swing("code", "move", "Tone of voice", "--under", "1 Feasibility", "--position", "1")
    swing("code", "retire", "Tone of voice")
    swing("code", "merge", "Time of day", "Message content")
    listed = {one["name"]: one for one in swing("codebook", "list", "--json").json}
    tone = listed["Tone of voice"]
    assert tone["path"] == "1 Feasibility / Tone of voice"
    assert (tone["keywords"], tone["exclude"]) == (["warm"], "what is said")
    assert tone["retired_at"]
    assert listed["Time of day"]["merged_into"] == listed["Message content"]["id"]
    assert listed["Message content"]["segments"] == 2
    swing("code", "retire", "Tone of voice", "--back")
    log = swing("project", "log", "--json").json
    assert "clearer" in [one["reason"] for one in log]


def test_participants_are_listed_and_changed(swing: Shell) -> None:
    listed = swing("participant", "list", "--json").json
    assert [one["participant"] for one in listed] == ["Ana", "Ben", "Cai", "Priya", "Tom"]
    assert listed[0]["appearances"][0]["transcript"] == "FG1"
    swing("participant", "set", "Ana", "site=Hull", "role=", "--arm", "treatment",
          "--respondent", "partner", "--consent", "paraphrase only")  # fmt: skip
    ana = swing("participant", "list", "--json").json[0]
    assert ana["attributes"] == {"site": "Hull"}
    assert (ana["arm"], ana["respondent"], ana["consent"]) == (
        "treatment", "partner", "paraphrase only",
    )  # fmt: skip
    swing("participant", "set", "Ana", "--arm", "no such arm", code=2)


def test_a_speaker_is_given_a_role_and_a_participant(swing: Shell) -> None:
    swing("transcript", "speaker", "FG1", "Ben", "--role", "other")
    swing("transcript", "speaker", "FG1", "Cai", "--participant", "Tom")
    turns = swing("transcript", "show", "FG1", "--json").json["turns"]
    assert [one["role"] for one in turns] == ["interviewer", "participant", "other", "participant"]
    assert turns[3]["participant"] == "Tom"


def test_facts_of_a_study_stand_with_their_source(swing: Shell) -> None:
    swing("study", "set", "swing", "--title", "Inspiring", "--method", "codebook TA", "--fact",
          "randomised", "1,148", "--source", "Report, page 12")  # fmt: skip
    swing("study", "set", "swing", "--fact", "analysed", "130", "--arm", "treatment")
    swing("study", "set", "swing", "--fact", "analysed", "1", "--arm", "nobody", code=2)
    study = swing("study", "list", "--json").json[0]
    assert (study["title"], study["method"]) == ("Inspiring", "codebook TA")
    assert {
        "name": "randomised",
        "value": "1,148",
        "arm": None,
        "source": "Report, page 12",
    } in study["facts"]
    assert ("analysed", "treatment") in [(one["name"], one["arm"]) for one in study["facts"]]


def test_the_original_comes_back_byte_for_byte(swing: Shell) -> None:
    swing("transcript", "original", "SW01")
    assert Path("SW01.txt").read_bytes() == SW01.encode()
    again = swing("transcript", "original", "SW01", code=2)
    assert again.err == "Error: SW01.txt is there already. Give another name by --out.\n"
    assert swing("transcript", "original", "SW01", "--out", "-").out == SW01
    listed = {one["title"]: one["sha256"] for one in swing("transcript", "list", "--json").json}
    assert listed["SW01"] == hashlib.sha256(SW01.encode()).hexdigest()


def test_segments_are_removed_as_one_change_and_come_back(swing: Shell) -> None:
    ids = [one["id"] for one in swing("segment", "list", "--json").json]
    swing("segment", "remove", ids[0][:8], ids[1], "--coder", "AB")
    assert len(swing("segment", "list", "--json").json) == 2
    swing("project", "undo", "--coder", "AB")
    assert [one["id"] for one in swing("segment", "list", "--json").json] == ids
    swing("project", "redo", "--coder", "AB")
    assert len(swing("segment", "list", "--json").json) == 2


def test_suggestions_come_with_reasons_and_become_segments_only_when_accepted(
    swing: Shell,
) -> None:
    found = swing("suggest", "SW01", "--json").json
    assert all(set(one) == {"start", "end", "quote", "suggestions"} for one in found)
    text = swing("transcript", "show", "SW01", "--json").json["text"]
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in found)
    [phone] = [one for one in found if one["quote"] == "I read them on my phone."]
    best = phone["suggestions"][0]
    assert set(best) >= {"code", "score", "because"}
    assert (best["code"], best["because"]) == ("Delivery mechanism", "keyword: phone")
    assert len(swing("segment", "list", "--json").json) == 4

    swing("suggest", "accept", "SW01", str(phone["start"]), str(phone["end"]), best["code"],
          "--coder", "AB")  # fmt: skip
    made = swing("segment", "list", "--coder", "AB", "--json").json[-1]
    assert (made["origin"], made["quote"]) == ("suggested", "I read them on my phone.")
    left = swing("suggest", "SW01", "--top", "5", "--json").json
    here = [one for entry in left if entry["start"] == phone["start"] for one in
            entry["suggestions"]]  # fmt: skip
    assert "Delivery mechanism" not in [one["code"] for one in here]
    nobody = swing("suggest", "SW01", "--coder", "Nobody", code=2)
    assert len(nobody.lines) == 1


def test_the_log_tells_who_did_what_the_newest_first(swing: Shell) -> None:
    log = swing("project", "log", "--json").json
    assert log[0]["label"].startswith("Imported 4 results")
    assert [one["seq"] for one in log] == sorted((one["seq"] for one in log), reverse=True)
    assert all(one["at"].endswith("Z") for one in log)
    assert {one["coder"] for one in swing("project", "log", "--coder", "AB", "--json").json} == {
        "AB"
    }
    assert len(swing("project", "log", "--limit", "2", "--json").json) == 2


def test_undo_does_not_guess_whose_change_is_meant(swing: Shell) -> None:
    swing("segment", "add", "--transcript", "SW01", "--quote", "They were warm", "--code",
          "Message content", "--coder", "AB")  # fmt: skip
    done = swing("project", "undo", code=2)
    assert "is by AB" in done.err
    assert swing("project", "undo", "--coder", "AB").err.startswith("Undid: coded")
    assert "Nothing to undo" not in swing("project", "redo", "--coder", "AB").err


def test_a_backup_is_a_whole_project(swing: Shell) -> None:
    swing("project", "backup", "copy.ipe")
    assert swing("-p", "copy.ipe", "project", "check", "--json").json["ok"]
    there = swing("-p", "wellbeing.ipe", "project", "backup", "copy.ipe", code=4)
    assert "copy.ipe is there already" in there.err


def test_the_tables_as_csv_and_the_report_as_word(swing: Shell) -> None:
    written = swing("export", "csv", "tables", "--columns", "role", "--json").json["written"]
    assert sorted(Path(path).name for path in written) == [
        "codebook.csv", "evidence.csv", "joint.csv", "matrix.csv", "results.csv", "segments.csv",
        "themes.csv",
    ]  # fmt: skip
    swing("report", "all.docx")
    assert Path("all.docx").stat().st_size > 10_000


def test_an_attribute_that_only_one_study_knows_breaks_down_that_study_alone(swing: Shell) -> None:
    swing("study", "add", "second")
    swing("codebook", "import", "codebooks/swing.yaml", "--study", "second")
    swing("transcript", "import", "transcripts/swing/SW01.txt", "--study", "second")
    swing("report", "all.docx", "--columns", "site")
    paragraphs = [paragraph.text for paragraph in docx.Document("all.docx").paragraphs]
    assert any("no participant of this study has “site”" in text.lower() for text in paragraphs)
    refused = swing("report", "none.docx", "--columns", "shoe size", code=2)
    assert "No participant has the attribute “shoe size”" in refused.err
    assert not Path("none.docx").exists()
