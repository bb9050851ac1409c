"""When the site changes its markup, what members rated and liked stays stored."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from app import create_app
from app.jobs.ratings import scrape_ratings
from app.services import Services
from scrapers.standin.server import Standin, serve
from tests.app.member_site import MemberWorld, know, make_due, stars

STARS = {'class="rating ': 'class="stars ', "★": "*", "½": "/2"}
SHOWN_STARS = {'class="rating ': 'class="stars '}
LIKES = {'class="like ': 'class="heart ', "icon-liked": "icon-heart"}
PAGES = {"paginate-page": "page-number"}


@pytest.fixture
def town() -> MemberWorld:
    return MemberWorld()


@pytest.fixture
def changing(town: MemberWorld) -> Iterator[Standin]:
    with serve(town) as site:
        yield site


@pytest.fixture
def names(town: MemberWorld) -> list[str]:
    """Public members, who have rated and liked films."""
    known = ((name, town.member(name)) for name in town.usernames())
    return [
        name
        for name, member in known
        if member
        and not member.profile_private
        and any(film.rating for film in member.films)
        and any(film.liked for film in member.films)
    ]


@pytest.fixture
def services(
    make_services: Callable[..., Services], changing: Standin, names: list[str]
) -> Services:
    """Twenty-five members were read, and are due for a whole reading."""
    services = make_services(changing, empty=True)
    know(services, *names[:25])
    assert scrape_ratings(services).counts == {"new": 25}
    forget_marks(services)
    return services


def forget_marks(services: Services) -> None:
    make_due(services)
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE projectionist.known_members SET films_mark = NULL"))


def only(services: Services, *names: str) -> None:
    """Only these members are due now."""
    statement = text(
        "UPDATE projectionist.known_members SET films_mark = NULL, due_at ="
        " CASE WHEN username = ANY(:names) THEN now() ELSE now() + interval '9 days' END"
    )
    with services.engine.begin() as connection:
        connection.execute(statement, {"names": list(names)})


def logged(services: Services) -> list[object]:
    query = text("SELECT to_jsonb(ratings) FROM projectionist.ratings ORDER BY member, movie_id")
    with services.engine.connect() as connection:
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize(
    ("fact", "rewrites"), [("stars", STARS), ("likes", LIKES), ("films", PAGES)]
)
def test_what_vanishes_from_all_members_ends_the_job_and_stays_stored(
    services: Services, changing: Standin, fact: str, rewrites: dict[str, str]
) -> None:
    before = logged(services)
    changing.rewrites = rewrites
    run = scrape_ratings(services)
    assert run.failed
    assert f"{fact}: much is missing from " in run.ended
    assert logged(services) == before
    assert (run.left, run.leased) == (25, 0)


def test_stars_that_are_still_shown_end_the_job_and_stay_stored(
    services: Services, changing: Standin
) -> None:
    before = logged(services)
    changing.rewrites = SHOWN_STARS
    assert "the value of a rating is missing" in scrape_ratings(services).ended
    assert logged(services) == before


def test_few_members_who_lose_all_stars_keep_them_too(
    services: Services, changing: Standin, names: list[str]
) -> None:
    before = logged(services)
    changing.rewrites = STARS
    only(services, *names[:3])
    assert "stars: much is missing from 3 of 3 members" in scrape_ratings(services).ended
    assert logged(services) == before


def without_stars(town: MemberWorld, name: str) -> None:
    town.films[name] = [replace(film, rating=None) for film in town.logged(name)]


def test_a_member_who_removes_all_stars_among_others_who_do_not_is_believed(
    services: Services, town: MemberWorld, names: list[str]
) -> None:
    without_stars(town, names[0])
    others = stars(services, names[1])
    assert scrape_ratings(services).counts["changed"] >= 24
    forget_marks(services)
    assert scrape_ratings(services).counts == {"changed": 25}
    assert stars(services, names[0]) == {}
    assert stars(services, names[1]) == others


def test_a_member_alone_who_removes_all_stars_is_believed_at_the_second_look(
    services: Services, town: MemberWorld, names: list[str]
) -> None:
    without_stars(town, names[0])
    before = stars(services, names[0])
    only(services, names[0])
    assert scrape_ratings(services).counts == {"doubtful": 1}
    assert stars(services, names[0]) == before
    assert scrape_ratings(services).counts == {}
    only(services, names[0])
    assert scrape_ratings(services).counts == {"changed": 1}
    assert stars(services, names[0]) == {}


def test_members_who_lose_their_stars_one_by_one_end_the_job_too(
    services: Services, changing: Standin, names: list[str]
) -> None:
    before = logged(services)
    changing.rewrites = STARS
    only(services, *names[:2])
    assert scrape_ratings(services).counts == {"doubtful": 2}
    only(services, *names[:3])
    assert scrape_ratings(services).failed
    assert logged(services) == before


def test_an_operator_may_say_that_the_site_tells_no_more(
    services: Services, changing: Standin, names: list[str]
) -> None:
    changing.rewrites = STARS
    assert scrape_ratings(services, believe=True).counts == {"changed": 25}
    assert [stars(services, name) for name in names[:25]] == [{}] * 25


def test_the_command_fails_and_says_what_is_missing(services: Services, changing: Standin) -> None:
    changing.rewrites = STARS
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    result = app.test_cli_runner().invoke(args=["scrape", "ratings"])
    assert result.exit_code == 1
    assert "stars: much is missing from " in result.output
