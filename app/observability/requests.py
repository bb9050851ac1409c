"""Every request: its id, its line in the log, its figures, and what the visitor is told of them."""

import logging
from functools import partial

from flask import Flask, Response, request

from app.limits.client import client_key
from app.observability.lines import FIELDS, REQUESTS
from app.observability.meters import meters
from app.observability.private import PrivateRequest, asked_about, told
from app.observability.record import Record, chosen_id, current, keep, note_private
from app.observability.redact import hashed

log = logging.getLogger(REQUESTS)

REQUEST_ID = "X-Request-Id"
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
MOST_MEMBERS = 8


def observe(app: Flask) -> None:
    """Before anything else is registered, so that all of it is within what is measured."""
    meters()
    app.request_class = PrivateRequest
    app.before_request(_begin)
    app.after_request(_answered)


def note_problem(code: str) -> None:
    """The current request ends with this problem."""
    meters().problems.labels(code).inc()
    if record := current():
        record.problem = code


def _begin() -> None:
    names = list(dict.fromkeys(asked_about()))
    keep(
        Record(
            chosen_id(request.headers.get(REQUEST_ID)),
            method=request.method if request.method in METHODS else "other",
            route=request.url_rule.rule if request.url_rule else "none",
            client=client_key(request.remote_addr),
            members=tuple(map(hashed, names[:MOST_MEMBERS])),
        )
    )
    note_private(*told())


def _answered(response: Response) -> Response:
    record = current()
    if record is not None:
        response.headers[REQUEST_ID] = record.request_id
        response.headers["Server-Timing"] = _timing(record)
        response.call_on_close(partial(_tell, record, response))
    return response


def _timing(record: Record) -> str:
    """Milliseconds, as a browser's tools show them."""
    parts = {**record.phases, "total": record.seconds}
    return ", ".join(f"{name};dur={1000 * seconds:.1f}" for name, seconds in parts.items())


def _tell(record: Record, response: Response) -> None:
    """After the last byte."""
    keep(record)
    _count(record, response.status_code)
    log.info("answered", extra={FIELDS: _fields(record, response)})
    keep(None)


def _count(record: Record, status: int) -> None:
    counted = meters()
    counted.requests.labels(record.method, record.route, status).inc()
    counted.seconds.labels(record.method, record.route).observe(record.seconds)
    for phase, seconds in record.phases.items():
        counted.phases.labels(phase).observe(seconds)
    counted.measure_memory()


def _fields(record: Record, response: Response) -> dict[str, object]:
    return {
        "method": record.method,
        "route": record.route,
        "status": response.status_code,
        "ms": round(1000 * record.seconds, 1),
        "phases": {name: round(1000 * it, 1) for name, it in record.phases.items()},
        "members": record.members,
        "source": record.source,
        "problem": record.problem,
        "bytes": response.calculate_content_length() or response.content_length,
    }
