"""Two members side by side: read both, compare, and name the films that come of it."""

import numpy as np

from app.answers.basis import Needs
from app.answers.question import Question
from app.answers.service import answer
from app.compatibility.answer import Comparison, Compatibility, CompatibilityMeta
from app.compatibility.entries import Entries
from app.compatibility.query import CompatibilityQuery
from app.compatibility.tell import Pair, tell
from app.groups.answer import GroupMember
from app.groups.members import Group, read_members, together
from app.groups.query import Wishes
from app.problems import Problem, problem
from app.recommendations.answer import Report, Step, ignore
from app.recommendations.choice import NEEDED
from app.recommendations.dates import TASTELESS
from app.services import Services
from app.watchlists import known_watchlist
from models.compatibility.compare import Films, Member, compare
from models.interface import Stars
from models.statistics.bands import decades

TWO = 2


def compare_members(
    services: Services, query: CompatibilityQuery, report: Report = ignore
) -> Compatibility:
    """Raises Problem: two_members, and why a member cannot be read, with their name."""
    _check_two(len(query.people), query.named)
    question = Question(
        kind="compatibility",
        query=query,
        members=query.people,
        shape=Compatibility,
        told=lambda made: made.meta.members,
        needs=Needs(diary=query.taste == "recent"),
    )
    return answer(services, question, lambda told: _compare(services, query, told), report)


def _compare(services: Services, query: CompatibilityQuery, report: Report) -> Compatibility:
    wishes = Wishes(model=query.model, taste=query.taste)
    members = read_members(services, query.people, wishes, report)
    _check_two(len(members), query.named)
    first, second = (GroupMember(**it.meta.model_dump(), called=it.called) for it in members)
    meta = CompatibilityMeta(members=(first, second))
    with together(services, members, report) as group:
        report(Step("ranking"))
        return Compatibility(data=_comparison(services, group, query.limit), meta=meta)


def _check_two(members: int, named: int) -> None:
    if members != TWO:
        raise _not_two(members, named)


def _not_two(members: int, named: int) -> Problem:
    if members == 1 and named > 1:
        return problem(
            "two_members", reason="That is the same member twice, and they agree on everything"
        )
    few = {0: "Nobody was named", 1: "Only one member was named"}
    return problem("two_members", reason=few.get(members, f"{members} members were named"))


def _comparison(services: Services, group: Group, limit: int) -> Comparison:
    entries = Entries.of(group.catalogue)
    one, other = (
        Member(entries.history(member.profile, seen), stars[entries.rows])
        for member, seen, stars in zip(group.members, group.seen, group.stars, strict=True)
    )
    films = Films(
        averages=_averages(group, entries, one, other),
        genres=group.catalogue.facets.of("genre").take(entries.rows),
        decades=decades(entries.column("release_year")),
    )
    watchlists = [known_watchlist(services, member.profile) for member in group.members]
    names = (group.members[0].called, group.members[1].called)
    return tell(Pair(names, one, other), compare(one, other, films), entries, watchlists, limit)


def _averages(group: Group, entries: Entries, one: Member, other: Member) -> Stars:
    """NaN where a model does not know a film; for all, unless both tastes were learned alike."""
    models = {member.meta.model for member in group.members}
    learned = all(member.history.rated.sum() >= NEEDED for member in (one, other))
    if len(models) > 1 or models & set(TASTELESS) or not learned:
        return np.full(len(entries.rows), np.nan)
    unknown = np.isnan(one.predicted) | np.isnan(other.predicted)
    return np.where(unknown, np.nan, entries.column("letterboxd_rating"))
