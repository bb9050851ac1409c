"""One member's recommendations: read the profile, train a forest on it, rank what is unseen."""

import numpy as np
from numpy.typing import NDArray

from app.catalogue import Catalogue
from app.film_pages import ScrapeStoppedError, scrape
from app.gate import GateFullError
from app.problems import problem
from app.profiles import TRY_AGAIN_SECONDS, read_profile
from app.recommendations.answer import (
    FilmFacts,
    Meta,
    Recommendation,
    Recommendations,
    Report,
    Step,
    ignore,
)
from app.recommendations.query import RecommendationQuery
from app.services import Services
from app.store import film_urls
from app.store.members import Profile
from models.personal import PersonalModel
from models.ranking import best, unseen
from scrapers.errors import NotFoundError
from scrapers.records import Film

NEEDED = 5  # rated films; a forest has nothing to learn from fewer


def recommend(
    services: Services, query: RecommendationQuery, report: Report = ignore
) -> Recommendations:
    """The films that the member is predicted to rate highest among those they have not logged.

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
    model = train(catalogue, profile)
    report(Step("ranking"))
    logged = _logged(services, catalogue, profile)
    films, candidates = rank(catalogue, logged, model, query.limit)
    return Recommendations(
        data=films,
        meta=Meta(
            username=profile.username,
            read_at=profile.read_at,
            logged=len(profile.movie_ids),
            rated=int(profile.rated.sum()),
            candidates=candidates,
            films_added=added,
            films_pending=pending,
        ),
    )


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


def train(catalogue: Catalogue, profile: Profile) -> PersonalModel:
    """A forest fitted on all rated films that the catalogue knows.

    Raises Problem: films_pending if it knows too few of them yet.
    """
    positions = catalogue.positions(profile.movie_ids)
    usable = profile.rated & (positions >= 0)
    if usable.sum() < NEEDED:
        raise problem("films_pending", username=profile.username, retry_after=TRY_AGAIN_SECONDS)
    return PersonalModel(profile.username).fit(
        catalogue.features[positions[usable]], profile.stars[usable]
    )


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
    catalogue: Catalogue, logged: NDArray[np.intp], model: PersonalModel, limit: int
) -> tuple[list[Recommendation], int]:
    """The best `limit` films besides the `logged` ones, and how many there were to choose from."""
    candidates = unseen(catalogue.identities, logged)
    films = catalogue.films.iloc[candidates]
    predicted = model.predict(catalogue.features[candidates])
    keys = [predicted, films["letterboxd_rating"], films["letterboxd_rating_count"]]
    chosen = best(
        [np.asarray(key, np.float64) for key in keys], catalogue.identities[candidates], limit
    )
    facts = catalogue.facts(candidates[chosen])
    return [
        Recommendation(film=FilmFacts.model_validate(film), predicted_rating=round(float(stars), 2))
        for film, stars in zip(facts, predicted[chosen], strict=True)
    ], len(candidates)
