import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import redis
import requests

from app import create_app
from app.services import Services
from app.store import members
from scrapers.export.archive import MAX_ARCHIVE
from scrapers.export.boxd import short_link
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from scrapers.standin.world import Member
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp, running
from tests.redis_server import RedisServer

MakeServices = Callable[..., Services]
UNKNOWN = range(9_000_000, 9_000_006)


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests: an upload changes nothing in the database."""
    return shared_live


@pytest.fixture
def member(world: BuiltinWorld) -> Member:
    member = world.member(world.suggestions()[0])
    assert member is not None
    return member


def send(app: LiveApp, data: bytes) -> requests.Response:
    files = {"file": ("letterboxd.zip", data, "application/zip")}
    return requests.post(f"{app.url}/api/v1/profiles", files=files, timeout=60)


def send_list(app: LiveApp, **body: Any) -> requests.Response:
    return requests.post(f"{app.url}/api/v1/profiles", json=body, timeout=60)


def ask(app: LiveApp, what: str = "recommendations", **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/{what}", params=params, timeout=60)


def zipped(**files: str) -> bytes:
    """An export of these files, named without their .csv."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return buffer.getvalue()


def rated(films: Iterable[int]) -> str:
    """A ratings.csv of these film ids."""
    rows = [f"2026-01-01,Film {film},2001,{short_link(film)},4" for film in films]
    return "\n".join(["Date,Name,Year,Letterboxd URI,Rating", *rows])


def test_an_export_answers_as_the_pages_of_its_member_do(live: LiveApp, member: Member) -> None:
    sent = send(live, export_zip(member))
    assert sent.status_code == 201
    upload = sent.json()
    ratings = [film.rating for film in member.films if film.rating is not None]
    assert upload["counts"] == {
        "films": len(member.films),
        "rated": len(ratings),
        "liked": sum(film.liked for film in member.films),
        "in_catalogue": len(member.films),
        "watchlist": len(member.watchlist),
        "unmatched": len(upload["unmatched"]),
    }
    uploaded = ask(live, profile=upload["profile"]).json()
    pages = ask(live, username=member.username).json()
    assert uploaded["data"] == pages["data"]
    assert uploaded["meta"]["username"] == pages["meta"]["username"] == member.username
    assert (uploaded["meta"]["source"], pages["meta"]["source"]) == ("export", "pages")
    assert uploaded["meta"]["films_pending"] == 0


def test_predictions_take_an_upload_too(live: LiveApp, member: Member) -> None:
    profile = send(live, export_zip(member)).json()["profile"]
    seen = member.films[0].slug
    answer = ask(live, "predictions", profile=profile, film=[seen]).json()
    assert answer["data"][0]["logged"]
    assert answer["data"][0]["rating"] == member.films[0].rating
    assert answer["meta"]["source"] == "export"


def test_a_list_finds_films_by_id_by_slug_and_by_title(live: LiveApp, world: BuiltinWorld) -> None:
    by_id, by_slug, by_title, near, wanted = list(map(world.film, list(world.slugs())[:5]))
    assert by_id and by_slug and by_title and near and wanted and near.release_year
    upload = send_list(
        live,
        films=[
            {"film_id": by_id.film_id, "stars": 5},
            {"slug": by_slug.slug, "stars": 0.5, "liked": True},
            {"title": by_title.title.upper(), "year": by_title.release_year, "stars": None},
            {"title": near.title, "year": near.release_year + 1, "stars": 4},
            {"title": "A Film That Nobody Made", "year": 1999},
        ],
        watchlist=[{"slug": wanted.slug}, {"slug": "a-film-that-nobody-made"}],
    ).json()
    assert upload["counts"] == {
        "films": 4,
        "rated": 3,
        "liked": 1,
        "in_catalogue": 4,
        "watchlist": 1,
        "unmatched": 1,
    }
    [unmatched] = upload["unmatched"]
    assert (unmatched["row"], unmatched["title"]) == (5, "A Film That Nobody Made")
    slugs = [film.slug for film in (by_id, by_slug, by_title, near)]
    answer = ask(live, "predictions", profile=upload["profile"], film=slugs).json()
    assert [film["rating"] for film in answer["data"]] == [5, 0.5, None, 4]
    assert all(film["logged"] for film in answer["data"])
    assert (answer["meta"]["username"], answer["meta"]["source"]) == (None, "list")


def test_what_the_catalogue_lacks_is_counted_and_left_out(live: LiveApp, member: Member) -> None:
    known = [film.film_id for film in member.films]
    upload = send(live, zipped(ratings=rated([*known, *UNKNOWN]))).json()
    assert upload["counts"]["films"] == len(known) + len(UNKNOWN)
    assert upload["counts"]["in_catalogue"] == len(known)
    meta = ask(live, profile=upload["profile"]).json()["meta"]
    assert (meta["films_pending"], meta["films_added"], meta["username"]) == (6, 0, None)


def test_too_few_ratings_are_told_without_a_name(live: LiveApp, world: BuiltinWorld) -> None:
    slug = next(world.slugs())
    profile = send_list(live, films=[{"slug": slug, "stars": 4}]).json()["profile"]
    assert ask(live, profile=profile).json()["meta"]["model"] == "popular"
    refused = ask(live, profile=profile, model="personal")
    detail = assert_problem(refused, 422, "not_enough_ratings")["detail"]
    assert detail.startswith("You rated 1 of the 5 films")


def test_too_few_films_in_the_catalogue_are_told_with_a_way_out(live: LiveApp) -> None:
    profile = send(live, zipped(ratings=rated(UNKNOWN))).json()["profile"]
    refused = ask(live, profile=profile, model="personal")
    assert "0 of the 5" in assert_problem(refused, 422, "films_unknown")["detail"]
    assert ask(live, profile=profile).json()["meta"]["model"] == "popular"


def test_the_last_rated_viewing_counts_where_there_are_no_ratings(
    live: LiveApp, world: BuiltinWorld
) -> None:
    film = world.film(next(world.slugs()))
    assert film is not None
    row = f'"{film.title}",{film.release_year},{short_link(film.film_id)}'
    table = [
        "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date",
        f"2026-02-02,{row},4.5,Yes,,2026-02-02",
        f"2026-01-01,{row},2,,,2026-01-01",
        f"2026-03-03,{row},,Yes,,2026-03-03",
    ]
    profile = send(live, zipped(diary="\n".join(table))).json()["profile"]
    answer = ask(live, "predictions", profile=profile, film=film.slug).json()
    assert answer["data"][0]["rating"] == 4.5


@pytest.mark.parametrize("what", ["recommendations", "predictions"])
@pytest.mark.parametrize("params", [{}, {"username": "night_owl", "profile": "x" * 43}])
def test_a_question_is_about_a_username_or_a_profile(
    live: LiveApp, what: str, params: dict[str, str]
) -> None:
    refused = ask(live, what, film="alien", **params)
    document = assert_problem(refused, 422, "invalid_request")
    assert document["detail"].startswith("Give a username or a profile, and not both.")


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "../../etc/passwd", "é" * 5000, "a\x00b"])
def test_an_unknown_token_says_to_upload_again(live: LiveApp, token: str) -> None:
    refused = ask(live, profile=token)
    assert assert_problem(refused, 404, "profile_expired")["detail"].endswith("Upload it again.")


def test_a_deleted_upload_is_gone_at_once(live: LiveApp, member: Member) -> None:
    profile = send(live, export_zip(member)).json()["profile"]
    address = f"{live.url}/api/v1/profiles/{profile}"
    deleted = requests.delete(address, timeout=10)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert_problem(ask(live, profile=profile), 404, "profile_expired")
    for method, path in (("DELETE", ""), ("GET", ""), ("GET", "/unmatched.csv")):
        gone = requests.request(method, address + path, timeout=10)
        assert_problem(gone, 404, "profile_expired")
        assert gone.headers["Cache-Control"] == "no-store"


def test_what_is_kept_can_be_looked_at_and_is_not_to_be_cached(live: LiveApp) -> None:
    sent = send(live, zipped(ratings=rated(UNKNOWN) + "\n2026-01-01,Bad,2001,,9"))
    upload = sent.json()
    assert upload["counts"]["unmatched"] == len(upload["unmatched"]) == 1
    shown = requests.get(f"{live.url}/api/v1/profiles/{upload['profile']}", timeout=10)
    assert shown.json() == upload
    assert shown.headers["Cache-Control"] == sent.headers["Cache-Control"] == "no-store"


def test_tokens_are_long_and_never_the_same(live: LiveApp, member: Member) -> None:
    tokens = {send(live, export_zip(member)).json()["profile"] for _ in range(3)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {43}


def test_an_upload_leaves_no_trace_in_the_database_and_is_not_to_be_cached(
    live: LiveApp, world: BuiltinWorld
) -> None:
    member = world.member(world.suggestions()[1])
    assert member is not None
    profile = send(live, export_zip(member)).json()["profile"]
    answer = ask(live, profile=profile)
    assert answer.headers["Cache-Control"] == "no-store"
    with live.services.engine.connect() as connection:
        assert members.load(connection, member.username) is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not a zip", "This file is not a ZIP."),
        (b"", "This file is not a ZIP."),
        (b"0123456789abcdef" * 2**17, "This file is not a ZIP."),
        (zipped(comments="Date,Content\n"), "The ZIP holds no films"),
        (zipped(ratings="Name\nAlien\n"), "ratings.csv lacks columns"),
    ],
)
def test_a_file_that_is_no_export_gets_the_readers_sentence(
    live: LiveApp, data: bytes, sentence: str
) -> None:
    detail = assert_problem(send(live, data), 422, "invalid_export")["detail"]
    assert detail.startswith(sentence)


def test_a_bomb_is_refused(live: LiveApp) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ratings.csv", bytes(40 * 2**20))
    assert_problem(send(live, buffer.getvalue()), 422, "invalid_export")


@pytest.mark.parametrize(
    ("content_type", "size"),
    [
        ("multipart/form-data; boundary=x", MAX_ARCHIVE + 2**16 + 1),
        ("application/json", 2**21 + 1),
    ],
)
def test_what_is_larger_than_any_export_is_not_read(
    services: Services, content_type: str, size: int
) -> None:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    answer = app.test_client().post(
        "/api/v1/profiles",
        data=bytes(size),
        content_type=content_type,
    )
    assert (answer.status_code, answer.json["code"]) == (413, "upload_too_large")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"films": []},
        {"films": [{}]},
        {"films": [{"stars": 4}]},
        {"films": [{"slug": "alien", "stars": 4.2}]},
        {"films": [{"slug": "alien", "stars": 0}]},
        {"films": [{"slug": "alien", "stars": "NaN"}]},
        {"films": [{"slug": "alien", "rating": 4}]},
        {"films": [{"film_id": -1}]},
        {"films": [{"film_id": 2**63}]},
        {"films": [{"slug": "alien"}] * 5001},
        {"films": "alien"},
    ],
)
def test_a_wrong_list_is_refused(live: LiveApp, body: dict[str, Any]) -> None:
    assert_problem(send_list(live, **body), 422, "invalid_request")


@pytest.mark.parametrize(
    "options",
    [
        {"data": "{"},
        {"data": "x" * 10, "headers": {"Content-Type": "text/plain"}},
        {"data": b"\xff\xfe", "headers": {"Content-Type": "application/json"}},
        {"data": "nonsense", "headers": {"Content-Type": "multipart/form-data"}},
        {"files": {"another": b""}},
        {},
    ],
)
def test_a_request_without_an_upload_is_refused(live: LiveApp, options: dict[str, Any]) -> None:
    refused = requests.post(f"{live.url}/api/v1/profiles", timeout=10, **options)
    assert_problem(refused, 422, "invalid_request")


def test_only_a_few_exports_are_unpacked_at_once(live: LiveApp, member: Member) -> None:
    with live.services.uploads.enter(), live.services.uploads.enter():
        refused = send(live, export_zip(member))
        assert_problem(refused, 503, "busy")
        assert refused.headers["Retry-After"] == "60"
    assert send(live, export_zip(member)).status_code == 201


def test_with_redis_all_processes_know_an_upload(
    make_services: MakeServices, redis_server: RedisServer, member: Member
) -> None:
    with running(make_services(redis_url=redis_server.url)) as first:
        profile = send(first, export_zip(member)).json()["profile"]
        with running(make_services(redis_url=redis_server.url)) as second:
            assert ask(second, profile=profile).json()["meta"]["source"] == "export"
            redis_server.stop()
            assert_problem(ask(second, profile=profile), 503, "uploads_unavailable")
            assert_problem(send(second, export_zip(member)), 503, "uploads_unavailable")


def test_the_cache_does_not_know_tokens(
    make_services: MakeServices, redis_server: RedisServer, member: Member
) -> None:
    with running(make_services(redis_url=redis_server.url, upload_ttl_minutes=2)) as app:
        profile = send(app, export_zip(member)).json()["profile"]
    with redis.Redis.from_url(redis_server.url) as client:
        [key] = client.keys("projectionist:profile:*")
        assert 100 < client.ttl(key) <= 120
        kept = client.get(key)
        assert profile.encode() not in key + kept
        assert json.loads(kept.splitlines()[0])["username"] == member.username
