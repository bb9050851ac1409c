"""What a visitor gets: films of watchlists, and how they came to be picked."""

from pydantic import BaseModel

from app.formats import ALSO_CSV
from app.recommendations.answer import FilmFacts, MemberMeta
from app.watchlist_picker.query import By, Together


class MemberPick(BaseModel):
    """A film as it is to one member, in the order of `meta.members`: their username, or Guest and
    a number where an upload tells none. `predicted_rating` is null where the model does not know
    the film."""

    member: str
    predicted_rating: float | None
    on_watchlist: bool
    logged: bool


class Pick(BaseModel):
    """A film to watch."""

    film: FilmFacts
    members: list[MemberPick]


class WatchlistMeta(MemberMeta):
    """A member, and how many films are on the watchlist. The catalogue holds `known` of them; the
    `pending` ones are left out, and those of which a name is known are among `pending_titles`."""

    on_watchlist: int
    known: int
    pending: int
    pending_titles: list[str]


class PicksMeta(BaseModel):
    """`candidates` films were left by the filters. If that is none, `emptied_by` names the first
    filter that left nothing; it is `together` if no film is on all of the watchlists, `rewatches`
    if all were seen, and null if the catalogue holds no film of them."""

    members: list[WatchlistMeta]
    by: By
    together: Together
    candidates: int
    emptied_by: str | None
    page: int
    seed: int


class Picks(BaseModel):
    """The body of an answer: films in the order in which they were picked."""

    model_config = ALSO_CSV

    data: list[Pick]
    meta: PicksMeta
