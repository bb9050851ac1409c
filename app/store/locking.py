"""Rows that several processes change in batches."""

from collections.abc import Collection

from sqlalchemy import Column, Connection, func, select


def lock_rows(connection: Connection, key: Column[str], keys: Collection[str]) -> None:
    """Hold these rows until the transaction ends, in the order of their keys' bytes: two batches
    that met half-way would wait for each other."""
    query = select(key).where(key == func.any(list(keys)))
    connection.execute(query.order_by(key.collate("C")).with_for_update()).all()
