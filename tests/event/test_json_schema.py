import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from timeline.event import json_schema
from timeline.event.document import Document, event_of, read_yaml
from timeline.event.schema import build, fields_of
from timeline.event.types import CORRECTIONS, DECLARATIONS, TYPES
from timeline.log import folder

from support.bodies import EVENTS, SAID
from support.running import ROOT, here

HEAD = {
    "schema": "1",
    "id": "0" * 16,
    "recorded": {"at": "2026-11-22T09:30:00.000000Z", "by": "Aida"},
}
VISIT = {**HEAD, "event": "happening", "date": "2017-22", "kind": "visit", "title": "A visit"}
AMENDMENT = {**HEAD, "event": "amendment", "amends": "0" * 16, "after": ["0" * 16], "reason": "x"}


@cache
def validator(*, stored: bool) -> jsonschema.Draft202012Validator:
    found = json_schema.of_stored() if stored else json_schema.of_offered()
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def accepts(body: object, *, stored: bool = True) -> bool:
    valid: bool = validator(stored=stored).is_valid(body)
    return valid


def test_it_has_the_keys_of_every_event_and_what_each_means() -> None:
    found: Any = json_schema.of_stored()
    for name, cls in TYPES.items():
        definition = found["$defs"][name]
        fields = fields_of(cls).values()
        assert list(definition["properties"]) == [field.name for field in fields]
        assert definition["required"] == [field.name for field in fields if field.required]
        assert all(part["description"] for part in definition["properties"].values())


def test_what_is_offered_has_neither_corrections_nor_what_the_log_gives() -> None:
    found: Any = json_schema.of_offered()
    events = [part["$ref"].rpartition("/")[2] for part in found["oneOf"]]
    assert events == ["happening", *DECLARATIONS]
    assert not set(CORRECTIONS) & set(found["$defs"])
    assert "Recorded" not in found["$defs"]
    assert not {"id", "schema", "recorded"} & set(found["$defs"]["happening"]["properties"])


def test_the_events_of_the_example_log_are_valid() -> None:
    files = [file for file in (ROOT / "events").rglob("*.yaml") if file.name != folder.SETTINGS]
    assert len(files) > 50
    for file in files:
        (document,), faults = read_yaml(file.read_text(encoding="utf-8"), str(file))
        assert not faults
        assert list(validator(stored=True).iter_errors(document.body)) == [], file


@given(EVENTS)
def test_what_the_check_of_events_accepts_is_valid(body: Mapping[str, object]) -> None:
    made, _ = build(TYPES[str(body["event"])], body)
    assert made is None or accepts(body)


@given(SAID)
def test_what_can_be_added_is_valid(said: Mapping[str, object]) -> None:
    body = {key: value for key, value in said.items() if value}
    assert accepts(body, stored=False)
    del body["event"]
    assert accepts(body, stored=False)


@pytest.mark.parametrize(
    "more",
    [
        {"date": "2017~/2018?", "announced": "[..2017-03]"},
        {"date": "Y-17E7"},
        {"kind": "обучение", "places": ["bishkek"], "tags": ["a", "б"]},
        {"programs": [{"program": "p", "effect": "starts"}, {"program": "q", "effect": ["ends"]}]},
        {"figures": [{"measure": "x", "value": "-12.5", "by": {"sex": "female"}}]},
        {"refs": [{"scheme": "iati", "id": "XM-1"}], "part_of": "0" * 16},
        {"summary": "two\nlines"},
    ],
)
def test_all_forms_of_values_are_valid(more: dict[str, object]) -> None:
    body = {**VISIT, **more}
    assert build(TYPES["happening"], body)[1] == []
    assert accepts(body)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {**VISIT, "event": "hapening"},
        {**VISIT, "colour": "red"},
        {key: value for key, value in VISIT.items() if key != "title"},
        {**VISIT, "title": "two\nlines"},
        {**VISIT, "title": " "},
        {**VISIT, "title": "x" * 1001},
        {**VISIT, "date": "summer 2017"},
        {**VISIT, "status": "done"},
        {**VISIT, "kind": "a=b"},
        {**VISIT, "places": "bishkek"},
        {**VISIT, "places": ["Bishkek"]},
        {**VISIT, "actors": [{"actor": "a"}]},
        {**VISIT, "actors": [{"actor": "a", "role": "partner", "phase": "x"}]},
        {**VISIT, "programs": [{"program": "p", "effect": "begins"}]},
        {**VISIT, "figures": [{"measure": "x", "value": "1,000"}]},
        {**VISIT, "figures": [{"measure": "x", "value": "1", "by": {"sex": ["f"]}}]},
        {**VISIT, "id": "short"},
        {**VISIT, "schema": "2"},
        {**VISIT, "recorded": {"at": "2026", "by": "Aida"}},
        {**HEAD, "event": "place", "place": "x", "name": "X", "coordinates": "91, 0"},
        {**HEAD, "event": "actor", "actor": "x", "name": "X", "names": [{"lang": "en"}]},
        AMENDMENT,
        {**AMENDMENT, "set": {"colour": "red"}},
        {**AMENDMENT, "set": {"id": "x"}},
        {**AMENDMENT, "unset": ["event"]},
    ],
)
def test_what_the_check_of_events_refuses_is_not_valid(body: object) -> None:
    if isinstance(body, dict) and body.get("event") in TYPES:
        assert event_of(Document(body))[1]
    assert not accepts(body)


def test_a_settled_fork_and_a_change_are_valid_amendments() -> None:
    assert accepts({**AMENDMENT, "after": ["0" * 16, "1" * 16]})
    assert accepts({**AMENDMENT, "set": {"title": "New"}, "unset": ["summary"]})


@pytest.mark.parametrize(
    "body",
    [
        {"date": "summer 2017", "kind": "visit", "title": "A visit"},
        {"date": 2017, "kind": "visit", "title": 1984},
        {
            "date": "2017",
            "kind": "visit",
            "title": "x",
            "places": ["Bishkek City"],
            "figures": [{"measure": "people", "value": 12.5}],
            "actors": [{"actor": "Ministry of Interior", "role": "co-host"}],
        },
        {"event": "source", "source": "s-1", "title": "A release", "paragraphs": 12},
        {"event": "program", "program": "p", "name": "P", "sequential": True},
    ],
)
def test_names_words_and_numbers_may_be_offered(body: object) -> None:
    assert accepts(body, stored=False)


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "visit", "title": "A visit"},
        {"date": "2017", "kind": "visit", "title": "x", "id": "0" * 16},
        {"event": "actor", "name": "X"},
        {"actor": "x", "name": "X"},
        AMENDMENT,
    ],
)
def test_what_cannot_be_added_is_not_valid(body: object) -> None:
    assert not accepts(body, stored=False)


def test_the_command_prints_it_without_a_log(tmp_path: Path) -> None:
    ran = here("schema", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == json_schema.of_offered()
    assert here("schema", "--stored", cwd=tmp_path).json == json_schema.of_stored()


def test_the_command_writes_it_to_a_file_and_says_how_to_use_it(tmp_path: Path) -> None:
    ran = here("schema", "-o", "event.schema.json", cwd=tmp_path)
    assert ran.err == (
        "written to event.schema.json\n"
        "put this at the head of a file for `timeline add --file`:\n"
        "  # yaml-language-server: $schema=event.schema.json\n"
    )
    assert json.loads((tmp_path / "event.schema.json").read_text()) == json_schema.of_offered()
    assert here("schema", "-q", "-o", "event.schema.json", cwd=tmp_path).err == ""


def test_the_page_on_the_format_tells_of_it() -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    assert "`timeline schema --stored`" in page
    assert "# yaml-language-server: $schema=event.schema.json" in page
