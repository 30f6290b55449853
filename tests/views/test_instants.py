"""Instants of recording that no good clock can have given."""

import datetime as dt

import pytest

from timeline.base.errors import Fault
from timeline.cli.show.advice import remedy_text

from support.helpers import Ledger, happening


def found(ledger: Ledger) -> list[Fault]:
    return [fault for fault in ledger.checked() if fault.problem.startswith("recorded")]


def in_minutes(minutes: float) -> str:
    return f"{dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}"


def test_an_event_recorded_in_the_future_is_told_at_its_recording(ledger: Ledger) -> None:
    ledger.put("x.yaml", happening(title="A visit"), "2999-01-01T00")
    (fault,) = found(ledger)
    at = "2999-01-01T00:00:00.000000Z"
    assert fault.where.startswith("x.yaml:")
    assert (fault.problem, remedy_text(fault.remedy)) == (
        f"recorded in the future, at {at}: a clock was ahead, or is behind now",
        'set the clock; until then leave it out: --as-recorded "..."',
    )
    assert fault.excerpt == f"  at: {at}"


@pytest.mark.parametrize(("minutes", "count"), [(-1, 0), (0, 0), (4, 0), (6, 1)])
def test_clocks_may_be_a_little_apart(ledger: Ledger, minutes: float, count: int) -> None:
    ledger.put("x.yaml", happening(title="A visit"), in_minutes(minutes))
    assert len(found(ledger)) == count


@pytest.mark.parametrize("second", [1, 2, 3])
@pytest.mark.parametrize("kind", ["amendment", "retraction"])
def test_a_correction_recorded_before_what_it_corrects_is_told(
    ledger: Ledger, second: int, kind: str
) -> None:
    target = ledger.put("x.yaml", happening(title="A visit"), "2026-01-01T00:00:02")
    said: dict[str, object] = {"event": kind, "after": [target], "reason": "a slip"}
    if kind == "amendment":
        said |= {"amends": target, "set": {"kind": "visit"}}
    else:
        said |= {"retracts": target}
    id_ = ledger.put("y.yaml", said, f"2026-01-01T00:00:0{second}")
    faults = found(ledger)
    assert len(faults) == (second < 2)
    for fault in faults:
        assert fault.where.startswith("y.yaml:")
        at = "2026-01-01T00:00:02.000000Z"
        mending = f"timeline retract {id_} --reason ..."
        assert (fault.problem, remedy_text(fault.remedy)) == (
            f"recorded before what it corrects: {target} was recorded at {at}",
            f"a clock was wrong; withdraw this, and correct again: {mending}",
        )
