"""Requests to Letterboxd, counted by kind of page and outcome."""

import re

from app.observability.meters import meters

PAGES = {
    "robots": re.compile(r"/robots\.txt$"),
    "film": re.compile(r"/film/"),
    "diary": re.compile(r"/[^/]+/(films/)?diary/"),
    "watchlist": re.compile(r"/[^/]+/watchlist/"),
    "feed": re.compile(r"/[^/]+/rss/"),
    "films": re.compile(r"/[^/]+/films/"),
    "profile": re.compile(r"/[^/]+/$"),
}


def count_request(path: str, outcome: str) -> None:
    """`outcome` is an HTTP status, or why there was none."""
    meters().letterboxd.labels(kind_of(path), outcome).inc()


def kind_of(path: str) -> str:
    """
    >>> kind_of("/night_owl/films/page/2/"), kind_of("/film/alien/"), kind_of("/about")
    ('films', 'film', 'other')
    """
    return next((kind for kind, page in PAGES.items() if page.match(path)), "other")
