"""Gunicorn's settings (`gunicorn --config python:app.gunicorn app.wsgi:app`)."""

from typing import Any

from app.config import Settings

_settings = Settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "gthread"
threads = 8  # a request mostly waits for Letterboxd
preload_app = True  # the workers share the catalogue's memory
timeout = 120
graceful_timeout = 30
control_socket_disable = True  # one command stops it, nothing else steers it


def worker_exit(_server: object, worker: Any) -> None:
    """What a worker has counted since it last stored it."""
    worker.app.wsgi().extensions["projectionist"].usage.flush()
