"""When the database fails: it is gone, hangs, is full, or shutting down."""

import psycopg
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# psycopg's own come from COPY, a timeout from a pool whose connections all hang.
DATABASE_ERRORS = (OperationalError, PoolTimeoutError, psycopg.OperationalError)


def reason(error: Exception) -> str:
    """One line, without the statement and its values."""
    cause = error.orig if isinstance(error, OperationalError) else error
    return next(iter(str(cause).splitlines()), type(cause).__name__)
