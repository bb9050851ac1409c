"""Pages that show a member's films as a grid of posters, over several numbered pages."""

import re
from typing import NamedTuple

from lxml.etree import _Element as Tag

from scrapers.errors import PageError
from scrapers.pages.markup import SLUG, film_id, poster_film_id, slug_in, split_year, whole_number
from scrapers.pages.tree import address, attribute, classes, find, find_all, find_with, shown

PAGE_ADDRESS = re.compile(r"/page/([0-9]{1,6})/")
DIGITS = re.compile(r"[0-9]{1,15}")
RATED = re.compile(r"rated-([0-9]{1,2})")
HIGHEST_RATING = 10  # in half stars
STARS = re.compile("[★½]")


class Tile(NamedTuple):
    """The film that a poster stands for."""

    film_id: int
    slug: str
    title: str
    release_year: int | None


def owner(document: Tag, kind: str, body_class: str) -> str:
    """Whose page it is; raises PageError if the body is that of another kind of page."""
    body = find(document, "body")
    if body_class not in classes(body):
        raise PageError(kind, f"the body of class {body_class}")
    name = attribute(body, "data-owner")
    if not name:
        raise PageError(kind, "the owner")
    return name


def page_numbers(document: Tag) -> tuple[int, int]:
    """This page's number and the last one's; a page behind the last one shows no own number."""
    links = find_all(document, "li", "paginate-page")
    numbers = [number for link in links if (number := whole_number(shown(link)))]
    current = whole_number(shown(find(document, "li", "paginate-current")))
    return current or _page_in(address(document)), max(numbers, default=1)


def _page_in(link: str) -> int:
    """The first page's address has no number."""
    match = PAGE_ADDRESS.search(link)
    return int(match[1]) if match else 1


def grid_items(document: Tag, kind: str) -> list[Tag]:
    """The items of the page's poster grid; none if the page says that it is empty."""
    wrapper = find(document, "div", "poster-grid")
    grid = find(document, "ul", "poster-list") if wrapper is None else find(wrapper, "ul")
    if grid is not None:
        return list(grid.iterchildren("li"))
    if find(document, "section", "empty-text") is None:
        raise PageError(kind, "the poster grid")
    return []


def tile(item: Tag, kind: str) -> Tile:
    """The film of a grid item; raises PageError if its identity is missing."""
    poster = find_with(item, "data-component-class", "LazyPoster")
    number, slug = _film_id(item, poster), _slug(poster)
    name = attribute(poster, "data-item-name") or attribute(poster, "data-item-full-display-name")
    title, year = split_year(name, attribute(find(poster, "img"), "alt"))
    if not (number and slug and title):
        missing = "film id" if not number else "slug" if not slug else "title"
        raise PageError(kind, f"the {missing} of {slug or title or 'a film'}")
    return Tile(number, slug, title, year)


def rating(viewing: Tag | None, kind: str) -> float | None:
    """Stars, from the class rated-1 (half a star) to rated-10; raises PageError if there are some
    that have no such class."""
    shown_stars = find(viewing, class_="rating")
    if shown_stars is None and not STARS.search(shown(viewing)):
        return None
    for name in classes(shown_stars):
        match = RATED.fullmatch(name)
        if match and 1 <= int(match[1]) <= HIGHEST_RATING:
            return int(match[1]) / 2
    raise PageError(kind, "the value of a rating")


def _film_id(item: Tag, poster: Tag | None) -> int | None:
    plain = attribute(poster, "data-film-id")
    return (
        poster_film_id(poster)
        or (int(plain) if DIGITS.fullmatch(plain) else None)
        or film_id(attribute(find(item, "p", "poster-viewingdata"), "data-item-uid"))
    )


def _slug(poster: Tag | None) -> str | None:
    slug = attribute(poster, "data-item-slug")
    if SLUG.fullmatch(slug):
        return slug
    links = (attribute(poster, name) for name in ("data-item-link", "data-target-link"))
    return next((found for found in map(slug_in, links) if found), None)
