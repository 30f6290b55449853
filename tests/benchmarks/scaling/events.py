"""Realistic events at any size, the same for the same size and seed.

What is common in real logs is common here: most dates are days, a few actors take part in most of
what happens, a body is part of another, a programme has phases that start and end, each fourth
happening has a figure, and a source is cited by what it reports.
"""

import datetime as dt
import random
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from timeline.event.document import complete
from timeline.event.types import KINDS

from scaling.words import GROUPS, TOPICS, proper_name, rank, sentence

Body = dict[str, Any]

FIRST_YEAR, YEARS = 1995, 30
"""The years in which all takes place."""
_FIRST_DAY = dt.date(FIRST_YEAR, 1, 1).toordinal()
_DAYS = dt.date(FIRST_YEAR + YEARS, 1, 1).toordinal() - _FIRST_DAY
_RECORDED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_RECORDED_IN = 6 * 365 * 86_400
"""The seconds within which all is recorded, evenly."""
_PHASES = ("inception", "design", "implementation", "handover", "evaluation")
_OFFICES = ("Minister", "Deputy Minister", "Chair", "Director", "Head of Delegation", "Speaker")


class Size(NamedTuple):
    """How many of each there are in a log of so many happenings."""

    happenings: int

    @property
    def actors(self) -> int:
        """Two thousand, and more in a large log."""
        return max(2000, self.happenings // 100)

    @property
    def programs(self) -> int:
        """From fifty to two hundred."""
        return min(200, 50 + self.happenings // 1000)

    @property
    def places(self) -> int:
        """A few hundred."""
        return 300

    @property
    def sources(self) -> int:
        """One for twenty happenings."""
        return max(50, self.happenings // 20)


def events(count: int, amended: float = 0.0, seed: int = 1) -> Iterator[Body]:
    """Whole events, with ids and recording: declarations, then happenings and what amends them.

    Args:
        count: how many happenings.
        amended: how many of them are amended, as a share of 1.
        seed: another one gives other events.
    """
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    size = Size(count)
    for draft in _declarations(chance, size):
        yield complete(draft, _recorded(0.0))
    earlier: list[str] = []
    later: deque[tuple[float, Body]] = deque()
    for number in range(count):
        at = (number + 1) / (count + 1)
        while later and later[0][0] <= at:
            moment, draft = later.popleft()
            yield complete(draft, _recorded(moment, 3))
        body = complete(_happening(chance, size, number, earlier), _recorded(at))
        yield body
        if chance.random() < 0.01:
            earlier = [*earlier[-99:], str(body["id"])]
        if chance.random() < amended:
            later.append((at + 0.05, _amendment(chance, body)))
    for moment, draft in later:
        yield complete(draft, _recorded(moment, 3))


def _recorded(share: float, hand: int = 0) -> Body:
    """When and by whom, that share of the time that recording took."""
    microseconds = int(share * _RECORDED_IN * 1_000_000)
    at = _RECORDED_FROM + dt.timedelta(microseconds=microseconds)
    by = ("Aida", "Bek", "Cholpon", "Dana")[(microseconds // 86_400_000_000 + hand) % 4]
    return {"at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "by": by}


def _declarations(chance: random.Random, size: Size) -> Iterator[Body]:
    for number in range(size.sources):
        day = _DAYS * (number + 1) // size.sources
        yield {
            "event": "source",
            "source": f"source-{number}",
            "title": sentence(chance, 8).removesuffix("."),
            "publisher": proper_name(rank(chance, 200)),
            "published": _day(day),
            "paragraphs": str(3 + number % 30),
        }
    for number in range(size.places):
        place: Body = {
            "event": "place",
            "place": f"place-{number}",
            "name": f"{proper_name(number)} City",
        }
        yield place | ({"part_of": f"place-{number % 10}"} if number >= 10 else {})
    for number in range(size.actors):
        actor: Body = {
            "event": "actor",
            "actor": f"actor-{number}",
            "name": f"{proper_name(number)} Board",
        }
        if number % 5 == 0:
            actor |= {"names": [{"name": f"Board of {proper_name(number + 1)} {number}"}]}
        if number % 4 == 3:
            actor |= {"type": "person"}
        elif number % 4 == 2:
            actor |= {"type": "unit", "part_of": f"actor-{number // 8 * 4}"}
        yield actor
    for number in range(size.programs):
        begun, ended = sorted((_some_day(chance), _some_day(chance)))
        yield {
            "event": "program",
            "program": f"program-{number}",
            "name": f"{TOPICS[number % len(TOPICS)].capitalize()}, programme {number}",
            "type": "programme" if number % 3 else "project",
            "period": f"{_day(begun)[:4]}/{_day(ended)[:4]}",
            "sequential": "true" if number % 4 == 0 else "false",
            "phases": [{"phase": phase} for phase in _PHASES[: 2 + number % 4]],
            "actors": [{"actor": f"actor-{rank(chance, size.actors)}", "role": "funder"}],
        } | ({"part_of": f"program-{number // 10}"} if number % 10 == 9 else {})


def _happening(chance: random.Random, size: Size, number: int, earlier: list[str]) -> Body:
    day = _some_day(chance)
    topic, group = TOPICS[rank(chance, len(TOPICS))], GROUPS[rank(chance, len(GROUPS))]
    kind = KINDS[rank(chance, len(KINDS))]
    draft: Body = {
        "event": "happening",
        "date": _date(chance, day),
        "kind": kind,
        "title": f"{kind.capitalize()} {number} on {topic} for {group}",
        "summary": " ".join(sentence(chance, 17 + int(10 * chance.random())) for _ in range(2)),
        "places": [f"place-{rank(chance, size.places)}"],
        "actors": _participations(chance, size),
        "sources": _citations(chance, size, day),
    }
    planned = chance.random()
    if planned > 0.92:
        status = "planned" if planned < 0.97 else "postponed" if planned < 0.985 else "cancelled"
        draft |= {"status": status, "announced": _day(max(0, day - 60))}
    if chance.random() < 0.6:
        draft["programs"] = [_program(chance, size)]
    if chance.random() < 0.25:
        draft["figures"] = [_figure(chance, group)]
    if earlier and chance.random() < 0.03:
        draft["part_of"] = earlier[rank(chance, len(earlier))]
    if chance.random() < 0.1:
        draft["confidence"] = ("confirmed", "likely", "disputed")[rank(chance, 3)]
    if chance.random() < 0.1:
        draft["tags"] = [topic.split()[0]]
    if chance.random() < 0.1:
        draft["refs"] = [{"scheme": "register", "id": f"R-{number}"}]
    return draft


def _participations(chance: random.Random, size: Size) -> list[Body]:
    roles = ("organiser", "participant", "partner", "speaker", "host")
    found = []
    for place in range(1 + rank(chance, 4)):
        part: Body = {"actor": f"actor-{rank(chance, size.actors)}", "role": roles[place]}
        if chance.random() < 0.08:
            part |= {
                "capacity": _OFFICES[rank(chance, len(_OFFICES))],
                "for": f"actor-{4 * rank(chance, size.actors // 4)}",
            }
            effect = chance.random()
            if effect < 0.2:
                part |= {"effect": ["starts"] if effect < 0.1 else ["ends"]}
        found.append(part)
    return found


def _program(chance: random.Random, size: Size) -> Body:
    number = rank(chance, size.programs)
    part: Body = {"program": f"program-{number}"}
    if chance.random() < 0.8:
        part["phase"] = _PHASES[int(chance.random() * (2 + number % 4))]
    effect = chance.random()
    if effect < 0.5:
        at_least = {0.49: "resumes", 0.48: "suspends", 0.45: "ends", 0.4: "starts", 0: "continues"}
        part["effect"] = [next(word for least, word in at_least.items() if effect >= least)]
    return part


def _figure(chance: random.Random, group: str) -> Body:
    figure: Body = {
        "measure": f"{group} trained" if chance.random() < 0.5 else "participants",
        "value": str(rank(chance, 5000) + 1),
        "unit": "person",
    }
    if chance.random() < 0.2:
        figure["bound"] = ("about", "at-least", "at-most")[rank(chance, 3)]
    if chance.random() < 0.2:
        figure["type"] = ("target", "baseline", "level")[rank(chance, 3)]
    if chance.random() < 0.1:
        figure["by"] = {"sex": "female"}
    return figure


def _citations(chance: random.Random, size: Size, day: int) -> list[Body]:
    """One or two of the sources that came out next after the day."""
    next_one = min(size.sources - 1, day * size.sources // _DAYS)
    found = []
    for _ in range(1 + (chance.random() < 0.2)):
        number = min(size.sources - 1, next_one + rank(chance, 8))
        found.append({"source": f"source-{number}", "at": f"para {1 + rank(chance, 20)}"})
    return found


def _some_day(chance: random.Random) -> int:
    return int(chance.random() * _DAYS)


def _day(number: int) -> str:
    return dt.date.fromordinal(_FIRST_DAY + number).isoformat()


def _date(chance: random.Random, day: int) -> str:
    """A date in EDTF that begins about that day, as sharp as sources are."""
    kind = chance.random()
    return next(form for until, form in _forms(chance, day) if kind < until)


def _forms(chance: random.Random, day: int) -> Iterator[tuple[float, str]]:
    """The forms that a date may have, with the share of dates that have it or one before it."""
    text = _day(day)
    year, month = text[:4], text[:7]
    later = _day(day + 1 + int(30 * chance.random()))
    yield 0.72, text
    yield 0.84, month
    yield 0.87, f"{year}-{21 + day % 4}"
    yield 0.91, year
    yield 0.95, f"{text}/{later}"
    yield 0.97, f"{month}/{_day(day + 62)[:7]}"
    yield 0.98, f"{month}/.."
    yield 0.985, f"[{text},{later}]"
    yield 0.99, f"{{{month},{int(year) + 1}}}"
    yield 1.0, f"{month}~"


def _amendment(chance: random.Random, body: Body) -> Body:
    id_ = body["id"]
    what = chance.random()
    if what < 0.4:
        changed: Body = {"title": f"{body['title']}, corrected"}
    elif what < 0.7:
        changed = {"date": _day(_some_day(chance))}
    elif what < 0.9:
        changed = {"summary": sentence(chance, 20)}
    else:
        changed = {"status": "cancelled"}
    return {
        "event": "amendment",
        "amends": id_,
        "after": [id_],
        "reason": "the source was read again",
        "set": changed,
    }
