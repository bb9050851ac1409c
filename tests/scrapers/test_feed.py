"""A member's feed."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scrapers.errors import PageError
from scrapers.feed import parse_feed
from scrapers.records import Feed, FeedItem, Film
from scrapers.standin import render
from scrapers.standin.diary import FilmList, Viewing
from scrapers.standin.render_member import feed as render_feed
from tests.scrapers.pages.examples import FILM, VIEWINGS, changed, diary_page
from tests.scrapers.pages.strategies import ODD, films, owners, viewings

LIST = FilmList(77, "Night & Fog, 2026 - ★★★", date(2026, 3, 2))
FEED = render_feed("ada", [(VIEWINGS[0], None), (VIEWINGS[1], FILM), (VIEWINGS[2], FILM)], [LIST])
ITEMS = (
    FeedItem(
        kind="review",
        log_id=503,
        title="Class of (1984)",
        year=1999,
        slug="class-of",
        rating=0.5,
        liked=True,
        rewatch=True,
        watched_date=date(2026, 3, 1),
    ),
    FeedItem(
        kind="watch",
        log_id=502,
        title="Waves",
        slug="waves",
        liked=True,
        watched_date=date(2026, 2, 28),
        content_type="movie",
        tmdb_id=71329,
    ),
    FeedItem(
        kind="watch",
        log_id=501,
        title="The Lantern",
        year=2019,
        slug="the-lantern",
        rating=4.0,
        liked=False,
        rewatch=True,
        watched_date=date(2026, 2, 28),
        content_type="movie",
        tmdb_id=71329,
    ),
    FeedItem("list", 77, LIST.name),
)
HEAD = '<rss xmlns:letterboxd="https://letterboxd.com"><channel><title>'
TAIL = "</title></channel></rss>"


def read(text: str | bytes) -> Feed | None:
    """The feed, or None if it is refused; any other error fails the test."""
    try:
        return parse_feed(text)
    except PageError:
        return None


def item(pattern: str, replacement: str) -> FeedItem:
    """The Lantern's item, when something in the feed is changed."""
    return parse_feed(changed(FEED, (pattern, replacement))).items[2]


class TestItems:
    def test_every_fact_is_read(self) -> None:
        assert parse_feed(FEED) == Feed("ada", ITEMS)

    def test_bytes_read_as_text_does(self) -> None:
        assert parse_feed(FEED.encode()) == parse_feed(b"\xef\xbb\xbf" + FEED.encode())
        assert parse_feed(FEED.encode()) == parse_feed(FEED)

    def test_lists_are_no_films(self) -> None:
        assert parse_feed(FEED).films == ITEMS[:3]

    def test_an_empty_feed_has_no_items(self) -> None:
        assert parse_feed(render_feed("carl", [])) == Feed("carl")

    def test_a_feed_that_does_not_tell_likes_leaves_them_open(self) -> None:
        assert item("<letterboxd:memberLike>.*?</letterboxd:memberLike>", "") == replace(
            ITEMS[2], liked=None
        )

    def test_whole_stars_may_be_written_without_a_fraction(self) -> None:
        assert item(">4.0<", ">4<") == ITEMS[2]

    def test_a_review_without_a_day_is_read(self) -> None:
        changes = (
            ("<letterboxd:watchedDate>.*?</letterboxd:watchedDate>", ""),
            ("letterboxd-watch-501", "letterboxd-review-501"),
        )
        assert parse_feed(changed(FEED, *changes)).items[2] == replace(
            ITEMS[2], kind="review", watched_date=None
        )

    def test_a_series_is_told_from_a_film(self) -> None:
        found = item(r"tmdb:movieId", "tmdb:tvId")
        assert (found.content_type, found.tmdb_id) == ("tv", 71329)

    def test_the_title_of_an_item_is_not_taken_for_the_films(self) -> None:
        assert "(contains spoilers)" not in FEED
        spoilt = item(r" - ★★★★</title>", " - ★★★★ (contains spoilers)</title>")
        assert spoilt == ITEMS[2]

    def test_a_link_that_leads_elsewhere_names_no_film(self) -> None:
        assert item("/ada/film/the-lantern/1/", "/ada/lantern/") == replace(ITEMS[2], slug=None)

    def test_namespaces_count_and_not_their_prefixes(self) -> None:
        feed = changed(FEED, ("letterboxd:", "lb:"), ("xmlns:letterboxd=", "xmlns:lb="))
        assert parse_feed(feed).items == ITEMS

    def test_items_of_a_kind_nobody_knows_are_left_out(self) -> None:
        feed = changed(FEED, ("letterboxd-watch-502", "letterboxd-story-502"))
        assert parse_feed(feed).items == (ITEMS[0], *ITEMS[2:])

    @pytest.mark.parametrize(
        ("pattern", "replacement", "missing"),
        [
            (">4.0<", ">4.2<", "the value of a rating"),
            (">4.0<", ">0.0<", "the value of a rating"),
            (">4.0<", ">5.5<", "the value of a rating"),
            (">4.0<", ">nan<", "the value of a rating"),
            (">2026-02-28<", ">2026-02-30<", "the day of a viewing"),
            (">2026-02-28<", ">20260228<", "the day of a viewing"),
            ("letterboxd:filmTitle", "letterboxd:name", "the title of letterboxd-review-503"),
        ],
    )
    def test_a_fact_that_cannot_be_is_named(
        self, pattern: str, replacement: str, missing: str
    ) -> None:
        with pytest.raises(PageError, match=f"not a feed page: {missing}"):
            parse_feed(changed(FEED, (pattern, replacement)))


class TestOtherThings:
    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("", "well-formed XML"),
            ("/etc/passwd", "well-formed XML"),
            ("http://127.0.0.1/ada/rss/", "well-formed XML"),
            (FEED[:-8], "well-formed XML"),
            (FEED.replace("ada", "&nbsp;", 1), "well-formed XML"),
            (diary_page(), "well-formed XML|channel"),
            (render.error_page("private"), "well-formed XML|channel"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "channel"),
            ("<rss/>", "channel"),
            ("<rss><channel><title>Other news</title></channel></rss>", "namespace"),
        ],
    )
    def test_what_is_no_feed_is_refused(self, text: str, missing: str) -> None:
        with pytest.raises(PageError, match=missing):
            parse_feed(text)

    def test_an_entity_bomb_is_refused_at_once(self) -> None:
        entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
            f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12)
        )
        started = time.monotonic()
        with pytest.raises(PageError):
            parse_feed(f"<!DOCTYPE rss [{entities}]>{HEAD}&a12;{TAIL}")
        assert time.monotonic() - started < 1

    @pytest.mark.parametrize(
        "declared",
        [
            '[<!ENTITY x SYSTEM "{}">]',
            '[<!ENTITY % y SYSTEM "{}"> %y;]',
            'SYSTEM "{}"',
            '[<!ENTITY x "nothing from outside">]',
        ],
    )
    def test_nothing_outside_of_the_text_is_read(self, declared: str, tmp_path: Path) -> None:
        secret = tmp_path / "secret.dtd"
        secret.write_text('<!ENTITY x "secret">', encoding="utf-8")
        doctype = f"<!DOCTYPE rss {declared.format(secret.as_uri())}>"
        body = FEED.split("?>", 1)[1].replace("Class of", "&x;")
        with pytest.raises(PageError) as caught:
            parse_feed(doctype + body)
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize("declared", ["utf-16", "utf-7", "ebcdic-cp-us", "nonsense"])
    def test_only_utf_8_is_read_whatever_is_declared(self, declared: str) -> None:
        feed = changed(FEED, ('encoding="utf-8"', f'encoding="{declared}"'))
        assert parse_feed(feed).items == ITEMS
        assert read(feed.encode("utf-16")) is None

    @pytest.mark.parametrize(
        "text",
        [
            HEAD + "a" * 3_000_000 + TAIL,
            HEAD + "a" * 12_000_000 + TAIL,
            HEAD + "<b>" * 1_000_000,
            HEAD + TAIL[:8] + "<item/>" * 400_000 + TAIL[8:],
            HEAD + "&#65;" * 600_000 + TAIL,
            "<rss " + " ".join(f"a{n}=''" for n in range(100_000)) + "/>",
        ],
        ids=["long", "too long", "deep", "many", "references", "attributes"],
    )
    def test_huge_text_is_read_or_refused_soon(self, text: str) -> None:
        started = time.monotonic()
        read(text)
        assert time.monotonic() - started < 10


xml_texts = st.sampled_from(ODD) | st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20
).map(lambda text: " ".join(text.split())).filter(bool)
known = st.tuples(viewings, st.none() | films())
any_text = st.text(st.characters(), max_size=200)  # half surrogate pairs as well


def told(viewing: Viewing, film: Film | None) -> FeedItem:
    """What a feed tells of a viewing."""
    logged = viewing.film
    movie = film is not None and film.content_type == "movie" and film.tmdb_id is not None
    return FeedItem(
        kind="review" if viewing.reviewed else "watch",
        log_id=viewing.viewing_id,
        title=logged.title,
        year=logged.release_year,
        slug=logged.slug,
        rating=logged.rating,
        liked=logged.liked,
        rewatch=viewing.rewatch,
        watched_date=viewing.watched,
        content_type="movie" if movie else None,
        tmdb_id=film.tmdb_id if film and movie else None,
    )


class TestProperties:
    @settings(max_examples=40)
    @given(owners, st.lists(st.tuples(xml_texts, known), max_size=4), xml_texts)
    def test_any_feed_comes_back(
        self, owner: str, drawn: list[tuple[str, tuple[Viewing, Film | None]]], name: str
    ) -> None:
        entries = [
            (replace(viewing, film=replace(viewing.film, title=title)), film)
            for title, (viewing, film) in drawn
        ]
        items = [told(viewing, film) for viewing, film in entries]
        text = render_feed(owner, entries, [FilmList(1, name, date(2026, 1, 1))])
        assert parse_feed(text) == Feed(owner, (*items, FeedItem("list", 1, name)))

    @settings(max_examples=60)
    @example("\ud800")
    @example("<?xml version='1.0'?>")
    @given(any_text)
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        for feed in (text, HEAD + text + TAIL, FEED.replace("Waves", text), FEED + text):
            read(feed)

    @settings(max_examples=60)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, raw: bytes) -> None:
        for feed in (raw, HEAD.encode() + raw + TAIL.encode()):
            read(feed)

    @settings(max_examples=100)
    @given(st.integers(0, len(FEED)), st.integers(0, 40), any_text)
    def test_a_damaged_feed_is_read_or_refused(self, start: int, length: int, text: str) -> None:
        read(FEED[:start] + text + FEED[start + length :])

    @settings(max_examples=60)
    @given(st.integers(0, len(FEED.encode())))
    def test_a_truncated_feed_is_refused(self, length: int) -> None:
        part = FEED.encode()[:length]
        assert read(part) in (None, parse_feed(FEED))
