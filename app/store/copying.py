"""Many rows at once: COPY into a temporary table, which other statements then read from."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import Column, Connection, MetaData, Table
from sqlalchemy.schema import CreateTable, DropTable


@contextmanager
def copied(
    connection: Connection, columns: Iterable[Column[Any]], rows: Iterable[Mapping[str, Any]]
) -> Iterator[Table]:
    """A temporary table of these rows with columns like the given ones, as long as the context
    lasts; a transaction pooler knows no temporary table beyond its transaction."""
    table = Table(
        "copied",
        MetaData(),
        *(Column(column.name, column.type) for column in columns),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    connection.execute(CreateTable(table))
    with cursor_of(connection).copy(_statement(table)) as copy:
        for row in rows:
            copy.write_row([row[column.name] for column in table.c])
    yield table
    connection.execute(DropTable(table))


def _statement(table: Table) -> Composed:
    names = SQL(", ").join(Identifier(column.name) for column in table.c)
    return SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), names)


def cursor_of(connection: Connection) -> psycopg.Cursor[Any]:
    """The driver's own cursor, which knows COPY, in the connection's transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("COPY needs psycopg")
    return driver.cursor()
