"""What browsers are told of every answer, errors included."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.config import Settings
from app.imports.tmdb.record import IMAGES

LETTERBOXD_IMAGES = "https://a.ltrbxd.com https://s.ltrbxd.com"
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000"  # seconds: a year


def protect(app: Flask, settings: Settings) -> None:
    policy = _policy(settings)

    @app.after_request
    def _protect(response: Response) -> Response:
        page = response.mimetype == "text/html"
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = policy if page else NOTHING
        response.headers["Cross-Origin-Resource-Policy"] = _embedding(response)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        return response


def _embedding(response: Response) -> str:
    """Images are made to be shown elsewhere."""
    return "cross-origin" if (response.mimetype or "").startswith("image/") else "same-origin"


def _policy(settings: Settings) -> str:
    """Of pages: their own scripts and styles, and pictures from where posters are."""
    site = urlsplit(settings.letterboxd_url)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' {_images(settings)} {site.scheme}://{site.netloc}",
            "connect-src 'self'",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _images(settings: Settings) -> str:
    """TMDB's only where films may be imported from there."""
    imported = settings.tmdb_api_key is not None
    return f"{LETTERBOXD_IMAGES} {IMAGES}" if imported else LETTERBOXD_IMAGES
