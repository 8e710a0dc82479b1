"""Pages: the queue, a document, and the registry to look at."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mingdan.core.errors import UsageError
from mingdan.registry.differences import KINDS
from mingdan.registry.ingest import parse_day
from mingdan.registry.store import today
from mingdan.serve.desk import Desk
from mingdan.serve.views import Views

_PAGE = 50
_MOST = 2**31 - 1


def router(desk: Desk, views: Views) -> APIRouter:
    """The routes of the pages."""
    made = APIRouter()
    _Pages(desk, views).join(made)
    return made


class _Pages:
    def __init__(self, desk: Desk, views: Views) -> None:
        self._registry, self._views, self._settings = desk.registry, views, desk.settings

    def join(self, router: APIRouter) -> None:
        routes = {
            "/": self.queue,
            "/documents/{id}": self.document,
            "/lender": self.lender,
            "/partner": self.partner,
            "/versions/{id}": self.version,
            "/diff": self.diff,
            "/documents": self.documents,
            "/lenders": self.lenders,
            "/search": self.search,
            "/alerts": self.alerts,
            "/check": self.check,
            "/login": self.login,
        }
        for path, page in routes.items():
            router.add_api_route(path, page, methods=["GET"], response_class=HTMLResponse)

    def queue(self, request: Request, page: int = 1) -> HTMLResponse:
        """Documents in doubt, names in doubt, decisions that no longer match."""
        page = max(1, min(page, 100_000))
        found = self._registry.papers_in_doubt(_PAGE + 1, (page - 1) * _PAGE)
        asked = [one for one in self._registry.queue(200) if one.why != "low_confidence"]
        names = [
            one for one in reversed(self._registry.decisions()) if one["kind"] == "name" and not one["undone_time"]
        ]
        values: dict[str, Any] = {"papers": found[:_PAGE], "page": page, "more": len(found) > _PAGE, "asked": asked}
        values["names"] = names[:200]
        return self._views.page(request, "queue", sums=self._registry.sums(), **values)

    def documents(self, request: Request, page: int = 1) -> HTMLResponse:
        """All documents."""
        page = max(1, min(page, 100_000))
        found = self._registry.all_papers(_PAGE + 1, (page - 1) * _PAGE)
        return self._views.page(request, "documents", papers=found[:_PAGE], page=page, more=len(found) > _PAGE)

    def lenders(self, request: Request, on: str = "") -> HTMLResponse:
        """All lenders that documents speak of, with their last lists."""
        day = _day(on)
        return self._views.page(request, "lenders", day=day, lenders=self._registry.all_lenders(day))

    def document(self, request: Request, id: int) -> HTMLResponse:
        """A document beside its rows."""
        paper = self._registry.paper(_number(id))
        return self._views.page(request, "document", paper=paper)

    def lender(self, request: Request, name: str, on: str = "") -> HTMLResponse:
        """A lender: who is on its lists, and their versions."""
        day = _day(on)
        values: dict[str, Any] = {"found": self._registry.show(name, day), "versions": self._registry.history(name)}
        return self._views.page(request, "lender", name=name, day=day, **values)

    def partner(self, request: Request, name: str, on: str = "") -> HTMLResponse:
        """A partner: whose lists name it."""
        day = _day(on)
        values: dict[str, Any] = {"found": self._registry.show(name, day), "told": self._registry.told_of(name)}
        return self._views.page(request, "partner", name=name, day=day, **values)

    def version(self, request: Request, id: int) -> HTMLResponse:
        """A version of a list."""
        found = self._registry.list_version(_number(id))
        return self._views.page(request, "version", found=found)

    def diff(self, request: Request, first: int, second: int) -> HTMLResponse:
        """What differs between two versions."""
        one, other = (self._registry.list_version(_number(id)) for id in (first, second))
        changes = self._registry.diff(first, second)
        return self._views.page(request, "diff", one=one, other=other, changes=changes, kinds=KINDS)

    def search(self, request: Request, q: str = "") -> HTMLResponse:
        """Institutions and documents that hold some words."""
        words = q.strip()[:200]
        nothing: dict[str, Any] = {"institutions": [], "documents": []}
        found = self._registry.find(words) if words else nothing
        return self._views.page(request, "search", words=words, found=found)

    def alerts(self, request: Request, on: str = "") -> HTMLResponse:
        """What somebody should look at."""
        day = _day(on)
        found = self._registry.alerts(day)
        numbers = self._registry.paper_titles([one.document for one in found[:500] if one.document])
        values: dict[str, Any] = {"alerts": found[:500], "total": len(found), "numbers": numbers}
        return self._views.page(request, "alerts", day=day, **values)

    def check(
        self, request: Request, lender: str = "", partner: str = "", role: str = "", on: str = ""
    ) -> HTMLResponse:
        """Whether a partner is on a lender's list."""
        day = _day(on)
        answer = None
        if lender.strip() and partner.strip():
            answer = self._registry.check(lender.strip(), partner.strip(), role or None, day)
        shown = [*answer.evidence, *answer.denials, *answer.reports] if answer else []
        numbers = self._registry.paper_titles([one.document for one in shown])
        values: dict[str, Any] = {"answer": answer, "shown": shown, "numbers": numbers}
        return self._views.page(request, "check", lender=lender, partner=partner, role=role, day=day, **values)

    def login(self, request: Request) -> HTMLResponse:
        """Where the token is given."""
        return self._views.page(request, "login")


def _day(text: str) -> str:
    return parse_day(text, "on") if text.strip() else today()


def _number(id: int) -> int:
    if not 0 < id <= _MOST:
        raise UsageError(f"no number {id}", hint="follow a link")
    return id
