"""The geometry of the drawing: no two things in one place, and nothing left out without a count."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest

from timeline import Log
from timeline.dates.edtf import Bounds
from timeline.showing.chart.stretches import of_happening
from timeline.showing.site import tested
from timeline.showing.site.content import Content, Happening
from timeline.showing.site.explore import render
from timeline.showing.site.explore.pack import pack
from timeline.showing.site.gather import Options, gather
from timeline.views.ask import ask
from timeline.views.query import Filters

_LAID_OUT = """([packed, view, width, tallest, by]) => {
    const data = unpack(packed), pen = document.createElement("canvas").getContext("2d");
    const rulers = { ruler: makeRuler(pen, FONT), bold: makeRuler(pen, FONT, BOLDER) };
    const found = Int32Array.from(Array.from({ length: data.count }, (_, i) => i));
    const groups = groupsOf(data, by, []);
    const all = wholeOf(data, found), span = all[1] - all[0];
    const days = [all[0] + view[0] * span, all[0] + view[1] * span];
    const layout = layOut(data, found, groups, days, { width, tallest }, rulers, all[0]);
    return {
        edge: layout.scale.edge, end: layout.scale.end, bottom: layout.bottom,
        extents: Array.from(found, (i) => extentOf(data, i, layout.scale)),
        lanes: layout.lanes.map((lane) => ({
            top: lane.top, height: lane.height, items: lane.items, head: lane.head,
            places: lane.places.map(
                ({ i, row, from, to, labelLeft: label }) => ({ i, row, from, to, label }),
            ),
            counts: lane.counts,
        })),
    };
}"""


@pytest.fixture(scope="module")
def scripts(browser: Any) -> Iterator[Any]:
    """A page that has the functions of the drawing, and nothing that runs by itself."""
    folder = resources.files(render.__package__)
    names = [name for name in render.SCRIPTS if name != "start.js"]
    page = browser.new_page()
    page.add_script_tag(content="\n".join(folder.joinpath(name).read_text() for name in names))
    yield page
    page.close()


@pytest.fixture(scope="module")
def content(log: Log) -> Iterator[Content]:
    with log._projection() as db:  # noqa: SLF001 (a site is made of a projection)
        yield gather(ask(db, Filters()), Filters(), Options("1.0"))


def many(content: Content, count: int) -> Content:
    """So many happenings, most of them in a few years, dated in all ways."""
    chance = random.Random(count)  # noqa: S311 (no secret)
    found = [_moved(chance.choice(content.happenings), chance) for _ in range(count)]
    found.sort(key=lambda one: one.tested.bounds)
    return content._replace(happenings=tuple(found))


def _moved(happening: Happening, chance: random.Random) -> Happening:
    day = chance.choice([18_000, 18_100, chance.randrange(9_000, 20_000)])
    length = chance.choice([0, 0, 0, 30, 365, 4_000])
    bounds = Bounds(day, day + length, day, day + length)
    stretches = of_happening([bounds], happening.status)
    return happening._replace(tested=tested.Tested(bounds), stretches=stretches)


@pytest.mark.parametrize(("width", "tallest"), [(880, 750), (320, 440)])
@pytest.mark.parametrize("count", [0, 500, 2_000])
def test_nothing_overlaps_and_all_in_view_is_drawn_or_counted(
    scripts: Any, content: Content, count: int, width: int, tallest: int
) -> None:
    packed = pack(many(content, count) if count else content)
    for view, by in (([0, 1], "program"), ([0.6, 0.9], "actor"), ([0.8, 0.81], "kind")):
        layout = scripts.evaluate(_LAID_OUT, [packed, view, width, tallest, by])
        assert layout["bottom"] <= tallest
        told: Counter[int] = Counter()
        for lane in layout["lanes"]:
            check_rows(lane)
            told.update(place["i"] for place in lane["places"])
            for box in lane["counts"]:
                told.update(box["items"])
        assert set(told.values()) <= {1}
        for i, (left, right, _) in enumerate(layout["extents"]):
            if left <= layout["end"] and right >= layout["edge"]:
                assert told[i] == 1, json.dumps(i)


def check_rows(lane: dict[str, Any]) -> None:
    """No two labels in one row lie over each other, and rows and counts fit into the lane."""
    rows: dict[int, list[dict[str, float]]] = {}
    for place in lane["places"]:
        rows.setdefault(place["row"], []).append(place)
    for row in rows.values():
        row.sort(key=lambda place: place["from"])
        for one, other in pairwise(row):
            assert one["to"] < other["from"]
    bottom = lane["head"] + 18 * len(rows) + (20 if lane["counts"] else 0)
    assert bottom <= lane["height"]
    boxes = Counter((box["from"], box["to"]) for box in lane["counts"])
    assert set(boxes.values()) <= {1}


def test_what_is_counted_lies_where_its_count_is(scripts: Any, content: Content) -> None:
    layout = scripts.evaluate(_LAID_OUT, [pack(many(content, 2_000)), [0, 1], 880, 750, "program"])
    for lane in layout["lanes"]:
        for box in lane["counts"]:
            for i in box["items"]:
                left, right, _ = layout["extents"][i]
                assert left - 6 <= box["to"]
                assert right + 6 >= box["from"] or left <= layout["edge"]


def test_counts_and_labels_of_what_is_in_view_lie_in_it(scripts: Any, content: Content) -> None:
    packed = pack(many(content, 2_000))
    for view in ([0, 1], [0.6, 0.9], [0.8, 0.81]):
        layout = scripts.evaluate(_LAID_OUT, [packed, view, 880, 750, "program"])
        extents, edge, end = layout["extents"], layout["edge"], layout["end"]
        for lane in layout["lanes"]:
            for box in lane["counts"]:
                if any(extents[i][0] <= end and extents[i][1] >= edge for i in box["items"]):
                    assert edge - 5 <= box["from"]
                    assert box["to"] <= end + 5
            for place in lane["places"]:
                left, right, _ = extents[place["i"]]
                if right - left > 90 and left < end and right > edge:
                    assert place["label"] >= edge
