"""Templates: everything that goes into a page is escaped."""

from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from mingdan.core.codes import ROLES, STATUSES
from mingdan.serve.guard import Guard
from mingdan.serve.settings import Settings


class Views:
    """Makes pages."""

    def __init__(self, settings: Settings, guard: Guard) -> None:
        loader = PackageLoader("mingdan.serve", "templates")
        self._environment = Environment(
            loader=loader,
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(roles=ROLES, statuses=STATUSES, guarded=settings.token is not None)
        self._guard = guard

    def page(self, request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page; ``name`` is that of its template."""
        template = self._environment.get_template(f"{name}.html.j2")
        mark = self._guard.mark(request.state.session)
        return HTMLResponse(template.render(csrf=mark, here=request.url.path, **values), status)
