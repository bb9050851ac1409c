"""`python -m tests.benchmarks.load`: 200 visitors, and a server with 512 MB and half a CPU.

The web server alone is limited; Postgres, Redis and the site it reads are not. First one visitor
alone asks everything of a server without limits; then many do, and their answers are compared.
All programs are on this machine, and end with this one.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from app.services import Services
from tests.benchmarks.load import programs, questions
from tests.benchmarks.load.limits import Group, limited
from tests.benchmarks.load.report import lines
from tests.benchmarks.load.watching import Watch, watched
from tests.benchmarks.store import full_services

MEMBERS, HISTORY = 2_000, 200
MOST_NEW_A_SECOND = 0.5  # as the visitors ask
VISITORS = Path(__file__).with_name("visitors.py")


def main() -> None:
    options = _options()
    with TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with full_services(folder / "postgres", options.films) as services:
            _run(services, folder, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--films", type=int, default=20_000)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--memory", type=int, default=512, help="MB")
    parser.add_argument("--processors", type=float, default=0.5)
    parser.add_argument("--rate", default="2", help="pages a second that the server may read")
    parser.add_argument("--worker", action="store_true", help="compute beside the server")
    parser.add_argument("--store", type=Path, help="keep the database and the answers here")
    return parser.parse_args()


def _run(services: Services, folder: Path, options: argparse.Namespace) -> None:
    settings = _settings(services, folder)
    expected = folder / "expected.json"
    count = 30 + int(options.seconds * MOST_NEW_A_SECOND)
    if not expected.exists() or len(questions.read(expected)) < count:
        _ask_alone(settings, expected, count, options.films)
    _forget(services)
    with (
        programs.standin(options.films, MEMBERS, HISTORY) as site,
        programs.redis_server(folder) as cache,
        limited(f"projectionist-{os.getpid()}", options.memory, options.processors) as group,
    ):
        port = programs.free_port()
        whole = settings | {"LETTERBOXD_URL": site, "REDIS_URL": cache}
        whole["LETTERBOXD_RATE"] = options.rate
        whole["MEMORY_LIMIT_MB"] = str(options.memory)
        whole["COLD_WORK"] = "queue" if options.worker else "here"
        with ExitStack() as started:
            if options.worker:
                started.enter_context(programs.worker(whole, folder / "worker.log", group))
            server = started.enter_context(programs.web(whole, port, folder / "web.log", group))
            with watched(server) as watch:
                _visit(port, folder, options)
            _tell(folder, group, watch)


def _settings(services: Services, folder: Path) -> dict[str, str]:
    assert services.settings.database_url is not None
    off = ("CLIENT", "READING", "USERNAME", "UPLOADS", "REMOVALS")
    return {
        "DATABASE_URL": services.settings.database_url.get_secret_value(),
        "DATA_DIR": str(services.settings.data_dir),
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
        "LETTERBOXD_BACKOFF": "0.1",
        "HOME": str(folder),
        # All visitors have one address here.
        **{f"RATE_LIMIT_{name}": "off" for name in off},
    }


def _ask_alone(settings: dict[str, str], expected: Path, count: int, films: int) -> None:
    """One question after the other."""
    print(f"one visitor alone asks {count} questions", flush=True)
    answers: dict[str, str] = {}
    port, session = programs.free_port(), requests.Session()
    with (
        programs.standin(films, MEMBERS, HISTORY, faults=()) as site,
        programs.web(settings | {"LETTERBOXD_URL": site}, port, expected.with_suffix(".log")),
    ):
        for question in questions.questions(count, MEMBERS, films):
            answer = questions.ask(f"http://127.0.0.1:{port}", question, session)
            answer.raise_for_status()
            answers[question.name] = questions.content(answer)
    questions.write(expected, answers)


def _forget(services: Services) -> None:
    """Nobody has been read yet."""
    with services.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM projectionist.members WHERE username ~ '^member'")


def _visit(port: int, folder: Path, options: argparse.Namespace) -> None:
    locust = shutil.which("locust", path=str(Path(sys.executable).parent))
    if locust is None:
        raise RuntimeError("no locust found: pip install -r requirements-dev.txt")
    many, seconds = options.visitors, options.seconds
    command = [locust, "--headless", "--locustfile", str(VISITORS), "--csv", str(folder / "load")]
    command += ["--users", str(many), "--spawn-rate", str(max(many / 10, 1)), "--only-summary"]
    command += ["--run-time", f"{seconds}s", "--host", f"http://127.0.0.1:{port}"]
    command += ["--stop-timeout", "30", "--exit-code-on-error", "0"]
    with (folder / "locust.log").open("wb") as log:
        environment = os.environ | {"LOAD_FOLDER": str(folder), "PYTHONPATH": str(Path.cwd())}
        subprocess.run(command, check=True, stdout=log, stderr=log, env=environment)


def _tell(folder: Path, group: Group, watch: Watch) -> None:
    counted: dict[str, int] = json.loads((folder / "counted.json").read_text(encoding="utf-8"))
    print(*lines(folder / "load_stats.csv", counted, group, watch), sep="\n")


if __name__ == "__main__":
    main()
