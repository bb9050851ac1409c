"""What all pages of the site share: film tiles, page numbers, text as it is shown."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from scrapers.errors import PageError

TITLE_AND_YEAR = re.compile(r"(?P<title>.+)\s\((?P<year>\d{4})\)", re.DOTALL)
FILM_UID = re.compile(r"film:(\d{1,18})")
FILM_PATH = re.compile(r"/film/([^/]+)/")
PAGE_PATH = re.compile(r"/page/(\d{1,6})/")


class Tile(NamedTuple):
    """The film that a poster stands for."""

    film_id: int
    slug: str
    title: str
    release_year: int | None


def read_document(html: str, kind: str) -> BeautifulSoup:
    """The document; raises PageError if its end is missing, because then facts are as well."""
    if "</html>" not in html[-4096:].lower():
        raise PageError(kind, "the end of the document")
    return BeautifulSoup(html, "lxml")


def attribute(tag: Tag | None, name: str) -> str:
    """The attribute's value, empty if there is none."""
    value = tag.get(name) if tag else None
    return value if isinstance(value, str) else ""


def shown(tag: Tag | None) -> str:
    """The text of `tag` with white space collapsed, empty if there is none."""
    return " ".join(tag.get_text().split()) if tag else ""


def meta(soup: BeautifulSoup, name: str) -> str:
    """The content of `<meta name=…>` or `<meta property=…>`, empty if there is none."""
    tag = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
    return attribute(tag, "content")


def whole_number(text: str) -> int | None:
    """The first number in `text`, as in "1,234 films"."""
    match = re.search(r"\d[\d,]{0,12}", text)
    return int(match[0].replace(",", "")) if match else None


def film_id(text: str) -> int | None:
    """The number in an identifier, such as film:558400."""
    match = FILM_UID.search(text)
    return int(match[1]) if match else None


def slug_in(address: str) -> str | None:
    """The film's slug in an address or path."""
    match = FILM_PATH.match(urlsplit(address).path) if address else None
    return match[1] if match else None


def split_year(name: str, plain_title: str = "") -> tuple[str, int | None]:
    """Title and year of "Title (YYYY)".

    A film without a year may have a title that ends like one; `plain_title`, where the page
    gives it, tells them apart.

    >>> split_year("Blade Runner (1982)")
    ('Blade Runner', 1982)
    >>> split_year("Class of (1984)", "Class of (1984)")
    ('Class of (1984)', None)
    """
    name = " ".join(name.split())
    match = TITLE_AND_YEAR.fullmatch(name)
    if match is None or name == " ".join(plain_title.split()):
        return name, None
    return match["title"].strip(), int(match["year"])


def tile(item: Tag, kind: str) -> Tile:
    """The film of a grid item; raises PageError if its identity is missing."""
    poster = item.find(None, {"data-component-class": "LazyPoster"})
    slug = attribute(poster, "data-item-slug") or slug_in(attribute(poster, "data-item-link"))
    number = _tile_id(item, poster)
    name = attribute(poster, "data-item-name") or attribute(poster, "data-item-full-display-name")
    if not (number and slug and name):
        missing = "film id" if not number else "slug" if not slug else "title"
        raise PageError(kind, f"the {missing} of a film")
    image = poster.find("img") if poster else None
    return Tile(number, slug, *split_year(name, attribute(image, "alt")))


def _tile_id(item: Tag, poster: Tag | None) -> int | None:
    data = item.find(class_="poster-viewingdata")
    plain = attribute(poster, "data-film-id")
    return (
        film_id(identifier(poster))
        or (int(plain) if plain.isascii() and plain.isdigit() else None)
        or film_id(attribute(data, "data-item-uid"))
    )


def identifier(poster: Tag | None) -> str:
    """The uid in a poster's identifier, empty if it has none."""
    try:
        found: Any = json.loads(attribute(poster, "data-postered-identifier") or "{}")
    except ValueError:
        return ""
    return str(found.get("uid", "")) if isinstance(found, dict) else ""


def grid_items(soup: BeautifulSoup, kind: str) -> Iterator[Tag]:
    """The items of the page's poster grid; none if the page says that it is empty."""
    grid = soup.select_one(".poster-grid ul, ul.poster-list")
    if grid is not None:
        yield from grid.find_all("li", class_=["griditem", "posteritem"], recursive=False)
    elif soup.find(class_="empty-text") is None:
        raise PageError(kind, "the poster grid")


def owner(soup: BeautifulSoup, kind: str) -> str:
    name = attribute(soup.body, "data-owner")
    if not name:
        raise PageError(kind, "the owner")
    return name


def page_numbers(soup: BeautifulSoup) -> tuple[int, int]:
    """This page's number and the last one's."""
    pages = [whole_number(shown(tag)) for tag in soup.select("li.paginate-page")]
    current = whole_number(shown(soup.select_one("li.paginate-current")))
    address = PAGE_PATH.search(meta(soup, "og:url"))
    page = current or (int(address[1]) if address else 1)
    return page, max((number for number in pages if number), default=1)
