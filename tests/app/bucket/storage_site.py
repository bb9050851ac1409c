"""A server that speaks the part of Supabase Storage's REST API that models are published by."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Literal

from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, make_server

Fault = Literal["damaged", "cut short", "status 503", "no storage", "slow"]
Answer = tuple[Response, int] | Response
KEY = "sb_secret_of_the_tests"
SLOW_SECONDS = 1.5
BASE = "/storage/v1"


@dataclass
class StorageSite:
    """One bucket called models. It may be stopped, and started again at the same address."""

    objects: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    fault: Fault | None = None
    limit: int = 50_000_000
    port: int = 0
    _server: BaseWSGIServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def downloads(self) -> int:
        return sum(line.startswith("GET /storage/v1/object/sign/") for line in self.requests)

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, _app(self), threaded=True)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def _app(site: StorageSite) -> Flask:
    app = Flask(__name__)
    _guard(app, site)
    _uploads(app, site)
    _downloads(app, site)
    return app


def _guard(app: Flask, site: StorageSite) -> None:
    @app.before_request
    def enter() -> Answer | None:
        site.requests.append(f"{request.method} {request.path}")
        if site.fault == "no storage":
            return Response("<html>Buy this domain</html>")
        if site.fault == "status 503":
            return _refusal(503, "Unavailable", "Try again later", status=503)
        signed = request.method == "GET" and request.args.get("token") == "signed"
        known = request.headers.get("Authorization") == f"Bearer {KEY}"
        return None if known or signed else _refusal(403, "Unauthorized", "Invalid Compact JWS")

    @app.get(f"{BASE}/bucket/<name>")
    def bucket(name: str) -> Answer:
        if name != "models":
            return _refusal(404, "Bucket not found", "Bucket not found")
        at = "2026-01-01T00:00:00.000Z"
        facts = {"id": name, "name": name, "owner": "", "public": False}
        limits = {"file_size_limit": site.limit, "allowed_mime_types": None}
        return jsonify(facts | limits | {"created_at": at, "updated_at": at})


def _uploads(app: Flask, site: StorageSite) -> None:
    @app.post(f"{BASE}/object/models/<path:key>")
    def upload(key: str) -> Answer:
        if key in site.objects and request.headers.get("x-upsert") != "true":
            return _refusal(409, "Duplicate", "The resource already exists")
        sent = request.files["file"].read()
        if len(sent) > site.limit:
            says = "The object exceeded the maximum allowed size"
            return _refusal(413, "Payload too large", says)
        site.objects[key] = sent
        return jsonify(Id="1", Key=f"models/{key}")

    @app.delete(f"{BASE}/object/models")
    def remove() -> Answer:
        sent: Any = request.get_json()
        return jsonify([key for key in sent["prefixes"] if site.objects.pop(key, None)])


def _downloads(app: Flask, site: StorageSite) -> None:
    @app.post(f"{BASE}/object/sign/models/<path:key>")
    def sign(key: str) -> Answer:
        if key not in site.objects:
            return _refusal(404, "not_found", "Object not found")
        return jsonify(signedURL=f"/object/sign/models/{key}?token=signed")

    @app.get(f"{BASE}/object/sign/models/<path:key>")
    def download(key: str) -> Answer:
        if site.fault == "slow":
            time.sleep(SLOW_SECONDS)
        stored = site.objects[key]
        if site.fault == "damaged":
            stored = stored[:-1] + bytes([stored[-1] ^ 1])
        headers = {"Content-Length": str(len(stored))}
        return Response(_parts(stored, site.fault == "cut short"), headers=headers)


def _parts(stored: bytes, cut_short: bool) -> Iterator[bytes]:
    yield stored[: len(stored) // 2]
    if not cut_short:
        yield stored[len(stored) // 2 :]


def _refusal(code: int, error: str, message: str, status: int = 400) -> tuple[Response, int]:
    """As Supabase does: mostly with status 400, and the one that is meant in the body."""
    return jsonify(statusCode=str(code), error=error, message=message), status
