"""What the compiler has to say about a labelled document."""

from dataclasses import dataclass

from mingdan.core.codes import Level


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault (``error``) or a doubt (``warning``) in a labelled document. ``code`` never holds text of the document.

    >>> print(Finding("a001", "error", "date_value", "{去年|DATE=24}: no ISO 8601 date"))
    a001: error date_value: {去年|DATE=24}: no ISO 8601 date
    """

    document: str
    level: Level
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.document}: {self.level} {self.code}: {self.message}"


class Findings:
    """Collects the findings of one document in the order in which they are made."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.items: list[Finding] = []

    def error(self, code: str, message: str) -> None:
        """Note a fault; the document must not be used as gold."""
        self.items.append(Finding(self.document, "error", code, message))

    def warning(self, code: str, message: str) -> None:
        """Note a doubt that a person should look at."""
        self.items.append(Finding(self.document, "warning", code, message))
