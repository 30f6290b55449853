"""Happenings as entities of FollowTheMoney (https://followthemoney.tech), one a line.

Dates there are a year, a month or a day; what is no such date is in words in the description.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from timeline.base.text import masked_json
from timeline.exchange.in_words import IN_WORDS, date_in_words, describe
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Body, Happening, Material
from timeline.exchange.named import keys_named
from timeline.exchange.partial_dates import partial_dates

Entity = dict[str, Any]
_WORDS = "`description`"
FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "`date` of a year, a month or a day; else `startDate` and `endDate`, the year, month or day"
        " in which it surely begins and ends, missing where there is none from 1000 to 2999; in"
        f" words in {_WORDS}",
        "widened",
    ),
    "title": Saying("`name`"),
    "summary": Saying("`summary`"),
    "status": Saying("`name`, unless it occurred", "in words"),
    "kind": Saying("`keywords`"),
    "tags": Saying("`keywords`"),
    "note": Saying("`notes`"),
    "places": Saying("`location`; `addressEntity`, an `Address`"),
    **{name: Saying(_WORDS, "in words") for name in IN_WORDS},
    "actors": Saying(
        "`organizer`, `involved`: `Organization`, `Person` or `LegalEntity`; roles and offices in"
        f" {_WORDS}",
        "in words",
    ),
    "programs": Saying(f"`program`, a `Project`; phases in {_WORDS}", "in words"),
    "sources": Saying(f"`proof`, an `Article`; paragraphs in {_WORDS}", "in words"),
}
_YEARS = (1000, 2999)
"""The years that its library reads."""
_ORGANISERS = ("organiser", "co-organiser", "host")
_SCHEMAS = {"person": "Person", "organisation": "Organization", "unit": "Organization"}
_IDENTIFIERS = {"wikidata": "wikidataId", "lei": "leiCode", "permid": "permId"}


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The lines of a file of entities: happenings, then what they name.

    Args:
        material: what is exported.
        losses: is told what entities cannot say.
    """
    named: dict[tuple[str, str], None] = {}
    for happening in material.happenings:
        named |= dict.fromkeys(keys_named(happening))
        yield _line(_event(happening, material, losses))
        losses.note_fields(happening.body, FIELDS)
    pending = list(named)
    for kind, key in pending:
        body = material.of(kind, key)
        for entity in _ENTITIES[kind](body, key, losses):
            yield _line(entity)
        for more in _needed(kind, body):
            if more not in named:
                named[more] = None
                pending.append(more)


def _needed(kind: str, body: Body) -> Iterator[tuple[str, str]]:
    if kind == "actor" and "part_of" in body:
        yield kind, str(body["part_of"])
    if kind == "program":
        yield from (("actor", str(one["actor"])) for one in body.get("actors", ()))


def _line(entity: Entity) -> str:
    said = {name: value for name, value in entity["properties"].items() if any(value)}
    return masked_json(json.dumps({**entity, "properties": said}, ensure_ascii=False)) + "\n"


def _entity(kind: str, key: str, schema: str, **properties: object) -> Entity:
    """An entity; a property has a list of texts, of which empty ones are left out."""
    listed = {
        name: [str(one) for one in (value if isinstance(value, list) else [value]) if one]
        for name, value in properties.items()
    }
    return {"id": _id(kind, key), "schema": schema, "properties": listed}


def _id(kind: str, key: str) -> str:
    return f"timeline-{kind}-{key}"


def _event(happening: Happening, material: Material, losses: Losses) -> Entity:
    row, body = happening.row, happening.body
    occurred = row["status"] == "occurred"
    organisers = [one["actor"] for one in row["actors"] if one["role"] in _ORGANISERS]
    involved = [one["actor"] for one in row["actors"] if one["role"] not in _ORGANISERS]
    involved += [one["for"] for one in row["actors"] if one["for"]]
    return _entity(
        "event",
        row["id"],
        "Event",
        name=row["title"] if occurred else f"{row['title']} ({row['status']})",
        **_dates(row, material, losses),
        summary=row["summary"],
        description=describe(happening, material),
        keywords=[row["kind"], *body.get("tags", ())],
        notes=body.get("note"),
        recordId=row["id"],
        location=[place["name"] for place in row["places"]],
        addressEntity=[_id("place", place["place"]) for place in row["places"]],
        organizer=_ids("actor", organisers),
        involved=_ids("actor", involved),
        proof=_ids("source", [one["source"] for one in row["sources"]]),
        sourceUrl=list(
            dict.fromkeys(
                material.of("source", one["source"]).get("url", "") for one in row["sources"]
            )
        ),
        program=[part["name"] for part in row["programs"]],
        modifiedAt=max(str(one["recorded"]["at"]) for one in happening.events)[:10],
    )


def _ids(kind: str, keys: list[str]) -> list[str]:
    return [_id(kind, key) for key in dict.fromkeys(keys)]


def _dates(row: Mapping[str, Any], material: Material, losses: Losses) -> dict[str, str | None]:
    found = partial_dates(row["date"], material.hemisphere, _YEARS)
    if not found.whole:
        said = [f"{name} {at}" for name, at in (("from", found.start), ("to", found.end)) if at]
        words = date_in_words(row, material.hemisphere)
        outcome = "widened" if said else "in words"
        losses.add(row["id"], "date", outcome, row["date"], " ".join(said) or words)  # type: ignore[arg-type]
    if found.start == found.end:
        return {"date": found.start}
    return {"startDate": found.start, "endDate": found.end}


def _actor(body: Body, key: str, losses: Losses) -> Iterator[Entity]:
    identifiers: dict[str, list[str]] = {}
    for one in body.get("identifiers", ()):
        name = _IDENTIFIERS.get(one["scheme"].casefold())
        if name:
            identifiers.setdefault(name, []).append(one["id"])
        else:
            told = f"{one['scheme']} {one['id']}"
            losses.add(str(body["id"]), "identifiers", "left out", told)
    yield _entity(
        "actor",
        key,
        _SCHEMAS.get(body.get("type", ""), "LegalEntity"),
        name=body.get("name", key),
        alias=_names(body),
        abbreviation=body.get("short"),
        parent=_id("actor", str(body["part_of"])) if "part_of" in body else None,
        **identifiers,
    )


def _names(body: Body) -> list[str]:
    return [one if isinstance(one, str) else one["name"] for one in body.get("names", ())]


def _place(body: Body, key: str, _: Losses) -> Iterator[Entity]:
    latitude, _comma, longitude = str(body.get("coordinates", "")).partition(",")
    name = body.get("name", key)
    yield _entity(
        *("place", key, "Address"),
        name=name,
        full=name,
        alias=_names(body),
        latitude=latitude,
        longitude=longitude.strip(),
    )


def _program(body: Body, key: str, losses: Losses) -> Iterator[Entity]:
    period = body.get("period")
    found = partial_dates(period, years=_YEARS) if period else None
    if found and not found.whole:
        losses.add(str(body["id"]), "period", "widened", str(period))
    yield _entity(
        *("program", key, "Project"),
        name=body.get("name", key),
        alias=_names(body),
        status=body.get("status"),
        startDate=found and found.start,
        endDate=found and found.end,
        projectId=[one["id"] for one in body.get("refs", ()) if one["scheme"] == "iati"],
    )
    for one in body.get("actors", ()):
        yield _entity(
            *("participant", f"{key}-{one['actor']}-{one['role']}", "ProjectParticipant"),
            project=_id("program", key),
            participant=_id("actor", one["actor"]),
            role=one["role"],
        )


def _source(body: Body, key: str, losses: Losses) -> Iterator[Entity]:
    published = body.get("published")
    found = partial_dates(published, years=_YEARS) if published else None
    at = found.start if found and found.start == found.end else None
    if published and at != published:
        losses.add(str(body["id"]), "published", "widened" if at else "left out", str(published))
    yield _entity(
        *("source", key, "Article"),
        name=body.get("title", key),
        title=body.get("title", key),
        publisher=body.get("publisher"),
        publishedAt=at,
        sourceUrl=body.get("url"),
    )


_ENTITIES: Mapping[str, Callable[[Body, str, Losses], Iterator[Entity]]] = {
    "actor": _actor,
    "place": _place,
    "program": _program,
    "source": _source,
}
