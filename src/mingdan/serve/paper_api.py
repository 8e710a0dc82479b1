"""A document's data, and pictures of its pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from mingdan.report.payload import boxes_of
from mingdan.serve.desk import Desk
from mingdan.serve.sources import pages_of, picture_of, source_in

Number = Annotated[int, Path(gt=0, le=2**31 - 1)]
_GIVEN = ("id", "name", "title", "publisher", "published", "genre", "uri", "sha256", "text", "rows", "counts")


def router(desk: Desk) -> APIRouter:
    """The routes."""
    made = APIRouter()
    data = desk.settings.data

    def document(id: Number) -> dict[str, Any]:
        paper = desk.registry.paper(id)
        told = {name: paper[name] for name in (*_GIVEN, "decisions", "done")}
        pages = pages_of(paper) if source_in(data, paper) is not None else []
        return told | {"pages": pages, "boxes": boxes_of(paper["map"], pages)}

    def picture(id: Number, page: Number) -> Response:
        shown = picture_of(data, desk.registry.paper(id), page)
        size = {"X-Page-Width": f"{shown.width:.2f}", "X-Page-Height": f"{shown.height:.2f}"}
        return Response(shown.data, media_type="image/webp", headers=size)

    made.add_api_route("/api/documents/{id}", document, methods=["GET"])
    made.add_api_route("/api/documents/{id}/pages/{page}", picture, methods=["GET"])
    return made
