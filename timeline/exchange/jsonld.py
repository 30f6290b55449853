"""Happenings as JSON-LD: events of schema.org, with their recording and correcting in PROV.

The context stands in the file, so that nobody has to fetch one. What schema.org has no term for has
terms of its own, below `urn:timeline:term:`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from timeline.base.text import masked_json
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Body, Happening, Material
from timeline.exchange.named import keys_named
from timeline.exchange.partial_dates import partial_dates

Node = dict[str, Any]

FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "`dcterms:date` as typed EDTF; `startDate` and `endDate` are the year, month or day in"
        " which it surely begins and ends, and are missing where there is none",
        "widened",
    ),
    "title": Saying("`name`"),
    "summary": Saying("`description`"),
    "status": Saying("`eventStatus` of what did not occur, and `term:status`"),
    "places": Saying("`location`"),
    "actors": Saying(
        "`organizer`, `funder`, `sponsor`, `performer`, `attendee` or `contributor`, with the role"
        " in a `Role`"
    ),
    "programs": Saying("`term:program`, with phase and effect"),
    "figures": Saying(
        "`term:figure`: `value` if it is exact, `minValue` or `maxValue` of at least and at most"
    ),
    "sources": Saying(
        "`prov:hadPrimarySource`; `term:citation` with paragraph and quote, this with an"
        " `oa:TextQuoteSelector`, from the copy of the source if one is kept"
    ),
    "tags": Saying("`keywords`"),
    "part_of": Saying("`superEvent`"),
    **{
        name: Saying(f"`term:{name}`")
        for name in (
            *("date_text", "date_basis", "dated", "kind", "outcome_of", "announced"),
            *("confidence", "note", "refs"),
        )
    },
}
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "term": "urn:timeline:term:",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{f"term:{name}": {"@type": "edtf:EDTF"} for name in ("announced", "period", "during")},
    "url": {"@type": "@id"},
}
_STATUS = {
    "planned": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
_ROLES = {
    **dict.fromkeys(("organiser", "co-organiser", "host"), "organizer"),
    **dict.fromkeys(("speaker", "trainer", "facilitator"), "performer"),
    **dict.fromkeys(("participant", "member", "beneficiary"), "attendee"),
    "funder": "funder",
    "supporter": "sponsor",
}
_ACTORS = {"person": "Person", "organisation": "Organization", "unit": "Organization"}


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The JSON of a graph, a node a line.

    Args:
        material: what is exported.
        losses: is told which dates schema.org cannot say.
    """
    yield f'{{"@context": {json.dumps(_CONTEXT)},\n"@graph": ['
    between = "\n"
    for node in _nodes(material, losses):
        yield between + masked_json(json.dumps(_tidy(node), ensure_ascii=False))
        between = ",\n"
    yield "\n]}\n"


def _tidy(node: Node) -> Node:
    return {key: value for key, value in node.items() if value or value == 0}


def _nodes(material: Material, losses: Losses) -> Iterator[Node]:
    named: dict[tuple[str, str], None] = {}
    for happening in material.happenings:
        yield _event(happening, material, losses)
        named |= dict.fromkeys(keys_named(happening))
    yield from _declared(named, material)


def _declared(named: Mapping[tuple[str, str], None], material: Material) -> Iterator[Node]:
    """What happenings name, and what this in turn is part of."""
    pending, known = list(named), set(named)
    for kind, key in pending:
        body = material.of(kind, key)
        yield {"@id": _iri(kind, key), **_NODES[kind](body, key)}
        needed = [("actor", str(one["actor"])) for one in body.get("actors", ())]
        needed += [(kind, str(body["part_of"]))] if "part_of" in body else []
        pending += [one for one in dict.fromkeys(needed) if one not in known]
        known.update(needed)


def _iri(kind: str, key: str) -> str:
    return f"urn:timeline:{kind}:{key}"


def _to(kind: str, key: str | None) -> Node | None:
    return {"@id": _iri(kind, key)} if key else None


def _event(happening: Happening, material: Material, losses: Losses) -> Node:
    row, body = happening.row, happening.body
    status = _STATUS.get(row["status"])
    node: Node = {
        "@id": _iri("event", row["id"]),
        "@type": ["Event", "prov:Entity"],
        "name": row["title"],
        "description": row["summary"],
        **_dates(row["id"], row["date"], material, losses),
        "eventStatus": {"@id": f"https://schema.org/{status}"} if status else None,
        "term:status": row["status"],
        "location": [_to("place", place["place"]) for place in row["places"]],
        "superEvent": _to("event", body.get("part_of")),
        "term:outcome_of": _to("event", body.get("outcome_of")),
        "keywords": body.get("tags"),
        "term:program": [_part(part) for part in row["programs"]],
        "term:figure": [_figure(figure) for figure in row["figures"]],
        "term:citation": [_citation(one, material) for one in body.get("sources", ())],
        "prov:hadPrimarySource": _unique(_to("source", one["source"]) for one in row["sources"]),
        "prov:wasDerivedFrom": [_record(event) for event in happening.events],
        **{
            f"term:{name}": body.get(name)
            for name in ("kind", "confidence", "date_text", "date_basis", "dated", "announced")
        },
        "term:note": body.get("note"),
        "term:refs": [_identifier(one) for one in body.get("refs", ())],
    }
    for actor in row["actors"]:
        name = _ROLES.get(actor["role"], "contributor")
        node.setdefault(name, []).append(_participation(actor, name))
    return node


def _dates(id_: str, text: str, material: Material, losses: Losses) -> Node:
    found = partial_dates(text, material.hemisphere)
    if not found.whole:
        said = [f"{name} {at}" for name, at in (("from", found.start), ("to", found.end)) if at]
        losses.add(
            id_, "date", "widened" if said else "left out", text, " ".join(said) or "dcterms:date"
        )
    return {
        "startDate": found.start,
        "endDate": found.end,
        "dcterms:date": {"@type": "edtf:EDTF", "@value": text},
    }


def _unique(nodes: Iterator[Node | None]) -> list[Node]:
    return list({node["@id"]: node for node in nodes if node}.values())


def _participation(actor: Mapping[str, Any], name: str) -> Node:
    return _tidy(
        {
            "@type": "Role",
            "roleName": actor["role"],
            name: _to("actor", actor["actor"]),
            "term:capacity": actor["capacity"],
            "term:for": _to("actor", actor["for"]),
            "term:effect": actor["effect"],
        }
    )


def _part(part: Mapping[str, Any]) -> Node:
    said = {"term:phase": part["phase"], "term:effect": part["effect"]}
    return _tidy({"@type": "term:Part", "term:of": _to("program", part["program"]), **said})


_VALUES = {"exact": "value", "at-least": "minValue", "at-most": "maxValue"}


def _figure(figure: Mapping[str, Any]) -> Node:
    name = _VALUES.get(figure["bound"], "term:about")
    said = {
        "@type": "PropertyValue",
        "name": figure["measure"],
        name: figure["value"],
        "unitText": figure["unit"],
        "term:type": figure["type"],
        "term:by": [{"name": key, "value": value} for key, value in (figure["by"] or {}).items()],
    }
    return _tidy(said)


def _citation(cited: Body, material: Material) -> Node:
    source = _to("source", cited["source"])
    if "quote" not in cited:
        said = {"@type": "term:Citation", "term:of": source, "term:at": cited.get("at")}
        return _tidy(said)
    return _tidy(
        {
            "@type": ["term:Citation", "oa:SpecificResource"],
            "term:of": source,
            "term:at": cited.get("at"),
            "term:quote": cited["quote"],
            "oa:hasSource": source,
            "oa:hasSelector": _selector(cited, material),
        }
    )


def _selector(cited: Body, material: Material) -> Node:
    """The place of a quote in the copy of its source, else as the citation says it."""
    said = {name: cited.get(name) for name in ("prefix", "suffix")}
    place: Body = material.place_of(cited) or {"exact": cited["quote"], **said}
    found = {f"oa:{name}": place.get(name) for name in ("exact", "prefix", "suffix")}
    return _tidy({"@type": "oa:TextQuoteSelector", **found})


def _record(event: Body) -> Node:
    """An event of the log as it was recorded: what a happening, as it stands, is derived from."""
    recorded = event["recorded"]
    after = [{"@id": _iri("record", one)} for one in event.get("after", ())]
    return _tidy(
        {
            "@id": _iri("record", event["id"]),
            "@type": ["prov:Entity", f"term:{str(event['event']).capitalize()}"],
            "prov:generatedAtTime": {"@type": "xsd:dateTime", "@value": recorded["at"]},
            "prov:wasAttributedTo": {"@type": "prov:Agent", "name": recorded["by"]},
            "prov:wasRevisionOf": after,
            "term:reason": event.get("reason"),
        }
    )


def _identifier(one: Mapping[str, str]) -> Node:
    return {"@type": "PropertyValue", "propertyID": one["scheme"], "value": one["id"]}


def _names(body: Body) -> list[object]:
    return [
        one
        if isinstance(one, str)
        else _tidy({"@value": one["name"], "@language": one.get("lang")})
        for one in body.get("names", ())
    ]


def _named(body: Body, key: str) -> Node:
    return {
        "name": body.get("name", key),
        "alternateName": _names(body),
        "identifier": [
            _identifier(one) for one in (*body.get("identifiers", ()), *body.get("refs", ()))
        ],
        "term:type": body.get("type"),
    }


def _actor(body: Body, key: str) -> Node:
    of = "memberOf" if body.get("type") == "person" else "parentOrganization"
    return {
        "@type": [_ACTORS.get(body.get("type", ""), "Thing"), "prov:Agent"],
        **_named(body, key),
        of: _to("actor", body.get("part_of")),
    }


def _place(body: Body, key: str) -> Node:
    latitude, _, longitude = str(body.get("coordinates", "")).partition(",")
    geo = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude.strip()}
    return {
        "@type": "Place",
        **_named(body, key),
        "geo": geo if longitude else None,
        "containedInPlace": _to("place", body.get("part_of")),
    }


def _program(body: Body, key: str) -> Node:
    return {
        "@type": "Project",
        **_named(body, key),
        "term:status": body.get("status"),
        "term:period": body.get("period"),
        "term:part_of": _to("program", body.get("part_of")),
        "term:actor": [
            {"@type": "Role", "roleName": one["role"], "term:actor": _to("actor", one["actor"])}
            for one in body.get("actors", ())
        ],
    }


def _source(body: Body, key: str) -> Node:
    published = body.get("published")
    said = partial_dates(published) if published else None
    return {
        "@type": ["CreativeWork", "prov:Entity"],
        "name": body.get("title", key),
        "publisher": {"@type": "Thing", "name": body["publisher"]} if "publisher" in body else None,
        "datePublished": said.start if said and said.start == said.end else None,
        "dcterms:issued": {"@type": "edtf:EDTF", "@value": published} if published else None,
        "url": body.get("url"),
        "inLanguage": body.get("language"),
        "term:sha256": body.get("sha256"),
    }


_NODES: Mapping[str, Callable[[Body, str], Node]] = {
    "actor": _actor,
    "place": _place,
    "program": _program,
    "source": _source,
}
