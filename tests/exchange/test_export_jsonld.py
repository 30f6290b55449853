"""JSON-LD that is exported: read by rdflib, without a network."""

import warnings
from pathlib import Path
from typing import Any
from unittest import mock

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF

from timeline import Log
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
from support.running import here

SCHEMA = Namespace("https://schema.org/")
TERM = Namespace("urn:timeline:term:")
OA = Namespace("http://www.w3.org/ns/oa#")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


def graph(data: bytes) -> Graph:
    no_network = mock.patch("socket.socket", side_effect=AssertionError("no network"))
    with no_network, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the library warns of itself
        return Graph().parse(data=data, format="json-ld")


def event(id_: str) -> URIRef:
    return URIRef(f"urn:timeline:event:{id_}")


def partial(text: Any, missing: float, *, end: bool) -> float:
    """The first or the last day of a year, a month or a day."""
    if text is None:
        return missing
    year, *rest = map(int, str(text).split("-"))
    month = rest[0] if rest else 12 if end else 1
    last = days_in_month(year, month) if end else 1
    return day_number(year, month, rest[1] if len(rest) > 1 else last)


def test_no_date_becomes_sharper() -> None:
    exported, dates = of_dates("jsonld", collected_dates())
    found = graph(exported.data)
    for id_, date in dates.items():
        assert found.value(event(id_), DCTERMS.date) == Literal(date.text, datatype=EDTF)
        start, end = (found.value(event(id_), SCHEMA[name]) for name in ("startDate", "endDate"))
        first, last = partial(start, -INF, end=False), partial(end, INF, end=True)
        assert contains(first, last, date), date
        # Neither a start nor an end is said to be earlier or later than it may be.
        assert partial(start, INF, end=True) >= date.tested.latest_start, date
        assert partial(end, -INF, end=False) <= date.tested.earliest_end, date
        assert exported.lost(id_) or (first, last) == date.tested[::3], date


def test_what_happened_is_told_with_roles_figures_and_citations() -> None:
    body = happening(
        "2017-06",
        status="cancelled",
        actors=[{"actor": "unodc", "role": "host", "capacity": "Head", "for": "un"}],
        figures=[
            {"measure": "cars", "value": 3, "bound": "at-least"},
            {"measure": "men", "value": 5, "bound": "about"},
        ],
        sources=[{"source": "news", "at": "para 3", "quote": "It was."}],
        places=["osh"],
    )
    declared = {
        "place": {"osh": {"name": "Osh", "coordinates": "40.53, 72.8", "part_of": "kg"}},
        "source": {"news": {"title": "News", "published": "2017-07-01"}},
        "actor": {"unodc": {"name": "UNODC", "type": "organisation"}},
    }
    exported = written("jsonld", material_of([body], declared))
    found = graph(exported.data)
    (one,) = found.subjects(RDF.type, SCHEMA.Event)
    assert found.value(one, SCHEMA.eventStatus) == SCHEMA.EventCancelled
    role = found.value(one, SCHEMA.organizer)
    assert found.value(role, SCHEMA.organizer) == URIRef("urn:timeline:actor:unodc")
    assert str(found.value(role, TERM.capacity)) == "Head"
    figures = {
        str(found.value(figure, SCHEMA.name)): figure for figure in found.objects(one, TERM.figure)
    }
    assert found.value(figures["cars"], SCHEMA.minValue) == Literal(3)
    assert found.value(figures["men"], SCHEMA.value) is None
    source = URIRef("urn:timeline:source:news")
    assert found.value(one, PROV.hadPrimarySource) == source
    assert str(found.value(source, SCHEMA.datePublished)) == "2017-07-01"
    assert str(found.value(found.value(one, TERM.citation), TERM["quote"])) == "It was."
    osh = found.value(one, SCHEMA.location)
    assert found.value(osh, SCHEMA.containedInPlace) == URIRef("urn:timeline:place:kg")
    assert (URIRef("urn:timeline:place:kg"), RDF.type, SCHEMA.Place) in found
    assert [loss for loss in exported.losses if loss.field != "date"] == []


def test_recording_and_correcting_are_told_in_prov(copy: Path) -> None:
    found = graph(export_file(copy, "jsonld"))
    listed = here("list", "--format", "json", cwd=copy).json
    assert len(set(found.subjects(RDF.type, SCHEMA.Event))) == len(listed)
    for row in listed:
        records = set(found.objects(event(row["id"]), PROV.wasDerivedFrom))
        recorded = URIRef(f"urn:timeline:record:{row['id']}")
        at = found.value(recorded, PROV.generatedAtTime)
        assert recorded in records
        assert isinstance(at, Literal)
        assert at.toPython().isoformat(timespec="microseconds")[:26] == row["recorded_at"][:26]
        amendments = [one for one in records if (one, RDF.type, TERM.Amendment) in found]
        assert len(amendments) >= row["amended"]
        for one in amendments:
            assert found.value(one, TERM.reason)
            assert found.value(one, PROV.wasRevisionOf) in records
    assert export_file(copy, "jsonld") == export_file(copy, "jsonld")


def quotes(found: Graph) -> list[dict[str, str]]:
    """The selectors of quotes."""
    listed = []
    for selector in found.subjects(RDF.type, OA.TextQuoteSelector):
        (cited,) = found.subjects(OA.hasSelector, selector)
        assert (cited, RDF.type, OA.SpecificResource) in found
        said = {"source": str(found.value(cited, OA.hasSource))}
        for name in ("exact", "prefix", "suffix"):
            if (value := found.value(selector, OA[name])) is not None:
                said[name] = str(value)
        listed.append(said)
    return sorted(listed, key=lambda one: (one["exact"], one.get("prefix", "")))


def test_a_quote_has_a_selector_of_web_annotations(fresh: Path) -> None:
    (fresh / "release.txt").write_text("A release\n\nThe police came. The police went home.\n")
    log = Log(fresh / "events", by="Aida")
    log.declare("source", "A release", key="release")
    sources = [
        {"source": "release", "quote": "police  ... home"},
        {"source": "release", "quote": "The police"},
        {"source": "release", "quote": "The police", "prefix": "came."},
        {"source": "release", "at": "para 1"},
    ]
    log.append({"date": "2017", "kind": "visit", "title": "A visit", "sources": sources})
    source = "urn:timeline:source:release"
    before = quotes(graph(log.export("jsonld")[0]))
    assert before == [
        {"source": source, "exact": "The police"},
        {"source": source, "exact": "The police", "prefix": "came."},
        {"source": source, "exact": "police  ... home"},
    ]
    log.archive("release", fresh / "release.txt")
    found = quotes(graph(log.export("jsonld")[0]))
    assert found == [
        {"source": source, "exact": "The police"},
        {
            "source": source,
            "exact": "The police",
            "prefix": "A release\nThe police came. ",
            "suffix": " went home.",
        },
        {
            "source": source,
            "exact": "police went home",
            "prefix": "A release\nThe police came. The ",
            "suffix": ".",
        },
    ]
