"""Real files: every word of them lands in one turn, or is reported."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
import webvtt
from lxml import etree
from striprtf.striprtf import rtf_to_text

from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft
from ipe_coder.readers import read_transcript
from tests.readers.samples import DATA, ODF, labels, read, roles, said, seconds

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """List the words of a text in order."""
    return WORD.findall(clean(text).text)


def unheaded(draft: Draft) -> list[str]:
    """List the words of the turns in order."""
    return words(draft.text)


def strings_in(value: object) -> list[str]:
    """List the texts of a JSON file, without the names of its fields."""
    if isinstance(value, dict):
        return strings_in(list(value.values()))
    if isinstance(value, list):
        return [text for one in value for text in strings_in(one)]
    return [value] if isinstance(value, str) else []


def test_the_otter_export() -> None:
    path = DATA / "otter_export.md"
    draft = read_transcript(path)
    assert len(draft.turns) == 105
    assert Counter(label for label, _ in said(draft)) == {
        "Ali": 18,
        "Unknown Speaker": 48,
        "Timirah James": 38,
        "": 1,
    }
    assert roles(draft)["Unknown Speaker"] == "unknown"
    assert said(draft)[1] == (
        "Unknown Speaker",
        "Welcome to the ladybug podcast. I'm Kelly. I'm Allie. And I'm Emma, and we're debugging "
        "the tech industry.",
    )
    assert said(draft)[-1] == ("", "Transcribed by https://otter.ai")
    assert seconds(draft)[:6] == [0, 23, 31, 121, 145, 167]
    assert seconds(draft)[103] == 53 * 60 + 55
    lines = path.read_text().split("\n")
    spoken = [line for line in lines if not re.fullmatch(r"\*\*[\w ]+\*\*  [\d:]+ *", line)]
    assert len(lines) - len(spoken) == 104
    assert unheaded(draft) == words("\n".join(spoken))


def test_the_podcast_in_subrip() -> None:
    path = DATA / "podcast_ns_example.srt"
    draft = read_transcript(path)
    assert [label for label, _ in said(draft)] == [
        "Travis", "Sarah", "Travis", "Gilon", "Travis",
        "Gilon", "Travis", "Sarah", "Gilon", "Travis",
    ]  # fmt: skip
    captions = re.split(r"\n\n+", path.read_text().strip())
    spoken = ["\n".join(caption.split("\n")[2:]) for caption in captions]
    assert len(spoken) == 222
    unnamed = [re.sub(r"^(Travis|Sarah|Gilon): ", "", caption) for caption in spoken]
    assert sum(1 for one, other in zip(spoken, unnamed, strict=True) if one != other) == 10
    assert unheaded(draft) == words("\n".join(unnamed))
    assert draft.duration is not None
    assert draft.duration.total_seconds() == 754.769


def test_the_podcast_in_webvtt() -> None:
    path = DATA / "podcast_ns_example.vtt"
    draft = read_transcript(path)
    assert said(draft) == [
        (
            "Sarah",
            "In today's episode, you'll learn whether or not you should have a podcast trailer. "
            "And if so, what should you include in one? Welcome to Podcasting Q&A, where you learn "
            "the best tips and strategies to launch, grow and monetize your podcast. This week's "
            "question comes from Gillian.",
        ),
        (
            "Gillian",
            "Hi Buzzsprout, Gillian here from breaking through careers podcast. My question is, "
            "do we need a podcast trailer?",
        ),
    ]
    assert seconds(draft) == [0, 19.08]
    assert [turn.ends.total_seconds() for turn in draft.turns if turn.ends] == [18.63, 25.35]


def test_the_podcast_as_a_web_page() -> None:
    path = DATA / "podcast_ns_example.html"
    draft = read_transcript(path)
    raw = path.read_text()
    assert [label for label, _ in said(draft)] == [
        name.rstrip(":") for name in re.findall("<cite>(.*?)</cite>", raw)
    ]
    assert len(draft.turns) == 10
    assert seconds(draft)[:4] == [0, 53, 102, 219]
    paragraphs = re.findall("<p>(.*?)</p>", raw, flags=re.DOTALL)
    assert unheaded(draft) == words(html.unescape("\n".join(paragraphs)))


def test_the_podcast_in_json_joins_single_words() -> None:
    draft = read_transcript(DATA / "podcast_ns_example.json")
    assert said(draft) == [("Darth Vader", "I am your father."), ("Luke", "Nooooo")]
    assert seconds(draft) == [0.5, 2.75]
    assert draft.duration is not None
    assert draft.duration.total_seconds() == 3


@pytest.mark.parametrize("name", ["podcast_ns_example.vtt", "interview.vtt"])
def test_another_parser_of_webvtt_finds_the_same_words(name: str) -> None:
    other = webvtt.read(str(DATA / name))
    expected = words(html.unescape("\n".join(caption.text for caption in other.captions)))
    assert unheaded(read_transcript(DATA / name)) == expected


def content_of(path: Path) -> str:
    """Read all words of a file by another way than the reader's."""
    if path.suffix == ".odt":
        with zipfile.ZipFile(path) as archive:
            root = etree.fromstring(archive.read("content.xml"))
        return "\n".join(
            "".join(map(str, one.itertext())) for one in root.iter(f"{{{ODF}:text:1.0}}p")
        )
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    text = path.read_text()
    if path.suffix == ".rtf":
        return str(rtf_to_text(text))  # type: ignore[no-untyped-call]
    if path.suffix == ".html":
        text = re.sub(r"<(style|script).*?</\1>", " ", text, flags=re.DOTALL)
        return html.unescape(re.sub(r"<!--|-->|<[^>]*>", " ", text))
    if path.suffix == ".json":
        return "\n".join(strings_in(json.loads(text)))
    return text


@pytest.mark.parametrize("path", sorted(DATA.glob("interview.*")), ids=lambda path: path.suffix)
def test_every_word_of_the_sample_is_in_a_turn_or_reported(path: Path) -> None:
    draft = read_transcript(path)
    raw = Counter(words(content_of(path)))
    found = Counter(words(draft.text)) + Counter(
        word for piece in draft.left_out for word in words(piece.text)
    )
    assert not found - raw
    structure = {"INT", "P1", "v", "WEBVTT", "NOTE"}
    assert {word for word in raw - found if not word.isdecimal()} <= structure


def test_zoom_layouts_are_read(tmp_path: Path) -> None:
    captions = (
        "[Ann Lee] 11:02:09\nHow you doing?\n\n[Bob Day] 11:02:09\nHey, how are you?\n\n"
        "[Bob Day] 11:02:13\nI am okay.\n\n[Ann Lee] 11:02:14\nMaking sure.\n"
    )
    draft = read(tmp_path, "saved.txt", captions)
    assert said(draft)[1] == ("Bob Day", "Hey, how are you?\nI am okay.")
    chat = (
        '00:05:41\tAnn Lee:\tsounds great\r\n00:08:10\tBob (B | Co):\tReacted to "so" with 🔥\r\n'
        '00:12:11\tcarl_s:\tReplying to "Was..."\n\nNo: it has not.\r\n'
    )
    draft = read(tmp_path, "chat.txt", chat)
    assert labels(draft) == ["Ann Lee", "Bob (B | Co)", "carl_s"]
    assert said(draft)[2] == ("carl_s", 'Replying to "Was..."\nNo: it has not.')
    assert seconds(draft) == [341, 490, 731]
