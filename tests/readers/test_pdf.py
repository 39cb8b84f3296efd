"""PDFs: what stands on their pages, and what is wrong with them."""

from __future__ import annotations

import random
import re
import time
import zlib
from collections import Counter
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.transcript import Draft
from ipe_coder.readers import read_transcript
from ipe_coder.readers._pdf_layout import lay_out
from ipe_coder.readers._pdf_pages import Box, Page, Word
from tests.readers.pdf_files import LEFT, RIGHT, TOP, Item, pdf_file, set_lines, set_pages, width_of
from tests.readers.samples import DATA, labels, read, said
from tests.readers.test_hostile_files import mutations, try_to_read

WORDS = [
    "well", "it", "was", "late", "and", "we", "had", "to", "wait", "for", "the", "others", "who",
    "never", "came", "so", "in", "end", "went", "home", "by", "bus", "which", "took", "longer",
    "than", "walking", "would", "have", "done", "but", "rained", "my", "bag", "with", "me",
]  # fmt: skip


def speech(seed: int, count: int) -> str:
    """Make a paragraph of words."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(count)).capitalize() + "."


TURNS = [
    (name, speech(number, 4 + number * 7 % 60)) for number, name in enumerate(["INT", "P1"] * 14)
]
SET = [f"{name}: {words}" for name, words in TURNS]


def left_out(draft: Draft) -> list[tuple[str, str]]:
    """List what was left out."""
    return [(piece.kind, piece.text) for piece in draft.left_out]


def one_line(draft: Draft) -> list[tuple[str, str]]:
    """List label and words of every turn, its paragraphs joined by ` / `."""
    return [(label, words.replace("\n", " / ")) for label, words in said(draft)]


@pytest.mark.parametrize("gap", [0, 6])
@pytest.mark.parametrize("mark", ["", "**"])
def test_paragraphs_are_found_with_gaps_and_without_and_over_pages(
    gap: float, mark: str, tmp_path: Path
) -> None:
    paragraphs = [f"{name}:{mark} {words}" for name, words in TURNS]
    content = pdf_file(set_pages(paragraphs, gap=gap, on_page=23))
    assert said(read(tmp_path, "a.pdf", content)) == TURNS


def test_paragraphs_of_one_turn_stay_apart(tmp_path: Path) -> None:
    paragraphs = [SET[0], SET[1], speech(99, 50), SET[2], SET[3], *SET[4:8]]
    draft = read(tmp_path, "a.pdf", pdf_file(set_pages(paragraphs)))
    assert one_line(draft)[1] == ("P1", f"{TURNS[1][1]} / {speech(99, 50)}")


def test_bold_names_without_a_colon(tmp_path: Path) -> None:
    turns = [("Ann Lee", "Late?"), ("Ben Day", "Very."), ("Ann Lee", "Oh."), ("Ben Day", "Yes.")]
    content = pdf_file(set_pages([f"{name}** {words}" for name, words in turns]))
    assert said(read(tmp_path, "a.pdf", content)) == turns


def test_headers_footers_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = set_pages(SET, on_page=20)
    for number, page in enumerate(pages, 1):
        page.insert(0, Item("Interview 7, wave 2", LEFT, 815))
        page.append(Item("Confidential", LEFT, 40))
        page.append(Item(f"Page {number} of {len(pages)}", 280, 25))
    draft = read(tmp_path, "a.pdf", pdf_file(pages))
    assert said(draft) == TURNS
    assert Counter(kind for kind, _ in left_out(draft)) == {
        "header": len(pages), "footer": len(pages), "page number": len(pages),
    }  # fmt: skip
    assert ("page number", f"Page 2 of {len(pages)}") in left_out(draft)


def test_pages_that_begin_with_the_same_words_keep_them(tmp_path: Path) -> None:
    turns = [("P1", "Yes."), ("INT", "So?"), ("P1", "Yes."), ("INT", "And then?")]
    lines = [Item(f"{name}: {words}", LEFT, TOP - 20 * n) for n, (name, words) in enumerate(turns)]
    draft = read(
        tmp_path, "a.pdf", pdf_file([lines[:2], [one._replace(y=one.y + 40) for one in lines[2:]]])
    )
    assert said(draft) == turns


def test_numbers_of_lines_in_the_margin_are_left_out(tmp_path: Path) -> None:
    pages = set_pages(SET, gap=0)
    count = 0
    for page in pages:
        for item in list(page):
            count += 1
            if count % 5 == 0:
                page.append(Item(str(count), 40, item.y, 9))
    draft = read(tmp_path, "a.pdf", pdf_file(pages))
    assert said(draft) == TURNS
    assert left_out(draft)[:2] == [("line number", "5"), ("line number", "10")]


def test_a_column_of_names_beside_a_column_of_words(tmp_path: Path) -> None:
    pages = set_pages([words for _, words in TURNS], left=170, on_page=200)
    starts = []
    at = 0
    for _, words in TURNS:
        starts.append(at)
        at += len(set_lines(words, width=RIGHT - 170))
    for (name, _), start in zip(TURNS[:12], starts, strict=False):
        pages[0].append(Item({"INT": "Ann Lee", "P1": "Ben"}[name], LEFT, pages[0][start].y))
    content = pdf_file([[item for item in pages[0] if item.y > pages[0][starts[12]].y]])
    assert said(read(tmp_path, "a.pdf", content)) == [
        ({"INT": "Ann Lee", "P1": "Ben"}[name], words) for name, words in TURNS[:12]
    ]


def test_a_ruled_table_of_speakers_and_words(tmp_path: Path) -> None:
    rows = [
        ("Speaker", "Words"),
        ("Ann", "Late?"),
        ("Ben", "Very late, as it was."),
        ("Ann", "Oh."),
        ("Ben", "Yes."),
    ]
    rules = "".join(f"70 {790 - 30 * n} m 520 {790 - 30 * n} l S\n" for n in range(len(rows) + 1))
    rules += "".join(f"{x} 790 m {x} {790 - 30 * len(rows)} l S\n" for x in (70, 150, 520))
    items = []
    for number, (name, words) in enumerate(rows):
        items.append(Item(name, 75, 778 - 30 * number))
        first, _, rest = words.partition(", ")
        items.append(Item(first + ("," if rest else ""), 155, 778 - 30 * number))
        items.append(Item(rest, 155, 766 - 30 * number))
    items.append(Item("Transcript of May", LEFT, 810))
    draft = read(tmp_path, "a.pdf", pdf_file([items], drawing=rules))
    assert said(draft) == [("", "Transcript of May"), *rows[1:]]
    assert left_out(draft) == [("table heading", "Speaker\tWords")]


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = set_pages(SET[:8], right=285)[0]
    right = set_pages(SET[8:16], left=310, right=523)[0]
    height = min(len(left), len(right))
    assert height > 15
    draft = read(tmp_path, "a.pdf", pdf_file([[*left, *right]]))
    assert said(draft) == TURNS[:16]


def test_words_divided_at_the_end_of_a_line(tmp_path: Path) -> None:
    lines = [
        "INT: The interview was long, and the inter-", "view was a well-",
        "being one, part of a re-", "view, he said to you and me as we went.",
    ]  # fmt: skip
    full = RIGHT - LEFT
    items = [
        Item(line, LEFT + (full - width_of(line) if n < 3 else 0), TOP - 13 * n)
        for n, line in enumerate(lines)
    ]
    draft = read(tmp_path, "a.pdf", pdf_file([items]))
    assert draft.text.startswith("The interview was long, and the interview was a well-being one,")
    assert "part of a re-view" in draft.text
    assert any("were joined: interview" in note for note in draft.notes)


def test_footnotes_and_their_marks_are_left_out(tmp_path: Path) -> None:
    x = LEFT + width_of("P1: Very late")
    items = [
        Item("INT: Was it late?", LEFT, TOP), Item("P1: Very late", LEFT, TOP - 20),
        Item("1", x, TOP - 16, 6), Item(", it was.", x + 4, TOP - 20),
        Item("INT: Oh, I did not know that it was so late then.", LEFT, TOP - 40),
        Item("P1: It was, and nobody had told us before we went.", LEFT, TOP - 60),
        Item("1 In the first month.", LEFT, 60, 9),
    ]  # fmt: skip
    draft = read(tmp_path, "a.pdf", pdf_file([items]))
    assert said(draft)[1] == ("P1", "Very late, it was.")
    assert left_out(draft) == [("footnote", "1 In the first month."), ("note mark", "1")]


def test_watermarks_and_what_is_not_on_the_page_are_left_out(tmp_path: Path) -> None:
    items = [Item("INT: Late?", LEFT, TOP), Item("P1: Very.", LEFT, TOP - 20)]
    items += [Item("DRAFT", 200, 400, 40, turned=True), Item("P1: Gone.", LEFT, -50)]
    draft = read(tmp_path, "a.pdf", pdf_file([items]))
    assert said(draft) == [("INT", "Late?"), ("P1", "Very.")]
    assert {kind for kind, _ in left_out(draft)} == {"turned stretch", "clipped stretch"}
    assert "Gone" in dict(left_out(draft))["clipped stretch"]


def test_letters_printed_twice_are_read_once(tmp_path: Path) -> None:
    items = [Item("INT: Late?", LEFT + shift, TOP) for shift in (0, 0.3)]
    draft = read(tmp_path, "a.pdf", pdf_file([[*items, Item("P1: Very.", LEFT, TOP - 20)]]))
    assert said(draft) == [("INT", "Late?"), ("P1", "Very.")]


def test_a_line_that_is_cut_by_the_end_of_a_page_is_read_once(tmp_path: Path) -> None:
    asked, cut = Item("INT: Late?", LEFT, TOP), Item("P1: Yes, very.", LEFT, 30)
    rest = [Item("INT: Why?", LEFT, TOP), Item("P1: Yes, very.", LEFT, TOP - 40)]
    pages = [[asked, cut], [cut._replace(y=842 - 7), *rest]]
    draft = read(tmp_path, "a.pdf", pdf_file(pages))
    told = [("INT", "Late?"), ("P1", "Yes, very."), ("INT", "Why?"), ("P1", "Yes, very.")]
    assert said(draft) == told
    assert left_out(draft) == [("repeated line", "P1: Yes, very.")]


PRINTED = DATA / "pdpilot_P1_maxqda_paragraphs.pdf"


@pytest.fixture(scope="module")
def printed() -> Draft:
    """Read a real interview as another product printed it."""
    return read_transcript(PRINTED)


def test_the_interview_that_another_product_printed_with_paragraph_numbers(printed: Draft) -> None:
    draft = printed
    assert labels(draft) == ["", "Dan", "Participant"]
    assert len(draft.turns) == 95
    assert said(draft)[:3] == [
        ("", "Interview"),
        (
            "Dan",
            "Okay. So now you can stop sharing your screen and then we'll just end up with a few "
            "questions that I have for you.",
        ),
        ("Participant", "Okay."),
    ]
    assert said(draft)[22][1].startswith("Yeah. Yeah. So like if you have like, we do by clust")
    assert said(draft)[22][1].endswith("these two, these two multi-dimensional histograms.")
    assert said(draft)[-1] == ("Participant", "Thank you.")
    assert all("\n" not in words for _, words in said(draft))
    kinds = Counter(kind for kind, _ in left_out(draft))
    assert kinds["page number"] == 5
    numbers = {int(text) for kind, text in left_out(draft) if kind == "paragraph number"}
    assert numbers == set(range(1, 96))


def test_every_word_of_it_is_in_a_turn_or_reported(printed: Draft) -> None:
    draft = printed
    other = pypdfium2.PdfDocument(PRINTED)
    raw = Counter(
        word for page in other for word in re.findall(r"\w+", page.get_textpage().get_text_range())
    )
    found = Counter(re.findall(r"\w+", draft.text))
    found.update(label for label, _ in said(draft) if label)
    reported = (p.text for p in draft.left_out if p.kind != "clipped stretch")
    found.update(word for text in reported for word in re.findall(r"\w+", text))
    assert {word: n for word, n in (found - raw).items() if not word.isdecimal()} == {}
    assert {word: n for word, n in (raw - found).items() if not word.isdecimal()} == {}


def refused(folder: Path, content: bytes) -> str:
    """Read a file that must be refused, and give the message."""
    with pytest.raises(FileError) as caught:
        read(folder, "a.pdf", content)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def test_files_that_are_none_or_have_no_words_are_refused(tmp_path: Path) -> None:
    assert "not a PDF" in refused(tmp_path, b"INT: Late?")
    assert "damaged" in refused(tmp_path, b"%PDF-1.7\n1 0 obj")
    assert "holds no words" in refused(tmp_path, pdf_file([[]]))
    scan = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q"
    assert "is a scan" in refused(tmp_path, pdf_file([[]], drawing=scan))


def test_a_file_with_a_password_says_so(tmp_path: Path) -> None:
    key = "00" * 32
    lock = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -44>>"
    content = pdf_file([[Item("INT: Late?", LEFT, TOP)]], extra=lock)
    assert "locked with a password" in refused(tmp_path, content)


def test_a_page_that_unpacks_to_half_a_gigabyte_is_refused_soon(tmp_path: Path) -> None:
    packed = zlib.compressobj(1)
    bomb = b"".join(packed.compress(bytes(2**24)) for _ in range(32)) + packed.flush()
    text = pdf_file([[Item("INT: Late?", LEFT, TOP)]])
    head, tail = text.split(b"stream\n", 1)
    body, rest = tail.split(b"\nendstream", 1)
    head = re.sub(rb"<</Length \d+>>$", b"<</Filter/FlateDecode/Length %d>>" % len(bomb), head)
    start = time.monotonic()
    assert "far too" in refused(tmp_path, head + b"stream\n" + bomb + b"\nendstream" + rest)
    assert time.monotonic() - start < 60
    assert body


def test_damaged_files_make_a_draft_or_an_error(tmp_path: Path) -> None:
    chance = random.Random(1)
    content = (DATA / "interview.pdf").read_bytes()
    for _ in range(4):
        try_to_read(tmp_path, "a.pdf", mutations(content, chance))


def laid_out(words: list[Word], tables: list[list[list[Box | None]]]) -> str:
    """Lay out a page in an instant."""
    start = time.process_time()
    layout = lay_out([Page(1, Box(0, 0, 595, 842), words, "", 0, tables)])
    assert time.process_time() - start < 2
    return " ".join(one.text for one in layout.paragraphs)


def test_words_and_cells_without_end_are_laid_out_in_an_instant() -> None:
    cells: list[Box | None] = [Box(x * 1.4, 0, x * 1.4 + 1, 842) for x in range(400)]
    words = [Word("late", n % 590, n / 9, n % 590 + 1, n / 9 + 4, 4, 0, False)
             for n in range(7_000)]  # fmt: skip
    assert laid_out(words, [[cells]]).count("late") == 7_000


@pytest.mark.parametrize("count", [230, 20_000])
def test_a_line_of_leading_dots_is_looked_at_once(count: int) -> None:
    dots = "." * count
    words = [Word(f"Late {dots}1{dots} home", 72, 30, 500, 40, 10, 0, False)]
    assert laid_out(words, []) == words[0].text
