import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from app import create_app
from app.services import Services
from app.store.films import count
from tests.app.imports.conftest import Run, Stored

MATRIX: dict[str, Any] = {
    "id": 603,
    "title": "The Matrix",
    "imdb_id": "tt0133093",
    "release_date": "1999-03-31",
    "runtime": 136,
    "genres": [{"id": 28, "name": "Action"}, {"id": 878, "name": "Science Fiction"}],
    "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}],
    "production_companies": [{"name": "Village Roadshow Pictures"}],
    "spoken_languages": [{"english_name": "English", "name": "English"}],
    "overview": "A hacker learns the truth.",
    "tagline": "Believe the unbelievable.",
    "vote_average": 8.2,
    "vote_count": 27000,
    "poster_path": "/p96dm7sCMn4VYAStA6siNz30G1r.jpg",
    "credits": {
        "cast": [{"name": "Keanu Reeves", "order": 0}],
        "crew": [{"name": "Lana Wachowski", "job": "Director"}, {"name": "X", "job": "Editor"}],
    },
}
KEY = "0123456789abcdef-secret"


class Tmdb:
    """A server that speaks as the API does; `answers` are bodies or statuses by film."""

    def __init__(self) -> None:
        self.answers: dict[int, Any] = {603: MATRIX}
        self.requests: list[Request] = []
        self.key = KEY

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.requests.append(request)
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if self.key not in (request.args.get("api_key"), request.headers.get("Authorization")):
            return Response('{"status_code":7}', 401)
        found = re.fullmatch(r"/3/movie/(\d+)", request.path)
        answer = self.answers.get(int(found[1]), 404) if found else 404
        if isinstance(answer, int):
            return Response("{}", answer)
        return Response(json.dumps(answer), mimetype="application/json")


@pytest.fixture
def tmdb() -> Tmdb:
    return Tmdb()


@pytest.fixture
def services(make_services: Callable[..., Services], tmdb: Tmdb) -> Iterator[Services]:
    server = make_server("127.0.0.1", 0, tmdb, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield make_services(empty=True, tmdb_url=url, tmdb_api_key=SecretStr(KEY))
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ids(tmp_path: Path) -> Path:
    """A daily list, where the Matrix is the most popular of what is a film."""
    lines = [
        {"adult": False, "id": 7, "original_title": "?", "popularity": 0.5, "video": False},
        {"adult": True, "id": 8, "original_title": "?", "popularity": 99.0, "video": False},
        {"adult": False, "id": 603, "original_title": "?", "popularity": 80.0, "video": False},
    ]
    path = tmp_path / "movie_ids_11_21_2026.json.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    return path


def test_films_of_a_list_come_with_what_tmdb_knows(
    run: Run, stored: Stored, tmdb: Tmdb, ids: Path
) -> None:
    result = run("tmdb", "--ids", ids, "--limit", 1)
    assert result.exit_code == 0, result.output
    film = stored()["tmdb-603"]
    assert (film["title"], film["release_year"], film["runtime"]) == ("The Matrix", 1999, 136)
    assert (film["letterboxd_rating"], film["letterboxd_rating_count"]) == (4.1, 27000)
    assert (film["countries"], film["country_of_origin"]) == (["USA"], "USA")
    assert (film["directors"], film["cast"]) == (["Lana Wachowski"], ["Keanu Reeves"])
    assert film["poster"] == "https://image.tmdb.org/t/p/w342/p96dm7sCMn4VYAStA6siNz30G1r.jpg"
    assert film["imdb_id"] == "tt0133093"
    assert len(tmdb.requests) == 1


def test_a_film_is_asked_for_once(run: Run, stored: Stored, tmdb: Tmdb, ids: Path) -> None:
    tmdb.answers[7] = MATRIX | {"id": 7, "imdb_id": None, "poster_path": None}
    run("tmdb", "--ids", ids)
    before = stored()
    assert set(before) == {"tmdb-603", "tmdb-7"}
    run("tmdb", "--ids", ids)
    assert stored() == before
    assert len(tmdb.requests) == 2


def test_imported_films_are_completed(run: Run, stored: Stored, tmp_path: Path) -> None:
    movies = "movieId,title,genres\n1,Matrix (1998),Drama\n2,Gone (1990),Drama\n"
    (tmp_path / "movies.csv").write_text(movies, encoding="utf-8")
    links = "movieId,imdbId,tmdbId\n1,0133093,603\n2,0000002,99\n"
    (tmp_path / "links.csv").write_text(links, encoding="utf-8")
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating\n", encoding="utf-8")
    assert run("movielens", tmp_path).exit_code == 0
    result = run("tmdb")
    assert "films that TMDB does not have  1" in result.output
    assert stored()["tmdb-603"]["title"] == "The Matrix"
    assert stored()["tmdb-603"]["sources"]["title"] == "tmdb"


def test_an_answer_that_cannot_be_used_is_counted(
    run: Run, stored: Stored, tmdb: Tmdb, ids: Path
) -> None:
    tmdb.answers[7] = MATRIX | {"id": 7, "poster_path": "//evil.example/x.jpg"}
    assert "answers that cannot be used    1" in run("tmdb", "--ids", ids).output
    assert set(stored()) == {"tmdb-603"}


def test_a_key_that_is_refused_stops_it_and_is_not_shown(run: Run, tmdb: Tmdb, ids: Path) -> None:
    tmdb.key = "another"
    result = run("tmdb", "--ids", ids)
    assert result.exit_code == 1
    assert "TMDB refuses the key" in result.output
    assert KEY not in result.output
    assert len(tmdb.requests) == 1


def test_what_came_before_a_failure_is_kept(
    run: Run, stored: Stored, tmdb: Tmdb, ids: Path
) -> None:
    tmdb.answers[7] = 400
    result = run("tmdb", "--ids", ids)
    assert result.exit_code == 1
    assert KEY not in result.output
    assert set(stored()) == {"tmdb-603"}


@pytest.mark.parametrize("data", [b"no list", b'{"id": -1}\n', b"\x1f\x8bbroken", b"[]"])
def test_a_file_that_is_no_list_is_refused(
    run: Run, tmdb: Tmdb, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "ids.json"
    path.write_bytes(data)
    result = run("tmdb", "--ids", path)
    assert result.exit_code == 1
    assert "ids.json is" in result.output
    assert not tmdb.requests


def test_without_a_key_nothing_is_asked(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True)
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    result = app.test_cli_runner().invoke(args=["import", "tmdb"])
    assert result.exit_code == 1
    assert "TMDB_API_KEY is not set" in result.output
    with services.engine.connect() as connection:
        assert count(connection) == 0


def test_pages_show_tmdbs_posters_and_notice_where_there_is_a_key(
    services: Services, make_services: Callable[..., Services]
) -> None:
    for these, shown in ((services, True), (make_services(empty=True), False)):
        app = create_app(these.settings)
        app.extensions["projectionist"] = these
        page = app.test_client().get("/")
        policy = page.headers["Content-Security-Policy"]
        assert ("https://image.tmdb.org" in policy) is shown
        assert ("not endorsed or certified by TMDB" in page.text) is shown
