"""What a group gets: films, and what each of its members has to say to them."""

from pydantic import BaseModel

from app.formats import ALSO_CSV
from app.groups.query import Seen
from app.recommendations.answer import FilmFacts, MemberMeta
from models.group.rules import Rule


class GroupMember(MemberMeta):
    """`called` is the username, or a number among the guests where an upload tells none."""

    called: str


class Voice(BaseModel):
    """The stars, 0.5..5, that a member is predicted to give a film; `seen` if they logged it,
    `vetoed` if those stars are below the threshold of average_without_misery."""

    member: str
    predicted_rating: float
    seen: bool
    vetoed: bool


class GroupFilm(BaseModel):
    """A film, what the group makes of it, 0..1, and its members one by one."""

    film: FilmFacts
    score: float
    members: list[Voice]


class GroupMeta(BaseModel):
    """How the answer came about. Of `candidates` films, which the filters left, `vetoed` were
    not wanted by somebody. `winner` is the id of the film that `spin` decided for."""

    members: list[GroupMember]
    rule: Rule
    threshold: float
    seen: Seen
    popularity: float
    candidates: int
    vetoed: int
    emptied_by: str | None
    page: int
    seed: int | None
    spin: int | None
    winner: int | None


class GroupRecommendations(BaseModel):
    """The body of an answer: films, the best first; and the best ones that somebody vetoed."""

    model_config = ALSO_CSV

    data: list[GroupFilm]
    vetoed: list[GroupFilm]
    meta: GroupMeta
