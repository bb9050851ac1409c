"""A site that answers exactly the bytes a test wants, for what the stand-in is too decent to do."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from time import monotonic

Script = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    at: float


@dataclass
class OddSite:
    """`requests` are all requests so far."""

    url: str
    answers: dict[str, bytes | Script]
    requests: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


def answer(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole HTTP answer."""
    lines = {"Content-Length": str(len(body)), "Connection": "close"} | dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode("latin-1") + body


def redirect(location: str) -> bytes:
    return answer(status=302, headers={"Location": location})


@contextmanager
def odd_site(answers: Mapping[str, bytes | Script]) -> Iterator[OddSite]:
    """The site as long as the context lasts; what has no answer is a 404."""
    site = OddSite("", dict(answers))

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            request_line = self.rfile.readline().decode("latin-1").split()
            headers = dict(iter(self._header, None))
            if not request_line:
                return
            site.requests.append(Asked(request_line[1], headers, monotonic()))
            script = site.answers.get(request_line[1], answer(b"no such page", 404))
            try:
                for part in [script] if isinstance(script, bytes) else script():
                    self.wfile.write(part)
            except ConnectionError:
                return  # the client has had enough

        def _header(self) -> tuple[str, str] | None:
            line = self.rfile.readline().decode("latin-1").strip()
            name, _, value = line.partition(":")
            return (name.lower(), value.strip()) if line else None

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
