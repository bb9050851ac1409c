"""Error pages: the site's own, and its guard's."""

from typing import get_args

import pytest

from scrapers.errors import PageError
from scrapers.pages.error import parse_error
from scrapers.records import ErrorKind, ErrorPage
from scrapers.standin import render
from tests.scrapers.pages.examples import (
    GENERATIONS,
    changed,
    film_page,
    member_films_page,
    watchlist_page,
)


def own(message: str, body_class: str = "error") -> str:
    return f"""<html><head><title>Letterboxd</title></head><body class="{body_class}">
    <header><a href="/">Private policy</a></header><main id="content">
    <section class="message"><p><strong>{message}</strong></p><p><a href="/">Home</a></p></section>
    </main><script src="https://challenges.cloudflare.com/turnstile.js"></script></body></html>"""


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("kind", get_args(ErrorKind))
def test_every_error_page_of_the_stand_in_is_told(kind: ErrorKind, generation: int) -> None:
    page = parse_error(render.error_page(kind, generation=generation))
    assert page.kind == kind
    assert page.message


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Sorry, we can’t find the page you’ve requested.", "not_found"),
        ("Sorry, we can't find the page you've requested.", "not_found"),
        ("Sorry, we can&#8217;t\n find that page.", "not_found"),
        ("Page not found", "not_found"),
        ("Greetings, Professor Falken. Shall we play a game?", "private"),
        ("This member’s watchlist is private.", "private"),
        ("Something went wrong.", "unknown"),
    ],
)
@pytest.mark.parametrize("body_class", ["error", "error message-dark"])
def test_the_sites_own_page_is_told_by_its_message(
    message: str, kind: ErrorKind, body_class: str
) -> None:
    page = parse_error(own(message, body_class))
    assert page.kind == kind
    assert page.message == " ".join(message.replace("&#8217;", "’").split())


def test_the_sites_own_page_needs_no_message_box() -> None:
    html = '<body class="error"><main id="content"> Oh\n dear </main></body>'
    assert parse_error(html) == ErrorPage("unknown", "Oh dear")


@pytest.mark.parametrize(
    ("html", "kind", "message"),
    [
        (
            "<title>Nur einen Moment…</title><body>Warten"
            '<script src="https://challenges.cloudflare.com/x.js"></script></body>',
            "blocked",
            "Warten",
        ),
        (
            "<title>Access denied | letterboxd.com used Cloudflare to restrict access</title>"
            "<body><h1>Error 1020</h1></body>",
            "blocked",
            "Error 1020",
        ),
        ("<title>Just a moment...</title><body></body>", "blocked", "Just a moment..."),
        (
            "<title>Access denied | letterboxd.com used Cloudflare to restrict access</title>"
            "<body><h2>You are being rate limited</h2></body>",
            "rate_limited",
            "You are being rate limited",
        ),
        (
            "<title>403 Forbidden</title><body><h1>403 Forbidden</h1><hr>nginx</body>",
            "unknown",
            "403 Forbidden nginx",
        ),
        ("<title>502 Bad Gateway</title><body>nginx</body>", "unknown", "nginx"),
        ("<title>404 Not Found</title><body>nginx</body>", "not_found", "nginx"),
    ],
)
def test_the_guards_page_is_told_by_its_words(html: str, kind: ErrorKind, message: str) -> None:
    assert parse_error(f"<html>{html}</html>") == ErrorPage(kind, message)


@pytest.mark.parametrize(
    "html",
    [
        film_page(),
        changed(film_page(), ("The Lantern", "Access Denied")),
        changed(film_page(), ("A keeper.", "Just a moment: the private page not found.")),
        member_films_page(),
        watchlist_page(),
        "",
        "just a moment",
        "<html><body>Hello</body></html>",
        "<html><body>A private page of 404 words</body></html>",
    ],
)
def test_a_page_that_is_no_error_is_refused(html: str) -> None:
    with pytest.raises(PageError, match="not an error page"):
        parse_error(html)
