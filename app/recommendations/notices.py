"""What an answer lacks because of where its profile is from, and what can be done about it."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

from app.recommendations.choice import NEEDED
from app.store.members import Profile


class Notice(BaseModel):
    """`text` is a sentence for people."""

    code: Literal["feed_only", "stored_only", "profile_empty", "few_ratings", "no_dates"]
    text: str


def notices(profile: Profile) -> list[Notice]:
    """What to tell the visitor about this profile."""
    return [*_of_source(profile), *_of_amount(profile)]


def _of_source(profile: Profile) -> Iterator[Notice]:
    if profile.source == "feed" and profile.feed:
        yield Notice(
            code="feed_only",
            text=f"Only the feed with the newest entries ({profile.feed.viewings}) could be read; "
            "upload your export for all of it.",
        )
    if profile.source == "stored":
        freshened = ", freshened by the feed" if profile.feed else ""
        yield Notice(
            code="stored_only",
            text="Letterboxd could not be read just now, so this is what we read on "
            f"{profile.read_at:%-d %B %Y}{freshened}; upload your export for all of it.",
        )


def _of_amount(profile: Profile) -> Iterator[Notice]:
    rated = int(profile.rated.sum())
    if profile.empty:
        yield Notice(
            code="profile_empty",
            text=f"{profile.called} logged no film yet, so this is not made to a taste: log some "
            "on Letterboxd, or rate a few without an account at /rate.",
        )
    elif rated < NEEDED:
        yield Notice(
            code="few_ratings",
            text=f"Only {rated} of the {NEEDED} rated films that it takes to learn a taste are "
            "known: rate a few more on Letterboxd, or without an account at /rate.",
        )
