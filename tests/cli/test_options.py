"""The options that hold for every command, and how the project is found."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell


@pytest.mark.parametrize(
    "args",
    [
        ("-p", "wellbeing.ipe", "--json", "--coder", "CD", "segment", "list"),
        ("segment", "-p", "wellbeing.ipe", "--json", "--coder", "CD", "list"),
        ("segment", "list", "-p", "wellbeing.ipe", "--json", "--coder", "CD"),
        ("--json", "segment", "--coder", "CD", "list", "--project", "wellbeing.ipe"),
    ],
)
def test_options_stand_before_or_after_the_command(swing: Shell, args: tuple[str, ...]) -> None:
    (swing.folder / "second.ipe").write_bytes((swing.folder / "wellbeing.ipe").read_bytes())
    assert [one["coder"] for one in swing(*args).json] == ["CD"] * 3


def test_the_option_given_last_holds(swing: Shell) -> None:
    done = swing("--coder", "AB", "segment", "list", "--coder", "CD", "--json")
    assert {one["coder"] for one in done.json} == {"CD"}


def test_the_project_is_the_one_named_then_the_environments_then_the_only_one_here(
    swing: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    swing("project", "new", "other/second.ipe")
    assert swing("project", "info", "--json").json["name"] == "Well-being"
    monkeypatch.setenv("IPE_PROJECT", "other/second.ipe")
    assert swing("project", "info", "--json").json["name"] == "second"
    assert swing("-p", "wellbeing.ipe", "project", "info", "--json").json["name"] == "Well-being"


def test_no_project_and_several_are_told_in_one_line(shell: Shell) -> None:
    assert shell("transcript", "list", code=2).lines == [
        "Error: No project is named, and there is none in this folder. Give -p FILE.ipe, or make"
        " one: ipe-coder project new FILE.ipe"
    ]
    shell("project", "new", "a")
    shell("project", "new", "b.ipe")
    assert shell("transcript", "list", code=2).lines == [
        "Error: There are 2 projects here: a.ipe, b.ipe. Choose one by -p."
    ]


def test_wrong_usage_is_one_line_and_code_2(swing: Shell) -> None:
    for args in (
        ("nonsense",),
        ("segment", "nonsense"),
        ("segment", "list", "--nonsense"),
        ("segment", "add"),
        ("matrix", "--cells", "nonsense"),
        ("study", "set", "swing"),
        ("code", "move", "Time of day"),
        ("suggest", "accept", "SW01", "9", "3", "Time of day"),
        ("participant", "set", "Ana", "no-equals-sign"),
    ):
        done = swing(*args, code=2)
        assert len(done.lines) == 1, args
        assert done.lines[0].startswith("Error: ")
        assert "--help" in done.lines[0]
    assert "Did you mean 'segment'" in swing("segmnt", code=2).err


def test_a_group_without_a_command_shows_its_help(shell: Shell) -> None:
    assert "Commands:" in shell("project", code=2).err


def test_names_in_brackets_and_wide_letters_print_as_they_are(shell: Shell) -> None:
    shell("project", "new", "names.ipe", "--name", "[bold]Well-being[/] :smile:")
    shell("study", "add", "[red]swing[/red]", "--title", "福祉の研究")
    assert "[bold]Well-being[/] :smile:" in shell("project", "info").out
    listed = shell("study", "list").out
    assert "[red]swing[/red]" in listed
    assert "福祉の研究" in listed


def test_names_are_taken_in_the_stored_form(shell: Shell) -> None:
    shell("project", "new", "names.ipe")
    shell("study", "add", "cafe\u0301  study")
    assert [one["name"] for one in shell("study", "list", "--json").json] == ["café study"]
    shell("study", "set", "cafe\u0301 study", "--title", "Coffee")
    assert shell("study", "list", "--json").json[0]["title"] == "Coffee"


def test_empty_lists_are_data_and_a_hint(shell: Shell) -> None:
    shell("project", "new", "empty.ipe")
    shell("study", "add", "swing")
    for command in (("transcript",), ("participant",), ("codebook",), ("theme",), ("results",)):
        assert shell(*command, "list", "--json").json == []
        done = shell(*command, "list")
        assert done.out == ""
        assert len(done.lines) == 1
    assert shell("matrix", "--json").json["cells"] == []
    assert shell("joint", "--study", "swing", "--json").json["rows"] == []
    assert shell("search", "anything", "--json").json == []
