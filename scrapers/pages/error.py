"""Pages that say why there is nothing to read: the site's own, and its guard's."""

import re

from lxml.etree import _Element as Tag

from scrapers.errors import PageError
from scrapers.pages.tree import attribute, classes, find, find_all, find_with, read_markup, shown
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
    document = read_markup(html, "error")
    body = find(document, "body")
    if "error" in classes(body):
        return _own_page(body)
    # All ordinary pages have this, the guard's have not.
    if find_with(document, "id", "content") is not None:
        raise PageError("error", "the message")
    return _guards_page(document)


def _own_page(body: Tag) -> ErrorPage:
    sections = (find(body, class_="message"), find_with(body, "id", "content"), body)
    section = next(section for section in sections if section is not None)
    strong = find(section, "strong")
    message = shown(section if strong is None else strong)
    return ErrorPage(_kind(shown(section), OWN_SIGNS), message)


def _guards_page(document: Tag) -> ErrorPage:
    title = shown(find(document, "title"))
    text = shown(find(document, "body"), between=" ")
    tags = [*find_all(document, "script"), *find_all(document, "iframe")]
    scripts = " ".join(attribute(tag, "src") for tag in tags)
    return ErrorPage(_kind(f"{title} {text} {scripts}", GUARD_SIGNS), text or title)


def _kind(evidence: str, signs: Signs) -> ErrorKind:
    for kind, sign in signs:
        if sign.search(evidence):
            return kind
    raise PageError("error", "the message")
