"""Pages that say why there is nothing to read: the site's own, and its guard's."""

import re

from bs4 import BeautifulSoup

from scrapers.errors import PageError
from scrapers.pages.markup import shown
from scrapers.records import ErrorKind, ErrorPage

# What each page says, in this order: a ban page also talks of rates. Ordinary pages mention
# "challenge-platform", so that is no sign of a challenge.
SIGNS: tuple[tuple[ErrorKind, re.Pattern[str]], ...] = (
    ("rate_limited", re.compile(r"you are being rate limited|too many requests|error 1015", re.I)),
    (
        "blocked",
        re.compile(
            r"just a moment|challenges\.cloudflare\.com|cloudflare to restrict access"
            r"|access denied|you have been blocked|attention required",
            re.I,
        ),
    ),
    (
        "not_found",
        re.compile(r"can.{0,6}t find (the|that) page|page not found|404 not found", re.I),
    ),
    ("private", re.compile(r"professor falken|\bprivate\b", re.I)),
)


def parse_error(html: str) -> ErrorPage:
    """What an error page says; raises PageError if the page is not one."""
    soup = BeautifulSoup(html, "lxml")
    own = soup.select_one("body.error section.message, body.error .message")
    title = shown(soup.title)
    message = shown(own.find("strong") or own) if own else shown(soup.body) or title
    evidence = f"{title} {message}" + _guards_script(soup)
    for kind, sign in SIGNS:
        if sign.search(evidence) and (own is not None or _is_bare(soup)):
            return ErrorPage(kind, message)
    if own is None and not (_is_bare(soup) and re.match(r"(4|5)\d\d\b", title)):
        raise PageError("error", "the message")
    return ErrorPage("unknown", message)


def _guards_script(soup: BeautifulSoup) -> str:
    return " ".join(
        str(tag.get("src", "")) for tag in soup.find_all(["script", "iframe"], src=True)
    )


def _is_bare(soup: BeautifulSoup) -> bool:
    """Whether the page is not one of the site's ordinary ones, which all carry its wrapper."""
    return soup.find(id="content") is None
