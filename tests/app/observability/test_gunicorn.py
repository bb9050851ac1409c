"""Log, metrics and health of the real server with two workers."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from app.services import Services
from tests.app.observability.conftest import TOKEN, Served, Start

REQUESTS = "projectionist_requests_total"
HEALTH = f'{REQUESTS}{{method="GET",route="/healthz",status="200"}}'


def value(metrics: str, sample: str) -> float:
    found = re.search(rf"^{re.escape(sample)} (\S+)$", metrics, re.MULTILINE)
    assert found, f"no {sample} in {metrics}"
    return float(found[1])


def test_every_line_of_the_log_is_json_and_every_request_has_one(
    served: Served, services: Services
) -> None:
    username = services.settings.suggested_usernames[0]
    address = f"{served.url}/api/v1/recommendations?username={username}&limit=3"
    headers = {"X-Request-Id": "from-the-proxy", "Accept-Encoding": "identity"}
    answer = requests.get(address, headers=headers, timeout=60)
    [line] = served.answered()
    assert answer.headers["X-Request-Id"] == line["request_id"] == "from-the-proxy"
    assert (line["method"], line["route"]) == ("GET", "/api/v1/recommendations")
    assert (line["status"], line["source"], line["problem"]) == (200, "pages", None)
    assert line["bytes"] == len(answer.json() and answer.content)
    assert line["phases"].keys() >= {"profile", "predict", "candidates", "rank", "render"}
    assert sum(line["phases"][name] for name in ("profile", "predict", "rank")) <= line["ms"]
    assert "rank;dur=" in answer.headers["Server-Timing"]
    assert username not in served.log.read_text()


def test_the_log_has_no_secret_whatever_happens(start: Start, services: Services) -> None:
    served = start(LOG_LEVEL="DEBUG")
    headers = {"Authorization": f"Bearer {TOKEN}x", "Projectionist-Visitor": "visitor-secret-1"}
    cookies = {"session": "cookie-secret-2"}
    for path in ("/internal/metrics", "/?profile=upload-secret-3", "/group/code-secret-4"):
        requests.get(served.url + path, headers=headers, cookies=cookies, timeout=30)
    requests.get(f"{served.url}/api/v1/profiles/upload-secret-5", timeout=30)
    served.answered(4)
    assert services.settings.database_url is not None
    log = served.log.read_text()
    assert not re.findall(r"secret-\d", log)
    assert TOKEN not in log
    assert services.settings.database_url.get_secret_value() not in log


def test_counts_are_those_of_both_workers_and_survive_one(served: Served) -> None:
    for _ in range(40):
        requests.get(f"{served.url}/healthz", timeout=10)
    served.answered(40)
    metrics = served.metrics()
    assert value(metrics, HEALTH) == 40
    assert value(metrics, 'projectionist_process_memory_bytes{pid="main"}') > 2e7
    served.answered(41)
    killed, other = served.workers()
    psutil.Process(killed).kill()
    deadline = time.monotonic() + 20
    while killed in served.workers() or len(served.workers()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert other in served.workers()
    requests.get(f"{served.url}/healthz", timeout=10)
    served.answered(42)
    assert value(served.metrics(), HEALTH) == 41


def test_workers_that_follow_one_another_leave_no_files(served: Served, tmp_path: Path) -> None:
    requests.get(f"{served.url}/healthz", timeout=10)
    [folder] = tmp_path.glob("projectionist-metrics-*")
    for _ in range(3):
        old = served.workers()
        psutil.Process(old[0]).terminate()
        deadline = time.monotonic() + 20
        while old[0] in served.workers() or len(served.workers()) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    served.metrics()
    assert {path.stem.rpartition("_")[2] for path in folder.iterdir()} <= {"main", "0", "1"}
    served.process.terminate()
    served.process.wait(40)
    assert not folder.exists()


def test_a_worker_told_to_stop_before_it_listens_stops(served: Served) -> None:
    deadline, known = time.monotonic() + 40, set[int]()
    for _ in range(5):
        while not (new := set(served.workers()) - known):
            assert time.monotonic() < deadline
        known |= new
        for pid in new:
            psutil.Process(pid).terminate()  # within a millisecond of its fork
        while new & set(served.workers()):
            assert time.monotonic() < deadline


@contextmanager
def hanging(database_url: str) -> Iterator[None]:
    """Postgres takes connections, but all of its processes stand still."""
    folder = re.search(r"host=([^&]+)", database_url)
    assert folder is not None
    pid = Path(requests.utils.unquote(folder[1]), "postmaster.pid").read_text().split()[0]
    processes = [psutil.Process(int(pid)), *psutil.Process(int(pid)).children()]
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


def test_a_database_that_hangs_is_told_within_two_seconds(start: Start, services: Services) -> None:
    served = start()
    assert requests.get(f"{served.url}/readyz", timeout=10).json()["status"] == "ok"
    assert services.settings.database_url is not None
    with hanging(services.settings.database_url.get_secret_value()):
        for _ in range(2):
            answer = requests.get(f"{served.url}/readyz", timeout=10)
            assert (answer.status_code, answer.elapsed.total_seconds() < 2) == (503, True)
            assert "DATABASE_URL" in answer.json()["database"]
        assert requests.get(f"{served.url}/healthz", timeout=1).status_code == 200
    deadline = time.monotonic() + 20
    while requests.get(f"{served.url}/readyz", timeout=10).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_log_is_text_for_people_unless_told_otherwise(start: Start) -> None:
    served = start(LOG_FORMAT="text")
    requests.get(f"{served.url}/healthz", timeout=10)
    deadline = time.monotonic() + 10
    while "route=/healthz" not in served.log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert re.search(r"^\S+ \S+ INFO gunicorn: Listening at", served.log.read_text(), re.M)
