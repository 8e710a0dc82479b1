"""Templates: everything that goes into a page is escaped."""

from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from mingdan.core.codes import ROLES
from mingdan.serve.guard import Guard


class Views:
    """Makes pages."""

    def __init__(self, guard: Guard) -> None:
        loader = PackageLoader("mingdan.serve", "templates")
        self._environment = Environment(
            loader=loader,
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        known: dict[str, Any] = {"roles": ROLES}
        self._environment.globals.update(known)
        self._guard = guard

    def page(self, request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from the template of that name."""
        made = self._environment.get_template(f"{template}.html.j2")
        mark = self._guard.mark(request.state.session)
        return HTMLResponse(made.render(csrf=mark, here=request.url.path, **values), status)
