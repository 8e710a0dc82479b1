"""What a decision about a row is keyed to beside its document."""

import hashlib


def signature_of(lender: str, partner: str, role: str, status: str, start: int, end: int) -> str:
    """Names, role and status as they stand, and where (code points, end exclusive), as one short text."""
    told = f"{lender}\n{partner}\n{role}\n{status}\n{start}\n{end}"
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
