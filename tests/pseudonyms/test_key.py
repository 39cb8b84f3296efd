"""The key stands by itself, remembers every term, and survives anything that a name may hold."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.pseudonym import Decision, NameKind, NameRow
from ipe_coder.model.text import clean_name
from ipe_coder.pseudonyms.key import check_place, merge, write_key
from ipe_coder.pseudonyms.terms import make_term
from ipe_coder.tables.names import COLUMNS, protected, read_names

PERSON = NameKind.PERSON


def names() -> st.SearchStrategy[str]:
    return st.text(min_size=2, max_size=30).map(clean_name).filter(lambda one: len(one) > 1)


@given(st.lists(names(), min_size=1, max_size=8, unique_by=str.casefold))
@settings(deadline=None)
def test_any_name_comes_back_from_the_key(
    tmp_path_factory: pytest.TempPathFactory, given: list[str]
) -> None:
    path = tmp_path_factory.mktemp("key") / "key.csv"
    rows = [
        NameRow(name, f"[person {place}]", PERSON)
        for place, name in enumerate(given)
        if name.casefold() not in f"[person {place}]"
    ] or [NameRow("Priya", "[person 1]", PERSON)]
    write_key(path, rows, COLUMNS, protected)
    assert read_names(path) == rows


def test_no_cell_of_the_key_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    row = NameRow('=HYPERLINK("http://x")', "[web 1]", NameKind.WEB)
    write_key(path, [row, NameRow("+44 7700 900418", "[phone 1]")], COLUMNS, protected)
    cells = path.read_text(encoding="utf-8-sig")
    assert "\n=" not in cells
    assert "\n+" not in cells
    assert read_names(path)[0].name == row.name


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    path.write_text("name\nOld\n")
    path.chmod(0o644)
    write_key(path, [NameRow("Priya", "[person 1]")], COLUMNS, protected)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_has_no_place_in_a_project(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("swing.ipe", "swing.ipe/key.csv", "folder", "key.txt", "none/key.csv"):
        with pytest.raises(UsageError):
            check_place(tmp_path / name)
    link = tmp_path / "link.csv"
    (tmp_path / "base").write_bytes(b"x")
    link.symlink_to(tmp_path / "base")
    with pytest.raises(UsageError, match="the project itself"):
        check_place(link, str(tmp_path / "base"))
    check_place(tmp_path / "key.csv", str(tmp_path / "swing.ipe"))


def test_no_term_is_ever_forgotten() -> None:
    old = [NameRow("Priya", "[person 1]", PERSON), NameRow("Lidl", "", decision=Decision.KEEP)]
    new = [
        NameRow("Priya", "[colleague 1]", PERSON),
        NameRow("Lidl", "[shop 1]"),
        NameRow("Tamsin", "", PERSON, Decision.KEEP),
    ]
    merged = merge(old, new)
    assert [(row.name, row.term) for row in merged] == [
        ("Priya", "[person 1]"), ("Priya", "[colleague 1]"), ("Lidl", "[shop 1]"), ("Tamsin", ""),
    ]  # fmt: skip
    assert merge(merged, new) == merged


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("name,replacement\nPriya,[a [b] c]\n", "line 2: replacement is"),
        ("name,replacement\nPriya,friend of Priya\n", "holds the name"),
        ("name,kind\nPriya,animal\n", "line 2: kind is “animal”"),
        ("who\nPriya\n", "no column “name”"),
        ("name\nP\n", "too short"),
        ("", "is empty"),
    ],
)
def test_a_list_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, cells: str, message: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(cells)
    with pytest.raises(FileError, match=r"list\.csv") as raised:
        read_names(path)
    assert message in str(raised.value)


def test_a_text_file_is_a_name_a_line(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Priya\n\n  Carr   Lane \n")
    assert [row.name for row in read_names(path)] == ["Priya", "Carr Lane"]


def test_a_term_has_one_pair_of_brackets() -> None:
    assert make_term(" colleague  1 ") == make_term("[colleague 1]") == "[colleague 1]"
    for wrong in ("", "[]", "a [b]", "x" * 61):
        with pytest.raises(UsageError):
            make_term(wrong)
