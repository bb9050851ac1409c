"""Who marks films: a random token in a cookie, or in a header of programs."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TypeVar

from flask import after_this_request, request
from werkzeug.wrappers import Response

from app.problems import problem

COOKIE, HEADER = "projectionist_visitor", "Projectionist-Visitor"
COOKIE_LIFETIME = timedelta(days=365)  # from the last mark
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # so many bytes in Base64

AnyResponse = TypeVar("AnyResponse", bound=Response)


def new_visitor() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(visitor: str) -> bytes:
    """What is stored of a token: who can look into the database cannot act with it."""
    return hashlib.sha256(visitor.encode()).digest()


def visitor_asking() -> str | None:
    """The token that came with this request; the answer then varies with it.

    Raises Problem: invalid_request for a header that is no token; such a cookie is ignored.
    """
    after_this_request(_vary)
    named = request.headers.get(HEADER)
    if named is None:
        cookie = request.cookies.get(COOKIE, "")
        return cookie if TOKEN.fullmatch(cookie) else None
    if not TOKEN.fullmatch(named):
        raise problem("invalid_request", reason=f"{HEADER}: take what POST /api/v1/marks answers")
    return named


def remember(response: AnyResponse, visitor: str) -> AnyResponse:
    """With the cookie, unless the visitor names themselves by the header."""
    if HEADER not in request.headers:
        response.set_cookie(
            COOKIE,
            visitor,
            max_age=COOKIE_LIFETIME,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


def forget_cookie(response: AnyResponse) -> AnyResponse:
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def _vary(response: AnyResponse) -> AnyResponse:
    response.vary.update(("Cookie", HEADER))
    return response
