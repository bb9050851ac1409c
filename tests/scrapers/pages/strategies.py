"""Records with any text that a page can carry."""

from datetime import date

from hypothesis import strategies as st

from scrapers.records import (
    Diary,
    DiaryEntry,
    Film,
    LoggedFilm,
    MemberFilms,
    Watchlist,
    WatchlistFilm,
)
from scrapers.standin.diary import Viewing

ODD = (
    "Amélie",
    "Class of (1984)",
    "(500) Days of Summer",
    'Tom & Jerry\'s "Best" <b>',
    "</script></html>",
    "]]> */ <!--",
    "&amp;#039;",
    "{{ 7 * 7 }}",
    "千と千尋の神隠し",
    "עג'מי",
    "🎞️ ﷺ",
    "Show All…",
)
characters = st.characters(exclude_categories=("Cc", "Cs"))
texts = st.one_of(
    st.sampled_from(ODD),
    st.text(characters, min_size=1, max_size=20).map(lambda text: " ".join(text.split())),
).filter(bool)
names = st.lists(texts, max_size=4, unique=True).map(tuple)
ids = st.integers(1, 10**12)
slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
years = st.none() | st.integers(1870, 2100)
wanted = st.builds(WatchlistFilm, ids, slugs, texts, years)
owners = st.from_regex(r"[a-z0-9_]{2,15}", fullmatch=True)


@st.composite
def films(draw: st.DrawFn) -> Film:
    content_type = draw(st.sampled_from([None, "movie", "tv"]))
    return draw(
        st.builds(
            Film,
            film_id=ids,
            slug=slugs,
            title=texts,
            release_year=years,
            runtime=st.none() | st.integers(1, 99_999),
            genres=names,
            countries=names,
            languages=names,
            content_type=st.just(content_type),
            letterboxd_rating=st.none() | st.integers(50, 500).map(lambda cents: cents / 100),
            letterboxd_rating_count=st.none() | st.integers(0, 10**9 - 1),
            poster=st.none() | slugs.map(lambda slug: f"https://a.ltrbxd.com/{slug}.jpg?v=1&w=2"),
            directors=names,
            cast=st.lists(texts, max_size=32, unique=True).map(tuple),
            studios=names,
            themes=names,
            synopsis=st.none() | st.lists(texts, min_size=1, max_size=3).map("\n\n".join),
            tagline=st.none() | texts,
            tmdb_id=st.none() | st.integers(1, 10**9 - 1) if content_type else st.none(),
            imdb_id=st.none() | st.from_regex(r"tt[0-9]{7,8}", fullmatch=True),
            similar=st.lists(wanted, max_size=3).map(tuple),
        )
    )


half_stars = st.integers(1, 10).map(lambda number: number / 2)
logged = st.builds(LoggedFilm, ids, slugs, texts, years, st.none() | half_stars, st.booleans())
numbers = st.integers(1, 1500)
viewings = st.builds(Viewing, ids, logged, st.dates(date(1900, 1, 1)), st.booleans(), st.booleans())


def member_films() -> st.SearchStrategy[MemberFilms]:
    """Pages with films, empty ones behind the last, and single ones."""
    films = st.lists(logged, max_size=5).map(tuple)
    return st.builds(MemberFilms, owners, numbers, numbers, films, st.integers(1, 99_999))


@st.composite
def watchlists(draw: st.DrawFn) -> Watchlist:
    films = draw(st.lists(wanted, max_size=5))
    total = draw(st.integers(max(1, len(films)), 99_999))
    return Watchlist(draw(owners), draw(numbers), draw(numbers), total, tuple(films))


def entry(viewing: Viewing) -> DiaryEntry:
    """What a diary says of a viewing."""
    film = viewing.film
    return DiaryEntry(
        log_id=viewing.viewing_id,
        film_id=film.film_id,
        slug=film.slug,
        title=film.title,
        watched_date=viewing.watched,
        year=film.release_year,
        rating=film.rating,
        liked=film.liked,
        rewatch=viewing.rewatch,
        reviewed=viewing.reviewed,
    )


@st.composite
def diaries(draw: st.DrawFn) -> tuple[Diary, list[Viewing]]:
    """A page of a diary, and the viewings on it."""
    drawn = draw(st.lists(viewings, max_size=5))
    page = Diary(draw(owners), draw(numbers), draw(numbers), tuple(map(entry, drawn)))
    return page, drawn
