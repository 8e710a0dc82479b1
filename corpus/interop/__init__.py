"""Labelled documents in the formats of annotation and training tools, out and in.

The mentions stand in each format as its own tools expect them. Everything else of the record travels beside them, so
that a round trip gives the same :class:`~mingdan.core.records.Document` back. Files of others, without that part,
give documents with mentions only. See :mod:`mingdan.corpus.interop.registry` for the table of formats.
"""

from mingdan.corpus.interop.docbin import write_docbin
from mingdan.corpus.interop.label_studio import labeling_config
from mingdan.corpus.interop.registry import FORMATS, Format, export_documents, get_format, import_documents

__all__ = [
    "FORMATS",
    "Format",
    "export_documents",
    "get_format",
    "import_documents",
    "labeling_config",
    "write_docbin",
]
