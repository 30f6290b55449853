"""Corrections applied: along `after`, whatever the order in which they arrived."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event.fold import Folded, Stored, fold, in_order

from support.helpers import complete, happening, instant, stored


class Copies:
    """Events as several copies of a log record them; the count of each is its instant."""

    def __init__(self) -> None:
        self.events: list[Stored] = []

    def put(self, said: dict[str, object], at: int | None = None) -> str:
        body = complete(said, instant(len(self.events) if at is None else at))
        self.events.append(stored(body))
        return str(body["id"])

    def visit(self, **said: object) -> str:
        return self.put(happening(**said))  # type: ignore[arg-type]

    def amend(
        self,
        id_: str,
        *after: str,
        at: int | None = None,
        unset: tuple[str, ...] = (),
        **set_: object,
    ) -> str:
        said = {"amends": id_, "after": list(after or (id_,)), "reason": "a slip"}
        return self.put({"event": "amendment", **said, "set": set_, "unset": list(unset)}, at)

    def retract(self, id_: str, *after: str, at: int | None = None) -> str:
        said = {"retracts": id_, "after": list(after or (id_,)), "reason": "a mistake"}
        return self.put({"event": "retraction", **said}, at)

    def fold(self) -> Folded:
        return fold(self.events)


@pytest.fixture
def log() -> Copies:
    return Copies()


def test_an_event_without_corrections_stands_as_recorded(log: Copies) -> None:
    visit = log.visit()
    state = log.fold().states[visit]
    assert (state.applied, state.heads, state.retracted_by, state.forked) == (
        (),
        (visit,),
        "",
        False,
    )
    assert state.body is log.events[0].body


def test_amendments_apply_along_after_although_the_clocks_say_otherwise(log: Copies) -> None:
    visit = log.visit()
    first = log.amend(visit, title="First", at=50)
    second = log.amend(visit, first, title="Second", at=10)
    state = log.fold().states[visit]
    assert state.event.title == "Second"  # type: ignore[attr-defined]
    assert state.applied == (first, second)
    assert state.heads == (second,)


def test_set_replaces_a_whole_field_and_unset_takes_one_away(log: Copies) -> None:
    visit = log.visit(tags=["a", "b"], note="a remark")
    log.amend(visit, tags=["c"], unset=("note",))
    body = log.fold().states[visit].body
    assert body["tags"] == ["c"]
    assert "note" not in body


def test_two_corrections_after_the_same_one_are_a_fork_and_both_apply(log: Copies) -> None:
    visit = log.visit()
    one = log.amend(visit, title="New title", at=20)
    other = log.amend(visit, summary="New summary", at=10)
    state = log.fold().states[visit]
    assert (state.body["title"], state.body["summary"]) == ("New title", "New summary")
    assert state.applied == (other, one)
    assert state.heads == tuple(sorted((one, other)))
    assert state.forked


def test_of_two_concurrent_values_the_one_recorded_later_stands(log: Copies) -> None:
    visit = log.visit()
    log.amend(visit, title="Later", at=20)
    log.amend(visit, title="Earlier", at=10)
    assert log.fold().states[visit].body["title"] == "Later"


def test_a_correction_after_both_settles_a_fork(log: Copies) -> None:
    visit = log.visit()
    heads = log.amend(visit, title="One"), log.amend(visit, title="Other")
    settled = log.amend(visit, *heads, title="Settled", at=0)
    state = log.fold().states[visit]
    assert state.body["title"] == "Settled"
    assert (state.heads, state.forked) == ((settled,), False)


def test_retracting_one_side_of_a_fork_after_both_settles_it(log: Copies) -> None:
    visit = log.visit()
    one, other = log.amend(visit, title="One"), log.amend(visit, title="Other")
    log.retract(one, one, other)
    state = log.fold().states[visit]
    assert (state.body["title"], state.applied, state.forked) == ("Other", (other,), False)


def test_two_who_withdraw_an_event_at_once_agree_and_make_no_fork(log: Copies) -> None:
    visit = log.visit()
    first = log.retract(visit, at=10)
    log.retract(visit, at=20)
    state = log.fold().states[visit]
    assert (state.retracted_by, state.forked) == (first, False)


def test_one_who_withdraws_while_another_amends_makes_a_fork(log: Copies) -> None:
    visit = log.visit()
    log.retract(visit)
    log.amend(visit, title="Other")
    state = log.fold().states[visit]
    assert state.forked
    assert state.retracted_by
    assert state.body["title"] == "Other"


def test_a_retracted_amendment_leaves_the_fold(log: Copies) -> None:
    visit = log.visit()
    slip = log.amend(visit, title="Slip")
    kept = log.amend(visit, slip, summary="Kept")
    retraction = log.retract(slip, kept)
    folded = log.fold()
    assert folded.states[visit].body["title"] == "A visit"
    assert folded.states[visit].applied == (kept,)
    assert folded.dead == {slip: retraction}


@pytest.mark.parametrize("depth", range(6))
def test_each_retraction_of_a_retraction_turns_the_answer(log: Copies, depth: int) -> None:
    visit = log.visit()
    slip = log.amend(visit, title="Amended")
    newest = slip
    for _ in range(depth):
        newest = log.retract(newest)
    folded = log.fold()
    assert folded.states[visit].body["title"] == ("A visit" if depth % 2 else "Amended")
    assert (slip in folded.dead) == bool(depth % 2)
    assert set(folded.roots.values()) == {visit}
    assert folded.states[visit].heads == (newest,)


def test_a_retracted_retraction_restores_the_event(log: Copies) -> None:
    visit = log.visit()
    retraction = log.retract(visit)
    assert log.fold().states[visit].retracted_by == retraction
    log.retract(retraction)
    assert log.fold().states[visit].retracted_by == ""


def test_a_thousand_retractions_in_a_row_are_no_deeper_than_one(log: Copies) -> None:
    newest = visit = log.visit()
    for _ in range(1001):
        newest = log.retract(newest)
    assert log.fold().states[visit].retracted_by
    log.retract(newest)
    assert not log.fold().states[visit].retracted_by


ABSENT = "0" * 16


def misfits(log: Copies) -> list[tuple[str, tuple[object, ...], str]]:
    found = log.fold().misfits
    return [(m.stored.event.id, m.wrong.at, m.wrong.problem) for m in found]


def test_an_amendment_of_what_the_log_does_not_hold_is_told(log: Copies) -> None:
    id_ = log.amend(ABSENT, title="x")
    problem = f"amendment of {ABSENT}, which the log does not hold"
    assert misfits(log) == [(id_, ("amends",), problem)]


def test_a_retraction_of_what_the_log_does_not_hold_is_told(log: Copies) -> None:
    id_ = log.retract(ABSENT)
    problem = f"retraction of {ABSENT}, which the log does not hold"
    assert misfits(log) == [(id_, ("retracts",), problem)]


def test_a_correction_after_what_the_log_does_not_hold_is_told_and_not_applied(log: Copies) -> None:
    visit = log.visit()
    id_ = log.amend(visit, ABSENT, title="x")
    assert misfits(log) == [(id_, ("after",), f"comes after {ABSENT}, which the log does not hold")]
    assert log.fold().states[visit].body["title"] == "A visit"


@pytest.mark.parametrize("kind", ["amendment", "retraction"])
def test_a_correction_is_not_amended(log: Copies, kind: str) -> None:
    visit = log.visit()
    target = log.amend(visit, title="x") if kind == "amendment" else log.retract(visit)
    id_ = log.amend(target, reason="y")
    article = "an" if kind == "amendment" else "a"
    assert misfits(log) == [(id_, ("amends",), f"{article} {kind} is not amended")]


def test_a_misfit_that_is_retracted_is_told_no_more(log: Copies) -> None:
    visit = log.visit()
    slip = log.amend(visit, title="x")
    wrong = [
        log.amend(slip, reason="y"),
        log.amend(ABSENT, title="x"),
        log.amend(visit, date="2017-99"),
    ]
    assert {id_ for id_, *_ in misfits(log)} == set(wrong)
    for id_ in wrong:
        log.retract(id_)
    assert misfits(log) == []


def test_an_amendment_with_an_invalid_result_is_told_at_its_value_and_passed_over(
    log: Copies,
) -> None:
    visit = log.visit(figures=[{"measure": "cars", "value": "3"}])
    wrong = log.amend(visit, figures=[{"measure": "cars", "value": "three"}])
    right = log.amend(visit, wrong, title="Right")
    found = misfits(log)
    assert [(id_, at) for id_, at, _ in found] == [(wrong, ("set", "figures", 0, "value"))]
    state = log.fold().states[visit]
    assert (state.body["title"], state.applied) == ("Right", (right,))


def test_what_an_event_needs_cannot_be_unset(log: Copies) -> None:
    visit = log.visit()
    wrong = log.amend(visit, unset=("date",))
    ((id_, at, problem),) = misfits(log)
    assert (id_, at) == (wrong, ("unset",))
    assert problem.startswith("a happening needs `date`")


def test_a_field_of_another_event_cannot_be_unset(log: Copies) -> None:
    visit = log.visit()
    wrong = log.amend(visit, unset=("publisher",))
    assert misfits(log) == [(wrong, ("unset",), "a happening has no `publisher`")]


def test_corrections_of_one_event_leave_others_alone(log: Copies) -> None:
    visits = [log.visit(title=f"Visit {i}") for i in range(3)]
    log.amend(visits[1], title="Amended")
    log.retract(visits[2])
    states = log.fold().states
    assert [states[id_].body["title"] for id_ in visits] == ["Visit 0", "Amended", "Visit 2"]
    assert [bool(states[id_].retracted_by) for id_ in visits] == [False, False, True]


@st.composite
def graphs(draw: st.DrawFn) -> list[Stored]:
    """Happenings and corrections of them, as copies that know only some of it would record."""
    log = Copies()
    roots = [log.visit(title=f"Visit {i}") for i in range(draw(st.integers(1, 2)))]
    belongs = {id_: id_ for id_ in roots}
    for i in range(draw(st.integers(0, 12))):
        target = draw(st.sampled_from(sorted(belongs)))
        root = belongs[target]
        known = [id_ for id_, its in belongs.items() if its == root]
        after = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))
        at = draw(st.integers(0, 59))
        if target == root and draw(st.booleans()):
            field = draw(st.sampled_from(["title", "summary", "date"]))
            value = "2017-13" if field == "date" and draw(st.booleans()) else f"20{i + 10}"
            new = log.amend(root, *after, at=at, **{field: value})  # type: ignore[arg-type]
        else:
            new = log.retract(target, *after, at=at)
        belongs[new] = root
    return log.events


def told(folded: Folded) -> object:
    return (
        {id_: state._replace(stored=state.stored) for id_, state in folded.states.items()},
        folded.roots,
        folded.dead,
        folded.misfits,
    )


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(events: list[Stored], chance: random.Random) -> None:
    shuffled = events[:]
    chance.shuffle(shuffled)
    assert told(fold(shuffled)) == told(fold(events))
    assert told(fold(events * 2)) == told(fold(events))


@given(graphs())
def test_no_correction_applies_before_one_that_it_comes_after(events: list[Stored]) -> None:
    corrections = [one for one in events if one.event.EVENT != "happening"]
    place = {one.event.id: i for i, one in enumerate(in_order(corrections))}
    assert place.keys() == {one.event.id for one in corrections}
    for one in corrections:
        before = [prior for prior in one.body["after"] if prior in place]  # type: ignore[attr-defined]
        assert all(place[prior] < place[one.event.id] for prior in before)


@given(graphs())
def test_the_state_is_that_of_a_plain_walk_along_the_corrections(events: list[Stored]) -> None:
    folded = fold(events)
    by_id = {one.event.id: one for one in events}
    retractions: dict[str, list[str]] = {}
    for one in events:
        if one.event.EVENT == "retraction":
            retractions.setdefault(str(one.body["retracts"]), []).append(one.event.id)

    def lives(id_: str) -> bool:
        return not any(lives(by) for by in retractions.get(id_, ()))

    for root, state in folded.states.items():
        body = dict(by_id[root].body)
        mine = [one for one in events if folded.roots.get(one.event.id) == root]
        for one in in_order(mine):
            changed = one.body.get("set")
            if lives(one.event.id) and isinstance(changed, dict):
                body |= {k: v for k, v in changed.items() if v != "2017-13"}
        assert state.body == body
        assert bool(state.retracted_by) == (not lives(root))
        referred = {str(one.body.get("retracts", root)) for one in mine}
        for one in mine:
            after = one.body["after"]
            assert isinstance(after, list)
            referred |= set(after)
        assert set(state.heads) == ({one.event.id for one in mine} - referred or {root})
    assert set(folded.dead) == {id_ for id_ in folded.roots if not lives(id_)}
