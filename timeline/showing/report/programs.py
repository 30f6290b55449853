"""What a report says of programmes: what they are called, and what declares them."""

import sqlite3
from collections.abc import Iterator

from timeline.projection.lookup import name_of, other_names
from timeline.projection.settings import hemisphere_of
from timeline.showing.report import dates
from timeline.showing.report.declared import citations_of
from timeline.showing.report.notes import Citation
from timeline.showing.report.words import join_and, one_line, sentence


class ProgramWords:
    """The words for programmes and their phases; `phases` has the names of those that have one."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        query = "SELECT program, phase, name FROM declared_phases WHERE name IS NOT NULL"
        self.phases = {(program, phase): name for program, phase, name in db.execute(query)}

    def name(self, key: str) -> str:
        """The name that is shown for a programme."""
        return one_line(name_of(self._db, "program", key))

    def about(self, key: str) -> Iterator[tuple[str, tuple[Citation, ...]]]:
        """What its declaration says of it, as a text, with what that rests on."""
        query = "SELECT type, part_of, period FROM programs WHERE program = ?"
        type_, part_of, period = self._db.execute(query, (key,)).fetchone() or (None, None, None)
        date = dates.read(period, hemisphere_of(self._db))
        names = other_names(self._db, "program", [key]).get(key, [])
        said = [
            f"{sentence(type_)}." if type_ else "",
            f"Part of {self.name(part_of)}." if part_of else "",
            f"Declared for {dates.date_in_words(date)}." if date else "",
            f"Also called {join_and([one_line(name) for name in names])}." if names else "",
        ]
        if any(said):
            yield " ".join(filter(None, said)), citations_of(self._db, "program", key)
