"""How `timeline diff` tells of places, levels, offices, and of what may lie in between."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.cli.show import wording
from timeline.views.diff.compare import Compared, Pairs, key_of

Row = Mapping[str, object]


class DiffLine(NamedTuple):
    """One thing that differs, with what there is to say of it on lines of their own.

    `sign` is + for what is new, - for what is gone, ~ for what changed, and ? for what is new but
    only possibly there.
    """

    sign: str
    when: str
    text: str
    id: str = ""
    notes: tuple[str, ...] = ()


def between(rows: Sequence[Row]) -> Iterator[DiffLine]:
    """What may have begun in between, or was planned for then; what may be any time is counted."""
    for row in rows:
        if not row["unbounded"]:
            date = wording.date(row["date"], row["last_seen"])
            yield DiffLine("?", date, wording.what(row), wording.short(row["id"]))
    more = sum(bool(row["unbounded"]) for row in rows)
    if more:
        yield DiffLine("?", "", f"and {more:,} that may have been at any time before or after")


def unsure(rows: Sequence[Row]) -> str:
    """How much may lie in between, in words; empty for nothing."""
    bounded = [row for row in rows if not row["unbounded"]]
    planned = sum(row["status"] == "planned" for row in bounded)
    begun, open_ = len(bounded) - planned, len(rows) - len(bounded)
    told = (
        (begun, "may have begun in between"),
        (planned, "planned for the time between"),
        (open_, "may have been at any time before or after"),
    )
    return ", ".join(f"{count:,} {words}" for count, words in told if count)


def places(found: Compared, pairs: Pairs) -> Iterator[DiffLine]:
    """Places where something happened for the first time, or more."""
    for row in found.added:
        yield DiffLine(_new(row), "", f"{row['name']}: {_happenings(row)}")
    for row in found.removed:
        yield DiffLine("-", "", f"{row['name']}: {_happenings(row)}")
    for key, (old, new) in pairs.items():
        before, after = wording.participations(old), wording.participations(new)
        told = [f"was called {old['name']}"] if old["name"] != new["name"] else []
        told += [f"{before} → {after} happenings"] if before != after else []
        fields = [f for f in ("type", "part_of", "coordinates") if old[f] != new[f]]
        told += [f"{f.replace('_', ' ')}: {_changed(old, new, f)}" for f in fields]
        told += ["other names"] if old["names"] != new["names"] else []
        dates = [f"{f}: {_dates(old, new, f)}" for f in ("first", "last") if old[f] != new[f]]
        yield DiffLine("~", "", f"{new['name'] or key}: {'; '.join(told or dates)}")


def _happenings(row: Row) -> str:
    sure, possible = int(str(row["happenings"])), int(str(row["possible"]))
    if possible and not sure:
        return f"{wording.with_noun(possible, 'happening')}, possibly"
    return wording.with_noun(sure, "happening") + (f" +{possible}?" if possible else "")


def _changed(old: Row, new: Row, field: str) -> str:
    return f"{old[field] or 'none'} → {new[field] or 'none'}"


def _dates(old: Row, new: Row, field: str) -> str:
    return f"{wording.date(old[field]) or 'none'} → {wording.date(new[field]) or 'none'}"


def levels(found: Compared, pairs: Pairs) -> Iterator[DiffLine]:
    """Levels that are stated for the first time, otherwise, or once more."""
    for row in found.added:
        yield DiffLine(
            _new(row), "", f"{_called(row)}: {_level(row)}", wording.short(row["happening"])
        )
    for row in found.removed:
        yield DiffLine("-", "", f"{_called(row)}: {_level(row)}")
    for old, new in pairs.values():
        before, after = _level(old), _level(new)
        if wording.figure(old) == wording.figure(new) and old["date"] != new["date"]:
            after = f"the same {_on(new)}{_more(new)}"
        yield DiffLine(
            "~", "", f"{_called(new)}: {before} → {after}", wording.short(new["happening"])
        )


def _called(row: Row) -> str:
    return ", ".join(filter(None, (str(row["measure"]), wording.split(row["by"]))))


def _level(row: Row) -> str:
    return f"{wording.figure(row)} {_on(row)}{_more(row)}"


def _on(row: Row) -> str:
    unsure_ = ", possibly" if row["match"] == "possible" else ""
    return f"({wording.date(row['date'], row['last_seen_date'])}{unsure_})"


def _more(row: Row) -> str:
    return f", possibly {row['possible']:,} by now" if row["possible"] is not None else ""


def offices(found: Compared, pairs: Pairs) -> Iterator[DiffLine]:
    """Who gained an office, who lost one, and whose is told otherwise."""
    for row in found.added:
        yield DiffLine(_office_sign(row), "", _term(row))
    for row in found.removed:
        yield DiffLine("-", "", _term(row))
    for change in found.changed:
        old, new = pairs[key_of(change)]
        yield DiffLine("~", "", f"{_term(new)} (was: {_held(old)})")


def _office_sign(row: Row) -> str:
    """A sign: an office of which no start is on record may have been held all the while."""
    known = row["then"] != "seen" and row["start_earliest"] and row["begun"] == "certain"
    return "+" if known else "?"


def _term(row: Row) -> str:
    whom = f" for {row['for_name']}" if row["for"] else ""
    return f"{row['name']}, {row['office']}{whom}: {_held(row)}"


def _held(row: Row) -> str:
    """From when to when an office was held; that no end is on record is said."""
    if row["then"] == "seen":
        return f"seen in it on {wording.date(row['start'])}, no start or end on record"
    since = wording.since(row["start"]) if row["start"] else "since an unknown time"
    if row["end"]:
        return f"{since}, until {wording.end(row['end'], row['end_by'])}"
    plan = f", to end {wording.date(row['planned_end'])}" if row["planned_end"] else ""
    return f"{since}, no end on record{plan}"


def _new(row: Row) -> str:
    return "?" if row.get("match") == "possible" else "+"
