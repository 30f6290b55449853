"""A document that a user gives, made into an event: names to keys, words and dates understood."""

import functools
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Self, TypeVar, cast

from timeline.base import days
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, Reason
from timeline.base.names import fold, key_of
from timeline.dates.edtf import EdtfError, Hemisphere
from timeline.dates.words.printer import describe_entry
from timeline.dates.words.reader import read_date
from timeline.event import amounts
from timeline.event.checked import Checked, Shared
from timeline.event.document import Document, tidy
from timeline.event.references import replace_in, shapes_with_texts, texts_in
from timeline.event.schema import Many, Path, Record, Shape, Wrong, faults_in
from timeline.event.types import DECLARATIONS, Figure, Is
from timeline.projection import find_event, lookup
from timeline.projection.lookup import Unknown
from timeline.projection.settings import hemisphere_of
from timeline.recording.near_names import VOCABULARIES, NearNames

K = TypeVar("K")
V = TypeVar("V")
New = bool | Literal["exact"]
"""Whether unknown names and words are taken as new; `exact`: also what resembles a known one."""
_STAND_IN = {"key": "unknown", "word": "unknown", "id": "0" * 16, "edtf": "2000"}
"""What takes the place of a text that was not understood, so that one fault is told once."""


Word = tuple[str, str]
"""A kind or role: the name of its vocabulary, and the word."""


class Resolved(NamedTuple):
    """A document with keys for names, and what there is to say of it.

    `declared` are declarations that it needed and that `new` allowed; `notes` say how dates were
    understood, `news` which names and words were accepted as new; `faults` what was not. `learnt`
    are these names and words as the resolver keeps them, each with its namespace or vocabulary.
    """

    body: dict[str, object]
    declared: tuple[dict[str, object], ...]
    notes: tuple[str, ...]
    news: tuple[str, ...]
    faults: tuple[Fault, ...]
    learnt: tuple[tuple[str, str], ...] = ()


class Resolver:
    """Resolves documents one after the other; what an earlier one declares, a later one may use.

    Args:
        db: a fresh projection.
        new: accept unknown words, and declare unknown names; see `New`.
        today: the day that "today" means.
        hemisphere: for the seasons.
    """

    def __init__(
        self, db: sqlite3.Connection, *, new: New, today: int, hemisphere: Hemisphere
    ) -> None:
        self.db, self.new, self.today, self.hemisphere = db, new, today, hemisphere
        self.names: dict[tuple[str, str], str] = {}
        self.words: set[Word] = set()
        self.titles: dict[str, str] = {}
        self._found: dict[tuple[str, str], str | Unknown] = {}
        self._items: dict[tuple[str, str], _Items] = {}
        self._read_date = functools.lru_cache(_REMEMBERED)(self._understand_date)
        self._titles = find_event.Titles(db)
        self._names = {namespace: lookup.Names(db, namespace) for namespace in DECLARATIONS}
        self._near = {what: NearNames(db, what) for what in (*DECLARATIONS, *VOCABULARIES)}
        self._learnt: list[tuple[str, str]] = []
        self._declared: list[dict[str, object]] = []
        self._notes: list[str] = []
        self._news: list[str] = []
        self._wrong: list[Wrong] = []

    @classmethod
    def of(cls, db: sqlite3.Connection, *, new: New) -> Self:
        """The resolver of a log, as of today."""
        return cls(db, new=new, today=days.today(), hemisphere=hemisphere_of(db))

    def resolve(self, document: Document) -> Resolved:
        """Resolve one document against the log and the documents before it."""
        self._declared, self._notes, self._news = [], [], []
        self._wrong, self._learnt = [], []
        event = document.body.get("event")
        shapes = _resolved_shapes(str(event))
        body = {
            name: self._field(str(event), name, shapes[name], value) if name in shapes else value
            for name, value in document.body.items()
        }
        figures = body.get("figures")
        if isinstance(figures, list):
            body["figures"] = self._resolve_figures(figures)
        if event in DECLARATIONS:
            self._refuse_near(str(event), body)
            self.remember(str(event), body)
        faults = tuple(document.fault(wrong) for wrong in self._wrong)
        return Resolved(
            body,
            tuple(self._declared),
            tuple(self._notes),
            tuple(self._news),
            faults,
            tuple(self._learnt),
        )

    def recorded(self, title: str, id_: str) -> None:
        """Tell which id a title of this batch has got, for later documents to refer to."""
        self.titles[fold(title)] = self.titles[id_] = id_

    def learn(self, declaration: Mapping[str, object]) -> None:
        """Take it that a key is declared, for later documents to name."""
        self.remember(str(declaration["event"]), declaration)

    def forget(self, resolved: Resolved) -> None:
        """Forget the names and words that a document brought, which is not recorded."""
        for learnt in resolved.learnt:
            self.names.pop(learnt, None)
            self.words.discard(learnt)
            self._near[learnt[0]].drop(learnt[1])
            self._forget_items(*learnt)

    def remember(self, namespace: str, body: Mapping[str, object]) -> None:
        """Let the names of a declaration lead to its key from now on."""
        key = body.get(namespace)
        if isinstance(key, str):
            names = [body.get("name"), body.get("title"), key]
            listed = body.get("names")
            others = listed if isinstance(listed, list) else []
            names += [other.get("name") if isinstance(other, dict) else other for other in others]
            for name in names:
                if isinstance(name, str) and (namespace, fold(name)) not in self.names:
                    self.names[namespace, fold(name)] = key
                    self._learnt.append((namespace, fold(name)))
                    self._near[namespace].add(name, key)
                    self._forget_items(namespace, name)

    def near(self, what: str, typed: str) -> str:
        """The known name or word that an unknown one resembles, and its key; empty if none is.

        Args:
            what: actor, program, place or source, or the name of a vocabulary.
            typed: what the user typed.
        """
        return self._near[what].find(typed)

    def _refuse_near(self, namespace: str, body: Mapping[str, object]) -> None:
        """A declaration by a name that resembles one of another key is a fault, unless exact."""
        shown = lookup.shown_by(namespace)
        name, key = body.get(shown), body.get(namespace)
        if self.new == "exact" or not (isinstance(name, str) and isinstance(key, str)):
            return
        if like := self._near[namespace].find(name, but=key):
            problem = f"the {namespace} `{name}` resembles {like}"
            reason = Reason("resembles", namespace, name, "exact")
            remedy = "if they are one, name that one"
            self._wrong.append(Wrong((shown,), problem, remedy, reason=reason))

    def _field(self, event: str, name: str, shape: Shape, value: object) -> object:
        if not (isinstance(shape, Many) and isinstance(value, list)):
            return replace_in(shape, value, (name,), self._text)
        known = self._items.get((event, name))
        if known is None:
            known = self._items[event, name] = _Items()
        if type(value) is not Shared:
            return self._resolve_items(known, name, shape, value)
        memo = value.memo
        if not memo or memo[0] is not known.token:
            said = len(self._notes)
            found = self._resolve_items(known, name, shape, value)
            if type(found) is Checked:
                value.memo = (known.token, found, self._notes[said:])
            return found
        self._notes += cast("list[str]", memo[2])
        return memo[1]

    def _resolve_items(
        self, known: "_Items", name: str, shape: Many, value: list[object]
    ) -> list[object]:
        """The items of a list, resolved: a `Checked` list where all of them are sure."""
        items = [
            self._resolve_item(known, shape.item, item, (name, i)) for i, item in enumerate(value)
        ]
        values = [item.value for item in items]
        return Checked(values) if all(item.is_right for item in items) else values

    def _resolve_item(self, known: "_Items", shape: Shape, item: object, at: Path) -> "_Item":
        """An item of a list, resolved; what it is resolved to is kept while that is sure."""
        key = _key_of_item(item)
        found = known.found.get(key)
        if found is not None:
            self._notes += found.notes
            return found
        said, told = len(self._notes), self._count_told()
        value = replace_in(shape, item, at, self._text)
        if key is None or told != self._count_told():
            return _Item(value, ())
        tidied = tidy(value)
        is_right = bool(tidied) and not faults_in(shape, tidied, at)
        found = _Item(tidied if is_right else value, tuple(self._notes[said:]), is_right)
        known.keep(key, found)
        return found

    def _count_told(self) -> int:
        """How much was said of a document that holds for this document alone."""
        return len(self._wrong) + len(self._learnt) + len(self._declared) + len(self._news)

    def _forget_items(self, what: str, typed: str) -> None:
        """Resolve items anew in which a name of a namespace, or word of a vocabulary, stands."""
        for (event, name), known in self._items.items():
            if any(must_be.of == what for must_be in _texts_of(event, name)):
                known.forget(typed)

    def _resolve_figures(self, items: list[object]) -> list[object]:
        """Figures with their amounts worked out, each once: they are few, and come again."""
        if type(items) is Shared and items.memo:
            self._notes += cast("list[str]", items.memo[2])
            return cast("Checked", items.memo[1])
        said, found, is_right = len(self._notes), [], True
        for i, item in enumerate(items):
            figure, notes = _read_figure(item) if isinstance(item, dict) else (item, ())
            self._notes += notes
            tidied = tidy(figure)
            is_right = is_right and bool(tidied) and not faults_in(_FIGURE, tidied, ("figures", i))
            found.append(tidied if is_right else figure)
        if type(items) is Shared and is_right:
            items.memo = (None, Checked(found), self._notes[said:])
        return found

    def _text(self, at: Path, must_be: Is, text: str) -> str:
        match must_be.kind:
            case "key":
                found = self._key(must_be.of, text)
            case "word":
                found = self._word(must_be.of, text)
            case "edtf":
                return self._date(text, at)
            case "id" if at[0] in ("part_of", "outcome_of", "instead"):
                found = self.titles.get(fold(text)) or find_event.find_event_or(
                    self.db, text, self._titles
                )
            case _:
                return text
        if isinstance(found, Unknown):
            self._wrong.append(self._unknown(must_be.of, text, found, at))
            return _STAND_IN[must_be.kind]
        return found

    def _unknown(self, what: str, typed: str, found: Unknown, at: Path) -> Wrong:
        """The fault of what is unknown, with whether it may be taken as new."""
        if found.several or what not in self._near:
            return Wrong(at, found.problem, found.remedy)
        if what in DECLARATIONS and not key_of(typed):
            how = Advice("declare it with a key", call("declare", what, "NAME", key="KEY"))
            problem = f"no key can be made of `{typed}`" if self.new else found.problem
            return Wrong(at, problem, how)
        like = self.near(what, typed)
        meant = found.like or like
        remedy = f"did you mean {meant}" if meant else found.remedy
        reason = Reason("unknown", what, typed, "exact" if like else "new", f"unknown {what}")
        return Wrong(at, found.problem, remedy, reason=reason)

    def _is_new(self, what: str, typed: str) -> bool:
        """Whether an unknown name or word is taken as new."""
        return self.new == "exact" or (self.new and not self.near(what, typed))

    def find_key(self, namespace: str, typed: str) -> str | Unknown:
        """The key that a name leads to, in the log or in what was declared here."""
        known = self.names.get((namespace, fold(typed)))
        if known:
            return known
        found = self._found.get((namespace, typed))
        return self._look_up(namespace, typed) if found is None else found

    def _key(self, namespace: str, typed: str) -> str | Unknown:
        found = self.find_key(namespace, typed)
        if isinstance(found, Unknown) and not found.several and self._is_new(namespace, typed):
            return self._declare(namespace, typed) or found
        return found

    def _look_up(self, namespace: str, typed: str) -> str | Unknown:
        """The key in the log that was typed, which stays as typed, or that a name leads to."""
        if lookup.declared_by(self.db, namespace, typed):
            found: str | Unknown = typed
        else:
            near = _unasked if self.new else self._names[namespace].near
            found = lookup.find_key(self.db, namespace, typed, near)
        _remember(self._found, (namespace, typed), found)
        return found

    def _declare(self, namespace: str, name: str) -> str:
        """The key under which a name is declared; empty when none can be made of it."""
        key = self.free_key(namespace, name)
        if not key:
            return ""
        said: dict[str, object] = {"event": namespace, namespace: key}
        said[lookup.shown_by(namespace)] = name
        self._declared.append(said)
        self.remember(namespace, said)
        self._news.append(f"new {namespace}: {name} ({key})")
        return key

    def free_key(self, namespace: str, name: str) -> str:
        """A key for a new name that nothing else has; empty when none can be made of it."""
        base = key_of(name)
        if not base:
            return ""
        query = "SELECT 1 FROM states WHERE event = ? AND key = ?"
        key, count = base, 1
        while (namespace, key) in self.names or self.db.execute(query, (namespace, key)).fetchone():
            count += 1
            key = f"{base[:60]}-{count}"
        return key

    def find_word(self, vocabulary: str, typed: str) -> str | Unknown:
        """The kind or role that is meant, of those in the log and those accepted here."""
        found = self._found.get((vocabulary, typed))
        if found is None:
            found = lookup.find_word(self.db, vocabulary, typed)
            _remember(self._found, (vocabulary, typed), found)
        return typed if isinstance(found, Unknown) and (vocabulary, typed) in self.words else found

    def _word(self, vocabulary: str, typed: str) -> str | Unknown:
        found = self.find_word(vocabulary, typed)
        if isinstance(found, Unknown) and self._is_new(vocabulary, typed):
            self.words.add((vocabulary, typed))
            self._learnt.append((vocabulary, typed))
            self._near[vocabulary].add(typed)
            self._news.append(f"new {vocabulary}: {typed}")
            return typed
        return found

    def _date(self, text: str, at: Path) -> str:
        read = self._read_date if len(text) <= _LONGEST else self._understand_date
        try:
            found, note = read(text)
        except EdtfError as error:
            self._wrong.append(Wrong(at, error.faults[0].problem, error.faults[0].remedy))
            return _STAND_IN["edtf"]
        if note:
            self._notes.append(note)
        return found

    def _understand_date(self, text: str) -> tuple[str, str]:
        """A date as EDTF, and how it was understood where it is not EDTF itself."""
        date = read_date(text, today=self.today, hemisphere=self.hemisphere)
        return date.text, describe_entry(date, text) if date.text != text else ""


class _Item(NamedTuple):
    """What an item of a list is resolved to, the notes on it, and whether an event may have it."""

    value: object
    notes: tuple[str, ...]
    is_right: bool = False


class _Items:
    """The items of a field that are resolved; `token` stands for that while it holds."""

    def __init__(self) -> None:
        self.found: dict[_Key, _Item] = {}
        self.token = object()
        self._with_text: dict[str, list[_Key]] = {}

    def keep(self, key: "_Key", item: _Item) -> None:
        """Keep an item that is resolved, by the texts in it; of too many none is kept."""
        if len(self.found) >= _REMEMBERED:
            self.found.clear()
            self._with_text.clear()
            self.token = object()
        self.found[key] = item
        for text in _texts_in_item(key):
            self._with_text.setdefault(fold(text), []).append(key)

    def forget(self, text: str) -> None:
        """Forget the items in which a text stands, as names are compared."""
        for key in self._with_text.pop(fold(text), ()):
            if self.found.pop(key, None) is not None:
                self.token = object()


_Key = tuple[str, ...] | None
"""An item of texts alone, as a key; None for others."""
_TEXT = frozenset({str})
_REMEMBERED = 1 << 14
"""So many items of a field, names, dates and figures are kept at most."""
_LONGEST = 500
"""Longer texts are not kept: they hardly come again."""


def _key_of_item(item: object) -> _Key:
    if isinstance(item, str):
        return (item,) if len(item) <= _LONGEST else None
    if not isinstance(item, dict):
        return None
    key = (*item, *item.values())
    fits = _TEXT.issuperset(map(type, key)) and sum(map(len, key)) <= _LONGEST
    return key if fits else None


def _texts_in_item(key: _Key) -> Sequence[str]:
    """The texts of an item by its key, which begins with their names where it has several."""
    return key[len(key) // 2 :] if key else ()


def _remember(known: dict[K, V], key: K, value: V) -> None:
    """Keep what was found for a key; when there is too much, all is found anew."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = value


@functools.cache
def _resolved_shapes(event: str) -> Mapping[str, Shape]:
    """The shapes of the fields in which names, words, dates and titles may stand."""
    return {
        name: shape
        for name, shape in shapes_with_texts(event).items()
        if any(must_be.kind in _STAND_IN for must_be in texts_in(shape))
    }


@functools.cache
def _texts_of(event: str, name: str) -> tuple[Is, ...]:
    """What each text in a field must be."""
    return tuple(texts_in(shapes_with_texts(event)[name]))


_FIGURE = Record(Figure)


def _read_figure(item: Mapping[str, object]) -> tuple[object, tuple[str, ...]]:
    found = amounts.figure(item)
    if found == item:
        return found, ()
    typed = " ".join(str(item[name]) for name in ("value", "unit") if item.get(name))
    meant = " ".join(str(found[name]) for name in ("value", "unit") if found.get(name))
    return found, (f"{typed}: {meant}",)


def _unasked(_: str) -> lookup.Near:
    """What to say of a name that is going to be declared."""
    return lookup.Near("")
