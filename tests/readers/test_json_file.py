"""JSON of podcast players and speech recognisers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ipe_coder.errors import FileError, NotTranscriptError
from ipe_coder.model.transcript import Draft
from tests.readers.samples import labels, read, said, seconds


def of(folder: Path, value: Any) -> Draft:
    """Read a value as a JSON file."""
    return read(folder, "a.json", json.dumps(value))


def test_whisper_segments_without_speakers(tmp_path: Path) -> None:
    words = [{"word": " Well", "start": 0.0, "end": 0.5, "probability": 0.9}]
    draft = of(
        tmp_path,
        {
            "text": " Well then? Yes.",
            "segments": [
                {"id": 0, "start": 0.0, "end": 1.5, "text": " Well then?", "words": words},
                {"id": 1, "start": 9.0, "end": 10.0, "text": " Yes."},
            ],
            "language": "en",
        },
    )
    assert said(draft) == [("", "Well then?"), ("", "Yes.")]
    assert seconds(draft) == [0, 9]
    assert {(one.kind, one.text) for one in draft.left_out} == {
        ("field “text”", " Well then? Yes."),
        ("field “word”", " Well"),
        ("field “language”", "en"),
    }


def test_segments_with_speakers_where_some_have_none(tmp_path: Path) -> None:
    segments = [
        {"start": 0, "end": 1, "text": "Well?", "speaker": "SPEAKER_00"},
        {"start": 1, "end": 2, "text": "It was", "speaker": "SPEAKER_01"},
        {"start": 2, "end": 3, "text": "late."},
    ]
    draft = of(tmp_path, segments)
    assert said(draft) == [("SPEAKER_00", "Well?"), ("SPEAKER_01", "It was late.")]
    assert "Words without a speaker were counted to the speaker before: entry 3." in draft.notes


def test_a_cloud_recogniser_by_its_segments(tmp_path: Path) -> None:
    def item(word: str, at: float) -> dict[str, Any]:
        alternatives = [{"confidence": "0.9", "content": word}]
        return {"start_time": str(at), "end_time": str(at + 0.5), "speaker_label": "spk_0",
                "alternatives": alternatives, "type": "pronunciation"}  # fmt: skip

    full_stop = {"alternatives": [{"content": "."}], "type": "punctuation"}
    items = [item("Fine", 1.0), item("thanks", 1.5), full_stop]
    segments = [
        {"id": 0, "transcript": "Fine thanks.", "start_time": "1.0", "end_time": "2.0",
         "speaker_label": "spk_0", "items": [0, 1, 2]},
    ]  # fmt: skip
    results = {"transcripts": [{"transcript": "Fine thanks."}], "items": items}
    with_segments = of(tmp_path, {"results": {**results, "audio_segments": segments}})
    without = of(tmp_path, {"results": results})
    assert said(with_segments) == said(without) == [("spk_0", "Fine thanks.")]
    assert seconds(with_segments) == seconds(without) == [1]


def test_monologues_of_elements(tmp_path: Path) -> None:
    elements = [
        {"type": "text", "value": "Hi", "ts": 0.5}, {"type": "punct", "value": ", "},
        {"type": "text", "value": "you."},
    ]  # fmt: skip
    draft = of(tmp_path, {"monologues": [{"speaker": 0, "elements": elements},
                                         {"speaker": 1, "elements": elements[2:]}]})  # fmt: skip
    assert said(draft) == [("Speaker 0", "Hi, you."), ("Speaker 1", "you.")]


def test_milliseconds_are_recognised_and_said(tmp_path: Path) -> None:
    draft = of(
        tmp_path,
        {
            "utterances": [
                {"speaker": "A", "text": "How was it for you?", "start": 250, "end": 2250},
                {"speaker": "B", "text": "It was fine.", "start": 3_000_000, "end": 3_001_000},
            ]
        },
    )
    assert seconds(draft) == [0.25, 3000]
    assert "The times were taken as milliseconds." in draft.notes


def test_names_may_stand_in_an_object(tmp_path: Path) -> None:
    draft = of(tmp_path, [{"speaker": {"id": 7, "name": "Ann"}, "text": "Well?"},
                          {"speaker": {"id": 8, "name": "Bob"}, "text": "a\u0000b"}])  # fmt: skip
    assert labels(draft) == ["Ann", "Bob"]
    assert said(draft)[1] == ("Bob", "a\ufffdb")
    assert "1 character that no text can hold was replaced by \ufffd." in draft.notes


@pytest.mark.parametrize("value", [[], {}, 3, "words", None, [1, 2], {"segments": []}, [[{}]]])
def test_json_without_words_is_no_transcript(value: Any, tmp_path: Path) -> None:
    with pytest.raises(NotTranscriptError, match="no list in the file holds words"):
        of(tmp_path, value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[{"text": "a"},\n{"text": }]', "line 2: the file is no JSON"),
        ('{"text": "a"} {"text": "b"}', "the file is no JSON: extra data"),
        ("[" * 100_000, "the JSON cannot be read"),
        ('[{"text": ' + "9" * 5000 + "}]", "the JSON cannot be read"),
        ('[{"text": "a", "text": "b"}]', "an object has the field “text” twice"),
    ],
)
def test_broken_json_is_refused(content: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=fault):
        read(tmp_path, "a.json", content)
