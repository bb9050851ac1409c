"""`python -m scrapers parse KIND FILE`."""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from scrapers.__main__ import main
from scrapers.records import Diary, ErrorPage, MemberFilms, ProfilePage, Watchlist
from scrapers.standin import render
from scrapers.standin.diary import FilmList
from scrapers.standin.render_member import feed
from tests.scrapers.pages.examples import (
    ENTRIES,
    FILM,
    LOGGED,
    VIEWINGS,
    WANTED,
    diary_page,
    film_page,
    member_films_page,
    profile_page,
    watchlist_page,
)

DAY = date(2026, 3, 1)
SORRY = "Sorry, we can’t find the page you’ve requested."


@pytest.mark.parametrize(
    ("kind", "html", "record"),
    [
        ("film", film_page(), FILM),
        ("member-films", member_films_page(), MemberFilms("ada", 2, 1200, LOGGED, 9000)),
        ("profile", profile_page(), ProfilePage("ada", "Films, mostly. She/her.")),
        ("watchlist", watchlist_page(), Watchlist("ada", 2, 3, 1415, WANTED)),
        ("diary", diary_page(), Diary("ada", 2, 1200, ENTRIES)),
        ("error", render.error_page("not_found"), ErrorPage("not_found", SORRY)),
    ],
)
def test_a_saved_page_is_printed_as_json(
    kind: str,
    html: str,
    record: MemberFilms,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    main(["parse", kind, str(tmp_path / "page.html")])
    printed = capsysbinary.readouterr().out
    assert json.loads(printed) == json.loads(json.dumps(asdict(record), default=str))


def test_a_saved_feed_is_printed_item_by_item() -> None:
    known = [(viewing, FILM) for viewing in VIEWINGS]
    result = run("parse", "feed", "-", page=feed("ada", known, [FilmList(7, "Best", DAY)]))
    first, *_, last = json.loads(result.stdout)["items"]
    names = ("title", "year", "rating", "liked", "rewatch", "watched_date", "tmdb_id", "kind")
    assert [first[name] for name in names] == [
        *("Class of (1984)", 1999, 0.5, True, True, "2026-03-01", 71329, "review"),
    ]
    assert [last[name] for name in names] == ["Best", None, None, None, False, None, None, "list"]


def run(*arguments: str, page: str = "") -> subprocess.CompletedProcess[bytes]:
    """The program in a terminal that knows ASCII only."""
    return subprocess.run(
        [sys.executable, "-m", "scrapers", *arguments],
        input=page.encode(),
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )


def test_a_page_from_standard_input_is_printed_in_utf_8() -> None:
    result = run("parse", "film", "-", page=film_page())
    assert result.returncode == 0
    assert "Åsa Öberg" in result.stdout.decode()


def test_another_page_is_refused_in_one_line() -> None:
    result = run("parse", "watchlist", "-", page=film_page())
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.decode().splitlines() == [
        "-: not a watchlist page: the body of class watchlist is missing"
    ]


def test_bytes_that_are_no_text_are_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html").write_bytes(b"\xff\xfe\x00</html>")
    with pytest.raises(SystemExit, match="not a film page: the masthead is missing"):
        main(["parse", "film", str(tmp_path / "page.html")])


@pytest.mark.parametrize("file", ["missing.html", "."])
def test_a_file_that_cannot_be_read_is_named_in_one_line(tmp_path: Path, file: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["parse", "film", str(tmp_path / file)])
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("arguments", [[], ["parse"], ["parse", "actor", "-"], ["read", "film"]])
def test_a_wrong_use_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err
