"""Keys that two copies of a log declared, each for itself, as `check` tells of them."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from timeline.base.advice import Advice, Call, call
from timeline.base.names import fold
from timeline.base.similar_names import Slips
from timeline.event.schema import Wrong
from timeline.projection.lookup import shown_by

_OWN = ("event", "id", "recorded", "schema", "same_as")


class _Declared(NamedTuple):
    event: str
    key: str
    id: str
    path: str
    body: Mapping[str, object]

    @property
    def name(self) -> str:
        return str(self.body[shown_by(self.event)])


def declared_twice(db: sqlite3.Connection) -> Iterator[tuple[str, Wrong]]:
    """Each declaration of a key that an earlier one declares, with its place."""
    first: dict[tuple[str, str], _Declared] = {}
    taken = set(db.execute("SELECT event, key FROM states WHERE key IS NOT NULL"))
    for event, key, id_, path, text in db.execute(_DECLARATIONS).fetchall():
        later = _Declared(event, key, id_, path, json.loads(text))
        earlier = first.setdefault((later.event, later.key), later)
        if earlier is later:
            continue
        problem = f"the {later.event} {later.key} is declared twice: {earlier.id} counts"
        if fold(earlier.name) == fold(later.name):
            remedy = Advice(
                "take over what it says into the first; then withdraw it", _retraction(later)
            )
            yield later.path, Wrong((later.event,), f"{problem}, not {later.id}", remedy)
            continue
        problem += f" ({earlier.name}, in {earlier.path}), not {later.id} ({later.name})"
        remedy = _as_one(earlier, later, _as_two(earlier, later, _free(later, taken)))
        yield later.path, Wrong((later.event,), problem, remedy)


_DECLARATIONS = """
    SELECT s.event, s.key, s.id, min(d.located), s.body
    FROM states AS s JOIN documents AS d ON d.id = s.id
    WHERE s.key IS NOT NULL AND s.retracted_by IS NULL
    GROUP BY s.id ORDER BY s.event, s.key, d.recorded_at, s.id
"""


def _free(one: _Declared, taken: set[tuple[str, str]]) -> str:
    """A key that nothing has, which is taken from then on."""
    count = 2
    while (one.event, f"{one.key[:60]}-{count}") in taken:
        count += 1
    key = f"{one.key[:60]}-{count}"
    taken.add((one.event, key))
    return key


def _retraction(one: _Declared) -> Call:
    return call("retract", one.id, reason=...)


def _as_one(earlier: _Declared, later: _Declared, or_else: Advice) -> Advice:
    if later.event == "source":
        return Advice("if they are one, withdraw the second", _retraction(later), or_else)
    named = call("declare", later.event, earlier.name, key=later.key, name=later.name, reason=...)
    then = Advice("then withdraw the second", _retraction(later), or_else)
    return Advice("if they are one, give it both names", named, then)


def _as_two(earlier: _Declared, later: _Declared, key: str) -> Advice:
    options: dict[str, object] = {
        name: value
        for name, value in later.body.items()
        if isinstance(value, str) and name not in (*_OWN, later.event, shown_by(later.event))
    }
    if Slips([fold(earlier.name)]).near(fold(later.name)):
        options["new_exact"] = True
    replacement = f"{later.event}={later.key}={key}"
    amend = call("amend", "ID", replace=replacement, reason=...)
    columns = "date,title,recorded_by,id"
    have_it = call("list", **{later.event: later.key}, columns=columns)
    each = Advice(f"and for each of these that means {later.name}, replace it", amend)
    see = Advice("see what has the key", have_it, each)
    then = Advice("then withdraw the second", _retraction(later), see)
    declare = call("declare", later.event, later.name, key=key, **options)
    return Advice("if they are two, declare the second under another key", declare, then)
