"""What makes a real film page large: scripts, drawings, lists of posters and reviews."""

import json
import random
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

from markupsafe import Markup

from scrapers.records import WatchlistFilm
from scrapers.standin.templating import slugify, template

PLAIN_BYTES = 16_000  # of a typical film page without any of this
WORDS = (
    *("the", "a", "and", "of", "with", "again", "slow", "warm", "cold", "long", "brave", "strange"),
    *("light", "sea", "camera", "ending", "silence", "score", "actor", "city", "winter", "cut"),
    *("watched", "loved", "missed", "found", "every", "frame", "minute", "nothing", "“perfect”"),
    *("naïve", "café", "déjà", "vu", "2049", "mins"),
)
Block = Callable[[random.Random, int], str]


@cache
def filler(page_bytes: int, generation: int) -> dict[str, Markup]:
    """The parts by name, which make a film page about `page_bytes` long; always the same."""
    rng = random.Random(f"{page_bytes} {generation}")
    blocks: Any = template("filler.html", generation).module

    def part(share: float, block: Block) -> Markup:
        """Blocks until they take their share of the page."""
        wanted, found, numbers = share * max(0, page_bytes - PLAIN_BYTES), [""], count(1)
        while wanted > 0:
            found.append(block(rng, next(numbers)))
            wanted -= len(found[-1].encode())
        return Markup("\n").join(map(Markup, found))

    return {
        "scripts": part(0.25, lambda rng, number: blocks.script(_settings(rng, number))),
        "drawings": part(0.15, lambda rng, number: blocks.drawing(number, _outlines(rng))),
        "lists": part(0.3, lambda rng, number: blocks.list(number, _films(rng, number))),
        "reviews": part(0.3, lambda rng, number: blocks.review(number, _paragraphs(rng))),
    }


def _settings(rng: random.Random, number: int) -> str:
    """What a script is given, as JSON."""
    names = [f"{rng.choice(WORDS)}{place}" for place in range(40)]
    given = {name: [rng.randrange(10**6), _words(rng, 3)] for name in names}
    return json.dumps({"slot": number, "when": "a < b && b > c", **given}).replace("</", r"<\/")


def _outlines(rng: random.Random) -> list[str]:
    """Paths of an SVG."""
    return [
        "M0 0" + "".join(f"C{' '.join(f'{rng.random():.3f}' for _ in range(6))}" for _ in range(9))
        for _ in range(3)
    ]


def _films(rng: random.Random, number: int) -> list[WatchlistFilm]:
    titles = [_words(rng, 2).capitalize() for _ in range(5)]
    return [
        WatchlistFilm(91_000 + 5 * number + place, slugify(title), title, 1920 + rng.randrange(100))
        for place, title in enumerate(titles)
    ]


def _paragraphs(rng: random.Random) -> list[str]:
    return [_words(rng, rng.randrange(10, 60)) for _ in range(rng.randrange(1, 4))]


def _words(rng: random.Random, number: int) -> str:
    return " ".join(rng.choices(WORDS, k=number))
