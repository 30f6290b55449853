"""What still names what was erased, and copies of sources that came back."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from timeline.base.advice import Advice, Remedy, call
from timeline.base.errors import Fault
from timeline.event.references import references
from timeline.event.schema import Wrong
from timeline.log import archive
from timeline.projection.erasures import erased_sources, read_erased


def erased_references(db: sqlite3.Connection) -> Iterator[tuple[str, Wrong]]:
    """Events that name one that was erased, by their ids."""
    erased = read_erased(db)
    if not erased:
        return
    for id_, event, text in db.execute(_NAMING).fetchall():
        for at, must_be, named in references(json.loads(text)):
            if must_be.kind != "id" or named not in erased or at[0] in ("amends", "after"):
                continue
            remedy: Remedy = "nothing need be done: no correction changes it"
            if event == "happening":
                remedy = Advice("take it away", call("amend", id_, unset=str(at[0]), reason=...))
            yield id_, Wrong(at, f"names {named}, which was {erased[named].told}", remedy)


_NAMING = """
    SELECT id, event, body FROM states WHERE retracted_by IS NULL AND event = 'happening'
    UNION ALL
    SELECT c.id, c.event, d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
    WHERE c.retracted_by IS NULL AND c.event = 'retraction' GROUP BY c.id
"""


def returned_copies(db: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    """Copies of sources that were erased, and lie in the log all the same."""
    erased = erased_sources(db)
    if not erased:
        return
    try:
        kept = list(archive.kept_files(folder))
    except OSError:
        return  # told of where copies are compared with their names
    for path, sha256 in kept:
        if sha256 in erased:
            one = erased[sha256]
            problem = f"a copy of a source that was erased with {one.id}, by {one.erasure}"
            yield Fault(problem, Advice("remove it for good", call("erase", one.id)), path)
