"""What a member gets who asks how to have their data removed."""

from datetime import datetime

from pydantic import BaseModel


class Removal(BaseModel):
    """`code` proves who asks, once the member's public bio holds it, until it expires."""

    code: str
    expires_at: datetime
    how: str
