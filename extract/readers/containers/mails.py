"""E-mails and MHTML pages: MIME messages with a body and what hangs on it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from mingdan.core.errors import DamagedDocumentError
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.containers.parts import Member
from mingdan.extract.readers.encoding import decode, decode_as

if TYPE_CHECKING:
    from email.message import EmailMessage, Message

    Part = Message[Any, Any]
else:
    Part = object

_MAX_NESTED = 20
_RICH = re.compile(r"<(?:table|li|p|div|h[1-6])\b", re.I)


def parse(data: bytes, where: str) -> "EmailMessage":
    """The message; raises ``DamagedDocumentError`` where it has no structure at all."""
    try:
        return message_from_bytes(data, policy=policy.default)
    except Exception as error:
        raise DamagedDocumentError("the message cannot be parsed", where=where, hint="save it again") from error


def mail_members(data: bytes, where: str, budget: Budget) -> Iterator[Member]:
    """The body of an e-mail (HTML before plain text) under its subject, then its attachments."""
    message = parse(data, where)
    leaves = list(_leaves(message))
    texts = [part for part in leaves if _type(part) in ("text/html", "text/plain") and not _is_attached(part)]
    body = next((part for part in texts if _type(part) == "text/html" and _RICH.search(_text(part))), None)
    chosen = [body] if body is not None else [part for part in texts if _type(part) == "text/plain"] or texts[:1]
    subject, sent = _header(message, "subject"), _date(message)
    for part in chosen[:1]:
        html = _type(part) == "text/html"
        load = partial(_body, chosen, budget, where)
        yield Member("body", load, body=True, html=html, charset="utf-8", title=subject, published=sent)
    for number, part in enumerate(leaves, 1):
        if part not in texts:
            name = _file_name(part) or f"part{number}{_guess(part)}"
            yield Member(
                name, partial(_load, part, budget, f"{where}#{name}"), attached=True, wanted=not _is_dress(part)
            )


def mhtml_members(data: bytes, where: str, budget: Budget) -> Iterator[Member]:
    """The page saved in the file, then the pages of its frames; pictures and styles are left out."""
    message = parse(data, where)
    pages = [part for part in _leaves(message) if _type(part) in ("text/html", "application/xhtml+xml")]
    start = _parameter(message, "start")
    pages.sort(key=lambda part: bool(start) and _header(part, "content-id") != start)
    title = _header(message, "subject")
    for number, part in enumerate(pages):
        address = _header(part, "content-location") or _header(message, "snapshot-content-location")
        yield Member(
            "page" if number == 0 else address or f"frame{number}",
            partial(_load, part, budget, where),
            body=number == 0,
            attached=number > 0,
            html=True,
            charset=_charset(part),
            address=address,
            title=title if number == 0 else None,
        )
    if not pages:
        raise DamagedDocumentError("the saved page holds no HTML part", where=where, hint="save the page again")


def _leaves(message: Part, depth: int = 0) -> Iterator[Part]:
    if message.is_multipart() and _type(message) != "message/rfc822" and depth < _MAX_NESTED:
        for part in cast("list[Part]", message.get_payload()):
            yield from _leaves(part, depth + 1)
    else:
        yield message


def _type(part: Part) -> str:
    return part.get_content_type()


def _is_attached(part: Part) -> bool:
    return _header(part, "content-disposition").lower().startswith("attachment") or bool(_file_name(part))


def _is_dress(part: Part) -> bool:
    """Pictures that the body shows, calendars, signatures."""
    inline = bool(_header(part, "content-id")) and not _header(part, "content-disposition").lower().startswith("att")
    return (inline and _type(part).startswith("image/")) or _type(part) in ("text/calendar", "text/css")


def _header(part: Part, name: str) -> str:
    try:
        return " ".join(str(part.get(name, "")).split()).strip("<>") if name == "content-id" else _line(part, name)
    except Exception:
        return ""


def _line(part: Part, name: str) -> str:
    return " ".join(str(part.get(name, "")).split())


def _parameter(part: Part, name: str) -> str:
    try:
        return str(part.get_param(name, "") or "").strip("<>")
    except Exception:
        return ""


def _charset(part: Part) -> str | None:
    try:
        return part.get_content_charset()
    except Exception:
        return None


def _date(message: Part) -> str | None:
    try:
        return parsedate_to_datetime(_line(message, "date")).date().isoformat()
    except Exception:
        return None


def _file_name(part: Part) -> str:
    try:
        return part.get_filename("") or ""
    except Exception:
        return ""


def _guess(part: Part) -> str:
    return {"message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}.get(
        _type(part), ""
    )


def _payload(part: Part) -> bytes:
    if _type(part) == "message/rfc822" and part.is_multipart():
        inner = cast("list[Part]", part.get_payload())
        return inner[0].as_bytes(policy=policy.compat32) if inner else b""
    payload = cast("bytes | None", part.get_payload(decode=True))
    return payload or b""


def _load(part: Part, budget: Budget, where: str) -> bytes:
    try:
        data = _payload(part)
    except Exception as error:
        raise DamagedDocumentError("cannot be decoded", where=where, hint="save the message again") from error
    budget.spend(len(data), len(data), where)
    return data


def _text(part: Part, where: str = "") -> str:
    try:
        data = _payload(part)
        return decode_as(data, _charset(part) or "utf-8") or decode(data, where)
    except Exception:
        return ""


def _body(parts: list[Part], budget: Budget, where: str) -> bytes:
    data = "\n\n".join(_text(part, where).strip("\r\n") for part in parts).encode("utf-8", "replace")
    budget.spend(len(data), len(data), where)
    return data
