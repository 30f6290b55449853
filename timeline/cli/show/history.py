"""How one thing came to be what it is: its versions, its forks, the names and keys it had."""

import shlex
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence

from timeline.cli.flags import flag_of
from timeline.cli.show import colours, wording
from timeline.cli.show.advice import typed
from timeline.cli.show.columns import of_dates
from timeline.cli.show.layout import Fact, Section
from timeline.cli.show.tables import Column
from timeline.event import compact
from timeline.event.schema import Many, Scalar, fields_of
from timeline.event.types import DECLARATIONS, TYPES, Is
from timeline.projection.lookup import name_of, shown_by
from timeline.views.event import EventDetail
from timeline.views.identity import MergedKey, NameRow
from timeline.views.remedies import correction
from timeline.views.versions import Change, Disagreement, Fork, ForkSide, SideCorrection, Version

_KEYS = {"actors": ("actor", "for"), "programs": ("program",)}
"""Which texts of an item are keys that people know by name."""


def versions(db: sqlite3.Connection, whole: EventDetail) -> Section:
    """The versions of an event that was corrected, or the one that a correction made."""
    rows = whole["versions"]
    own = whole["corrects"] or whole["event"]
    columns: Sequence[Column[Version]] = (
        Column("Version", lambda row: str(row["version"])),
        Column("Recorded", lambda row: instant(row["recorded_at"], 16), paint=colours.date),
        Column("By", lambda row: row["recorded_by"], weight=2),
        Column("What", lambda row: _describe_version(db, own, row), weight=6),
        Column("Why", lambda row: row["reason"] or "", weight=3),
        Column("Id", lambda row: wording.short(row["id"]), paint=colours.faint),
    )
    corrected = any(row["target"] for row in rows)
    return Section("Versions", columns, rows if corrected else [])


def _describe_version(db: sqlite3.Connection, event: str, row: Version) -> str:
    """What a version changed, one field a line."""
    lines = [change(db, event, one) for one in row["changes"]]
    if row["event"] == "retraction":
        lines.insert(0, f"retracts {wording.short(row['target'])}")
    if row["retracted_by"]:
        lines.append(f"(retracted by {wording.short(row['retracted_by'])})")
    return "\n".join(lines) or ("recorded" if not row["target"] else "changes nothing")


def change(db: sqlite3.Connection, event: str, row: Change) -> str:
    """A changed field: old → new; what came has a `+` before it, what went a `-`."""
    field = row["field"]
    label = field.replace("_", " ")
    if "added" in row:
        items = [f"- {label}: {value(db, event, field, item)}" for item in row["removed"]]
        items += [f"+ {label}: {value(db, event, field, item)}" for item in row["added"]]
        return "\n".join(items) or f"{label}: in another order"
    sides = [value(db, event, field, side) for side in (row["old"], row["new"]) if side is not None]
    mark = "+ " if row["old"] is None else "- " if row["new"] is None else ""
    return f"{mark}{label}: {' → '.join(sides)}"


def _list(items: object) -> Sequence[object]:
    return items if isinstance(items, list) else []


def value(db: sqlite3.Connection, event: str, field: str, said: object) -> str:
    """A field, or an item of one, as it would be typed, with names rather than keys."""
    match said:
        case None:
            return "nothing"
        case list():
            return "; ".join(value(db, event, field, item) for item in said)
        case dict():
            return compact.write(field, {key: _part(db, field, key, said[key]) for key in said})
    shape = fields_of(TYPES[event])[field].shape
    item = shape.item if isinstance(shape, Many) else shape
    return _text(db, item.must_be, str(said)) if isinstance(item, Scalar) else str(said)


def _text(db: sqlite3.Connection, must_be: Is, said: str) -> str:
    match must_be.kind:
        case "edtf":
            return wording.date(said)
        case "key":
            return wording.name_and_key(db, must_be.of, said)
        case "id":
            return wording.event(db, said)
    return said


def _part(db: sqlite3.Connection, field: str, key: str, said: object) -> object:
    """A part of an item: a key by its name, where people know it by that."""
    if key not in _KEYS.get(field, ()):
        return said
    return name_of(db, "actor" if key == "for" else key, str(said))


def instant(at: object, characters: int) -> str:
    """The beginning of an instant, as people write it."""
    return str(at)[:characters].replace("T", " ")


def fork_facts(whole: EventDetail) -> list[Fact]:
    """That an event is forked, and the commands that settle it."""
    if not whole["fork"]:
        return []
    facts = [Fact("fork", "corrections that did not know of each other; all of them apply")]
    for said in settling_commands(whole):
        command, _, does = said.rpartition("  # ")
        facts.append(Fact("settle it", f"{does}:\n{command}"))
    return facts


def settling_commands(whole: EventDetail) -> list[str]:
    """The commands that settle a fork, each with what it does after a #."""
    fork, event, id_ = whole["fork"], whole["event"], whole["id"]
    if fork is None:
        return []
    if whole["retracted_by"]:
        lift = f"timeline retract {whole['retracted_by']} --reason ...  # lifts the retraction"
        return [lift, *_dropping_commands(fork, whole["retracted_by"])]
    body = whole["body"]
    command = typed(correction(event, id_, body))
    found = [f"{command} --reason ...  # keeps what stands now"]
    disagreements, sides = fork["disagreements"], fork["sides"]
    both = [word for side in sides for word in _missing_options(event, side, disagreements)]
    if both:
        found.append(f"{command} {' '.join(both)} --reason ...  # lists with the items of all")
    for side in sides:
        head = side["head"]
        said = {row["field"]: row["values"][head] for row in disagreements}
        words = [
            typed(correction(event, id_, body | said)),
            *_chosen_options(event, head, disagreements),
        ]
        if words != [command]:
            found.append(f"{' '.join(words)} --reason ...  # what {wording.short(head)} says")
    return found


def _dropping_commands(fork: Fork, retraction: str) -> Iterator[str]:
    for head in fork["heads"]:
        if head != retraction:
            yield f"timeline retract {head} --reason ...  # leaves the event retracted"


def _chosen_options(event: str, head: str, disagreements: Sequence[Disagreement]) -> Iterator[str]:
    """The options that set what one side of a fork says, where something else stands now."""
    for row in disagreements:
        field, said = row["field"], row["values"][head]
        own = event in DECLARATIONS and field == shown_by(event)
        if said == row["stands"] or own:
            continue
        if said is None or isinstance(said, list):
            yield f"--unset {field}"
        items = said if isinstance(said, list) else [said]
        yield from (_option(event, field, item) for item in items if item is not None)


def _missing_options(
    event: str, side: ForkSide, disagreements: Sequence[Disagreement]
) -> Iterator[str]:
    """The options that add what one side of a fork added to lists, and what is not there now."""
    stands = {row["field"]: _list(row["stands"]) for row in disagreements}
    for row in side["changes"]:
        field = row["field"]
        if field in stands:
            new = [item for item in row.get("added", ()) if item not in stands[field]]
            yield from (_option(event, field, item) for item in new)


def _option(event: str, field: str, item: object) -> str:
    typed = compact.write(field, item) if isinstance(item, Mapping) else str(item)
    return f"{flag_of(fields_of(TYPES[event])[field])} {shlex.quote(typed)}"


def fork_sections(db: sqlite3.Connection, whole: EventDetail) -> list[Section]:
    """Both sides of a fork, and the fields on which they disagree."""
    fork, event = whole["fork"], whole["event"]
    if fork is None:
        return []
    sides: Sequence[Column[ForkSide]] = (
        Column("Side", lambda row: wording.short(row["head"])),
        Column(
            "Recorded",
            lambda row: _each_correction(row, lambda one: instant(one["recorded_at"], 16)),
        ),
        Column("By", lambda row: _each_correction(row, lambda one: one["recorded_by"]), weight=2),
        Column("What", lambda row: _describe_side(db, event, row), weight=6),
        Column("Why", lambda row: _each_correction(row, lambda one: one["reason"] or ""), weight=3),
    )
    heads: Sequence[Column[Disagreement]] = [
        Column(wording.short(head), _of_head(db, event, head), weight=3) for head in fork["heads"]
    ]
    fields: Sequence[Column[Disagreement]] = (
        Column("Field", lambda row: row["field"].replace("_", " ")),
        *heads,
        Column("Stands now", lambda row: value(db, event, row["field"], row["stands"]), weight=3),
    )
    return [
        Section("Fork", sides, fork["sides"]),
        Section("Where they disagree", fields, fork["disagreements"]),
    ]


def _each_correction(side: ForkSide, text: Callable[[SideCorrection], str]) -> str:
    """A text of each correction of a side, one a line."""
    return "\n".join(map(text, side["corrections"]))


def _describe_side(db: sqlite3.Connection, event: str, side: ForkSide) -> str:
    lines = [change(db, event, one) for one in side["changes"]]
    return "\n".join(["retracts it"] * (side["state"] == "retracted") + lines) or "changes nothing"


def _of_head(db: sqlite3.Connection, event: str, head: str) -> Callable[[Disagreement], str]:
    return lambda row: value(db, event, row["field"], row["values"][head])


NAMES: Sequence[Column[NameRow]] = (
    Column("Name", lambda row: row["name"], weight=4),
    Column("Language", lambda row: row["lang"] or ""),
    of_dates("In use", lambda row: wording.date(row["during"]), weight=2),
    Column("Key", lambda row: row["key"], from_width=90),
    Column("Recorded", lambda row: instant(row["recorded_at"], 16), paint=colours.date),
    Column("By", lambda row: row["recorded_by"], weight=2, from_width=70),
    Column("Id", lambda row: wording.short(row["id"]), paint=colours.faint),
)
MERGED: Sequence[Column[MergedKey]] = (
    Column("Key", lambda row: row["key"]),
    Column("Name", lambda row: row["name"], weight=3),
    Column("Recorded", lambda row: instant(row["recorded_at"], 16), paint=colours.date),
    Column("By", lambda row: row["recorded_by"], weight=2),
    Column("Why", lambda row: row["reason"] or "", weight=4),
    Column("Id", lambda row: wording.short(row["id"]), paint=colours.faint),
)


def identity(names: Sequence[NameRow], merged: Sequence[MergedKey]) -> list[Section]:
    """The keys that are the same, and the names, where there is more to say than what they are."""
    since = {row["id"] for row in names}
    dated = any(row["lang"] or row["during"] for row in names)
    return [
        Section("The same", MERGED, merged),
        Section("Names", NAMES, names if dated or len(since) > 1 else []),
    ]
