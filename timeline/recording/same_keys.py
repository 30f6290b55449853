"""Keys that were made one (`same_as`), and what says the same by any of them."""

import json
import sqlite3
from collections.abc import Mapping
from functools import cached_property

from timeline.event import document
from timeline.event.references import replace_texts
from timeline.event.schema import Path
from timeline.event.types import DECLARATIONS, Is


class Merged:
    """The keys of a log that are the same as others.

    Args:
        db: a fresh projection.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    @cached_property
    def _shown(self) -> dict[tuple[str, str], str]:
        """The key that is shown for each that is the same as another."""
        found = {}
        for namespace in DECLARATIONS:
            query = f"SELECT {namespace}, same_as FROM {namespace}s WHERE same_as IS NOT NULL"  # noqa: S608 (own names)
            found.update({(namespace, key): shown for key, shown in self.db.execute(query)})
        return found

    def alike(self, body: Mapping[str, object]) -> Mapping[str, object]:
        """What an event says, by the keys that are shown: the same for all that say the same."""
        return replace_texts(body, self._shown_key) if self._shown else body

    def _shown_key(self, _: Path, must_be: Is, text: str) -> str:
        return self._shown.get((must_be.of, text), text) if must_be.kind == "key" else text

    def claim(self, body: Mapping[str, object]) -> str:
        """The claim of an event by the keys that are shown."""
        return document.claim(self.alike(body))

    def saying(self, body: Mapping[str, object]) -> list[str]:
        """The ids of the happenings that were recorded as saying just this by other keys."""
        if not self._shown or body.get("event") != "happening":
            return []
        return self._claims.get(self.claim(body), [])

    @cached_property
    def _claims(self) -> dict[str, list[str]]:
        """The happenings that name a key that is the same as another, by what they claim."""
        query = """
            SELECT DISTINCT id, body FROM documents WHERE event = 'happening' AND EXISTS (
                SELECT 1 FROM json_each(?) AS k WHERE instr(body, k.value)
            )
        """
        keys = {key for (_, key), shown in self._shown.items() for key in (key, shown)}
        quoted = json.dumps([f'"{key}"' for key in sorted(keys)])
        found: dict[str, list[str]] = {}
        for id_, text in self.db.execute(query, (quoted,)):
            found.setdefault(self.claim(json.loads(text)), []).append(id_)
        return found
