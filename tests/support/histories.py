"""Histories of other systems, made by chance, and what they amount to by a plain dict.

`rows` makes a history; `Model` follows it without the program, and says which entries stand in
the end and what they say. What the program makes of the same rows must be the same.
"""

import csv
import io
import random
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

HEADER = ("No", "Of", "Op", "At", "Date", "Title", "Places")
WORDS = ("--external-id", "db=No", "--refers-to", "Of", "--operation", "Op")
ALWAYS = ("--set", "kind=visit", "--new")
FIELDS = ("Date", "Title", "Places")


class Row(NamedTuple):
    """One row: its number, what it refers to, what it does and when, and three fields."""

    no: str
    of: str
    op: str
    at: str
    date: str
    title: str
    places: str

    @property
    def said(self) -> dict[str, str]:
        """The fields that are not empty."""
        cells = dict(zip(FIELDS, self[4:], strict=True))
        return {name: cell for name, cell in cells.items() if cell}


class Ways(NamedTuple):
    """How a history is made.

    `own_ids` gives rows identifiers of their own, else they have that of their entry; `bad` is the
    share of rows with something wrong; `instants` are all different, alike for some, or absent.
    """

    own_ids: bool = True
    bad: float = 0.0
    same_instants: bool = False


def rows(chance: random.Random, count: int, ways: Ways) -> list[Row]:
    """A history of so many rows."""
    entries: list[list[str]] = []
    made: list[Row] = []
    for i in range(count):
        at = f"2019-01-{1 + i // 500 % 28:02} 10:{i // 60 % 60:02}:{i % 60:02}.{i:06}"
        at = "2019-01-01" if ways.same_instants else at
        no, of, op = str(len(made) + 1), "", "add"
        if entries and chance.random() < 0.75:
            ids = chance.choice([*entries[-8:], chance.choice(entries)])
            op = chance.choice(("correct", "correct", "correct", "retract", "add", "add"))
            of = chance.choice((ids[0], ids[-1], ids[-1], chance.choice(ids)))
            if ways.own_ids:
                ids.append(no)
            else:
                no, of = ids[0], ""
        else:
            entries.append([no])
        whole = op == "add"
        one = Row(
            *(no, of, op, at),
            chance.choice(("2017-05-04", "2018", "summer 2019")) if whole or _half(chance) else "",
            chance.choice("TUVW") if whole or _half(chance) else "",
            chance.choice(("Osh", "Naryn", "")) if _half(chance) else "",
        )
        made.append(_spoilt(chance, one) if chance.random() < ways.bad else one)
    return made


def _half(chance: random.Random) -> bool:
    return chance.random() < 0.5


def _spoilt(chance: random.Random, row: Row) -> Row:
    return chance.choice(
        (
            row._replace(date="no date"),
            row._replace(date="no date"),
            row._replace(date="04/05/2017"),
            row._replace(title="a\x07b"),
            row._replace(date="") if row.op == "add" else row._replace(date="no date"),
            row._replace(op="frob"),
            row._replace(of="nothing"),
            row._replace(at="no instant"),
            row._replace(no="3"),
        )
    )


def table(found: Iterable[Row]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(found)
    return out.getvalue()


@dataclass
class Entry:
    """One entry of the system: what it says, whether it stands, and what waits for a correction."""

    first: str
    there: str = "absent"
    said: dict[str, str] = field(default_factory=dict)
    original: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] | None = None


DATES = {"2017-05-04": "2017-05-04", "2018": "2018", "summer 2019": "2019-22"}


def _good(said: dict[str, str], *, whole: bool) -> bool:
    if whole and not ("Date" in said and "Title" in said):
        return False
    return said.get("Date", "2018") in DATES and "\x07" not in said.get("Title", "")


class Model:
    """What rows amount to, followed one by one."""

    def __init__(self, *, instants: bool) -> None:
        self.instants = instants
        self.by_id: dict[str, Entry] = {}
        self.refused: set[str] = set()
        self.kept: set[str] = set()

    def follow(self, found: Sequence[Row]) -> None:
        """Follow rows of one file."""
        for row in found:
            if not self._follow(row) and row.no not in self.kept:
                self.refused.add(row.no)
            else:
                self.kept.add(row.no)

    def cut(self) -> None:
        """A file ends: what was refused in it is not known to the next."""
        for no in self.refused:
            entry = self.by_id.get(no)
            if entry and (no != entry.first or entry.there == "absent"):
                del self.by_id[no]
        for entry in self.by_id.values():
            entry.waiting = None
        self.refused.clear()

    def _follow(self, row: Row) -> bool:
        """Whether a row is good."""
        named = row.of or row.no
        starts = row.op == "add" and named == row.no
        entry = self.by_id.get(named)
        if entry is None and not starts:
            return False
        entry = entry or Entry(row.no)
        self.by_id.setdefault(named, entry)
        if self.by_id.setdefault(row.no, entry) is not entry:
            return False
        if row.op == "frob" or (row.at == "no instant" and self.instants):
            return False
        doing = {"add": self._add, "correct": self._correct, "retract": self._retract}
        return doing[row.op](entry, row.said)

    def _add(self, entry: Entry, said: dict[str, str]) -> bool:
        if entry.there == "standing":
            return said in (entry.said, entry.original)
        return self._enter(entry, said)

    def _enter(self, entry: Entry, said: dict[str, str]) -> bool:
        entry.waiting = None
        if not _good(said, whole=True):
            entry.waiting = said
            return False
        entry.there, entry.said = "standing", dict(said)
        entry.original = entry.original or dict(said)
        return True

    def _correct(self, entry: Entry, said: dict[str, str]) -> bool:
        both = (entry.waiting or {}) | said
        if entry.there != "standing":
            if entry.waiting is None:
                return entry.there == "withdrawn" and said.items() <= entry.said.items()
            if _good(said, whole=False):
                return self._enter(entry, both)
            entry.waiting = both
            return False
        if _good(both, whole=False):
            entry.said |= both
            entry.waiting = None
            return True
        if not _good(said, whole=False):
            entry.waiting = both
            return False
        entry.said |= said
        entry.waiting = {k: v for k, v in (entry.waiting or {}).items() if k not in said} or None
        return True

    def _retract(self, entry: Entry, _: dict[str, str]) -> bool:
        entry.waiting = None
        if entry.there == "absent":
            return False
        entry.there = "withdrawn"
        return True

    def standing(self) -> dict[str, tuple[str, str, str]]:
        """Date, title and places of each entry that stands, by its first identifier."""
        return {
            entry.first: (
                DATES[entry.said["Date"]],
                entry.said["Title"],
                entry.said.get("Places", "").lower(),
            )
            for entry in self.by_id.values()
            if entry.there == "standing"
        }


def standing(db: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    """As `Model.standing`, of the happenings of a projection; the first is the smallest number."""
    query = """
        SELECT (SELECT r.value ->> 'id' FROM json_each(s.body, '$.refs') AS r LIMIT 1),
            s.body ->> 'date', s.body ->> 'title', coalesce(s.body -> 'places' ->> 0, '')
        FROM states AS s WHERE s.event = 'happening' AND s.retracted_by IS NULL
    """
    return {no: (date, title, places) for no, date, title, places in db.execute(query)}
