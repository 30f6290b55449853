"""What a happening says, in the words of a report: who, where, figures, places in a source."""

# ruff: noqa: RUF001, RUF002 - spans are written with an en dash

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.base.amount_words import format_amount
from timeline.base.text import masked
from timeline.base.units import unit_after
from timeline.views.parts import ActorItem, FigureItem, ProgramItem

OFFICE_EFFECTS = {
    "starts": "takes office",
    "ends": "leaves office",
    "suspends": "is suspended",
    "resumes": "returns to office",
    "cancels": "does not take office",
}
PROGRAM_EFFECTS = {
    "starts": "begins",
    "continues": "under way",
    "ends": "ends",
    "suspends": "is suspended",
    "resumes": "resumes",
    "cancels": "is cancelled",
}
_FIGURES = {"actual": "Figure", "target": "Target", "baseline": "Baseline", "level": "Level"}
TAGS = {
    "planned": "Planned",
    "postponed": "Postponed",
    "cancelled": "Cancelled",
    "likely": "Likely, not confirmed",
    "disputed": "Disputed",
    "unsure": "Unsure",
}
"""What a reader must know of a happening before reading it, by its status or confidence."""
DATED = {
    "inferred": "The date is inferred; the source does not state it.",
    "outside": "The date is taken from outside the source.",
}
CONFIDENCE = {
    "likely": "It is likely, but not confirmed.",
    "disputed": "It is disputed.",
    "unsure": "The recorder is not sure of it.",
}


def one_line(text: object) -> str:
    """A text of the log as one line in which every character can be seen; empty for None."""
    return masked(" ".join(str(text or "").split()))


def paragraphs(text: str | None) -> Iterator[str]:
    """The paragraphs of a text, each as one line."""
    for part in re.split(r"\n[ \t]*\n", text or ""):
        if line := one_line(part):
            yield line


def sentence(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def count_of(number: int, one: str) -> str:
    """A number with its noun: `1 entry`, `88 entries`."""
    return f"{number:,} {unit_after(one, number)}"


def left_out(number: int) -> str:
    """That so many happenings answer only by an open side of their dates; empty for none."""
    if not number:
        return ""
    return (
        f"Left out {'is' if number == 1 else 'are'} {count_of(number, 'entry')} that may belong "
        "here only because the beginning or the end of the date is open or unknown."
    )


def join_and(parts: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def participants(actors: Iterable[ActorItem]) -> Iterator[tuple[str, str]]:
    """A label and names for each role in a happening: `Organisers`, `OSCE Centre; UNDP`."""
    by_role: dict[str, list[str]] = {}
    for part in actors:
        by_role.setdefault(part["role"], []).append(participant(part))
    for role, names in by_role.items():
        unique = list(dict.fromkeys(names))
        yield sentence(one_line(unit_after(role, len(unique)))), "; ".join(unique)


def participant(part: ActorItem) -> str:
    """A name with its office and for whom: `Koen Marquering, Programme Manager, OSCE`."""
    name, office, body = (one_line(part[key]) for key in ("name", "capacity", "for_name"))
    if body and body.casefold() in office.casefold():
        body = ""
    elif body and not office:
        body = f"for {body}"
    told = ", ".join(filter(None, (name, office, body)))
    effects = [OFFICE_EFFECTS[one] for one in part["effect"] if one in OFFICE_EFFECTS]
    return f"{told} ({join_and(effects)})" if effects else told


def program(part: ProgramItem, phases: Mapping[tuple[str, str], str]) -> str:
    """A programme with its phase and what the happening does to it.

    Args:
        part: of a happening.
        phases: the name of each phase that has one, by programme and phase.
    """
    phase = part["phase"]
    named = f", phase “{one_line(phases.get((part['program'], phase), phase))}”" if phase else ""
    effects = [PROGRAM_EFFECTS[one] for one in part["effect"]]
    does = f" ({join_and(effects)})" if effects else ""
    return f"{one_line(part['name'])}{named}{does}"


def figure(item: FigureItem) -> tuple[str, str]:
    """A label and the figure: `Target`, `Workshop participants: about 60 people`."""
    measure = sentence(one_line(item["measure"]))
    split = item["by"] or {}
    parts = (part if part[:1].isalpha() else f"{key} {part}" for key, part in split.items())
    of_them = one_line(", ".join(parts))
    told = f"{measure} ({of_them})" if of_them else measure
    return _FIGURES[item["type"]], f"{told}: {one_line(format_amount(item))}"


_UNITS = {"para": "paragraph", "p.": "page", "pp.": "page", "page": "page"}
_PARTS = {"text": "in the text", "heading": "in the heading"}


def place_in_source(cited: Iterable[tuple[str | None, str | None]]) -> str:
    """Where in a source something is told: `heading, paragraphs 2 and 4 (“its words”)`.

    Args:
        cited: what each citation says of its place, and its quote.
    """
    groups: list[tuple[str, list[str]]] = []
    for at, quote in cited:
        before, _, number = one_line(at).rpartition(" ")
        unit = _UNITS.get(before, "")
        place = number if unit else _PARTS.get(number, one_line(at))
        if quote:
            place = f"{place} (“{one_line(quote)}”)".strip()
        if place and groups and groups[-1][0] == unit != "":
            groups[-1][1].append(place)
        elif place:
            groups.append((unit, [place]))
    return ", ".join(map(_place, groups))


def _place(group: tuple[str, list[str]]) -> str:
    unit, places = group
    if all(place.isdigit() for place in places):
        places = sorted(dict.fromkeys(places), key=int)
    told = list(_runs(places)) if unit else places
    one = len(places) == 1 and ("(" in places[0] or places[0].isdigit())
    return f"{unit_after(unit, 1 if one else 2)} {join_and(told)}".strip()


def _runs(places: Sequence[str]) -> Iterator[str]:
    """Numbers with three or more in a row as a span: 2–4."""
    run: list[str] = []
    for place in [*places, ""]:
        if run and place.isdigit() and run[-1].isdigit() and int(place) == int(run[-1]) + 1:
            run.append(place)
            continue
        yield from [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
        run = [place] if place else []
