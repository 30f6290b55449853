"""What an event says, in words: as it was recorded, whatever was corrected since."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.projection.lookup import name_of
from timeline.projection.settings import hemisphere_of
from timeline.showing.report.dates import date_in_words, read
from timeline.showing.report.words import (
    figure,
    one_line,
    participants,
    place_in_source,
    program,
    sentence,
)
from timeline.views.parts import ActorItem, FigureItem, ProgramItem

Body = Mapping[str, Any]


class Facts(NamedTuple):
    """What an event is called, when it was, and what else it says, each with a label."""

    title: str
    date: str
    said: tuple[tuple[str, str], ...]


def facts_of(db: sqlite3.Connection, body: Body) -> Facts:
    """The words of an event.

    Args:
        db: the projection of its log, which has the names of what the event names.
        body: of the event, as it was recorded.
    """
    if body["event"] == "happening":
        date = read(body["date"], hemisphere_of(db))
        words = sentence(date_in_words(date)) if date else ""
        said = tuple((label, text) for label, text in _happening(db, body) if text)
        return Facts(one_line(body["title"]), words, said)
    title = body.get("name") or body.get("title") or body.get(body["event"]) or ""
    called = sentence(str(body["event"]))
    title = f"{called}: {one_line(title)}" if title else called
    left_out = ("schema", "event", "recorded", "id", "name", "title")
    said = tuple(
        (sentence(key.replace("_", " ")), text)
        for key, value in body.items()
        if key not in left_out
        for text in _texts(value)
    )
    return Facts(title, "", said)


def _happening(db: sqlite3.Connection, body: Body) -> Iterator[tuple[str, str]]:
    yield "Date as written", one_line(body["date"])
    yield "In the words of the source", one_line(body.get("date_text"))
    yield "What the date rests on", one_line(body.get("date_basis"))
    yield "Kind", one_line(body["kind"])
    yield "Status", one_line(body.get("status", "occurred"))
    yield "Summary", one_line(body.get("summary"))
    yield from participants(_actors(db, body))
    for place in body.get("places", ()):
        yield "Place", one_line(name_of(db, "place", place))
    for item in body.get("programs", ()):
        yield "Programme", program(_program(db, item), {})
    for item in body.get("figures", ()):
        yield figure(_figure(item))
    yield from _sources(db, body.get("sources", ()))
    yield "Confidence", one_line(body.get("confidence"))
    yield "Remark", one_line(body.get("note"))


def _actors(db: sqlite3.Connection, body: Body) -> Iterator[ActorItem]:
    for part in body.get("actors", ()):
        body_for = part.get("for")
        yield {
            "actor": part["actor"],
            "name": name_of(db, "actor", part["actor"]),
            "short": None,
            "role": part["role"],
            "capacity": part.get("capacity"),
            "for": body_for,
            "for_name": name_of(db, "actor", body_for) if body_for else None,
            "for_short": None,
            "effect": _list(part.get("effect")),
        }


def _program(db: sqlite3.Connection, part: Body) -> ProgramItem:
    return {
        "program": part["program"],
        "name": name_of(db, "program", part["program"]),
        "short": None,
        "phase": part.get("phase"),
        "effect": _list(part.get("effect")),
    }


def _figure(item: Body) -> FigureItem:
    return {
        "measure": item["measure"],
        "value": item["value"],
        "unit": item.get("unit"),
        "bound": item.get("bound", "exact"),
        "type": item.get("type", "actual"),
        "by": item.get("by"),
    }


def _sources(db: sqlite3.Connection, cited: Sequence[Body]) -> Iterator[tuple[str, str]]:
    """Each source with its title and the places in it."""
    places: dict[str, list[tuple[str | None, str | None]]] = {}
    for one in cited:
        places.setdefault(one["source"], []).append((one.get("at"), one.get("quote")))
    for source, found in places.items():
        title, url = name_of(db, "source", source), _url_of(db, source)
        told = (one_line(title), place_in_source(found), one_line(url))
        yield "Source", ", ".join(filter(None, told))


def _url_of(db: sqlite3.Connection, source: str) -> str:
    row = db.execute("SELECT url FROM sources WHERE source = ?", (source,)).fetchone()
    return str(row[0] or "") if row else ""


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(part) for part in value] if isinstance(value, Sequence) else []


def _texts(value: object) -> Iterator[str]:
    """The texts of a field: one, or one for each item of a list."""
    if isinstance(value, Mapping):
        yield "; ".join(f"{key}: {', '.join(_texts(part))}" for key, part in value.items())
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        yield one_line(value)
