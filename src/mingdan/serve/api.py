"""Decisions by scripts of our own pages: JSON in, JSON out."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from mingdan.core.errors import MingdanError
from mingdan.serve.desk import Desk
from mingdan.serve.guard import COOKIE, Guard, client_of

Number = Annotated[int, Field(gt=0, le=2**31 - 1)]
Short = Annotated[str, Field(max_length=500)]
Made = dict[str, Any]


class Body(BaseModel):
    """What a request holds; nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Decision(Body):
    """A verdict on a row."""

    row: Number
    document: Short
    verdict: Short
    reason: Short
    who: Short


class Names(Body):
    """A verdict on two names."""

    name: Short
    other: Short
    verdict: Short
    reason: Short
    who: Short


class Correction(Body):
    """What a row should say; without ``row`` one that was missed."""

    row: Number | None = None
    document: Short
    value: dict[str, Any]
    reason: Short
    who: Short


class Undo(Body):
    """A decision to take back."""

    decision: Number
    document: Short | None = None
    who: Short


class Done(Body):
    """A document that was looked through."""

    document: Short
    reason: Short
    who: Short


class Login(Body):
    """The token."""

    token: Short


def router(desk: Desk, guard: Guard) -> APIRouter:
    """The routes."""
    made = APIRouter(prefix="/api")
    acts = _Acts(desk)
    for name in ("decide", "names", "correct", "undo", "done"):
        made.add_api_route(f"/{name}", getattr(acts, name), methods=["POST"])

    def login(request: Request, body: Login) -> Response:
        if not guard.admits(body.token, client_of(request)):
            return JSONResponse({"error": "the token is wrong, or was wrong too often; wait a minute"}, 401)
        response = JSONResponse({"to": "/"})
        response.set_cookie(COOKIE, guard.trust(), httponly=True, samesite="strict", path="/")
        return response

    made.add_api_route("/login", login, methods=["POST"])
    return made


class _Acts:
    def __init__(self, desk: Desk) -> None:
        self._desk, self._registry = desk, desk.registry

    def decide(self, body: Decision) -> Made:
        """Accept, reject or dispute a row."""
        told = {"reason": body.reason, "who": body.who, "document": body.document}
        return self._told(self._registry.decide_row(body.row, body.verdict, **told), body.document)

    def names(self, body: Names) -> Made:
        """Say that two names are the same, different, or group and member."""
        made = self._registry.decide_names(body.name, body.other, body.verdict, reason=body.reason, who=body.who)
        return {"decision": made}

    def correct(self, body: Correction) -> Made:
        """State what a row should say, or a row that was missed."""
        told = {"reason": body.reason, "who": body.who}
        if body.row is None:
            made = self._registry.add_row(body.document, body.value, **told)
        else:
            made = self._registry.correct_row(body.row, body.value, document=body.document, **told)
        return self._told(made, body.document)

    def undo(self, body: Undo) -> Made:
        """Take a decision back."""
        return self._told(body.decision, self._registry.undo(body.decision, who=body.who))

    def done(self, body: Done) -> Made:
        """Say that a document is looked through."""
        made = self._registry.finish(body.document, reason=body.reason, who=body.who)
        return self._told(made, body.document)

    def _told(self, decision: int, document: str | None) -> Made:
        """The decision is kept; where the gold cannot be written that is told beside it."""
        try:
            self._desk.changed(document)
        except (MingdanError, OSError) as error:
            return {"decision": decision, "warning": f"kept, but the gold could not be written: {error}"}
        return {"decision": decision}
