"""Who does a job that one process does at a time. A row, not a lock of Postgres: behind a
transaction pooler a lock would end with the transaction, or stay after the process."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, update
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import job_leases

LIFETIME = timedelta(minutes=5)


def take(connection: Connection, job: str, holder: str) -> bool:
    """Whether the job is `holder`'s now; False while somebody else's lease lasts."""
    values = {"holder": holder, "until": func.now() + LIFETIME}
    statement = (
        insert(job_leases)
        .values(job=job, **values)
        .on_conflict_do_update(index_elements=["job"], set_=values, where=_over())
        .returning(job_leases.c.job)
    )
    return connection.execute(statement).first() is not None


def renew(connection: Connection, job: str, holder: str) -> bool:
    """Hold the job longer; False if it is somebody else's by now."""
    statement = update(job_leases).where(_held(job, holder))
    return connection.execute(statement.values(until=func.now() + LIFETIME)).rowcount > 0


def give_back(connection: Connection, job: str, holder: str) -> None:
    connection.execute(delete(job_leases).where(_held(job, holder)))


def _over() -> ColumnElement[bool]:
    """A lease that would last longer than any was given by a clock that was wrong."""
    until = job_leases.c.until
    return or_(until <= func.now(), until > func.now() + LIFETIME)


def _held(job: str, holder: str) -> ColumnElement[bool]:
    return and_(job_leases.c.job == job, job_leases.c.holder == holder)
