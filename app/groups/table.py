"""Films for a group as a table: one column for each member's predicted stars."""

from app.formats import Table
from app.groups.answer import GroupRecommendations
from app.importable import importable
from app.services import Services


def column(called: str) -> str:
    """Of a member; the name alone may be one that Letterboxd gives a meaning."""
    return f"PredictedRating {called}"


def table(services: Services, answer: GroupRecommendations) -> Table:
    members = [column(member.called) for member in answer.meta.members]
    listed = [
        (
            item.film,
            {column(it.member): it.predicted_rating for it in item.members} | {"Score": item.score},
        )
        for item in answer.data
    ]
    return importable(services, listed, ["Score", *members])
