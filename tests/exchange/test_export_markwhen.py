"""Texts of markwhen that are exported: no date sharper, and taken back."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from timeline.dates.edtf import parse
from timeline.event.document import claim
from timeline.exchange.entry import Entry, WholeEvent
from timeline.exchange.markwhen import reader

from support.bodies import EVENTS
from support.exports import (
    Exported,
    assert_comes_back,
    collected_dates,
    contains,
    material_of,
    of_dates,
    written,
)
from support.helpers import happening
from support.reading import bodies, reading

read = reading(reader.read, "x.mw")


def shown(exported: Exported) -> dict[str, dict[str, Any]]:
    """What entries show by their ids, when they carry nothing."""
    bare = re.sub(r"(?m)^ *timeline: .*\n", "", exported.text)
    ids = re.findall(r"(?m)^  id: (\w+)$", bare)
    return dict(zip(ids, bodies(read(bare)), strict=True))


def test_no_date_becomes_sharper() -> None:
    exported, dates = of_dates("markwhen", collected_dates())
    found = shown(exported)
    for id_, date in dates.items():
        if id_ not in found:
            assert exported.lost(id_) == "in words", date
            continue
        days = parse(found[id_]["date"]).tested
        assert contains(days.earliest_start, days.latest_end, date), date
        assert exported.lost(id_) == "widened" or days == date.tested, date


def test_what_markwhen_knows_is_written_as_it_is() -> None:
    exported, dates = of_dates("markwhen", ["2017", "2017-06/2017-08", "2017-22", "2017-06-01"])
    found = [line for line in exported.text.splitlines() if ": Visit" in line]
    assert found == [
        "2017: Visit 0",
        "2017-06/2017-08: Visit 1",
        "2017-06-01/2017-08-31: Visit 2 (summer 2017)",
        "2017-06-01: Visit 3",
    ]
    assert [exported.lost(id_) for id_ in dates] == ["", "", "widened", ""]


def test_what_cannot_be_drawn_stands_in_words_in_a_section_of_its_own() -> None:
    exported, dates = of_dates("markwhen", ["2017/.."])
    assert exported.text.splitlines()[0] == "# At times that cannot be drawn"
    assert exported.text.endswith("\n\n- since 2017: Visit 0\n")
    assert [exported.lost(id_) for id_ in dates] == ["in words"]


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("occurred", "2017-06-01: A visit"),
        ("planned", "2017-06-01: [ ] A visit"),
        ("cancelled", "2017-06-01: A visit (cancelled)"),
    ],
)
def test_a_status_is_a_box_or_in_words(status: str, line: str) -> None:
    exported = written("markwhen", material_of([happening("2017-06-01", status=status)]))
    assert exported.text.splitlines()[0] == line


def test_lines_of_a_summary_begin_nothing() -> None:
    body = happening("2017-06-01", summary="2018: more\n# A heading\n// aside", tags=["a b", "c"])
    exported = written("markwhen", material_of([body | {"places": ["osh", "talas"]}]))
    ((one),) = shown(exported).values()
    assert one["summary"].startswith("> 2018: more\n> # A heading\n> // aside\n\nWhen: 1 June 2017")
    assert (one["tags"], one["places"], one["kind"]) == (["a_b", "c"], ["osh", "talas"], "visit")


@given(EVENTS)
def test_events_come_back_as_they_were(body: dict[str, Any]) -> None:
    (found,) = read(written("markwhen", material_of([body])).text)
    assert isinstance(found, WholeEvent)
    assert claim(found.document.body) == claim(body)


def test_the_example_log_comes_back_as_it_was(copy: Path, tmp_path: Path) -> None:
    assert_comes_back("markwhen", copy, tmp_path)


def test_what_somebody_changed_counts_and_the_exact_date_with_it() -> None:
    text = written("markwhen", material_of([happening("2017-22")])).text
    (entry,) = read(text.replace(": A visit", ": A long visit"))
    assert isinstance(entry, Entry)
    assert entry.document.body["title"] == "A long visit (summer 2017)"
    assert (entry.document.body["date"], entry.document.body["kind"]) == ("2017-22", "visit")
    (entry,) = read(text.replace("2017-06-01/", "2017-06-02/"))
    assert isinstance(entry, Entry)
    assert entry.document.body["date"] == "2017-06-02/2017-08-31"
