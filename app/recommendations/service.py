"""One member's recommendations: read the profile, ask a model, rank what is unseen."""

import numpy as np
from numpy.typing import NDArray

from app.catalogue import Catalogue
from app.film_pages import ScrapeStoppedError, scrape
from app.gate import GateFullError
from app.problems import problem
from app.profiles import read_profile
from app.recommendations.answer import (
    FilmFacts,
    Meta,
    Recommendation,
    Recommendations,
    Report,
    Step,
    ignore,
)
from app.recommendations.opinions import NEEDED, Opinion, collaborative, personal
from app.recommendations.query import RecommendationQuery
from app.services import Services
from app.store import film_urls
from app.store.members import Profile
from models.ranking import best, unseen
from scrapers.errors import NotFoundError
from scrapers.records import Film


def recommend(
    services: Services, query: RecommendationQuery, report: Report = ignore
) -> Recommendations:
    """The films that the model puts first among those that the member has not logged.

    Raises Problem for every reason why there is no answer.
    """
    report(Step("reading"))
    profile = read_profile(
        services, query.username, lambda done, total: report(Step("reading", done, total))
    )
    if profile.rated.sum() < NEEDED:
        raise problem(
            "not_enough_ratings",
            username=profile.username,
            rated=profile.rated.sum(),
            needed=NEEDED,
        )
    added, pending = _add_missing_films(services, profile, report)
    catalogue = services.catalogue.current()
    report(Step("training"))
    opinion = _opinion(services, catalogue, profile, query)
    report(Step("ranking"))
    logged = _logged(services, catalogue, profile)
    films, candidates = rank(catalogue, logged, opinion, query.limit)
    return Recommendations(
        data=films,
        meta=Meta(
            username=profile.username,
            model=query.model,
            popularity=query.popularity,
            read_at=profile.read_at,
            logged=len(profile.movie_ids),
            rated=int(profile.rated.sum()),
            candidates=candidates,
            films_added=added,
            films_pending=pending,
        ),
    )


def _opinion(
    services: Services, catalogue: Catalogue, profile: Profile, query: RecommendationQuery
) -> Opinion:
    if query.model == "personal":
        return personal(catalogue, profile)
    trained = services.artifacts.current()
    return collaborative(trained, catalogue, profile, query.popularity)


def _add_missing_films(services: Services, profile: Profile, report: Report) -> tuple[int, int]:
    """Read films of the profile that the store lacks; how many were added, how many are left.

    A visitor waits here, so it is bounded: the film job reads the rest.
    """
    missing = _missing(services, profile)
    if not missing:
        return 0, 0
    wanted = missing[: services.settings.profile_fetch_limit]
    added, pending = 0, len(missing)
    try:
        with services.gate.enter(profile.username):
            for done, outcome in enumerate(scrape(services, wanted), start=1):
                added += isinstance(outcome.result, Film)
                pending -= isinstance(outcome.result, Film | NotFoundError)
                report(Step("films", done, len(wanted)))
    except (ScrapeStoppedError, GateFullError):
        pass  # what the catalogue holds already may well do
    return added, pending


def _missing(services: Services, profile: Profile) -> list[str]:
    """The slugs of the profile's films that were never read, the rated ones first."""
    with services.engine.connect() as connection:
        unread = film_urls.unread(connection, profile.movie_ids.tolist())
    rated_first = profile.movie_ids[np.argsort(~profile.rated, kind="stable")]
    return [unread[film] for film in rated_first.tolist() if film in unread]


def _logged(services: Services, catalogue: Catalogue, profile: Profile) -> NDArray[np.intp]:
    """The rows of logged films; of one that was never read, other entries may still be here."""
    positions = catalogue.positions(profile.movie_ids)
    unknown = profile.movie_ids[positions < 0].tolist()
    if not unknown:
        return positions
    with services.engine.connect() as connection:
        names = film_urls.names(connection, unknown)
    return np.concatenate([positions, catalogue.entries(names)])


def rank(
    catalogue: Catalogue, logged: NDArray[np.intp], opinion: Opinion, limit: int
) -> tuple[list[Recommendation], int]:
    """The best `limit` films besides the `logged` ones, and how many there were to choose from."""
    candidates = unseen(catalogue.identities, logged)
    candidates = candidates[~np.isnan(opinion.scores[candidates])]
    films = catalogue.films.iloc[candidates]
    renown = films[["letterboxd_rating", "letterboxd_rating_count"]].to_numpy(
        np.float64, na_value=np.nan
    )
    keys = [opinion.scores[candidates], *renown.T]
    chosen = candidates[best(keys, catalogue.identities[candidates], limit)]
    return [
        Recommendation(
            film=FilmFacts.model_validate(film),
            predicted_rating=round(float(opinion.stars[row]), 2),
            score=round(float(opinion.scores[row]), 4),
        )
        for film, row in zip(catalogue.facts(chosen), chosen, strict=True)
    ], len(candidates)
