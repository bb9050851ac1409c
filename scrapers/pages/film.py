"""The film page, `/film/SLUG/`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

from lxml.etree import _Element as Tag

from scrapers.errors import PageError
from scrapers.pages import structured_data as json_ld
from scrapers.pages.grid import tile
from scrapers.pages.markup import film_id, poster_film_id, slug_in, split_year, whole_number
from scrapers.pages.tree import (
    address,
    attribute,
    find,
    find_all,
    find_with,
    meta,
    read_document,
    shown,
)
from scrapers.records import ContentType, Film, WatchlistFilm

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
LINK = re.compile(rf"(?:https?://[^/]*)?({'|'.join(LINKS)})")
RUNTIME = re.compile(r"(?<![\d.,-])([0-9][0-9,]{0,5}) mins?\b")
TMDB = re.compile(r"themoviedb\.org/(movie|tv)/([0-9]{1,9})(?![0-9])")
IMDB = re.compile(r"imdb\.com/title/(tt[0-9]{1,12})(?![0-9])")
AVERAGE = re.compile(r"([0-9.]+) out of 5")
YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class FilmPage:
    """The parts of a film page that hold facts."""

    document: Tag
    meta: dict[str, str]
    masthead: Tag
    tabs: Tag
    footer: Tag
    data: dict[str, Any]


def parse_film(html: str) -> Film:
    """What a film page says; raises PageError if it is another page, or not all of it."""
    page = _open(html)
    names = _names(page)
    title = _title(page)
    rating, count = json_ld.rating(page.data)
    content_type, tmdb_id = _tmdb(page)
    about = find(page.document, "section", "production-synopsis")
    return Film(
        film_id=_film_id(page),
        slug=_slug(page),
        title=title,
        release_year=_year(page, title),
        runtime=_runtime(page),
        genres=names["genres"],
        countries=names["countries"],
        languages=names["languages"],
        content_type=content_type,
        letterboxd_rating=rating or _average(page),
        letterboxd_rating_count=count,
        poster=json_ld.poster(page.data),
        directors=names["directors"],
        cast=names["cast"],
        studios=names["studios"],
        themes=names["themes"],
        synopsis=_synopsis(about),
        tagline=shown(find(about, class_="tagline")) or None,
        tmdb_id=tmdb_id,
        imdb_id=_imdb(page),
        similar=tuple(_similar(page)),
    )


def _open(html: str) -> FilmPage:
    document = read_document(html, KIND)
    tabs = find(document, class_="cast-crew-details-tabs")
    if tabs is None:
        tabs = find_with(document, "id", "tabbed-content")
    return FilmPage(
        document=document,
        meta=meta(document),
        masthead=_required(find(document, "section", "production-masthead"), "the masthead"),
        tabs=_required(tabs, "the tabs"),
        footer=_required(find(document, "p", "text-footer"), "the footer line"),
        data=json_ld.structured_data(document),
    )


def _required(tag: Tag | None, name: str) -> Tag:
    if tag is None:
        raise PageError(KIND, name)
    return tag


def _film_id(page: FilmPage) -> int:
    found = film_id(page.meta.get("production:identifier", "")) or _film_id_elsewhere(page)
    if not found:
        raise PageError(KIND, "the film id")
    return found


def _film_id_elsewhere(page: FilmPage) -> int | None:
    column = find_with(page.document, "id", "js-poster-col")
    backdrop = find_with(page.document, "id", "backdrop")
    report = find_with(page.footer, "data-report-url")
    return (
        poster_film_id(find_with(column, "data-postered-identifier"))
        or film_id(attribute(backdrop, "data-production-uid"))
        or film_id(attribute(report, "data-report-url"))
    )


def _slug(page: FilmPage) -> str:
    found = slug_in(address(page.document)) or slug_in(str(page.data.get("url", "")))
    if not found:
        raise PageError(KIND, "the slug")
    return found


def _title(page: FilmPage) -> str:
    heading = find(page.masthead, "h1")
    name = find(heading, class_="name")
    found = shown(heading if name is None else name)
    if not found:
        raise PageError(KIND, "the title")
    return found


def _year(page: FilmPage, title: str) -> int | None:
    """The displayed year; the premiere's date can be another year's, so it comes last."""
    displayed = find(page.masthead, class_="releasedate")
    year = YEAR.fullmatch(shown(displayed))
    if year:
        return int(year[0])
    name = page.meta.get("production:name-and-year") or page.meta.get("og:title", "")
    return split_year(name, title)[1] or json_ld.premiere_year(page.data)


def _runtime(page: FilmPage) -> int | None:
    line = RUNTIME.search(shown(page.footer))
    minutes = whole_number(line[1]) if line else None
    return minutes or json_ld.runtime(page.data)


def _names(page: FilmPage) -> defaultdict[str, tuple[str, ...]]:
    """The names that the page links, by what they are, each once, in the page's order."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for link in _links_to_names(page):
        target = LINK.match(attribute(link, "href"))
        if target and (name := shown(link)):
            names[LINKS[target[1]]][name] = None
    return defaultdict(tuple, {kind: tuple(found) for kind, found in names.items()})


def _links_to_names(page: FilmPage) -> Iterable[Tag]:
    """The masthead may name some of the directors only, the tabs name all."""
    return chain(
        find_all(page.masthead, "a", "contributor"),
        find_all(page.tabs, "a", "text-slug"),
    )


def _average(page: FilmPage) -> float | None:
    card = AVERAGE.fullmatch(page.meta.get("twitter:data2", ""))
    return json_ld.stars(card[1]) if card else None


def _tmdb(page: FilmPage) -> tuple[ContentType | None, int | None]:
    """Movie or TV, and the number at TMDB.

    The link decides: the body of a TV page says "movie" with an empty number.
    """
    link = TMDB.search(_addresses(page.footer))
    if link:
        return ("tv" if link[1] == "tv" else "movie"), int(link[2])
    body = find(page.document, "body")
    kind = attribute(body, "data-tmdb-type")
    number = whole_number(attribute(body, "data-tmdb-id"))
    return ("tv" if kind == "tv" else "movie" if kind == "movie" else None), number


def _imdb(page: FilmPage) -> str | None:
    link = IMDB.search(_addresses(page.footer))
    return link[1] if link else None


def _addresses(tag: Tag) -> str:
    return " ".join(attribute(link, "href") for link in find_all(tag, "a"))


def _similar(page: FilmPage) -> Iterator[WatchlistFilm]:
    """One whose poster cannot be read is left out: the page is about another film."""
    for item in find_all(find(page.document, "section", "related-films"), "li", "posteritem"):
        with suppress(PageError):
            yield WatchlistFilm(*tile(item, KIND))


def _synopsis(about: Tag | None) -> str | None:
    """The paragraphs, parted by an empty line."""
    for line_break in find_all(about, "br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    text = find(about, class_="truncate")
    paragraphs = find_all(about if text is None else text, "p")
    return "\n\n".join(text for text in map(shown, paragraphs) if text) or None
