"""Other sources' genres by the names that Letterboxd has for them."""

from collections.abc import Iterable

from models.features import GENRES

RENAMED = {
    "Sci-Fi": "Science Fiction",
    "Children": "Family",
    "Children's": "Family",
    "Musical": "Music",
}


def genres(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the given order; what Letterboxd has no genre for is left out."""
    known = (RENAMED.get(name, name) for name in names)
    return tuple(dict.fromkeys(name for name in known if name in GENRES))
