"""From a question about a member to a model's opinion: what every kind of answer begins with."""

from dataclasses import dataclass

import numpy as np

from app.catalogue import Catalogue
from app.problems import problem
from app.profiles import read_profile
from app.recommendations.answer import MemberMeta, Report, Step
from app.recommendations.choice import NEEDED, Serving
from app.recommendations.missing import add_missing_films
from app.recommendations.opinions import Known, Opinion, form_opinion
from app.recommendations.query import MemberQuery
from app.services import Services
from app.store.members import Profile
from app.uploads import keep


@dataclass(frozen=True)
class Reading:
    """A member's profile, the catalogue, and what the model thinks of its films."""

    profile: Profile
    catalogue: Catalogue
    opinion: Opinion
    meta: MemberMeta


def read(services: Services, query: MemberQuery, popularity: float, report: Report) -> Reading:
    """Read the member and ask the model. Raises Problem for every reason why it cannot be."""
    serving = Serving.now(services)
    serving.check(query.model)
    report(Step("reading"))
    profile = _profile(services, query, report)
    if query.model == "personal":
        _check_ratings(profile, serving)
    added, pending = _complete(services, profile, report)
    known = Known(serving, services.catalogue.current(), profile)
    report(Step("training"))
    model = serving.choose(query.model, int(known.history.rated.sum()))
    meta = MemberMeta(
        username=profile.username,
        source=profile.source,
        model=model,
        read_at=profile.read_at,
        logged=len(profile.movie_ids),
        rated=int(profile.rated.sum()),
        films_added=added,
        films_pending=pending,
    )
    return Reading(profile, known.catalogue, form_opinion(model, known, popularity), meta)


def _profile(services: Services, query: MemberQuery, report: Report) -> Profile:
    if query.username is None:
        return keep.find(services, query.profile or "")
    return read_profile(
        services, query.username, lambda done, total: report(Step("reading", done, total))
    )


def _complete(services: Services, profile: Profile, report: Report) -> tuple[int, int]:
    """How many of the profile's films were added to the catalogue, and how many it lacks still."""
    if profile.source == "pages":
        return add_missing_films(services, profile, report)
    lacking = services.catalogue.current().positions(profile.movie_ids) < 0
    return 0, int(np.count_nonzero(lacking))


def _check_ratings(profile: Profile, serving: Serving) -> None:
    rated = int(profile.rated.sum())
    if rated < NEEDED:
        raise problem(
            "not_enough_ratings",
            member=profile.called,
            rated=rated,
            needed=NEEDED,
            others=serving.others("personal"),
        )
