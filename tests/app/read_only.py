"""A database as a host leaves it that finds it full."""

from sqlalchemy import text

from app.services import Services


def forbid_writing(services: Services) -> None:
    """From now on, for every connection to come."""
    database = services.engine.url.database
    only = f"ALTER DATABASE {database} SET default_transaction_read_only = on"
    with services.engine.begin() as connection:
        connection.execute(text(only))
    services.engine.dispose()
