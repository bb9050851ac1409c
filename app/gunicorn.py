"""Gunicorn's settings (`gunicorn --config python:app.gunicorn app.wsgi:app`)."""

from gunicorn.workers.gthread import ThreadWorker

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


def post_worker_init(worker: ThreadWorker) -> None:
    """Make the client before the threads share it: it keeps the pace for all of them."""
    _ = worker.app.wsgi().extensions["projectionist"].letterboxd
