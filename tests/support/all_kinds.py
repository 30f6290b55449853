"""Documents of every kind of event, mostly right."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from timeline.event import document
from timeline.event.schema import Choice, Many, Record, Scalar, fields_of
from timeline.event.types import TYPES

from support.bodies import KEYS, LINES, MAPS, RECORDED, TEXTS

ID = st.from_regex(r"[0-9a-hjkmnp-tv-z]{16}", fullmatch=True)
DATE = st.sampled_from(["2017-22", "2017/..", "[..2018]", "2017-01-05", "2017-02-30", "summer"])
OF_KIND: Mapping[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "line": LINES,
    "key": KEYS,
    "word": st.sampled_from(["visit", "co-organiser", "участник", "a, b"]),
    "id": ID,
    "edtf": DATE,
    "instant": st.sampled_from(["2026-11-22T09:30:00.000000Z", "2026-11-32T09:30:00.000000Z"]),
    "number": st.sampled_from(["1", "-2.50", "1e3", "٣"]),
    "count": st.sampled_from(["1", "012", "-1"]),
    "sha256": st.sampled_from(["0" * 64, "0" * 63]),
    "coordinates": st.sampled_from(["42.87, 74.59", "95, 0"]),
}
VALUES: st.SearchStrategy[Any] = st.recursive(
    LINES | TEXTS | st.sampled_from(["", "\ud800", "\x1b", "cafe\u0301", "\n\u0301", "x" * 1001]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(LINES, part, max_size=3),
    max_leaves=5,
)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, object]:
    """Documents of every kind of event, mostly right, with ids that belong to them."""
    name = draw(st.sampled_from(sorted(TYPES)))
    said = draw(of_type(TYPES[name]))
    said |= {"event": name, "schema": "1", "recorded": {**RECORDED}}
    if draw(st.integers(0, 3)) == 0:
        said[draw(st.sampled_from([*fields_of(TYPES[name]), "other"]))] = draw(VALUES)
    if name == "amendment" and draw(st.integers(0, 3)):
        known = st.sampled_from(["title", "summary", "note", "by", "actors", "id", "titel"])
        said["set"] = draw(st.dictionaries(known, VALUES, min_size=1, max_size=3))
    body = document.tidy_map(said)
    body.pop("id", None)
    return {**body, "id": document.id_of(document.digest(body))}


@st.composite
def of_type(draw: st.DrawFn, cls: type) -> dict[str, Any]:
    found = {}
    for field in fields_of(cls).values():
        if field.required or draw(st.integers(0, 4)) == 0:
            found[field.name] = draw(of_shape(field.shape))
    return found


def of_shape(shape: Any) -> st.SearchStrategy[Any]:
    match shape:
        case Scalar(must_be):
            return OF_KIND[must_be.kind]
        case Choice(values):
            return st.sampled_from(values)
        case Many(item):
            return st.lists(of_shape(item), max_size=3)
        case Record(cls):
            return of_type(cls) | (LINES if shape.short else st.nothing())
    return MAPS
