"""Records as pages of the site, in its second or third generation of markup."""

import html
import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from scrapers.records import ErrorKind, Film, LoggedFilm, WatchlistFilm
from scrapers.standin.world import Member

OLD = 2  # the generation of markup before the present one
BASE_URL = "https://letterboxd.com"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILM_TYPE = 0  # the last decimal digit inside a lid says what it names
ERRORS: dict[ErrorKind, tuple[str, str]] = {
    "not_found": ("message.html", "Sorry, we can’t find the page you’ve requested."),
    "private": ("message.html", "Greetings, Professor Falken. Shall we play a game?"),
    "blocked": ("challenge.html", ""),
    "rate_limited": ("rate_limited.html", ""),
    "unknown": ("forbidden.html", ""),
}


def film_page(film: Film, *, base_url: str = BASE_URL, generation: int = 3) -> str:
    data = json.dumps(_structured_data(film, base_url, generation), ensure_ascii=False)
    # Neither the end of the script nor of the CDATA section may stand in the text.
    safe = data.replace("<", "\\u003c").replace(">", "\\u003e")
    return _template("film.html", generation).render(
        film=film, base_url=base_url, structured_data=Markup(safe)
    )


def member_films_page(
    owner: str,
    films: Sequence[LoggedFilm],
    page: int,
    last_page: int,
    total: int,
    *,
    base_url: str = BASE_URL,
    generation: int = 3,
) -> str:
    """One page of a member's `total` films."""
    return _template("member_films.html", generation).render(
        owner=owner, films=films, page=page, last_page=last_page, total=total, base_url=base_url
    )


def watchlist_page(
    owner: str,
    films: Sequence[WatchlistFilm],
    page: int,
    last_page: int,
    total: int,
    *,
    base_url: str = BASE_URL,
    generation: int = 3,
) -> str:
    """One page of a watchlist of `total` films."""
    return _template("watchlist.html", generation).render(
        owner=owner, films=films, page=page, last_page=last_page, total=total, base_url=base_url
    )


def profile_page(member: Member, *, base_url: str = BASE_URL, generation: int = 3) -> str:
    return _template("profile.html", generation).render(member=member, base_url=base_url)


def error_page(kind: ErrorKind, *, generation: int = 3) -> str:
    template, message = ERRORS[kind]
    return _template(template, generation).render(message=message)


def lid(film_id: int) -> str:
    """The site's short id: film_id * 10 + type, in base 62."""
    number, digits = film_id * 10 + FILM_TYPE, ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


@cache
def _template(name: str, generation: int) -> Template:
    environment = Environment(loader=PackageLoader(__package__), autoescape=True, trim_blocks=True)
    environment.globals.update(
        generation=generation,
        lid=lid,
        slugify=_slugify,
        stars=_stars,
        identifier_text=_identifier,
        identifier=lambda film_id: _single_quoted(_identifier(film_id), generation),
        poster_path=lambda film: _single_quoted(_poster_path(film), generation),
    )
    return environment.get_template(name)


def _identifier(film_id: int) -> str:
    return json.dumps(
        {"lid": lid(film_id), "uid": f"film:{film_id}", "type": "film", "typeName": "film"},
        separators=(",", ":"),
    )


def _poster_path(film: LoggedFilm | WatchlistFilm | Film) -> str:
    path = {
        "postered": json.loads(_identifier(film.film_id)),
        "posteredBaseLink": f"/film/{film.slug}/",
        "isAdultThemed": False,
        "hasDefaultPoster": True,
        "cacheBustingKey": "8add80d5",
    }
    return json.dumps(path, separators=(",", ":"))


def _single_quoted(text: str, generation: int) -> Markup:
    """JSON for an attribute in single quotes: bare in generation 2, with entities in 3."""
    escaped = html.escape(text)
    return Markup(escaped.replace("&quot;", '"') if generation == OLD else escaped)


def _stars(rating: float) -> str:
    return "★" * int(rating) + ("½" if rating % 1 else "")


def _slugify(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def _structured_data(film: Film, base_url: str, generation: int) -> dict[str, Any]:
    """The page's JSON-LD; what is not known is left out."""
    old = generation == OLD
    data = {
        "image": poster_url(film, base_url),
        "@type": "Movie",
        "@context": "http://schema.org" if old else "https://schema.org",
        "@id": f"{base_url}/film/{film.slug}/",
        "url": f"{base_url}/film/{film.slug}/",
        "name": film.title,
        "director": _people(film.directors, "director", "" if old else base_url),
        "actors" if old else "actor": _people(film.cast, "actor", "" if old else base_url),
        "productionCompany": [{"@type": "Organization", "name": name} for name in film.studios],
        "genre": list(film.genres),
        "countryOfOrigin": [{"@type": "Country", "name": name} for name in film.countries],
        "aggregateRating": _aggregate_rating(film, old),
    }
    if old and film.release_year is not None:
        event = {"@type": "PublicationEvent", "startDate": f"{film.release_year:04}"}
        data["releasedEvent"] = [event]
    if not old and film.runtime:
        data["duration"] = f"PT{film.runtime // 60}H{film.runtime % 60}M"
    return {key: value for key, value in data.items() if value}


def poster_url(film: Film, base_url: str) -> str:
    """The poster's absolute address; without a poster the site names an empty one."""
    if film.poster is None:
        return "https://s.ltrbxd.com/static/img/empty-poster-230.png"
    return base_url + film.poster if film.poster.startswith("/") else film.poster


def _people(names: Sequence[str], role: str, base_url: str) -> list[dict[str, str]]:
    return [
        {"@type": "Person", "name": name, "sameAs": f"{base_url}/{role}/{_slugify(name)}/"}
        for name in names
    ]


def _aggregate_rating(film: Film, old: bool) -> dict[str, Any] | None:
    if film.letterboxd_rating is None and film.letterboxd_rating_count is None:
        return None
    rating = {
        "@type": "aggregateRating" if old else "AggregateRating",
        "bestRating": 5,
        "worstRating": 0 if old else 0.5,
        "ratingValue": film.letterboxd_rating,
        "ratingCount": film.letterboxd_rating_count,
    }
    return {key: value for key, value in rating.items() if value is not None}
