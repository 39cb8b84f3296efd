"""The tables. Every column is text, a whole number, a float or bytes.

Times are ISO 8601 text in UTC and lists are JSON text, so that a row's image in the journal
is the row itself and both databases hold the same. No foreign key deletes or changes anything
by itself, and all are checked at commit: an undo may write rows in any order.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISION = "0003"
"""The newest revision of the tables; the newest script in `upgrades/versions` has the same."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _text(name: str, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=default is None, server_default=default)


def _whole(name: str, default: int | None = 0) -> Column[int]:
    return Column(
        name,
        Integer,
        nullable=default is None,
        server_default=None if default is None else str(default),
    )


def _real(name: str) -> Column[float]:
    return Column(name, Float, nullable=True)


def _ref(name: str, table: str, *, null: bool = False, index: bool = True) -> Column[str]:
    key = ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return Column(name, Text, key, nullable=null, index=index)


alembic_version = Table(
    "alembic_version", MetaData(), Column("version_num", Text, primary_key=True)
)
"""The revision of the tables, where Alembic looks for it."""

setting = Table("setting", metadata, _id(), _text("value"))
"""The project's name, when it was made and its settings, as JSON text by key."""

coder = Table(
    "coder",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("kind", "person"),
    _text("created_at"),
)

study = Table(
    "study",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("title"),
    _text("design", "rct"),
    _text("method", "framework"),
    _text("approach", "deductive"),
    _text("organisations", "[]"),
    _whole("position"),
)

arm = Table(
    "arm",
    metadata,
    _id(),
    _ref("study_id", "study"),
    Column("name", Text, nullable=False),
    _whole("position"),
    _whole("is_control"),
    UniqueConstraint("study_id", "name"),
)

study_fact = Table(
    "study_fact",
    metadata,
    _id(),
    _ref("study_id", "study"),
    _text("name"),
    _text("value"),
    _ref("arm_id", "arm", null=True),
    _text("source"),
)

content = Table(
    "content",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),
)
"""Texts of transcripts, stored once each, beside the journal."""

turn_list = Table(
    "turn_list",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("turns", Text, nullable=False),
    Column("speakers", Text, nullable=False),
)
"""The turns of a text as JSON: start, end, speaker, begins and ends in milliseconds.

`speakers` says who speaks turn after turn in one character each, so that progress over a
thousand transcripts needs no parsing.
"""

original = Table(
    "original",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Original files, byte for byte."""


def _version_columns() -> list[Column[Any]]:
    """Columns that every version of a transcript has."""
    return [
        Column("content_sha", Text, nullable=False),
        Column("turns_sha", Text, nullable=False),
        Column("original_sha", Text, nullable=True),
        _text("filename"),
        _text("format"),
        _text("encoding"),
        _whole("size"),
        _text("imported_at"),
        _whole("words"),
        _whole("turns"),
        _text("notes", "[]"),
    ]


transcript = Table(
    "transcript",
    metadata,
    _id(),
    _ref("study_id", "study"),
    Column("title", Text, nullable=False),
    _text("kind", "interview"),
    _text("language", "en"),
    _text("collected_on", None),
    _text("mode"),
    _real("duration"),
    _text("wave"),
    _whole("version", 1),
    _whole("position"),
    *_version_columns(),
)

transcript_version = Table(
    "transcript_version",
    metadata,
    _id(),
    _ref("transcript_id", "transcript"),
    _whole("version", 1),
    _text("speakers", "[]"),
    *_version_columns(),
)
"""Earlier versions of corrected transcripts."""

participant = Table(
    "participant",
    metadata,
    _id(),
    _ref("study_id", "study"),
    Column("pseudonym", Text, nullable=False),
    _text("respondent", None),
    _ref("arm_id", "arm", null=True),
    _text("no_arm", "unknown"),
    _text("consent", "quote with role"),
    _text("attributes", "{}"),
    UniqueConstraint("study_id", "pseudonym"),
)

appearance = Table(
    "appearance",
    metadata,
    _id(),
    _ref("participant_id", "participant"),
    _ref("transcript_id", "transcript", null=True),
    _text("transcript"),
    _text("speaker"),
    _text("attributes", "{}"),
)

speaker = Table(
    "speaker",
    metadata,
    _id(),
    _ref("transcript_id", "transcript"),
    _whole("position"),
    _text("label"),
    _text("role", "unknown"),
    _ref("participant_id", "participant", null=True),
)

guide_question = Table(
    "guide_question",
    metadata,
    _id(),
    _ref("study_id", "study"),
    _text("text"),
    _text("respondent", None),
    _text("code_ids", "[]"),
    _whole("position"),
    _text("label"),
    _text("part"),
)

asking = Table(
    "asking",
    metadata,
    _id(),
    _ref("transcript_id", "transcript"),
    _whole("turn"),
    _ref("question_id", "guide_question"),
    _whole("confirmed"),
)
"""An interviewer turn that asks a question of the guide.

`confirmed` is 1 where somebody said so, 0 where that is to be confirmed again, -1 where somebody
said that the turn does not ask it."""

marking = Table("marking", metadata, _id(), _ref("transcript_id", "transcript"))
"""A transcript of which somebody said that every question asked in it is marked."""

codebook = Table(
    "codebook",
    metadata,
    _id(),
    _ref("study_id", "study"),
    _text("name"),
    _text("approach", "deductive"),
    _whole("version", 1),
    UniqueConstraint("study_id"),
)

code = Table(
    "code",
    metadata,
    _id(),
    _ref("codebook_id", "codebook"),
    _ref("parent_id", "code", null=True),
    Column("name", Text, nullable=False),
    _text("kind", "code"),
    _text("derived", "deductive"),
    _text("definition"),
    _text("include"),
    _text("exclude"),
    _text("near_miss"),
    _text("examples", "[]"),
    _text("keywords", "[]"),
    _text("dimension"),
    _text("mark"),
    _whole("colour"),
    _whole("line"),
    _text("key"),
    _whole("position"),
    _whole("version", 1),
    _ref("merged_into", "code", null=True),
    _text("retired_at", None),
)

segment = Table(
    "segment",
    metadata,
    _id(),
    _ref("transcript_id", "transcript", index=False),
    Column("start_at", Integer, nullable=False),
    Column("end_at", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    _ref("code_id", "code", index=False),
    _ref("coder_id", "coder", index=False),
    _text("origin", "human"),
    _text("stance", None),
    _whole("starred"),
    _whole("quotable", 1),
    _text("anchor", "kept"),
    _text("voices"),
    _whole("turn"),
    _whole("last_turn"),
    _text("created_at"),
    Index("ix_segment_place", "transcript_id", "start_at"),
    Index("ix_segment_coder", "transcript_id", "coder_id"),
    # All that is counted of a code's segments stands in it, so that no row of words is read.
    Index("ix_segment_code", "code_id", "coder_id", "anchor", "transcript_id"),
)
"""`voices` says which speakers say how many words in it (`0:12 2:5`); it follows from the span."""

memo = Table(
    "memo",
    metadata,
    _id(),
    _text("about"),
    Column("about_id", Text, nullable=False, index=True),
    _text("kind", "analytic"),
    _text("title"),
    _text("body"),
    _ref("coder_id", "coder", null=True),
    _whole("start_at", None),
    _whole("end_at", None),
    _text("created_at"),
    _text("edited_at", None),
)

theme = Table(
    "theme",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    _text("statement"),
    _ref("node_id", "code", null=True),
    _ref("coder_id", "coder", null=True),
    _text("created_at"),
)

theme_code = Table(
    "theme_code",
    metadata,
    _id(),
    _ref("theme_id", "theme"),
    _ref("code_id", "code"),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _ref("theme_id", "theme"),
    _ref("segment_id", "segment"),
    _text("side", "for"),
    _text("note"),
)

outcome = Table(
    "outcome",
    metadata,
    _id(),
    _ref("study_id", "study"),
    Column("name", Text, nullable=False),
    _text("rank", None),
    _text("higher_is", "neither"),
    _text("instrument"),
    _real("scale_low"),
    _real("scale_high"),
    _whole("position"),
    UniqueConstraint("study_id", "name"),
)

result = Table(
    "result",
    metadata,
    _id(),
    _ref("outcome_id", "outcome"),
    _text("experiment"),
    _text("groups", "[]"),
    _real("estimate"),
    _real("low"),
    _real("high"),
    _real("level"),
    _text("p"),
    _text("direction"),
    _text("timepoint"),
    _text("status"),
    _text("analysis"),
    _text("model", "unknown"),
    _text("contrast", "independent"),
    _text("sided"),
    _text("alpha"),
    _text("spread", "se"),
    _text("unit", "people"),
    _text("source"),
    _text("printed", "{}"),
    _whole("position"),
)

joint_link = Table(
    "joint_link",
    metadata,
    _id(),
    _ref("outcome_id", "outcome"),
    _ref("theme_id", "theme"),
    _ref("segment_id", "segment", null=True),
    _whole("position"),
    UniqueConstraint("outcome_id", "theme_id"),
)

verdict = Table(
    "verdict",
    metadata,
    _id(),
    _ref("outcome_id", "outcome"),
    _ref("theme_id", "theme"),
    _text("judgement"),
    _text("reason"),
    _text("statement"),
    _ref("coder_id", "coder", null=True),
    _text("at"),
)

summary = Table(
    "summary",
    metadata,
    _id(),
    _ref("participant_id", "participant"),
    _ref("code_id", "code"),
    _text("text"),
    _ref("coder_id", "coder", null=True),
    _text("edited_at"),
    UniqueConstraint("participant_id", "code_id"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    _text("at"),
    Column("coder_id", Text, nullable=True),
    _text("label"),
    _text("kind", "do"),
    _text("state", "live"),
    _whole("target", None),
    _text("reason"),
    _text("tables"),
    Index("ix_change_coder", "coder_id", "state", "seq"),
    Index("ix_change_target", "target"),
    Index(
        "ix_change_undone",
        "seq",
        sqlite_where=text("state = 'undone'"),
        postgresql_where=text("state = 'undone'"),
    ),
    sqlite_autoincrement=True,
)

row_change = Table(
    "row_change",
    metadata,
    Column(
        "seq",
        Integer,
        ForeignKey("change.seq", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    Column("ordinal", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("before", Text, nullable=True),
    Index("ix_row_change_key", "key", "seq"),
)
"""Only what stood before is kept: what came after is the next such image, or the row itself."""

JOURNALLED: dict[str, Table] = {
    table.name: table
    for table in metadata.sorted_tables
    if table.name not in {"change", "row_change", "content", "turn_list", "original"}
}
"""Tables whose rows are written only through a change."""
