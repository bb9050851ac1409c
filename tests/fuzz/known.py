"""What is right, so that a request comes far although something else in it is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Headers = list[tuple[str, str]]

# What a route needs before it does anything, where that is not one username.
NEEDED: Mapping[str, Sequence[str]] = {
    "compare.pair": ("username", "username"),
    "compare.stream": ("username", "profile"),
    "groups.group": ("username", "profile"),
    "groups.stream": ("username", "username"),
    "lists.bring": ("username", "file"),
    "marks.mark": ("slug", "kind", "back"),
    "marks.undo": ("slug", "back"),
    "rating.pick": ("film",) * 12,
    "rating.rate": ("film", "film", "q"),
    "removal.show_export": ("username", "file"),
    "sessions.films": ("seat",),
    "sessions.join_with_export": ("file",),
    "sessions.leave": ("seat",),
    "sessions.new": ("rule",),
    "sessions.show": ("seat",),
    "sessions.spin": ("seat",),
    "sessions.state": ("seat",),
    "watchlist.picker": ("username", "seed"),
    "web.forget": ("profile",),
    "web.upload": ("file",),
}

# Values that are right where the description of the API names none.
EXAMPLES: Mapping[str, Sequence[str]] = {
    "actor": ["Toshiro Mifune"],
    "back": ["/", "/?username=ada"],
    "decade": ["1990"],
    "director": ["Akira Kurosawa"],
    "filename": ["projectionist.css", "favicon.svg", "recommendations.js"],
    "film": [f"{film}:{stars}" for film in range(10001, 10015) for stars in (1, 4.5)],
    "genre": ["Drama", "Comedy,Crime"],
    "kind": ["seen", "not_interested"],
    "page": ["1", "2"],
    "popularity": ["-1", "0", "1"],
    "q": ["godfahter"],
    "runtime_to": ["180"],
    "seed": ["7"],
    "slug": ["ran", "alien"],
    "spin": ["3"],
    "year_from": ["1990"],
}


@dataclass(frozen=True)
class Known:
    """What is right: values by the name of a field or of a part of a path, the headers of a
    browser that is on this site's page, and the file of a form, by route or else by ""."""

    fields: Mapping[str, Sequence[str]]
    headers: Headers
    files: Mapping[str, bytes]
