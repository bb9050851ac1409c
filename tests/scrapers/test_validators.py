"""Pages that have not changed need not be sent again."""

import pytest

from scrapers.errors import SiteUnavailableError
from scrapers.standin.server import serve
from scrapers.validators import UNKNOWN, Page, Validators
from tests.scrapers.helpers import FILM, Connect, Start
from tests.scrapers.odd_site import answer, redirect
from tests.scrapers.small_world import SmallWorld

KNOWN = Validators('W/"7"', "Mon, 02 Nov 2026 10:00:00 GMT")
HEADERS = {"ETag": 'W/"7"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}


def test_a_page_comes_with_what_the_site_says_of_its_version(odd: Start, connect: Connect) -> None:
    site = odd(answer(b"page", headers=HEADERS))
    assert connect(site).get_page(FILM) == Page("page", KNOWN)


def test_the_site_is_told_which_version_is_known(odd: Start, connect: Connect) -> None:
    site = odd(answer(status=304))
    assert connect(site).get_page(FILM, KNOWN) == Page(None, KNOWN)
    sent = {name.lower(): value for name, value in site.requests[-1].headers.items()}
    assert sent["if-none-match"] == 'W/"7"'
    assert sent["if-modified-since"] == "Mon, 02 Nov 2026 10:00:00 GMT"


def test_nothing_has_not_changed_where_nothing_was_known(odd: Start, connect: Connect) -> None:
    with pytest.raises(SiteUnavailableError):
        connect(odd(answer(status=304))).get_page(FILM, UNKNOWN)


def test_where_a_page_has_moved_its_version_says_nothing(odd: Start, connect: Connect) -> None:
    site = odd(redirect("/film/film-2/"))
    site.answers["/film/film-2/"] = answer(b"moved")
    assert connect(site).get_page(FILM, KNOWN).body == "moved"
    assert "if-none-match" not in {name.lower() for name in site.requests[-1].headers}


@pytest.mark.parametrize("value", ["", "x" * 201, "caf\xe9"])
def test_what_cannot_be_sent_back_is_not_kept(odd: Start, connect: Connect, value: str) -> None:
    site = odd(answer(b"page", headers={"ETag": value}))
    assert connect(site).get_page(FILM) == Page("page", UNKNOWN)


def test_the_stand_in_sends_a_page_once_to_those_who_know_it(connect: Connect) -> None:
    with serve(SmallWorld()) as site:
        site.etags = True
        client = connect(site)
        page = client.get_page(FILM)
        assert page.validators.etag
        assert client.get_page(FILM, page.validators).body is None
        assert client.get_page("/film/film-2/", page.validators).body is not None
