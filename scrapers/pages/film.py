"""The film page, `/film/SLUG/`."""

import json
import re
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from scrapers.errors import PageError
from scrapers.pages.markup import (
    attribute,
    film_id,
    identifier,
    meta,
    read_document,
    shown,
    slug_in,
    split_year,
    whole_number,
)
from scrapers.records import ContentType, Film

KIND = "film"
# Where the links of the tabs lead, and so what they name.
LINKS = {
    "/director/": "directors",
    "/actor/": "cast",
    "/studio/": "studios",
    "/films/country/": "countries",
    "/films/language/": "languages",
    "/films/genre/": "genres",
    "/films/theme/": "themes",
    "/films/mini-theme/": "themes",
}
RUNTIME = re.compile(r"([\d,]{1,6})\s*mins?\b")
DURATION = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?")
TMDB = re.compile(r"themoviedb\.org/(movie|tv)/(\d{1,9})")
IMDB = re.compile(r"imdb\.com/title/(tt\d{1,12})")
YEAR = re.compile(r"\d{4}")


def parse_film(html: str) -> Film:
    """What a film page says; raises PageError if it is another page, or not all of it."""
    soup = read_document(html, KIND)
    masthead = _required(soup.find("section", class_="production-masthead"), "the masthead")
    data = _structured_data(soup)
    tabs = soup.find(class_="cast-crew-details-tabs") or soup.find(id="tabbed-content")
    names = _names_in_tabs(_required(tabs, "the tabs"))
    footer = _required(soup.find("p", class_="text-footer"), "the footer line")
    rating, count = _rating(soup, data)
    kind, tmdb_id = _tmdb(soup, footer)
    about = soup.find("section", class_="production-synopsis")
    imdb = IMDB.search(_links(footer))
    return Film(
        film_id=_film_id(soup),
        slug=_slug(soup, data),
        title=_title(masthead),
        release_year=_year(soup, masthead, data),
        runtime=_runtime(footer, data),
        genres=names["genres"],
        countries=names["countries"],
        languages=names["languages"],
        content_type=kind,
        letterboxd_rating=rating,
        letterboxd_rating_count=count,
        poster=_poster(data),
        directors=_directors(masthead) or names["directors"],
        cast=names["cast"],
        studios=names["studios"],
        themes=names["themes"],
        synopsis=_synopsis(about),
        tagline=shown(about.find(class_="tagline")) or None if about else None,
        tmdb_id=tmdb_id,
        imdb_id=imdb[1] if imdb else None,
    )


def _required(tag: Tag | None, name: str) -> Tag:
    if tag is None:
        raise PageError(KIND, name)
    return tag


def _structured_data(soup: BeautifulSoup) -> dict[str, Any]:
    """The JSON-LD, which the site wraps into a commented CDATA section."""
    script = _required(soup.find("script", type="application/ld+json"), "the structured data")
    text = script.get_text().strip()
    text = text.removeprefix("/* <![CDATA[ */").removesuffix("/* ]]> */")
    try:
        data = json.loads(text)
    except ValueError as error:
        raise PageError(KIND, "readable structured data") from error
    if not isinstance(data, dict):
        raise PageError(KIND, "an object in the structured data")
    return data


def _film_id(soup: BeautifulSoup) -> int:
    found = (
        film_id(meta(soup, "production:identifier"))
        or film_id(identifier(soup.select_one("#js-poster-col [data-postered-identifier]")))
        or film_id(attribute(soup.find(id="backdrop"), "data-production-uid"))
        or film_id(attribute(soup.select_one("[data-report-url]"), "data-report-url"))
    )
    if found is None:
        raise PageError(KIND, "the film id")
    return found


def _slug(soup: BeautifulSoup, data: dict[str, Any]) -> str:
    found = slug_in(meta(soup, "og:url")) or slug_in(str(data.get("url", "")))
    if found is None:
        raise PageError(KIND, "the slug")
    return found


def _title(masthead: Tag) -> str:
    found = shown(masthead.select_one("h1.primaryname .name") or masthead.find("h1"))
    if not found:
        raise PageError(KIND, "the title")
    return found


def _year(soup: BeautifulSoup, masthead: Tag, data: dict[str, Any]) -> int | None:
    """The displayed year; the premiere's date can be another year's, so it comes last."""
    displayed = shown(masthead.select_one(".releasedate a"))
    if YEAR.fullmatch(displayed):
        return int(displayed)
    name = meta(soup, "production:name-and-year") or meta(soup, "og:title")
    year = split_year(name, meta(soup, "production:name"))[1]
    return year or _premiere_year(data)


def _premiere_year(data: dict[str, Any]) -> int | None:
    events = data.get("releasedEvent")
    event = events[0] if isinstance(events, list) and events else {}
    for date in (
        event.get("startDate") if isinstance(event, dict) else None,
        data.get("dateCreated"),
    ):
        match = YEAR.match(str(date or ""))
        if match:
            return int(match[0])
    return None


def _runtime(footer: Tag, data: dict[str, Any]) -> int | None:
    line = RUNTIME.search(shown(footer))
    if line:
        return whole_number(line[1])
    duration = DURATION.fullmatch(str(data.get("duration", "")))
    hours, minutes = (int(part or 0) for part in duration.groups()) if duration else (0, 0)
    return hours * 60 + minutes or None


def _names_in_tabs(tabs: Tag) -> defaultdict[str, tuple[str, ...]]:
    """The names that the tabs link, by what they are, each once, in the page's order."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for link in tabs.find_all("a", class_="text-slug", href=True):
        path = urlsplit(attribute(link, "href")).path
        for prefix, kind in LINKS.items():
            if path.startswith(prefix) and (name := shown(link)):
                names[kind][name] = None
    return defaultdict(tuple, {kind: tuple(found) for kind, found in names.items()})


def _directors(masthead: Tag) -> tuple[str, ...]:
    links = masthead.select(".contributorlist a.contributor, .creatorlist a.contributor")
    return tuple(dict.fromkeys(name for name in map(shown, links) if name))


def _rating(soup: BeautifulSoup, data: dict[str, Any]) -> tuple[float | None, int | None]:
    """The average in stars and the number of ratings; both are absent with few ratings."""
    aggregate = data.get("aggregateRating")
    if isinstance(aggregate, dict):
        return _number(aggregate.get("ratingValue")), whole_number(
            str(aggregate.get("ratingCount", ""))
        )
    card = re.match(r"([\d.]+) out of 5", meta(soup, "twitter:data2"))
    return (_number(card[1]) if card else None), None


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _poster(data: dict[str, Any]) -> str | None:
    image = data.get("image")
    if not isinstance(image, str) or "empty-poster" in image:
        return None
    return image or None


def _tmdb(soup: BeautifulSoup, footer: Tag) -> tuple[ContentType | None, int | None]:
    """Movie or TV, and the number at TMDB.

    The link decides: the body of a TV page says "movie" with an empty number.
    """
    link = TMDB.search(_links(footer))
    if link:
        return ("tv" if link[1] == "tv" else "movie"), int(link[2])
    kind = attribute(soup.body, "data-tmdb-type")
    number = whole_number(attribute(soup.body, "data-tmdb-id"))
    return ("tv" if kind == "tv" else "movie" if kind == "movie" else None), number


def _links(tag: Tag) -> str:
    return " ".join(attribute(link, "href") for link in tag.find_all("a"))


def _synopsis(about: Tag | None) -> str | None:
    text = about.find(class_="truncate") if about else None
    paragraphs = text.find_all("p") if text else []
    return "\n\n".join(line for line in map(shown, paragraphs) if line) or None
