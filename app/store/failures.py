"""When the database fails: it is gone, hangs, is full, read-only, or shutting down."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.errors import DiskFull, ReadOnlySqlTransaction
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

log = logging.getLogger(__name__)

# psycopg's own come from COPY, a timeout from a pool whose connections all hang. A transaction
# that may not write is an internal error.
DATABASE_ERRORS = (
    OperationalError,
    InternalError,
    PoolTimeoutError,
    psycopg.OperationalError,
    psycopg.InternalError,
)
FULL = (ReadOnlySqlTransaction, DiskFull)  # hosts make a database read-only that is too large


def cause(error: BaseException) -> BaseException:
    """What the driver says, if it says something."""
    return (error.orig or error) if isinstance(error, DBAPIError) else error


def reason(error: Exception) -> str:
    """One line, without the statement and its values."""
    told = cause(error)
    return next(iter(str(told).splitlines()), type(told).__name__)


@contextmanager
def kept_if_there_is_room(what: str) -> Iterator[None]:
    """For what an answer can do without: a database that takes no more is only logged."""
    try:
        yield
    except DATABASE_ERRORS as error:
        if not isinstance(cause(error), FULL):
            raise
        log.warning("%s cannot be stored: %s", what, reason(error))
