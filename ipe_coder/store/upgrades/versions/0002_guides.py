"""Questions of a guide get a label and the part they stand in; transcripts can be fully marked.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and the table of transcripts whose questions are all marked."""
    for name in ("label", "part"):
        op.add_column("guide_question", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_table(
        "marking",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("transcript_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_marking"),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name="fk_marking_transcript_id_transcript",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_marking_transcript_id", "marking", ["transcript_id"])
