"""Every refusal a visitor can meet: one exception, one table of human sentences."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from pydantic import BaseModel

from app.observability.record import request_id

PROBLEM_JSON = "application/problem+json"
# What works where Letterboxd cannot be read.
OTHER_WAYS = "upload your Letterboxd export, or rate a few films without an account at /rate"


class ProblemDocument(BaseModel):
    """The body of an error answer: RFC 9457 problem details with a stable `code`."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    request_id: str = ""


class Kind(NamedTuple):
    """What all problems of one code share; `detail` may name {placeholders}."""

    status: int
    title: str
    detail: str


KINDS = {
    "invalid_username": Kind(
        422,
        "That is not a Letterboxd username",
        "A username has 2 to 30 letters, digits and underscores, as in letterboxd.com/username. "
        "Check the spelling and try again.",
    ),
    "invalid_request": Kind(
        422, "The request cannot be understood", "{reason}. Correct it and try again."
    ),
    "member_not_found": Kind(
        404,
        "No such member",
        "Letterboxd has no member called “{username}”. Check the spelling: it is the last part "
        "of your profile's address, not your display name.",
    ),
    "profile_private": Kind(
        403,
        "This profile is private",
        "“{username}” keeps their films private, so there is nothing to learn from. "
        f"Make the profile public in Letterboxd's settings and try again, {OTHER_WAYS}.",
    ),
    "profile_empty": Kind(
        422,
        "No film is logged yet",
        "{member} logged no film yet, so there is no taste to learn. Log and rate some on "
        "Letterboxd, rate a few without an account at /rate, or choose a model that makes do "
        "without: {others}.",
    ),
    "not_enough_ratings": Kind(
        422,
        "Too few ratings",
        "{member} rated {rated} of the {needed} films it takes to learn a taste from them alone. "
        "Rate a few more, on Letterboxd or without an account at /rate, or choose a model that "
        "makes do with fewer: {others}.",
    ),
    "letterboxd_blocked": Kind(
        503,
        "Letterboxd does not let this server in",
        "{reason}. Nothing is wrong with your profile, and trying again soon will not help: "
        f"{OTHER_WAYS}.",
    ),
    "letterboxd_timeout": Kind(
        504,
        "Letterboxd takes too long",
        "Letterboxd did not answer in time. Nothing is wrong with your profile: try again in a few "
        f"minutes, {OTHER_WAYS}.",
    ),
    "letterboxd_unavailable": Kind(
        503,
        "Letterboxd does not answer",
        "{reason}. Nothing is wrong with your profile: try again in a few minutes, "
        f"{OTHER_WAYS}.",
    ),
    "busy": Kind(
        503,
        "All seats are taken",
        "Several people are having their films read just now, and we take our time over it. "
        f"Try again in a minute, {OTHER_WAYS}.",
    ),
    "workers_away": Kind(
        503,
        "Nobody is here to compute",
        "New answers are computed by workers, and none is running just now. Answers that were "
        "given within the hour are still there. Try again in a minute.",
    ),
    "too_many_requests": Kind(
        429,
        "One film at a time, please",
        "More was asked from your connection than this small server can give to one. Nothing is "
        "wrong: wait a little, then try again.",
    ),
    "films_pending": Kind(
        503,
        "Your films are still on their way",
        "The catalogue does not hold enough of the films that “{username}” rated yet. "
        "They have been noted and will be read: try again in a few minutes.",
    ),
    "films_unknown": Kind(
        422,
        "Too few of your films are known here",
        "The catalogue holds {known} of the {needed} rated films it takes to learn a taste from "
        "them alone. Choose a model that makes do with fewer: {others}.",
    ),
    "profile_expired": Kind(
        404,
        "This upload is gone",
        "Uploads are kept for a short while only, and this one has expired, was deleted, or never "
        "was. Upload it again.",
    ),
    "list_expired": Kind(
        404,
        "This list is gone",
        "Lists are kept for a short while only, and this one has expired or never was. Send it "
        "again.",
    ),
    "unknown_value": Kind(
        422, "That is not in the catalogue", "No {facet} here is called “{name}”. {suggestion}"
    ),
    "group_size": Kind(
        422,
        "A group has 2 to 8 members",
        "{count} are too {much}: films are chosen for 2 to 8 different members together.",
    ),
    "two_members": Kind(
        422,
        "It takes two",
        "{reason}. Name two different members, by username or by upload, to compare them.",
    ),
    "film_not_found": Kind(
        404,
        "No such film",
        "The catalogue has no film “{slug}”. The last part of its address on Letterboxd is meant, "
        "as in letterboxd.com/film/alien/. What is not here yet may be added later.",
    ),
    "group_expired": Kind(
        404,
        "This group is gone",
        "A group is kept for a few hours after the last change only, and this one has expired or "
        "never was. Check the code, or start a new group.",
    ),
    "too_many_marks": Kind(
        422,
        "Too many films are marked",
        "A visitor can mark {most} films. Take some marks back first.",
    ),
    "cross_site": Kind(
        403,
        "Another site asked for this",
        "Only this site's own pages and programs can change anything here. Open the page here and "
        "try again.",
    ),
    "wrong_host": Kind(
        400,
        "This server goes by another name",
        "The address that you asked for is none of this server's. Check it; if you run the server, "
        "see ALLOWED_HOSTS in the README.",
    ),
    "not_acceptable": Kind(
        406,
        "Not in that form",
        "This answer can be had as {kinds}. Name one of them in the header Accept.",
    ),
    "opted_out": Kind(
        403,
        "This member is not read here",
        "“{username}” asked this server not to read their profile. If that is you, "
        "upload your Letterboxd export, or ask who runs the server to let you in again.",
    ),
    "watchlist_private": Kind(
        403,
        "This watchlist is private",
        "“{username}” keeps their watchlist private. Make it public in Letterboxd's settings, or "
        "upload your export, which holds it.",
    ),
    "watchlist_unknown": Kind(
        422,
        "The watchlist is not known",
        "This answer was asked to look at a watchlist, but only the feed or a list without one is "
        "known of {member}. Upload an export, which holds the watchlist.",
    ),
    "invalid_export": Kind(422, "This is not an export we can read", "{reason}"),
    "upload_too_large": Kind(413, "That is too large", "{reason}"),
    "database_unavailable": Kind(
        503,
        "The database does not answer",
        "What is known of films and members is out of reach just now, or nothing can be added to "
        "it. Nothing is wrong with your request: try again in a minute.",
    ),
    "disk_full": Kind(
        503,
        "The server has no room left",
        "A file of this size cannot be taken in just now, and nothing of it was kept. Try again in "
        "a few minutes.",
    ),
    "uploads_unavailable": Kind(
        503,
        "Uploads are out of reach just now",
        "The place where uploads, lists and groups are kept for a while does not answer. Try again "
        "in a few minutes.",
    ),
    "proof_missing": Kind(
        403,
        "It is not proved that you are this member",
        "Only “{username}” can have what is kept of them removed. Ask for a code, put it into the "
        "bio of that Letterboxd profile and try again, or show an export of that member which "
        "holds profile.csv.",
    ),
    "removal_unavailable": Kind(
        503,
        "Nothing can be removed just now",
        "The place where codes and uploads are kept does not answer, so nothing was removed. "
        "Try again in a few minutes.",
    ),
    "model_not_trained": Kind(
        503,
        "This model has not been trained here",
        "The {model} model learns from many members, and this server has not done so yet. "
        "Ask without model={model}; if you run the server: flask --app app train {artifact}.",
    ),
    "scraping_disabled": Kind(
        503,
        "Reading profiles is switched off",
        "This server's operator has not switched on reading Letterboxd profiles. Instead, "
        f"{OTHER_WAYS}. If you run the server, see LETTERBOXD_SCRAPING in the README.",
    ),
    "token_wrong": Kind(
        403,
        "This takes a token",
        "Send the header Authorization: Bearer, and what METRICS_TOKEN is set to.",
    ),
    "not_found": Kind(404, "No such address", "There is nothing here. Check the address."),
    "method_not_allowed": Kind(
        405,
        "Not that way",
        "This address does not take that method. Use one that the header Allow names.",
    ),
    "internal": Kind(
        500,
        "Something broke on our side",
        "It has been written to the log. Try again in a minute; if it stays, tell the operator: "
        "request {request_id}.",
    ),
}

EVERYWHERE = ("too_many_requests", "wrong_host", "database_unavailable")  # whatever is asked for


@dataclass
class Problem(Exception):
    """A refusal with its HTTP status; `retry_after` is in seconds."""

    code: str
    status: int
    title: str
    detail: str
    retry_after: int | None = None

    @property
    def document(self) -> ProblemDocument:
        return ProblemDocument(
            title=self.title,
            status=self.status,
            code=self.code,
            detail=self.detail,
            request_id=request_id(),
        )

    def of(self, member: str) -> "Problem":
        """The same, said of one of several members."""
        if f"“{member}”" in self.detail:
            return self
        return replace(self, detail=f"“{member}”: {self.detail}")

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def problem(code: str, *, retry_after: int | None = None, **facts: Any) -> Problem:
    """The problem called `code`, its sentence filled with `facts`."""
    kind = KINDS[code]
    facts.setdefault("request_id", request_id())
    return Problem(code, kind.status, kind.title, kind.detail.format(**facts), retry_after)


def problem_responses(*codes: str) -> dict[str | int, type[BaseModel] | dict[Any, Any] | None]:
    """The OpenAPI description of an operation's problems, one entry per HTTP status."""
    statuses: dict[int, list[str]] = {}
    for code in (*codes, *EVERYWHERE):
        statuses.setdefault(KINDS[code].status, []).append(f"`{code}`: {KINDS[code].title}.")
    schema = {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}
    return {
        status: {
            "description": " ".join(lines),
            "content": {PROBLEM_JSON: {"schema": schema}},
        }
        for status, lines in statuses.items()
    }
