"""What the server was started with."""

from dataclasses import dataclass, field
from pathlib import Path

from mingdan.core.errors import UsageError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SHORTEST_TOKEN = 16
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """``data`` holds uploads and is the only folder from which sources are shown; ``gold`` is where gold is written.

    ``token`` must be given by everybody who connects, and is needed where ``host`` is more than this machine.
    ``upload_bytes`` is the largest file taken. ``names`` are further host names under which browsers come.
    """

    registry: str
    data: Path
    gold: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = field(default=None, repr=False)
    profile: str = "default"
    upload_bytes: int = 64 * MEBIBYTE
    names: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise :class:`UsageError` where the server would be open to others."""
        if self.host not in LOOPBACK and not self.token:
            hint = "give --token, or leave --host out to serve this machine alone"
            raise UsageError(
                "other machines may connect, and there is no token", where=f"--host {self.host}", hint=hint
            )
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            hint = 'python -c "import secrets; print(secrets.token_urlsafe())" makes one'
            raise UsageError(f"is shorter than {SHORTEST_TOKEN} letters", where="--token", hint=hint)

    @property
    def hosts(self) -> frozenset[str]:
        """Names that a request may give for this server, without the port."""
        own = {self.host} - {"0.0.0.0", "::"}
        return LOOPBACK | own | set(self.names)

    def check_gold(self) -> None:
        """Raise :class:`UsageError` where gold cannot be written, RecordError where what is there is no gold."""
        from mingdan.core.jsonio import read_jsonl

        if not self.gold.parent.is_dir():
            raise UsageError("no such folder", where=f"--gold {self.gold}", hint="make it, or name another file")
        if self.gold.exists():
            read_jsonl(self.gold)
