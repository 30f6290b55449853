"""The words in which `timeline diff` tells people what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.cli.diff import more_words
from timeline.cli.diff.more_words import DiffLine
from timeline.cli.show import wording
from timeline.views.diff.compare import Change, Compared, Pairs, comparable, key_of
from timeline.views.diff.diff import Diff

Row = Mapping[str, object]

_LONG = 60
"""Texts that are longer are told one under the other."""
_DID = {"amendment": "amended", "retraction": "retracted"}


Section = tuple[str, list[DiffLine]]


def sections(found: Diff) -> list[Section]:
    """What differs, by view under headings; views in which nothing does are left out."""
    pairs = found.pairs
    told = (
        ("Happenings", _happenings(found.chronology)),
        ("In between", more_words.between(found.between)),
        ("Programs", _programs(found.programs, pairs["programs"])),
        ("Actors", _actors(found.actors, pairs["actors"])),
        ("Offices", more_words.offices(found.offices, pairs["offices"])),
        ("Places", more_words.places(found.places, pairs["places"])),
        ("Figures", _figures(found.figures, pairs["figures"])),
        ("Levels", more_words.levels(found.levels, pairs["levels"])),
        ("Declarations and corrections", _events(found.events)),
    )
    return [(heading, items) for heading, lines in told if (items := list(lines))]


def _new(row: Row) -> str:
    return "?" if row.get("match") == "possible" else "+"


def _gone(row: Row) -> str:
    """How what is gone is called: with a mark if it was only possibly there."""
    mark = "? " if row.get("match") == "possible" else ""
    return mark + str(row.get("name") or row.get("measure"))


def _join_parts(name: object, parts: Iterable[str]) -> str:
    told = "; ".join(filter(None, parts))
    return f"{name}: {told}" if told else str(name)


def _happenings(found: Compared) -> Iterator[DiffLine]:
    for row in found.added:
        yield DiffLine(_new(row), _date(row), wording.what(row), wording.short(row["id"]))
    for row in found.removed:
        mark = "? " if row["match"] == "possible" else ""
        notes = tuple(_why("retracted", row["retracted"]))
        yield DiffLine("-", mark + _date(row), wording.what(row), wording.short(row["id"]), notes)
    for row in found.changed:
        fields = dict(row["fields"])
        old, new = fields.pop("match", (None, None))
        text = f"{row['name']}: {old} → {new}" if new else str(row["name"])
        notes = tuple(line for field, pair in fields.items() for line in _changed(field, *pair))
        id_ = wording.short(key_of(row))
        yield DiffLine("~", _date(row), text, id_, notes + _corrections(row))


def _date(row: Row) -> str:
    return wording.date(row["date"], row["last_seen_date"])


def _corrections(row: Row) -> tuple[str, ...]:
    corrections = wording.maps_in(row["corrections"])
    return tuple(line for one in corrections for line in _why(_DID[str(one["event"])], one))


def _why(did: str, correction: object) -> Iterator[str]:
    """Who corrected something, when and why."""
    if isinstance(correction, dict):
        day = wording.date(str(correction["at"])[:10])
        yield f"{did} by {correction['by']}, {day}: {correction['reason']}"


def _changed(field: str, old: object, new: object) -> Iterator[str]:
    """What became of a field: old → new, or, of a list, what came and went."""
    name = field.replace("_", " ")
    if isinstance(old, list) or isinstance(new, list):
        came = [f"+ {_item(field, part)}" for part in _beyond(old, new)]
        went = [f"- {_item(field, part)}" for part in _beyond(new, old)]
        yield f"{name}: {'; '.join([*came, *went]) or 'in another order'}"
        return
    said, says = _value(field, old), _value(field, new)
    if len(said) + len(says) <= _LONG:
        yield f"{name}: {said} → {says}"
    else:
        yield from (f"{name}: - {said}", f"{name}: + {says}")


def _beyond(old: object, new: object) -> Iterator[object]:
    """The items of a list that are not in another."""
    known = [comparable(part) for part in _list(old)]
    return (part for part in _list(new) if comparable(part) not in known)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


_DATES = ("date", "announced", "first", "last", "period")


def _value(field: str, value: object) -> str:
    if value is None:
        return "none"
    return wording.date(value) if field in _DATES else wording.status(value)


def _item(field: str, part: object) -> str:
    """An item of a list in words."""
    if not isinstance(part, dict):
        return str(part)
    match field:
        case "actors":
            more = [part.get("capacity"), part.get("for") and f"for {part['for']}"]
            named = [
                f"{part['name']} as {part['role']}",
                *more,
                wording.join_texts(part.get("effect")),
            ]
        case "programs":
            named = [part["name"], part["phase"], wording.join_texts(part["effect"])]
        case "places":
            named = [part["name"]]
        case "sources":
            named = [part["title"] or part["source"], part["at"], part.get("quote")]
        case "figures":
            kind = part["type"] if part["type"] != "actual" else ""
            named = [f"{part['measure']} {wording.figure(part)}", kind, wording.split(part["by"])]
        case _:
            named = [f"{key} {value}" for key, value in part.items()]
    return ", ".join(str(text) for text in named if text)


def _programs(found: Compared, pairs: Pairs) -> Iterator[DiffLine]:
    for row in found.added:
        since = wording.since(row["since"]) if row["since"] else ""
        state = ", ".join(filter(None, (_state(row), since, _until(row))))
        yield DiffLine(_new(row), "", _join_parts(row["name"], [state, _counts(row)]))
    for row in found.removed:
        yield DiffLine("-", "", _join_parts(_gone(row), _one_with(row)))
    for row in found.changed:
        old, new = pairs[key_of(row)]
        parts = [_moved(old, new), *_phases(old, new), *_renamed(old, new)]
        rest = [line for field, pair in row["fields"].items() for line in _of_program(field, *pair)]
        whole = [*filter(None, parts), *rest, *_counted(old, new)]
        yield DiffLine("~", "", _join_parts(row["name"], whole or _otherwise(row)))


def _otherwise(row: Change) -> list[str]:
    """Fields that changed and are not told in words of their own, so that a change says what."""
    told: list[str] = []
    for field, (old, new) in row["fields"].items():
        if isinstance(old, list) or isinstance(new, list):
            told.append(f"other {field.replace('_', ' ')}")
        else:
            told += _changed(field, old, new)
    return told


def _one_with(row: Row) -> list[str]:
    return [f"now one with {row['same_as_name']}"] if row["same_as"] else []


def _state(row: Row) -> str:
    told = wording.program_state(row)
    return f"{told.removeprefix('? ')} (possibly)" if told.startswith("? ") else told


def _until(row: Row) -> str:
    return f"until {wording.end(row['until'], row['until_by'])}" if row["until"] else ""


def _moved(old: Row, new: Row) -> str:
    """How a program moved: from which phase or status to which, and since when it is in that."""
    before, after = _state(old), _state(new)
    ran = [wording.since(new["since"]) if new["since"] else "", _until(new)]
    if before != after:
        return ", ".join(filter(None, (f"{before} → {after}", *ran)))
    return ", ".join(
        text
        for field, text in zip(("since", "until"), ran, strict=True)
        if old[field] != new[field] and text
    )


def _phases(old: Row, new: Row) -> Iterator[str]:
    """Phases that moved while another is, or was, the one that the program is said to be in."""
    before, after = _statuses(old), _statuses(new)
    shown = {*_list(old["phases_running"]), *_list(new["phases_running"])}
    for phase, status in after.items():
        was = before.get(phase, wording.status("not-begun"))
        if status != was and phase not in shown:
            yield f"{phase} {was} → {status}"


def _statuses(row: Row) -> dict[object, str]:
    """What is derived of each phase, by its key; the last of several spells counts."""
    found = {}
    for phase in wording.maps_in(row["phases"]):
        unsure = " (possibly)" if phase["match"] == "possible" else ""
        found[phase["phase"]] = wording.phase_status(phase) + unsure
    return found


def _renamed(old: Row, new: Row) -> list[str]:
    return [f"was called {old['name']}"] if old["name"] != new["name"] else []


_DECLARED = ("type", "part_of", "period", "status_declared", "names", "actors")


def _of_program(field: str, old: object, new: object) -> Iterator[str]:
    if field in _DECLARED:
        yield from _changed(field, old, new)


def _counts(row: Row) -> str:
    sure, possible = int(str(row["happenings"])), int(str(row["possible"]))
    if not sure and possible:
        return f"{wording.with_noun(possible, 'happening')}, possibly"
    return wording.with_noun(sure, "happening") + (f" +{possible}?" if possible else "")


def _counted(old: Row, new: Row) -> list[str]:
    before, after = wording.participations(old), wording.participations(new)
    noun = "happening" if after == "1" else "happenings"
    return [] if before == after else [f"{before} → {after} {noun}"]


def _actors(found: Compared, pairs: Pairs) -> Iterator[DiffLine]:
    yield from map(_new_actor, found.added)
    for row in found.removed:
        yield DiffLine("-", "", _join_parts(_gone(row), _one_with(row)))
    for row in found.changed:
        old, new = pairs[key_of(row)]
        if not _took_part(old) and _took_part(new):
            yield _new_actor(new)
            continue
        parts = [*_renamed(old, new), *_counted(old, new), *_roles(old, new)]
        parts += _terms(old["terms"], new["terms"])
        rest = [line for field, pair in row["fields"].items() for line in _of_actor(field, *pair)]
        dates = [
            line for f, pair in row["fields"].items() if f in _DATES for line in _changed(f, *pair)
        ]
        whole = [*parts, *rest] or dates or _otherwise(row)
        yield DiffLine("~", "", _join_parts(row["name"], whole))


def _took_part(row: Row) -> bool:
    return bool(row["happenings"] or row["possible"] or row["terms"])


def _new_actor(row: Row) -> DiffLine:
    """An actor that took part in nothing before, whether or not it was declared."""
    roles = row["roles"] or row["possible_roles"]
    parts = [wording.join_texts(roles), *_terms([], row["terms"]), _counts(row)]
    return DiffLine(_new(row), "", _join_parts(row["name"], parts))


def _roles(old: Row, new: Row) -> Iterator[str]:
    """Roles that came or went; what was only possible before is not lost, but may be certain."""
    was, is_ = _list(old["roles"]), _list(new["roles"])
    may_be = [role for role in _list(new["possible_roles"]) if role not in is_]
    may_have = [role for role in _list(old["possible_roles"]) if role not in was]
    also = "also " if was else ""
    told = (
        (f"now {also}", [role for role in is_ if role not in (*was, *may_have)]),
        ("now certainly ", [role for role in is_ if role in may_have]),
        ("possibly also ", [role for role in may_be if role not in (*was, *may_have)]),
        ("now only possibly ", [role for role in may_be if role in was]),
        ("no longer ", [role for role in was if role not in (*is_, *may_be)]),
        ("no longer possibly ", [role for role in may_have if role not in (*is_, *may_be)]),
    )
    yield from (words + wording.join_texts(roles) for words, roles in told if roles)


def _of_actor(field: str, old: object, new: object) -> Iterator[str]:
    if field in ("type", "part_of", "names"):
        yield from _changed(field, old, new)


def _terms(old: object, new: object) -> Iterator[str]:
    """Terms of office that began, ended or are seen otherwise."""
    before, after = _by_office(old), _by_office(new)
    for office, (called, told) in after.items():
        was = before.get(office)
        if was is None:
            yield f"{called}, {told}"
        elif was[1] != told:
            yield f"{called}, {told} (was: {was[1]})"
    yield from (f"no longer {before[office][0]}" for office in before if office not in after)


def _by_office(terms: object) -> dict[tuple[object, object], tuple[str, str]]:
    """What each office is called, and from when to when it was held, in all spells."""
    found: dict[tuple[object, object], tuple[str, str]] = {}
    for term in wording.maps_in(terms):
        office = term["office"], term["for"]
        whom = f" for {term['for_name']}" if term["for"] else ""
        before = f"{found[office][1]} and " if office in found else ""
        found[office] = f"{term['office']}{whom}", before + _held(term)
    return found


def _held(term: Row) -> str:
    """From when to when an office was held, or when it is mentioned."""
    if term["state"] == "mentioned" and term["end"]:
        return f"on {wording.date(term['start'])}"
    since = wording.since(term["start"]) if term["start"] else ""
    until = f"until {wording.end(term['end'], term['end_by'])}" if term["end"] else ""
    plan = f"to end {wording.date(term['planned_end'])}" if term["planned_end"] else ""
    state = str(term["state"]) if term["state"] in ("suspended", "cancelled") else ""
    return ", ".join(filter(None, (since, until, state, plan)))


def _figures(found: Compared, pairs: Pairs) -> Iterator[DiffLine]:
    for row in found.added:
        yield DiffLine(_new(row), "", f"{row['measure']}: {_figure(row)}")
    for row in found.removed:
        yield DiffLine("-", "", f"{_gone(row)}: {_figure(row)}")
    for old, new in pairs.values():
        yield DiffLine("~", "", f"{new['measure']}: {_figure(old)} → {_figure(new)}")


def _figure(row: Row) -> str:
    more = f" (possibly {row['possible']:,} more)" if row["possible"] else ""
    unsure = " (possibly)" if row["match"] == "possible" else ""
    return wording.figure({**row, "value": row["total"]}) + more + unsure


def _events(found: Compared) -> Iterator[DiffLine]:
    """Declarations and corrections that one log alone holds; happenings are told as such."""
    for sign, rows in (("+", found.added), ("-", found.removed)):
        for row in rows:
            if row["event"] != "happening":
                why = f": {row['reason']}" if row["reason"] else ""
                day = wording.date(str(row["at"])[:10])
                text = f"{row['event']} {'of ' if why else ''}{row['name'] or ''}{why}"
                yield DiffLine(sign, day, f"{text} ({row['by']})", wording.short(row["id"]))


def title(found: Diff) -> str:
    """What is compared, as a heading."""
    before, after = _sides(found)
    return f"Changes from {before} to {after}"


def summarise(found: Diff) -> str:
    """How much differs between what, in one line."""
    before, after = _sides(found)
    unsure = more_words.unsure(found.between)
    if not any(found.of(view).differs for view in found.views):
        said = f"between {before} and {after.replace('the end', 'that')}"
        return f"nothing surely differs {said}; {unsure}" if unsure else f"no difference {said}"
    parts = []
    for view in found.views:
        signs = zip("+-~", found.of(view), strict=True)
        counts = " ".join(f"{sign}{len(items)}" for sign, items in signs if items)
        parts += [f"{view} {counts}"] if counts else []
    return f"from {before} to {after}: {', '.join(parts)}"


def describe_left_out(found: Diff) -> str:
    """How many happenings are not told because only an open side of their dates answers."""
    before, after = found.unbounded
    if not found.differs or not before + after:
        return ""
    told = f"{before:,} before and {after:,} after that may have been at any time"
    return f"not compared are {told}; --unbounded compares them"


def _sides(found: Diff) -> tuple[str, str]:
    """What is compared, in words."""
    before, after = found.before, found.after
    match found.clock:
        case "happened":
            return f"the end of {before}", f"the end of {after}"
        case "recorded":
            last = "what is now" if after == "now" else f"what was by {after}"
            return f"what was on record by {before}", last
        case "published":
            return f"what was published by {before}", f"what was by {after}"
        case _:
            return before, "this log"
