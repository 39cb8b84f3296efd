"""The segments of a code are counted, by coder and by transcript, without reading their words.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put an index of all that is counted in the place of that of codes alone."""
    op.drop_index("ix_segment_code_id", table_name="segment")
    op.create_index(
        "ix_segment_code", "segment", ["code_id", "coder_id", "anchor", "transcript_id"]
    )
