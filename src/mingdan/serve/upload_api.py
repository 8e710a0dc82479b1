"""Files that are dragged in: read, shown, and taken into the registry where somebody wants that."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.responses import HTMLResponse, Response

from mingdan.report.contents import read_contents
from mingdan.report.payload import Pictures, document_of, table_of
from mingdan.serve.desk import Desk
from mingdan.serve.views import Views

_WAITING = 8
"""Files that may wait to be read."""
_ROOM = 20 * 1024 * 1024
"""Bytes of page pictures of one upload."""


def router(desk: Desk, views: Views) -> APIRouter:
    """The routes."""
    made = APIRouter()
    pages = _Uploads(desk, views)
    made.add_api_route("/api/uploads", pages.take, methods=["POST"])
    made.add_api_route("/api/uploads/{digest}", pages.shown, methods=["GET"])
    made.add_api_route("/api/uploads/{digest}/ingest", pages.ingest, methods=["POST"])
    made.add_api_route("/uploads", pages.page, methods=["GET"], response_class=HTMLResponse)
    made.add_api_route("/uploads/{digest}", pages.result, methods=["GET"], response_class=HTMLResponse)
    return made


class _Uploads:
    def __init__(self, desk: Desk, views: Views) -> None:
        self._registry, self._uploads, self._views = desk.registry, desk.uploads, views
        self._lock = asyncio.Lock()
        self._waiting = 0

    async def take(self, request: Request, name: str) -> Response:
        """Read the body as a file; those that wait hold no thread, so that the other pages go on."""
        most = self._uploads.most
        data = await _body(request, most)
        if data is None:
            return JSONResponse({"error": f"more than {most:,} bytes", "hint": "use the command line"}, 413)
        if self._waiting >= _WAITING:
            return JSONResponse({"error": "too many files wait to be read", "hint": "try again in a minute"}, 503)
        self._waiting += 1
        try:
            async with self._lock:
                found = await run_in_threadpool(self._uploads.take, name[:300], data)
        finally:
            self._waiting -= 1
        return JSONResponse({"to": f"/uploads/{found.sha256}", "documents": found.documents, "rows": found.rows})

    def shown(self, digest: str) -> dict[str, Any]:
        """What was read, as the report shows it."""
        contents = read_contents(self._uploads.folder(digest))
        room = Pictures(_ROOM)
        own = [[row for row in contents.rows if row["document"] == at] for at in range(len(contents.papers))]
        texts = [document_of(paper, rows, room) for paper, rows in zip(contents.papers, own, strict=True)]
        return table_of(contents) | {"texts": texts}

    def ingest(self, digest: str) -> dict[str, Any]:
        """Take it into the registry."""
        found = self._registry.ingest(self._uploads.folder(digest))
        names = [paper.name for paper in read_contents(self._uploads.folder(digest)).papers]
        numbers = [self._registry.paper_number(name) for name in names]
        to = f"/documents/{numbers[0]}" if len(numbers) == 1 and numbers[0] else "/documents"
        return {"documents": found.documents, "known": found.known, "to": to}

    def page(self, request: Request) -> HTMLResponse:
        """Where a file is dragged in."""
        return self._views.page(request, "upload", digest="", most=self._uploads.most)

    def result(self, request: Request, digest: str) -> HTMLResponse:
        """What was read from one."""
        self._uploads.folder(digest)
        return self._views.page(request, "upload", digest=digest, most=self._uploads.most)


async def _body(request: Request, most: int) -> bytes | None:
    """The body, or ``None`` as soon as it is too large."""
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > most:
        return None
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            return None
    return bytes(data)
