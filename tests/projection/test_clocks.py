"""What was on record, or published, by an instant is what the files of then amount to."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.event.fold import Stored
from timeline.projection import extending, projecting
from timeline.projection.find_event import find_event
from timeline.projection.history import instant
from timeline.views.typed_dates import instant_of
from timeline.views.versions import read_past

from support.answers import answers
from support.helpers import (
    ask,
    complete,
    declared,
    happening,
    of_events,
    projected,
    put,
    stored,
    titles,
)
from support.helpers import tables as tables_of
from support.logs import SECONDS, at, logs
from support.properties import examples


@examples(400)
@given(logs(), st.integers(0, SECONDS), st.sampled_from(["", "2016"]))
def test_as_recorded_is_the_projection_of_what_was_recorded_by_then(
    made: list[Stored], second: int, as_of: str
) -> None:
    then = [
        one for one in made if instant(one.event.recorded.at) <= instant(at(second) + ".999999Z")
    ]
    whole, part = of_events(made), of_events(then)
    asked = {"as_of": as_of} if as_of else {}
    assert answers(whole, as_recorded=at(second), **asked) == answers(part, **asked)


@examples(100)
@given(logs(), st.integers(0, SECONDS), st.sampled_from(["2016", "2018"]))
def test_the_clocks_go_together(made: list[Stored], second: int, day: str) -> None:
    then = [
        one for one in made if instant(one.event.recorded.at) <= instant(at(second) + ".999999Z")
    ]
    whole, part = of_events(made), of_events(then)
    asked = {"as_published": day, "as_of": "2017"}
    assert answers(whole, as_recorded=at(second), **asked) == answers(part, **asked)


@examples(100)
@given(logs())
def test_a_clock_that_is_left_leaves_nothing_behind(made: list[Stored]) -> None:
    db = of_events(made)
    before = answers(db)
    answers(db, as_recorded=at(3), as_published="2016")
    assert answers(db) == before


@examples(200)
@given(logs())
def test_the_versions_of_an_event_are_what_its_corrections_until_then_make_of_it(
    made: list[Stored],
) -> None:
    db = of_events(made)
    for (id_,) in db.execute("SELECT id FROM states").fetchall():
        event = read_past(db, id_)
        numbers = range(len(event.corrections) + 1)
        then = [event.after(event.corrections[:n]) for n in numbers]
        assert [state for _, state in event.steps()] == then


_ASTRAY = """
    SELECT 1 FROM document_rows
    WHERE event IN ('amendment', 'retraction') AND id NOT IN (SELECT id FROM corrections)
"""


@examples(300)
@given(logs(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_what_arrives_by_and_by_in_any_order_is_what_is_made_at_once(
    made: list[Stored], chance: random.Random, size: int
) -> None:
    grown = of_events([])
    arriving = chance.sample(made, len(made))
    for batch in (arriving[i : i + size] for i in range(0, len(made), size)):
        put(grown, batch)
        fresh = [one.event.id for one in batch]
        if grown.execute(_ASTRAY).fetchone() or not extending.extend(grown, fresh):
            projecting.project(grown, Path("nowhere"))
    assert tables_of(grown) == tables_of(of_events(made))


def test_the_key_that_another_stands_for_counts_when_it_is_declared_last() -> None:
    said = (
        declared("actor", "aa", same_as="bb"),
        happening(actors=[{"actor": "aa", "role": "host"}]),
    )
    made = [stored(complete(one, at(0))) for one in (*said, declared("actor", "bb"))]
    grown = of_events(made[:-1])
    put(grown, made[-1:])
    if not extending.extend(grown, [made[-1].event.id]):
        projecting.project(grown, Path("nowhere"))
    assert tables_of(grown) == tables_of(of_events(made))


def test_a_retraction_whose_clock_ran_before_that_of_what_it_retracts_counts_from_the_later() -> (
    None
):
    visit = complete(happening(), at(0))
    said = {"event": "amendment", "amends": visit["id"], "after": [visit["id"]], "reason": "no"}
    amendment = complete({**said, "set": {"title": "Amended"}}, at(5))
    said = {"event": "retraction", "retracts": amendment["id"], "after": [amendment["id"]]}
    retraction = complete({**said, "reason": "no"}, at(3))
    db = of_events(map(stored, (visit, amendment, retraction)))
    for second in (0, 3, 5, 6):
        assert titles(db, as_recorded=at(second)) == ["A visit"]
    query = "SELECT retracted_by FROM corrections ORDER BY recorded_at"
    ask(db, as_recorded=at(4))
    assert db.execute(query).fetchall() == []
    ask(db, as_recorded=at(5))
    assert db.execute(query).fetchall() == [(None,), (retraction["id"],)]


def test_as_published_is_what_a_source_has_told_for_certain_by_then() -> None:
    db = projected(
        [
            declared("source", "early", published="2016-05"),
            declared("source", "late", published="2018"),
            declared("source", "undated"),
            happening("2015", "Early", sources=[{"source": "early"}]),
            happening("2015", "Both", sources=[{"source": "late"}, {"source": "early"}]),
            happening("2015", "Late", sources=[{"source": "late"}]),
            happening("2015", "Undated", sources=[{"source": "undated"}]),
            happening("2015", "Nobody tells"),
        ]
    )
    assert titles(db, as_published="2016-05-30") == []
    assert sorted(titles(db, as_published="2016-05-31")) == ["Both", "Early"]
    assert sorted(titles(db, as_published="2018")) == ["Both", "Early", "Late"]
    assert len(titles(db)) == 5


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-01-01", "2026-01-01T23:59:59.999999Z"),
        ("January 2026", "2026-01-31T23:59:59.999999Z"),
        ("2026-01-01T09:30", "2026-01-01T09:30:59.999999Z"),
        ("2026-01-01 09:30:01", "2026-01-01T09:30:01.999999Z"),
        ("2026-01-01T09:30:01.5Z", "2026-01-01T09:30:01.599999Z"),
        ("2026-01-01T09:30:01.123456Z", "2026-01-01T09:30:01.123456Z"),
        ("2026-01-01T05:30:00+06:00", "2025-12-31T23:30:00.999999Z"),
        ("2026-01-01T05:30:00-0130", "2026-01-01T07:00:00.999999Z"),
    ],
)
def test_an_instant_is_as_late_as_what_is_written_allows(typed: str, meant: str) -> None:
    assert instant_of(of_events([]), typed) == instant(meant)


@pytest.mark.parametrize("typed", ["9999", "Y10000", "9999-12-31T23:59-14:00"])
def test_as_recorded_by_the_end_of_time_is_all_that_there_is(typed: str) -> None:
    db = projected([declared("actor", "moi"), happening()])
    before = answers(db)
    assert answers(db, as_recorded=typed) == before


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2026-01-01T25:00", "`2026-01-01T25:00` is no instant\n  write 2026-11-22T09:30:00Z"),
        (
            "2026-01-01T09:00+24:00",
            "`2026-01-01T09:00+24:00` is no instant\n  write 2026-11-22T09:30:00Z",
        ),
        (
            "2026-01-01T09:00-0060",
            "`2026-01-01T09:00-0060` is no instant\n  write 2026-11-22T09:30:00Z",
        ),
        ("2020/..", "`2020/..` has no last day\n  give a date such as 2016 or 2016-06-30"),
    ],
)
def test_what_is_no_instant_is_refused(typed: str, message: str) -> None:
    with pytest.raises(TimelineError) as error:
        instant_of(of_events([]), typed)
    assert str(error.value) == message


def test_a_name_that_was_not_on_record_then_is_said_to_be_so_since() -> None:
    db = projected([happening(), declared("actor", "moi")])
    with pytest.raises(TimelineError) as error:
        ask(db, actor="moi", as_recorded=at(0))
    assert str(error.value) == "no actor `moi`\n  it is on record since 2026-01-01T00:00:01Z"


def test_a_name_is_on_record_since_its_declaration_though_its_key_was_merged() -> None:
    kept = complete(declared("actor", "ministry"), at(1))
    merged = complete(declared("actor", "moi"), at(2))
    merge = {"event": "amendment", "amends": merged["id"], "after": [merged["id"]]}
    merge |= {"set": {"same_as": "ministry"}, "reason": "one"}
    db = of_events(map(stored, (kept, merged, complete(merge, at(5)))))
    with pytest.raises(TimelineError) as error:
        ask(db, actor="moi", as_recorded=at(1))
    assert str(error.value) == "no actor `moi`\n  it is on record since 2026-01-01T00:00:02Z"


def test_a_name_that_went_off_record_is_said_to_have_been_there() -> None:
    visit, actor = happening(), complete(declared("actor", "moi"), at(1))
    said = {"event": "retraction", "retracts": actor["id"], "after": [actor["id"]]}
    retraction = complete({**said, "reason": "no"}, at(5))
    db = of_events(map(stored, (complete(visit), actor, retraction)))
    with pytest.raises(TimelineError) as error:
        ask(db, actor="moi")
    assert str(error.value) == (
        "no actor `moi`\n  it was on record from 2026-01-01T00:00:01Z to 2026-01-01T00:00:05Z"
    )
    assert titles(db, actor="moi", as_recorded=at(4)) == []


def test_a_chain_that_leads_into_a_circle_ends_in_what_was_recorded_first_of_the_circle() -> None:
    same = {"bb": "cc", "cc": "dd", "dd": "bb", "aa": "bb", "ee": "aa", "ff": "ff"}
    db = projected(declared("actor", key, same_as=other) for key, other in same.items())
    found = dict(db.execute("SELECT actor, same_as FROM actors").fetchall())
    assert found == {"aa": "bb", "bb": None, "cc": "bb", "dd": "bb", "ee": "bb", "ff": None}


def test_an_event_that_was_not_on_record_then_is_said_to_be_so_since() -> None:
    db = projected([happening()])
    (id_,) = db.execute("SELECT id FROM happenings").fetchone()
    ask(db, as_recorded="2020")
    with pytest.raises(TimelineError) as error:
        find_event(db, id_[:6])
    assert str(error.value) == (
        f"no event has the id `{id_[:6]}` as of then\n  it is on record since 2026-01-01T00:00:00Z"
    )


def test_where_nothing_was_declared_then_nobody_is_told_to_declare() -> None:
    db = projected([declared("actor", "moi")])
    with pytest.raises(TimelineError) as error:
        ask(db, actor="nobody", as_recorded="2020")
    assert str(error.value) == "no actor `nobody`\n  no actor is on record at that time"
