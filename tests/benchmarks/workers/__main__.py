"""`python -m tests.benchmarks.workers`: new answers a second with 1, 2 and 4 workers.

A server leaves computing to them; visitors each upload a list and ask about it, one question after
the other. All programs are on this machine, so more workers than processors gain nothing. A row
without workers is the server alone.
"""

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from app.services import Services
from tests.benchmarks.load import programs
from tests.benchmarks.store import full_services
from tests.benchmarks.workers.throughput import HEAD, measured


def main() -> None:
    options = _options()
    with TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with full_services(folder, options.films) as services:
            _measure(services, folder, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.workers", description=__doc__)
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--questions", type=int, default=12, help="of each visitor")
    parser.add_argument("--model", default="hybrid")
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2, 4])
    parser.add_argument("--store", type=Path, help="keep the database here for the next run")
    return parser.parse_args()


def _measure(services: Services, folder: Path, options: argparse.Namespace) -> None:
    ids = services.catalogue.current().films.ids.values
    print(f"{len(ids):,} films, {os.cpu_count()} processors", HEAD, sep="\n", flush=True)
    for workers in options.workers:
        with programs.redis_server(folder) as cache:
            print(measured(services, folder, cache, workers, options), flush=True)


if __name__ == "__main__":
    main()
