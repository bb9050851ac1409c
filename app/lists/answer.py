"""What a visitor gets for a list."""

from datetime import datetime

from pydantic import BaseModel

from app.uploads.answer import Unmatched


class KeptList(BaseModel):
    """`token` goes into the filter `only_list`, until it expires; `films` of it are known here."""

    token: str
    name: str
    expires_at: datetime
    films: int
    unmatched: list[Unmatched]
