"""A chart of what changed between two dates."""

import re
from pathlib import Path
from typing import Any

import pytest

from timeline import Log
from timeline.base.errors import TimelineError
from timeline.projection.database import open_fresh
from timeline.showing.chart.content import Chart
from timeline.showing.chart.differences import Between, diff_chart
from timeline.views.diff.diff import Clock
from timeline.views.query import Filters
from timeline.views.sealed_state import State

from support.running import here


def signs(svg: str) -> set[tuple[str, str]]:
    """What is said of each happening: its id, and whether it is new, gone, or changed."""
    found = re.findall(r'data-event="(\w+)"><title>([a-z ]+): ', svg)
    return set(found)


def test_it_draws_what_diff_tells(example: Path) -> None:
    log = Log(example / "events")
    told: dict[str, Any] = {**log.diff("2016", "2022-06", unbounded=True)}
    compared = told["chronology"]
    expected = {(row["id"], "new") for row in compared["added"]}
    expected |= {
        (row["id"], "became certain" if set(row["fields"]) == {"match"} else "changed")
        for row in compared["changed"]
    }
    svg = log.chart(diff="2016", after="2022-06", unbounded=True).decode()
    assert expected
    assert signs(svg) == expected
    assert "end of 2016" in svg


def test_what_is_gone_is_told_by_the_clock_of_recording(copy: Path) -> None:
    log = Log(copy / "events", by="Aida")
    (row, *_) = log.chronology(kind="workshop")
    log.retract(row["id"], reason="told twice")
    svg = log.chart(diff="2026-11-28", clock="recorded").decode()
    assert (row["id"], "gone") in signs(svg)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("2016",), "a second date, 2016, is for comparing\n  timeline chart --diff 2016 2018"),
        (
            ("--clock", "recorded"),
            "--clock is for comparing\n  timeline chart --diff 2016 2018",
        ),
        (
            ("--diff", "2016", "--clock", "x"),
            "no clock `x`\n  one of happened, recorded, published",
        ),
        (
            ("--diff", "2016", "--as-of", "2017"),
            "--as-of sets the clock by which the two dates are compared\n  leave out --as-of",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    words: tuple[str, ...], error: str, example: Path
) -> None:
    done = here("chart", *words, cwd=example)
    assert (done.code, done.err.strip()) == (2, f"error: {error}")


def test_no_difference_is_nothing_to_draw(example: Path) -> None:
    with pytest.raises(TimelineError, match="nothing to draw"):
        Log(example / "events").chart(diff="2012", after="2012")


STEPS = """
event: happening
date: 2016
kind: launch
title: Launch
programs:
  - {program: peace, effect: starts}
---
event: happening
date: 2017-03-01
kind: workshop
title: First workshop
programs:
  - {program: peace, phase: talks, effect: starts}
---
event: happening
date: 2017-09-30
kind: visit
title: Closing
programs:
  - {program: peace, phase: talks, effect: ends}
"""


def moved(chart: Chart) -> list[tuple[str, str, str]]:
    """What is told of programs and phases: the lane, the sign, and the label."""
    return [(lane.name, one.sign, one.label) for lane in chart.lanes for one in lane.phases]


def compared(log: Log, before: str, after: str, clock: Clock = "happened") -> Chart:
    db = open_fresh(log.folder).db
    at = (before, after) if clock == "recorded" else ("",)
    states = [State(db, Filters(as_recorded=one)) for one in at]
    return diff_chart(states, Between(before, after, clock), Filters(), "program")


@pytest.fixture
def steps(fresh: Path) -> Log:
    declared = ("declare", "program", "Peace", "--key", "peace", "--phase", "talks=Talks")
    assert here(*declared, cwd=fresh).code == 0
    assert here("add", "--file", "-", cwd=fresh, stdin=STEPS.encode()).code == 0
    return Log(fresh / "events", by="Aida")


def test_programs_and_phases_that_moved_are_told(steps: Log) -> None:
    assert moved(compared(steps, "2015", "2016")) == [("Peace", "+", "not begun → implementation")]
    assert ("Peace", "+", "Talks: not begun → implementation") in moved(
        compared(steps, "2016", "2017-06")
    )
    assert ("Peace", "~", "Talks: implementation → closed") in moved(
        compared(steps, "2017-06", "2018")
    )


def test_a_phase_that_is_gone_is_told_by_the_clock_of_recording(steps: Log) -> None:
    recorded = steps.chronology()[-1]["recorded_at"]
    (row,) = steps.chronology(kind="workshop")
    (closing,) = steps.chronology(kind="visit")
    for id_ in (row["id"], closing["id"]):
        steps.retract(id_, reason="told twice")
    found = moved(compared(steps, recorded, "", "recorded"))
    assert ("Peace", "-", "Talks: closed → not begun") in found


def test_only_lanes_of_programs_tell_how_they_moved(steps: Log) -> None:
    states = [State(open_fresh(steps.folder).db, Filters())]
    chart = diff_chart(states, Between("2016", "2017-06"), Filters(), "kind")
    assert moved(chart) == []
