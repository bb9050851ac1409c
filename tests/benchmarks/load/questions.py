"""What visitors ask, and what one visitor alone was answered."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

SHARES = {"recommendations": 0.7, "upload": 0.2, "groups/recommendations": 0.05, "statistics": 0.05}
PASSING = ("read_at", "freshened_at", "url", "poster")
RATED = 60  # films of an uploaded list


@dataclass(frozen=True)
class Question:
    """`path` of the API; an upload is a list of films that is sent first."""

    path: str
    params: tuple[tuple[str, str], ...]
    films: str | None = None

    @property
    def name(self) -> str:
        return json.dumps([self.path, self.params, self.films])


def questions(count: int, members: int, films: int) -> Iterator[Question]:
    """The same ones for the same numbers; each is of other members."""
    rng = random.Random(0)
    for number in range(count):
        (kind,) = rng.choices(list(SHARES), list(SHARES.values()))
        username = ("username", f"member{number % members}")
        if kind == "upload":
            yield Question("recommendations", (), _list(rng, films))
        elif kind == "groups/recommendations":
            other = ("username", f"member{(number + 1) % members}")
            yield Question(kind, (username, other))
        else:
            yield Question(kind, (username,))


def _list(rng: random.Random, films: int) -> str:
    rated = rng.sample(range(films), RATED)
    return json.dumps(
        {"films": [{"slug": f"film-{film}", "stars": rng.randint(1, 10) / 2} for film in rated]}
    )


def content(answer: requests.Response) -> str:
    """What must be the same for everybody, to the last digit: all but times and addresses."""
    return hashlib.sha256(json.dumps(_lasting(answer.json())).encode()).hexdigest()


def _lasting(value: object) -> object:
    if isinstance(value, dict):
        return {name: _lasting(it) for name, it in value.items() if name not in PASSING}
    return [_lasting(it) for it in value] if isinstance(value, list) else value


def ask(url: str, question: Question, session: requests.Session) -> requests.Response:
    """Sends the list first, if there is one. Raises requests.RequestException."""
    params = list(question.params)
    if question.films is not None:
        headers = {"Content-Type": "application/json"}
        sent = session.post(
            f"{url}/api/v1/profiles", data=question.films, headers=headers, timeout=120
        )
        if sent.status_code != requests.codes.created:
            return sent
        params.append(("profile", sent.json()["profile"]))
    return session.get(f"{url}/api/v1/{question.path}", params=params, timeout=120)


def write(path: Path, answers: dict[str, str]) -> None:
    path.write_text(json.dumps(answers), encoding="utf-8")


def read(path: Path) -> dict[str, str]:
    answers: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return answers
