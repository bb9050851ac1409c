"""Where a member stands among all others: counted by a job, told to visitors."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import pytest
import requests
from click.testing import Result
from sqlalchemy import event, select

from app import create_app
from app.jobs.alone import Alone
from app.jobs.standings import NotCountedError, refresh_standings
from app.services import Services
from app.statistics.current import CurrentDistributions
from app.statistics.query import StatisticsQuery
from app.statistics.service import statistics
from app.store import figures, members, schema
from scrapers.records import LoggedFilm
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_uploads_api import send_list
from tests.conftest import LiveApp, read_members, running


@pytest.fixture
def asked(world: BuiltinWorld) -> StatisticsQuery:
    return StatisticsQuery(username=world.suggestions()[0])


def own_figures(services: Services, username: str) -> dict[str, float | None]:
    """What a member's standing is about, one film at a time."""
    with services.engine.connect() as connection:
        profile = members.load(connection, username)
        films = {film.movie_id: film for film in connection.execute(select(schema.films))}
    assert profile is not None
    stars = dict(zip(profile.movie_ids.tolist(), profile.stars.tolist(), strict=True))
    rated = {film: given for film, given in stars.items() if not math.isnan(given)}
    averages = {film: it.letterboxd_rating for film, it in films.items() if it.letterboxd_rating}
    gaps = [given - averages[film] for film, given in rated.items() if film in averages]
    counts = [films[film].letterboxd_rating_count for film in stars if film in films]
    known = [count for count in counts if count is not None]
    return {
        "films": len(stars),
        "rated": len(rated),
        "mean_rating": mean(rated.values()) if rated else None,
        "differential": mean(gaps) if gaps else None,
        "median_rating_count": median(known) if known else None,
    }


def test_a_member_stands_where_sorting_all_the_others_puts_them(
    services: Services, world: BuiltinWorld
) -> None:
    names = read_members(services, world, 30)
    refresh_standings(services)
    figures = {name: own_figures(services, name) for name in names if name != "empty_shelf"}
    for name in list(figures)[:3]:
        answer = statistics(services, StatisticsQuery(username=name)).standings
        for figure, own in figures[name].items():
            values = (them[figure] for them_name, them in figures.items() if them_name != name)
            others = sorted(round(value, 4) for value in values if value is not None)
            assert own is not None
            below, upto = bisect_left(others, round(own, 4)), bisect_right(others, round(own, 4))
            standing = getattr(answer, figure)
            assert standing.members == len(others)
            assert standing.percentile == pytest.approx(50 * (below + upto) / len(others), abs=1e-4)


def test_few_members_are_no_comparison(
    services: Services, world: BuiltinWorld, asked: StatisticsQuery
) -> None:
    read_members(services, world, 5)
    refresh_standings(services)
    told = statistics(services, asked).standings
    assert told.films.percentile is None
    assert 0 < told.films.members < 20
    with running(services) as app:
        assert "It takes 20 members here" in page(app, asked)


def test_before_the_first_count_the_page_says_that_it_comes(
    services: Services, world: BuiltinWorld, asked: StatisticsQuery
) -> None:
    read_members(services, world, 30)
    with running(services) as app:
        assert "comes with the next monthly count" in page(app, asked)
        assert standings(app, asked)["counted_at"] is None
        assert standings(app, asked)["films"] == {"percentile": None, "members": 0}
        refresh_standings(services)
        assert standings(app, asked)["films"]["percentile"] is not None
        assert "The members here were counted on" in page(app, asked)


def page(app: LiveApp, asked: StatisticsQuery) -> str:
    params = {"username": asked.username}
    return requests.get(f"{app.url}/statistics", params=params, timeout=60).text


def standings(app: LiveApp, asked: StatisticsQuery) -> dict[str, Any]:
    params = asked.model_dump(include={"username", "profile"}, exclude_none=True)
    answer = requests.get(f"{app.url}/api/v1/statistics", params=params, timeout=60)
    told: dict[str, Any] = answer.json()["standings"]
    return told


def test_it_is_told_when_the_members_were_counted(
    services: Services, world: BuiltinWorld, asked: StatisticsQuery
) -> None:
    before = datetime.now(UTC)
    read_members(services, world, 3)
    refresh_standings(services)
    counted_at = statistics(services, asked).standings.counted_at
    assert counted_at is not None
    assert before <= counted_at <= datetime.now(UTC)


def test_no_visitor_waits_until_everybody_is_counted(
    services: Services, world: BuiltinWorld, asked: StatisticsQuery
) -> None:
    read_members(services, world, 3)
    refresh_standings(services)
    statistics(services, asked)
    queries: list[str] = []
    event.listen(
        services.engine, "before_cursor_execute", lambda *args: queries.append(str(args[2]))
    )
    statistics(services, asked)
    assert queries
    assert not [query for query in queries if "GROUP BY" in query or "distributions" in query]


def test_a_server_sees_a_later_count(services: Services, world: BuiltinWorld) -> None:
    at_once = CurrentDistributions(services.engine, behind=0)
    assert at_once.current() is None
    refresh_standings(services)
    first, again = at_once.current(), at_once.current()
    assert first is not None
    assert again is first
    read_members(services, world, 3)
    refresh_standings(services)
    second = at_once.current()
    assert second is not None
    assert second.at - first.at > timedelta(0)
    assert second.by_figure["films"].members == first.by_figure["films"].members + 3


def test_a_count_in_parts_is_that_of_all_at_once(
    services: Services, world: BuiltinWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_members(services, world, 8)
    with services.engine.connect() as connection:
        whole = figures.member_figures(connection)
        monkeypatch.setattr(figures, "AT_ONCE", 3)
        assert whole.shape == (8, len(figures.FIGURES))
        np.testing.assert_array_equal(figures.member_figures(connection), whole)


def test_imported_members_are_not_counted(services: Services, world: BuiltinWorld) -> None:
    read_members(services, world, 3)
    with services.engine.begin() as connection:
        members.save(connection, "ml:1", [LoggedFilm(1, "one", "One", rating=4.0)])
    assert refresh_standings(services).members == 3


def test_an_upload_that_is_not_stored_is_compared_with_everybody(
    services: Services, world: BuiltinWorld
) -> None:
    read_members(services, world, 25)
    refresh_standings(services)
    with running(services) as app:
        token = send_list(app, films=[{"slug": "alien", "stars": 4.5}]).json()["profile"]
        told = standings(app, StatisticsQuery(profile=token))["films"]
    assert told["members"] == refresh_standings(services).known["films"]
    assert told["percentile"] < 50


def test_of_many_members_quantiles_are_stored_and_no_names(
    services: Services, world: BuiltinWorld
) -> None:
    read_members(services, world, 8)
    counted = refresh_standings(services)
    with services.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM projectionist.distributions").all()
    assert sorted(row.figure for row in kept) == sorted(counted.known)
    assert not [name for name in world.usernames() if name in str(kept)]


def test_a_second_count_at_once_is_refused_and_changes_nothing(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    with Alone(services.engine, "statistics refresh"):
        ran = command(services)
    assert ran.exit_code == 1
    assert "another process does this already" in ran.output
    assert "What was counted before still serves." in ran.output
    told = page.read_text(encoding="utf-8")
    assert told.startswith("### Members not counted\n")
    assert "| ended because | another process does this already" in told
    assert services.distributions.current() is None


def test_a_count_that_was_overtaken_is_not_kept(services: Services, world: BuiltinWorld) -> None:
    """Its lease ended while it counted, and another process took the job."""

    def overtake(*args: object) -> None:
        if "GROUP BY" in str(args[2]):
            with services.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE projectionist.job_leases SET holder = 'other'")

    read_members(services, world, 3)
    event.listen(services.engine, "before_cursor_execute", overtake)
    with pytest.raises(NotCountedError, match="took over"):
        refresh_standings(services)
    assert services.distributions.current() is None


def test_a_database_that_fails_is_told_without_its_address(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(empty=True)
    with services.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE projectionist.distributions")
    ran = command(services)
    assert ran.exit_code == 1
    assert "the database failed" in ran.output
    assert "postgres" not in ran.output


def command(services: Services, *options: str) -> Result:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return app.test_cli_runner().invoke(args=["statistics", "refresh", *options])


def test_the_command_tells_its_figures(
    services: Services, world: BuiltinWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_members(services, world, 3)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    ran = command(services)
    assert ran.exit_code == 0
    assert re.search(r"members +3$", ran.output, re.MULTILINE)
    assert "| with mean rating | 3 |" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_members_with_few_films_can_be_left_out(services: Services, world: BuiltinWorld) -> None:
    names = read_members(services, world, 5)
    sizes = sorted(len(member.films) for name in names if (member := world.member(name)))
    assert sizes[1] < sizes[2]
    told = command(services, "--least-films", str(sizes[2])).output
    assert re.search(r"members +3$", told, re.MULTILINE)
    assert command(services, "--least-films", "0").exit_code == 2
