"""The distributions of members' figures"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

SCHEMA = "projectionist"


def upgrade() -> None:
    op.create_table(
        "distributions",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("quantiles", sa.ARRAY(sa.Double()), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("figure"),
        schema=SCHEMA,
    )
