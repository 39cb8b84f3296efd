"""Suggestions for texts, from a codebook and from what is already coded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipe_coder.errors import AmbiguousNameError, NotFoundError, UsageError
from ipe_coder.language.pipeline import blank_pipeline
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.spans import Span
from ipe_coder.suggest import ENGINES, Place, Proposal, Suggester
from ipe_coder.suggest.suggester import MINIMUM, CachedReader

ENVELOPE = "The envelope went to payroll by internal post and was lost there."
KETTLE = "The kettle in the kitchen was broken all winter."


@pytest.fixture
def suggester(codebook: Codebook, read: CachedReader) -> Suggester:
    return Suggester(codebook, read=read)


def first(suggester: Suggester, text: str) -> Proposal:
    return suggester.suggest([text])[0][0]


def codes(suggester: Suggester, text: str) -> list[str]:
    return [proposal.code_id for proposal in suggester.suggest([text])[0]]


# What the codebook says


def test_a_keyword_suggests_its_code_and_is_the_reason(suggester: Suggester) -> None:
    proposal = first(suggester, "I filled in the form over a weekend.")
    assert (proposal.code_id, proposal.because) == ("pa", "keyword: form")


@pytest.mark.parametrize(
    "said", ["nine-day fortnight", "nine day fortnights", "Nine-Day Fortnight"]
)
def test_a_phrase_is_found_however_it_is_written(suggester: Suggester, said: str) -> None:
    proposal = first(suggester, f"So I went on a {said} in May.")
    assert (proposal.code_id, proposal.because) == ("rp", "keyword: nine-day fortnight")


def test_two_words_that_a_code_writes_as_one_are_a_reason_too(read: CachedReader) -> None:
    code = Code("1", "Unfamiliar dataset")
    suggester = Suggester(Codebook("b", "b", codes=(code,)), read=read)
    assert first(suggester, "It was all of the data set.").because == "word: data set"


def test_half_a_phrase_is_not_the_phrase(suggester: Suggester) -> None:
    assert "keyword" not in "".join(
        proposal.because for proposal in suggester.suggest(["A fortnight went by like a week."])[0]
    )


def test_other_forms_of_a_word_count_and_are_shown_as_they_were_said(suggester: Suggester) -> None:
    proposal = first(suggester, "The roles of managers differ, and working depends on them.")
    assert proposal.code_id == "rm"
    assert proposal.because == "words: roles, managers"


def test_a_misspelt_word_counts_for_less_and_is_shown_as_what_it_is(suggester: Suggester) -> None:
    misspelt = first(suggester, "That was the proces of aproval.")
    spelt = first(suggester, "That was the process of approval.")
    assert misspelt.code_id == spelt.code_id == "pa"
    assert misspelt.score < spelt.score
    assert misspelt.because == "words: proces (near process), aproval (near approval)"


def test_a_rare_word_of_the_codebook_counts_for_more_than_a_common_one(read: CachedReader) -> None:
    book = Codebook(
        "b",
        "b",
        codes=(
            Code("1", "Rota", keywords=("rota", "team")),
            Code("2", "Desk", keywords=("desk", "team"), position=1),
            Code("3", "Laptop", keywords=("laptop", "team"), position=2),
        ),
    )
    suggester = Suggester(book, read=read)
    assert codes(suggester, "The team has a rota.")[0] == "1"
    everywhere = suggester.suggest(["The team came."])[0]
    assert all(proposal.score < first(suggester, "The rota came.").score for proposal in everywhere)


def test_what_is_excluded_counts_against(read: CachedReader) -> None:
    base = Code("1", "Pattern", definition="Whether it is kept.")
    warned = Code("2", "Rota", exclude="holidays", position=1)
    other = Code("3", "Holidays", position=2)
    suggester = Suggester(Codebook("b", "b", codes=(base, warned, other)), read=read)
    with_it = {p.code_id: p.score for p in suggester.suggest(["The rota has holidays."])[0]}
    without = {p.code_id: p.score for p in suggester.suggest(["The rota has weekends."])[0]}
    assert with_it["2"] < without["2"]


def test_questions_and_retired_and_merged_codes_are_never_suggested(suggester: Suggester) -> None:
    suggester.fit(["The nursery was the point."], ["old"])
    said = "It was implemented as intended, at the nursery, with paperwork."
    assert not {"q1", "old", "gone"} & set(codes(suggester, said))


def test_nothing_is_suggested_for_what_says_nothing(suggester: Suggester) -> None:
    assert suggester.suggest(["Yeah.", "", "[laughs]", "It rained in Bolton."]) == [[], [], [], []]


# What is already coded


def test_likeness_to_coded_text_names_the_place_and_quotes_it(suggester: Suggester) -> None:
    suggester.fit(
        ["Most of us just sort it out on the board first, with colleagues.", "I have Fridays off."],
        ["Process for approval", "rp"],
        ["SW01 turn 9", "SW02 turn 4"],
    )
    proposal = first(suggester, "You sort it out on the board first with your colleagues.")
    assert proposal.code_id == "pa"
    assert proposal.because == "like SW01 turn 9: “…it out on the board first, with colleagues”"


def test_likeness_is_found_without_labels_too(suggester: Suggester) -> None:
    suggester.fit(["The whiteboard on the wall decides who has which Friday off."], ["pa"])
    proposal = first(suggester, "The whiteboard on the wall decides who has Monday.")
    assert proposal.because == "like: “The whiteboard on the wall decides who has…”"


def test_the_same_words_again_are_the_strongest_reason(suggester: Suggester) -> None:
    said = "You just put a cross in the diary and nobody minds"
    coded = [said, "The diary is full of crosses and nobody minds that either"]
    suggester.fit(coded, ["rm", "rp"])
    again = first(suggester, f"Well, {said.lower()}.")
    assert again.code_id == "rm"
    assert again.score > 0.6


def test_a_text_may_have_several_codes_and_a_merged_one_counts_for_its_heir(
    suggester: Suggester,
) -> None:
    suggester.fit([ENVELOPE], [["Paperwork", "Role of manager"]])
    assert set(codes(suggester, ENVELOPE)) == {"pa", "rm"}


def test_learning_again_replaces_what_was_learnt(suggester: Suggester) -> None:
    suggester.fit([ENVELOPE], ["pa"])
    suggester.fit([KETTLE], ["rm"])
    assert codes(suggester, ENVELOPE) == []
    assert codes(suggester, KETTLE) == ["rm"]
    suggester.fit([], [])
    assert codes(suggester, KETTLE) == []


def test_one_coded_text_and_one_code_are_enough(read: CachedReader) -> None:
    suggester = Suggester(Codebook("b", "b", codes=(Code("1", "Cost"),)), read=read)
    suggester.fit([ENVELOPE], ["Cost"])
    assert codes(suggester, ENVELOPE) == ["1"]


def test_an_empty_codebook_suggests_nothing(read: CachedReader) -> None:
    assert Suggester(Codebook("b", "b"), read=read).fit([], []).suggest(["Some words."]) == [[]]


def test_a_sentence_is_no_evidence_for_what_it_is_coded_with_itself(suggester: Suggester) -> None:
    here, there = Place("t1", Span(0, 50)), Place("t2", Span(0, 50))
    suggester.fit([KETTLE], ["rm"], places=[here])
    assert suggester.sequence([KETTLE], [Place("t1", Span(40, 90))]).propose([0]) == [[]]
    assert suggester.sequence([KETTLE], [there]).propose([0])[0][0].code_id == "rm"


# What stands around a sentence


def test_a_sentence_is_helped_by_what_stands_around_it(suggester: Suggester) -> None:
    texts = [
        "I filled in the form.",
        "It took ages and went astray.",
        "Then HR lost it.",
        *["Rain."] * 9,
    ]
    alone = suggester.suggest(texts)
    together = suggester.suggest(texts, in_sequence=True)
    assert alone[1] == []
    assert together[1][0].code_id == "pa"
    assert together[1][0].because == "nearby, keyword: form"
    assert together[0][0].score > alone[0][0].score
    assert together[-1] == []


def test_asking_for_some_sentences_gives_what_asking_for_all_gives(suggester: Suggester) -> None:
    texts = [
        "I filled in the form.",
        "It took ages.",
        "Then HR lost it.",
        "My manager said so.",
        "Yes.",
    ]
    sequence = suggester.sequence(texts)
    assert sequence.propose([3, 1]) + sequence.propose([4, 0, 2]) == [
        suggester.suggest(texts, in_sequence=True)[place] for place in (3, 1, 4, 0, 2)
    ]


# Scores


SAID = "form HR manager managers pattern week approval the and sort board rota nursery sign off"
WORDS = st.lists(st.sampled_from(SAID.split()), max_size=30).map(" ".join)


@settings(deadline=None)
@given(texts=st.lists(WORDS, max_size=5), coded=st.lists(WORDS, max_size=4), top=st.integers(1, 6))
def test_scores_are_in_order_between_0_and_1_and_never_without_a_reason(
    read: CachedReader, texts: list[str], coded: list[str], top: int
) -> None:
    from tests.suggest.material import APPROVAL, MANAGER, PATTERNS, QUESTION

    book = Codebook("b", "b", codes=(QUESTION, APPROVAL, MANAGER, PATTERNS))
    suggester = Suggester(book, read=read)
    suggester.fit(coded, [("pa", "rm", "rp")[place % 3] for place in range(len(coded))])
    for in_sequence in (False, True):
        answers = suggester.suggest(texts, top, in_sequence=in_sequence)
        assert len(answers) == len(texts)
        for proposals in answers:
            scores = [proposal.score for proposal in proposals]
            assert len(proposals) <= top
            assert scores == sorted(scores, reverse=True)
            assert all(MINIMUM <= score <= 1 for score in scores)
            assert all(proposal.because for proposal in proposals)
            assert len({proposal.code_id for proposal in proposals}) == len(proposals)


def test_more_evidence_means_a_higher_score(suggester: Suggester) -> None:
    scores = [
        first(suggester, text).score
        for text in (
            "The form.",
            "The form went to HR.",
            "The approval form went to HR to sign off.",
        )
    ]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1] < 1


# What else can be given


def test_codes_can_be_named_by_id_name_or_path(suggester: Suggester) -> None:
    suggester.fit(
        ["a b", "c d", "e f"],
        ["pa", "process for approval", "Implemented as intended / Role of manager"],
    )


def test_an_unknown_or_ambiguous_code_is_named(read: CachedReader) -> None:
    book = Codebook(
        "b",
        "b",
        codes=(
            Code("1", "Time"),
            Code("2", "Cost", parent_id="1"),
            Code("3", "Space", position=1),
            Code("4", "Cost", parent_id="3"),
        ),
    )
    suggester = Suggester(book, read=read)
    with pytest.raises(NotFoundError, match="no code “Weather”"):
        suggester.fit(["some text"], ["Weather"])
    with pytest.raises(AmbiguousNameError, match="Time / Cost, Space / Cost"):
        suggester.fit(["some text"], ["Cost"])
    with pytest.raises(UsageError, match="2 texts, 1 codes, 2 labels and 2 places"):
        suggester.fit(["one", "two"], ["1"])


def test_without_a_trained_pipeline_there_are_still_suggestions(codebook: Codebook) -> None:
    suggester = Suggester(codebook, read=CachedReader(blank_pipeline()))
    suggester.fit([KETTLE], ["rm"])
    assert codes(suggester, "I filled in the form.") == ["pa"]
    assert codes(suggester, KETTLE) == ["rm"]


def test_the_engines_are_listed_in_one_place() -> None:
    assert [engine.NAME for engine in ENGINES] == ["words", "like"]


def test_a_reader_forgets_before_it_grows_without_end() -> None:
    reader = CachedReader(blank_pipeline(), most=3)
    for number in range(10):
        assert reader([f"text {number}", "same"])[0].text == f"text {number}"
