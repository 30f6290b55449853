"""Entities of FollowTheMoney that are exported: checked against its model where it is installed."""

import json
from pathlib import Path
from typing import Any

import pytest

from timeline.base.days import day_number, days_in_month

from support.exports import (
    INF,
    collected_dates,
    contains,
    export_file,
    material_of,
    of_dates,
    written,
)
from support.helpers import happening


def entities(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().splitlines()]


def checked(data: bytes) -> list[dict[str, Any]]:
    """The entities, all of which the model takes, with every property as it is."""
    model = pytest.importorskip("followthemoney").model
    found = entities(data)
    ids = {entity["id"] for entity in found}
    assert len(ids) == len(found)
    for entity in found:
        schema = model.get(entity["schema"])
        assert schema.validate({"properties": entity["properties"]}) is None
        proxy = model.get_proxy(entity)
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None, name
            assert set(proxy.get(name)) == set(values), (name, values)
            for value in values:
                assert prop.type.clean(value) == value or prop.type.name == "url", (name, value)
                if prop.type.name == "entity":
                    assert value in ids
                    target = next(one for one in found if one["id"] == value)
                    assert model.get(target["schema"]).is_a(prop.range), (name, target)
    return found


def partial(texts: list[str], missing: float, *, end: bool) -> float:
    if not texts:
        return missing
    year, *rest = map(int, texts[0].split("-"))
    month = rest[0] if rest else 12 if end else 1
    last = days_in_month(year, month) if end else 1
    return day_number(year, month, rest[1] if len(rest) > 1 else last)


def test_no_date_becomes_sharper() -> None:
    exported, dates = of_dates("ftm", collected_dates())
    found = {entity["properties"]["recordId"][0]: entity for entity in checked(exported.data)}
    for id_, date in dates.items():
        said = found[id_]["properties"]
        start = said.get("startDate", said.get("date", []))
        end = said.get("endDate", said.get("date", []))
        first, last = partial(start, -INF, end=False), partial(end, INF, end=True)
        assert contains(first, last, date), date
        assert partial(start, INF, end=True) >= date.tested.latest_start, date
        assert partial(end, -INF, end=False) <= date.tested.earliest_end, date
        assert exported.lost(id_) or (first, last) == date.tested[::3], date


def test_the_example_log_is_as_the_model_has_it(copy: Path) -> None:
    found = checked(export_file(copy, "ftm"))
    assert {entity["schema"] for entity in found} >= {"Event", "Organization", "Project", "Article"}
    assert export_file(copy, "ftm") == export_file(copy, "ftm")


def test_what_happenings_name_stands_beside_them() -> None:
    body = happening(
        "2017-22",
        status="planned",
        actors=[{"actor": "aida", "role": "host", "for": "un"}, {"actor": "x", "role": "guest"}],
        programs=[{"program": "strive"}],
        sources=[{"source": "news"}],
        places=["osh"],
    )
    declared: dict[str, dict[str, dict[str, Any]]] = {
        "actor": {
            "aida": {"id": "a1", "name": "Aida", "type": "person", "names": ["A."]}
            | {"identifiers": [{"scheme": "wikidata", "id": "Q42"}, {"scheme": "tax", "id": "7"}]},
            "un": {"name": "UN", "type": "organisation", "part_of": "world"},
            "world": {"name": "World", "type": "organisation"},
        },
        "program": {"strive": {"name": "STRIVE", "actors": [{"actor": "un", "role": "funder"}]}},
        "place": {"osh": {"name": "Osh", "coordinates": "40.53, 72.8"}},
        "source": {"news": {"title": "News", "published": "2017-07-01", "publisher": "UN"}},
    }
    exported = written("ftm", material_of([body], declared))
    found = {entity["id"]: entity for entity in checked(exported.data)}
    (event,) = (one for one in found.values() if one["schema"] == "Event")
    assert event["properties"]["name"] == ["A visit (planned)"]
    assert event["properties"]["date"] == ["2017"]
    assert event["properties"]["organizer"] == ["timeline-actor-aida"]
    assert event["properties"]["involved"] == ["timeline-actor-x", "timeline-actor-un"]
    assert found["timeline-actor-aida"]["schema"] == "Person"
    assert found["timeline-actor-aida"]["properties"]["wikidataId"] == ["Q42"]
    assert found["timeline-actor-x"]["schema"] == "LegalEntity"
    assert found["timeline-actor-un"]["properties"]["parent"] == ["timeline-actor-world"]
    assert found["timeline-place-osh"]["properties"]["latitude"] == ["40.53"]
    assert found["timeline-participant-strive-un-funder"]["properties"]["role"] == ["funder"]
    assert found["timeline-source-news"]["properties"]["publishedAt"] == ["2017-07-01"]
    lost = {(loss.id, loss.field): loss.outcome for loss in exported.losses}
    assert lost["a1", "identifiers"] == "left out"
    assert lost[event["properties"]["recordId"][0], "date"] == "widened"
