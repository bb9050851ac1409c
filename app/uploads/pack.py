"""An upload as bytes: a line of JSON for the profile, and one for what could not be used."""

import json
from datetime import datetime
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from app.store.members import Profile
from app.uploads.answer import Unmatched
from app.uploads.profile import Taken

ROWS = TypeAdapter(list[Unmatched])
END = b"\n"  # JSON writes it as \n within a text


def pack(taken: Taken) -> bytes:
    rows = ROWS.dump_json(taken.unmatched)
    return END.join((_profile_line(taken), rows))


def unpack_profile(packed: bytes) -> Profile:
    """Without reading the other rows: every question about the upload needs only the profile."""
    return _profile(json.loads(packed.partition(END)[0]))


def unpack(packed: bytes) -> Taken:
    line, _, rows = packed.partition(END)
    fields = json.loads(line)
    return Taken(_profile(fields), ROWS.validate_json(rows), fields["unmatched_count"])


def _profile_line(taken: Taken) -> bytes:
    profile = taken.profile
    half_stars = [None if np.isnan(stars) else round(stars * 2) for stars in profile.stars]
    return json.dumps(
        {
            "username": profile.username,
            "source": profile.source,
            "read_at": profile.read_at.isoformat(),
            "movie_ids": profile.movie_ids.tolist(),
            "half_stars": half_stars,
            "liked": profile.liked.tolist(),
            "watched_on": [str(day) for day in profile.watched_on],
            "watchlist": None if profile.watchlist is None else profile.watchlist.tolist(),
            "unmatched_count": taken.unmatched_count,
        }
    ).encode()


def _profile(fields: dict[str, Any]) -> Profile:
    watchlist = fields["watchlist"]
    return Profile(
        username=fields["username"],
        source=fields["source"],
        read_at=datetime.fromisoformat(fields["read_at"]),
        movie_ids=np.array(fields["movie_ids"], np.int64),
        stars=np.array(fields["half_stars"], np.float64) / 2,
        liked=np.array(fields["liked"], np.bool_),
        watched_on=np.array(fields["watched_on"], "datetime64[D]"),
        watchlist=None if watchlist is None else np.array(watchlist, np.int64),
    )
