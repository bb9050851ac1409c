"""Failures of a real database in our own words."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.doctor.connecting import fault
from app.services import Services
from app.store.failures import DATABASE_ERRORS
from tests.conftest import url_of

RAISE = "DO $$ BEGIN RAISE 'hunter2' USING ERRCODE = '{}'; END $$"
FAILURES = {
    "SELECT pg_terminate_backend(pg_backend_pid())": "it ended the connection",
    "SET transaction_read_only = on; CREATE TABLE projectionist.more ()": (
        "it is read-only, as a host makes one that is full"
    ),
    "SET statement_timeout = 1; SELECT pg_sleep(1)": "it ended what took too long",
    RAISE.format("disk_full"): "its disk is full",
    RAISE.format("lock_not_available"): "it cannot be used (LockNotAvailable)",
}


@pytest.mark.parametrize(("statement", "says"), FAILURES.items(), ids=FAILURES.values())
def test_what_fails_is_told_without_the_words_of_the_database(
    services: Services, statement: str, says: str
) -> None:
    with pytest.raises(DATABASE_ERRORS) as wrapped, services.engine.begin() as connection:
        for each in statement.split("; ") if statement.startswith("SET") else [statement]:
            connection.execute(text(each))
    assert isinstance(wrapped.value, DBAPIError)
    told = fault(wrapped.value)
    assert told.says == says
    assert "hunter2" not in told.remedy
    assert fault(wrapped.value.orig or wrapped.value) == told  # as COPY raises it


def test_a_database_that_is_closed_lets_in_again_soon(services: Services, postgres: str) -> None:
    database = services.engine.url.database
    services.engine.dispose()
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false".encode())
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(url_of(services)).close()
    assert fault(refused.value).says == "it takes no connections now"
