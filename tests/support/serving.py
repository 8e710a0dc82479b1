"""A server of the review page as tests see it."""

from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from mingdan.registry import Registry
from mingdan.serve import Settings
from mingdan.serve.guard import CSRF_HEADER


@dataclass
class Served:
    """An application with a client whose changes carry the page's mark."""

    app: Any
    client: TestClient
    settings: Settings

    @property
    def registry(self) -> Registry:
        return self.app.state.desk.registry

    def number(self, name: str) -> int:
        found = self.registry.paper_number(name)
        assert found is not None
        return found

    def mark(self) -> str:
        text = self.client.get("/").text
        return text.split('name="csrf" content="')[1].split('"')[0]

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.client.post(path, json=body, headers={CSRF_HEADER: self.mark()} | more.pop("headers", {}), **more)
