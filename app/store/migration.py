"""The schema's version: the database's, this code's, and the way from one to the other."""

from pathlib import Path

from click import ClickException
from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from app.store.schema import SCHEMA

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION = table("alembic_version", column("version_num"), schema=SCHEMA)
MIGRATION_LOCK = 7_033_511  # any number, the same in every process


class NewerSchemaError(ClickException):
    """A later release has migrated this database; each command tells so and ends."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"the database has schema version {version}, which this code does not know (its "
            f"newest is {known_versions()[-1]}): a later release has used it. Upgrade the code, "
            "or restore a backup of before that upgrade"
        )


def known_versions() -> list[str]:
    """The versions that this code can migrate from and to, the oldest first."""
    names = [path.name for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")]
    return sorted(name.partition("_")[0] for name in names)


def version(connection: Connection) -> str | None:
    """The database's version; None while it has no schema."""
    if not inspect(connection).has_table(VERSION.name, SCHEMA):
        return None
    found: str | None = connection.execute(select(VERSION)).scalar()
    return found


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; raises NewerSchemaError."""
    with engine.begin() as connection:
        # Several processes may start at once; the first one migrates. The lock ends with the
        # transaction, because a transaction pooler knows no sessions.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        found, known = version(connection), known_versions()
        if found is not None and found not in known:
            raise NewerSchemaError(found)
        if found != known[-1]:
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # 10 MB, which a server on a database of today does not need
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
