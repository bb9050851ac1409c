"""The films page of a member, `/MEMBER/films/page/N/`."""

from bs4 import Tag

from scrapers.pages.grid import grid_items, owner, page_numbers, rating, tile
from scrapers.pages.markup import read_document
from scrapers.records import LoggedFilm, MemberFilms

KIND = "member films"


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
    return LoggedFilm(*tile(item, KIND), rating=rating(viewing, KIND), liked=liked is not None)
