"""What one input has used of the limits in force, over all containers inside it."""

from dataclasses import dataclass

from mingdan.core.errors import LimitError
from mingdan.extract.readers.limits import MEBIBYTE, limits


@dataclass(slots=True)
class Budget:
    """Counts files and unpacked bytes; ``where`` names the input. Every method raises :class:`LimitError`."""

    where: str
    members: int = 0
    unpacked: int = 0

    def enter(self, depth: int, where: str) -> None:
        """Open a container at ``depth``, 1 for the input itself."""
        if depth > limits().depth:
            raise _error(f"archives nested more than {limits().depth} deep", "depth", where)

    def member(self) -> None:
        """Count one more file."""
        self.members += 1
        if self.members > limits().members:
            raise _error(f"holds more than {limits().members} files", "members", self.where)

    @property
    def exhausted(self) -> bool:
        """Whether the limits of the whole input are used up."""
        return self.members > limits().members or self.unpacked > limits().unpacked_bytes

    def room(self) -> int:
        """How many bytes the next file may unpack to; one more is a breach."""
        return max(0, min(limits().member_bytes, limits().unpacked_bytes - self.unpacked))

    def check_ratio(self, size: int, packed: int, where: str) -> None:
        """Refuse what grows as only a bomb does; nothing is counted."""
        if size > limits().ratio_floor and size > limits().ratio * max(packed, 1):
            raise _error(f"unpacks to more than {limits().ratio} times its size, a decompression bomb", "ratio", where)

    def spend(self, size: int, packed: int, where: str) -> None:
        """Count ``size`` bytes that were unpacked from ``packed``."""
        self.unpacked += size
        self.check_ratio(size, packed, where)
        if size > limits().member_bytes:
            raise _error(f"unpacks to more than {_size(limits().member_bytes)}", "member_bytes", where)
        if self.unpacked > limits().unpacked_bytes:
            raise _error(f"unpacks to more than {_size(limits().unpacked_bytes)}", "unpacked_bytes", self.where)


def _error(message: str, name: str, where: str) -> LimitError:
    hint = f"check where it comes from; if it is right, raise the limit with --limit {name}=NUMBER"
    return LimitError(message, where=where, hint=hint)


def _size(count: int) -> str:
    return f"{count // MEBIBYTE} MiB" if count >= MEBIBYTE else f"{count} bytes"
