"""What is declared of actors, programmes and places: names, wholes, and what that rests on."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from timeline.dates.edtf import Hemisphere
from timeline.showing.report import dates, words
from timeline.showing.site.content import Citation, Label, Named, OtherName, Thing
from timeline.showing.site.corrections import Corrections


class _Row(NamedTuple):
    """What the table of a kind has of a key."""

    name: str
    short: str | None
    type: str | None
    part_of: str | None
    same_as: str | None
    declared_by: str


class Declared:
    """What is declared of one kind of things: actors, programmes or places."""

    def __init__(
        self, db: sqlite3.Connection, kind: str, hemisphere: Hemisphere, sources: dict[str, Named]
    ) -> None:
        """Read it.

        Args:
            db: a projection, with its clocks entered.
            kind: actor, program or place.
            hemisphere: for seasons.
            sources: how sources are named.
        """
        self.hemisphere = hemisphere
        self._corrections = Corrections(db)
        self._bodies = _bodies(db, kind)
        sql = f"SELECT {kind}, name, short, type, part_of, same_as, declared_by FROM {kind}s"  # noqa: S608 (own names)
        self._rows = {key: _Row._make(row) for key, *row in db.execute(sql)}
        self._names: dict[str, dict[str, OtherName]] = {}
        sql = "SELECT key, name, lang, during FROM names WHERE namespace = ? ORDER BY key, name"
        for key, name, lang, during in db.execute(sql, (kind,)):
            if name not in (key, self.named(key).name) and name not in self._rows:
                found = self._names.setdefault(key, {})
                if name not in found or not found[name].lang:
                    found[name] = OtherName(words.one_line(name), lang or "", self._when(during))
        self._cited = {key: tuple(_citations(body, sources)) for key, body in self._bodies.items()}

    @property
    def keys(self) -> list[str]:
        """All keys that are declared, but for those that are the same as another."""
        return [key for key, row in self._rows.items() if not row.same_as]

    def named(self, key: str) -> Named:
        """How a key is named; by itself if nothing declares it."""
        row = self._rows.get(key)
        name = words.one_line(row.name if row else key)
        return Named(key, name, words.one_line(row.short if row else "") or name)

    def whole(self, key: str) -> str:
        """The key of what it is part of; empty for nothing."""
        row = self._rows.get(key)
        whole = (row and row.part_of) or ""
        return (self._rows[whole].same_as or whole) if whole in self._rows else whole

    def with_wholes(self, keys: Iterable[str]) -> set[str]:
        """Keys, and those of all that they are part of."""
        found: set[str] = set()
        for key in keys:
            at = key
            while at and at not in found:
                found.add(at)
                at = self.whole(at)
        return found

    def body(self, key: str) -> Mapping[str, Any]:
        """The declaration of a key; empty where there is none."""
        return self._bodies.get(key, {})

    def cited(self, key: str) -> tuple[Citation, ...]:
        """What the declaration of a key cites."""
        return self._cited.get(key, ())

    def things(self, keys: Collection[str], happenings: Mapping[str, list[str]]) -> Iterator[Thing]:
        """Things by their names, without what only one kind of them has.

        Args:
            keys: which.
            happenings: ids by keys.
        """
        parts: dict[str, list[Named]] = {}
        order = sorted(keys, key=lambda key: (self.named(key).name.casefold(), key))
        for key in order:
            if whole := self.whole(key):
                parts.setdefault(whole, []).append(self.named(key))
        for key in order:
            name, whole, body = self.named(key), self.whole(key), self.body(key)
            row = self._rows.get(key)
            references = [*body.get("identifiers", ()), *body.get("refs", ())]
            yield Thing(
                key=key,
                name=name.name,
                short=name.short,
                type=(row and row.type) or "",
                names=tuple(self._names.get(key, {}).values()),
                facts=tuple(
                    Label(words.one_line(one["scheme"]), words.one_line(one["id"]))
                    for one in references
                ),
                remarks=tuple(words.paragraphs(body.get("note"))),
                whole=self.named(whole) if whole else None,
                parts=tuple(parts.get(key, ())),
                related=(),
                spells=(),
                people=(),
                sources=self.cited(key),
                happenings=tuple(happenings.get(key, ())),
                corrections=self._corrections.of(row.declared_by) if row else (),
            )

    def _when(self, text: str | None) -> str:
        date = dates.read(text, self.hemisphere)
        return dates.date_in_words(date) if date else ""


def _bodies(db: sqlite3.Connection, event: str) -> dict[str, dict[str, Any]]:
    """The declarations of a kind that stand, by their keys, as maps of their fields.

    Args:
        db: a projection.
        event: actor, program or place.
    """
    sql = f"""
        SELECT d.{event}, s.body FROM {event}s AS d JOIN states AS s ON s.id = d.declared_by
    """  # noqa: S608 (our own names)
    return {key: json.loads(body) for key, body in db.execute(sql)}


def _citations(body: Mapping[str, Any], names: Mapping[str, Named]) -> Iterator[Citation]:
    """What a declaration cites.

    Args:
        body: of the declaration.
        names: of sources by their keys; keys that are the same as others lead to those.
    """
    for part in body.get("sources", ()):
        if source := names.get(part["source"]):
            yield Citation(
                source, words.one_line(part.get("at")), words.one_line(part.get("quote"))
            )
