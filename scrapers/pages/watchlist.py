"""A member's watchlist, `/MEMBER/watchlist/page/N/`."""

from bs4 import BeautifulSoup

from scrapers.errors import PageError
from scrapers.pages.grid import grid_items, owner, page_numbers, tile
from scrapers.pages.markup import attribute, read_document, shown, whole_number
from scrapers.records import Watchlist, WatchlistFilm

KIND = "watchlist"


def parse_watchlist(html: str) -> Watchlist:
    """What one page of a watchlist says; raises PageError if it is another page."""
    soup = read_document(html, KIND)
    page, last_page = page_numbers(soup)
    return Watchlist(
        owner=owner(soup, KIND, "watchlist"),
        page=page,
        last_page=last_page,
        total=_total(soup),
        films=tuple(WatchlistFilm(*tile(item, KIND)) for item in grid_items(soup, KIND)),
    )


def _total(soup: BeautifulSoup) -> int:
    content = soup.find(None, {"data-num-entries": True})
    total = whole_number(attribute(content, "data-num-entries"))
    if total is None:
        total = whole_number(shown(soup.find(class_="js-watchlist-count")))
    if total is None:
        raise PageError(KIND, "the number of films")
    return total
