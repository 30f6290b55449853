"""A question as of a seal is answered by the events that the seal covers, and by no others."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.event.fold import Stored
from timeline.views.query import Filters
from timeline.views.sealed_state import find_seal, open_state

from support.answers import answers
from support.helpers import complete, happening, of_events, stored, titles
from support.logs import SECONDS, at, logs
from support.properties import examples
from support.sealing import put_seal


@examples(300)
@given(
    logs(),
    st.randoms(use_true_random=False),
    st.integers(0, SECONDS),
    st.sampled_from(["", "2016"]),
)
def test_as_recorded_by_a_seal_is_the_projection_of_what_it_covers(
    made: list[Stored], chance: random.Random, second: int, as_of: str
) -> None:
    sealed = chance.sample(made, chance.randint(1, len(made)))
    whole, part = of_events(made), of_events(sealed)
    asked = {"as_of": as_of} if as_of else {}
    with tempfile.TemporaryDirectory() as folder:
        put_seal(whole, Path(folder), "report", sealed, f"{at(second)}.000000Z")
        state = open_state(whole, Filters(as_recorded="report"), Path(folder))
    assert state.lacking == 0
    given = {"as_recorded": state.filters.as_recorded, **asked}
    assert answers(state.db, **given) == answers(part, **asked)


@examples(200)
@given(logs(), st.integers(0, SECONDS))
def test_of_what_was_recorded_by_then_nothing_is_projected_anew(
    made: list[Stored], second: int
) -> None:
    instant = f"{at(second)}.000000Z"
    sealed = [one for one in made if one.event.recorded.at <= instant]
    whole, part = of_events(made), of_events(sealed)
    if not sealed:
        return
    with tempfile.TemporaryDirectory() as folder:
        put_seal(whole, Path(folder), "report", sealed, instant)
        state = open_state(whole, Filters(as_recorded="report"), Path(folder))
    assert state.db is whole
    assert answers(whole, as_recorded=state.filters.as_recorded) == answers(part)


def visit(title: str, second: int) -> Stored:
    return stored(complete(happening(title=title), at(second)))


FIRST, LATER = visit("First", 1), visit("Later", 5)
BACKDATED = visit("Backdated", 2)
"""Recorded before the seal by what it says, and not sealed."""
MOMENT = f"{at(3)}.000000Z"


def test_what_came_in_with_an_earlier_moment_was_not_sealed(tmp_path: Path) -> None:
    db = of_events([FIRST, BACKDATED, LATER])
    put_seal(db, tmp_path, "report", [FIRST], MOMENT)
    state = open_state(db, Filters(as_recorded="report"), tmp_path)
    assert state.made
    assert titles(state.db) == ["First"]
    assert titles(db, as_recorded=MOMENT) == ["Backdated", "First"]


def test_what_was_sealed_and_is_not_there_is_counted(tmp_path: Path) -> None:
    db = of_events([FIRST, LATER])
    put_seal(db, tmp_path, "report", [FIRST, BACKDATED], MOMENT)
    state = open_state(db, Filters(as_recorded="report"), tmp_path)
    assert (state.lacking, state.resettled) == (1, False)
    assert titles(state.db, as_recorded=state.filters.as_recorded) == ["First"]


def test_a_seal_is_found_by_its_id_the_beginning_of_it_and_its_digest(tmp_path: Path) -> None:
    db = of_events([FIRST])
    id_ = put_seal(db, tmp_path, "report", [FIRST], MOMENT)
    for typed in ("report", " report ", id_, id_[:4], id_.upper()):
        link = find_seal(db, typed)
        assert link is not None
        assert link.seal.id == id_
    digest = find_seal(db, id_)
    assert digest is not None
    again = find_seal(db, digest.digest)
    assert again is not None
    assert again.seal.id == id_


def test_a_date_is_a_date_whatever_a_seal_of_another_program_is_called(tmp_path: Path) -> None:
    db = of_events([FIRST])
    id_ = put_seal(db, tmp_path, "2026", [FIRST], MOMENT)
    assert find_seal(db, "2026") is None
    assert find_seal(db, id_) is not None


WRITE = "write for example 2017, July 2022, 4-5 October 2011, summer 2017, c. 2017 or since 2020"


@pytest.mark.parametrize(
    ("typed", "known"), [("reprot", "did you mean report?"), ("xx", "seals are report")]
)
def test_what_is_no_date_and_no_seal_is_refused(typed: str, known: str, tmp_path: Path) -> None:
    db = of_events([FIRST])
    put_seal(db, tmp_path, "report", [FIRST], MOMENT)
    problem = f'"{typed}" is not a part of a date, and no seal is called `{typed}`'
    with pytest.raises(TimelineError) as caught:
        open_state(db, Filters(as_recorded=typed), tmp_path)
    assert str(caught.value) == f"{problem}\n    {typed}\n    ^\n  {known}\n  {WRITE}"


def test_a_date_without_an_end_is_no_name_of_a_seal(tmp_path: Path) -> None:
    db = of_events([FIRST])
    put_seal(db, tmp_path, "report", [FIRST], MOMENT)
    with pytest.raises(TimelineError) as caught:
        open_state(db, Filters(as_recorded="2016/.."), tmp_path)
    assert str(caught.value) == (
        "`2016/..` has no last day\n  give a date such as 2016 or 2016-06-30"
    )


def test_of_two_seals_of_one_name_none_is_taken(tmp_path: Path) -> None:
    db = of_events([FIRST])
    ids = [
        put_seal(db, tmp_path, "report", [FIRST], moment) for moment in (MOMENT, f"{at(4)}.000000Z")
    ]
    with pytest.raises(TimelineError) as caught:
        open_state(db, Filters(as_recorded="report"), tmp_path)
    which = ", ".join(f"{id_} of 2026-01-01" for id_ in ids)
    assert str(caught.value) == f"2 seals are called `report`\n  give an id: {which}"


def test_a_list_of_leaves_that_is_not_what_was_sealed_is_told(tmp_path: Path) -> None:
    db = of_events([FIRST])
    put_seal(db, tmp_path, "report", [FIRST], MOMENT)
    (path,) = (tmp_path / "seals" / "leaves").iterdir()
    place = path.relative_to(tmp_path)
    path.write_text(path.read_text().upper())
    with pytest.raises(TimelineError) as caught:
        open_state(db, Filters(as_recorded="report"), tmp_path)
    problem = "changed: its bytes are not those that the seal report names"
    assert str(caught.value) == f"{place}: {problem}\n  find out what is wrong"
    path.unlink()
    with pytest.raises(TimelineError) as caught:
        open_state(db, Filters(as_recorded="report"), tmp_path)
    problem = "lost: the list of what the seal report covers"
    assert str(caught.value) == f"{place}: {problem}\n  find out what is wrong"
