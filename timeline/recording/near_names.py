"""The names and words that a log knows, for others that resemble them."""

import sqlite3
from functools import cached_property

from timeline.base.names import fold
from timeline.base.similar_names import Slips
from timeline.event.types import DECLARATIONS

VOCABULARIES = ("kind", "role")
"""Words that a log knows, and of which unknown ones have to be accepted."""
_KEYED = "SELECT folded, name, key FROM names WHERE namespace = ?"
_WORDS = "SELECT word, word, '' FROM words WHERE vocabulary = ?"


class NearNames:
    """Names of one namespace, or words of one vocabulary; read when one is first looked for.

    Args:
        db: a fresh projection.
        what: actor, program, place, source, kind or role.
    """

    def __init__(self, db: sqlite3.Connection, what: str) -> None:
        self._db, self._query = db, _KEYED if what in DECLARATIONS else _WORDS
        self._what = what
        self._added: dict[str, tuple[str, str]] = {}

    @cached_property
    def _known(self) -> dict[str, tuple[str, str]]:
        rows = self._db.execute(self._query, (self._what,))
        return {fold(folded): (name, key) for folded, name, key in rows} | self._added

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._known)

    def add(self, name: str, key: str = "") -> None:
        """Let later names be compared with this one, too."""
        folded = fold(name)
        self._added[folded] = name, key
        if "_slips" in self.__dict__:
            self._known[folded] = name, key
            self._slips.add(folded)

    def drop(self, name: str) -> None:
        """Forget a name that was added."""
        folded = fold(name)
        if self._added.pop(folded, None) and "_slips" in self.__dict__:
            del self._known[folded]
            self._slips.drop(folded)

    def find(self, typed: str, *, but: str = "") -> str:
        """The name that another resembles, with its key; empty if there is none.

        Args:
            typed: what the user typed.
            but: a key whose own names do not count.
        """
        folded = self._slips.near(fold(typed))
        if not folded:
            return ""
        name, key = self._known[folded]
        if but and key == but:
            return ""
        return name if key in ("", name) else f"{name} ({key})"
