"""How often each feature was used on each day, in the store."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import daily_counts

DailyCounts = Mapping[tuple[date, str], int]


def add(connection: Connection, counts: DailyCounts) -> None:
    """Add to what is stored, by day and name."""
    new = insert(daily_counts).values(
        [
            # In one order everywhere: two processes would else wait for each other.
            {"day": day, "name": name, "count": count}
            for (day, name), count in sorted(counts.items())
        ]
    )
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["day", "name"],
            set_={"count": daily_counts.c.count + new.excluded.count},
        )
    )


def load(connection: Connection, first: date) -> DailyCounts:
    """What is stored of `first` and later days."""
    query = select(daily_counts).where(daily_counts.c.day >= first)
    return {(day, name): count for day, name, count in connection.execute(query)}
