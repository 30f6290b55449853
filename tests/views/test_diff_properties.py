"""What a diff says is all that differs: applied to what was before, it gives what is after."""

import copy
import sqlite3
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event.fold import Stored
from timeline.views.diff import side as sides
from timeline.views.diff.compare import comparable, key_of
from timeline.views.diff.counts import summary
from timeline.views.diff.diff import CLOCKS, Clock, Diff, diff
from timeline.views.diff.side import USUAL, VIEWS, Row, Side
from timeline.views.query import Filters

from support.helpers import complete, declared, happening, of_events, stored
from support.logs import SECONDS, at, logs
from support.properties import examples

Rows = dict[str, dict[str, object]]
State = dict[str, Rows]

DAYS = ["2015-06", "2016", "2016-12-31", "2017-07-15", "2018", "2020"]
POINTS: Mapping[Clock, st.SearchStrategy[str]] = {
    "happened": st.sampled_from(DAYS),
    "recorded": st.integers(0, SECONDS).map(at),
    "published": st.sampled_from(DAYS),
}
OF_HAPPENINGS = (
    *("match", "date", "kind", "status", "title", "summary", "places", "actors", "programs"),
    *("figures", "sources", "confidence"),
)


class Identity:
    """Which keys are one at any time: a merge is told of the actors, not of their happenings."""

    def __init__(self, events: list[Stored]) -> None:
        self.groups: dict[str, str] = {}
        for event in events:
            body = dict(event.body)
            changes = body.get("set")
            for said in (body, changes if isinstance(changes, dict) else {}):
                key = next(
                    (body[n] for n in ("actor", "program", "place", "source") if n in body), ""
                )
                if said.get("same_as"):
                    self.unite(str(key), str(said["same_as"]))

    def unite(self, one: str, other: str) -> None:
        # An amendment does not say of which key it is: then all keys are taken as one.
        names = (one, other) if one else ("aa", "bb", "cc")
        for name in names:
            self.groups[self.of(name)] = self.of(names[-1])

    def of(self, key: str) -> str:
        while self.groups.get(key, key) != key:
            key = self.groups[key]
        return key

    def plain(self, value: object) -> object:
        """A value of a happening as it is compared."""
        if isinstance(value, list):
            return [self.plain(part) for part in value]
        if isinstance(value, dict):
            known = {
                n: part
                for n, part in value.items()
                if n not in ("name", "title", "published", "quote")
            }
            return {
                n: self.of(part) if n in ("actor", "program", "place", "source", "for") else part
                for n, part in known.items()
            }
        return value


def state(db: sqlite3.Connection, clock: Clock, point: str, same: Identity) -> State:
    """All that is compared, as of a point on a clock."""
    side = Side(db, Filters(**{CLOCKS[clock]: point}))  # type: ignore[arg-type]
    if clock == "happened":
        side = side._replace(spells=sides.read_spells(db))
    seen = sides.read(side, USUAL)
    whole = sides.contents(db, seen, seen.matches)
    return {
        "chronology": {id_: plain_happening(content.row, same) for id_, content in whole.items()},
        **{view: {k: plain(row) for k, row in getattr(seen, view).items()} for view in USUAL[1:]},
    }


def plain_happening(row: Row, same: Identity) -> dict[str, object]:
    return {field: same.plain(row[field]) for field in OF_HAPPENINGS if field in row}


def plain(row: Row) -> dict[str, object]:
    aside = ("last_seen", "last_seen_date", "unended")
    return {field: comparable(value) for field, value in row.items() if field not in aside}


KEYS = {
    "chronology": "id",
    "actors": "actor",
    "programs": "program",
    "figures": "key",
    "places": "place",
    "levels": "key",
}


def applied(found: Diff, before: State, same: Identity) -> State:
    """What is after, by a diff and what was before; every old value must be the one there was."""
    after = copy.deepcopy(before)
    for view, rows in after.items():

        def told(row: Row, view: str = view) -> dict[str, object]:
            return plain_happening(row, same) if view == "chronology" else plain(row)

        compared = found.of(view)
        for row in compared.removed:
            gone = rows.pop(str(row[KEYS[view]]))
            assert gone == {name: value for name, value in told(row).items() if name in gone}
        for row in compared.added:
            assert str(row[KEYS[view]]) not in rows
            rows[str(row[KEYS[view]])] = told(row)
        for row in compared.changed:
            target = rows[key_of(row)]
            fields = row["fields"]
            for field in fields.keys() & target.keys():
                old, new = (told({field: value})[field] for value in fields[field])
                assert target[field] == old
                target[field] = new
    return after


@pytest.mark.parametrize("clock", CLOCKS)
@examples(60)
@given(data=st.data(), made=logs())
def test_nothing_differs_from_itself(clock: Clock, data: st.DataObject, made: list[Stored]) -> None:
    point = data.draw(POINTS[clock])
    assert not diff(of_events(made), point, point, Filters(), clock=clock).differs


@pytest.mark.parametrize("clock", CLOCKS)
@examples(100)
@given(data=st.data(), made=logs())
def test_a_diff_applied_to_what_was_before_gives_what_is_after(
    clock: Clock, data: st.DataObject, made: list[Stored]
) -> None:
    db, same = of_events(made), Identity(made)
    one, other = data.draw(POINTS[clock]), data.draw(POINTS[clock])
    before, after = state(db, clock, one, same), state(db, clock, other, same)
    assert applied(diff(db, one, other, Filters(), clock=clock), before, same) == after


@pytest.mark.parametrize("clock", CLOCKS)
@examples(60)
@given(data=st.data(), made=logs())
def test_diffs_compose(clock: Clock, data: st.DataObject, made: list[Stored]) -> None:
    db, same = of_events(made), Identity(made)
    a, b, c = (data.draw(POINTS[clock]) for _ in range(3))
    there = applied(diff(db, a, b, Filters(), clock=clock), state(db, clock, a, same), same)
    on = applied(diff(db, b, c, Filters(), clock=clock), there, same)
    assert on == state(db, clock, c, same)
    assert on == applied(diff(db, a, c, Filters(), clock=clock), state(db, clock, a, same), same)


NAMED = [
    stored(complete(body, at(0)))
    for body in (
        *(declared("actor", key) for key in ("aa", "bb", "cc", "dd")),
        happening("2014", actors=[{"actor": "dd", "role": role} for role in ("host", "guest")]),
    )
]
"""Names and roles that filters ask for must be known."""
FILTERS = st.tuples(
    st.sampled_from([(), ("aa",), ("host=bb",)]),
    st.sampled_from([(), ("guest",)]),
    st.sampled_from([(), ("occurred",)]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "held"]),
    st.sampled_from(["", at(SECONDS // 2)]),
).map(
    lambda one: Filters(
        actor=one[0],
        role=one[1],
        status=one[2],
        no_parts=one[3],
        certain=one[4],
        open_ends=one[5],
        as_recorded=one[6],
    )
)


@pytest.mark.parametrize("clock", CLOCKS)
@examples(150)
@given(data=st.data(), made=logs())
def test_counts_are_those_of_what_differs(
    clock: Clock, data: st.DataObject, made: list[Stored]
) -> None:
    before, after = (data.draw(POINTS[clock]) for _ in range(2))
    filters = data.draw(st.just(Filters()) | FILTERS)
    if clock == "recorded":
        filters = filters._replace(as_recorded="")
    db, views, bounded = (
        of_events([*NAMED, *made]),
        data.draw(st.sampled_from([USUAL, VIEWS])),
        data.draw(st.booleans()),
    )
    whole = diff(db, before, after, filters, clock=clock, views=views, bounded=bounded)
    light = diff(db, before, after, filters, clock=clock, views=views, counts=True, bounded=bounded)
    assert summary(light) == summary(whole)
    assert light.differs is whole.differs
    assert light.unbounded == whole.unbounded
