"""From a question about a member to a model's opinion: what every kind of answer begins with."""

from dataclasses import dataclass

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
    profile = read_profile(
        services, query.username, lambda done, total: report(Step("reading", done, total))
    )
    if query.model == "personal":
        _check_ratings(profile, serving)
    added, pending = add_missing_films(services, profile, report)
    known = Known(serving, services.catalogue.current(), profile)
    report(Step("training"))
    model = serving.choose(query.model, int(known.history.rated.sum()))
    meta = MemberMeta(
        username=profile.username,
        model=model,
        read_at=profile.read_at,
        logged=len(profile.movie_ids),
        rated=int(profile.rated.sum()),
        films_added=added,
        films_pending=pending,
    )
    return Reading(profile, known.catalogue, form_opinion(model, known, popularity), meta)


def _check_ratings(profile: Profile, serving: Serving) -> None:
    rated = int(profile.rated.sum())
    if rated < NEEDED:
        raise problem(
            "not_enough_ratings",
            username=profile.username,
            rated=rated,
            needed=NEEDED,
            others=", ".join(name for name in serving.names() if name != "personal"),
        )
