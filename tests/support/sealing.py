"""Seals in a projection, and in logs, without all that sealing for users takes."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from timeline.event import document, merkle
from timeline.event.fold import Stored
from timeline.log import seal_files

SETTINGS = hashlib.sha256(b"").hexdigest()


def put_seal(
    db: sqlite3.Connection, folder: Path, name: str, events: Iterable[Stored], at: str
) -> str:
    """Put a seal over some events into a projection, and the list of its leaves into a folder.

    Returns:
        Its id.
    """
    leaves = sorted(merkle.leaf(one.event.id, one.digest) for one in events)
    listed = seal_files.list_of_leaves(leaves)
    sha256 = seal_files.sha256_of(listed)
    path = folder / seal_files.path_of_leaves(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(listed)
    said = {
        "event": "seal",
        "name": name,
        "count": str(len(leaves)),
        "root": merkle.root(leaves),
        "leaves": sha256,
        "settings": SETTINGS,
    }
    body = document.complete(said, {"at": at, "by": "Aida"})
    id_, place = str(body["id"]), f"seals/{body['id']}.yaml"
    db.execute("INSERT INTO files (path, sha256) VALUES (?, '')", (place,))
    db.execute(
        "INSERT OR IGNORE INTO files (path, sha256) VALUES ('timeline.yaml', ?)", (SETTINGS,)
    )
    db.execute(
        """
        INSERT INTO log_events
        SELECT file, 0, ?, 'seal', ?, ?, 'Aida', ? FROM files WHERE path = ?
        """,
        (id_, bytes.fromhex(document.digest(body)), at, json.dumps(body), place),
    )
    return id_
