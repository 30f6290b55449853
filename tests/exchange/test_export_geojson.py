"""GeoJSON that is exported: read by the library geojson."""

from pathlib import Path
from typing import Any

import geojson

from timeline.base.days import day_number
from timeline.exchange.losses import Loss

from support.exports import (
    INF,
    Exported,
    collected_dates,
    contains,
    export_file,
    material_of,
    of_dates,
    written,
)
from support.helpers import happening
from support.running import here

DECLARED = {
    "place": {"osh": {"coordinates": "40.53, 72.8"}, "talas": {"coordinates": "42.52,72.24"}}
}


def features(exported: Exported) -> list[Any]:
    found = geojson.loads(exported.text)
    assert found.is_valid, found.errors()
    return list(found.features)


def day(text: str | None, missing: float) -> float:
    if text is None:
        return missing
    sign = -1 if text.startswith("-") else 1
    year, month, of_month = map(int, text.removeprefix("-").split("-"))
    return day_number(sign * year, month, of_month)


def test_no_date_becomes_sharper() -> None:
    exported, dates = of_dates("geojson", collected_dates(), DECLARED, places=["osh"])
    found = features(exported)
    assert [feature.id for feature in found] == list(dates)
    for feature, date in zip(found, dates.values(), strict=True):
        said = feature.properties
        assert said["date"] == date.text
        assert contains(day(said["first_day"], -INF), day(said["last_day"], INF), date)
    assert exported.losses == []


def test_places_are_points_with_the_longitude_first() -> None:
    bodies = [happening("2017", places=["osh"]), happening("2018", places=["osh", "x", "talas"])]
    point, points = features(written("geojson", material_of(bodies, DECLARED)))
    assert point.geometry == geojson.Point((72.8, 40.53))
    assert points.geometry == geojson.MultiPoint([(72.8, 40.53), (72.24, 42.52)])
    assert [place["name"] for place in points.properties["places"]] == ["osh", "x", "talas"]


def test_what_has_no_place_to_draw_is_left_out_and_listed() -> None:
    exported = written("geojson", material_of([happening("2017", places=["x"])], DECLARED))
    assert features(exported) == []
    (loss,) = exported.losses
    assert loss[1:] == Loss("", "places", "left out", "x", "no coordinates: not in the export")[1:]


def test_the_example_log_is_drawn_where_a_place_has_coordinates(copy: Path) -> None:
    here("amend", "osh", "--coordinates", "40.53, 72.8", "-r", "known", cwd=copy)
    first = export_file(copy, "geojson")
    found = geojson.loads(first)
    assert found.is_valid
    assert export_file(copy, "geojson") == first
