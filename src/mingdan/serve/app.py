"""The application: routes by :mod:`mingdan.serve.pages` and :mod:`mingdan.serve.api`, the guard before them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import Response

from mingdan.core.errors import MingdanError
from mingdan.registry import Registry, RegistryError
from mingdan.serve import api, pages, paper_api, upload_api
from mingdan.serve.desk import Desk
from mingdan.serve.guard import Guard
from mingdan.serve.settings import Settings
from mingdan.serve.views import Views

_OWN = ("serve.css", "common.js", "form.js", "login.js", "names.js", "review.js", "upload.js")
_SHARED = ("base.css", "codec.js", "evidence.js", "tables.js")
ASSETS = {**dict.fromkeys(_SHARED, "mingdan.report"), **dict.fromkeys(_OWN, "mingdan.serve")}
"""Files that are served, and no others."""
_TYPES = {".css": "text/css", ".js": "text/javascript"}


def make_app(settings: Settings) -> FastAPI:
    """The application for some settings. Raises :class:`mingdan.core.errors.UsageError` where they are not safe."""
    settings.check()
    settings.check_gold()
    desk = Desk(settings, Registry(settings.registry))
    guard = Guard(settings)
    views = Views(guard)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        desk.uploads.close()

    app = FastAPI(title="mingdan", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(BaseHTTPMiddleware, dispatch=guard)
    app.add_exception_handler(MingdanError, _Told(views))
    app.add_exception_handler(RequestValidationError, _Told(views))
    app.include_router(pages.router(desk, views))
    app.include_router(api.router(desk, guard))
    app.include_router(paper_api.router(desk))
    app.include_router(upload_api.router(desk, views))
    app.add_api_route("/static/{name}", _asset, methods=["GET"])
    app.state.desk = desk
    return app


def _asset(name: str) -> Response:
    if name not in ASSETS:
        return JSONResponse({"error": "no such file"}, 404)
    text = files(ASSETS[name]).joinpath("static", name).read_text("utf-8")
    return Response(text, media_type=_TYPES[name[name.rindex(".") :]] + "; charset=utf-8")


def _told(error: Exception) -> dict[str, Any]:
    """What is wrong, where, and what to do; nothing of what was sent."""
    if isinstance(error, MingdanError):
        return {"error": error.message, "where": error.where, "hint": error.hint}
    assert isinstance(error, RequestValidationError)
    found: list[dict[str, Any]] = list(error.errors())
    first = found[0] if found else dict[str, Any]()
    where = ".".join(str(part) for part in first.get("loc", ())[1:3])
    return {
        "error": str(first.get("msg", "not what is asked for"))[:200],
        "where": where[:100],
        "hint": "load the page anew",
    }


class _Told:
    """Errors as JSON for scripts, and as a page for people."""

    def __init__(self, views: Views) -> None:
        self._views = views

    async def __call__(self, request: Request, error: Exception) -> Response:
        status = 503 if isinstance(error, RegistryError) else 422 if isinstance(error, RequestValidationError) else 400
        told = _told(error)
        if request.url.path.startswith("/api/"):
            return JSONResponse(told, status)
        return self._views.page(request, "error", status=status, **told)
