"""Files that are dragged in: read, shown, and taken into the registry where somebody wants that."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.responses import HTMLResponse, Response

from mingdan.report.contents import read_contents
from mingdan.report.payload import Pictures, document_of, table_of
from mingdan.serve.desk import Desk
from mingdan.serve.views import Views

_ROOM = 20 * 1024 * 1024
"""Bytes of page pictures of one upload."""


def router(desk: Desk, views: Views) -> APIRouter:
    """The routes."""
    made = APIRouter()
    uploads = desk.uploads

    async def take(request: Request, name: str) -> Response:
        data = await _body(request, uploads.most)
        if data is None:
            return JSONResponse({"error": f"more than {uploads.most:,} bytes", "hint": "use the command line"}, 413)
        found = await run_in_threadpool(uploads.take, name[:300], data)
        return JSONResponse({"to": f"/uploads/{found.sha256}", "documents": found.documents, "rows": found.rows})

    def shown(digest: str) -> dict[str, Any]:
        contents = read_contents(uploads.folder(digest))
        room = Pictures(_ROOM)
        own = [[row for row in contents.rows if row["document"] == at] for at in range(len(contents.papers))]
        texts = [document_of(paper, rows, room) for paper, rows in zip(contents.papers, own, strict=True)]
        return table_of(contents) | {"texts": texts}

    def ingest(digest: str) -> dict[str, Any]:
        found = desk.registry.ingest(uploads.folder(digest))
        names = [paper.name for paper in read_contents(uploads.folder(digest)).papers]
        numbers = [desk.registry.paper_number(name) for name in names]
        to = f"/documents/{numbers[0]}" if len(numbers) == 1 and numbers[0] else "/"
        return {"documents": found.documents, "known": found.known, "to": to}

    def page(request: Request) -> HTMLResponse:
        return views.page(request, "upload", digest="", most=uploads.most)

    def result(request: Request, digest: str) -> HTMLResponse:
        uploads.folder(digest)
        return views.page(request, "upload", digest=digest, most=uploads.most)

    made.add_api_route("/api/uploads", take, methods=["POST"])
    made.add_api_route("/api/uploads/{digest}", shown, methods=["GET"])
    made.add_api_route("/api/uploads/{digest}/ingest", ingest, methods=["POST"])
    made.add_api_route("/uploads", page, methods=["GET"], response_class=HTMLResponse)
    made.add_api_route("/uploads/{digest}", result, methods=["GET"], response_class=HTMLResponse)
    return made


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
