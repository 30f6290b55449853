"""Happenings as GeoJSON (RFC 7946): points where places of them have coordinates."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline.base import days
from timeline.base.text import masked_json
from timeline.exchange.in_words import date_in_words
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Happening, Material
from timeline.exchange.outer_days import outer_days

FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "`date` (EDTF), `when` in words, and the days within which it lies: `first_day`,"
        " `last_day`, null where there is none"
    ),
    "places": Saying(
        "`geometry`: a point each that has coordinates; names in `places`. A happening without any"
        " such place is left out"
    ),
    **{
        name: Saying("a property of its name")
        for name in (
            *("date_text", "date_basis", "dated", "kind", "status", "title", "summary", "part_of"),
            *("outcome_of", "announced", "actors", "programs", "figures", "sources", "confidence"),
            *("note", "refs", "tags"),
        )
    },
}
_FIELDS_OF_ROW = (
    *("kind", "status", "title", "summary", "places", "actors", "programs", "figures", "sources"),
    *("confidence", "recorded_at", "recorded_by", "amended"),
)


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The JSON of a collection of features, one a line.

    Args:
        material: what is exported.
        losses: is told which happenings have no place that can be drawn.
    """
    yield '{"type": "FeatureCollection", "features": ['
    between = "\n"
    for happening in material.happenings:
        row = happening.row
        points = [point for place in row["places"] if (point := _point(place["place"], material))]
        if not points:
            names = "; ".join(place["name"] for place in row["places"])
            losses.add(row["id"], "places", "left out", names, "no coordinates: not in the export")
            continue
        feature = {
            "type": "Feature",
            "id": row["id"],
            "geometry": _geometry(points),
            "properties": _properties(happening, material),
        }
        yield between + masked_json(json.dumps(feature, ensure_ascii=False))
        between = ",\n"
    yield "\n]}\n"


def _point(key: str, material: Material) -> list[float] | None:
    """Longitude and latitude of a place, in this order (RFC 7946, 3.1.1)."""
    coordinates = material.of("place", key).get("coordinates")
    if not coordinates:
        return None
    latitude, longitude = (float(part) for part in str(coordinates).split(","))
    return [longitude, latitude]


def _geometry(points: Sequence[list[float]]) -> Mapping[str, object]:
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def _properties(happening: Happening, material: Material) -> dict[str, Any]:
    row, body = happening.row, happening.body
    outer = outer_days(row["date"], material.hemisphere)
    others = (name for name in FIELDS if name in body and name not in (*_FIELDS_OF_ROW, "date"))
    return {
        "date": row["date"],
        "when": date_in_words(row, material.hemisphere),
        "first_day": None if outer.first is None else days.iso(outer.first),
        "last_day": None if outer.last is None else days.iso(outer.last),
        **{name: row[name] for name in _FIELDS_OF_ROW},
        **{name: body[name] for name in others},
    }
