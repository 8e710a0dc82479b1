"""Who may do what: host names, tokens, sessions, and the mark that a change comes from our own page."""

import hmac
import re
import secrets
import time
import traceback
from collections import deque
from collections.abc import Awaitable, Callable
from hashlib import sha256

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.responses import Response

from mingdan.serve.settings import Settings

COOKIE = "mingdan-session"
CSRF_HEADER = "x-csrf-token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD"})
_OPEN = frozenset({"/login", "/api/login"})
_LARGE = "/api/uploads"
_LONGEST = 1024 * 1024
_TRIES, _WINDOW = 8, 60.0
_SESSIONS = 1_000

Next = Callable[[Request], Awaitable[Response]]


class Guard:
    """Looks at every request before any page does."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = secrets.token_bytes(32)
        self._trusted: dict[str, None] = {}
        self._failed: dict[str, deque[float]] = {}

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Answer, or refuse; every answer carries the headers."""
        session = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        request.state.session = session
        response = self._refusal(request, session) or await self._answer(request, call_next)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.cookies.get(COOKIE) != session:
            response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return response

    async def _answer(self, request: Request, call_next: Next) -> Response:
        try:
            return await call_next(request)
        except Exception:
            traceback.print_exc()
            return _error("the server failed; its terminal says why", 500)

    def _refusal(self, request: Request, session: str) -> Response | None:
        if _host_of(request.headers.get("host", "")) not in self._settings.hosts:
            return PlainTextResponse("This server goes by another name.", 421)
        if not self._is_let_in(request, session):
            if request.method == "GET" and not request.url.path.startswith("/api/"):
                return RedirectResponse("/login", 303)
            return _error("no token was given", 401)
        if request.method not in _SAFE and not self._is_own(request, session):
            return _error("the request does not come from this server's own page; load it anew", 403)
        if request.method not in _SAFE and request.url.path != _LARGE and not _is_short(request):
            return _error("the request is too large", 413)
        return None

    def _is_let_in(self, request: Request, session: str) -> bool:
        path = request.url.path
        if self._settings.token is None or session in self._trusted or path in _OPEN or path.startswith("/static/"):
            return True
        return self._has_bearer(request)

    def _has_bearer(self, request: Request) -> bool:
        """Whether a program gives the token itself, which no other page can make a browser do."""
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        return self._settings.token is not None and kind.lower() == "bearer" and self.admits(given, client_of(request))

    def _is_own(self, request: Request, session: str) -> bool:
        if request.headers.get("authorization") and self._has_bearer(request):
            return True
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() != request.headers.get("host", "").lower():
            return False
        return hmac.compare_digest(_bytes(request.headers.get(CSRF_HEADER, "")), _bytes(self.mark(session)))

    def mark(self, session: str) -> str:
        """What a page of this session sends with every change."""
        return hmac.new(self._secret, _bytes(session), sha256).hexdigest()

    def admits(self, token: str, client: str) -> bool:
        """Whether the token is right; after some wrong ones in a minute from one address none is taken from there."""
        now = time.monotonic()
        failed = self._failed.setdefault(client, deque(maxlen=_TRIES))
        while len(self._failed) > _SESSIONS:
            del self._failed[next(iter(self._failed))]
        if len(failed) == _TRIES and now - failed[0] < _WINDOW:
            return False
        right = hmac.compare_digest(_bytes(token), _bytes(self._settings.token or ""))
        if not right:
            failed.append(now)
        return right

    def trust(self) -> str:
        """A new session that was let in."""
        session = secrets.token_urlsafe(32)
        self._trusted[session] = None
        while len(self._trusted) > _SESSIONS:
            del self._trusted[next(iter(self._trusted))]
        return session


_HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[^:@/\[\]]+))(?::\d{1,5})?")


def _host_of(header: str) -> str:
    """The name in a Host header, without brackets and port; nothing where it is no such header.

    >>> _host_of("[::1]:8765"), _host_of("localhost:1"), _host_of("127.0.0.1:1.evil.example")
    ('::1', 'localhost', '')
    """
    found = _HOST.fullmatch(header)
    return (found["six"] or found["name"]).lower() if found else ""


def client_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _is_short(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers:
        return False  # the stated length would not count
    return length.isascii() and length.isdigit() and int(length) <= _LONGEST


def _error(message: str, status: int) -> Response:
    return JSONResponse({"error": message}, status)
