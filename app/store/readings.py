"""When what is stored of a member was read."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.store.schema import members


class Readings(NamedTuple):
    """None is never; what a later reading of the profile did not confirm is as old as it is."""

    profile: datetime
    diary: datetime | None
    watchlist: datetime | None


def readings(connection: Connection, username: str) -> Readings | None:
    """None if the member was never read."""
    columns = (members.c.read_at, members.c.diary_read_at, members.c.watchlist_read_at)
    query = select(*columns).where(members.c.username == username)
    found = connection.execute(query).one_or_none()
    if found is None:
        return None
    read_at, *others = (it and it.astimezone(UTC) for it in found)
    return Readings(read_at, *others)
