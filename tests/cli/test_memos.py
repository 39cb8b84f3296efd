"""Memos in the shell: written, found, shown, changed and removed."""

from __future__ import annotations

from tests.cli.shell import Shell


def test_a_memo_is_written_found_changed_and_removed(swing: Shell) -> None:
    title = swing("transcript", "list", "--json").json[0]["title"]
    quote = swing("transcript", "show", title, "--json").json["text"].split("\n")[0]
    made = swing(
        "memo", "add", "--about", f"transcript:{title}", "--quote", quote, "--text", "Zoë [/]",
        "--title", "First words", "--kind", "reflexive", "--coder", "AB", "--json",
    ).json["id"]  # fmt: skip
    (found,) = swing("memo", "list", "--words", "zoe", "--json").json
    assert (found["id"], found["quote"], found["turn"]) == (made, quote, 1)
    assert (found["about"], found["name"], found["kind"]) == ("transcript", title, "reflexive")
    swing("memo", "edit", made[:8], "--text", "Again", "--coder", "CD")
    shown = swing("memo", "show", "First words").out
    assert ("Again" in shown, f"“{quote}”" in shown, "reflexive, AB" in shown) == (True,) * 3
    swing("memo", "remove", made, "--coder", "CD")
    assert swing("memo", "list", "--about", f"transcript:{title}", "--json").json == []


def test_a_list_is_limited_to_a_study_a_kind_a_thing_and_a_coder(swing: Shell) -> None:
    for about, kind, coder in (
        ("project", "method", "AB"), ("study:swing", "analytic", "AB"),
        ("study:swing", "method", "CD"),
    ):  # fmt: skip
        swing("memo", "add", "--about", about, "--text", f"{kind} {coder}", "--kind", kind,
              "--coder", coder)  # fmt: skip

    def texts(*asked: str) -> list[str]:
        return [one["text"] for one in swing("memo", "list", *asked, "--json").json]

    assert texts("--study", "swing")[:2] == ["method CD", "analytic AB"]
    assert texts("--kind", "method", "--coder", "AB") == ["method AB"]
    assert texts("--about", "project") == ["method AB"]
    assert texts("--coder", "AB", "--oldest-first")[-2:] == ["method AB", "analytic AB"]
    assert texts("--until", "2020-01-01") == []
    assert "method CD" in texts("--since", "2020-01-01")
    code = swing("codebook", "list", "--json").json[0]["name"]
    swing("memo", "add", "--about", f"cell:code={code}*arm=treatment", "--study", "swing",
          "--text", "All of them", "--coder", "AB")  # fmt: skip
    assert texts("--about", "cell") == ["All of them"]
    assert f"cell {code} × treatment" in swing("memo", "list").out


def test_what_cannot_be_written_is_said(swing: Shell) -> None:
    coder = ("--coder", "AB")
    for about, words in (("nothing", "does not say what"), ("code:Gone", "Gone"), ("code", "say")):
        assert words in swing("memo", "add", "--about", about, "--text", "x", *coder, code=2).err
    empty = swing("memo", "add", "--about", "project", "--text", " ", *coder, code=2)
    assert "says nothing" in empty.err
    assert "No memo is called" in swing("memo", "show", "dead", code=2).err
