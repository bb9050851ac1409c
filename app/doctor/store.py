"""The database: whether it answers and takes more, its schema, its clock, and the catalogue."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from subprocess import SubprocessError

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.doctor.connecting import fault, not_started
from app.doctor.finding import OLD, Finding, fail, ok, warn
from app.doctor.room import room
from app.store import films
from app.store.engine import open_engine
from app.store.migration import known_versions, version
from app.store.room import measure

SLOW_MS = 100
MOST_SKEW = timedelta(seconds=60)


def store(settings: Settings, old: timedelta = OLD) -> list[Finding]:
    """Nothing is migrated; what cannot be told without an answer is left out."""
    try:
        engine = open_engine(settings)
    except (OSError, RuntimeError, SubprocessError) as error:
        return [fail("database", *not_started(error))]
    found: list[Finding] = []
    try:
        with engine.connect() as connection:
            for finding in _findings(connection, old):
                found.append(finding)  # so that those before a fault are told
    except DBAPIError as error:
        found.append(fail("database", *fault(error)))
    finally:
        engine.dispose()
    return found


def _findings(connection: Connection, old: timedelta) -> Iterator[Finding]:
    yield latency(connection)
    yield room(measure(connection), connection.engine.url.host)
    yield clock(connection)
    found = version(connection)
    yield schema(found)
    if found == known_versions()[-1]:
        yield catalogue(connection, old)


def latency(connection: Connection) -> Finding:
    started = time.perf_counter()
    release = connection.execute(select(func.current_setting("server_version"))).scalar_one()
    took = (time.perf_counter() - started) * 1000
    says = f"Postgres {release} answers in {took:.0f} ms"
    if took > SLOW_MS:
        return warn("database", says, "put the database and this server into one region")
    return ok("database", says)


def clock(connection: Connection) -> Finding:
    """The database's clock against this machine's, which may differ by the time of a question."""
    before = datetime.now(UTC)
    theirs: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    after = datetime.now(UTC)
    skew = max(before - theirs, theirs - after, timedelta())
    says = f"{skew.total_seconds():.0f} s between this machine and the database"
    if skew > MOST_SKEW:
        return warn("clock", says, "switch on time synchronisation (NTP) on this machine")
    return ok("clock", says)


def schema(found: str | None) -> Finding:
    known = known_versions()
    if found is None:
        return warn("schema", "there is none yet", "nothing: the first start makes it")
    if found not in known:
        return fail(
            "schema",
            f"version {found} is newer than this code, which knows {known[-1]}",
            "upgrade the code, or restore a backup of before the upgrade; the app will not start",
        )
    if found != known[-1]:
        return warn(
            "schema",
            f"version {found}, and this code has {known[-1]}",
            "nothing: the next start migrates it; back up before",
        )
    return ok("schema", f"version {found}, as this code has it")


def catalogue(connection: Connection, old: timedelta) -> Finding:
    count, newest = films.count(connection), films.newest(connection)
    if newest is None:
        return warn(
            "catalogue",
            "there are no films",
            "run `flask --app app films add FILE`, then `flask --app app scrape films`",
        )
    age = datetime.now(UTC) - newest
    says = f"{count:,} films, the newest read {max(age.days, 0)} days ago"
    if age > old:
        return warn("catalogue", says, "run `flask --app app scrape films`, best each month")
    return ok("catalogue", says)
