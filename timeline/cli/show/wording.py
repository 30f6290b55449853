"""The words in which rows are told to people."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from timeline.base.amount_words import MeasuredAmount, format_amount
from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere
from timeline.dates.words.printer import format_date
from timeline.views.picked import Aside
from timeline.views.query import NO_ACTORS, ActorQuery

if TYPE_CHECKING:
    from timeline.projection.evidence import SpellFields
    from timeline.views.actors import ActorRow, Participation
    from timeline.views.chronology import ChronologyRow
    from timeline.views.coverage import ParagraphRow
    from timeline.views.offices import HeldOffice
    from timeline.views.overview import Overview
    from timeline.views.parts import ActorItem
    from timeline.views.programs import PhaseRow, ProgramFields
    from timeline.views.quotations import QuoteRow
    from timeline.views.sealed import SealedRow

Row = Mapping[str, object]

ID_SHOWN = 8
"""How many characters of an id a table shows: enough to be given back."""
_NAMES_SHOWN = 2
_FEWEST_LEFT_OUT = 2
"""Of fewer the number takes as much room as their names."""
_HAPPENED = "happening"
_STATUS_WORDS = {"not-begun": "not begun"}


def short(id_: object) -> str:
    """The beginning of an id."""
    return str(id_)[:ID_SHOWN]


def short_name(row: Row) -> str:
    """The short name of an actor, program or place; its name if it has none."""
    return str(row["short"] or row["name"])


def date(text: object, last_seen: object = None, hemisphere: Hemisphere = "north") -> str:
    """A date in words; `last_seen`, EDTF, is when its open end was last known to go on."""
    if not text:
        return ""
    found = edtf.parse(str(text), hemisphere)
    seen = edtf.parse(str(last_seen), hemisphere) if last_seen else None
    return format_date(found, last_seen=seen)


def stamped(time: str, authority: str) -> str:
    """When and by whom a time stamp was made: `29 November 2026, 12:00:00 UTC, by an authority`."""
    by = f", by {authority}" if authority else ""
    return f"{date(time[:10])}, {time[11:19]} UTC{by}"


def happening_date(row: Row) -> str:
    """The date of a happening, marked ? if it only possibly answers, > if others are around it."""
    words = date(row["date"], row.get("last_seen_date"))
    mark = "> " if row.get("around") == "itself" else ""
    return f"{mark}? {words}" if row.get("match") == "possible" else mark + words


def what(row: Row) -> str:
    """The title of a happening, marked when it did not take place, or not yet."""
    status = row.get("status")
    return f"{row['title']}" if status in (None, "occurred") else f"[{status}] {row['title']}"


def who(row: "ChronologyRow", query: ActorQuery = NO_ACTORS, *, brief: bool = False) -> str:
    """The first actors of a happening, those asked for before all others, and how many more.

    As many as were asked for are told, if they are more than are told else.

    Args:
        row: the happening.
        query: who was asked for.
        brief: by the short names of actors, where they have any.
    """
    parts = row["actors"]
    wanted = [part for part in parts if query.matches(part)]
    first = _names(wanted, brief=brief)
    names = list(dict.fromkeys([*first, *_names(parts, brief=brief)]))
    shown = max(_NAMES_SHOWN, len(first))
    more = len(names) - shown
    between = "; " if any(map(office, parts)) else ", "
    if more < _FEWEST_LEFT_OUT:
        return between.join(names)
    return f"{between.join(names[:shown])} +{more}"


def _names(parts: "Sequence[ActorItem]", *, brief: bool) -> list[str]:
    """What each actor is called, with its offices: `Erlan Bakiev, Head of Unit, CEIM Service`."""
    offices: dict[str, dict[str, None]] = {}
    for part in parts:
        body = (brief and part["for_short"]) or part["for_name"]
        told = ", ".join(filter(None, (part["capacity"], body)))
        name = (brief and part["short"]) or part["name"]
        offices.setdefault(name, {}).update({told: None} if told else {})
    return [", ".join((name, *told)) for name, told in offices.items()]


def office(part: "ActorItem | Participation") -> str:
    """In which capacity somebody took part, and for whom; empty for neither."""
    return ", ".join(filter(None, (part["capacity"], part["for_name"])))


def all_actors(row: "ChronologyRow") -> str:
    """All actors of a happening, each with its office and its role."""
    return "; ".join(
        f"{', '.join(filter(None, (part['name'], office(part))))} ({part['role']})"
        for part in row["actors"]
    )


def where(row: "ChronologyRow") -> str:
    """The places of a happening."""
    return "; ".join(part["name"] for part in row["places"])


def programs(row: "ChronologyRow") -> str:
    """The programs of a happening, each with its phase."""
    return "; ".join(
        f"{part['name']}, {part['phase']}" if part["phase"] else part["name"]
        for part in row["programs"]
    )


def figures(row: "ChronologyRow") -> str:
    """The figures of a happening."""
    return "; ".join(map(measure_and_figure, row["figures"]))


def sources(row: "ChronologyRow") -> str:
    """The sources of a happening, each with the place in it."""
    titles = {part["source"]: part["title"] or part["source"] for part in row["sources"]}
    return "; ".join(
        ", ".join(filter(None, (title, places_in_source(row, key))))
        for key, title in titles.items()
    )


def status(word: object) -> str:
    """A status in words."""
    return _STATUS_WORDS.get(str(word), str(word)) if word else ""


def program_state(row: "ProgramFields") -> str:
    """What a program is in: its phases while it runs, else its status; ? if only possibly.

    Of one that is not known to run any more, though no end is on record, it is told when it was
    last seen.
    """
    if row["announced"]:
        return "announced"
    if row["unended"]:
        seen = f"last seen {date(row['last_seen_date'])}, no end on record"
        return ", ".join(filter(None, (", ".join(row["phases_running"]), seen)))
    if row["status_derived"] == "closed" and row["until_by"] == "planned":
        return "planned end has passed"
    mark, by = ("? ", " or ") if row["match"] == "possible" else ("", ", ")
    return mark + (by.join(row["phases_running"]) or status(row["status_derived"]))


def phase_status(row: "PhaseRow") -> str:
    """The status of a phase in words."""
    if row["announced"]:
        return "announced"
    return "begun" if row["unended"] else status(row["status_derived"])


def declared_status(row: "ProgramFields") -> str:
    """What a program declares: its status and its period."""
    return ", ".join(filter(None, (row["status_declared"], date(row["period"]))))


def declared_iati_status(row: "ProgramFields") -> str:
    """What a program declares, its status by its code and name at IATI: `IATI 2 Implementation`."""
    status_ = f"IATI {row['status_iati']}" if row["status_iati"] else ""
    return ", ".join(filter(None, (status_, date(row["period"]))))


def in_program(row: "ChronologyRow", program: str) -> str:
    """What a happening did to a program: `workshops starts`, one phase a line."""
    parts = [part for part in row["programs"] if part["program"] == program]
    return "\n".join(
        " ".join(filter(None, (part["phase"], " and ".join(part["effect"])))) for part in parts
    )


def source_keys(row: "ChronologyRow") -> str:
    """The sources of a happening, one a line: `undp-2021-10-15, para 3, 5`."""
    places: dict[str, list[str]] = {}
    for part in row["sources"]:
        at = part["at"] or ""
        before = places.setdefault(part["source"], [])
        before += [at.removeprefix("para ") if before else at] if at else []
    return "\n".join(", ".join((source, *at)) for source, at in places.items())


def participations(row: Row) -> str:
    """How often an actor took part: surely, possibly besides, and by an open side of a date."""
    possible = f" +{row['possible']}?" if row["possible"] else ""
    unbounded = f" +{row['unbounded']} unbounded" if row.get("unbounded") else ""
    return f"{row['happenings']}{possible}{unbounded}"


def citing_events(row: "ParagraphRow") -> str:
    """The events that cite a paragraph, one a line: happenings by title, then how many others."""
    events = row["events"]
    told = [
        f"{part['title']} ({short(part['id'])})" for part in events if part["event"] == _HAPPENED
    ]
    others = len(events) - len(told)
    return "\n".join([*told, *([with_noun(others, "declaration")] if others else [])])


def place_of_quote(row: "QuoteRow") -> str:
    """Where a quote stands in the copy of its source: `para 3`, `paras 3 and 9`, `not in it`."""
    numbers = [str(number) for number in dict.fromkeys(row["paragraphs"])]
    listed = " and ".join(filter(None, (", ".join(numbers[:-1]), *numbers[-1:])))
    where = f"para{'s' * (len(numbers) > 1)} {listed}"
    told = {
        "found": where,
        "elsewhere": f"{where}, not {row['at']}",
        "several": f"{len(row['paragraphs'])} times: {where}",
        "not before or after": f"{where}, not beside its prefix or suffix",
        "not found": "not in it",
        "not archived": "no copy",
        "unreadable": "the copy cannot be read",
    }
    return told[row["found"]]


def places_in_source(row: "ChronologyRow", key: str) -> str:
    """Where in a source a happening is told: `para 1, 2, p. 7`."""
    cited = [part["at"] for part in row["sources"] if part["source"] == key]
    found: list[str] = []
    before = ""
    for at in filter(None, cited):
        unit = at.rpartition(" ")[0]
        found.append(at.rpartition(" ")[2] if unit == before else at)
        before = unit
    return ", ".join(found)


def answer(match: str | None) -> str:
    """Whether something ran on the day that was asked for; empty when none was."""
    return {"impossible": "no"}.get(match, match) if match else ""


_STATES = {"not-begun": "no, not begun", "ended": "no, ended", "not-seen": "no, not seen then"}


def on_day(row: "HeldOffice") -> str:
    """Whether an office was held then: certain, possible, or no and why."""
    return answer(row["match"]) if row["then"] == "held" else _STATES[row["then"]]


def ending_before(row: "HeldOffice") -> str:
    """As `ended`, with how long before the day asked for that was, where no end is on record."""
    before = row["days_before"]
    return ending(row) + (f", {duration(before)} before" if before is not None else "")


def duration(days: int) -> str:
    """About how long so many days are: `3 days`, `5 weeks`, `7 months`, `2 years`."""
    for length, one in ((365.25, "year"), (30.44, "month"), (7, "week")):
        if days >= 2 * length:
            return with_noun(int(days / length), one)
    return with_noun(days, "day")


def matching_roles(row: "ActorRow") -> str:
    """The roles that were asked for and that an actor had, or is declared in."""
    had = [*row["did"], *row["programs"]]
    return ", ".join(dict.fromkeys(one["role"] for one in had))


def activities(row: "ActorRow") -> str:
    """What an actor did in a role that was asked for, one a line, and what declares it in one."""
    several = len({one["role"] for one in row["did"]}) > 1
    lines = [
        f"{happening_date(one)}: {what(one)}" + (f" ({one['role']})" if several else "")
        for one in row["did"]
    ]
    declares = (f"declared: {one['name']} ({one['role']})" for one in row["programs"])
    return "\n".join([*lines, *declares])


def measure_and_figure(row: MeasuredAmount) -> str:
    """A figure with its measure; of a part of a split `members: of them men 3 people`."""
    told = format_amount(row)
    by = row["by"]
    if not by:
        return f"{row['measure']}: {told}"
    # A number would be taken for the figure: `age 18-24`, but `female`.
    parts = [part if part[:1].isalpha() else f"{key} {part}" for key, part in by.items()]
    return f"{row['measure']}: of them {', '.join(parts)} {told}"


def split(by: Mapping[str, str] | None) -> str:
    """The split that a figure belongs to: `sex female`."""
    return ", ".join(f"{key} {part}" for key, part in by.items()) if by else ""


def heading(name: str, key: str, type_: str | None = None) -> str:
    """The heading of a page: `Ministry of Interior (moi-kg, organisation)`."""
    return f"{name} ({', '.join(filter(None, (key, type_)))})"


def join_texts(texts: object, by: str = ", ") -> str:
    """A list of texts as one."""
    return by.join(map(str, texts)) if isinstance(texts, list) else str(texts or "")


def name_and_key(db: sqlite3.Connection, namespace: str, key: object) -> str:
    """A key with its name: `Ministry of Interior (moi-kg)`; empty for no key."""
    from timeline.projection.lookup import name_of  # noqa: PLC0415 (pages only)

    return f"{name_of(db, namespace, str(key))} ({key})" if key else ""


def since(start: object) -> str:
    """From when something runs: `since 2017`, or `begun by 2017` where the start is not known."""
    words = date(start)
    vague = words.startswith(("by ", "before ", "between "))
    return f"{'begun' if vague else 'since'} {words}"


def beginning(row: "SpellFields") -> str:
    """When a term or phase began."""
    return date(row["start"])


_ENDS = {"planned": " (planned)", "next-phase": " (next phase)"}


def end(text: str | None, by: str | None) -> str:
    """The date of an end, and what says so if it is not on record as such."""
    return date(text) + _ENDS.get(by or "", "")


def ending(row: "SpellFields") -> str:
    """When a term or phase ended and what says so, or that no end is on record; and its plan."""
    planned = row.get("planned_end")  # of offices
    plan = f", planned for {date(planned)}" if planned else ""
    if row["end"]:
        alone = " (mentioned)" if row["state"] == "mentioned" else ""
        return end(row["end"], row["end_by"]) + alone + plan
    if row["state"] == "not-begun":
        return ""
    seen = f", last seen {date(row['last_seen_date'])}" if row["last_seen_date"] else ""
    return f"no end recorded{plan}{seen}"


def evidence(row: "SpellFields") -> str:
    """The ids of the happenings that a term or phase rests on."""
    return " ".join(map(short, row["evidence"]))


def unlisted(aside: Aside) -> str:
    """What matches only by a side of its date that is open or unknown; empty if there is none."""
    number = aside.before + aside.after
    if not number:
        return ""
    if not aside.after:
        how = "been at any time before"
    elif not aside.before:
        how = "gone on since"
    else:
        how = "been at any time before, or gone on since"
    return f"and {number:,} that may have {how}; --unbounded lists {'them' if number > 1 else 'it'}"


def with_unlisted(told: str, aside: Aside) -> str:
    """What is told at the end of a table, and on a line of its own how many were left out."""
    return "\n".join(filter(None, (told, unlisted(aside))))


def with_noun(number: int, one: str) -> str:
    """A number with its noun: `1 happening`, `3 happenings`."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def sealed(row: "SealedRow") -> str:
    """How a log is sealed: `330 events, as annual-report on 29 November 2026`."""
    since = f"; {with_noun(row['unsealed'], 'event')} not sealed" if row["unsealed"] else ""
    return f"{with_noun(row['events'], 'event')}, as {row['name']} on {date(row['at'][:10])}{since}"


def log_contents(found: "Overview") -> str:
    """What a log holds, in one line."""
    numbers = (
        (found["happenings"], "happening"),
        (found["actors"], "actor"),
        (found["programs"], "program"),
        (found["places"], "place"),
        (found["sources"], "source"),
        (found["corrections"], "correction"),
    )
    parts = ", ".join(with_noun(count, kind) for count, kind in numbers if count)
    return with_noun(found["events"], "event") + (f" ({parts})" if parts else "")


def shown_of(number: int, one: str, limit: int | None) -> str:
    """How many rows there are, and are shown: `3 actors`, `10 of 52 actors`."""
    told = with_noun(number, one)
    return told if limit is None or limit >= number else f"{limit:,} of {told}"


def event(db: sqlite3.Connection, id_: str) -> str:
    """An event that another refers to: its title, and its id."""
    from timeline.projection.find_event import title_of  # noqa: PLC0415 (pages only)

    title = title_of(db, id_)
    return f"{title} ({short(id_)})" if title else id_


def item(db: sqlite3.Connection, field: str, value: object) -> str:
    """An item of a list in an event, in words: names rather than keys."""
    if not isinstance(value, dict):
        return name_and_key(db, "place", value) if field == "places" else str(value)
    match field:
        case "actors":
            whom = name_and_key(db, "actor", value.get("for"))
            extra = ", ".join(filter(None, (str(value.get("capacity") or ""), whom)))
            who_ = f"{value['role']}: {name_and_key(db, 'actor', value['actor'])}"
            return f"{who_}, {extra}" if extra else who_
        case "programs":
            phase = f", phase {value['phase']}" if value.get("phase") else ""
            effect = f" {join_texts(value['effect'], ' and ')}" if value.get("effect") else ""
            return f"{name_and_key(db, 'program', value['program'])}{phase}{effect}"
        case "figures":
            shown = measure_and_figure(
                {
                    "measure": value["measure"],
                    "value": value["value"],
                    "bound": value.get("bound", "exact"),
                    "unit": value.get("unit", ""),
                    "by": value.get("by"),
                }
            )
            kind = f" ({value['type']})" if value.get("type", "actual") != "actual" else ""
            return f"{shown}{kind}"
        case "sources":
            at = f", {value['at']}" if value.get("at") else ""
            quote = f": “{value['quote']}”" if value.get("quote") else ""
            return f"{name_and_key(db, 'source', value['source'])}{at}{quote}"
        case _:
            known = {"scheme", "id"} == value.keys()  # of an identifier, which needs no labels
            parts = (str(part) if known else f"{key} {part}" for key, part in value.items())
            return (" " if known else ", ").join(parts)
