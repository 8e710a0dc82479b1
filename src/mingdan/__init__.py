"""Chinese disclosure documents in, one table of lending partners out, with evidence for every cell.

>>> import mingdan
>>> document = mingdan.load()("澄溪农商行公布名单，助贷平台包括蚂蚁、美团。", published="2025-06-05")
>>> [(row.discloser, row.partner, row.role) for row in document.partnerships]
[('澄溪农商行', '蚂蚁', 'platform.facilitation'), ('澄溪农商行', '美团', 'platform.facilitation')]
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingdan.core.records import Document as Document
    from mingdan.extract.pipeline import Pipeline as Pipeline
    from mingdan.extract.pipeline import load as load

    __version__: str

__all__ = ["Document", "Pipeline", "__version__", "load"]


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that ``import mingdan`` stays cheap."""
    if name == "__version__":
        from importlib.metadata import version

        return version("mingdan")
    if name == "Document":
        from mingdan.core.records import Document

        return Document
    if name in {"load", "Pipeline"}:
        from mingdan.extract import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'mingdan' has no attribute {name!r}")
