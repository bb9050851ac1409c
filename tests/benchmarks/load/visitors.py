"""The visitors, as locust starts them: `locust --locustfile tests/benchmarks/load/visitors.py`.

Each asks something new when there is something, and else what was asked before. LOAD_FOLDER holds
what one visitor alone was answered, and gets what these were.
"""

import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import gevent
from locust import HttpUser, between, events, task

from tests.benchmarks.load.questions import content, read

FOLDER = Path(os.environ["LOAD_FOLDER"])
EXPECTED = read(FOLDER / "expected.json")
BURST, BURST_SECONDS = 30, 60.0  # so many new questions come at once, and so often
BUSY, OK, CREATED = 503, 200, 201
WHOLE = ("pages", "list")  # sources; of others not all films are known
LONGEST_PAUSE = 60.0

began = time.monotonic()
waiting = [json.loads(name) for name in reversed(list(EXPECTED))]
answered: list[tuple[str, str, list[tuple[str, str]]]] = []
counted: Counter[str] = Counter()


class Visitor(HttpUser):
    """Reads for a while between two questions, and comes again when a busy server says so."""

    wait_time = between(5, 15)

    @task
    def ask(self) -> None:
        if waiting and _are_due():
            self._ask_new(*waiting.pop())
        elif answered:
            self._ask(*random.choice(answered), "kept")

    def _ask_new(self, path: str, params: list[tuple[str, str]], films: str | None) -> None:
        name = json.dumps([path, params, films])
        asked = [*map(tuple, params)]
        if films is not None:
            token = self._send(films)
            if token is None:
                return
            asked.append(("profile", token))
        while (pause := self._ask(name, path, asked, "new")) is not None:
            gevent.sleep(min(pause, LONGEST_PAUSE) * random.uniform(1, 1.5))

    def _send(self, films: str) -> str | None:
        headers = {"Content-Type": "application/json"}
        while True:
            with self.client.post(
                "/api/v1/profiles", films, headers=headers, name="upload", catch_response=True
            ) as sent:
                if sent.status_code == CREATED:
                    token: str = sent.json()["profile"]
                    return token
                pause = self._refused(sent, "upload")
            if pause is None:
                return None
            gevent.sleep(pause)

    def _ask(self, name: str, path: str, params: list[tuple[str, str]], kind: str) -> float | None:
        """The seconds after which to ask again; None if there is an answer, or never will be."""
        address = f"/api/v1/{path}"
        with self.client.get(
            address, params=params, name=kind, timeout=150, catch_response=True
        ) as answer:
            if answer.status_code != OK:
                return self._refused(answer, kind)
            whole = self._compare(name, answer, kind)
        if kind == "new" and whole:
            answered.append((name, path, params))
        return None

    def _compare(self, name: str, answer: Any, kind: str) -> bool:
        """Whether it is made from all of the members' films."""
        meta = answer.json()["meta"]
        if any(one["source"] not in WHOLE for one in meta.get("members", [meta])):
            counted[f"{kind}: part of a profile alone"] += 1
            return False
        if content(answer) == EXPECTED[name]:
            counted[f"{kind}: right"] += 1
        else:
            counted[f"{kind}: WRONG"] += 1
            answer.failure("another answer than alone")
        return True

    def _refused(self, answer: Any, kind: str) -> float | None:
        retry_after = answer.headers.get("Retry-After")
        if answer.status_code == BUSY and retry_after:
            counted[f"{kind}: 503 with Retry-After"] += 1
            answer.request_meta["name"] = "busy"
            answer.success()
            return float(retry_after)
        counted[f"{kind}: FAILED {answer.status_code}"] += 1
        answer.failure(f"{answer.status_code}: {answer.text:.200}")
        return None


def _are_due() -> bool:
    bursts = 1 + (time.monotonic() - began) // BURST_SECONDS
    return len(EXPECTED) - len(waiting) < bursts * BURST


@events.quitting.add_listener
def _tell(**_: object) -> None:
    (FOLDER / "counted.json").write_text(json.dumps(counted), encoding="utf-8")
