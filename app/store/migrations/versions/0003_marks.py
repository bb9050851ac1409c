"""Films that visitors marked"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SCHEMA = "projectionist"


def upgrade() -> None:
    op.create_table(
        "visitors",
        sa.Column("visitor", sa.LargeBinary(), nullable=False),
        _moment("marked_at"),
        sa.PrimaryKeyConstraint("visitor"),
        schema=SCHEMA,
    )
    op.create_index("visitors_marked_at", "visitors", ["marked_at"], schema=SCHEMA)
    op.create_table(
        "marks",
        sa.Column("visitor", sa.LargeBinary(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _moment("at"),
        sa.CheckConstraint("kind IN ('not_interested', 'seen')", name="marks_kind"),
        sa.ForeignKeyConstraint(
            ["visitor"], ["projectionist.visitors.visitor"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visitor", "movie_id"),
        schema=SCHEMA,
    )


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )
