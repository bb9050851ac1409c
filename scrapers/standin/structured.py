"""A film page's JSON-LD, in the words of either generation."""

import json
from collections.abc import Sequence
from typing import Any

from scrapers.records import Film
from scrapers.standin.languages import CODES
from scrapers.standin.templating import OLD, slugify

EMPTY_POSTER = "https://s.ltrbxd.com/static/img/empty-poster-230.png"


def structured_data(film: Film, base_url: str, generation: int) -> str:
    """The JSON as it stands in the script; what is not known is left out."""
    facts = _facts(film, base_url) | (
        _old_facts(film) if generation == OLD else _new_facts(film, base_url)
    )
    text = json.dumps({key: fact for key, fact in facts.items() if fact}, ensure_ascii=False)
    # Neither the end of the script nor of the CDATA section may stand in the text.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def poster_url(film: Film, base_url: str) -> str:
    """The poster's absolute address; without a poster the site names an empty one."""
    if film.poster is None:
        return EMPTY_POSTER
    return base_url + film.poster if film.poster.startswith("/") else film.poster


def _facts(film: Film, base_url: str) -> dict[str, Any]:
    return {
        "image": poster_url(film, base_url),
        "@type": "Movie",
        "@id": f"{base_url}/film/{film.slug}/",
        "url": f"{base_url}/film/{film.slug}/",
        "name": film.title,
        "dateCreated": _premiere(film),
        "genre": list(film.genres),
        "countryOfOrigin": [{"@type": "Country", "name": name} for name in film.countries],
    }


def _old_facts(film: Film) -> dict[str, Any]:
    year = None if film.release_year is None else f"{film.release_year:04}"
    return {
        "@context": "http://schema.org",
        "dateModified": "2026-01-15",
        "releasedEvent": [{"@type": "PublicationEvent", "startDate": year}] if year else None,
        "director": _named("Person", film.directors, "/director/"),
        "actors": _named("Person", film.cast, "/actor/"),
        "productionCompany": _named("Organization", film.studios, "/studio/"),
        "aggregateRating": _rating(film, "aggregateRating", worst=0),
    }


def _new_facts(film: Film, base_url: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "description": film.synopsis,
        "duration": f"PT{film.runtime // 60}H{film.runtime % 60}M" if film.runtime else None,
        "inLanguage": [CODES[name] for name in film.languages if name in CODES],
        "director": _named("Person", film.directors, f"{base_url}/director/"),
        "actor": _named("Person", film.cast, f"{base_url}/actor/"),
        "productionCompany": _named("Organization", film.studios, f"{base_url}/studio/"),
        "aggregateRating": _rating(film, "AggregateRating", worst=0.5),
    }


def _premiere(film: Film) -> str | None:
    """Every other film was first shown at a festival, in the year before its release."""
    if film.release_year is None or film.film_id % 2:
        return None
    return f"{max(film.release_year - 1, 0):04}-11-20"


def _named(kind: str, names: Sequence[str], path: str) -> list[dict[str, str]]:
    return [{"@type": kind, "name": name, "sameAs": f"{path}{slugify(name)}/"} for name in names]


def _rating(film: Film, kind: str, worst: float) -> dict[str, Any] | None:
    if film.letterboxd_rating is None and film.letterboxd_rating_count is None:
        return None
    rating = {
        "@type": kind,
        "bestRating": 5,
        "worstRating": worst,
        "ratingValue": film.letterboxd_rating,
        "ratingCount": film.letterboxd_rating_count,
        "reviewCount": (film.letterboxd_rating_count or 0) // 8,
    }
    return {key: value for key, value in rating.items() if value is not None}
