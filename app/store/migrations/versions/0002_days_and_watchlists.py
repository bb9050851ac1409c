"""When films were watched, and watchlists"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SCHEMA = "projectionist"


def upgrade() -> None:
    for column in ("diary_read_at", "watchlist_read_at"):
        op.add_column("members", sa.Column(column, sa.DateTime(timezone=True)), schema=SCHEMA)
    op.add_column("ratings", sa.Column("watched_on", sa.Date()), schema=SCHEMA)
    op.create_table(
        "watchlist",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["username"], ["projectionist.members.username"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("username", "movie_id"),
        schema=SCHEMA,
    )
