"""Studies, arms, participants and where they appear."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Design(StrEnum):
    """How a study was designed."""

    RCT = "rct"
    PILOT = "pilot"


class Method(StrEnum):
    """How a study's transcripts are analysed; it sets what is offered."""

    FRAMEWORK = "framework"
    CODEBOOK_TA = "codebook TA"
    CODING_RELIABILITY = "coding reliability"
    CONTENT_ANALYSIS = "content analysis"
    REFLEXIVE_TA = "reflexive TA"


class Respondent(StrEnum):
    """What a participant is to the intervention."""

    RECIPIENT = "recipient"
    DELIVERER = "deliverer"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    BENEFICIARY = "beneficiary"
    PARTNER = "partner"
    NON_USER = "non-user"


class NoArm(StrEnum):
    """Why a participant is in no arm. These are never merged."""

    NOT_RANDOMISED = "not randomised"
    NO_ARMS = "no arms"
    UNKNOWN = "unknown"


class Consent(StrEnum):
    """What a participant allows to be printed of their words."""

    QUOTE_WITH_ROLE = "quote with role"
    QUOTE_WITHOUT_ROLE = "quote without role"
    PARAPHRASE_ONLY = "paraphrase only"


@dataclass(frozen=True, slots=True)
class Arm:
    """A group of a trial."""

    id: str
    study_id: str
    name: str
    position: int = 0
    is_control: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """One trial or pilot."""

    id: str
    name: str
    title: str = ""
    """The name as a report prints it; the name itself when empty."""
    design: Design = Design.RCT
    method: Method = Method.FRAMEWORK
    approach: str = "deductive"
    organisations: tuple[str, ...] = ()
    position: int = 0
    arms: tuple[Arm, ...] = ()

    @property
    def label(self) -> str:
        """The name to print."""
        return self.title or self.name


@dataclass(frozen=True, slots=True)
class StudyFact:
    """One figure about a study, such as how many were randomised, with its source."""

    id: str
    study_id: str
    name: str
    value: str
    """As printed in the source."""
    arm_id: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person under a pseudonym."""

    id: str
    study_id: str
    pseudonym: str
    respondent: Respondent | None = None
    arm_id: str | None = None
    no_arm: NoArm = NoArm.UNKNOWN
    """Why there is no arm; without meaning where `arm_id` is set."""
    consent: Consent = Consent.QUOTE_WITH_ROLE
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def role(self) -> str:
        """The job role, if it is known."""
        return self.attributes.get("role", "")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One participant in one transcript, with what holds only there."""

    id: str
    participant_id: str
    transcript_id: str | None = None
    """None until the transcript is imported."""
    transcript: str = ""
    """The transcript as the participants file names it."""
    speaker: str = ""
    """The label of the voice; empty where the only participant's voice is meant."""
    attributes: dict[str, str] = field(default_factory=dict)
    """What changes between transcripts: wave, usage."""


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """One row of a participants file."""

    participant: str
    transcript: str = ""
    speaker: str = ""
    respondent: Respondent | None = None
    arm: str = ""
    """Name of an arm, or one of the values of `NoArm`; empty when the file does not say."""
    consent: Consent | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    """Line or row in the file, from 1."""
