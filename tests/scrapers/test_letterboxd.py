"""Films, members, watchlists, diaries and feeds, read from the stand-in over HTTP."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.errors import (
    BlockedError,
    NotFoundError,
    PageError,
    PrivateError,
    RobotsDisallowedError,
    ScraperError,
    SiteUnavailableError,
)
from scrapers.http import Client
from scrapers.letterboxd import (
    USERNAME,
    is_slug,
    normalise_username,
    read_bio,
    read_diary,
    read_feed,
    read_film,
    read_member,
    read_watchlist,
)
from scrapers.records import Film, LoggedFilm
from scrapers.standin.diary import Viewing, diary
from scrapers.standin.faults import Faults
from scrapers.standin.render import member_films_page, watchlist_page
from scrapers.standin.render_member import diary_page
from scrapers.standin.server import Standin, serve
from tests.scrapers.helpers import Connect, Start, asked, most_at_once
from tests.scrapers.odd_site import OddSite, answer
from tests.scrapers.pages.examples import profile_page
from tests.scrapers.pages.strategies import entry
from tests.scrapers.small_world import FILMS, LOGGED, MEMBERS, WANTED, SmallWorld

PAGES = 5  # of Ada's films


@pytest.fixture
def client(standin: Standin, connect: Connect) -> Client:
    return connect(standin)


class TestFilms:
    def test_a_film_is_read(self, client: Client) -> None:
        film = read_film(client, "film-7").film
        assert film is not None
        assert (film.film_id, film.slug, film.title) == (7, "film-7", "Film 7")

    def test_a_renamed_film_says_its_present_slug(self, client: Client) -> None:
        film = read_film(client, "old-name").film
        assert film is not None and film.slug == FILMS[0].slug

    def test_a_film_that_is_not_there_is_not_found(self, client: Client) -> None:
        with pytest.raises(NotFoundError):
            read_film(client, "nobody-made-this")

    def test_a_page_that_is_no_film_is_an_error(self, odd: Start, connect: Connect) -> None:
        with pytest.raises(PageError):
            read_film(connect(odd(answer(b"<html><body>Hello</body></html>"))), "film-1")

    @pytest.mark.parametrize("slug", ["", "..", "a/b", "a b", "a?b", "é", "a\n", "%2e%2e", "A" * 9])
    def test_what_cannot_be_a_slug_is_not_asked_for(
        self, standin: Standin, client: Client, slug: str
    ) -> None:
        assert not is_slug(slug)
        with pytest.raises(ValueError, match="slug"):
            read_film(client, slug)
        assert not standin.requests

    def test_many_films_are_read_at_once_despite_faults(self, connect: Connect) -> None:
        faults = Faults(seed=1, forbidden=0.1, server_error=0.1, cut=0.1)
        slugs = [film.slug for film in FILMS[:30]]
        with serve(SmallWorld(), faults=faults) as standin:
            client = connect(standin, retries=8)
            read = dict(client.map(lambda slug: read_film(client, slug).film, slugs))
        titles = {slug: film.title for slug, film in read.items() if isinstance(film, Film)}
        assert titles == {film.slug: film.title for film in FILMS[:30]}
        assert len(standin.requests) > 31


class TestMembers:
    @pytest.mark.parametrize("generation", [2, 3])
    def test_all_pages_are_read_in_order(self, connect: Connect, generation: int) -> None:
        with serve(SmallWorld(), generation=generation) as standin:
            profile = read_member(connect(standin), "ada")
        assert profile.username == "Ada"
        assert list(profile.films) == LOGGED

    def test_the_pages_after_the_first_are_read_together(self, connect: Connect) -> None:
        with serve(SmallWorld(), latency=0.1) as standin:
            read_member(connect(standin, concurrency=3), "ada")
        first, *others = (r for r in standin.requests if r.path.startswith("/ada/"))
        assert len(others) == PAGES - 1
        assert most_at_once(others) == 3
        assert first.ended <= min(other.started for other in others)

    def test_one_hears_of_every_page(self, client: Client) -> None:
        heard: list[tuple[int, int]] = []
        read_member(client, "ada", lambda done, total: heard.append((done, total)))
        assert heard == [(done, PAGES) for done in range(1, PAGES + 1)]

    @pytest.mark.parametrize(("username", "films"), [("bob", LOGGED[:3]), ("carl", [])])
    def test_a_single_page_is_enough(
        self, standin: Standin, client: Client, username: str, films: list[LoggedFilm]
    ) -> None:
        assert list(read_member(client, f" @{username.upper()}").films) == films
        assert len(standin.requests) == 2

    @pytest.mark.parametrize(
        ("username", "error"), [("nobody", NotFoundError), ("dora", PrivateError)]
    )
    def test_a_member_one_cannot_see_is_named(
        self, client: Client, username: str, error: type[ScraperError]
    ) -> None:
        with pytest.raises(error):
            read_member(client, username)

    def test_what_cannot_be_a_username_is_not_asked_for(
        self, standin: Standin, client: Client
    ) -> None:
        with pytest.raises(ValueError, match="username"):
            read_member(client, "ada/films")
        assert not standin.requests


Pages = Callable[[int], bytes]


def films_page(number: int, owner: str = "Ada", films: list[LoggedFilm] = LOGGED) -> bytes:
    """Page `number` of five that hold ten films each."""
    some = films[(number - 1) * 10 : number * 10]
    return answer(member_films_page(owner, some, number, PAGES, 50).encode())


def wanted_page(number: int, total: int = 50) -> bytes:
    some = WANTED[(number - 1) * 10 : number * 10]
    return answer(watchlist_page("Ada", some, number, PAGES, total).encode())


@pytest.fixture
def changing(odd: Start) -> OddSite:
    """A site where Ada's pages can change between two requests."""
    site = odd(b"")
    for path, page in (("films", films_page), ("watchlist", wanted_page)):
        site.answers[f"/ada/{path}/"] = page(1)
        site.answers |= {f"/ada/{path}/page/{n}/": page(n) for n in range(2, PAGES + 1)}
    return site


class TestPagesThatChangeMeanwhile:
    def test_undisturbed_they_are_all_there(self, changing: OddSite, connect: Connect) -> None:
        client = connect(changing)
        assert list(read_member(client, "ada").films) == LOGGED[:50]
        assert list(read_watchlist(client, "ada")) == WANTED[:50]

    def test_a_film_that_moved_to_the_next_page_counts_once(
        self, changing: OddSite, connect: Connect
    ) -> None:
        changing.answers["/ada/films/page/3/"] = films_page(3, films=LOGGED[19:20] + LOGGED)
        assert list(read_member(connect(changing), "ada").films)[:25] == LOGGED[:25]

    def test_the_last_page_may_vanish(self, changing: OddSite, connect: Connect) -> None:
        changing.answers["/ada/films/page/5/"] = films_page(5, films=[])
        assert list(read_member(connect(changing), "ada").films) == LOGGED[:40]

    @pytest.mark.parametrize(
        ("page", "missing"),
        [
            (films_page(3, films=[]), "films on page 3"),
            (films_page(3, owner="eve"), "the owner Ada on page 3"),
            (films_page(2), "page 3"),
            (answer(b"<html><body>Hello</body></html>"), "missing"),
        ],
        ids=["empty", "of another member", "of another number", "no page of films"],
    )
    def test_a_page_that_does_not_fit_is_an_error(
        self, changing: OddSite, connect: Connect, page: bytes, missing: str
    ) -> None:
        changing.answers["/ada/films/page/3/"] = page
        with pytest.raises(PageError, match=missing):
            read_member(connect(changing), "ada")

    @pytest.mark.parametrize(
        ("page", "error"),
        [
            (answer(b"", 500), SiteUnavailableError),
            (answer(b"", 403, {"cf-mitigated": "challenge"}), BlockedError),
        ],
    )
    def test_one_page_that_fails_fails_the_whole(
        self, changing: OddSite, connect: Connect, page: bytes, error: type[ScraperError]
    ) -> None:
        changing.answers["/ada/films/page/4/"] = page
        with pytest.raises(error):
            read_member(connect(changing, retries=1), "ada")

    def test_after_a_failure_no_further_page_is_asked_for(
        self, changing: OddSite, connect: Connect
    ) -> None:
        changing.answers["/ada/films/page/2/"] = answer(b"", 404)
        client = connect(changing, concurrency=1)
        with pytest.raises(NotFoundError) as kept:
            read_member(client, "ada")
        requests = len(changing.requests)
        time.sleep(0.1)
        assert kept.value
        assert len(changing.requests) == requests
        assert asked(changing, "/ada/films/page/5/") == 0


class TestWatchlists:
    @pytest.mark.parametrize("generation", [2, 3])
    def test_all_pages_are_read_in_order(self, connect: Connect, generation: int) -> None:
        heard: list[tuple[int, int]] = []
        with serve(SmallWorld(), generation=generation) as standin:
            films = read_watchlist(
                connect(standin), "Ada", lambda done, total: heard.append((done, total))
            )
        assert list(films) == WANTED[:70]
        assert heard == [(1, 3), (2, 3), (3, 3)]

    def test_an_empty_one_is_read(self, client: Client) -> None:
        assert read_watchlist(client, "carl") == ()

    def test_a_private_one_is_named(self, client: Client) -> None:
        with pytest.raises(PrivateError):
            read_watchlist(client, "bob")

    def test_a_film_too_few_is_an_error(self, changing: OddSite, connect: Connect) -> None:
        changing.answers["/ada/watchlist/"] = wanted_page(1, total=52)
        with pytest.raises(PageError, match="2 of 52 films"):
            read_watchlist(connect(changing), "ada")


def viewings(username: str) -> list[Viewing]:
    return diary(MEMBERS[username])


def diary_part(number: int, first: int) -> bytes:
    """Page `number` of five of a diary: ten of Ada's viewings."""
    some = viewings("ada")[first : first + 10]
    return answer(diary_page("Ada", some, number, PAGES, 50).encode())


@pytest.fixture
def growing(odd: Start) -> OddSite:
    """A site where Ada logs another film after her diary's first page is read."""
    site = odd(b"")
    site.answers["/ada/diary/"] = diary_part(1, 0)
    later = {f"/ada/diary/films/page/{n}/": diary_part(n, 10 * n - 11) for n in range(2, PAGES + 1)}
    site.answers |= later
    return site


class TestDiaries:
    @pytest.mark.parametrize("generation", [2, 3])
    def test_all_pages_are_read_in_order(self, connect: Connect, generation: int) -> None:
        heard: list[tuple[int, int]] = []
        with serve(SmallWorld(), generation=generation) as standin:
            entries = read_diary(
                connect(standin), "@Ada", lambda done, total: heard.append((done, total))
            )
        assert list(entries) == [entry(viewing) for viewing in viewings("ada")]
        assert heard == [(done, 7) for done in range(1, 8)]

    def test_an_empty_one_is_read(self, client: Client) -> None:
        assert read_diary(client, "carl") == ()

    def test_an_entry_that_moved_to_the_next_page_counts_once(
        self, growing: OddSite, connect: Connect
    ) -> None:
        entries = read_diary(connect(growing), "ada")
        assert list(entries) == [entry(viewing) for viewing in viewings("ada")[:49]]

    def test_an_empty_page_before_the_last_is_an_error(
        self, growing: OddSite, connect: Connect
    ) -> None:
        growing.answers["/ada/diary/films/page/3/"] = diary_part(3, 9999)
        with pytest.raises(PageError, match="page 3"):
            read_diary(connect(growing), "ada")


class TestBios:
    @pytest.mark.parametrize("generation", [2, 3])
    def test_a_bio_is_read_with_one_request(self, connect: Connect, generation: int) -> None:
        with serve(SmallWorld(), generation=generation) as standin:
            bio = read_bio(connect(standin), "letterboxd.com/Ada/")
        assert bio == MEMBERS["ada"].about
        assert [request.path for request in standin.requests] == ["/robots.txt", "/ada/"]

    def test_the_page_of_another_member_is_an_error(self, odd: Start, connect: Connect) -> None:
        site = odd(b"")
        site.answers["/bob/"] = answer(profile_page().encode())
        with pytest.raises(PageError, match="the owner bob"):
            read_bio(connect(site), "bob")


class TestFeeds:
    def test_the_newest_viewings_are_read_with_one_request(
        self, standin: Standin, client: Client
    ) -> None:
        feed = read_feed(client, "letterboxd.com/Ada/")
        newest = viewings("ada")[:50]
        assert feed.owner == "Ada"
        assert [item.log_id for item in feed.films] == [v.viewing_id for v in newest]
        assert [item.watched_date for item in feed.films] == [v.watched for v in newest]
        assert [item.slug for item in feed.films] == [v.film.slug for v in newest]
        assert [item.kind for item in feed.items[50:]] == ["list"]
        assert [request.path for request in standin.requests] == ["/robots.txt", "/ada/rss/"]

    def test_an_empty_one_is_read(self, client: Client) -> None:
        assert read_feed(client, "carl").items == ()

    def test_faults_are_waited_out(self, connect: Connect) -> None:
        faults = Faults(seed=3, forbidden=0.3, server_error=0.3, cut=0.2)
        with serve(SmallWorld(), faults=faults) as standin:
            feed = read_feed(connect(standin, retries=30), "bob")
        assert len(feed.films) == len(viewings("bob"))


@pytest.mark.parametrize("read", [read_bio, read_diary, read_feed])
class TestPagesOneCannotSee:
    @pytest.mark.parametrize(
        ("username", "error"), [("nobody", NotFoundError), ("dora", PrivateError)]
    )
    def test_the_reason_is_named(
        self, client: Client, read: Callable[[Client, str], object], username: str, error: type
    ) -> None:
        with pytest.raises(error):
            read(client, username)

    def test_a_challenge_is_named(
        self, connect: Connect, read: Callable[[Client, str], object]
    ) -> None:
        with (
            serve(SmallWorld(), faults=Faults(challenge=1.0)) as standin,
            pytest.raises(BlockedError),
        ):
            read(connect(standin), "ada")

    def test_what_robots_txt_forbids_is_not_asked_for(
        self, odd: Start, connect: Connect, read: Callable[[Client, str], object]
    ) -> None:
        site = odd(b"", answer(b"User-agent: *\nDisallow: /ada/\n"))
        with pytest.raises(RobotsDisallowedError):
            read(connect(site), "ada")
        assert [request.path for request in site.requests] == ["/robots.txt"]

    def test_what_cannot_be_a_username_is_not_asked_for(
        self, standin: Standin, client: Client, read: Callable[[Client, str], object]
    ) -> None:
        with pytest.raises(ValueError, match="username"):
            read(client, "ada/rss")
        assert not standin.requests


class TestUsernames:
    @pytest.mark.parametrize(
        "text",
        [
            "night_owl",
            "  Night_Owl\n",
            "@night_owl",
            "https://letterboxd.com/Night_Owl/",
            "http://www.letterboxd.com/night_owl",
            "letterboxd.com/night_owl/films/page/2/?x=1#top",
            "HTTPS://LETTERBOXD.COM/NIGHT_OWL/",
        ],
    )
    def test_a_name_is_found_in_what_people_paste(self, text: str) -> None:
        assert normalise_username(text) == "night_owl"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "a",
            "a" * 31,
            "night owl",
            "night-owl",
            "../etc",
            "@@night",
            "nïght",
            "\u212aelvin",  # the Kelvin sign, whose lower case is an ASCII k
            "night\u0661",
            "night\x00",
            "https://evil.example/night_owl/",
            "https://letterboxd.com/",
            "https://letterboxd.com.evil.example/night_owl/",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="username"):
            normalise_username(text)

    @given(text=st.text() | st.text().map("https://letterboxd.com/{}".format))
    def test_a_name_stays_as_it_is_once_found(self, text: str) -> None:
        try:
            name = normalise_username(text)
        except ValueError:
            return
        assert name.isascii()
        assert name == name.lower() == normalise_username(name)

    @given(name=st.from_regex(USERNAME, fullmatch=True))
    def test_every_name_is_found_in_its_address(self, name: str) -> None:
        assert normalise_username(f"https://letterboxd.com/{name}/films/") == name.lower()
