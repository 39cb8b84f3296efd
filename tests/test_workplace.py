"""Where one left off is there again, whatever became of the file in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import FileError
from ipe_coder.workplace import Workplace


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_places_marks_and_keys_are_there_again_for_the_same_project_only() -> None:
    here = Workplace.of("/data/leave.ipe")
    here.leave("t1", 120)
    here.marks["t1"] = {"a": 7}
    here.code_keys["s1"] = {"p": "code"}
    here.save()
    again = Workplace.of("/data/leave.ipe")
    assert again == here
    assert Workplace.of("/data/other.ipe").places == {}


def test_the_file_names_neither_the_project_nor_anything_in_it(config: Path) -> None:
    here = Workplace.of("/data/Anna Jones.ipe")
    here.leave("t1", 120)
    here.save()
    (kept,) = (config / "left").iterdir()
    assert "Anna" not in kept.name + kept.read_text()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["transcript", "places", "marks", "code_keys", "blind", "new", "file"]),
        _JSON,
    )
    | _JSON
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_forgotten_part_by_part(config: Path, content: object) -> None:
    here = Workplace.of("/data/leave.ipe")
    assert here.file is not None
    here.file.parent.mkdir(parents=True, exist_ok=True)
    here.file.write_text(json.dumps(content))
    found = Workplace.of("/data/leave.ipe")
    found.leave("t1", 3)
    found.marks.setdefault("t1", {})["a"] = 1
    found.save()
    assert Workplace.of("/data/leave.ipe").places["t1"] == 3


def test_a_folder_that_cannot_be_written_is_named(config: Path) -> None:
    config.write_text("a file where the folder would be")
    with pytest.raises(FileError, match="could not be written"):
        Workplace.of("/data/leave.ipe").save()
