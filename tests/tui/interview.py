"""The interview of the tests: invented words, with brackets, emoji, marks and Arabic in them."""

from __future__ import annotations

from ipe_coder.model.segment import Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Role, Source, Speaker, Transcript, Turn
from ipe_coder.tui.rendering import CodeLook

WORDS = """\
Int: Thanks for making the time. Could you tell me what you do?
SW03: I am a social worker in the duty team, three years now.
Int: Can you take me back to when you first heard about the compressed week?
SW03: It came up in supervision. My manager said a couple of people on duty had moved to a \
nine-day fortnight and asked whether I fancied it. I nearly said no, because I assumed you had \
to have small children to be allowed.
Int: What changed your mind?
SW03: Seeing somebody actually take the Friday. Nobody rang her. That sounds daft, but it told \
me more than the policy did.
Int: So how did you go about asking for it?
SW03: I filled in the form over a weekend, and it came back from HR with two questions about \
court dates. My manager had already said yes by then, so the form was catching up with a \
decision. To be honest most of us just agree it between ourselves and write it on the \
whiteboard. If you wait for the paperwork you lose the month.
Int: And does it hold, once it is agreed?
SW03: Mostly. When we are on duty it goes out of the window, and nobody pretends otherwise. You \
swap the day, or you bank it. [laughs] I have banked about a week and a half.
Int: Is there anybody who keeps an eye on that?
SW03: My manager has a list on her phone. I would not call it a system. It works because she is \
fair, and if she left I think we would be back to asking favours.
Int: How do the families find it?
SW03: Nobody asked them [/] as far as I know. [b]Some[/b] text me a \U0001f44d\U0001f3fd or a \
\U0001f468\u200d\U0001f469\u200d\U0001f467 and leave it there. One father wrote \
"\u0634\u0643\u0631\u0627 \u062c\u0632\u064a\u0644\u0627" \
and one "ti\u1ebfng Vi\u1ec7t o\u0308\u0301 q\u0303" which I had to look up.
Int: Is there anything I have not asked?
SW03: Only that it should be written down somewhere. It depends on who you have."""

CODES = {
    "Pa": CodeLook("Pa", 1), "Rm": CodeLook("Rm", 2), "Bo": CodeLook("Bo", 3),
    "To": CodeLook("To", 4), "Rp": CodeLook("Rp", 5), "Du": CodeLook("Du", 6),
    "Ec": CodeLook("Ec", 1, 2), "Pm": CodeLook("Pm", 2, 3), "Ct": CodeLook("Ct", 8),
}  # fmt: skip

QUOTES = [
    ("Rm", "My manager said", "fancied it."),
    ("Rp", "a couple of people", "nine-day fortnight"),
    ("Ec", "Seeing somebody", "policy did."),
    ("Pa", "I filled in", "whiteboard."),
    ("Rm", "My manager had already", "decision."),
    ("Du", "When we are on duty", "window,"),
    ("Bo", "When we are on duty", "bank it."),
    ("To", "You swap the day", "half."),
    ("Rm", "It works because", "favours."),
]


def make_transcript(words: str = WORDS, ident: str = "sw03") -> Transcript:
    """Make a transcript from lines of `Speaker: words`."""
    labels: list[str] = []
    turns: list[Turn] = []
    pieces: list[str] = []
    place = 0
    for index, line in enumerate(words.split("\n")):
        label, _, said = line.partition(": ")
        if label not in labels:
            labels.append(label)
        turns.append(Turn(index, place, place + len(said), labels.index(label)))
        pieces.append(said)
        place += len(said) + 1
    speakers = tuple(
        Speaker(label, Role.INTERVIEWER if label.startswith("Int") else Role.PARTICIPANT)
        for label in labels
    )
    source = Source("sw03.txt", "plain", "0" * 64, len(words))
    return Transcript(ident, "study", "SW03", "\n".join(pieces), tuple(turns), speakers, source)


def segment(transcript: Transcript, code: str, start: int, end: int) -> Segment:
    """Make a segment of a code over some code points."""
    quote = transcript.text[start:end]
    return Segment(f"{code}-{start}", transcript.id, Span(start, end), quote, code, "AB")


def make_segments(transcript: Transcript) -> list[Segment]:
    """Code the interview as the drawings of the screens show it."""
    found = []
    for code, head, tail in QUOTES:
        start = transcript.text.index(head)
        end = transcript.text.index(tail, start) + len(tail)
        found.append(segment(transcript, code, start, end))
    return found
