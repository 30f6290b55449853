"""The questions about one happening, in the order in which people tell things.

An answer is understood at once, or asked for again as it was typed. What the log does not know is
offered to be declared, or to be taken as a new word; nothing is written here.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, TypeVar, get_args

from timeline.base import days
from timeline.base.errors import TimelineError
from timeline.base.names import fold, key_of
from timeline.cli.ask.prompting import Asker, Suggest
from timeline.cli.ask.suggesting import Suggesting, among
from timeline.cli.show import wording
from timeline.cli.show.advice import remedy_text
from timeline.dates.edtf import Date
from timeline.dates.words.printer import describe_entry
from timeline.dates.words.reader import read_typed_date
from timeline.event import compact
from timeline.event.schema import Choice, fault_in_text, fields_of, likely, nearest, walk
from timeline.event.types import TYPES, Effect, Is, Status
from timeline.projection.lookup import Unknown, declared_by, shown_by
from timeline.projection.settings import hemisphere_of
from timeline.recording.resolve import New, Resolver
from timeline.views.vocabulary import phases

Item = dict[str, object]
T = TypeVar("T")


class Question(NamedTuple):
    """What is asked, and what to type, in a few words."""

    label: str
    about: str


_DATE = Question("Date", "when: summer 2017, 4-5 October 2011, since 2020, 2017-05")
_TITLE = Question("Title", "what happened, on one line")
_KIND = Question("Kind", "what kind of happening, such as training; Tab shows them")
_STATUS = Question("Status", f"the date is yet to come: {', '.join(get_args(Status))}")
_PLACE = Question("Place", "where: a name; Enter for none")
_ACTOR = Question("Actor", "who: NAME, or ROLE=NAME | CAPACITY | FOR; Enter for none")
_ROLE = Question("  Role", "in which role, such as organiser; Tab shows them")
_PROGRAM = Question("Program", "part of which: NAME, or EFFECT=NAME | PHASE; Enter for none")
_PHASE = Question("  Phase", "which phase of it; Tab shows them, Enter for none")
_EFFECT = Question(
    "  Effect", f"what it does to it: {', '.join(get_args(Effect))}; Enter for nothing"
)
_FIGURE = Question("Figure", "what is counted, or WHAT=60 person; Enter for none")
_AMOUNT = Question("  How many", "60 person, about 250, over 120,000 USD or 400 person | level")
_SOURCE = Question("Source", "known from: KEY, TITLE or KEY@PARAGRAPH; Enter for none")
_AT = Question("  Where in it", "the paragraph, such as 4, or page 7; Enter if not known")
_SUMMARY = Question("Summary", "more of it, in your own words; Enter for none")
_KEY = Question("  Key", "how it is called in events: a-z, 0-9 and -; Enter if it is right")
_ALSO = {"source": ("publisher", "published", "url")}
"""What is asked of a new name besides its type."""


class Questions:
    """What is asked of one happening, and what was declared and taken as new on the way.

    Args:
        db: a fresh projection.
        asker: puts the questions to the user.
        new: declare unknown names, and take unknown words, without asking.

    Attributes:
        declared: bodies of the declarations that the happening needs.
        resolver: knows the words that were taken as new.
    """

    def __init__(self, db: sqlite3.Connection, asker: Asker, *, new: New) -> None:
        self._db, self._asker, self._new = db, asker, new
        self._today, self._hemisphere = days.today(), hemisphere_of(db)
        self._known = Suggesting(db)
        self.resolver = Resolver(db, new=False, today=self._today, hemisphere=self._hemisphere)
        self.declared: list[Item] = []

    def happening(self, cited: str = "") -> Item:
        """Ask for a happening; its body, with keys for names.

        Args:
            cited: the source that the one before cited, offered for this one.
        """
        date = self._needed(_DATE, self._date)
        said: Item = {"date": date.text}
        said["title"] = self._needed(_TITLE, partial(_check_text, "line"))
        kinds = partial(self._known.words, "kind")
        said["kind"] = self._needed(_KIND, partial(self._word, "kind"), kinds)
        if date.earliest > self._today:
            status = partial(self._choice, get_args(Status))
            said["status"] = self._needed(
                _STATUS, status, partial(among, get_args(Status)), "planned"
            )
        said["places"] = self._several(_PLACE, self._place, partial(self._known.names, "place"))
        said["actors"] = self._several(_ACTOR, self._actor, self._known.actor)
        said["programs"] = self._several(_PROGRAM, self._program, self._known.program)
        said["figures"] = self._several(_FIGURE, self._figure, self._known.measure)
        said["sources"] = self._several(
            _SOURCE, self._source, self._known.source, cited if self._asker.edits else ""
        )
        said["summary"] = self._one(_SUMMARY, partial(_check_text, "text"))
        self.declared = list(_needed_declarations(self.declared, said))
        return {name: value for name, value in said.items() if value}

    def _one(
        self,
        question: Question,
        understand: Callable[[str], T | None],
        suggest: Suggest | None = None,
        default: str = "",
        *,
        needed: bool = False,
    ) -> T | None:
        """Ask until an answer is understood; None when nothing is typed.

        What was not understood stands there to be changed; left as it is, it is taken for nothing,
        unless an answer is needed. Ctrl-C at what is asked about an answer goes back to it.
        """
        refused = ""
        while typed := self._asker.ask(question.label, question.about, suggest, default):
            if typed == refused and not needed:
                self._tell(f"left out: {typed}")
                return None
            try:
                found = understand(typed)
            except TimelineError as error:
                for fault in error.faults:
                    self._tell(fault.problem, remedy_text(fault.remedy))
                found = None
            except KeyboardInterrupt:
                self._tell(f"back to: {question.label.strip().lower()}")
                found = None
            if found is not None:
                return found
            refused = default = typed if self._asker.edits else ""
        return None

    def _needed(
        self,
        question: Question,
        understand: Callable[[str], T | None],
        suggest: Suggest | None = None,
        default: str = "",
    ) -> T:
        one = partial(self._one, question, understand, suggest, default, needed=True)
        while (found := one()) is None:
            back = "goes back" if question.label.startswith(" ") else "gives up"
            self._tell(f"this is needed; Ctrl-C {back}")
        return found

    def _several(
        self,
        question: Question,
        understand: Callable[[str], list[T] | None],
        suggest: Suggest,
        default: str = "",
    ) -> list[T]:
        """Ask for one after the other until nothing is typed."""
        found: list[T] = []
        more = self._one(question, understand, suggest, default)
        again = question._replace(label=f"Another {question.label.lower()}")
        while more is not None:
            found += [one for one in more if one not in found]
            more = self._one(again, understand, suggest)
        return found

    def _tell(self, *lines: str) -> None:
        for line in filter(None, lines):
            self._asker.tell(line)

    def _date(self, typed: str) -> Date:
        date = read_typed_date(typed, today=self._today, hemisphere=self._hemisphere)
        meant = describe_entry(date, typed)
        self._tell(meant if meant != typed else "")
        return date

    def _word(self, vocabulary: str, typed: str) -> str | None:
        found = self.resolver.find_word(vocabulary, typed)
        if not isinstance(found, Unknown):
            return found
        problem, remedy = fault_in_text(typed, Is("word", vocabulary))
        if problem:
            raise TimelineError(problem, remedy)
        if self._is_taken(vocabulary, typed):
            self._tell(found.problem, remedy_text(found.remedy))
        elif self._is_meant(found.problem, remedy_text(found.remedy), found.nearest):
            return found.nearest[0]
        elif not self._asker.confirm(f"Take `{typed}` as a new {vocabulary}?"):
            return None
        self.resolver.words.add((vocabulary, typed))
        return typed

    def _is_meant(self, problem: str, remedy: str, nearest: Sequence[str], like: str = "") -> bool:
        """Tell what is not known; whether the one thing that is most like it is meant.

        Args:
            problem: what is not known.
            remedy: what to do where not just one thing is like it.
            nearest: what is most like it.
            like: what to call that, if not as it is.
        """
        if len(nearest) != 1:
            self._tell(problem, remedy)
            return False
        self._tell(problem)
        return self._asker.confirm(f"Did you mean {like or nearest[0]}?")

    def _is_taken(self, what: str, typed: str) -> bool:
        """Whether an unknown name or word is taken as new without asking."""
        return self._new == "exact" or (self._new and not self.resolver.near(what, typed))

    def _choice(self, words: Sequence[str], typed: str) -> str | None:
        """One of some words, which its beginning may stand for."""
        found = [word for word in words if word.startswith(typed.casefold())]
        if len(found) == 1:
            return found[0]
        close = nearest(typed, words)
        return close[0] if self._is_meant(f"not `{typed}`", likely(typed, words), close) else None

    def _place(self, typed: str) -> list[object] | None:
        key = self._key("place", typed)
        return [key] if key else None

    def _actor(self, typed: str) -> list[object] | None:
        whole = "=" in typed.partition("|")[0] or typed.startswith("{")
        item = _item("actors", typed if whole else f"ROLE={typed}")
        if not whole:
            del item["role"]
        if not all(self._keyed(item, part, "actor") for part in ("actor", "for")):
            return None
        roles = partial(self._known.words, "role")
        if "role" in item:
            role = self._word("role", str(item["role"]))
        else:
            role = self._needed(_ROLE, partial(self._word, "role"), roles)
        return [{**item, "role": role}] if role else None

    def _program(self, typed: str) -> list[object] | None:
        item = _item("programs", typed)
        if not self._keyed(item, "program", "program"):
            return None
        program = str(item["program"])
        if "phase" not in item and any(phases(self._db, program)):
            known = partial(self._known.phases, program)
            item["phase"] = self._one(_PHASE, partial(self._phase, program), known)
        if "effect" not in item:
            effects = partial(among, get_args(Effect))
            item["effect"] = self._one(_EFFECT, partial(self._choice, get_args(Effect)), effects)
        return [{part: value for part, value in item.items() if value}]

    def _phase(self, program: str, typed: str) -> str | None:
        """The key of a phase, by its key or its name."""
        known = list(phases(self._db, program))
        for one in known:
            if fold(typed) in (fold(one.text), fold(one.about)):
                return one.text
        keys = [one.text for one in known]
        problem, close = f"no phase `{typed}` of {program}", nearest(typed, keys)
        if self._new:
            self._tell(problem, likely(typed, keys))
        elif self._is_meant(problem, likely(typed, keys), close):
            return close[0]
        elif not self._asker.confirm(f"Take `{typed}` as a new phase?"):
            return None
        return typed

    def _figure(self, typed: str) -> list[object] | None:
        if "=" in typed or typed.startswith("{"):
            return [_item("figures", typed)]
        _check_text("line", typed)
        item = self._one(_AMOUNT, partial(_amount, typed))
        return [item] if item else None

    def _source(self, typed: str) -> list[object] | None:
        item = _item("sources", typed)
        if not self._keyed(item, "source", "source"):
            return None
        places = [item.get("at")]
        if "at" not in item:
            places = self._one(_AT, _places) or [None]
        return [{**item, **({"at": at} if at else {})} for at in places]

    def _keyed(self, item: Item, part: str, namespace: str) -> bool:
        """Put a key in place of a name in an item, where it has one; whether there is one."""
        if part in item:
            item[part] = self._key(namespace, str(item[part]))
        return bool(item.get(part, True))

    def _key(self, namespace: str, typed: str) -> str | None:
        found = self.resolver.find_key(namespace, typed)
        if not isinstance(found, Unknown):
            named = wording.name_and_key(self._db, namespace, found)
            if fold(typed) not in (fold(found), fold(named)) and not self._is_new(namespace, found):
                self._tell(named)
            return found
        if found.several:
            raise TimelineError(found.problem, found.remedy)
        key = self.resolver.free_key(namespace, typed)
        if key and self._is_taken(namespace, typed):
            return self._declare({"event": namespace, namespace: key, shown_by(namespace): typed})
        remedy, near, like = (
            remedy_text(found.remedy) if found.near else "",
            found.nearest,
            found.like,
        )
        if not near and key_of(typed) and declared_by(self._db, namespace, key_of(typed)):
            near = (key_of(typed),)  # which is spelt so in another script
            like = wording.name_and_key(self._db, namespace, near[0])
        if self._is_meant(found.problem, remedy, near, like):
            return near[0]
        article = "an" if namespace == "actor" else "a"
        question = f"Declare `{typed}` as {article} {namespace}?"
        if namespace == "place" and key:
            # Places are many, and seldom more than a name.
            choice = self._asker.choose(question, ("yes", "change", "no"))
            if choice == "yes":
                return self._declare({"event": namespace, namespace: key, "name": typed})
            return self._declaration(namespace, typed) if choice == "change" else None
        return self._declaration(namespace, typed) if self._asker.confirm(question) else None

    def _is_new(self, namespace: str, key: str) -> bool:
        return any(body.get(namespace) == key for body in self.declared)

    def _declaration(self, namespace: str, typed: str) -> str | None:
        """Ask for what a new name is; its key, or None if the user goes back."""
        shown = shown_by(namespace)
        about = "as it is to be shown; Enter if it is right; without one it is not declared"
        question = Question(f"  {shown.capitalize()}", about)
        name = self._one(question, partial(_check_text, "line"), default=typed)
        if name is None:
            return None
        there = self.resolver.find_key(namespace, name)
        if not isinstance(there, Unknown):
            self._tell(f"{name} ({there}) is there already")
            return there
        if there.several:
            raise TimelineError(there.problem, there.remedy)
        free = self.resolver.free_key(namespace, name)
        key = self._needed(_KEY, partial(self._free, namespace), default=free)
        said: Item = {"event": namespace, namespace: key, shown: name}
        for field in fields_of(TYPES[namespace]).values():
            if field.name == "type" and isinstance(field.shape, Choice):
                values = field.shape.values
                asked = Question(
                    "  Type", f"{field.about}: {', '.join(values)}; Enter if not known"
                )
                said["type"] = self._one(
                    asked, partial(self._choice, values), partial(among, values)
                )
            elif field.name in _ALSO.get(namespace, ()):
                label = field.name.upper() if field.name == "url" else field.name.capitalize()
                asked = Question(f"  {label}", f"{field.about}; Enter if not known")
                date = field.name == "published"
                said[field.name] = self._one(
                    asked, self._day if date else partial(_check_text, "line")
                )
        return self._declare({name: value for name, value in said.items() if value})

    def _day(self, typed: str) -> str:
        return self._date(typed).text

    def _free(self, namespace: str, typed: str) -> str:
        key = _check_text("key", typed)
        if not isinstance(self.resolver.find_key(namespace, key), Unknown):
            raise TimelineError(f"{namespace} {key} is there already", "choose another key")
        return key

    def _declare(self, body: Item) -> str:
        namespace = str(body["event"])
        self.resolver.remember(namespace, body)
        self.declared.append(body)
        key = str(body[namespace])
        self._tell(f"new {namespace}: {body[shown_by(namespace)]} ({key})")
        return key


def _needed_declarations(declared: Sequence[Item], said: Item) -> Iterator[Item]:
    """The declarations of names that a happening has; an answer may have been taken back."""
    texts = {part for _, part in walk(said) if isinstance(part, str)}
    return (body for body in declared if body[str(body["event"])] in texts)


def _check_text(kind: str, typed: str) -> str:
    problem, remedy = fault_in_text(typed, Is(kind))
    if problem:
        raise TimelineError(problem, remedy)
    return typed


def _item(field: str, typed: str) -> Item:
    item = compact.read(field, typed)
    return dict(item) if isinstance(item, dict) else {}


def _amount(measure: str, typed: str) -> Item:
    """The figure of a measure, by how many that was asked for alone."""
    number, _, kind = typed.partition("|")
    try:
        _item("figures", f"{measure}={number}")
    except TimelineError:
        number = ""
    if not number or "|" in kind:
        raise TimelineError(f"`{typed}` is not a number", f"write {_AMOUNT.about}")
    return _item("figures", f"{measure}={typed}")


def _places(typed: str) -> list[object]:
    """Places in a source: several paragraphs may be parted by commas."""
    parts = [part.strip() for part in typed.split(",")]
    several = parts if all(part.isdecimal() for part in parts) else [typed]
    return [_item("sources", f"-@{part}").get("at") for part in several]
