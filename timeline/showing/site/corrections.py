"""What was corrected of an event: when, by whom, why, and what was before."""

import functools
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

from timeline.event import compact
from timeline.event.schema import Many, Scalar, fields_of
from timeline.event.types import TYPES, Is
from timeline.projection.lookup import name_of
from timeline.projection.settings import hemisphere_of
from timeline.showing.report import dates, words
from timeline.showing.report.words import one_line, sentence
from timeline.showing.site.content import Change, Correction
from timeline.views import versions
from timeline.views.parts import ActorItem, FigureItem, ProgramItem

_LABELS = {
    "programs": "Programmes",
    "date_text": "Date in the words of the source",
    "date_basis": "What the date rests on",
    "dated": "How it is dated",
    "note": "Remark",
    "sha256": "SHA-256 of the copy",
    "url": "Address",
}
"""What fields are called that are not called so elsewhere on pages."""


class Corrections:
    """The corrections of events; what was never corrected is not read again."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """For a projection with its clocks entered."""
        self.db = db
        self._hemisphere = hemisphere_of(db)
        self._corrected = {id_ for (id_,) in db.execute("SELECT DISTINCT root FROM corrections")}
        self.forked = {id_ for (id_,) in db.execute("SELECT id FROM states WHERE forked")}
        """The ids of events of which corrections did not know of each other."""
        self._name = functools.cache(lambda kind, key: one_line(name_of(db, kind, key)))

    def of(self, id_: str) -> tuple[Correction, ...]:
        """The corrections of an event, in the order in which they apply."""
        if id_ not in self._corrected:
            return ()
        past = versions.read_past(self.db, id_)
        event = past.root.event.EVENT
        return tuple(self._correction(event, row) for row in versions.versions(past)[1:])

    def _correction(self, event: str, row: versions.Version) -> Correction:
        return Correction(
            row["recorded_at"],
            one_line(row["recorded_by"]),
            one_line(row["reason"]),
            withdraws=row["event"] == "retraction",
            withdrawn=bool(row["retracted_by"]),
            changes=tuple(self._change(event, change) for change in row["changes"]),
        )

    def _change(self, event: str, change: versions.Change) -> Change:
        field = change["field"]
        removed, added = change.get("removed"), change.get("added")
        if removed is None or added is None:
            removed, added = [change["old"]], [change["new"]]
        return Change(
            _LABELS.get(field) or sentence(field.replace("_", " ")),
            tuple(self._values(event, field, removed)),
            tuple(self._values(event, field, added)),
        )

    def _values(self, event: str, field: str, said: list[object]) -> Iterator[str]:
        for value in said:
            if value is not None:
                yield one_line(self._value(event, field, value))

    def _value(self, event: str, field: str, said: object) -> str:
        """A field, or an item of one, with names rather than keys."""
        if isinstance(said, list):
            return "; ".join(self._value(event, field, item) for item in said)
        if isinstance(said, dict):
            return self._item(compact.form_of(event, field), said)
        shape = fields_of(TYPES[event])[field].shape
        shape = shape.item if isinstance(shape, Many) else shape
        return self._text(shape.must_be, str(said)) if isinstance(shape, Scalar) else str(said)

    def _item(self, form: str, item: Mapping[str, Any]) -> str:
        """An item of a list in words; one for which there are none in its compact form."""
        effect = item.get("effect", ())
        effects = [effect] if isinstance(effect, str) else effect
        given = defaultdict[str, Any](lambda: None, {**item, "effect": effects})
        match form:
            case "actors" | "program_actors":
                given["name"] = self._name("actor", given["actor"])
                given["for_name"] = given["for"] and self._name("actor", given["for"])
                return f"{sentence(given['role'])}: {words.participant(cast(ActorItem, given))}"
            case "programs":
                given["name"] = self._name("program", given["program"])
                return words.program(cast(ProgramItem, given), {})
            case "figures":
                full = {"bound": "exact", "type": "actual", **item}
                return ", ".join(words.figure(cast(FigureItem, defaultdict(lambda: None, full))))
            case "sources":
                place = words.place_in_source([(given["at"], given["quote"])])
                return ", ".join(filter(None, (self._name("source", given["source"]), place)))
        return compact.write(form, item)

    def _text(self, must_be: Is, said: str) -> str:
        if must_be.kind == "key":
            return self._name(must_be.of, said)
        if must_be.kind == "edtf" and (date := dates.read(said, self._hemisphere)):
            return f"{dates.date_in_words(date)} ({said})"
        if must_be.kind == "id":
            sql = "SELECT title FROM happenings WHERE id = ?"
            row: tuple[str] | None = self.db.execute(sql, (said,)).fetchone()
            return row[0] if row else said
        return said
