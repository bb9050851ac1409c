"""`make bench`: what an answer costs, beside the plain way to it, in one run.

A store and models of full size are generated; `--store FOLDER` keeps them there for the next run.
Prints a table and writes bench.json. `make bench-growth` has the curves.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from app.services import Services
from tests.benchmarks.bench import Bench
from tests.benchmarks.clock import costs
from tests.benchmarks.report import Results
from tests.benchmarks.serving.server import serving
from tests.benchmarks.store import full_services
from tests.benchmarks.subjects import SUBJECTS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--ratings", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary)
        with full_services(folder, options.films) as services:
            server = _server(services)
            measured = costs(SUBJECTS, Bench(services, options.ratings), options.rounds)
    results = Results(options.films, options.ratings, measured, server)
    print(*results.lines(), sep="\n")
    Path("bench.json").write_text(json.dumps(results.as_json(), indent=2) + "\n")


def _server(services: Services) -> dict[str, float]:
    """Of a start that finds what the one before left; memory is gunicorn's and its worker's."""
    settings = services.settings
    assert settings.database_url is not None
    with serving(settings.database_url.get_secret_value(), settings.data_dir) as server:
        return {
            "start to ready, s": server.started,
            "start to ready, computed, s": server.computed,
            "memory, MB": sum(process.pss for process in server.memory().values()),
        }


if __name__ == "__main__":
    main()
