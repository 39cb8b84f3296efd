"""Names are found wherever they stand, and what is no name is left."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ipe_coder.language.names import NameReader, load_name_reader
from ipe_coder.model.pseudonym import Decision, NameFind, NameKind, NameRow
from ipe_coder.pseudonyms.evidence import Document
from ipe_coder.pseudonyms.finding import find_names
from ipe_coder.pseudonyms.patterns import find_patterns
from ipe_coder.pseudonyms.terms import agree_on_terms, like_names

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "pseudonyms.py"


def finds(
    *texts: str, labels: tuple[str, ...] = (), rows: tuple[NameRow, ...] = (), **known: str
) -> dict[str, NameFind]:
    """Find names in texts with the pipeline that is installed."""
    reader = load_name_reader()
    documents = [
        Document(f"t{place}", f"T{place}", text, labels, "", tuple(next(iter(reader.read([text])))))
        for place, text in enumerate(texts)
    ]
    found = agree_on_terms(find_names(documents, rows, known), rows, texts)
    return {one.name: one for one in found}


def replaced(found: dict[str, NameFind]) -> set[str]:
    return {name for name, one in found.items() if one.decision is Decision.REPLACE}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pseudonyms_benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_names_of_the_sample_are_found(benchmark: ModuleType) -> None:
    """Floors a little under what is measured: recall .996, precision .79."""
    result = benchmark.measure(load_name_reader())
    assert result.wanted.total() == 227
    assert result.recall() >= 0.98
    assert result.recall("person") >= 0.98
    assert result.recall("phone") == 1
    assert result.recall("place") >= 0.98
    assert result.recall(offered=True) >= 0.99
    assert result.precision() >= 0.75


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("Ring me on 07700 900418 or not.", NameKind.PHONE, "07700 900418"),
        ("It's (0161) 496-0172.", NameKind.PHONE, "(0161) 496-0172"),
        ("From abroad +44 (0)20 7946 0127 works", NameKind.PHONE, "+44 (0)20 7946 0127"),
        ("or 0048 22 123 45 67", NameKind.PHONE, "0048 22 123 45 67"),
        ("it's oh seven seven double zero nine hundred", NameKind.PHONE, None),
        ("oh seven seven double zero nine one two three", NameKind.PHONE,
         "oh seven seven double zero nine one two three"),
        ("on extension 4417, ask", NameKind.PHONE, "4417"),
        ("write to j.o'neill+x@council.gov.uk.", NameKind.EMAIL, "j.o'neill+x@council.gov.uk"),
        ("it's anna dot b at example dot org", NameKind.EMAIL, "anna dot b at example dot org"),
        ("it's anna.b at example dot org", NameKind.EMAIL, "anna.b at example dot org"),
        ("see https://example.org/x?y=1, then", NameKind.WEB, "https://example.org/x?y=1"),
        ("look at swing-team.co.uk for it", NameKind.WEB, "swing-team.co.uk"),
        ("I live in SK1 3XE now", NameKind.POSTCODE, "SK1 3XE"),
        ("the postcode is m14", NameKind.POSTCODE, "m14"),
        ("my number is QQ 12 34 56 C", NameKind.NUMBER, None),
        ("my number is AB 12 34 56 C", NameKind.NUMBER, "AB 12 34 56 C"),
        ("NHS number 943 476 5919", NameKind.NUMBER, "943 476 5919"),
        ("NHS number 943 476 5918", NameKind.NUMBER, None),
        ("she was born on the 3rd of May 1984.", NameKind.BIRTH, "the 3rd of May 1984"),
        ("DOB: 03/05/84", NameKind.BIRTH, "03/05/84"),
        ("born in 1984", NameKind.BIRTH, "1984"),
        ("we met on 3 May 2021", NameKind.BIRTH, None),
        ("on the A590 again", NameKind.PLACE, "A590"),
        ("a side of A4", NameKind.PLACE, None),
        ("it cost 1,250,000.00 pounds in 2019 2020 2021", NameKind.PHONE, None),
    ],
)  # fmt: skip
def test_numbers_and_addresses_are_found_by_their_form(
    text: str, kind: NameKind, quote: str | None
) -> None:
    found = [hit.span.of(text) for hit in find_patterns(text) if hit.kind is kind]
    assert found == ([] if quote is None else [quote])


def test_a_name_is_found_at_every_place_whatever_hangs_on_it() -> None:
    text = "I told Priya. Priya's desk, PRIYA, priya and Priya’ll ring. Priyanka won't."
    found = finds(text)
    assert [one.quote for one in found["Priya"].places] == [
        "Priya", "Priya", "PRIYA", "priya", "Priya",
    ]  # fmt: skip
    assert all(one.span.of(text) == one.quote for one in found["Priya"].places)


def test_words_that_are_names_too_are_left_where_they_are_words() -> None:
    found = finds("I will mark it. Mark said so, and I asked Mark. May I? Will you?")
    assert "Mark" in replaced(found)
    starts = [one.span.start for one in found["Mark"].places]
    assert 16 in starts
    assert 42 in starts
    assert not {"May", "Will"} & replaced(found)


def test_one_person_has_one_term_in_all_texts() -> None:
    found = finds(
        "We had Lorna Batty then. I liked Lorna.", "Mrs Batty rang. And Tamsin Osgood did."
    )
    assert found["Lorna Batty"].term == found["Lorna"].term == found["Mrs Batty"].term
    assert found["Tamsin Osgood"].term != found["Lorna"].term


def test_two_people_of_one_surname_keep_their_own_terms() -> None:
    found = finds("I saw Lorna Batty and Keith Batty. Then Mr Batty rang Lorna.")
    assert found["Lorna Batty"].term != found["Keith Batty"].term
    assert found["Mr Batty"].term not in {found["Lorna Batty"].term, found["Keith Batty"].term}
    assert found["Lorna"].term == found["Lorna Batty"].term


def test_titles_go_with_the_name_and_places_with_their_street() -> None:
    found = finds("I rang Mrs Akhtar's office in Brackwell Street, near Tanner's Green.")
    assert found["Mrs Akhtar"].kind is NameKind.PERSON
    assert found["Brackwell Street"].kind is NameKind.PLACE
    assert found["Tanner's Green"].kind is NameKind.PLACE


def test_what_has_a_capital_and_names_nobody_is_left() -> None:
    found = finds(
        "On Monday I used Teams, in Welsh, with HR and the IROs. Covid came. I'm on Zoom in May."
    )
    assert replaced(found) == set()


def test_labels_of_speakers_are_names_and_codes_are_not() -> None:
    found = finds("I said so. Grace, you tried.", labels=("Grace Ibbotson", "INT", "Speaker 2"))
    assert found["Grace Ibbotson"].labels == (("t0", "T0"),)
    assert [one.quote for one in found["Grace"].places] == ["Grace"]
    assert not {"INT", "Speaker 2", "Speaker"} & set(found)


def test_what_the_project_names_itself_is_proposed_to_be_kept() -> None:
    found = finds("We are in Stockport, by Hazel Grove.", Stockport="site of a participant")
    assert found["Stockport"].decision is Decision.KEEP
    assert found["Stockport"].because == "site of a participant"


def test_the_researchers_list_goes_before_what_is_found() -> None:
    rows = (
        NameRow("the blue house", "[place 9]", NameKind.PLACE),
        NameRow("Priya", "[colleague 1]", NameKind.PERSON),
        NameRow("Lidl", "", NameKind.ORGANISATION, Decision.KEEP),
    )
    found = finds("Priya lives in The Blue House by Lidl, near Tarnbrook.", rows=rows)
    assert found["Priya"].term == "[colleague 1]"
    assert [one.quote for one in found["the blue house"].places] == ["The Blue House"]
    assert found["Lidl"].decision is Decision.KEEP
    assert found["Tarnbrook"].term == "[place 10]"


def test_terms_that_stand_in_a_text_are_no_names_and_their_numbers_not_used_again() -> None:
    found = finds("I asked [person 3] and Tamsin about [place 1].")
    assert set(found) == {"Tamsin"}
    assert found["Tamsin"].term == "[person 4]"


def test_likely_spellings_of_one_name_are_pointed_at() -> None:
    found = finds("It wrote Tiegan for Teagan. I asked Beth, then Bethany.")
    like = like_names(list(found.values()))
    assert like["Tiegan"] == ("Teagan",)
    assert "Bethany" in like["Beth"]


def test_hostile_texts_are_read() -> None:
    texts = (
        "",
        "[/] [b] 👩‍👩‍👧 Priyá́ said",
        "ئۇ Siân مريم " * 50,
        "A" * 5000,
        "\t\n\n  ",
        "I. I. I.",
    )
    found = finds(*texts)
    for one in found.values():
        for place in one.places:
            text = texts[int(place.transcript_id[1:])]
            assert place.span.of(text) == place.quote


def test_without_a_pipeline_names_are_found_and_it_is_said_what_is_weaker(
    benchmark: ModuleType,
) -> None:
    reader = NameReader(None)
    assert "No English language pipeline" in reader.degraded
    document = Document("t", "T", "I rang Tamsin in Tarnbrook on 07700 900418.")
    names = {one.name for one in find_names([document])}
    assert {"Tamsin", "Tarnbrook", "07700 900418"} <= names
