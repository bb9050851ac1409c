"""The form by which members have what is kept of them removed: name, proof, done."""

from http import HTTPStatus
from typing import Any, Literal

from flask import Blueprint, render_template, request

from app.members import code
from app.members.query import Proof, parse_member
from app.members.service import remove_proved
from app.problems import Problem
from app.services import Services, current_services
from app.uploads import keep
from app.uploads.service import take_export
from app.uploads.upload import sent_file

removal_pages = Blueprint("removal", __name__, url_prefix="/privacy/remove")

FORM_BYTES = 2**14  # a name, and room
Page = tuple[str, int, dict[str, str]]


@removal_pages.get("")
def begin() -> Page:
    return _page(username="")


@removal_pages.post("")
def show_code() -> Page:
    username = _typed()
    try:
        return _page(username, removal=code.issue(current_services(), parse_member(username)))
    except Problem as refused:
        return _refused(refused, username)


@removal_pages.post("/confirm")
def confirm() -> Page:
    """The code is in their bio, they say."""
    username = _typed()
    try:
        remove_proved(current_services(), parse_member(username), _proof("bio", None))
    except Problem as refused:
        return _refused(refused, username)
    return _page(username, done=True)


@removal_pages.post("/export")
def show_export() -> Page:
    data = sent_file(request)  # first: it limits how much is read
    username = request.form.get("username", "")
    try:
        _remove_by_export(current_services(), parse_member(username), data)
    except Problem as refused:
        return _refused(refused, username)
    return _page(username, done=True)


def _remove_by_export(services: Services, username: str, data: bytes) -> None:
    """An upload that proves nothing is not kept either."""
    token = take_export(services, data).profile
    try:
        remove_proved(services, username, _proof(None, token))
    except Problem:
        keep.forget(services, token)
        raise


def _proof(proof: Literal["bio"] | None, token: str | None) -> Proof:
    return Proof(proof=proof, profile=token, keep_out="keep_out" in request.form)


def _typed() -> str:
    request.max_content_length = FORM_BYTES
    return request.form.get("username", "")


def _refused(refused: Problem, username: str) -> Page:
    """The step at which it went wrong, to be tried again."""
    try:
        removal = code.find(current_services(), parse_member(username))
    except Problem:
        removal = None
    return _page(username, refused.status, refused.headers, problem=refused, removal=removal)


def _page(
    username: str,
    status: int = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
    **shown: Any,
) -> Page:
    page = render_template(
        "removal.html",
        title="Remove what is kept of you · Projectionist",
        username=username,
        **shown,
    )
    return page, status, {"Cache-Control": "no-store"} | (headers or {})
