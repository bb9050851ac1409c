"""A page as a tree of tags: reading it, finding tags, and what they say."""

from collections.abc import Iterator
from functools import cache

from lxml import etree
from lxml.etree import _Element as Tag

from scrapers.errors import PageError

TAIL = 4096
# What a reader of the page does not see, or sees above the text only.
ASIDE = ("script", "style", "template", "rt", "rp")


def read_document(html: str, kind: str) -> Tag:
    """The document; raises PageError if its end is missing, because then facts are as well."""
    if "</html>" not in html[-TAIL:].lower():
        raise PageError(kind, "the end of the document")
    return read_markup(html, kind)


def read_markup(html: str, kind: str) -> Tag:
    """The document, whole or not; half a surrogate pair, which no encoding has, becomes `?`.

    Raises PageError if tags are nested so deeply (2048) that what follows would be lost.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(html.encode(errors="replace"), parser)
    if parser.error_log.filter_from_fatals():
        raise PageError(kind, "a tree of ordinary depth")
    if root is None:
        return etree.Element("html")
    for later in list(root.itersiblings()):  # they stand behind an early </html>
        root.append(later)
    return root


def find_all(within: Tag | None, name: str = "*", class_: str = "") -> list[Tag]:
    """The tags inside of `within` that have this name and class, in the page's order."""
    if within is None:
        return []
    if not class_:
        return list(within.iterdescendants(name))
    return list(_of_class(name)(within, name=class_, word=f" {class_} "))


def find(within: Tag | None, name: str = "*", class_: str = "") -> Tag | None:
    """The first of `find_all`."""
    return next(iter(find_all(within, name, class_)), None)


def find_with(within: Tag | None, attribute: str, value: str | None = None) -> Tag | None:
    """The first tag inside of `within` that has the attribute, with this value if one is given."""
    if within is None:
        return None
    return next(iter(_with_attribute(attribute, value is None)(within, value=value or "")), None)


@cache
def _of_class(name: str) -> etree.XPath:
    """The plain test comes first because it is quick, and settles it for most tags."""
    spaced = "concat(' ', normalize-space(@class), ' ')"
    return etree.XPath(f"descendant::{name}[contains(@class, $name) and contains({spaced}, $word)]")


@cache
def _with_attribute(name: str, any_value: bool) -> etree.XPath:
    return etree.XPath(f"descendant::*[@{name}{'' if any_value else '=$value'}]")


def attribute(tag: Tag | None, name: str) -> str:
    """The attribute's value, empty if there is none."""
    return "" if tag is None else str(tag.get(name, ""))


def classes(tag: Tag | None) -> list[str]:
    return attribute(tag, "class").split()


def shown(tag: Tag | None, between: str = "") -> str:
    """The text of `tag` with white space collapsed, empty if there is none.

    `between` comes between the texts of different tags.
    """
    return "" if tag is None else " ".join(between.join(_texts(tag)).split())


def _texts(tag: Tag) -> Iterator[str]:
    """The pieces of text inside of `tag`, in one walk however deep they are."""
    if next(tag.iterancestors(*ASIDE), None) is not None:
        return
    walk = etree.iterwalk(tag, events=("start", "end", "comment", "pi"))
    for event, part in walk:
        if event == "start" and part.tag in ASIDE:
            walk.skip_subtree()
        elif event == "start":
            yield part.text or ""
        elif part is not tag:
            yield part.tail or ""


def meta(page: Tag) -> dict[str, str]:
    """The content of each `<meta name=…>` and `<meta property=…>`."""
    return {
        attribute(tag, "name") or attribute(tag, "property"): attribute(tag, "content")
        for tag in find_all(page, "meta")
        if "content" in tag.attrib
    }


def address(page: Tag) -> str:
    """Where the page says it is, empty if it does not."""
    return _own_address(page) or next(
        (
            attribute(link, "href")
            for link in find_all(page, "link")
            if "canonical" in attribute(link, "rel").split()
        ),
        "",
    )


def _own_address(page: Tag) -> str:
    tags = find_all(page, "meta")
    own = (tag for tag in tags if attribute(tag, "property") == "og:url")
    return attribute(next(own, None), "content")
