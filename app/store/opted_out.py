"""Who asked not to be read any more; only a hash of their names is kept."""

from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import Column, ColumnElement, Connection, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import opted_out


def add(connection: Connection, username: str) -> None:
    rows = insert(opted_out).values(username_hash=_hash(username))
    connection.execute(rows.on_conflict_do_nothing())


def remove(connection: Connection, username: str) -> bool:
    """False if they had not opted out."""
    found = opted_out.c.username_hash == _hash(username)
    return connection.execute(delete(opted_out).where(found)).rowcount > 0


def among(connection: Connection, usernames: Collection[str]) -> set[str]:
    """Those of them who opted out."""
    names = {_hash(name): name for name in usernames}
    hashes = select(opted_out.c.username_hash)
    found = hashes.where(opted_out.c.username_hash == func.any(list(names)))
    return {names[bytes(value)] for value in connection.execute(found).scalars()}


def has_opted_out(username: Column[str]) -> ColumnElement[bool]:
    """The same of a column."""
    hashed = func.sha256(func.convert_to(username, "UTF8"))
    return exists().where(opted_out.c.username_hash == hashed)


def _hash(username: str) -> bytes:
    return sha256(username.encode()).digest()
