"""The phases, offices, tags and measures that a log has, in any case."""

import sqlite3
from collections.abc import Sequence

_SPELLINGS = {
    "phase": """
        SELECT phase, phase FROM program_parts WHERE phase IS NOT NULL
        UNION SELECT phase, phase FROM declared_phases
        UNION SELECT phase, name FROM declared_phases WHERE name IS NOT NULL
    """,
    "office": """
        SELECT DISTINCT coalesce(capacity, role), coalesce(capacity, role) FROM participations
        WHERE capacity IS NOT NULL OR effect <> '[]'
    """,
    "tag": "SELECT DISTINCT tag, tag FROM happening_tags",
    "measure": "SELECT DISTINCT measure, measure FROM happening_figures",
}


def find_words(db: sqlite3.Connection, name: str, typed: Sequence[str]) -> list[str]:
    """The phases, tags or measures of the log that were typed, in any case.

    Args:
        db: a fresh projection.
        name: phase, office, tag or measure.
        typed: words in any case.

    Raises:
        TimelineError: the log has none so called; the remedy names the nearest.
    """
    from timeline.projection import lookup  # noqa: PLC0415 (only a filter by word needs it)

    return lookup.spelled(db, name, _SPELLINGS[name], typed)
