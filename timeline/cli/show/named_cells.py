"""Cells of CSV, TSV and workbooks as people read them: names in place of keys, items in brief."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from timeline.cli.show import machine, wording
from timeline.event import compact

_Item = Mapping[str, object]


def name_cells(db: sqlite3.Connection, keys: Mapping[str, str]) -> machine.Cell:
    """The text of a field, with names in place of keys.

    Args:
        db: the projection that has the names.
        keys: the fields that hold keys without their names, each with its namespace.
    """
    known: dict[tuple[str, str], str] = {}

    def name(field: str, key: str) -> str:
        from timeline.projection.lookup import name_of  # noqa: PLC0415 (only keys alone need it)

        asked = keys[field], key
        if asked not in known:
            known[asked] = name_of(db, *asked)
        return known[asked]

    def cell(field: str, value: object) -> str:
        if field in keys and value:
            several = value if isinstance(value, list) else [value]
            return "; ".join(name(field, str(key)) for key in several)
        if isinstance(value, list):
            return _write_items(value)
        return machine.cell(field, value)

    return cell


def _write_items(items: list[Any]) -> str:
    if any(isinstance(item, dict) and "source" in item for item in items):
        return wording.sources({"sources": items})  # type: ignore[typeddict-item]
    return "; ".join(map(_write_item, items))


def _write_item(item: object) -> str:
    if not isinstance(item, dict):
        return item if isinstance(item, str) else machine.compact_json(item)
    write = next((_WRITERS[key] for key in _WRITERS if key in item), None)
    return write(item) if write else machine.compact_json(item)


def _write_happening(item: _Item) -> str:
    return _join(f"{item['role']}={item['title']}", item["date"])


def _write_program(item: _Item) -> str:
    if "role" in item:  # of an actor that a program declares
        return f"{item['role']}={item['name']}"
    effect = wording.join_texts(item.get("effect"), " and ")
    named = f"{effect}={item['name']}" if effect else item["name"]
    return _join(named, item.get("phase"))


def _write_actor(item: _Item) -> str:
    effect = wording.join_texts(item.get("effect"), " and ")
    who = f"{item['role']}={item['name']}"
    return _join(who, item.get("capacity"), item.get("for_name"), effect)


def _write_office(item: _Item) -> str:
    return _join(item["office"], item.get("for_name"), item.get("start"), item.get("end"))


def _write_phase(item: _Item) -> str:
    return _join(item["name"], item["status_derived"], item.get("start"), item.get("end"))


def _join(*parts: object) -> str:
    return " | ".join(str(part or "") for part in parts).rstrip(" |")


_WRITERS: Mapping[str, Callable[[_Item], str]] = {
    "happening": _write_happening,
    "program": _write_program,
    "actor": _write_actor,
    "measure": lambda item: compact.write("figures", item),
    "place": lambda item: str(item["name"]),
    "office": _write_office,
    "status_derived": _write_phase,
    "event": lambda item: str(item["title"]),
    "scheme": lambda item: compact.write("refs", item),
}
"""What writes an item, by the key that tells it from those below."""
