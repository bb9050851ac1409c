"""No other site's page may change anything here with a visitor's cookie or address.

Browsers tell with every POST, PUT and DELETE which site's page sent it: all of them by Origin since
2020, by Sec-Fetch-Site since 2023. No page can forge either or leave it out. So forms need no
token, which would have to be kept, expire under an open page, and bar pages from caches.
Programs send neither header, and no visitor's cookie, so they go on as they are.
"""

from flask import Flask, request

from app.problems import problem

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OWN = ("same-origin", "none")  # values of Sec-Fetch-Site


def check_origins(app: Flask) -> None:
    app.before_request(_check)


def _check() -> None:
    """Raises Problem: cross_site."""
    if request.method not in READING and not (_fetched_here() and _origin_is_here()):
        raise problem("cross_site")


def _fetched_here() -> bool:
    return request.headers.get("Sec-Fetch-Site", OWN[0]) in OWN


def _origin_is_here() -> bool:
    """Whatever the scheme: a proxy that speaks HTTPS may not be known to this server."""
    origin = request.headers.get("Origin")
    return origin is None or origin in (f"https://{request.host}", f"http://{request.host}")
