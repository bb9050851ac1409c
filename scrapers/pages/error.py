"""Pages that say why there is nothing to read: the site's own, and its guard's."""

import re

from bs4 import BeautifulSoup, Tag

from scrapers.errors import PageError
from scrapers.pages.markup import read_markup, shown
from scrapers.records import ErrorKind, ErrorPage

Signs = tuple[tuple[ErrorKind, re.Pattern[str]], ...]

OWN_SIGNS: Signs = (
    ("not_found", re.compile(r"can.{0,6}t find|cannot find|not found", re.I)),
    ("private", re.compile(r"professor falken|\bprivate\b", re.I)),
    ("unknown", re.compile("")),
)
# In this order: a ban for asking too often talks of access as well. Ordinary pages mention
# "challenge-platform", so that is no sign of a challenge.
GUARD_SIGNS: Signs = (
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
    ("private", re.compile(r"professor falken", re.I)),
    ("unknown", re.compile(r"\A\s*[45][0-9]{2}\b")),
)


def parse_error(html: str) -> ErrorPage:
    """What an error page says; raises PageError if the page is not one."""
    if "<" not in html:
        raise PageError("error", "the markup")
    soup = read_markup(html)
    if soup.body and "error" in soup.body.get_attribute_list("class"):
        return _own_page(soup.body)
    if soup.find(id="content") is not None:  # all ordinary pages have it, the guard's have not
        raise PageError("error", "the message")
    return _guards_page(soup)


def _own_page(body: Tag) -> ErrorPage:
    section = body.find(class_="message") or body.find(id="content") or body
    message = shown(section.find("strong") or section)
    return ErrorPage(_kind(shown(section), OWN_SIGNS), message)


def _guards_page(soup: BeautifulSoup) -> ErrorPage:
    title, text = shown(soup.title), " ".join(soup.body.get_text(" ").split() if soup.body else ())
    scripts = " ".join(str(tag["src"]) for tag in soup.find_all(["script", "iframe"], src=True))
    return ErrorPage(_kind(f"{title} {text} {scripts}", GUARD_SIGNS), text or title)


def _kind(evidence: str, signs: Signs) -> ErrorKind:
    for kind, sign in signs:
        if sign.search(evidence):
            return kind
    raise PageError("error", "the message")
