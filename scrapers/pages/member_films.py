"""The films page of a member, `/MEMBER/films/page/N/`."""

from lxml.etree import _Element as Tag

from scrapers.pages.grid import grid_items, owner, page_numbers, rating, tile
from scrapers.pages.markup import whole_number
from scrapers.pages.tree import attribute, find, read_document
from scrapers.records import LoggedFilm, MemberFilms

KIND = "member films"


def parse_member_films(html: str) -> MemberFilms:
    """What one page of a member's films says; raises PageError if it is another page."""
    document = read_document(html, KIND)
    page, last_page = page_numbers(document)
    return MemberFilms(
        owner=owner(document, KIND, "films-watched"),
        page=page,
        last_page=last_page,
        films=tuple(_film(item) for item in grid_items(document, KIND)),
        total=_total(document),
    )


def _total(document: Tag) -> int | None:
    """Shown when one points at the heading, as in: 1,234 films."""
    heading = find(document, "h1", "section-heading")
    return whole_number(attribute(find(heading, class_="tooltip"), "title"))


def _film(item: Tag) -> LoggedFilm:
    viewing = find(item, "p", "poster-viewingdata")
    likes = (find(viewing, class_=name) for name in ("like", "icon-liked"))
    liked = any(like is not None for like in likes)
    return LoggedFilm(*tile(item, KIND), rating=rating(viewing, KIND), liked=liked)
