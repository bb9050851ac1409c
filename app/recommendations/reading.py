"""From a question about a member to a model's opinion: what every kind of answer begins with."""

from dataclasses import dataclass

from app.catalogue.catalogue import Catalogue
from app.observability.record import note_source, phase
from app.problems import problem
from app.profiles import read_profile
from app.recommendations.answer import MemberMeta, Report, Step
from app.recommendations.choice import NEEDED, Serving
from app.recommendations.dates import answered_taste, dated, undated, with_days
from app.recommendations.missing import complete
from app.recommendations.notices import notices
from app.recommendations.opinions import Known, Opinion
from app.recommendations.query import MemberQuery, ModelName, OneMember
from app.recommendations.remembered import opinion_of
from app.services import Services
from app.store.members import Profile
from app.uploads import keep
from app.uploads.freshen import freshen


@dataclass(frozen=True)
class Found:
    """A member who was read, and the model that is to be asked about them."""

    known: Known
    model: ModelName
    meta: MemberMeta


@dataclass(frozen=True)
class Reading:
    """A member's profile, the catalogue, and what the model thinks of its films."""

    profile: Profile
    catalogue: Catalogue
    opinion: Opinion
    meta: MemberMeta


def read(services: Services, query: MemberQuery, popularity: float, report: Report) -> Reading:
    """Read the member and ask the model. Raises Problem for every reason why it cannot be."""
    return asked(services, find(services, query, report), popularity, report)


def find(services: Services, query: MemberQuery, report: Report) -> Found:
    """Read the member, which takes long; the model, which takes much memory, is asked later.
    Raises as read()."""
    serving = Serving.now(services)
    serving.check(query.model)
    report(Step("reading"))
    profile = with_days(services, query, profile_of(services, query, report), report)
    if query.model == "personal":
        _check_ratings(profile, serving)
    completed = complete(services, profile, report)
    known = Known(serving, services.catalogue.current(), profile, query.taste)
    model = serving.choose(query.model, int(known.history.rated.sum()))
    return Found(known, model, _meta(query, profile, model, completed))


def asked(services: Services, found: Found, popularity: float, report: Report) -> Reading:
    """Ask the model. Raises Problem: busy, films_pending, films_unknown."""
    known = found.known
    opinion = opinion_of(services, found.model, known, popularity, report)
    return Reading(known.profile, known.catalogue, opinion, found.meta)


def _meta(
    query: MemberQuery, profile: Profile, model: ModelName, completed: tuple[int, int]
) -> MemberMeta:
    return MemberMeta(
        username=profile.username,
        source=profile.source,
        model=model,
        read_at=profile.read_at,
        freshened_at=profile.feed and profile.feed.read_at,
        logged=len(profile.movie_ids),
        rated=int(profile.rated.sum()),
        taste=answered_taste(query, model, profile),
        dated=dated(profile),
        films_added=completed[0],
        films_pending=completed[1],
        notices=[*notices(profile), *undated(query, model, profile)],
    )


def profile_of(services: Services, query: OneMember, report: Report) -> Profile:
    """What the member logged. Raises Problem for every reason why it cannot be read."""
    with phase("profile"):
        profile = _profile(services, query, report)
    note_source(profile.source)
    return profile


def _profile(services: Services, query: OneMember, report: Report) -> Profile:
    if query.username is None:
        return freshen(services, keep.find(services, query.profile or ""))
    return read_profile(
        services, query.username, lambda done, total: report(Step("reading", done, total))
    )


def _check_ratings(profile: Profile, serving: Serving) -> None:
    rated, others = int(profile.rated.sum()), serving.others("personal")
    if profile.empty:
        raise problem("profile_empty", member=profile.called, others=others)
    if rated < NEEDED:
        raise problem(
            "not_enough_ratings",
            member=_in_the_feed(profile) if profile.source == "feed" else profile.called,
            rated=rated,
            needed=NEEDED,
            others=others,
        )


def _in_the_feed(profile: Profile) -> str:
    """All that is known of the member, who may well have rated more."""
    return f"As far as the feed tells, {profile.called}"
