"""What do my films say about me?"""

import numpy as np

from app.answers.basis import Needs
from app.answers.question import Question
from app.answers.service import answer
from app.recommendations.answer import FilmFacts, Report, Step, ignore
from app.recommendations.dates import believed_days, dated, with_days
from app.recommendations.missing import complete
from app.recommendations.notices import notices
from app.recommendations.query import MemberQuery
from app.recommendations.reading import profile_of
from app.services import Services
from app.statistics.answer import (
    Bin,
    Breakdown,
    Category,
    Gap,
    Kind,
    Numbers,
    Statistics,
    StatisticsMeta,
    Styles,
    Year,
)
from app.statistics.films import LoggedFilms
from app.statistics.query import StatisticsQuery
from app.statistics.standing import standings
from app.store.members import Profile
from models.statistics.breakdown import breakdown
from models.statistics.extremes import Places, overrated, underrated
from models.statistics.histogram import histogram
from models.statistics.style import obscurity_style, rating_style
from models.statistics.summary import Summary, hours, summarise
from models.statistics.watched import Watched
from models.statistics.years import by_year

LISTED = 20  # categories of a kind
GAPS = 6  # films on which the member and the crowd differ
TOLD = ("feed_only", "stored_only")  # the other notices are about recommendations


def statistics(services: Services, query: StatisticsQuery, report: Report = ignore) -> Statistics:
    """Read the member and count. Raises Problem for every reason why they cannot be read."""
    counted = services.distributions.current()
    question = Question(
        kind="statistics",
        query=query,
        members=[query],
        shape=Statistics,
        told=lambda made: [made.meta],
        needs=Needs(diary=query.diary),
        version=str(counted and counted.at),
    )
    return answer(services, question, lambda told: _statistics(services, query, told), report)


def _statistics(services: Services, query: StatisticsQuery, report: Report) -> Statistics:
    report(Step("reading"))
    profile = _with_diary(services, query, profile_of(services, query, report), report)
    completed = complete(services, profile, report)
    with services.cold.turn(lambda before: report(Step("waiting", before))):
        return _count(services, profile, completed)


def _count(services: Services, profile: Profile, completed: tuple[int, int]) -> Statistics:
    films = LoggedFilms.of(profile, services.catalogue.current())
    summary = summarise(films.watched)
    return Statistics(
        numbers=_numbers(films.watched, summary),
        styles=_styles(summary),
        standings=standings(services, profile, summary),
        breakdowns=_breakdowns(films),
        histogram=_histogram(films.watched),
        underrated=_gaps(films, underrated(films.watched, GAPS)),
        overrated=_gaps(films, overrated(films.watched, GAPS)),
        years=_years(films, profile),
        meta=_meta(profile, completed),
    )


def _with_diary(
    services: Services, query: StatisticsQuery, profile: Profile, report: Report
) -> Profile:
    if not query.diary:
        return profile
    recent = MemberQuery(username=query.username, profile=query.profile, taste="recent")
    return with_days(services, recent, profile, report)


def _numbers(watched: Watched, summary: Summary) -> Numbers:
    spent = hours(watched.runtimes)
    return Numbers.model_validate(
        vars(summary) | {"hours": spent.hours, "runtime_unknown": spent.unknown}
    )


def _styles(summary: Summary) -> Styles:
    differential, median = summary.differential, summary.median_rating_count
    return Styles(
        rating=None if differential is None else rating_style(differential.mean),
        obscurity=None if median is None else obscurity_style(median),
    )


def _breakdowns(films: LoggedFilms) -> dict[Kind, Breakdown]:
    counted = {kind: breakdown(films.watched, it) for kind, it in films.by_kind().items()}
    return {
        kind: Breakdown(
            most_watched=[Category.model_validate(c) for c in it.most_watched(LISTED)],
            best_rated=[Category.model_validate(c) for c in it.best_rated(LISTED)],
        )
        for kind, it in counted.items()
    }


def _histogram(watched: Watched) -> list[Bin]:
    counts = histogram(watched)
    pairs = zip(counts.own.tolist(), counts.averages.tolist(), strict=True)
    return [
        Bin(stars=place / 2, own=own, crowd=crowd) for place, (own, crowd) in enumerate(pairs, 1)
    ]


def _gaps(films: LoggedFilms, places: Places) -> list[Gap]:
    watched = films.watched
    return [
        Gap(
            film=FilmFacts.model_validate(film),
            rating=float(watched.stars[place]),
            differential=float(watched.differentials[place]),
        )
        for place, film in zip(places, films.catalogue.facts(films.rows[places]), strict=True)
    ]


def _years(films: LoggedFilms, profile: Profile) -> list[Year]:
    years = by_year(believed_days(profile), films.watched.stars, films.of_facet("genre"))
    return [Year.model_validate(year) for year in years]


def _meta(profile: Profile, completed: tuple[int, int]) -> StatisticsMeta:
    return StatisticsMeta(
        username=profile.username,
        source=profile.source,
        read_at=profile.read_at,
        freshened_at=profile.feed and profile.feed.read_at,
        logged=len(profile.movie_ids),
        rated=int(np.count_nonzero(profile.rated)),
        dated=dated(profile),
        films_added=completed[0],
        films_pending=completed[1],
        notices=[notice for notice in notices(profile) if notice.code in TOLD],
    )
