"""What goes to and comes from the process that makes suggestions: frozen values only."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.language.names import Mention
from ipe_coder.model.code import Codebook
from ipe_coder.model.segment import Suggestion
from ipe_coder.model.spans import Span


@dataclass(frozen=True, slots=True)
class CodedText:
    """A text that somebody coded, to learn from."""

    text: str
    code_id: str
    label: str = ""
    """Where it stands, as reasons shall name it: `SW01 turn 9`."""
    transcript_id: str = ""
    """The transcript it stands in, so that it is no evidence for itself there."""
    span: Span | None = None
    """Its place in that transcript."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """Learn a codebook and what is already coded, in place of what was learnt before."""

    codebook: Codebook
    examples: tuple[CodedText, ...] = ()
    """Coded texts, those that matter most first: very many are not all read."""


@dataclass(frozen=True, slots=True)
class Suggest:
    """Propose codes for the sentences of one transcript."""

    transcript_id: str
    version: int
    """Version of the transcript."""
    text: str
    sentences: tuple[Span, ...]
    """Every sentence of the text, in order."""
    view: Span | None = None
    """What is on the screen: its sentences are answered first."""
    silent: frozenset[int] = frozenset()
    """Places of sentences that only count as surroundings, such as an interviewer's."""
    top: int = 5
    """Suggestions wanted for one sentence."""


@dataclass(frozen=True, slots=True)
class ReadNames:
    """Find what may be names in some texts, one after another."""

    texts: tuple[str, ...]


Request = Prepare | Suggest | ReadNames


@dataclass(frozen=True, slots=True)
class Prepared:
    """A codebook and coded texts were learnt."""

    number: int
    """Number of the request."""
    codebook_id: str
    codebook_version: int
    learnt: int
    """Coded texts that were read."""
    given: int
    """Coded texts that were given."""
    notice: str = ""
    """What is weaker than it could be on this machine; nothing if all is there."""


@dataclass(frozen=True, slots=True)
class SentenceSuggestions:
    """The suggestions for one sentence, the strongest first; none if there is nothing to say."""

    span: Span
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions for some sentences of a transcript."""

    number: int
    """Number of the request."""
    transcript_id: str
    version: int
    """Version of the transcript."""
    codebook_id: str
    codebook_version: int
    sentences: tuple[SentenceSuggestions, ...]
    done: bool
    """Whether every sentence of the request is now answered."""


@dataclass(frozen=True, slots=True)
class NamesRead:
    """What may be names in one of the texts of a request."""

    number: int
    """Number of the request."""
    place: int
    """Place of the text in the request."""
    mentions: tuple[Mention, ...]
    notice: str = ""
    """What is weaker than it could be on this machine; nothing if all is there."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A request could not be answered; the process goes on."""

    number: int
    """Number of the request."""
    message: str
    transcript_id: str = ""
    """The transcript it was about, if any."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The process ended by itself; the next request starts it again."""

    message: str


Answer = Prepared | Suggested | NamesRead | Failed | Stopped
