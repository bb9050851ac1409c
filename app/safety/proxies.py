"""Who a request is from and how it came, as the proxies that the operator runs tell it."""

from collections.abc import Sequence

from flask import Flask, request
from werkzeug.exceptions import BadHost
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from app.config import Settings
from app.problems import problem

PROBES = ("health.healthz", "health.readyz")  # asked for by the machine's own address


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Only so many proxies are believed, each of which adds at the end whom it saw.

    Whether it was HTTPS the last one tells. X-Forwarded-Host is never believed: proxies pass Host
    on, and not all of them take the other away.
    """
    count = settings.trusted_proxies
    if count:
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=1)
        vars(app)["wsgi_app"] = fixed  # to types it is a method; Flask documents it as replaceable


def check_hosts(app: Flask, settings: Settings) -> None:
    """Links that people share are made from the header Host, so strangers may not choose it, and
    it must name a host."""
    allowed = settings.allowed_host_names or None
    app.before_request(lambda: _check_host(allowed))


def _check_host(allowed: Sequence[str] | None) -> None:
    """Raises Problem: wrong_host."""
    ours = request.endpoint in PROBES or host_is_trusted(request.host.lower(), allowed)
    if names_no_host() or not ours:
        raise problem("wrong_host")


def names_no_host() -> bool:
    """Whether the Host is such that no link can be made, so that an answer must have none."""
    return isinstance(request.routing_exception, BadHost)
