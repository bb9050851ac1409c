"""The films page of a member, `/MEMBER/films/page/N/`."""

import re

from bs4 import Tag

from scrapers.errors import PageError
from scrapers.pages.grid import grid_items, owner, page_numbers, tile
from scrapers.pages.markup import read_document
from scrapers.records import LoggedFilm, MemberFilms

KIND = "member films"
RATED = re.compile(r"rated-([0-9]{1,2})")
HIGHEST_RATING = 10  # in half stars


def parse_member_films(html: str) -> MemberFilms:
    """What one page of a member's films says; raises PageError if it is another page."""
    soup = read_document(html, KIND)
    page, last_page = page_numbers(soup)
    return MemberFilms(
        owner=owner(soup, KIND, "films-watched"),
        page=page,
        last_page=last_page,
        films=tuple(_film(item) for item in grid_items(soup, KIND)),
    )


def _film(item: Tag) -> LoggedFilm:
    viewing = item.find("p", class_="poster-viewingdata")
    liked = viewing.find(class_=["like", "icon-liked"]) if viewing else None
    return LoggedFilm(*tile(item, KIND), rating=_rating(viewing), liked=liked is not None)


def _rating(viewing: Tag | None) -> float | None:
    """Stars, from the class rated-1 (half a star) to rated-10."""
    rating = viewing.find(class_="rating") if viewing else None
    if rating is None:
        return None
    for name in rating.get_attribute_list("class"):
        match = RATED.fullmatch(name)
        if match and 1 <= int(match[1]) <= HIGHEST_RATING:
            return int(match[1]) / 2
    raise PageError(KIND, "the value of a rating")
