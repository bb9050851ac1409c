"""A Postgres that a test may kill, freeze, and start again at the same address."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from app.store.engine import start_embedded


class PostgresServer:
    def __init__(self, folder: Path) -> None:
        self._server = start_embedded(folder)
        self.url = self._server.get_uri()

    def copy(self, database_url: str) -> None:
        """Take over what another server's database holds."""
        programs = self._server.bin_path
        dump = subprocess.check_output([programs / "pg_dump", "--no-owner", database_url])
        quiet = ["--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null"]
        subprocess.run([programs / "psql", *quiet, self.url], input=dump, check=True)

    def kill(self) -> None:
        processes = self._processes()
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, 10)

    def start(self) -> None:
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections, but all of its processes stand still."""
        processes = self._processes()
        for process in processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                process.send_signal(signal.SIGCONT)

    def _processes(self) -> list[psutil.Process]:
        pid = self._server.get_pid()
        assert pid is not None
        postmaster = psutil.Process(pid)
        return [postmaster, *postmaster.children()]
