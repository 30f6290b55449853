"""What changed between two projections: the same views, compared."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.edtf import Match
from timeline.projection.evidence import office_runs, program_runs
from timeline.projection.meta import hemisphere_of
from timeline.views.actors import OfficeRuns, actors
from timeline.views.chronology import chronology
from timeline.views.figures import totals
from timeline.views.filters import Asked, Filters, pick, understand
from timeline.views.programs import Runs, programs

Row = dict[str, object]


class Compared(NamedTuple):
    """How two sets of rows differ: rows only after, only before, and fields that changed.

    Items of `changed` are `{id | key, name, fields: {field: [old, new]}}`.
    """

    added: list[Row]
    removed: list[Row]
    changed: list[Row]

    @property
    def differs(self) -> bool:
        """Whether there is any difference."""
        return bool(self.added or self.removed or self.changed)


class Diff(NamedTuple):
    """The difference between what had happened by two dates."""

    before: str
    after: str
    clock: str
    chronology: Compared
    actors: Compared
    programs: Compared
    figures: Compared

    @property
    def differs(self) -> bool:
        """Whether any view differs."""
        views = (self.chronology, self.actors, self.programs, self.figures)
        return any(view.differs for view in views)


class _Runs(NamedTuple):
    """The spells that both sides are judged by."""

    offices: OfficeRuns
    programs: Mapping[str, Runs]


class _Side(NamedTuple):
    asked: Asked
    chronology: dict[str, Row]
    actors: dict[str, Row]
    programs: dict[str, Row]
    figures: dict[str, Row]


_ACTOR = ("happenings", "possible", "roles", "first", "last", "terms")
_PROGRAM = ("status_derived", "status_match", "phase", "since", "until", "match")
_FIGURE = ("total", "bound", "count", "possible", "match")


def diff(db: sqlite3.Connection, before: str, after: str, filters: Filters) -> Diff:
    """Compare what had happened by the end of `before` with what had by the end of `after`.

    Args:
        db: a fresh projection.
        before: a date, as EDTF or in words; its last day counts.
        after: likewise.
        filters: which happenings to look at, on both sides.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    hemisphere = hemisphere_of(db)
    runs = _Runs(office_runs(db, hemisphere), program_runs(db, hemisphere))
    old, new = (_side(db, filters._replace(as_of=day), runs) for day in (before, after))
    found = compare(old.chronology, new.chronology, "id", ("match",))
    added = _whole(db, new, found.added)
    pick(db, old.asked)
    told = [key for side in (old, new) for key, row in side.programs.items() if _is_told(side, row)]
    return Diff(
        before,
        after,
        "happened",
        found._replace(added=added, removed=_whole(db, old, found.removed)),
        compare(old.actors, new.actors, "key", _ACTOR),
        compare(_only(told, old.programs), _only(told, new.programs), "key", _PROGRAM),
        compare(old.figures, new.figures, "key", _FIGURE),
    )


def _side(db: sqlite3.Connection, filters: Filters, runs: _Runs) -> _Side:
    asked = understand(db, filters)
    pick(db, asked)
    all_ = asked._replace(filtered=False)
    took_part = actors(db, asked, parts=not filters.no_parts, runs=runs.offices)
    return _Side(
        asked,
        {str(row["id"]): row for row in _brief(db)},
        {str(row["actor"]): _plain(row) for row in took_part},
        {str(row["program"]): row for row in programs(db, all_, runs=runs.programs)},
        {str(row["key"]): row for row in totals(db)},
    )


def _is_told(side: _Side, program: Row) -> bool:
    """Whether a program is among those that the filters leave, if there are any."""
    return not side.asked.filtered or bool(program["happenings"] or program["possible"])


def _only(keys: Sequence[str], rows: Mapping[str, Row]) -> dict[str, Row]:
    return {key: row for key, row in rows.items() if key in keys}


def _brief(db: sqlite3.Connection) -> Iterator[Row]:
    """What tells whether a happening is there; most are on both sides."""
    query = """
        SELECT k.id, k.match, h.title FROM picked AS k JOIN happenings AS h ON h.id = k.id
        ORDER BY k.ordinal
    """
    for id_, match, title in db.execute(query):
        yield {"id": id_, "match": Match(match).word, "title": title}


def _whole(db: sqlite3.Connection, side: _Side, brief: Sequence[Row]) -> list[Row]:
    """The whole rows of happenings; the side's must be those picked."""
    if not brief:
        return []
    return list(chronology(db, side.asked, {str(row["id"]) for row in brief}))


def _plain(actor: Row) -> Row:
    """An actor whose terms are told in one text each, so that they can be compared and read."""
    terms = actor["terms"]
    assert isinstance(terms, list)  # noqa: S101 (actors() makes it so)
    told = []
    for term in terms:
        whom = f" for {term['for_name']}" if term["for"] else ""
        told.append(f"{term['office']}{whom} ({term['start'] or '..'}/{term['end'] or ''})")
    return actor | {"terms": told}


def compare(
    before: Mapping[str, Row], after: Mapping[str, Row], key: str, fields: Iterable[str]
) -> Compared:
    """Compare rows by their keys; of those on both sides, only the given fields."""
    changed: list[Row] = []
    for name, new in after.items():
        old = before.get(name)
        if old is None:
            continue
        found = {f: [old[f], new[f]] for f in fields if old[f] != new[f]}
        if found:
            called = new.get("title") or new.get("name") or name
            changed.append({key: name, "name": called, "fields": found})
    return Compared(
        [row for name, row in after.items() if name not in before],
        [row for name, row in before.items() if name not in after],
        changed,
    )


def as_json(found: Diff) -> Row:
    """The diff as the JSON of the command: plain maps and lists."""
    views = ("chronology", "actors", "programs", "figures")
    whole: Row = {"before": found.before, "after": found.after, "clock": found.clock}
    return whole | {name: getattr(found, name)._asdict() for name in views}
