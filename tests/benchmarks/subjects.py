"""What is measured. A subject prepares, untimed, and returns the work to be timed."""

from collections.abc import Callable

from app.groups.query import GroupQuery
from app.groups.service import recommend_together
from app.recommendations.query import ModelName, RecommendationQuery
from app.recommendations.service import recommend
from app.statistics.query import StatisticsQuery
from app.statistics.service import statistics
from scrapers.pages.film import parse_film
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.render import film_page
from tests.benchmarks.bench import Bench
from tests.benchmarks.plain import plain_recommendations

LIMIT = 24
FOUR = 4
REAL_BYTES = 200_000  # of a film page on the site
MISTYPED = "Sillent Rivre 123"

Work = Callable[[], object]
Subject = Callable[[Bench], Work]


def plain(bench: Bench) -> Work:
    records, ratings = bench.records, bench.newcomer().ratings
    return lambda: plain_recommendations(records, ratings, LIMIT)


def cold(model: ModelName) -> Subject:
    def prepared(bench: Bench) -> Work:
        query = RecommendationQuery(profile=bench.newcomer().profile, model=model, limit=LIMIT)
        return lambda: recommend(bench.services, query)

    return prepared


def warm(bench: Bench) -> Work:
    query = RecommendationQuery(profile=bench.newcomer().profile, limit=LIMIT)
    recommend(bench.services, query)
    return lambda: recommend(bench.services, query)


def next_page(bench: Bench) -> Work:
    query = RecommendationQuery(profile=bench.newcomer().profile, limit=LIMIT)
    recommend(bench.services, query)
    return lambda: recommend(bench.services, query.model_copy(update={"page": 2}))


def group(bench: Bench) -> Work:
    query = GroupQuery(profile=bench.newcomers(FOUR), limit=LIMIT)
    return lambda: recommend_together(bench.services, query)


def own_statistics(bench: Bench) -> Work:
    query = StatisticsQuery(profile=bench.newcomer().profile)
    return lambda: statistics(bench.services, query)


def search(bench: Bench) -> Work:
    titles = bench.services.titles.current()
    return lambda: titles.find(MISTYPED, None, LIMIT)


def parsing(bench: Bench) -> Work:
    world = GeneratedWorld(1)
    (film,) = filter(None, map(world.film, world.slugs()))
    page = film_page(film, page_bytes=REAL_BYTES)
    return lambda: parse_film(page)


REFERENCE = "the plain way"
SUBJECTS: dict[str, Subject] = {
    REFERENCE: plain,
    "personal, cold": cold("personal"),
    "hybrid, cold": cold("hybrid"),
    "hybrid, warm": warm,
    "hybrid, next page": next_page,
    "collaborative, cold": cold("collaborative"),
    "general, cold": cold("general"),
    "popular, cold": cold("popular"),
    "four members, cold": group,
    "statistics, cold": own_statistics,
    "a mistyped title": search,
    "a film page of 200 KB": parsing,
}
# Times as fast as the plain way, at least. Those without a goal are answers too, but for the last.
GOALS = {"personal, cold": 4, "hybrid, cold": 15, "hybrid, warm": 200}
NO_ANSWERS = (REFERENCE, "statistics, cold", "a mistyped title", "a film page of 200 KB")
