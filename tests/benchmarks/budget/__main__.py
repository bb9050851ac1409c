"""`python -m tests.benchmarks.budget`: storage and traffic beside a free plan's limits.

A database of full size is generated and measured: bytes of each table and index, fresh and after
all was read again; then the bytes that the database sends to a starting server, to the jobs, and
for a visitor; and the memory of a server.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from sqlalchemy import make_url

from app.config import Settings
from app.store.engine import connect, start_embedded
from tests.benchmarks.budget.filling import fill
from tests.benchmarks.budget.reading import Reading
from tests.benchmarks.budget.storage import MB, measure
from tests.benchmarks.budget.traffic import counted

SERVER = """
import psutil
from app.wsgi import app
print(psutil.Process().memory_info().rss)
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.budget")
    parser.add_argument("--films", type=int, default=100_000)
    parser.add_argument("--members", type=int, default=5_000)
    parser.add_argument("--ratings", type=int, default=2_000_000)
    parser.add_argument("--dated", type=float, default=0.5)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        uri = start_embedded(Path(folder)).get_uri()
        engine = connect(Settings(database_url=SecretStr(uri)))
        fill(engine, options.films, options.members, options.ratings, options.dated)
        measure(engine, uri, print)
        engine.dispose()
        with counted(str(make_url(uri).query["host"])) as traffic:
            url = f"postgresql://postgres@127.0.0.1:{traffic.port}/postgres"
            served = Path(folder) / "served"
            traffic.taken()
            print(f"memory of a server {_memory(url, served) / MB:24.0f} MB\n")
            print(f"a server starts, without a snapshot {traffic.taken() / MB:21.2f} MB")
            Reading(traffic, url, served, print).measure()


def _memory(url: str, data_dir: Path) -> int:
    started = subprocess.run(
        [sys.executable, "-c", SERVER],
        env={"DATABASE_URL": url, "DATA_DIR": str(data_dir), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    return int(started.stdout)


if __name__ == "__main__":
    main()
