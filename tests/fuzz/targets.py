"""Every parser of what comes from outside: bytes in, and the one error that it may raise."""

import math
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from app.compatibility.query import parse_pair
from app.films.query import parse_film as parse_film_query
from app.groups.query import parse_group, parse_wishes
from app.imports.errors import ImportRefusedError
from app.imports.imdb.titles import read_titles
from app.imports.movielens.films import read_films
from app.imports.movielens.ratings import read_ratings
from app.imports.tmdb.ids import most_popular
from app.imports.tmdb.record import read_movie
from app.marks.query import parse_mark, parse_undo
from app.problems import Problem
from app.rating.query import Finished, Rated
from app.rating.query import parse as parse_rated
from app.recommendations.query import parse_query
from app.scraping.film_lists import NoSlugError, slugs_in
from app.statistics.query import parse_statistics
from app.uploads.listed import FilmList
from app.watchlist_picker.query import parse_picks
from scrapers.errors import ExportError, PageError, RobotsDisallowedError
from scrapers.export.read import read_export
from scrapers.export.sheets import read_film_list
from scrapers.feed import parse_feed
from scrapers.http import AGENT
from scrapers.pages.diary import parse_diary
from scrapers.pages.error import parse_error
from scrapers.pages.film import parse_film
from scrapers.pages.member_films import parse_member_films
from scrapers.pages.profile import parse_profile
from scrapers.pages.watchlist import parse_watchlist
from scrapers.paths import is_safe
from scrapers.robots import LONGEST_DELAY_SECONDS, Robots
from tests.app.imports.test_imdb import BASICS, RATINGS
from tests.scrapers.export import makers
from tests.scrapers.export.makers import make_zip
from tests.scrapers.pages import examples
from tests.scrapers.pages.examples import GENERATIONS
from tests.scrapers.test_feed import FEED

SHEETS = ("watched.csv", "ratings.csv", "diary.csv", "reviews.csv", "watchlist.csv", "lists/a.csv")
QUERIES = (
    *(parse_query, parse_group, parse_wishes, parse_picks, parse_pair, parse_statistics),
    *(parse_film_query, parse_mark, parse_undo),
    *(lambda args: parse_rated(Rated, args), lambda args: parse_rated(Finished, args)),
)
ADDRESSES = (
    b"username=ada&username=bob&genre=Drama,Crime&year_from=1990&runtime_to=200&limit=5&page=2",
    b"profile=token&model=hybrid&taste=recent&popularity=-0.5&seed=7&fame=niche&watchlist=only",
    b"film=10001:4.5&film=10002:0.5&film=1:5&film=2:5&film=3:5&q=heat 1995&slug=alien&kind=seen",
    b"rule=borda&threshold=2.5&seen=some&spin=3&together=union&by=stars&decade=1990&only=alien",
)


class Target(NamedTuple):
    """What reads, what it may raise, and examples to begin with."""

    read: Callable[[bytes], object]
    refuses: type[Exception]
    seeds: tuple[bytes, ...]


def page(parse: Callable[[str], object], *texts: str) -> Target:
    return Target(
        lambda data: parse(data.decode(errors="replace")),
        PageError,
        tuple(text.encode() for text in texts),
    )


def of_generations(parse: Callable[[str], object], make: Callable[[int], str]) -> Target:
    return page(parse, *map(make, GENERATIONS))


def read_sheets(data: bytes) -> object:
    """The same table under each name; a ZIP's own checksums would stop a fuzzer."""
    return read_export(make_zip(dict.fromkeys(SHEETS, data), zipfile.ZIP_STORED))


def read_arguments(data: bytes) -> None:
    """Every query there is, each of which may refuse."""
    args = MultiDict(parse_qsl(data.decode(errors="replace"), keep_blank_values=True))
    for parse in QUERIES:
        _refusable(parse, args)


def _refusable(parse: Callable[[MultiDict[str, str]], object], args: MultiDict[str, str]) -> None:
    try:
        parse(args)
    except Problem as refused:
        assert refused.status == 422
        refused.document.model_dump_json()


def follow_robots(data: bytes) -> None:
    """The rules of a site, and one of its paths in their last line."""
    rules, _, path = data.decode(errors="replace").rpartition("\n")
    robots = Robots("https://letterboxd.com", AGENT, lambda _: rules)
    assert 0 <= robots.crawl_delay < math.inf
    robots.check("/film/heat-1995/")
    if is_safe(path):
        robots.check(path)
    assert robots.crawl_delay <= LONGEST_DELAY_SECONDS


def filed(read: Callable[[Path], Any], *names: str) -> Callable[[bytes], object]:
    """A reader of a folder, in which each file has these bytes."""
    folder = Path(mkdtemp(prefix="fuzz-"))

    def reading(data: bytes) -> object:
        for name in names:
            (folder / name).write_bytes(data)
        return read(folder)

    return reading


IMDB = (BASICS.encode(), RATINGS.encode())
MOVIELENS = (
    b"movieId,title,genres\n1,Heat (1995),Crime\n",
    b"movieId,imdbId,tmdbId\n1,113277,949\n",
)
RATED = (b"userId,movieId,rating,timestamp\n1,1,4.5,1\n", b"1::1::4.5::1\n")
ROBOTS = (
    b"User-agent: *\nDisallow: /*/by/\nAllow: /film/*$\nCrawl-delay: 2.5\n/film/alien/",
    b"User-agent: projectionist\nRequest-rate: 1/5m 0600-0845\nSitemap: https://a.example/b\n/?a=1",
)

TARGETS: dict[str, Target] = {
    "film": of_generations(parse_film, examples.film_page),
    "member-films": of_generations(parse_member_films, examples.member_films_page),
    "profile": of_generations(parse_profile, examples.profile_page),
    "watchlist": of_generations(parse_watchlist, examples.watchlist_page),
    "diary": of_generations(parse_diary, examples.diary_page),
    "error": page(parse_error, '<body class="error"><title>Letterboxd</title></body></html>'),
    "robots": Target(follow_robots, RobotsDisallowedError, ROBOTS),
    "feed": Target(parse_feed, PageError, (FEED.encode(),)),
    "export": Target(
        read_export, ExportError, (make_zip({"watched.csv": makers.WATCHED}, zipfile.ZIP_STORED),)
    ),
    "sheets": Target(read_sheets, ExportError, (makers.WATCHED.encode(),)),
    "list": Target(
        lambda data: read_film_list("The list", data),
        ExportError,
        (b"Letterboxd list export v7\nDate,Name\n\nPosition,Name,Year,URL\n1,Heat,1995,\n",),
    ),
    "films-json": Target(
        FilmList.model_validate_json,
        ValidationError,
        (b'{"films": [{"slug": "alien", "stars": 4.5, "liked": true}], "watchlist": []}',),
    ),
    "arguments": Target(read_arguments, Problem, ADDRESSES),
    "slugs": Target(
        lambda data: list(slugs_in(data.decode(errors="replace").splitlines())),
        NoSlugError,
        (b"alien\nhttps://letterboxd.com/film/heat-1995/\n", b"slug,title\nalien,Alien\n"),
    ),
    "tmdb": Target(
        lambda data: read_movie(data.decode(errors="replace")),
        ValidationError,
        (b'{"id": 603, "title": "The Matrix", "release_date": "1999-03-30", "runtime": 136}',),
    ),
    "tmdb-ids": Target(
        filed(lambda folder: most_popular(folder / "ids.json", 10), "ids.json"),
        ImportRefusedError,
        (b'{"id": 603, "popularity": 9.5, "adult": false}\n',),
    ),
    "imdb": Target(
        filed(lambda folder: read_titles(folder, 0), "title.basics.tsv", "title.ratings.tsv"),
        ImportRefusedError,
        IMDB,
    ),
    "movielens-films": Target(
        filed(read_films, "movies.csv", "links.csv"), ImportRefusedError, MOVIELENS
    ),
    "movielens-ratings": Target(
        filed(lambda folder: list(read_ratings(folder)), "ratings.csv"), ImportRefusedError, RATED
    ),
}


def feed_target(name: str, data: bytes) -> bool:
    """Whether it was read; any error but the one that is documented is raised."""
    target = TARGETS[name]
    try:
        target.read(data)
    except target.refuses as refused:
        assert str(refused)
        return False
    return True
