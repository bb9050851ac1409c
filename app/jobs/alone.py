"""At most one process does a job at a time; what a killed one held ends by itself."""

import contextlib
import logging
import os
import secrets
import socket
from threading import Event, Thread
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.store import job_leases
from app.store.failures import DATABASE_ERRORS

log = logging.getLogger(__name__)

FAILURES = (DBAPIError, *DATABASE_ERRORS)
RENEW_SECONDS = job_leases.LIFETIME.total_seconds() / 4


class BusyError(Exception):
    """Another process does this job."""


class Alone:
    """As a context it holds `job`, and renews that in the background. Raises BusyError."""

    def __init__(self, engine: Engine, job: str) -> None:
        self._engine = engine
        self._job = job
        self._holder = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._ended = Event()
        self._renewing = Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Self:
        with self._engine.begin() as connection:
            if not job_leases.take(connection, self._job, self._holder):
                raise BusyError(f"another process does this already: {self._job}")
        self._renewing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._renewing.join()
        with contextlib.suppress(*FAILURES), self._engine.begin() as connection:
            job_leases.give_back(connection, self._job, self._holder)

    def confirm(self) -> None:
        """Raises BusyError if the job was lost to another process meanwhile."""
        with self._engine.begin() as connection:
            if not job_leases.renew(connection, self._job, self._holder):
                raise BusyError(f"this took too long, and another process took over: {self._job}")

    def _renew(self) -> None:
        while not self._ended.wait(RENEW_SECONDS):
            try:
                self.confirm()
            except (BusyError, *FAILURES):
                log.warning("the lease of %s could not be renewed", self._job)
