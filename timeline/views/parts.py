"""The parts of happenings, for many happenings at once: places, actors, programs, figures, sources.

A view in SQL that gathers them for each happening takes several times as long.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, NamedTuple, TypedDict, TypeVar

V = TypeVar("V")


class PlaceItem(TypedDict):
    """A place of a happening."""

    place: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    short: Annotated[str | None, "its name where room is scarce"]


ActorItem = TypedDict(
    "ActorItem",
    {
        "actor": Annotated[str, "its key"],
        "name": Annotated[str, "its name"],
        "short": Annotated[str | None, "its name where room is scarce"],
        "role": Annotated[str, "what it did"],
        "capacity": Annotated[str | None, "the office in which it took part"],
        "for": Annotated[str | None, "the key of the body for which it took part"],
        "for_name": Annotated[str | None, "the name of that body"],
        "for_short": Annotated[str | None, "its name where room is scarce"],
        "effect": Annotated[list[str], "what this did to its office: starts, ends and so on"],
    },
)


class ProgramItem(TypedDict):
    """A program of a happening."""

    program: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    short: Annotated[str | None, "its name where room is scarce"]
    phase: Annotated[str | None, "the phase that the happening belongs to"]
    effect: Annotated[list[str], "what this did to the phase: starts, ends and so on"]


class FigureItem(TypedDict):
    """A figure of a happening."""

    measure: Annotated[str, "what is counted"]
    value: Annotated[int | float | str, "the number"]
    unit: Annotated[str | None, "of the number"]
    bound: Annotated[str, "exact, about, at-least or at-most"]
    type: Annotated[str, "actual, target, baseline or level"]
    by: Annotated[dict[str, str] | None, "the part of a split that it counts"]


class SourceItem(TypedDict):
    """A citation of a happening."""

    source: Annotated[str, "its key"]
    at: Annotated[str | None, "where in it"]
    title: Annotated[str | None, "its title"]
    published: Annotated[str | None, "when it came out, EDTF"]


class Parts(NamedTuple):
    """The parts of one happening, as the fields of a row of the chronology."""

    places: list[PlaceItem]
    actors: list[ActorItem]
    programs: list[ProgramItem]
    figures: list[FigureItem]
    sources: list[SourceItem]


class PartsReader:
    """Reads the parts of happenings, and keeps the names of what they name."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._places = _Looked(self._names("place"))
        self._actors = _Looked(self._names("actor"))
        self._programs = _Looked(self._names("program"))
        self._sources = _Looked(self._source)

    def read(self, numbers: Sequence[int]) -> dict[int, Parts]:
        """The parts of each happening of some numbers, in their order."""
        asked = json.dumps(numbers)
        found = {n: Parts([], [], [], [], []) for n in numbers}
        for n, place in self._rows("place", "happening_place_rows", asked):
            name, short = self._places[place]
            found[n].places.append({"place": place, "name": name, "short": short})
        columns = 'actor, role, capacity, "for", effect'
        for n, actor, role, capacity, body, effect in self._rows(
            columns, "participation_rows", asked
        ):
            name, short = self._actors[actor]
            for_name, for_short = (None, None) if body is None else self._actors[body]
            found[n].actors.append(
                {
                    "actor": actor,
                    "name": name,
                    "short": short,
                    "role": role,
                    "capacity": capacity,
                    "for": body,
                    "for_name": for_name,
                    "for_short": for_short,
                    "effect": _parsed(effect),
                }
            )
        columns = "program, phase, effect"
        for n, program, phase, effect in self._rows(columns, "program_part_rows", asked):
            name, short = self._programs[program]
            found[n].programs.append(
                {
                    "program": program,
                    "name": name,
                    "short": short,
                    "phase": phase,
                    "effect": _parsed(effect),
                }
            )
        columns = 'measure, value, unit, bound, type, "by"'
        for n, measure, value, unit, bound, type_, by in self._rows(
            columns, "happening_figure_rows", asked
        ):
            found[n].figures.append(
                {
                    "measure": measure,
                    "value": value,
                    "unit": unit,
                    "bound": bound,
                    "type": type_,
                    "by": None if by is None else json.loads(by),
                }
            )
        for n, source, at in self._rows("source, at", "citation_rows", asked):
            title, published = self._sources[source]
            found[n].sources.append(
                {"source": source, "at": at, "title": title, "published": published}
            )
        return found

    def _rows(self, columns: str, table: str, asked: str) -> Iterator[tuple[Any, ...]]:
        sql = f"""
            SELECT n, {columns} FROM {table} WHERE n IN (SELECT value FROM json_each(?))
            ORDER BY n, position
        """  # noqa: S608 (fixed texts)
        return self._db.execute(sql, (asked,))

    def _names(self, namespace: str) -> Callable[[str], tuple[str, str | None]]:
        sql = f"SELECT name, short FROM {namespace}s WHERE {namespace} = ?"  # noqa: S608 (likewise)

        def names(key: str) -> tuple[str, str | None]:
            return self._db.execute(sql, (key,)).fetchone() or (key, None)

        return names

    def _source(self, key: str) -> tuple[str | None, str | None]:
        sql = "SELECT title, published FROM sources WHERE source = ?"
        return self._db.execute(sql, (key,)).fetchone() or (None, None)


class _Looked(dict[str, V]):
    """What a key stands for, looked up when it is first asked for."""

    def __init__(self, look_up: Callable[[str], V]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, key: str) -> V:
        self[key] = found = self._look_up(key)
        return found


def _parsed(text: str) -> list[str]:
    """A list in JSON; most are empty, and to parse that would take time."""
    found: list[str] = [] if text == "[]" else json.loads(text)
    return found
