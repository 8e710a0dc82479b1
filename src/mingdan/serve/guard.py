"""Who may do what: host names, tokens, sessions, and the mark that a change comes from our own page."""

import hmac
import secrets
import time
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
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
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
        self._failed: deque[float] = deque(maxlen=_TRIES)

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Answer, or refuse; every answer carries the headers."""
        session = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        request.state.session = session
        response = self._refusal(request, session) or await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.cookies.get(COOKIE) != session:
            response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return response

    def _refusal(self, request: Request, session: str) -> Response | None:
        host = _without_port(request.headers.get("host", ""))
        if host not in self._settings.hosts:
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
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self.admits(given)

    def _is_own(self, request: Request, session: str) -> bool:
        origin = request.headers.get("origin")
        if origin is not None and _without_port(origin.partition("://")[2]) not in self._settings.hosts:
            return False
        return hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), self.mark(session).encode())

    def mark(self, session: str) -> str:
        """What a page of this session sends with every change."""
        return hmac.new(self._secret, session.encode(), sha256).hexdigest()

    def admits(self, token: str) -> bool:
        """Whether the token is right; after some wrong ones in a minute none is."""
        now = time.monotonic()
        if len(self._failed) == _TRIES and now - self._failed[0] < _WINDOW:
            return False
        right = hmac.compare_digest(token.encode(), (self._settings.token or "").encode())
        if not right:
            self._failed.append(now)
        return right

    def trust(self) -> str:
        """A new session that was let in."""
        session = secrets.token_urlsafe(32)
        self._trusted[session] = None
        while len(self._trusted) > _SESSIONS:
            del self._trusted[next(iter(self._trusted))]
        return session


def _without_port(host: str) -> str:
    """The name of a host, without brackets and port.

    >>> _without_port("[::1]:8765"), _without_port("localhost:1"), _without_port("a.b")
    ('::1', 'localhost', 'a.b')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") <= 1 else host


def _is_short(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdigit() and int(length) <= _LONGEST


def _error(message: str, status: int) -> Response:
    return JSONResponse({"error": message}, status)
