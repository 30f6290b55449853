"""A log that filters are tried on, and dates of every form."""

import datetime as dt
import sqlite3

import pytest
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.cli.show.advice import remedy_text
from timeline.dates.edtf import parse

from support.helpers import Row, ask, declared, happening

LOG: list[Row] = [
    declared("actor", "moi", name="Interior Ministry", names=["MoI", "Ministry of Interior"]),
    declared("actor", "service", name="Counter-Extremism Service", part_of="moi"),
    declared("actor", "unit", name="Unit Three", part_of="service"),
    declared("actor", "osce", name="OSCE Centre", names=["The Centre"]),
    declared("actor", "undp", name="UNDP", names=["The Centre"]),
    declared("actor", "ministry", same_as="moi"),
    declared("program", "police", name="Police Reform Programme"),
    declared("program", "community", name="Community Policing Project", part_of="police"),
    declared("place", "kyrgyzstan", name="Kyrgyzstan"),
    declared("place", "bishkek", name="Bishkek", names=["Бишкек"], part_of="kyrgyzstan"),
    declared("source", "release", title="Release of 4 October"),
    happening(
        "2011-10-04/2011-10-05",
        "Workshop",
        kind="workshop",
        actors=[{"actor": "osce", "role": "organiser"}, {"actor": "moi", "role": "partner"}],
        programs=[{"program": "community", "phase": "Outreach"}],
        places=["bishkek"],
        figures=[{"measure": "Participants", "value": "60"}],
        sources=[{"source": "release", "at": "para 2"}],
        tags=["Pilot"],
        confidence="confirmed",
    ),
    happening(
        "2017-22",
        "Training",
        kind="training",
        actors=[{"actor": "service", "role": "trainer"}, {"actor": "undp", "role": "organiser"}],
        programs=[{"program": "police"}],
        places=["kyrgyzstan"],
        confidence="likely",
    ),
    happening(
        "2018",
        "Meeting",
        kind="meeting",
        actors=[{"actor": "ministry", "role": "host"}, {"actor": "unit", "role": "speaker"}],
        status="cancelled",
    ),
]


def refusal(db: sqlite3.Connection, **filters: object) -> tuple[str, str]:
    with pytest.raises(TimelineError) as raised:
        ask(db, **filters)
    (fault,) = raised.value.faults
    return fault.problem, remedy_text(fault.remedy)


def iso_day(ordinal: int) -> str:
    return (dt.date(2017, 1, 1) + dt.timedelta(ordinal)).isoformat()


def dates() -> st.SearchStrategy[str]:
    plain = st.one_of(
        st.integers(0, 730).map(iso_day),
        st.integers(2016, 2019).map(str),
        st.tuples(st.integers(2017, 2018), st.integers(1, 12)).map(
            lambda ym: f"{ym[0]}-{ym[1]:02d}"
        ),
        st.tuples(st.integers(2017, 2018), st.integers(21, 41)).map(lambda ys: f"{ys[0]}-{ys[1]}"),
        st.sampled_from(["201X", "2017-1X", "2017-XX-15", "2018-0X-1X"]),
    )
    marks = st.sampled_from(["", "", "", "?", "~", "%"])
    single = st.builds(lambda text, mark: text if "X" in text else text + mark, plain, marks)
    ends = st.one_of(single, st.just(".."), st.just(""))
    sets = st.lists(single, min_size=1, max_size=3).map(",".join)
    shapes = [
        single,
        single,
        st.tuples(ends, ends).map("/".join),
        sets.map(lambda s: f"[{s}]"),
        sets.map(lambda s: f"{{{s}}}"),
        single.map(lambda s: f"[..{s}]"),
        single.map(lambda s: f"[{s}..]"),
    ]
    return st.one_of(shapes)


def valid(text: str) -> bool:
    try:
        parse(text)
    except TimelineError:
        return False
    return True
