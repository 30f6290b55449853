"""A chart as SVG: what it tells apart, and what a reader without eyes gets of it."""

import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from timeline import Log
from timeline.showing.chart.content import Chart, Item, Lane, Look, Stretch
from timeline.showing.chart.files import write_picture
from timeline.showing.chart.layout import lay_out
from timeline.showing.chart.svg import write_svg

from support.charts import chart_of

_NS = "{http://www.w3.org/2000/svg}"


def drawn(*items: Item) -> ET.Element:
    lane = Lane("a", "A & B <c>", len(items), items=items)
    chart = Chart('A "title"', "some happenings", [lane], 16_000, 19_000)
    return parsed(write_picture(chart, "svg").decode())


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own)


def item(key: str, *stretches: Stretch) -> Item:
    return Item(key, f"Label {key}", "", f"2017: Label {key}", stretches)


def strips(root: ET.Element, key: str) -> list[dict[str, str]]:
    (group,) = [one for one in root.iter(f"{_NS}g") if one.get("data-event") == key]
    return [rect.attrib for rect in group.iter(f"{_NS}rect")]


def over_time(look: Look) -> Item:
    return item(look, Stretch(17_000, 18_000, look))


def test_certain_possible_planned_and_dropped_are_told_apart_without_colour() -> None:
    looks: tuple[Look, ...] = ("certain", "possible", "planned", "dropped", "paused")
    root = drawn(*map(over_time, looks))
    found = {look: strips(root, look)[0] for look in looks}
    assert "fill-opacity" not in found["certain"]
    assert float(found["possible"]["fill-opacity"]) < 0.4
    assert found["planned"]["fill"] == "url(#tl-hatch-item)"
    assert "stroke-dasharray" in found["dropped"]
    assert float(found["paused"]["height"]) < float(found["certain"]["height"])


def test_an_open_end_runs_out_with_a_tip() -> None:
    root = drawn(
        item("open", Stretch(17_000, 17_500, "certain"), Stretch(17_501, math.inf, "possible")),
        item("closed", Stretch(17_000, 17_500, "certain")),
    )
    solid, tail = strips(root, "open")[::-1]
    assert "mask" not in solid
    assert tail["mask"] == "url(#tl-out-right)"
    assert all("mask" not in strip for strip in strips(root, "closed"))


def test_a_day_is_a_disc_and_some_day_a_ring() -> None:
    root = drawn(
        item("day", Stretch(17_000, 17_000, "certain")),
        item("maybe", Stretch(17_000, 17_005, "possible")),
        item("planned", Stretch(17_000, 17_000, "planned")),
    )
    shapes = {
        group.get("data-event"): [
            (one.tag.removeprefix(_NS), one.get("class", ""))
            for one in group
            if one.tag.removeprefix(_NS) in ("circle", "path")
        ]
        for group in root.iter(f"{_NS}g")
        if group.get("data-event")
    }
    assert shapes["day"] == [("circle", "tl-item")]
    assert shapes["maybe"] == [("circle", "tl-hollow"), ("circle", "tl-item-line")]
    assert {tag for tag, _ in shapes["planned"]} == {"path"}


def test_it_has_a_title_a_description_and_no_scripts() -> None:
    root = drawn(over_time("certain"))
    assert root.get("role") == "img"
    named = {one.get("id"): one.text for one in root if one.get("id")}
    assert named["tl-title"] == 'A "title"'
    assert named["tl-desc"] == "some happenings. Lanes: A & B <c>."
    assert root.get("aria-labelledby") == "tl-title tl-desc"
    assert not list(root.iter(f"{_NS}script"))
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


def test_what_xml_has_no_room_for_is_left_out() -> None:
    bad = Item(
        "x", "a\x07b\x1b & <i>", "", 'told "\x00" & <i>', (Stretch(17_000, 17_000, "certain"),)
    )
    texts = [one.text for one in drawn(bad).iter(f"{_NS}text")]
    assert "a b  & <i>" in texts


def test_dark_colours_are_for_those_who_prefer_them_and_never_in_print() -> None:
    chart = chart_of(20)
    page = lay_out(chart).whole
    both, light = "".join(write_svg(chart, page)), "".join(write_svg(chart, page, dark=False))
    assert "@media (prefers-color-scheme: dark)" in both
    assert "prefers-color-scheme" not in light
    assert re.sub(r"@media.*?\n}\n", "", both, flags=re.DOTALL) == light


def test_a_count_tells_all_that_it_counts() -> None:
    chart = chart_of(2000)
    root = parsed(write_picture(chart, "svg").decode())
    titles = [one.text or "" for one in root.iter(f"{_NS}title")]
    told = {line for title in titles for line in title.split("\n")}
    assert {item.told for lane in chart.lanes for item in lane.items} <= told


def test_the_same_log_gives_the_same_bytes(example: Path) -> None:
    log = Log(example / "events")
    for by in ("program", "actor", "kind"):
        assert log.chart(by) == log.chart(by)
    ids = set(re.findall(r'data-event="(\w+)"', log.chart().decode()))
    assert ids == {row["id"] for row in log.chronology()}
