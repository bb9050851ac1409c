"""`python -m tests.benchmarks.serving`: a server's start and memory, with 100,000 films.

A store and models of full size are generated; `--store FOLDER` keeps them there for the next run.
The real gunicorn is then started twice: the second start finds what the first one left.
"""

import argparse
import json
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import requests
from pydantic import SecretStr

from app.config import Settings
from app.services import Services
from app.store.engine import start_embedded
from tests.benchmarks.budget.filling import fill
from tests.benchmarks.serving.artifacts import publish
from tests.benchmarks.serving.server import Server, serving

VISITORS, RATED = 50, 200
STARTS = ("first start", "second start")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.serving")
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary)
        postgres = start_embedded(folder, stop_at_exit=False)
        try:
            film_ids = _prepare(folder, postgres.get_uri(), options.films)
            for name in STARTS:
                with serving(postgres.get_uri(), folder) as server:
                    _tell(name, server, film_ids)
        finally:
            postgres.stop()


def _prepare(folder: Path, database_url: str, films: int) -> list[int]:
    """Fill the store unless it is; returns the films' ids."""
    settings = Settings(database_url=SecretStr(database_url), data_dir=folder)
    services = Services(settings)
    if not len(services.catalogue.current().films):
        fill(services.engine, films, members=1_000, ratings=10_000, dated=0.5)
    film_ids: list[int] = services.catalogue.current().films.ids.values.tolist()
    if services.collaborative.versions.serving() is None:
        publish(services)
    services.engine.dispose()
    return film_ids


def _tell(name: str, server: Server, film_ids: list[int]) -> None:
    print(
        f"\n{name}: {server.started:.2f} s until /healthz answers, {server.computed:.2f} s of work"
    )
    _memory(server, "after it")
    seconds = [_recommendations(server, film_ids, number) for number in range(VISITORS)]
    print(f"recommendations: the first {seconds[0]:.2f} s, the median {median(seconds):.3f} s")
    _memory(server, f"after {VISITORS} recommendations")


def _memory(server: Server, when: str) -> None:
    memory = server.memory()
    print(f"{when:<28} {'RSS':>6} {'PSS':>6} {'USS':>6} MB")
    for process, of in memory.items():
        print(f"  {process:<26} {of.rss:6.0f} {of.pss:6.0f} {of.uss:6.0f}")
    print(f"  {'both':<26} {'':6} {sum(of.pss for of in memory.values()):6.0f}")


def _recommendations(server: Server, film_ids: list[int], number: int) -> float:
    """The seconds until a visitor with a list of films has an answer of the default model."""
    rng = np.random.default_rng(number)
    rated = rng.choice(film_ids, RATED, replace=False).tolist()
    films = [{"film_id": film, "stars": float(rng.integers(1, 11)) / 2} for film in rated]
    sent = requests.post(
        f"{server.url}/api/v1/profiles",
        data=json.dumps({"films": films}),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    sent.raise_for_status()
    about = {"profile": sent.json()["profile"]}
    began = time.perf_counter()
    answer = requests.get(f"{server.url}/api/v1/recommendations", params=about, timeout=60)
    seconds = time.perf_counter() - began
    if not answer.ok or answer.json()["meta"]["model"] != "hybrid":
        raise RuntimeError(f"the default model has not answered: {answer.text:.200}")
    return seconds


if __name__ == "__main__":
    main()
