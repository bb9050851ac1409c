"""A proxy before Postgres that counts what the database sends."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 2**16


class Traffic:
    """Bytes from the database since it was last asked."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._sent = 0
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def taken(self) -> int:
        with self._lock:
            sent, self._sent = self._sent, 0
        return sent

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return  # closed
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if counted:
                    with self._lock:
                        self._sent += len(data)
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()


@contextmanager
def counted(folder: str) -> Iterator[Traffic]:
    """A proxy before the Postgres whose socket is in this folder."""
    traffic = Traffic(f"{folder}/.s.PGSQL.5432")
    try:
        yield traffic
    finally:
        traffic.close()
