"""Stems: the endings that people use of one word are one, and words of other sense are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.language.stems import heads_of, stem

# What the Snowball project's own English stemmer gives.
PUBLISHED = """
caresses caress, flies fli, dies die, mules mule, denied deni, died die, agreed agre,
humbled humbl, sized size, meeting meet, stating state, siezing siez, itemization item,
sensational sensat, traditional tradit, reference refer, colonizer colon, plotted plot,
consistency consist, consolidation consolid, consoling consol, knightly knight, knackeries knackeri,
dying die, skies sky, news news, generously generous, communication communic, proceed proceed,
exceeding exceed, hopping hop, hoping hope, falling fall, controlling control, happily happili,
probability probabl, vietnamization vietnam, dependent depend, homologous homolog, adoption adopt,
bowdlerize bowdler, rational ration, operator oper, sayings say, cries cri, by by, say say,
psychologist psycholog, added add, evenings evening, international internat, organised organis,
yellow yellow, enjoying enjoy, manager's manag, boys' boy, 'twas twas, luxuriating luxuri
""".replace("\n", " ")


@pytest.mark.parametrize("pair", [one.strip() for one in PUBLISHED.split(",")])
def test_stems_are_those_of_the_published_rules(pair: str) -> None:
    word, wanted = pair.split()
    assert stem(word) == wanted


def test_what_managers_do_is_one_word() -> None:
    forms = ("manager", "managers", "manager’s", "managing", "managed", "management", "manage")
    assert {stem(one) for one in forms} == {"manag"}
    assert stem("university") != stem("universal")


@given(st.from_regex(r"[a-z']{1,14}", fullmatch=True))
def test_every_word_begins_with_a_head_of_its_stem(word: str) -> None:
    if not word.startswith("'"):
        assert word.startswith(heads_of(stem(word)))
