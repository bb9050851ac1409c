"""A member's own page."""

import pytest

from scrapers.errors import PageError
from scrapers.pages.profile import parse_profile
from scrapers.records import ProfilePage
from scrapers.standin import render
from tests.scrapers.pages.examples import (
    GENERATIONS,
    changed,
    film_page,
    member_films_page,
    profile_page,
)

BOX = (r'<div class="bio">.*?</div>', "")
DESCRIPTION = (r'<meta name="description"[^>]*>', "")


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("changes", [[], [BOX], [DESCRIPTION]])
def test_the_owner_and_the_bio_are_read(generation: int, changes: list[tuple[str, str]]) -> None:
    html = changed(profile_page(generation), *changes)
    assert parse_profile(html) == ProfilePage("ada", "Films, mostly. She/her.")


def test_lines_of_a_bio_stay_apart() -> None:
    lines = '<div class="bio"><p>One<br>two</p><p>three</p></div>'
    assert parse_profile(changed(profile_page(), (BOX[0], lines))).bio == "One two three"


def test_who_says_nothing_has_an_empty_bio() -> None:
    assert parse_profile(changed(profile_page(), BOX, DESCRIPTION)).bio == ""


@pytest.mark.parametrize(
    "html",
    [
        *(film_page(), member_films_page(), render.error_page("private")),
        changed(profile_page(), (' data-owner="ada"', "")),
    ],
)
def test_another_page_is_refused(html: str) -> None:
    with pytest.raises(PageError, match="not a profile page"):
        parse_profile(html)
