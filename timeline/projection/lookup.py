"""From what people type to keys, known words and ids, with the nearest when nothing fits."""

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from timeline.base.advice import Advice, Remedy, call
from timeline.base.errors import TimelineError
from timeline.base.names import fold
from timeline.projection.history import written
from timeline.projection.nearest import Alike
from timeline.projection.tables import NOW

_NEAREST = 3
_SOME = 12


def shown_by(namespace: str) -> str:
    """The field of a declaration that says the name to show."""
    return "title" if namespace == "source" else "name"


class Unknown(NamedTuple):
    """What was typed means nothing, or several things; `remedy` names what may be meant.

    `nearest` are the keys or words that the remedy names as most like it, and `like` how it names
    them; `several` says that it means several things, not nothing, and `erased` that it was erased.
    """

    problem: str
    remedy: Remedy
    nearest: tuple[str, ...] = ()
    several: bool = False
    like: str = ""
    erased: bool = False

    @property
    def near(self) -> bool:
        """Whether the remedy names something that may be meant."""
        return self.several or bool(self.nearest)


class UnknownNameError(TimelineError):
    """What was typed is not on record, as of the clocks that were entered."""


def find_key(
    db: sqlite3.Connection,
    namespace: str,
    typed: str,
    near: "Callable[[str], Near] | None" = None,
) -> str | Unknown:
    """The key that a key, name or alias in any case leads to (after `same_as`).

    Args:
        db: a fresh projection.
        namespace: actor, program, place or source.
        typed: what the user typed.
        near: what to say when nothing has a name, if not what `Names` says.
    """
    query = "SELECT DISTINCT key, folded = key FROM names WHERE namespace = ? AND folded = ?"
    found = db.execute(query, (namespace, fold(typed))).fetchall()
    exact = [key for key, is_key in found if is_key and typed == key]
    keys = exact or sorted({key for key, _ in found})
    if len(keys) == 1:
        return str(keys[0])
    if keys:
        shown = " or ".join(f"{key} ({name_of(db, namespace, key)})" for key in keys)
        problem = f"{namespace} `{typed}` may be several"
        return Unknown(problem, f"give the key: {shown}", several=True)
    problem = f"no {namespace} `{typed}`"
    if then := _other_times(db, namespace, typed):
        return Unknown(problem, then)
    remedy, nearest, like = (near or Names(db, namespace).near)(typed)
    return Unknown(problem, remedy, nearest, like=like)


def _other_times(db: sqlite3.Connection, namespace: str, typed: str) -> str:
    """When a name was last on record, if it is not as of the clock that was asked for.

    A name that passes to another key, as when two are merged, stays on record all the while.
    """
    query = """
        SELECT known_from, known_until FROM main.names_versions
        WHERE namespace = ? AND folded = ? ORDER BY known_until DESC
    """
    spans = db.execute(query, (namespace, fold(typed))).fetchall()
    if not spans:
        return ""
    since, until = spans[0]
    for earlier, end in spans:
        since = min(since, earlier) if end >= since else since
    begun = f"{written(since)[:19]}Z"
    if until == NOW:
        return f"it is on record since {begun}"
    return f"it was on record from {begun} to {written(until)[:19]}Z"


def known_key(db: sqlite3.Connection, namespace: str, typed: str) -> str:
    """As `find_key`, for those who cannot go on without.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        typed: a key or a name, in any case.

    Raises:
        TimelineError: no key, or several; the remedy names the nearest.
    """
    return or_raise(find_key(db, namespace, typed))


def known_word(db: sqlite3.Connection, vocabulary: str, typed: str) -> str:
    """As `find_word`, for those who cannot go on without.

    Args:
        db: a projection.
        vocabulary: kind or role.
        typed: the word, in any case.

    Raises:
        TimelineError: no such word; the remedy names the nearest.
    """
    return or_raise(find_word(db, vocabulary, typed))


def or_raise(found: str | Unknown) -> str:
    """What was found.

    Raises:
        TimelineError: nothing was, or several.
    """
    if isinstance(found, Unknown):
        raised = TimelineError if found.several else UnknownNameError
        raise raised(found.problem, found.remedy)
    return found


def name_of(db: sqlite3.Connection, namespace: str, key: str) -> str:
    """The name to show for a key; the key itself when nothing declares it.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        key: in that namespace.
    """
    column = shown_by(namespace)
    query = f"SELECT {column} FROM {namespace}s WHERE {namespace} = ?"  # noqa: S608 (own names)
    row: tuple[str] | None = db.execute(query, (key,)).fetchone()
    return row[0] if row else key


def declared_by(db: sqlite3.Connection, namespace: str, key: str) -> str | None:
    """The id of the live declaration that gives a key its meaning; None if there is none.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        key: in that namespace.
    """
    query = f"SELECT declared_by FROM {namespace}s WHERE {namespace} = ?"  # noqa: S608 (own names)
    row: tuple[str] | None = db.execute(query, (key,)).fetchone()
    return row[0] if row else None


def shown_key(db: sqlite3.Connection, namespace: str, key: str) -> str:
    """The key that is shown for a key: itself, unless it is the same as another.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        key: in that namespace.
    """
    query = f"SELECT same_as FROM {namespace}s WHERE {namespace} = ?"  # noqa: S608 (own names)
    row: tuple[str | None] | None = db.execute(query, (key,)).fetchone()
    return (row and row[0]) or key


def shown_names(db: sqlite3.Connection, namespace: str) -> dict[str, str]:
    """The name to show for each key that is declared, as `name_of` gives it for one."""
    column = shown_by(namespace)
    return dict(db.execute(f"SELECT {namespace}, {column} FROM {namespace}s"))  # noqa: S608 (own names)


def other_names(
    db: sqlite3.Connection, namespace: str, keys: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Per key its names in their order, without the key and the name that is shown.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        keys: only these; None for all.
    """
    column = shown_by(namespace)
    only = "" if keys is None else "AND n.key IN (SELECT value FROM json_each(?))"
    values = () if keys is None else (json.dumps([*keys]),)
    query = f"""
        SELECT DISTINCT n.key, n.name FROM names AS n
        JOIN {namespace}s AS d ON d.{namespace} = n.key
        WHERE n.namespace = ? {only} AND n.name NOT IN (n.key, d.{column})
        ORDER BY n.key, n.name
    """  # noqa: S608 (own names)
    found: dict[str, list[str]] = {}
    for owner, name in db.execute(query, (namespace, *values)):
        found.setdefault(owner, []).append(name)
    return found


class Near(NamedTuple):
    """What to say of a name that nothing has; see `Unknown`."""

    remedy: Remedy
    nearest: tuple[str, ...] = ()
    like: str = ""


class Names:
    """The names of a namespace, to say which are most like one that nothing has."""

    def __init__(self, db: sqlite3.Connection, namespace: str) -> None:
        self.db, self.namespace = db, namespace

    @cached_property
    def _known(self) -> dict[str, tuple[str, str]]:
        query = "SELECT folded, key, name FROM names WHERE namespace = ? ORDER BY name"
        known: dict[str, tuple[str, str]] = {}
        for folded, key, name in self.db.execute(query, (self.namespace,)):
            known.setdefault(folded, (key, name))
        return known

    @cached_property
    def _alike(self) -> Alike:
        return Alike(self._known)

    def near(self, typed: str) -> Near:
        """What to say when nothing has a name: the names most like it, with their keys."""
        namespace = self.namespace
        if not self._known:
            query = "SELECT 1 FROM main.names_versions WHERE namespace = ?"
            if self.db.execute(query, (namespace,)).fetchone():
                return Near(f"no {namespace} is on record at that time")
            return Near(
                Advice(f"the log knows no {namespace}s yet", call("declare", namespace, "NAME"))
            )
        shown: dict[str, str] = {}
        for folded in self._alike.nearest(fold(typed)):
            key, name = self._known[folded]
            shown.setdefault(key, name)
        closest = list(shown.items())[:_NEAREST]
        if not closest:
            return Near(Advice("see them all", call(f"{namespace}s")))
        named = (f"{name} ({key})" if name != key else key for key, name in closest)
        like = " or ".join(named)
        return Near(f"did you mean {like}", tuple(key for key, _ in closest), like)


def find_word(db: sqlite3.Connection, vocabulary: str, typed: str) -> str | Unknown:
    """The kind or role that was typed, in any case.

    Args:
        db: a projection.
        vocabulary: kind or role.
        typed: the word, in any case, with spaces or underscores for hyphens.
    """
    query = "SELECT word FROM words WHERE vocabulary = ?"
    known: dict[str, str] = {fold(w): w for (w,) in db.execute(query, (vocabulary,))}
    folded = fold(typed).replace("_", "-")
    for spelling in (folded, folded.replace(" ", "-")):
        if spelling in known:
            return known[spelling]
    close = [known[name] for name in Alike(known).nearest(folded)][:_NEAREST]
    known_words = ", ".join(sorted(known.values()))
    like = " or ".join(close)
    remedy = f"did you mean {like}?" if close else f"known are {known_words}"
    return Unknown(f"no {vocabulary} `{typed}`", remedy, tuple(close), like=like)


def spelled(db: sqlite3.Connection, what: str, query: str, typed: Sequence[str]) -> list[str]:
    """The words of the log that were typed, in any case.

    Args:
        db: a fresh projection.
        what: what to call such a word in an error.
        query: gives rows of a word and how it may be typed.
        typed: what the user typed.

    Raises:
        TimelineError: a word that the log does not use; the remedy names the nearest.
    """
    known: dict[str, set[str]] = {}
    for word, spelling in db.execute(query):
        known.setdefault(fold(spelling), set()).add(word)
    for text in typed:
        if fold(text) not in known:
            close = [min(known[name]) for name in Alike(known).nearest(fold(text))][:_NEAREST]
            some = ", ".join(sorted({word for words in known.values() for word in words})[:_SOME])
            remedy = f"did you mean {' or '.join(close)}?" if close else f"the log has {some}"
            raise UnknownNameError(
                f"no {what} `{text}`", remedy if known else f"the log has no {what}"
            )
    return sorted({word for text in typed for word in known[fold(text)]})
