"""A member's own page, `/MEMBER/`."""

from lxml.etree import _Element as Tag

from scrapers.pages.grid import owner
from scrapers.pages.tree import find, meta, read_document, shown
from scrapers.records import ProfilePage

KIND = "profile"
IN_DESCRIPTION = "Bio: "


def parse_profile(html: str) -> ProfilePage:
    """Whose page it is and what they say of themselves; raises PageError if it is another page."""
    document = read_document(html, KIND)
    return ProfilePage(owner=owner(document, KIND, "profile"), bio=_bio(document))


def _bio(document: Tag) -> str:
    """White space collapsed; the description ends with the bio too, but cuts a long one."""
    bio = find(find(document, "body"), class_="bio")
    if bio is not None:
        return shown(bio, between=" ")
    return " ".join(meta(document).get("description", "").partition(IN_DESCRIPTION)[2].split())
