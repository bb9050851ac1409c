"""Films as visitors name them: by slug, or by their address on Letterboxd."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from app.problems import problem
from scrapers.letterboxd import is_slug

SHOWN = 60  # characters of what cannot be understood
LETTERBOXD = frozenset({"letterboxd.com", "www.letterboxd.com"})
FILM_PATH = re.compile(r"/film/([^/]+)/?")


def slugs(films: Iterable[str], site_url: str) -> list[str]:
    """The slugs of films named by slug or by address on Letterboxd, each once.

    `site_url` is where this server reads films. Raises Problem: invalid_request.
    """
    hosts = LETTERBOXD | {urlsplit(site_url).netloc}
    return list(dict.fromkeys(_slug(film, hosts) for film in films))


def _slug(film: str, hosts: frozenset[str]) -> str:
    named = _named(film, hosts) if "/" in film else film
    if not is_slug(named):
        reason = f"film: {film[:SHOWN]!r} is neither a film's slug nor its address on Letterboxd"
        raise problem("invalid_request", reason=reason)
    return named


def _named(address: str, hosts: frozenset[str]) -> str:
    """The slug in an address, with or without https://; empty if it is not a film's."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return ""
    path = FILM_PATH.fullmatch(parts.path)
    known = parts.scheme in ("http", "https") and parts.netloc.lower() in hosts
    return path[1] if path and known else ""
