"""How a username becomes a profile when Letterboxd has a bad day, asked over HTTP."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from sqlalchemy import text

from app.gate import PLACES
from app.profiles import feed, read_profile
from app.profiles.doubt import FEWEST
from app.services import FEEDS_AT_ONCE, Services
from app.store import film_urls, members
from scrapers.records import LoggedFilm
from scrapers.standin.diary import diary
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.changing_world import NAME, ChangingWorld, asked_for, block_pages
from tests.app.film_site import due
from tests.app.test_recommendations_api import ask, assert_problem
from tests.conftest import LiveApp, running
from tests.scrapers.odd_site import answer, odd_site

MakeServices = Callable[..., Services]
FEED_SIZE = 50
LONG_AGO = datetime(2020, 5, 3, tzinfo=UTC)
SLOW = Faults(slow=1.0, slow_seconds=5.0)
QUICK: dict[str, Any] = {
    "profile_ttl_minutes": 0,
    "letterboxd_retries": 0,
    "letterboxd_timeout": 2.0,
}


@pytest.fixture
def changing() -> ChangingWorld:
    return ChangingWorld()


@pytest.fixture
def letterboxd(changing: ChangingWorld) -> Iterator[Standin]:
    with serve(changing) as standin:
        yield standin


@pytest.fixture
def app(make_services: MakeServices, letterboxd: Standin) -> Iterator[LiveApp]:
    """An app that reads pages anew each time, and does not wait long for them."""
    with running(make_services(letterboxd, **QUICK)) as app:
        yield app


def store(services: Services, films: Sequence[LoggedFilm], username: str = NAME) -> None:
    """As if the member's pages had been read in 2020."""
    with services.engine.begin() as connection:
        members.save(connection, username, films)
        connection.execute(
            text("UPDATE projectionist.members SET read_at = :then"), {"then": LONG_AGO}
        )


def meta_of(response: requests.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    meta: dict[str, Any] = response.json()["meta"]
    return meta


def codes(meta: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in meta["notices"]]


def films_in_feed(world: ChangingWorld) -> set[int]:
    return {viewing.film.film_id for viewing in diary(world.known())[:FEED_SIZE]}


def rating(app: LiveApp, slug: str) -> float | None:
    """What the app thinks the member gave a film."""
    asked = {"username": NAME, "film": slug}
    answer = requests.get(f"{app.url}/api/v1/predictions", params=asked, timeout=60).json()
    stars: float | None = answer["data"][0]["rating"]
    return stars


class TestRefusals:
    @pytest.mark.parametrize(
        ("faults", "expected", "sentence"),
        [
            (Faults(challenge=1.0), (503, "letterboxd_blocked"), "is refusing this server"),
            (Faults(server_error=1.0), (503, "letterboxd_unavailable"), "is down just now"),
            (Faults(rate_limited=1.0), (503, "letterboxd_unavailable"), "to slow down"),
            (SLOW, (504, "letterboxd_timeout"), "did not answer in time"),
        ],
        ids=["blocked", "down", "rate limited", "slow"],
    )
    def test_each_failure_has_its_code_its_sentence_and_the_other_ways(
        self,
        app: LiveApp,
        letterboxd: Standin,
        faults: Faults,
        expected: tuple[int, str],
        sentence: str,
    ) -> None:
        letterboxd.faults = faults
        response = ask(app, username=NAME)
        detail = assert_problem(response, *expected)["detail"]
        assert sentence in detail
        assert "upload your Letterboxd export" in detail
        assert "/rate" in detail
        assert int(response.headers["Retry-After"]) > 0

    def test_nobody_listening_is_a_site_that_is_down(self, make_services: MakeServices) -> None:
        with serve(ChangingWorld()) as gone:
            pass
        with running(make_services(gone, **QUICK)) as app:
            assert_problem(ask(app, username=NAME), 503, "letterboxd_unavailable")

    @pytest.mark.parametrize(
        ("answers", "code", "sentence"),
        [
            (
                {"/robots.txt": answer(b"User-agent: *\nDisallow: /\n")},
                "letterboxd_blocked",
                "asks programs not to read",
            ),
            (
                {"/ada/films/": answer(b"<p>new markup</p>"), "/ada/rss/": answer(b"<rss/>")},
                "letterboxd_unavailable",
                "this version cannot read",
            ),
        ],
        ids=["robots.txt", "markup"],
    )
    def test_what_must_or_can_not_be_read_is_told(
        self, make_services: MakeServices, answers: dict[str, bytes], code: str, sentence: str
    ) -> None:
        services = make_services(**QUICK)
        with odd_site(answers) as site:
            settings = services.settings.model_copy(update={"letterboxd_url": site.url})
            with running(Services(settings)) as app:
                document = assert_problem(ask(app, username="ada"), 503, code)
                app.services.engine.dispose()
        assert sentence in document["detail"]

    def test_a_full_house_is_told_only_when_the_feed_has_no_place_either(
        self, app: LiveApp
    ) -> None:
        with ExitStack() as stack:
            for _ in range(PLACES):
                stack.enter_context(app.services.gate.enter())
            for _ in range(FEEDS_AT_ONCE):
                stack.enter_context(app.services.feeds.enter())
            assert_problem(ask(app, username=NAME), 503, "busy")
        assert meta_of(ask(app, username=NAME))["source"] == "pages"


class TestFinalAnswers:
    @pytest.mark.parametrize("blocked", [False, True], ids=["pages", "feed alone"])
    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"profile_private": True}, 403, "profile_private"),
            (None, 404, "member_not_found"),
        ],
    )
    def test_who_hides_or_leaves_is_not_answered_from_what_was_stored(
        self,
        app: LiveApp,
        letterboxd: Standin,
        changing: ChangingWorld,
        *,
        change: dict[str, Any] | None,
        status: int,
        code: str,
        blocked: bool,
    ) -> None:
        assert meta_of(ask(app, username=NAME))["logged"] > 0
        changing.changes[NAME] = change
        if blocked:
            block_pages(letterboxd)
        assert_problem(ask(app, username=NAME), status, code)

    def test_pages_that_say_so_are_not_doubted_by_asking_for_the_feed(
        self, app: LiveApp, letterboxd: Standin
    ) -> None:
        ask(app, username="nobody_of_that_name")
        ask(app, username="private_person")
        assert asked_for(letterboxd, "/rss/") == 0


class TestFeedAlone:
    def test_where_pages_are_blocked_the_feed_makes_a_small_profile(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        block_pages(letterboxd)
        meta = meta_of(ask(app, username=NAME))
        assert meta["source"] == "feed"
        assert meta["logged"] == len(films_in_feed(changing)) > 5
        assert meta["read_at"] == meta["freshened_at"]
        assert codes(meta) == ["feed_only"]
        assert f"({FEED_SIZE})" in meta["notices"][0]["text"]

    def test_it_knows_the_stars(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        block_pages(letterboxd)
        film = next(v.film for v in diary(changing.known()) if v.film.rating)
        assert rating(app, film.slug) == film.rating

    def test_it_is_read_once_in_ten_minutes(self, app: LiveApp, letterboxd: Standin) -> None:
        block_pages(letterboxd)
        first, second = (meta_of(ask(app, username=NAME)) for _ in range(2))
        assert asked_for(letterboxd, "/rss/") == 1
        assert first["read_at"] == second["read_at"]

    def test_it_is_removed_with_the_member(self, app: LiveApp, letterboxd: Standin) -> None:
        block_pages(letterboxd)
        ask(app, username=NAME)
        assert app.services.cache.delete_owned(NAME) == 1
        ask(app, username=NAME)
        assert asked_for(letterboxd, "/rss/") == 2

    def test_one_that_another_version_kept_is_read_again(
        self, app: LiveApp, letterboxd: Standin
    ) -> None:
        block_pages(letterboxd)
        app.services.cache.put(feed._key(NAME), b'{"viewings": 3}', 60)
        assert meta_of(ask(app, username=NAME))["source"] == "feed"

    def test_a_full_house_still_reads_a_feed(self, app: LiveApp, changing: ChangingWorld) -> None:
        with ExitStack() as stack:
            for _ in range(PLACES):
                stack.enter_context(app.services.gate.enter())
            meta = meta_of(ask(app, username=NAME))
        assert (meta["source"], meta["logged"]) == ("feed", len(films_in_feed(changing)))

    def test_films_without_a_known_id_are_noted_for_the_film_job_and_counted(
        self, make_services: MakeServices, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        block_pages(letterboxd)
        slugs = {viewing.film.slug for viewing in diary(changing.known())[:FEED_SIZE]}
        with running(make_services(letterboxd, empty=True, **QUICK)) as app:
            meta = meta_of(ask(app, username=NAME))
            with app.services.engine.connect() as connection:
                assert slugs <= set(due(connection))
        assert (meta["logged"], meta["films_pending"]) == (0, len(slugs))
        assert asked_for(letterboxd, "/films/") == 1
        assert not any(request.path.startswith("/film/") for request in letterboxd.requests)

    def test_a_film_that_only_profiles_have_named_is_known_by_its_slug(
        self, make_services: MakeServices, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        block_pages(letterboxd)
        services = make_services(letterboxd, empty=True, **QUICK)
        with services.engine.begin() as connection:
            film_urls.add(connection, {film.slug: film for film in changing.known().films})
        profile = read_profile(services, NAME, lambda done, total: None)
        assert set(profile.movie_ids.tolist()) == films_in_feed(changing)

    def test_too_few_ratings_are_told_as_what_the_feed_tells(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        changing.changes[NAME] = {"films": [f for f in changing.known().films if not f.rating]}
        block_pages(letterboxd)
        refused = ask(app, username=NAME, model="personal")
        detail = assert_problem(refused, 422, "not_enough_ratings")["detail"]
        assert detail.startswith(f"As far as the feed tells, “{NAME}” rated 0 of the 5")

    def test_a_feed_that_names_no_film_is_not_taken_for_an_empty_shelf(
        self, app: LiveApp, letterboxd: Standin
    ) -> None:
        block_pages(letterboxd)
        meta = meta_of(ask(app, username="empty_shelf"))
        assert codes(meta) == ["feed_only", "few_ratings"]
        assert "(0)" in meta["notices"][0]["text"]


class TestStored:
    @pytest.mark.parametrize(
        "faults",
        [
            Faults(challenge=1.0),
            Faults(server_error=1.0),
            SLOW,
            Faults(cut=1.0),
        ],
        ids=["blocked", "down", "slow", "cut"],
    )
    def test_where_nothing_can_be_read_what_was_stored_answers_however_old(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld, faults: Faults
    ) -> None:
        store(app.services, changing.known().films)
        letterboxd.faults = faults
        meta = meta_of(ask(app, username=NAME))
        assert (meta["source"], meta["freshened_at"]) == ("stored", None)
        assert meta["logged"] == len(changing.known().films)
        assert datetime.fromisoformat(meta["read_at"]) == LONG_AGO
        assert codes(meta) == ["stored_only"]
        assert "on 3 May 2020; upload" in meta["notices"][0]["text"]

    def test_the_feed_freshens_it(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        films = [film for film in changing.known().films if film.film_id % 2]
        store(app.services, films)
        block_pages(letterboxd)
        meta = meta_of(ask(app, username=NAME))
        expected = {film.film_id for film in films} | films_in_feed(changing)
        assert (meta["source"], meta["logged"]) == ("stored", len(expected))
        assert len(expected) > len(films)
        assert datetime.fromisoformat(meta["freshened_at"]) > LONG_AGO
        assert "on 3 May 2020, freshened by the feed" in meta["notices"][0]["text"]

    def test_a_newer_viewing_has_the_last_word_on_the_stars(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        film = next(v.film for v in diary(changing.known()) if (v.film.rating or 0) > 1)
        store(app.services, [LoggedFilm(film.film_id, film.slug, film.title, rating=0.5)])
        letterboxd.faults = Faults(challenge=1.0)
        assert rating(app, film.slug) == 0.5
        block_pages(letterboxd)
        assert rating(app, film.slug) == film.rating

    def test_unreadable_pages_are_no_reason_to_forget_the_feed(
        self, make_services: MakeServices, letterboxd: Standin
    ) -> None:
        services = make_services(**QUICK)
        body = requests.get(f"{letterboxd.url}/{NAME}/rss/", timeout=10).content
        pages = {f"/{NAME}/films/": answer(b"<p>new markup</p>"), f"/{NAME}/rss/": answer(body)}
        with odd_site(pages) as site:
            settings = services.settings.model_copy(update={"letterboxd_url": site.url})
            with running(Services(settings)) as app:
                assert meta_of(ask(app, username=NAME))["source"] == "feed"
                app.services.engine.dispose()
            assert site.paths() == ["/robots.txt", *pages]

    @pytest.mark.parametrize("change", [{"rating": None}, {"liked": False}], ids=["stars", "likes"])
    def test_pages_that_say_nothing_more_of_many_stars_or_likes_are_not_believed(
        self, app: LiveApp, changing: ChangingWorld, change: dict[str, Any]
    ) -> None:
        films = [replace(film, liked=True) for film in changing.known().films]
        store(app.services, films)
        changing.changes[NAME] = {"films": [replace(film, **change) for film in films]}
        meta = meta_of(ask(app, username=NAME))
        assert (meta["source"], meta["logged"]) == ("stored", len(films))
        with app.services.engine.connect() as connection:
            stored = members.load(connection, NAME)
        assert stored is not None
        assert stored.read_at == LONG_AGO
        assert (stored.rated.sum(), stored.liked.sum()) == (meta["rated"], len(films))

    def test_who_took_back_a_few_stars_is_believed(
        self, app: LiveApp, changing: ChangingWorld
    ) -> None:
        films = [replace(film, rating=None) for film in changing.known().films]
        few = FEWEST - 1
        store(app.services, [replace(film, rating=4.0) for film in films[:few]] + films[few:])
        changing.changes[NAME] = {"films": films}
        meta = meta_of(ask(app, username=NAME))
        assert (meta["source"], meta["rated"]) == ("pages", 0)

    def test_its_unknown_films_are_counted_and_not_asked_for(
        self, make_services: MakeServices, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        films = changing.known().films
        with running(make_services(letterboxd, empty=True, **QUICK)) as app:
            store(app.services, films)
            with app.services.engine.begin() as connection:
                film_urls.add(connection, {film.slug: film for film in films})
            block_pages(letterboxd)
            meta = meta_of(ask(app, username=NAME))
            refused = ask(app, username=NAME, model="personal")
        assert (meta["films_added"], meta["films_pending"]) == (0, len(films))
        assert not any(request.path.startswith("/film/") for request in letterboxd.requests)
        assert_problem(refused, 503, "films_pending")

    def test_it_is_left_as_it_was(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        store(app.services, changing.known().films[:10])
        block_pages(letterboxd)
        assert meta_of(ask(app, username=NAME))["logged"] > 10
        with app.services.engine.connect() as connection:
            stored = members.load(connection, NAME)
        assert stored is not None
        assert (len(stored.movie_ids), stored.read_at) == (10, LONG_AGO)

    def test_a_member_of_whom_nothing_was_logged_is_not_answered_from_it(
        self, app: LiveApp, letterboxd: Standin
    ) -> None:
        store(app.services, [])
        block_pages(letterboxd)
        assert meta_of(ask(app, username=NAME))["source"] == "feed"
        app.services.cache.delete_owned(NAME)
        letterboxd.faults = Faults(challenge=1.0)
        assert_problem(ask(app, username=NAME), 503, "letterboxd_blocked")


class TestSwitchedOff:
    @pytest.fixture
    def app(self, make_services: MakeServices, letterboxd: Standin) -> Iterator[LiveApp]:
        with running(make_services(letterboxd, letterboxd_scraping="off", **QUICK)) as app:
            yield app

    def test_what_was_stored_answers_without_a_request(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        store(app.services, changing.known().films)
        meta = meta_of(ask(app, username=NAME))
        assert (meta["source"], meta["freshened_at"]) == ("stored", None)
        assert not letterboxd.requests

    def test_where_nothing_was_stored_the_other_ways_are_told(
        self, app: LiveApp, letterboxd: Standin
    ) -> None:
        detail = assert_problem(ask(app, username=NAME), 503, "scraping_disabled")["detail"]
        assert "upload your Letterboxd export" in detail
        assert "/rate" in detail
        assert not letterboxd.requests


class TestNotices:
    def test_a_full_profile_needs_none(self, app: LiveApp) -> None:
        meta = meta_of(ask(app, username=NAME))
        assert (meta["source"], meta["notices"], meta["freshened_at"]) == ("pages", [], None)

    def test_an_empty_shelf_is_answered_with_a_notice_and_refused_a_taste_of_its_own(
        self, app: LiveApp
    ) -> None:
        assert codes(meta_of(ask(app, username="empty_shelf"))) == ["profile_empty"]
        refused = ask(app, username="empty_shelf", model="personal")
        detail = assert_problem(refused, 422, "profile_empty")["detail"]
        assert detail.startswith("“empty_shelf” logged no film yet")
        assert "/rate" in detail
        assert detail.endswith("without: popular.")

    @pytest.mark.parametrize(("username", "rated"), [("three_ratings", 3), ("only_likes", 0)])
    def test_few_ratings_are_told(self, app: LiveApp, username: str, rated: int) -> None:
        [notice] = meta_of(ask(app, username=username))["notices"]
        assert notice["code"] == "few_ratings"
        assert f"Only {rated} of the 5" in notice["text"]

    def test_the_page_tells_where_the_films_are_from_and_how_old_that_is(
        self, app: LiveApp, letterboxd: Standin, changing: ChangingWorld
    ) -> None:
        def page() -> str:
            shown = requests.get(app.url, params={"username": NAME}, timeout=60)
            assert shown.status_code == 200
            return " ".join(shown.text.split())

        assert "The profile was read on <time" in page()
        store(app.services, changing.known().films)
        block_pages(letterboxd)
        stored = page()
        assert "The profile was last read on <time" in stored
        assert "3 May 2020 at 00:00 UTC</time>, and the feed on <time" in stored
        assert '<p class="meta">Letterboxd could not be read just now' in stored
        with app.services.engine.begin() as connection:
            members.forget(connection, NAME)
        assert "Only the feed was read, on <time" in page()
