"""The tables that the first version made; a project of this revision needs nothing.

Revision ID: 0001
Revises:
"""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave the tables as they were made."""
