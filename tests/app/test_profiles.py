from collections.abc import Callable
from datetime import timedelta
from math import inf

import numpy as np

from app.profiles import read_profile
from app.profiles.refusals import refusal
from app.services import Services
from app.store import members
from scrapers.errors import SiteUnavailableError
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve

MakeServices = Callable[..., Services]


def ignore(done: int, total: int) -> None:
    pass


def page_requests(site: Standin, username: str) -> int:
    return sum(request.path.startswith(f"/{username}/films/") for request in site.requests)


def test_a_profile_holds_every_logged_film_with_its_stars(
    services: Services, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    profile = read_profile(services, name, ignore)
    member = world.member(name)
    assert member is not None
    expected = {film.film_id: film.rating for film in member.films}
    stars = [None if np.isnan(star) else star for star in profile.stars.tolist()]
    assert dict(zip(profile.movie_ids.tolist(), stars, strict=True)) == expected


def test_progress_counts_the_pages(services: Services, world: BuiltinWorld) -> None:
    steps: list[tuple[int, int]] = []
    read_profile(services, world.suggestions()[0], lambda done, total: steps.append((done, total)))
    total = steps[-1][1]
    assert total > 1
    assert steps[-1] == (total, total)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_within_the_hour_nothing_is_read_again(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    with serve(world) as site:
        services = make_services(site)
        first = read_profile(services, name, ignore)
        asked = page_requests(site, name)
        second = read_profile(services, name, ignore)
        assert page_requests(site, name) == asked > 0
    assert first.read_at == second.read_at


def test_an_old_profile_is_read_again(make_services: MakeServices, world: BuiltinWorld) -> None:
    name = world.suggestions()[0]
    with serve(world) as site:
        services = make_services(site, profile_ttl_minutes=0)
        first = read_profile(services, name, ignore)
        asked = page_requests(site, name)
        second = read_profile(services, name, ignore)
        assert page_requests(site, name) == 2 * asked
    assert first.read_at < second.read_at
    assert np.array_equal(first.movie_ids, second.movie_ids)


def test_a_failed_read_leaves_the_stored_profile_alone(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    services = make_services(profile_ttl_minutes=0)
    before = read_profile(services, name, ignore)
    with serve(world, faults=Faults(server_error=1.0)) as broken:
        settings = services.settings.model_copy(
            update={"letterboxd_url": broken.url, "letterboxd_retries": 0}
        )
        later = Services(settings)
        assert read_profile(later, name, ignore).source == "stored"
        later.engine.dispose()
    with services.engine.connect() as connection:
        after = members.load(connection, name)
    assert after is not None
    assert np.array_equal(before.stars, after.stars, equal_nan=True)


def test_a_forgotten_member_leaves_nothing_behind(services: Services, world: BuiltinWorld) -> None:
    name = world.suggestions()[0]
    read_profile(services, name, ignore)
    with services.engine.begin() as connection:
        assert members.forget(connection, name)
        assert members.load(connection, name) is None
        left = connection.exec_driver_sql("SELECT count(*) FROM projectionist.ratings")
        assert left.scalar_one() == 0
        assert not members.forget(connection, name)


def test_when_a_profile_was_read_is_in_utc_whatever_the_databases_time_zone(
    services: Services,
) -> None:
    with services.engine.begin() as connection:
        connection.exec_driver_sql("SET TIME ZONE 'Asia/Tokyo'")
        saved = members.save(connection, "ada", [])
        loaded = members.load(connection, "ada")
    assert loaded is not None
    assert saved.read_at == loaded.read_at
    assert saved.read_at.utcoffset() == loaded.read_at.utcoffset() == timedelta(0)


def test_a_site_that_asks_for_an_endless_pause_gets_a_day() -> None:
    error = SiteUnavailableError("/ada/films/", "status 503", retry_after=inf)
    assert refusal(error, "ada").retry_after == 24 * 3600
