"""A database that takes no more: what is stored is answered, and all else is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from click.testing import Result
from sqlalchemy import text

from app import create_app
from app.problems import Problem
from app.profiles import read_profile
from app.readiness import READ_ONLY
from app.services import Services
from app.store import film_urls, known_members, opted_out
from app.watchlists import watchlist_of
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from scrapers.standin.server import serve
from tests.app.changing_world import asked_for, block_pages
from tests.app.read_only import forbid_writing
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp, running

MakeServices = Callable[..., Services]
Run = Callable[..., Result]


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


@pytest.fixture
def other(world: BuiltinWorld) -> str:
    return world.suggestions()[1]


@pytest.fixture
def full(services: Services, member: str) -> Iterator[LiveApp]:
    """A server that has read one member, and then cannot store more."""
    read_profile(services, member, lambda done, total: None)
    forbid_writing(services)
    with running(services) as app:
        yield app


@pytest.fixture
def run(make_services: MakeServices, world: BuiltinWorld) -> Run:
    """The commands on a store with pages and members that are due, which is full."""
    services = make_services(empty=True)
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys([*world.slugs()][:3]))
        known_members.add(connection, world.suggestions())
    forbid_writing(services)
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return lambda *arguments: app.test_cli_runner().invoke(args=arguments)


def recommend(app: LiveApp, **asked: object) -> requests.Response:
    asked = {"limit": 3, "model": "popular"} | asked
    return requests.get(f"{app.url}/api/v1/recommendations", params=asked, timeout=60)


@pytest.mark.parametrize("things", ["films", "ratings"])
def test_a_job_ends_with_a_line_a_summary_and_an_exit_code(
    run: Run, things: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    result = run("scrape", things)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("Error: the database failed: it is read-only")
    assert "it is read-only" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("members", "forget", "night_owl"),
        ("members", "let-in", "night_owl"),
        ("train", "general"),
        ("statistics", "refresh"),
    ],
    ids=" ".join,
)
def test_other_commands_end_with_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("Error: the database failed: it is read-only")
    assert "Traceback" not in result.output


def test_whoever_is_stored_is_answered(full: LiveApp, member: str) -> None:
    assert len(recommend(full, username=member).json()["data"]) == 3
    assert len(recommend(full, username=member, taste="recent").json()["data"]) == 3
    page = requests.get(full.url, params={"username": member}, timeout=60)
    assert page.status_code == 200


def test_whoever_is_stored_is_answered_though_films_of_theirs_were_never_read(
    full: LiveApp, services: Services, member: str
) -> None:
    with services.engine.begin() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text("DELETE FROM projectionist.films WHERE slug < 'd'"))
        connection.execute(text("UPDATE projectionist.film_urls SET next_due_at = now()"))
    answer = recommend(full, username=member)
    assert len(answer.json()["data"]) == 3
    assert answer.json()["meta"]["films_pending"] > 0


def test_who_must_be_read_is_answered_though_nothing_is_stored(
    full: LiveApp, services: Services, other: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = {"model": "personal", "watchlist": "without", "taste": "recent"}
    answer = recommend(full, username=other, **asked)
    assert len(answer.json()["data"]) == 3
    assert answer.json()["meta"]["taste"] == "recent"
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("app.")]
    assert logged[0].startswith("a member's films cannot be stored: cannot execute INSERT")
    assert other not in "".join(logged)
    with services.engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM projectionist.members"))
        assert found.scalar_one() == 1


def test_a_profile_that_cannot_be_stored_is_the_one_that_would_be(
    make_services: MakeServices, member: str
) -> None:
    services, full = make_services(), make_services()
    forbid_writing(full)
    stored, unstored = (
        read_profile(it, member, lambda done, total: None) for it in (services, full)
    )
    for field in ("movie_ids", "stars", "liked", "watched_on"):
        assert getattr(unstored, field).dtype == getattr(stored, field).dtype
        assert getattr(unstored, field).tobytes() == getattr(stored, field).tobytes()
    wanted = [
        watchlist_of(it, profile, lambda step: None).tolist()
        for it, profile in ((services, stored), (full, unstored))
    ]
    assert wanted[0] == wanted[1] != []


def test_who_cannot_be_stored_is_read_once_an_hour_and_can_be_removed(
    make_services: MakeServices, member: str
) -> None:
    with serve(BuiltinWorld()) as letterboxd:
        services = make_services(letterboxd)
        forbid_writing(services)
        first, again = (read_profile(services, member, lambda done, total: None) for _ in "12")
        asked = asked_for(letterboxd, f"/{member}/films/")
        services.cache.delete_owned(member)
        read_profile(services, member, lambda done, total: None)
        assert (asked, asked_for(letterboxd, f"/{member}/films/")) == (1, 2)
    assert again.read_at == first.read_at
    assert again.stars.tobytes() == first.stars.tobytes()


def test_a_feed_is_answered_from_though_its_new_films_cannot_be_noted(
    make_services: MakeServices, member: str
) -> None:
    with serve(BuiltinWorld()) as blocking:
        block_pages(blocking)
        services = make_services(blocking, empty=True)
        forbid_writing(services)
        profile = read_profile(services, member, lambda done, total: None)
    assert profile.feed is not None
    assert profile.feed.unmatched > 0


def test_who_is_kept_out_stays_out(make_services: MakeServices, member: str) -> None:
    services = make_services()
    with services.engine.begin() as connection:
        opted_out.add(connection, member)
    forbid_writing(services)
    with pytest.raises(Problem) as refused:
        read_profile(services, member, lambda done, total: None)
    assert refused.value.code == "opted_out"


def test_pages_uploads_and_counts_go_on(full: LiveApp, world: BuiltinWorld, other: str) -> None:
    found = world.member(other)
    assert found is not None
    archive = {"file": ("letterboxd.zip", export_zip(found), "application/zip")}
    uploaded = requests.post(f"{full.url}/api/v1/profiles", files=archive, timeout=60)
    assert uploaded.status_code == 201, uploaded.text
    assert recommend(full, profile=uploaded.json()["profile"]).status_code == 200
    for path in ("/", "/metrics", "/api/v1/metrics", "/api/v1/films/alien", "/marks"):
        assert requests.get(f"{full.url}{path}", timeout=60).status_code == 200, path


def test_what_must_be_stored_is_refused(full: LiveApp) -> None:
    api = f"{full.url}/api/v1"
    token = requests.post(f"{api}/marks", timeout=60).json()["visitor"]
    marked = requests.put(
        f"{api}/marks/alien",
        json={"kind": "seen"},
        headers={"Projectionist-Visitor": token},
        timeout=60,
    )
    assert_problem(marked, 503, "database_unavailable")
    assert marked.headers["Retry-After"] == "30"


def test_a_disk_that_is_full_is_no_more_than_that(services: Services, member: str) -> None:
    raising = (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'no room left' USING ERRCODE = 'disk_full'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON projectionist.ratings "
        "FOR EACH STATEMENT EXECUTE FUNCTION full_disk()",
    )
    with services.engine.begin() as connection:
        for statement in raising:
            connection.execute(text(statement))
    assert len(read_profile(services, member, lambda done, total: None).movie_ids) > 0
    with services.engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM projectionist.members"))
        assert found.scalar_one() == 0


def test_room_is_made_as_the_manual_says(services: Services, member: str, other: str) -> None:
    for name in (member, other):
        read_profile(services, name, lambda done, total: None)
    forbid_writing(services)
    manual = Path("docs/hosting.md").read_text(encoding="utf-8")
    statements = manual.split("```sql\n")[1].split("```")[0].replace("LIMIT 1000", "LIMIT 1")
    alone = services.engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        for statement in statements.split(";\n")[:-1]:
            connection.execute(text(statement))
        for table in ("members", "known_members"):
            left = connection.execute(text(f"SELECT username FROM projectionist.{table}"))
            assert left.scalars().all() == [other]


def test_readiness_says_what_to_do(full: LiveApp) -> None:
    answer = requests.get(f"{full.url}/readyz", timeout=10)
    assert answer.status_code == 200  # a load balancer that asks goes on sending visitors here
    assert answer.json()["database"] == READ_ONLY
    assert answer.json()["catalogue"] == "ok"
