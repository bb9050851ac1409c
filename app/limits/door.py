"""How many requests a client may send: counted before anything else is done for them."""

import logging
import time
from collections.abc import Callable, Iterator

from flask import Flask, Response, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded

from app.config import Settings
from app.errors import answer
from app.limits.allowed import OFF
from app.limits.storage import counting_place
from app.observability.record import client_asking
from app.problems import problem
from app.web.streaming import refused_stream

# A phone in a group asks every few seconds, and a whole group may be behind one address.
POLLS = "300/minute"
POLLING = frozenset({"sessions.state"})
FREE = POLLING | {"health.healthz", "health.readyz", "internal.prometheus", "web.static"}
UPLOADING = frozenset(
    {
        "web.upload",
        "uploads_api.upload",
        "lists.bring",
        "lists_api.bring_list",
        "sessions.join_with_export",
    }
)
REMOVING = frozenset(
    {
        "removal.show_code",
        "removal.confirm",
        "removal.show_export",
        "members_api.removal",
        "members_api.remove",
    }
)


def limit_requests(app: Flask, settings: Settings) -> None:
    """Refuses with the problem too_many_requests; without Redis each process counts alone."""
    place = counting_place(settings)
    limiter = Limiter(
        lambda: client_asking() or "unknown",
        application_limits=list(_limits(settings)),
        storage_uri=place.uri,
        storage_options=place.options,
        in_memory_fallback_enabled=place.shared,
        swallow_errors=True,  # requests that were counting in Redis when it went away
        request_identifier=lambda: request.endpoint or "none",
    )
    limiter.logger.setLevel(logging.WARNING)  # below it tells who was refused
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, lambda _: _refused(limiter))


def _limits(settings: Settings) -> Iterator[ApplicationLimit]:
    chosen = (
        ("client", settings.rate_limit_client, lambda: request.endpoint in FREE),
        ("polls", POLLS, _unless(POLLING)),
        ("uploads", settings.rate_limit_uploads, _unless(UPLOADING)),
        ("removals", settings.rate_limit_removals, _unless(REMOVING)),
    )
    for name, allowed, exempt in chosen:
        if allowed != OFF:
            yield ApplicationLimit(allowed, scope=name, exempt_when=exempt)


def _unless(endpoints: frozenset[str]) -> Callable[[], bool]:
    return lambda: request.endpoint not in endpoints


def _refused(limiter: Limiter) -> Response:
    reached = limiter.current_limit
    wait = reached.reset_at - time.time() if reached else 0.0
    refused = problem("too_many_requests", retry_after=max(1, round(wait)))
    streaming = (request.endpoint or "").endswith(".stream")
    return refused_stream(refused) if streaming else answer(refused)
