"""Histories of other systems: the state after the import is the one that the history describes."""

import json
import random
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.helpers import Ledger
from support.properties import SHARES_FIXTURE, examples
from support.running import Ran, here

WORDS = ("--external-id", "reg=No", "--operation", "Op", "--refers-to", "About", "--keep-going")
HEADER = "No,Op,About,At,Date,Title,Summary,Kind\n"


class State(NamedTuple):
    """What a history says of one thing: its fields, and whether it stands."""

    fields: dict[str, str]
    stands: bool = True


class History:
    """A random history, and, as a plain dict, the state that it describes.

    Args:
        seed: of what is random.
        own: rows that correct have identifiers of their own, and name the row before.
        bad: some additions have a date that is none, and some rows name nothing.
    """

    def __init__(self, seed: int, *, own: bool, bad: bool = False) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (a test)
        self.own, self.bad = own, bad
        self.state: dict[str, State] = {}
        self.rows: list[str] = []
        self._rows_of: dict[str, list[str]] = {}
        self._refused: dict[str, dict[str, str]] = {}

    def grow(self, count: int) -> "History":
        """Add so many rows."""
        for _ in range(count):
            self._row()
        return self

    @property
    def table(self) -> str:
        """The history as a table."""
        return HEADER + "".join(self.rows)

    def _row(self) -> None:
        choices = ["add", "add", "correct", "correct", "correct", "retract", "again", "stray"]
        what = self.chance.choice(choices)
        if what == "add":
            self._add()
        elif what == "stray" and self.bad:
            self._write("correct", str(10_000 + len(self.rows)), "99999", {"Title": "X"})
        elif self.state and (item := self.chance.choice(sorted(self.state))):
            self._change(what, item)

    def _add(self) -> None:
        item = str(len(self.rows) + 1)
        fields = self._fields(whole=True)
        if self.bad and not self.chance.randrange(4):
            self._write("add", item, "", {**fields, "Date": "some day"})
            self._refused[item] = fields
            if self.chance.randrange(3):
                date = {"Date": self._date()}
                self._write("correct", self._number(item), item, date)
                self.state[item] = State({**fields, **date})
            return
        self._write("add", item, "", fields)
        self.state[item] = State(fields)

    def _change(self, what: str, item: str) -> None:
        fields, stands = self.state[item]
        about = self.chance.choice(self._rows_of[item]) if self.own else item
        if what == "correct" and stands:
            change = self._fields(whole=False)
            self.state[item] = State({**fields, **change})
            self._write("correct", self._number(item), about, change)
        elif what == "retract" and stands:
            self.state[item] = State(fields, stands=False)
            self._write("retract", self._number(item), about, {})
        elif what == "again" and not stands:
            again = fields if self.chance.randrange(2) else self._fields(whole=True)
            self.state[item] = State(again)
            self._write("add", self._number(item), about if self.own else "", again)

    def _number(self, item: str) -> str:
        return str(len(self.rows) + 1) if self.own else item

    def _write(self, what: str, number: str, about: str, fields: dict[str, str]) -> None:
        for rows in self._rows_of.values():
            if about in rows or number in rows:
                rows.append(number)
                break
        else:
            self._rows_of[number] = [number]
        day = f"2019-01-01 {len(self.rows) // 3600:02}:{len(self.rows) // 60 % 60:02}"
        at = f"{day}:{len(self.rows) % 60:02}"
        cells = [fields.get(name, "") for name in ("Date", "Title", "Summary")]
        kind = "visit" if what == "add" else ""
        self.rows.append(",".join((number, what, about, at, *cells, kind)) + "\n")

    def _fields(self, *, whole: bool) -> dict[str, str]:
        found = {"Date": self._date(), "Title": self.chance.choice("TUVW")}
        if self.chance.randrange(2):
            found["Summary"] = self.chance.choice("abc")
        if whole:
            return found
        some = self.chance.sample(sorted(found), self.chance.randint(1, len(found)))
        return {name: found[name] for name in some}

    def _date(self) -> str:
        return str(self.chance.randint(2010, 2018))


def take(folder: Path, table: str, *words: str) -> Ran:
    (folder / "t.csv").write_text(table, encoding="utf-8")
    return here("import", "csv", "t.csv", *WORDS, *words, cwd=folder)


def state_of(ledger: Ledger) -> dict[str, State]:
    """What the log says of each thing, by the first identifier that it has there."""
    opened = ledger.open()
    assert (opened.faults, opened.unread) == ((), ())
    query = "SELECT body, retracted_by FROM states WHERE event = 'happening'"
    found = {}
    for text, retracted_by in opened.db.execute(query):
        body = json.loads(text)
        number = min((ref["id"] for ref in body["refs"]), key=int)
        names = (("Date", "date"), ("Title", "title"), ("Summary", "summary"))
        fields = {name: body[key] for name, key in names if key in body}
        assert number not in found
        found[number] = State(fields, retracted_by is None)
    opened.db.close()
    return found


def files(ledger: Ledger) -> int:
    found = ledger.open().db.execute("SELECT count(DISTINCT id) FROM documents").fetchone()[0]
    return int(found)


@examples(40, SHARES_FIXTURE)
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(1, 25),
    own=st.booleans(),
    bad=st.booleans(),
    instants=st.booleans(),
    cut=st.integers(0, 25),
)
def test_a_history_leads_to_the_state_that_it_describes(  # noqa: PLR0917 (what is drawn)
    seed: int,
    count: int,
    own: bool,
    bad: bool,
    instants: bool,
    cut: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    history = History(seed, own=own, bad=bad).grow(count)
    words = ["--recorded-at", "At"] * instants
    whole = Ledger(tmp_path_factory.mktemp("whole") / "events")
    take(whole.folder.parent, history.table, *words)
    assert state_of(whole) == history.state
    before = files(whole)
    take(whole.folder.parent, history.table, *words)
    assert files(whole) == before
    grown = Ledger(tmp_path_factory.mktemp("grown") / "events")
    take(grown.folder.parent, HEADER + "".join(history.rows[:cut]), *words)
    take(grown.folder.parent, history.table, *words)
    assert state_of(grown) == history.state
    assert here("check", cwd=grown.folder.parent).code == 0


@examples(20, SHARES_FIXTURE)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 25), cut=st.integers(0, 25))
def test_a_history_may_come_in_parts(
    seed: int, count: int, cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    history = History(seed, own=True).grow(count)
    ledger = Ledger(tmp_path_factory.mktemp("parts") / "events")
    for _ in range(2):
        for rows in (history.rows[:cut], history.rows[cut:]):
            take(ledger.folder.parent, HEADER + "".join(rows))
            before = files(ledger)
            take(ledger.folder.parent, HEADER + "".join(rows))
            assert files(ledger) == before
        assert state_of(ledger) == history.state
