"""When the database fails in the middle of a job: it is gone, full, or shutting down."""

import psycopg
from sqlalchemy.exc import OperationalError

DATABASE_ERRORS = (OperationalError, psycopg.OperationalError)  # the latter from COPY


def reason(error: Exception) -> str:
    """One line, without the statement and its values."""
    cause = error.orig if isinstance(error, OperationalError) else error
    return next(iter(str(cause).splitlines()), type(cause).__name__)
