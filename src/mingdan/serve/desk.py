"""What all routes work with: the registry, uploads, and the file of gold."""

from threading import Lock
from typing import Any

from mingdan.registry import Registry
from mingdan.serve.gold import gold_of, keep
from mingdan.serve.settings import Settings
from mingdan.serve.uploads import Uploads


class Desk:
    """One registry with its uploads and its gold."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self.settings, self.registry = settings, registry
        self.uploads = Uploads(settings.data, settings.profile, settings.upload_bytes)
        self._lock = Lock()

    def changed(self, name: str | None) -> None:
        """Write the document's gold anew where somebody has said that it is done, and take it out where not."""
        number = self.registry.paper_number(name) if name else None
        if name is None or number is None:
            return
        paper: dict[str, Any] = self.registry.paper(number)
        path = self.settings.gold
        with self._lock:
            if paper["done"]:
                keep(path, gold_of(paper, self.uploads.pipeline), name)
            elif path.is_file():
                keep(path, None, name)
