"""One row of the table: a server, its workers, and visitors who all ask at once."""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil
import redis
import requests

from app.services import Services
from tests.benchmarks.load import programs

HEAD = "workers  answers/s  median s  slowest s  server ms/answer  workers ms/answer  again ms"
RATED, PAGE = 300, 24
WORK = ("-m", "flask", "--app", "app", "work")
AGAIN = 50


class Machine(NamedTuple):
    url: str
    server: psutil.Process
    workers: list[psutil.Process]

    def computed(self) -> tuple[float, float]:
        """Seconds of a processor so far: the server's, and its workers'."""
        return _computed([self.server, *self.server.children()]), _computed(self.workers)


def measured(
    services: Services, folder: Path, cache: str, workers: int, options: argparse.Namespace
) -> str:
    with _machine(_settings(services, cache), folder, workers) as machine:
        slugs = _slugs(services)
        for number in range(2 * max(workers, 1)):  # what is loaded at first is not counted
            _ask(machine.url, _token(machine.url, slugs, -number - 1), options.model)
        tokens = [
            [_token(machine.url, slugs, visitor * 1000 + n) for n in range(options.questions)]
            for visitor in range(options.visitors)
        ]
        before, began = machine.computed(), time.perf_counter()
        with ThreadPoolExecutor(options.visitors) as pool:
            visits = pool.map(
                lambda mine: [_ask(machine.url, it, options.model) for it in mine], tokens
            )
            seconds = [one for visit in visits for one in visit]
        passed, after = time.perf_counter() - began, machine.computed()
        count = len(seconds)
        server, hired = (1000 * (b - a) / count for a, b in zip(before, after, strict=True))
        again = _again(machine, tokens[0][0], options.model)
    return (
        f"{workers:7} {count / passed:10.1f} {median(seconds):9.2f} {max(seconds):10.2f}"
        f" {server:17.0f} {hired:18.0f} {again:9.1f}"
    )


@contextmanager
def _machine(settings: dict[str, str], folder: Path, workers: int) -> Iterator[Machine]:
    port = programs.free_port()
    chosen = settings | {"COLD_WORK": "queue" if workers else "here"}
    with ExitStack() as stack:
        server = stack.enter_context(programs.web(chosen, port, folder / "web.log"))
        environment = {"PATH": os.environ["PATH"], **settings}
        hired = [
            stack.enter_context(
                programs.running(
                    [sys.executable, *WORK],
                    lambda: True,
                    folder / f"worker{number}.log",
                    environment,
                )
            )
            for number in range(workers)
        ]
        _await_workers(settings["REDIS_URL"], workers)
        yield Machine(
            f"http://127.0.0.1:{port}", server, [psutil.Process(one.pid) for one in hired]
        )


def _await_workers(cache: str, workers: int) -> None:
    """Until so many listen."""
    with redis.Redis.from_url(cache) as client:
        while client.scard("rq:workers") < workers:
            time.sleep(programs.PAUSE)


def _settings(services: Services, cache: str) -> dict[str, str]:
    assert services.settings.database_url is not None
    return {
        "DATABASE_URL": services.settings.database_url.get_secret_value(),
        "DATA_DIR": str(services.settings.data_dir),
        "REDIS_URL": cache,
        "RATE_LIMIT_CLIENT": "off",
        "RATE_LIMIT_UPLOADS": "off",
        "OMP_NUM_THREADS": "1",
    }


def _slugs(services: Services) -> list[str]:
    """Of the films that members rate."""
    with services.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT slug FROM projectionist.films ORDER BY movie_id LIMIT 5000"
        )
        return [slug for (slug,) in found]


def _token(url: str, slugs: list[str], seed: int) -> str:
    rng = random.Random(seed)
    films = [{"slug": slug, "stars": rng.randint(1, 10) / 2} for slug in rng.sample(slugs, RATED)]
    sent = requests.post(
        f"{url}/api/v1/profiles",
        data=json.dumps({"films": films}),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    sent.raise_for_status()
    token: str = sent.json()["profile"]
    return token


def _ask(url: str, token: str, model: str) -> float:
    """Seconds until the answer is there."""
    params = {"profile": token, "model": model, "limit": str(PAGE)}
    answer = requests.get(f"{url}/api/v1/recommendations", params=params, timeout=120)
    answer.raise_for_status()
    return answer.elapsed.total_seconds()


def _again(machine: Machine, token: str, model: str) -> float:
    """Milliseconds of the server's processor for an answer that is kept."""
    before, _ = machine.computed()
    for _ in range(AGAIN):
        _ask(machine.url, token, model)
    after, _ = machine.computed()
    return 1000 * (after - before) / AGAIN


def _computed(processes: list[psutil.Process]) -> float:
    return float(sum(sum(one.cpu_times()[:2]) for one in processes))
