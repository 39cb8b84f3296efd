"""Speaker labels: what can be one, and what looks like one.

Whether a label is taken as a speaker is decided over the whole file, in `_speakers`; here
it is only judged by itself, and a label is judged once a file however often it occurs.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

LONGEST_LABEL = 48

_POSSIBLE = re.compile(r"[^\W_](?:[^:?!;=<>\"“”\t\n…]{0,47}|[^\W_]{0,11}\s?\d{0,3}\?)")
"""Transcribers write `P3?` where they are not sure who speaks."""
_DATE = re.compile(
    r"(?:[^\W\d_]+day,?\s+)?(?:\d{1,4}(?:[/.-]\d{1,2}[/.-]\d{1,4}|(?:st|nd|rd|th)?\s+MONTH)"
    r"|MONTH\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?![^\W_])".replace(
        "MONTH", r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    ),
    re.IGNORECASE,
)
"""A day before a time of day is when a meeting was, and nobody's name."""
_SUFFIX = re.compile(r"[\s#_.\-]*\d{1,4}[a-z]?$|\s*\?$", re.IGNORECASE)
_DOUBTED = re.compile(r"[A-Z]{1,3}\d{0,3}\s?\?")
_LONGEST = 200
"""Characters of a label that is looked at: a column of speakers may hold anything."""
_ADDITION = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
_CODE = re.compile(r"(?=.*\d)[A-Z]{1,4}(?:[ .\-]?[A-Z]{0,3}\d{1,4}){1,3}[A-Za-z]?")


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(","))


ASKS = _listed(
    "interviewer, interviewr, interviewers, int, intv, intvr, intvwr, ivr, iv, ir, researcher, "
    "moderator, mod, facilitator, fac, evaluator"
)
"""Stems of labels of those who ask."""
ANSWERS = _listed("interviewee, participant, ppt, pt, respondent, resp, ie")
"""Stems of labels of those who answer."""
VOICES = _listed(
    "unknown, unidentified, unknown speaker, unidentified speaker, unknown voice, male voice, "
    "female voice, voice, unknown participant, unidentified participant, unknown female, "
    "unknown male, unidentified female, unidentified male, all, both, several, several voices, "
    "many voices, group"
)
"""Labels of voices that the transcriber could not, or need not, tell apart."""
BYSTANDERS = _listed(
    "observer, note taker, note-taker, notetaker, interpreter, translator, transcriber, narrator"
)
"""Stems of labels of people present who are not interviewed."""
_CODED = frozenset({"p", "i"})
"""Letters that with a number are a speaker: `P1`, `I2`. `R1` may be a recommendation."""

_FIELDS = _listed(
    "date, time, duration, length, location, place, venue, site, title, subject, file, filename, "
    "recording, audio, transcript, transcription, transcribed, interview, study, project, "
    "participants, present, attendees, id, ref, reference, version, page, key, note, notes, nb, "
    "ps, source, language, consent, mode, wave, age, gender, sex, organisation, organization, "
    "start, end, url, email, http, https, mailto, summary, background, topic, warning, "
    "disclaimer, eg, ie, example"
)
"""Words that head facts about a transcript rather than speech."""
_JOINS = _listed("of, and, in, no, number, name, code")
"""Words that join a fact to what it is about."""
_OPENERS = _listed(
    "yes, yeah, no, okay, ok, so, and, but, or, because, well, like, also, then, therefore, "
    "however, anyway, first, firstly, second, secondly, third, thirdly, finally, right, sure, "
    "question, answer, reminder, the, this, that, these, those, it, there, here, what, why, how, "
    "when, where, which, who"
)
"""Words that begin a sentence and are nobody's name."""
_INNER = _listed(
    "a, an, the, and, but, or, so, if, of, to, in, on, at, for, from, with, by, as, than, then, "
    "is, are, was, were, be, been, has, have, had, do, does, did, will, would, can, could, "
    "should, said, says, say, asked, this, that, these, those, it, i, i'm, i'd, he, she, they, "
    "we, you, my, your, his, her, our, their, me, him, them, us, what, when, where, why, how, "
    "who, which, because, there, here, not, no, just, also, about, thing, things"
)
"""Words that stand in sentences and in no name of several words."""
_PARTICLES = _listed(
    "van, von, der, den, de, del, della, di, da, dos, du, la, le, el, al, bin, ibn, ben, ap, ab, "
    "ferch, y, e, zu, ter, ten, af, av, speaker, voice, participant, interviewer"
)
"""Words in lower case that stand in names and labels."""


class Likeness(IntEnum):
    """How much a label looks like a speaker's."""

    NONE = 0
    """It is a sentence, a fact about the file, or no words at all."""
    WEAK = 1
    """It could be a job or a description."""
    NAME = 2
    """It is written like a name or a code."""
    CERTAIN = 3
    """It is a word for a part in an interview: `Interviewer`, `Participant 3`."""


@lru_cache(maxsize=256)
def possible(label: str) -> bool:
    """Tell whether a stretch of a line has the length and the characters of a label."""
    return _POSSIBLE.fullmatch(label) is not None and _DATE.match(label) is None


@lru_cache(maxsize=256)
def key_of(label: str) -> str:
    """Fold a label, so that `INT`, `Int` and `Int.` are one speaker."""
    return " ".join(label.casefold().rstrip(". ").split())


def stem_of(key: str) -> str:
    """Cut number and addition off a key: `participant 3 (female)` is a `participant`."""
    if len(key) > _LONGEST:
        return key
    stem = _SUFFIX.sub("", _ADDITION.sub("", key))
    return stem.strip(" .") or key


@lru_cache(maxsize=256)
def kind_of(label: str) -> str:
    """Tell how a label is written: as a role, a code, in capitals, or as a name."""
    if len(label) > _LONGEST:
        return "name"
    bare = _ADDITION.sub("", label)
    if stem_of(key_of(label)) in ASKS | ANSWERS | VOICES | BYSTANDERS | {"speaker", "i"}:
        return "role"
    if _CODE.fullmatch(bare) or _DOUBTED.fullmatch(bare):
        return "code"
    return "capitals" if bare.isupper() else "name"


def names_in(key: str) -> list[str]:
    """Part a key of two names, such as `p3/int`; a list of one for any other."""
    return [name.strip() for name in re.split(r"/|&|\+|,| and ", key) if name.strip()]


def is_field(label: str) -> bool:
    """Tell whether a label heads a fact about the transcript, such as `Date of interview`."""
    if len(label) > _LONGEST:
        return False
    words = [word for word in re.split(r"[\s.]+", _SUFFIX.sub("", label.casefold())) if word]
    if not words:
        return False
    # Of `Key worker` and `Date of interview` only the second is a fact.
    return words[-1] in _FIELDS or (words[0] in _FIELDS and words[1] in _JOINS)


def likeness(label: str) -> Likeness:
    """Judge a label by itself."""
    if len(label) > _LONGEST:
        return Likeness.NONE
    key = key_of(label)
    stem = stem_of(key)
    if key in VOICES or stem in ASKS or stem in ANSWERS or stem in BYSTANDERS:
        return Likeness.CERTAIN
    if stem == "speaker" or label == "I" or (stem in _CODED and kind_of(label) == "code"):
        return Likeness.CERTAIN
    if is_field(label) or key in _OPENERS:
        return Likeness.NONE
    words = _ADDITION.sub("", label).split()
    if label.endswith("?") and kind_of(label) != "code":
        return Likeness.NONE
    if len(words) > 6 or not any(char.isalpha() for char in label):
        return Likeness.NONE
    return _of_words(words)


def _of_words(words: list[str]) -> Likeness:
    if len(words) > 1 and (
        words[0].casefold() in _OPENERS or any(word in _INNER for word in words)
    ):
        return Likeness.NONE
    if any("," in word for word in words[:-1]) and not _CODE.fullmatch(words[0].rstrip(",")):
        # `Lowe, Hester` is a person, and `Well, Hester` is an address.
        return Likeness.WEAK if _surname_first(words) else Likeness.NONE
    if len(words) == 1 or all(_like_name(word) for word in words):
        return Likeness.NAME
    return Likeness.WEAK if len(words) <= 4 and words[0][0].isupper() else Likeness.NONE


def _surname_first(words: list[str]) -> bool:
    """Tell whether a label is `Surname, Forename` or `Name, job`, with one comma."""
    first, *rest = " ".join(words).split(",")
    opens = first.casefold() in _OPENERS
    return len(rest) == 1 and not opens and len(words) <= 4 and words[0][0].isupper()


def _like_name(word: str) -> bool:
    first = word[0]
    # A letter without cases, as in Arabic, is as good as a capital.
    return (
        not first.isalpha() or first.isupper() or first.lower() == first.upper()
    ) or word in _PARTICLES
