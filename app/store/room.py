"""Whether the database takes more, and how large it is."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

READ_ONLY = func.current_setting("transaction_read_only") == "on"


class Room(NamedTuple):
    """The size of this database, in bytes, and whether it may only be read."""

    size: int
    read_only: bool


def measure(connection: Connection) -> Room:
    size = func.pg_database_size(func.current_database())
    return Room(*connection.execute(select(size, READ_ONLY)).one())


def read_only(connection: Connection) -> bool:
    """As it is where a host finds it too large, or where another server leads."""
    return bool(connection.execute(select(READ_ONLY)).scalar_one())
