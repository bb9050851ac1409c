"""Whether this process can answer visitors, and if not, what is missing and what to do."""

from concurrent.futures import Future
from functools import cache
from threading import Lock, Thread

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.artifacts import Artifacts, M
from app.observability.record import carried
from app.services import Services
from app.store.migration import NewerSchemaError, known_versions, version
from app.store.room import read_only

SECONDS = 1.5  # for the whole answer: a platform asks with a time limit of its own
OK = "ok"
NO_DATABASE = "no answer: see whether it runs, whether DATABASE_URL is right, and the log"
READ_ONLY = (
    "read-only, and perhaps full: what is stored is answered, and nothing is added; run the doctor"
)
UNKNOWN = "cannot be told while the database does not answer"
NEWER = "a later release has migrated the database: upgrade the code, or restore a backup"
OLDER = "older than this code: restart the server, which migrates it"
DAMAGED = "published, but it cannot be loaded: see the log, then models rollback, or train again"
NO_WORKERS = "none runs, so only kept answers are given: start flask --app app work"
AWAY = {"database": NO_DATABASE, "schema": UNKNOWN, "catalogue": UNKNOWN}

Findings = dict[str, str]  # of each part: ok, or what to do


class Readiness:
    """Asks in a thread, because a database that hangs does not answer in time."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = Lock()
        self._asked: Future[Findings] | None = None

    def now(self) -> Findings:
        """Within SECONDS, whatever happens; who asks meanwhile gets the same answer."""
        try:
            return self._asking().result(SECONDS)
        except TimeoutError:
            return AWAY

    def _asking(self) -> Future[Findings]:
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                Thread(target=carried(self._ask), args=(self._asked,), daemon=True).start()
            return self._asked

    def _ask(self, asked: Future[Findings]) -> None:
        findings = AWAY
        try:
            findings = examine(self._services)
        finally:
            asked.set_result(findings)


def examine(services: Services) -> Findings:
    """A model that is not trained is no fault: others answer."""
    try:
        with services.engine.connect() as connection:
            schema = _schema(connection)
            database = READ_ONLY if read_only(connection) else OK
        services.catalogue.current()
    except NewerSchemaError:
        return AWAY | {"database": OK, "schema": NEWER}
    except SQLAlchemyError:
        return AWAY
    return (
        {"database": database, "schema": schema, "catalogue": OK}
        | _models(services)
        | _workers(services)
    )


def _schema(connection: Connection) -> str:
    found, known = version(connection), _known()
    if found == known[-1]:
        return OK
    return OLDER if found is None or found in known else NEWER


@cache
def _known() -> list[str]:
    """It reads files."""
    return known_versions()


def _models(services: Services) -> Findings:
    return {
        "collaborative": _model(services.collaborative),
        "general": _model(services.general),
    }


def _workers(services: Services) -> Findings:
    """Nothing to say where new answers are computed here."""
    workers = services.workers
    return {} if workers is None else {"workers": OK if workers.present else NO_WORKERS}


def _model(artifacts: Artifacts[M]) -> str:
    return DAMAGED if artifacts.versions.serving() and artifacts.current() is None else OK
