"""Versions of trained models whose bytes are in a bucket"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"

SCHEMA = "projectionist"


def upgrade() -> None:
    op.create_table(
        "model_versions",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("manifest", JSONB(), nullable=False),
        sa.Column("serves", sa.Boolean(), nullable=False),
        sa.Column(
            "published_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("model", "version"),
        sa.CheckConstraint("version ~ '^[0-9]{6,}$'", name="model_versions_version"),
        sa.CheckConstraint("jsonb_typeof(manifest) = 'object'", name="model_versions_manifest"),
        schema=SCHEMA,
    )
    op.create_index(
        "model_versions_serves",
        "model_versions",
        ["model"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("serves"),
    )
