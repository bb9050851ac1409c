"""Whose statistics a visitor asks for."""

from pydantic import Field, ValidationError
from werkzeug.datastructures import MultiDict

from app.arguments import given
from app.recommendations.query import OneMember, refusal


class StatisticsQuery(OneMember):
    """Statistics of one member."""

    diary: bool = Field(
        False,
        description="true: read the member's diary too, which takes as long again, for the years "
        "in which films were watched. An upload has its days already.",
    )


def parse_statistics(args: MultiDict[str, str]) -> StatisticsQuery:
    """The query in a request's arguments. Raises Problem: invalid_username, invalid_request."""
    try:
        return StatisticsQuery.model_validate(given(StatisticsQuery, args))
    except ValidationError as error:
        raise refusal(error) from error
