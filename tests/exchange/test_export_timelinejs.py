"""Timelines of TimelineJS that are exported: no date sharper, and taken back."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given

from timeline.base.days import day_number, days_in_month
from timeline.dates.edtf import parse
from timeline.event.document import claim
from timeline.exchange.entry import Entry, WholeEvent
from timeline.exchange.timelinejs import reader

from support.bodies import EVENTS
from support.exports import (
    assert_comes_back,
    collected_dates,
    contains,
    material_of,
    of_dates,
    written,
)
from support.helpers import happening
from support.reading import bodies, reading

read = reading(reader.read, "x.json")


def shown(date: dict[str, int]) -> tuple[int, int]:
    """The first and last day of a date by its parts; TimelineJS has no year 0."""
    year = date["year"] + (date["year"] < 0)
    month = date.get("month")
    first, last = month or 1, month or 12
    day = date.get("day")
    return day_number(year, first, day or 1), day_number(
        year, last, day or days_in_month(year, last)
    )


def test_no_date_becomes_sharper() -> None:
    exported, dates = of_dates("timelinejs", collected_dates())
    found = {slide["unique_id"]: slide for slide in json.loads(exported.data)["events"]}
    for id_, date in dates.items():
        if id_ not in found:
            assert exported.lost(id_) == "in words", date
            continue
        slide = found[id_]
        first, last = (
            shown(slide["start_date"])[0],
            shown(slide.get("end_date", slide["start_date"]))[1],
        )
        assert contains(first, last, date), date
        assert exported.lost(id_) == "widened" or (first, last) == date.tested[::3], date


def test_our_own_reader_makes_no_date_sharper_where_nothing_is_carried() -> None:
    exported, dates = of_dates("timelinejs", collected_dates())
    whole = json.loads(exported.data)
    del whole["timeline"]
    for slide in whole["events"]:
        del slide["timeline"]
    ids = [slide["unique_id"] for slide in whole["events"]]
    for id_, body in zip(ids, bodies(read(json.dumps(whole))), strict=True):
        days = parse(body["date"]).tested
        assert contains(days.earliest_start, days.latest_end, dates[id_]), dates[id_]


def test_what_cannot_be_drawn_is_told_in_the_title_slide() -> None:
    exported, dates = of_dates("timelinejs", ["2017/..", "2017"])
    whole = json.loads(exported.data)
    assert [slide["text"]["headline"] for slide in whole["events"]] == ["Visit 1"]
    assert whole["title"]["text"]["text"].endswith("<ul><li>since 2017: Visit 0</li></ul>")
    assert [exported.lost(id_) for id_ in dates] == ["in words", ""]


def test_texts_are_no_markup_and_what_did_not_occur_says_so() -> None:
    body = happening("2017-06-01", "A & <b>", status="cancelled", summary="One.\n\n<i>Two</i>")
    exported = written("timelinejs", material_of([body]))
    (slide,) = json.loads(exported.data)["events"]
    assert slide["text"]["headline"] == "A &amp; &lt;b&gt; (cancelled)"
    assert slide["text"]["text"].startswith("<p>One.</p><p>&lt;i&gt;Two&lt;/i&gt;</p><p>When:")
    assert exported.lost(slide["unique_id"], "status") == "in words"


@given(EVENTS)
def test_events_come_back_as_they_were(body: dict[str, Any]) -> None:
    (found,) = read(written("timelinejs", material_of([body])).text)
    assert isinstance(found, WholeEvent)
    assert claim(found.document.body) == claim(body)


def test_the_example_log_comes_back_as_it_was(copy: Path, tmp_path: Path) -> None:
    assert_comes_back("timelinejs", copy, tmp_path)


def test_a_file_that_a_program_wrote_anew_is_as_it_was() -> None:
    text = written("timelinejs", material_of([happening("2017-22")])).text
    (found,) = read(json.dumps(json.loads(text), indent=4, sort_keys=True))
    assert isinstance(found, WholeEvent)


def test_what_somebody_changed_counts_and_the_exact_date_with_it() -> None:
    whole = json.loads(written("timelinejs", material_of([happening("2017-22")])).text)
    (slide,) = whole["events"]
    slide["text"]["headline"] = "A long visit"
    (entry,) = read(json.dumps(whole))
    assert isinstance(entry, Entry)
    said = {name: entry.document.body.get(name) for name in ("date", "title", "kind", "tags")}
    assert said == {"date": "2017-22", "title": "A long visit", "kind": "visit", "tags": None}
    slide["end_date"]["day"] = 30
    (entry,) = read(json.dumps(whole))
    assert isinstance(entry, Entry)
    assert entry.document.body["date"] == "2017-06-01/2017-08-30"
