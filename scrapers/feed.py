"""A member's feed, `/MEMBER/rss/`: the newest viewings, with or without a review, and lists."""

import re
from datetime import date
from typing import Any

from lxml import etree

from scrapers.errors import PageError
from scrapers.pages.markup import SLUG
from scrapers.records import ContentType, Feed, FeedItem, FeedKind

KIND = "feed"
LETTERBOXD = "https://letterboxd.com"
TMDB = "https://themoviedb.org"
TMDB_NUMBERS: tuple[tuple[ContentType, str], ...] = (("movie", "movieId"), ("tv", "tvId"))
LOGGED_AS = re.compile(r"letterboxd-(watch|review|list)-([0-9]{1,15})")
KINDS: dict[str, FeedKind] = {"watch": "watch", "review": "review", "list": "list"}
MEMBER_ADDRESS = re.compile(r"(?:https?://[^/]*)?/([^/?#]+)/?")
FILM_ADDRESS = re.compile(rf"(?:https?://[^/]*)?/[^/]+/film/({SLUG.pattern})/")
YEAR = re.compile(r"[0-9]{4}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[0-9]{1,9}")
STARS = re.compile(r"[0-5](\.[05])?")
LOWEST_RATING, HIGHEST_RATING = 0.5, 5.0


def parse_feed(text: str | bytes) -> Feed:
    """What a feed says; raises PageError if it is not a member's feed.

    Items that are neither viewings nor lists are left out.
    """
    channel = _channel(_root(text))
    owner = MEMBER_ADDRESS.fullmatch(_text(channel, "link"))
    items = (_item(element) for element in channel.findall("item"))
    return Feed(owner[1] if owner else None, tuple(item for item in items if item))


def _root(text: str | bytes) -> Any:
    """The outermost element. Nothing outside of the text is read and no entity is replaced."""
    raw = text.encode(errors="replace") if isinstance(text, str) else text
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        raise PageError(KIND, "well-formed XML") from None
    if root.getroottree().docinfo.doctype:  # feeds have none, and entities come from there
        raise PageError(KIND, "a document without a DTD")
    return root


def _channel(root: Any) -> Any:
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise PageError(KIND, "the channel")
    if LETTERBOXD not in {*root.nsmap.values(), *channel.nsmap.values()}:
        raise PageError(KIND, "the namespace of Letterboxd")
    return channel


def _item(element: Any) -> FeedItem | None:
    logged_as = LOGGED_AS.fullmatch(_text(element, "guid"))
    if logged_as is None:
        return None
    kind, log_id = KINDS[logged_as[1]], int(logged_as[2])
    title = _text(element, "title" if kind == "list" else _own("filmTitle"))
    if not title:
        raise PageError(KIND, f"the title of {logged_as[0]}")
    return FeedItem(kind, log_id, title) if kind == "list" else _viewing(kind, log_id, element)


def _viewing(kind: FeedKind, log_id: int, element: Any) -> FeedItem:
    content_type, tmdb_id = _tmdb(element)
    link = FILM_ADDRESS.match(_text(element, "link"))
    year = _text(element, _own("filmYear"))
    return FeedItem(
        kind=kind,
        log_id=log_id,
        title=_text(element, _own("filmTitle")),
        year=int(year) if YEAR.fullmatch(year) else None,
        slug=link[1] if link else None,
        rating=_rating(_text(element, _own("memberRating"))),
        liked={"Yes": True, "No": False}.get(_text(element, _own("memberLike"))),
        rewatch=_text(element, _own("rewatch")) == "Yes",
        watched_date=_day(_text(element, _own("watchedDate"))),
        content_type=content_type,
        tmdb_id=tmdb_id,
    )


def _text(element: Any, name: str) -> str:
    """The text of the child with white space collapsed, empty if there is none."""
    return " ".join((element.findtext(name) or "").split())


def _own(name: str) -> str:
    return f"{{{LETTERBOXD}}}{name}"


def _rating(text: str) -> float | None:
    """Stars; an unrated film has no text."""
    if not text:
        return None
    if not STARS.fullmatch(text) or not LOWEST_RATING <= float(text) <= HIGHEST_RATING:
        raise PageError(KIND, "the value of a rating")
    return float(text)


def _day(text: str) -> date | None:
    """A review may be of no certain day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise PageError(KIND, "the day of a viewing") from None


def _tmdb(element: Any) -> tuple[ContentType | None, int | None]:
    """What the film is at TMDB; a feed may not say."""
    for content_type, name in TMDB_NUMBERS:
        number = _text(element, f"{{{TMDB}}}{name}")
        if NUMBER.fullmatch(number):
            return content_type, int(number)
    return None, None
