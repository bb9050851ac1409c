"""Gunicorn's settings (`gunicorn --config python:app.gunicorn app.wsgi:app`)."""

import mmap
import os
import signal
import sys
from typing import Any

from app.config import Settings
from app.logs import gunicorn_logging
from app.observability.meters import meters
from app.observability.workers import (
    are_shared,
    free_place,
    leave_place,
    scratch,
    share_metrics,
    take_place,
)

KEPT_THREADS = 8
LEAST_REQUESTS = 500  # of a worker, so that a limit too small for any does not end each at once
# Who computes lets the others go on as often; with Python's usual 5 ms a kept answer, which waits
# for the store and the cache some ten times, would take 50 ms more.
SWITCH_SECONDS = 0.001
MOST_PLACES = 4096
STOPS = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}

_settings = Settings()
_leaving = mmap.mmap(-1, MOST_PLACES)  # shared by all processes: whether who has this place ends
share_metrics()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "gthread"
# Each visitor who waits for an answer takes one; the others are for answers that are there.
threads = _settings.cold_waiting + _settings.cold_at_once + KEPT_THREADS
keepalive = 75  # seconds; a proxy's connections are kept, and a waiting one takes no thread
preload_app = True  # the workers share the catalogue's memory
timeout = 120
graceful_timeout = 30
forwarded_allow_ips = ""  # TRUSTED_PROXIES alone says whom to believe
limit_request_line = 4094  # bytes; with these an unread request takes at most 0.5 MB
limit_request_fields = 64
limit_request_field_size = 8190
worker_tmp_dir = scratch()
control_socket_disable = True  # one command stops it, nothing else steers it
logconfig_dict = gunicorn_logging(_settings)


def on_starting(server: Any) -> None:
    if not are_shared():
        server.log.warning("no disk has room for metrics: each worker tells its own alone")
    os.register_at_fork(after_in_parent=_hear_stops)


def when_ready(_server: object) -> None:
    """What the workers are forked from."""
    meters().measure_memory()


def pre_fork(server: Any, worker: Any) -> None:
    """A place among the workers that are alive. What stops it waits until it listens: a signal
    between its fork and then would be lost, and the server's end wait for it in vain."""
    worker.place = free_place({other.place for other in server.WORKERS.values()})
    _leaving[int(worker.place)] = False
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def post_fork(_server: object, worker: Any) -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
    take_place(worker.place)


def post_worker_init(_worker: object) -> None:
    """It listens now."""
    _hear_stops()


def post_request(worker: Any, _request: object, _environ: object, _response: object) -> None:
    """A worker that leaves hardly any memory ends when what it does is done; another, as small as
    each begins, takes its place at once."""
    services = worker.app.wsgi().extensions["projectionist"]
    used = worker.alive and worker.nr >= LEAST_REQUESTS
    if used and not any(_leaving[:]) and services.pressure.extreme:
        worker.log.warning("a worker ends because memory is short")
        _leaving[int(worker.place)] = True
        os.kill(worker.ppid, signal.SIGTTIN)  # "one more", so that nworkers_changed() is called
        worker.handle_exit(None, None)


def nworkers_changed(server: Any, new: int, _old: int | None) -> None:
    """As many as the settings say, besides those that end of themselves: who does takes no new
    requests while it answers its last ones."""
    ending = sum(_leaving[int(worker.place)] for worker in server.WORKERS.values())
    if new != server.cfg.workers + ending:
        server.num_workers = server.cfg.workers + ending


def child_exit(server: Any, worker: Any) -> None:
    leave_place(worker.place)
    if _leaving[int(worker.place)]:
        _leaving[int(worker.place)] = False
        server.num_workers = server.cfg.workers


def worker_exit(_server: object, worker: Any) -> None:
    """What a worker has counted since it last stored it."""
    worker.app.wsgi().extensions["projectionist"].usage.flush()


def _hear_stops() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
