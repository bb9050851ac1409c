"""Answers and pages are sent small."""

from flask import Flask, Response
from flask_compress import Compress

FAST = {
    "COMPRESS_ALGORITHM": ["zstd", "gzip"],  # brotli takes three times as long for as many bytes
    "COMPRESS_ALGORITHM_STREAMING": ["zstd"],
    "COMPRESS_LEVEL": 4,  # of gzip
    "COMPRESS_MIN_SIZE": 1000,
    "COMPRESS_STREAMING_ENDPOINT_CONDITIONAL": ["web.static"],
}


def compress(app: Flask) -> None:
    """Where the client takes it; a stream of progress is sent as it is."""
    app.config.update(FAST)
    Compress(app)
    app.after_request(_close_file)  # registered later, so done before the above


def _close_file(response: Response) -> Response:
    """A file that is sent compressed is no longer the response's own to close."""
    if response.direct_passthrough and (close := getattr(response.response, "close", None)):
        response.call_on_close(close)
    return response
