"""The application: routes by :mod:`mingdan.serve.pages` and :mod:`mingdan.serve.api`, the guard before them."""

from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
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
    desk = Desk(settings, Registry(settings.registry))
    guard = Guard(settings)
    views = Views(guard)
    app = FastAPI(title="mingdan", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(BaseHTTPMiddleware, dispatch=guard)
    app.add_exception_handler(MingdanError, _Told(views))
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


class _Told:
    """Errors as JSON for scripts, and as a page for people."""

    def __init__(self, views: Views) -> None:
        self._views = views

    async def __call__(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, MingdanError)
        status = 503 if isinstance(error, RegistryError) else 400
        told: dict[str, Any] = {"error": error.message, "where": error.where, "hint": error.hint}
        if request.url.path.startswith("/api/"):
            return JSONResponse(told, status)
        return self._views.page(request, "error", status=status, **told)
