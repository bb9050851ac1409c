"""Members who asked not to be read."""

from sqlalchemy import Connection

from app.problems import problem
from app.store import opted_out


def refuse_opted_out(connection: Connection, username: str) -> None:
    """Raises Problem: opted_out."""
    if opted_out.among(connection, [username]):
        raise problem("opted_out", username=username)
