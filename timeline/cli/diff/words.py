"""The words in which `timeline diff` tells people what changed."""

from collections.abc import Iterable, Iterator, Sequence

from timeline.base.amount_words import Amount, format_amount
from timeline.cli.diff.between import between, unsure
from timeline.cli.diff.diff_line import DiffLine, count, sign_of_new
from timeline.cli.diff.figures import figures, levels
from timeline.cli.diff.offices import offices
from timeline.cli.diff.places import places
from timeline.cli.show import wording
from timeline.views.actors import ActorFields, Term
from timeline.views.chronology import ChronologyRow
from timeline.views.diff.compare import Compared, HappeningChange, KeyChange, comparable
from timeline.views.diff.diff import Diff, RemovedActor, RemovedProgram
from timeline.views.diff.happenings import ComparedHappenings
from timeline.views.diff.side import CorrectionNote, EventNote, RetractionNote
from timeline.views.programs import ProgramFields

_LONG = 60
"""Texts that are longer are told one under the other."""
_DID = {"amendment": "amended", "retraction": "retracted"}


Section = tuple[str, list[DiffLine]]


def sections(found: Diff) -> list[Section]:
    """What differs, by view under headings; views in which nothing does are left out."""
    told = (
        ("Happenings", _happenings(found.chronology)),
        ("In between", between(found.between)),
        ("Programs", _programs(found.programs)),
        ("Actors", _actors(found.actors)),
        ("Offices", offices(found.offices)),
        ("Places", places(found.places)),
        ("Figures", figures(found.figures)),
        ("Levels", levels(found.levels)),
        ("Declarations and corrections", _events(found.events)),
    )
    return [(heading, items) for heading, lines in told if (items := list(lines))]


def _gone(row: RemovedActor | RemovedProgram) -> str:
    """How what is gone is called: with a mark if it was only possibly there."""
    mark = "? " if row["match"] == "possible" else ""
    return mark + row["name"]


def _join_parts(name: object, parts: Iterable[str]) -> str:
    told = "; ".join(filter(None, parts))
    return f"{name}: {told}" if told else str(name)


def _happenings(found: ComparedHappenings) -> Iterator[DiffLine]:
    for row in found.added:
        sign, id_ = sign_of_new(row["match"]), wording.short(row["id"])
        yield DiffLine(sign, _date(row), wording.what(row), id_)
    for gone in found.removed:
        mark = "? " if gone["match"] == "possible" else ""
        notes = (_why("retracted", gone["retracted"]),) if gone["retracted"] else ()
        id_ = wording.short(gone["id"])
        yield DiffLine("-", mark + _date(gone), wording.what(gone), id_, notes)
    yield from map(_changed_happening, found.changed)


def _changed_happening(row: HappeningChange) -> DiffLine:
    fields = dict(row["fields"])
    old, new = fields.pop("match", (None, None))
    text = f"{row['name']}: {old} → {new}" if new else row["name"]
    notes = [line for field, pair in fields.items() for line in _changed(field, *pair)]
    notes += [_why(_DID[one["event"]], one) for one in row["corrections"]]
    return DiffLine("~", _date(row), text, wording.short(row["id"]), tuple(notes))


def _date(row: ChronologyRow | HappeningChange) -> str:
    return wording.date(row["date"], row["last_seen_date"])


def _why(did: str, correction: CorrectionNote | RetractionNote) -> str:
    """Who corrected something, when and why."""
    day = wording.date(correction["at"][:10])
    return f"{did} by {correction['by']}, {day}: {correction['reason']}"


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
            amount: Amount = {
                "value": part["value"],
                "bound": part["bound"],
                "unit": part["unit"],
            }
            named = [f"{part['measure']} {format_amount(amount)}", kind, wording.split(part["by"])]
        case _:
            named = [f"{key} {value}" for key, value in part.items()]
    return ", ".join(str(text) for text in named if text)


def _programs(
    found: Compared[ProgramFields, RemovedProgram, KeyChange],
) -> Iterator[DiffLine]:
    for row in found.added:
        since = wording.since(row["since"]) if row["since"] else ""
        state = ", ".join(filter(None, (_state(row), since, _until(row))))
        text = _join_parts(row["name"], [state, count(row)])
        yield DiffLine(sign_of_new(row["match"]), "", text)
    for gone in found.removed:
        yield DiffLine("-", "", _join_parts(_gone(gone), _one_with(gone)))
    for change in found.changed:
        yield _changed_program(change, *found.pairs[change["key"]])


def _changed_program(change: KeyChange, old: ProgramFields, new: ProgramFields) -> DiffLine:
    parts = [_moved(old, new), *_phases(old, new), *_renamed(old, new)]
    rest = [line for field, pair in change["fields"].items() for line in _of_program(field, *pair)]
    whole = [*filter(None, parts), *rest, *_counted(old, new)]
    return DiffLine("~", "", _join_parts(change["name"], whole or _otherwise(change)))


def _otherwise(row: KeyChange) -> list[str]:
    """Fields that changed and are not told in words of their own, so that a change says what."""
    told: list[str] = []
    for field, (old, new) in row["fields"].items():
        if isinstance(old, list) or isinstance(new, list):
            told.append(f"other {field.replace('_', ' ')}")
        else:
            told += _changed(field, old, new)
    return told


def _one_with(row: RemovedActor | RemovedProgram) -> list[str]:
    return [f"now one with {row['same_as_name']}"] if row["same_as"] else []


def _state(row: ProgramFields) -> str:
    told = wording.program_state(row)
    return f"{told.removeprefix('? ')} (possibly)" if told.startswith("? ") else told


def _until(row: ProgramFields) -> str:
    return f"until {wording.end(row['until'], row['until_by'])}" if row["until"] else ""


def _moved(old: ProgramFields, new: ProgramFields) -> str:
    """How a program moved: from which phase or status to which, and since when it is in that."""
    before, after = _state(old), _state(new)
    ran = [wording.since(new["since"]) if new["since"] else "", _until(new)]
    if before != after:
        return ", ".join(filter(None, (f"{before} → {after}", *ran)))
    moved = (old["since"] != new["since"], old["until"] != new["until"])
    return ", ".join(text for text, is_new in zip(ran, moved, strict=True) if is_new and text)


def _phases(old: ProgramFields, new: ProgramFields) -> Iterator[str]:
    """Phases that moved while another is, or was, the one that the program is said to be in."""
    before, after = _statuses(old), _statuses(new)
    shown = {*old["phases_running"], *new["phases_running"]}
    for phase, status in after.items():
        was = before.get(phase, wording.status("not-begun"))
        if status != was and phase not in shown:
            yield f"{phase} {was} → {status}"


def _statuses(row: ProgramFields) -> dict[str, str]:
    """What is derived of each phase, by its key; the last of several spells counts."""
    found = {}
    for phase in row["phases"]:
        unsure = " (possibly)" if phase["match"] == "possible" else ""
        found[phase["phase"]] = wording.phase_status(phase) + unsure
    return found


def _renamed(old: ActorFields | ProgramFields, new: ActorFields | ProgramFields) -> list[str]:
    return [f"was called {old['name']}"] if old["name"] != new["name"] else []


_DECLARED = ("type", "part_of", "period", "status_declared", "names", "actors")


def _of_program(field: str, old: object, new: object) -> Iterator[str]:
    if field in _DECLARED:
        yield from _changed(field, old, new)


def _counted(old: ActorFields | ProgramFields, new: ActorFields | ProgramFields) -> list[str]:
    before, after = wording.participations(old), wording.participations(new)
    noun = "happening" if after == "1" else "happenings"
    return [] if before == after else [f"{before} → {after} {noun}"]


def _actors(found: Compared[ActorFields, RemovedActor, KeyChange]) -> Iterator[DiffLine]:
    yield from map(_new_actor, found.added)
    for row in found.removed:
        yield DiffLine("-", "", _join_parts(_gone(row), _one_with(row)))
    for change in found.changed:
        yield _changed_actor(change, *found.pairs[change["key"]])


def _changed_actor(change: KeyChange, old: ActorFields, new: ActorFields) -> DiffLine:
    if not _took_part(old) and _took_part(new):
        return _new_actor(new)
    fields = change["fields"].items()
    parts = [*_renamed(old, new), *_counted(old, new), *_roles(old, new)]
    parts += _terms(old["terms"], new["terms"])
    parts += [line for field, pair in fields for line in _of_actor(field, *pair)]
    dates = [line for f, pair in fields if f in _DATES for line in _changed(f, *pair)]
    whole = parts or dates or _otherwise(change)
    return DiffLine("~", "", _join_parts(change["name"], whole))


def _took_part(row: ActorFields) -> bool:
    return bool(row["happenings"] or row["possible"] or row["terms"])


def _new_actor(row: ActorFields) -> DiffLine:
    """An actor that took part in nothing before, whether or not it was declared."""
    roles = row["roles"] or row["possible_roles"]
    parts = [", ".join(roles), *_terms([], row["terms"]), count(row)]
    return DiffLine(sign_of_new(row["match"]), "", _join_parts(row["name"], parts))


def _roles(old: ActorFields, new: ActorFields) -> Iterator[str]:
    """Roles that came or went; what was only possible before is not lost, but may be certain."""
    was, is_ = old["roles"], new["roles"]
    may_be = [role for role in new["possible_roles"] if role not in is_]
    may_have = [role for role in old["possible_roles"] if role not in was]
    also = "also " if was else ""
    told = (
        (f"now {also}", [role for role in is_ if role not in (*was, *may_have)]),
        ("now certainly ", [role for role in is_ if role in may_have]),
        ("possibly also ", [role for role in may_be if role not in (*was, *may_have)]),
        ("now only possibly ", [role for role in may_be if role in was]),
        ("no longer ", [role for role in was if role not in (*is_, *may_be)]),
        ("no longer possibly ", [role for role in may_have if role not in (*is_, *may_be)]),
    )
    yield from (words + ", ".join(roles) for words, roles in told if roles)


def _of_actor(field: str, old: object, new: object) -> Iterator[str]:
    if field in ("type", "part_of", "names"):
        yield from _changed(field, old, new)


def _terms(old: Sequence[Term], new: Sequence[Term]) -> Iterator[str]:
    """Terms of office that began, ended or are seen otherwise."""
    before, after = _by_office(old), _by_office(new)
    for office, (called, told) in after.items():
        was = before.get(office)
        if was is None:
            yield f"{called}, {told}"
        elif was[1] != told:
            yield f"{called}, {told} (was: {was[1]})"
    yield from (f"no longer {before[office][0]}" for office in before if office not in after)


def _by_office(terms: Sequence[Term]) -> dict[tuple[str, str | None], tuple[str, str]]:
    """What each office is called, and from when to when it was held, in all spells."""
    found: dict[tuple[str, str | None], tuple[str, str]] = {}
    for term in terms:
        office = term["office"], term["for"]
        whom = f" for {term['for_name']}" if term["for"] else ""
        before = f"{found[office][1]} and " if office in found else ""
        found[office] = f"{term['office']}{whom}", before + _held(term)
    return found


def _held(term: Term) -> str:
    """From when to when an office was held, or when it is mentioned."""
    if term["state"] == "mentioned" and term["end"]:
        return f"on {wording.date(term['start'])}"
    since = wording.since(term["start"]) if term["start"] else ""
    until = f"until {wording.end(term['end'], term['end_by'])}" if term["end"] else ""
    plan = f"to end {wording.date(term['planned_end'])}" if term["planned_end"] else ""
    state = term["state"] if term["state"] in ("suspended", "cancelled") else ""
    return ", ".join(filter(None, (since, until, state, plan)))


def _events(found: Compared[EventNote, EventNote, KeyChange]) -> Iterator[DiffLine]:
    """Declarations and corrections that one log alone holds; happenings are told as such."""
    for sign, rows in (("+", found.added), ("-", found.removed)):
        for row in rows:
            if row["event"] != "happening":
                why = f": {row['reason']}" if row["reason"] else ""
                day = wording.date(row["at"][:10])
                text = f"{row['event']} {'of ' if why else ''}{row['name'] or ''}{why}"
                yield DiffLine(sign, day, f"{text} ({row['by']})", wording.short(row["id"]))


def title(found: Diff) -> str:
    """What is compared, as a heading."""
    before, after = _sides(found)
    return f"Changes from {before} to {after}"


def summarise(found: Diff) -> str:
    """How much differs between what, in one line."""
    before, after = _sides(found)
    may_differ = unsure(found.unsure)
    if not any(found.of(view).differs for view in found.views):
        said = f"between {before} and {after.replace('the end', 'that')}"
        if may_differ:
            return f"nothing surely differs {said}; {may_differ}"
        return f"no difference {said}"
    parts = []
    for view in found.views:
        compared = found.of(view)
        each = compared.added, compared.removed, compared.changed
        signs = zip("+-~", each, strict=True)
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
