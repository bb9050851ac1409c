"""Everything that stands before and around the views, in the order in which it is done."""

from flask import Flask

from app.config import Settings
from app.limits.door import limit_requests
from app.safety.bounds import bound_bodies
from app.safety.headers import protect
from app.safety.origin import check_origins
from app.safety.proxies import check_hosts, trust_proxies


def guard(app: Flask, settings: Settings) -> None:
    trust_proxies(app, settings)
    protect(app, settings)
    bound_bodies(app)
    limit_requests(app, settings)
    check_hosts(app, settings)
    check_origins(app)
