"""Films from other sources than Letterboxd's pages"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

SCHEMA = "projectionist"


def upgrade() -> None:
    op.add_column(
        "films",
        sa.Column("sources", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        schema=SCHEMA,
    )
    op.create_index("films_imdb_id", "films", ["imdb_id"], schema=SCHEMA)
    op.create_index("films_tmdb_id", "films", ["tmdb_id"], schema=SCHEMA)
    op.create_index(
        "ratings_imported",
        "ratings",
        ["movie_id"],
        schema=SCHEMA,
        postgresql_where=sa.text("movie_id >= 1000000000000"),
    )
