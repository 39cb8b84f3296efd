"""Any file whatever gives one clear error or a whole draft, never anything else."""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import FileError
from ipe_coder.model.text import CleanText, clean, count_words
from ipe_coder.model.transcript import Draft
from ipe_coder.readers import FORMATS
from tests.readers.samples import DATA, labels, odt_file, odt_p, p, raw_word_file, read, said

ENDINGS = [each.extensions[0] for each in FORMATS]
TEXT_ENDINGS = [ending for ending in ENDINGS if ending not in {".docx", ".odt", ".rtf"}]
ODD = (
    "a\u0301\u0338\u1100\u1161\u11a8\r\n\t \u2028\x85\x00\x07\ufeff\u200e:[]()<>&;#*_-0123.,?€é😀ß"
)

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(draft: Draft) -> None:
    """Prove what must hold of every draft."""
    assert clean(draft.text) == (draft.text, 0)
    assert unicodedata.is_normalized("NFC", draft.text)
    pieces = [draft.text[turn.start : turn.end] for turn in draft.turns]
    assert "\n".join(pieces) == draft.text
    assert all(piece.strip() for piece in pieces)
    assert sum(map(count_words, pieces)) == count_words(draft.text)
    assert all(turn.span for turn in draft.turns)
    assert {turn.speaker for turn in draft.turns} == set(range(len(draft.speakers)))
    assert len(set(labels(draft))) == len(draft.speakers) == len(draft.guesses)


def try_to_read(folder: Path, name: str, content: bytes) -> Draft | None:
    """Read a file; None if it is refused with one line that names it."""
    refusal: FileError | None = None
    try:
        draft = read(folder, name, content)
    except FileError as error:
        refusal = error
    else:
        check(draft)
        return draft
    assert str(refusal).startswith(name)
    assert "\n" not in str(refusal)
    assert refusal.hint
    return None


@relaxed
@given(st.text(alphabet=ODD, max_size=60), st.sampled_from(TEXT_ENDINGS))
def test_any_characters_make_a_draft_or_an_error(tmp_path: Path, text: str, ending: str) -> None:
    head = {".vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n", ".srt": "1\n00:01,0 --> 00:02,0\n"}
    try_to_read(tmp_path, f"a{ending}", (head.get(ending, "") + text).encode())


@relaxed
@given(st.text(), st.sampled_from(TEXT_ENDINGS), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_makes_a_draft_or_an_error(
    tmp_path: Path, text: str, ending: str, encoding: str
) -> None:
    try_to_read(tmp_path, f"a{ending}", text.encode(encoding, "replace"))


@relaxed
@given(st.binary(max_size=200), st.sampled_from(ENDINGS), st.sampled_from([b"", b"PK\x03\x04"]))
def test_any_bytes_make_a_draft_or_an_error(
    tmp_path: Path, content: bytes, ending: str, head: bytes
) -> None:
    try_to_read(tmp_path, f"a{ending}", head + content)


heads = st.sampled_from(
    ["INT: ", "P1: ", "Ann Lee: ", "[00:12:04] Ann Lee: ", "00:10 P1: ", "**INT** [0:03] ",
     "**Ann Lee:** ", "INT (00:05): ", "P1  0:05\n", "[Ann Lee] 11:02:09\n", "[00:10] INT:\n", ""]
)  # fmt: skip
fakes = st.sampled_from(
    ["", "", "for example: ", "Note: ", "10:15 ", "http://x.org ", "[laughs] ",
     "one\nand ", "\n", "\u0301", "(00:75) "]
)  # fmt: skip


@relaxed
@given(st.lists(st.tuples(heads, fakes, st.integers(1, 4)), min_size=1, max_size=12))
def test_every_spoken_word_stands_in_the_text_once_and_in_order(
    tmp_path: Path, turns: list[tuple[str, str, int]]
) -> None:
    spoken: list[str] = []
    lines = []
    for head, fake, count in turns:
        fresh = [f"w{len(spoken) + number}x" for number in range(count)]
        spoken += fresh
        lines.append(head + fake + " ".join(fresh))
    draft = try_to_read(tmp_path, "a.txt", "\n".join(lines).encode())
    assert draft is not None
    assert re.findall(r"w\d+x", draft.text) == spoken
    raw, kept = (Counter(re.findall(r"[^\W\d_]+", text)) for text in ("\n".join(lines), draft.text))
    assert not kept - raw
    assert set(raw - kept) <= {"INT", "P", "Ann", "Lee"}


sentences = st.lists(
    st.sampled_from(["Well,", "it", "was", "late.", "And", "you?", "[laughs]", "café", "I:", "so"]),
    min_size=1,
    max_size=8,
).map(" ".join)
dialogues = st.lists(sentences, min_size=2, max_size=12)


@relaxed
@given(
    dialogues,
    st.sampled_from(["{}: {}", "[00:01] {}: {}", "{}\t{}", "**{}:** {}", "{} (0:01): {}"]),
)
def test_a_dialogue_in_any_convention_is_read_as_it_was_said(
    tmp_path: Path, dialogue: list[str], convention: str
) -> None:
    names = ["INT", "P1"] * len(dialogue)
    turns = list(zip(names, dialogue, strict=False))
    if convention == "{}\t{}" and len(turns) < 4:
        turns *= 2  # a name before a tab must recur
    text = "\n\n".join(convention.format(name, words) for name, words in turns)
    draft = try_to_read(tmp_path, "a.txt", text.encode())
    assert draft is not None
    assert said(draft) == turns


@relaxed
@given(dialogues)
def test_a_dialogue_in_captions_is_read_as_it_was_said(tmp_path: Path, dialogue: list[str]) -> None:
    turns = list(zip(["Ann Lee", "Ben"] * len(dialogue), dialogue, strict=False))
    cues = [
        f"00:{number:02}.000 --> 00:{number:02}.900\n<v {name}>{words}"
        for number, (name, words) in enumerate(turns)
    ]
    draft = try_to_read(tmp_path, "a.vtt", "\n\n".join(["WEBVTT", *cues]).encode())
    assert draft is not None
    assert said(draft) == turns


@relaxed
@given(dialogues)
def test_a_dialogue_in_opendocument_is_read_as_it_was_said(
    tmp_path: Path, dialogue: list[str]
) -> None:
    turns = list(zip(["INT", "P1"] * len(dialogue), dialogue, strict=False))
    content = odt_file("".join(odt_p(f"{name}: ", words) for name, words in turns))
    draft = try_to_read(tmp_path, "a.odt", content)
    assert draft is not None
    assert said(draft) == turns


@relaxed
@given(dialogues)
def test_a_dialogue_in_word_is_read_as_it_was_said(tmp_path: Path, dialogue: list[str]) -> None:
    turns = list(zip(["INT", "P1"] * len(dialogue), dialogue, strict=False))
    content = raw_word_file("".join(p(f"{name}: ", words) for name, words in turns))
    draft = try_to_read(tmp_path, "a.docx", content)
    assert draft is not None
    assert said(draft) == turns


def mutations(content: bytes, chance: random.Random) -> bytes:
    """Damage a file: cut it, flip bytes, repeat a stretch, or put odd bytes in."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0 and chance.random() < 0.2:
            del data[at:]
        elif kind == 1 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            data[at:at] = data[at : at + chance.randrange(60)]
        elif kind == 3:
            data[at:at] = chance.choice((b"\x00", b"\xff", b":", b"\n", b"-->", b"<", b"&", b"]]>"))
        else:
            del data[at : at + chance.randrange(20)]
        if not data:
            break
    return bytes(data)


@pytest.mark.parametrize(
    "name",
    [
        "interview.txt", "interview.md", "interview.vtt", "interview.srt", "interview.rtf",
        "otter_export.md",
    ],
)  # fmt: skip
def test_damaged_real_files_make_a_draft_or_an_error(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    content = (DATA / name).read_bytes()
    for _ in range(150):
        try_to_read(tmp_path, name, mutations(content, chance))


WORD_FILE = raw_word_file(
    p("INT: ", "Late?") + f"<w:tbl><w:tr><w:tc>{p('P1')}</w:tc><w:tc>{p('Very.')}</w:tc></w:tr>"
    f"</w:tbl><w:del>{p('x')}</w:del>",
    comments=f"<w:comment>{p('check')}</w:comment>",
)
ODT_FILE = odt_file(
    odt_p("INT: ", '<text:span text:style-name="B">Late<text:s text:c="2"/>?</text:span>')
    + f"<table:table><table:table-row><table:table-cell>{odt_p('P1')}</table:table-cell>"
    f"<table:table-cell>{odt_p('Very.')}</table:table-cell></table:table-row></table:table>"
    f"<text:tracked-changes><text:deletion>{odt_p('x')}</text:deletion></text:tracked-changes>",
    styles='<style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
)
packages = pytest.mark.parametrize(
    ("name", "content"), [("a.docx", WORD_FILE), ("a.odt", ODT_FILE)], ids=["docx", "odt"]
)


@packages
def test_damaged_archives_make_a_draft_or_an_error(
    name: str, content: bytes, tmp_path: Path
) -> None:
    chance = random.Random(1)
    for _ in range(150):
        try_to_read(tmp_path, name, mutations(content, chance))


@packages
def test_archives_with_damaged_parts_make_a_draft_or_an_error(
    name: str, content: bytes, tmp_path: Path
) -> None:
    chance = random.Random(2)
    old = zipfile.ZipFile(io.BytesIO(content))
    for _ in range(150):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as new:
            for part in old.namelist():
                new.writestr(part, mutations(old.read(part), chance))
        try_to_read(tmp_path, name, buffer.getvalue())


def as_defined(text: str) -> CleanText:
    """Bring a text into the stored form character by character, as the rule is written."""
    text = re.sub(
        "\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff")
    )
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    kept = [
        "\ufffd" if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" else char
        for char in text
    ]
    replaced = sum(one != other for one, other in zip(kept, text, strict=True))
    return CleanText(unicodedata.normalize("NFC", "".join(kept)), replaced)


characters = st.text(st.one_of(st.characters(), st.sampled_from(ODD + "\ud83d\ude00")), max_size=30)


@given(characters)
def test_the_stored_form_is_what_the_rule_says(text: str) -> None:
    assert clean(text) == as_defined(text)
