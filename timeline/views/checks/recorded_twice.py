"""Happenings that may be recorded twice, for the warnings of `check`."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.names import fold
from timeline.event.schema import Wrong


class _Telling(NamedTuple):
    """A happening as it stands, or as it was first recorded."""

    id: str
    date: str
    title: str
    sources: frozenset[str]
    claim: str
    related: frozenset[str | None]
    first: bool

    def may_be(self, other: "_Telling") -> bool:
        """Whether the two, of one date and title, may be one happening.

        Not those that record the very same, which is an error, and not an outcome and its plan.
        """
        of_one = self.claim == other.claim or other.id in self.related or self.id in other.related
        cite_alike = bool(self.sources & other.sources) or not (self.sources | other.sources)
        return self.id != other.id and not of_one and cite_alike


def recorded_twice(db: sqlite3.Connection) -> Iterator[tuple[str, Wrong]]:
    """Happenings that share date, title and a source; or date and title, when neither has a source.

    They may do so as they stand or as they were first recorded: of two copies of one happening
    one may have been corrected.
    """
    alike: dict[tuple[str, str], list[_Telling]] = defaultdict(list)
    done: set[str] = set()
    for one in _tellings(db):
        others = alike[one.date, fold(one.title)]
        twin = next((other for other in others if one.may_be(other)), None)
        others.append(one)
        if twin and one.id not in done:
            done.add(one.id)
            same = "date, title and source" if one.sources & twin.sources else "date and title"
            then = ", as first recorded" if one.first or twin.first else ""
            problem = f"the same {same} as {twin.id}{then}: this may be recorded twice"
            how = call("retract", one.id, instead=twin.id, reason=...)
            remedy = Advice("if they are one, withdraw this", how)
            yield one.id, Wrong(("title",), problem, remedy)


def _tellings(db: sqlite3.Connection) -> Iterator[_Telling]:
    """Happenings in the order of their recording, each as it stands and as first recorded.

    Only those whose day others have, too: logs are large, and few have any of them.
    """
    cited: dict[str, set[str]] = defaultdict(set)
    for id_, source in db.execute(_CITED):
        cited[id_].add(source)
    shown = dict(db.execute("SELECT source, coalesce(same_as, source) FROM sources"))
    for id_, date, title, claim, part_of, outcome_of, first in db.execute(_CROWDS):
        related = frozenset({part_of, outcome_of} - {None})
        sources = frozenset(cited[id_])
        yield _Telling(id_, date, title, sources, claim, related, first=False)
        if first is not None:
            body = json.loads(first)
            keys = (one["source"] for one in body.get("sources", ()))
            sources = frozenset(shown.get(key, key) for key in keys)
            then = body["date"], body["title"]
            yield _Telling(id_, *then, sources, claim, related, first=True)


_DAYS = """
    WITH days (id, date) AS (
        SELECT id, date FROM happenings UNION
        SELECT h.id, d.body ->> 'date' FROM happenings AS h JOIN documents AS d ON d.id = h.id
        WHERE h.amended > 0
    ), crowds (id) AS (
        SELECT id FROM days
        WHERE date IN (SELECT date FROM days GROUP BY date HAVING count(DISTINCT id) > 1)
    )
"""
_CROWDS = f"""{_DAYS}
    SELECT h.id, h.date, h.title, min(d.claim), h.part_of, h.outcome_of,
        CASE WHEN h.amended > 0 THEN d.body END
    FROM happenings AS h JOIN documents AS d ON d.id = h.id
    WHERE h.id IN (SELECT id FROM crowds)
    GROUP BY h.id ORDER BY h.recorded_at, h.id
"""  # noqa: S608 (fixed)
_CITED = f"""{_DAYS}
    SELECT happening, source FROM citations WHERE happening IN (SELECT id FROM crowds)
"""  # noqa: S608 (fixed)
