"""The digest of a whole log, which tells whether two people speak of the same events."""

import hashlib
from collections.abc import Iterable


def digest_of_log(events: Iterable[tuple[str, str]]) -> str:
    """SHA-256, in hexadecimal digits, of the sorted lines `ID DIGEST`, each with a line end.

    Args:
        events: the id and the digest of each event, in any order; the same one counts once.
    """
    lines = sorted({f"{id_} {digest}\n" for id_, digest in events})
    return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()
