"""A member's watchlist, `/MEMBER/watchlist/page/N/`."""

from lxml.etree import _Element as Tag

from scrapers.errors import PageError
from scrapers.pages.grid import grid_items, owner, page_numbers, tile
from scrapers.pages.markup import whole_number
from scrapers.pages.tree import attribute, find, find_with, read_document, shown
from scrapers.records import Watchlist, WatchlistFilm

KIND = "watchlist"


def parse_watchlist(html: str) -> Watchlist:
    """What one page of a watchlist says; raises PageError if it is another page."""
    document = read_document(html, KIND)
    page, last_page = page_numbers(document)
    return Watchlist(
        owner=owner(document, KIND, "watchlist"),
        page=page,
        last_page=last_page,
        total=_total(document),
        films=tuple(WatchlistFilm(*tile(item, KIND)) for item in grid_items(document, KIND)),
    )


def _total(document: Tag) -> int:
    content = find_with(document, "data-num-entries")
    total = whole_number(attribute(content, "data-num-entries"))
    if total is None:
        total = whole_number(shown(find(document, class_="js-watchlist-count")))
    if total is None:
        raise PageError(KIND, "the number of films")
    return total
