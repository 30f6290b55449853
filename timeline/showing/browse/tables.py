"""A copy of an answer in plain tables, with keys between them and words to search.

The projection itself keeps every version of every row, and what stands in views, which have no
keys. To browse, what was asked for is copied: one table a kind of thing, each row with the key
under which others name it.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from timeline.dates import edtf
from timeline.dates.words.printer import format_date
from timeline.projection.settings import hemisphere_of
from timeline.views.actors import actors
from timeline.views.chronology import ChronologyRow, chronology
from timeline.views.corrections import corrections
from timeline.views.places import places
from timeline.views.programs import programs
from timeline.views.query import Query
from timeline.views.sources import sources

Row = Mapping[str, object]


class Table(NamedTuple):
    """A table to browse: what it holds, how its columns are typed, and where its keys lead.

    `key` is empty for rows that nothing names; `label` is the column that stands for a row where
    another names it; `facets` are columns whose values are counted beside the rows.
    """

    name: str
    about: str
    columns: Mapping[str, type]
    key: str = ""
    leads: Mapping[str, str] = {}
    label: str = ""
    facets: Sequence[str] = ()
    sort: str = ""


_NAMED = {"name": str, "short": str, "other_names": str, "type": str, "part_of": str}
_COUNTED = {"happenings": int, "possible": int}
TABLES = (
    Table(
        "happenings",
        "What happened or is planned, in order of its dates. Days are the first and the last that "
        "the date may mean; empty where a side is open or unknown.",
        {
            **dict.fromkeys(("id", "date", "title", "kind", "status", "match", "who"), str),
            **dict.fromkeys(("edtf", "earliest", "latest", "last_seen", "summary"), str),
            **dict.fromkeys(("confidence", "recorded_at", "recorded_by"), str),
            "amended": int,
            "place_in_time": int,
        },
        key="id",
        label="title",
        facets=("kind", "status", "match", "confidence"),
        sort="place_in_time",
    ),
    Table(
        "actors",
        "Bodies, units, groups and people, and in how many of the happenings here they took part.",
        {"actor": str, **_NAMED, **_COUNTED, "first": str, "last": str, "roles": str},
        key="actor",
        leads={"part_of": "actors"},
        label="name",
        facets=("type",),
    ),
    Table(
        "programs",
        "Programs, what they declare, and what the record shows.",
        {
            "program": str,
            **_NAMED,
            "period": str,
            "status_declared": str,
            "status_derived": str,
            "phase": str,
            "since": str,
            "until": str,
            **_COUNTED,
        },
        key="program",
        leads={"part_of": "programs"},
        label="name",
        facets=("type", "status_derived"),
    ),
    Table(
        "places",
        "Places, and how many of the happenings here are in them.",
        {"place": str, **_NAMED, "coordinates": str, **_COUNTED, "first": str, "last": str},
        key="place",
        leads={"part_of": "places"},
        label="name",
        facets=("type",),
    ),
    Table(
        "sources",
        "What the log rests on.",
        {
            **dict.fromkeys(("source", "title", "publisher", "published", "url"), str),
            "language": str,
            "paragraphs": int,
            "happenings": int,
        },
        key="source",
        label="title",
        facets=("publisher", "language"),
    ),
    Table(
        "participations",
        "Who took part in what, in which role and office.",
        {
            **dict.fromkeys(("happening", "date", "actor", "role", "capacity"), str),
            "for": str,
            "effect": str,
        },
        leads={"happening": "happenings", "actor": "actors", "for": "actors"},
        facets=("role", "actor"),
    ),
    Table(
        "in_programs",
        "Which happening belongs to which program and phase.",
        dict.fromkeys(("happening", "date", "program", "phase", "effect"), str),
        leads={"happening": "happenings", "program": "programs"},
        facets=("program", "phase"),
    ),
    Table(
        "in_places",
        "Which happening is where.",
        dict.fromkeys(("happening", "date", "place"), str),
        leads={"happening": "happenings", "place": "places"},
        facets=("place",),
    ),
    Table(
        "citations",
        "Which happening is known from where.",
        dict.fromkeys(("happening", "date", "source", "at"), str),
        leads={"happening": "happenings", "source": "sources"},
        facets=("source",),
    ),
    Table(
        "figures",
        "The figures that happenings state. Only actual ones add up.",
        {
            **dict.fromkeys(("happening", "date", "measure", "bound"), str),
            "value": float,
            "unit": str,
            "type": str,
            "by": str,
        },
        leads={"happening": "happenings"},
        facets=("measure", "type", "bound"),
    ),
    Table(
        "phases",
        "The phases of programs: when they began and ended, by what is on record.",
        dict.fromkeys(("program", "phase", "status", "start", "end", "planned", "last_seen"), str),
        leads={"program": "programs"},
        facets=("program", "status"),
    ),
    Table(
        "offices",
        "Who held which office for whom, and when.",
        dict.fromkeys(("actor", "office", "for", "state", "start", "end", "last_seen"), str),
        leads={"actor": "actors", "for": "actors"},
        facets=("office", "for"),
    ),
    Table(
        "corrections",
        "What was amended or retracted: a row for each field that changed.",
        dict.fromkeys(
            ("recorded_at", "recorded_by", "event", "corrects", "name", "reason", "field"), str
        )
        | {"old": str, "new": str, "id": str},
        facets=("event", "field", "recorded_by"),
        sort="recorded_at",
    ),
)
"""In the order in which they are made: what is named comes before what names it."""
_KEYS = {table.name: table.key for table in TABLES}
_LABELS = {table.name: table.label for table in TABLES}


def copy_answer(db: sqlite3.Connection, query: Query, path: Path) -> None:
    """Write what was picked, and what it names, into a new SQLite file.

    Args:
        db: a fresh projection with `picked` filled, and its clocks entered.
        query: what was asked for.
        path: where the file is to be; there is none yet.
    """
    rows = _Rows(db, query)
    copy = Database(path)
    try:
        for table in TABLES:
            made = copy.create_table(
                table.name,
                dict(table.columns),
                pk=table.key or None,
                foreign_keys=[
                    (column, other, _KEYS[other]) for column, other in table.leads.items()
                ],
            )
            made.insert_all(map(dict, rows.of(table.name)), batch_size=1000)
            for column in table.leads:
                made.create_index([column])
        copy.table("happenings").enable_fts(
            ["title", "summary", "who"], tokenize="unicode61 remove_diacritics 2"
        )
        _declare_what_is_named(copy)
    finally:
        copy.close()


def _declare_what_is_named(copy: Database) -> None:
    """Give what nothing declares a row of its own, so that every key leads somewhere."""
    for table in TABLES:
        for column, other in table.leads.items():
            query = f'SELECT DISTINCT "{column}" FROM "{table.name}" WHERE "{column}" IS NOT NULL'  # noqa: S608 (own names)
            keys = [key for (key,) in copy.execute(query).fetchall()]
            rows = [{_KEYS[other]: key, _LABELS[other]: key} for key in keys]
            copy.table(other).insert_all(rows, ignore=True)


class _Rows:
    """The rows of each table."""

    def __init__(self, db: sqlite3.Connection, query: Query) -> None:
        self._db, self._query = db, query
        self._hemisphere = hemisphere_of(db)
        self._chronology = list(chronology(db, query))
        self._programs = programs(db, query)
        self._actors = actors(db, query)

    def of(self, table: str) -> Iterable[Row]:
        """The rows of a table, with the columns that `TABLES` names."""
        rows: Iterator[Row] = getattr(self, f"_{table}_rows")()
        return rows

    def _words(self, date: str | None, last_seen: str | None = None) -> str | None:
        if not date:
            return None
        seen = edtf.parse(last_seen, self._hemisphere) if last_seen else None
        return format_date(edtf.parse(date, self._hemisphere), last_seen=seen)

    def _happenings_rows(self) -> Iterator[Row]:
        same = ("id", "title", "kind", "status", "match", "earliest", "latest", "summary")
        more = ("last_seen", "confidence", "recorded_at", "recorded_by", "amended")
        for number, row in enumerate(self._chronology, 1):
            who = dict.fromkeys(part["name"] for part in row["actors"])
            yield {
                **_pick(row, (*same, *more)),
                "date": self._words(row["date"], row["last_seen_date"]),
                "edtf": row["date"],
                "who": ", ".join(who) or None,
                "place_in_time": number,
            }

    def _actors_rows(self) -> Iterator[Row]:
        for row in self._actors:
            yield {**self._of_thing(row, "actor"), "roles": ", ".join(row["roles"]) or None}

    def _programs_rows(self) -> Iterator[Row]:
        same = ("status_declared", "status_derived", "phase")
        for row in self._programs:
            yield {
                **self._of_thing(row, "program"),
                **_pick(row, same),
                "period": self._words(row["period"]),
                "since": self._words(row["since"]),
                "until": self._words(row["until"]),
            }

    def _places_rows(self) -> Iterator[Row]:
        for row in places(self._db, self._query):
            yield {**self._of_thing(row, "place"), "coordinates": row["coordinates"]}

    def _of_thing(self, row: Row, key: str) -> Row:
        names = row["names"]
        told = {name: self._words(str(row[name])) for name in ("first", "last") if row.get(name)}
        return {
            **_pick(row, (key, "name", "short", "type", "part_of", "happenings", "possible")),
            "other_names": "; ".join(names) if isinstance(names, list) and names else None,
            **told,
        }

    def _sources_rows(self) -> Iterator[Row]:
        same = ("source", "title", "publisher", "url", "language", "paragraphs", "happenings")
        for row in sources(self._db, self._query):
            yield {**_pick(row, same), "published": self._words(row["published"])}

    def _participations_rows(self) -> Iterator[Row]:
        return self._parts("actors", ("actor", "role", "capacity", "for", "effect"))

    def _in_programs_rows(self) -> Iterator[Row]:
        return self._parts("programs", ("program", "phase", "effect"))

    def _in_places_rows(self) -> Iterator[Row]:
        return self._parts("places", ("place",))

    def _citations_rows(self) -> Iterator[Row]:
        return self._parts("sources", ("source", "at"))

    def _figures_rows(self) -> Iterator[Row]:
        return self._parts("figures", ("measure", "value", "unit", "bound", "type", "by"))

    def _parts(self, of: str, names: Sequence[str]) -> Iterator[Row]:
        for row in self._chronology:
            date = self._words(row["date"], row["last_seen_date"])
            for part in _items(row, of):
                values = {name: _plain(part[name]) for name in names}
                yield {"happening": row["id"], "date": date, **values}

    def _phases_rows(self) -> Iterator[Row]:
        for row in self._programs:
            for phase in row["phases"]:
                yield {
                    "program": row["program"],
                    "phase": phase["name"] or phase["phase"],
                    "status": phase["status_derived"],
                    "start": self._words(phase["start"]),
                    "end": self._words(phase["end"]),
                    "planned": self._words(phase["planned"]),
                    "last_seen": self._words(phase["last_seen_date"]),
                }

    def _offices_rows(self) -> Iterator[Row]:
        for row in self._actors:
            for term in row["terms"]:
                yield {
                    "actor": row["actor"],
                    **_pick(term, ("office", "for", "state")),
                    "start": self._words(term["start"]),
                    "end": self._words(term["end"]),
                    "last_seen": self._words(term["last_seen_date"]),
                }

    def _corrections_rows(self) -> Iterator[Row]:
        names = next(one.columns for one in TABLES if one.name == "corrections")
        for row in corrections(self._db, self._query):
            yield {name: _plain(row[name]) for name in names}  # type: ignore[literal-required]


def _items(row: ChronologyRow, of: str) -> Sequence[Row]:
    items: Sequence[Row] = row[of]  # type: ignore[literal-required]
    return items


def _pick(row: Row, names: Iterable[str]) -> Row:
    return {name: row[name] for name in names}


def _plain(value: object) -> object:
    """A value as a cell: lists joined, maps as JSON, nothing for what is empty."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return value
