"""The templates, and the words they need to speak as the site does."""

import html
import json
import re
import unicodedata
from functools import cache

from jinja2 import Environment, PackageLoader, Template

from scrapers.records import Film, LoggedFilm, WatchlistFilm

OLD = 2  # the generation of markup before the present one
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILM, VIEWING = 0, 1  # the last decimal digit inside a lid says what it names


@cache
def template(name: str, generation: int) -> Template:
    """The compiled template `name`, for pages of that generation of markup."""
    environment = Environment(loader=PackageLoader(__package__), autoescape=True, trim_blocks=True)
    environment.globals.update(
        generation=generation,
        lid=lid,
        slugify=slugify,
        stars=stars,
        display_name=display_name,
        identifier_text=_identifier,
        identifier=lambda film_id: _single_quoted(_identifier(film_id), generation),
        poster_path=lambda film: _single_quoted(_poster_path(film), generation),
    )
    return environment.get_template(name)


def lid(number: int, type_digit: int = FILM) -> str:
    """The site's short id: the number and a digit for what it is of, in base 62.

    >>> lid(558400)
    'nqEw'
    """
    rest, digits = number * 10 + type_digit, ""
    while rest:
        rest, digit = divmod(rest, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


def stars(rating: float) -> str:
    """
    >>> stars(3.5)
    '★★★½'
    """
    return "★" * int(rating) + ("½" if rating % 1 else "")


def slugify(name: str) -> str:
    """
    >>> slugify("Agnès Varda")
    'agnes-varda'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def display_name(film: Film | LoggedFilm | WatchlistFilm) -> str:
    """The title and, where there is one, the year."""
    year = "" if film.release_year is None else f" ({film.release_year:04})"
    return film.title + year


def _identifier(film_id: int) -> str:
    return json.dumps(
        {"lid": lid(film_id), "uid": f"film:{film_id}", "type": "film", "typeName": "film"},
        separators=(",", ":"),
    )


def _poster_path(film: Film | LoggedFilm | WatchlistFilm) -> str:
    path = {
        "postered": json.loads(_identifier(film.film_id)),
        "posteredBaseLink": f"/film/{film.slug}/",
        "isAdultThemed": False,
        "hasDefaultPoster": True,
        "cacheBustingKey": "8add80d5",
    }
    return json.dumps(path, separators=(",", ":"))


def _single_quoted(text: str, generation: int) -> str:
    """Markup for an attribute in single quotes: bare JSON in generation 2, with entities in 3."""
    escaped = html.escape(text)
    return escaped.replace("&quot;", '"') if generation == OLD else escaped
