"""Known members, whose films are read each month, and who opted out of it"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

SCHEMA = "projectionist"
WHEN = sa.DateTime(timezone=True)
STATE = sa.Enum("active", "private", "gone", name="known_member_state", native_enum=False)


def upgrade() -> None:
    op.create_table(
        "known_members",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("state", STATE, server_default="active", nullable=False),
        sa.Column("read_at", WHEN),
        sa.Column("due_at", WHEN, server_default=sa.func.now(), nullable=False),
        sa.Column("leased_until", WHEN),
        sa.Column("leased_by", sa.Text()),
        sa.Column("films_mark", sa.BigInteger()),
        sa.Column("feed_mark", sa.BigInteger()),
        sa.Column("unchanged", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("misses", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("username"),
        schema=SCHEMA,
    )
    op.create_index("known_members_due_at", "known_members", ["due_at", "username"], schema=SCHEMA)
    # Those who were read are known; those of MovieLens are on no site.
    op.execute(
        """
        INSERT INTO projectionist.known_members (username, read_at)
        SELECT username, read_at FROM projectionist.members WHERE username NOT LIKE 'ml:%'
        """
    )
    op.create_table(
        "opted_out",
        sa.Column("username_hash", sa.LargeBinary(), nullable=False),
        sa.Column("since", WHEN, server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("username_hash"),
        schema=SCHEMA,
    )
