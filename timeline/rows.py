"""Rows of a history, and where in the history of the log a file begins to tell of an entry."""

from collections.abc import Mapping
from typing import NamedTuple

from timeline.chains import Chain, Made, Step
from timeline.document import Document
from timeline.entries import Desk, as_stored, changed, gone_from
from timeline.errors import Fault
from timeline.exchange.entry import Foreign, Past
from timeline.foreign import amended
from timeline.resolving import Resolved

_NOT_FIELDS = ("external_id", "recorded_at", "recorded_by", "operation", "refers_to", "reason")
"""Columns that no later row corrects."""


class Row(NamedTuple):
    """One row of a history: what it says, its identifier, and what it does; see `Entry`."""

    said: Document
    foreign: Foreign
    past: Past
    faults: tuple[Fault, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def named(self) -> Foreign:
        """The identifier of what it adds, corrects or retracts."""
        return Foreign(self.foreign.scheme, as_stored(self.past.refers_to) or self.foreign.id)

    @property
    def starts(self) -> bool:
        """Whether it may add what there was not before."""
        return (
            self.past.operation == "add"
            and self.named == self.foreign
            and "operation" not in self.unread
        )

    @property
    def is_unclear(self) -> bool:
        """Whether it cannot be read what it does, or when it did so."""
        return not set(_NOT_FIELDS).isdisjoint(self.unread)

    @property
    def fields(self) -> dict[str, object]:
        """What it says of the entry."""
        return {name: value for name, value in self.said.body.items() if name != "event"}

    def after(self, chain: Chain) -> "Row":
        """The row with what waits to be corrected; what it says itself goes before."""
        body = self.said.body | dict(chain.waiting or {}) | self.fields
        unread = [name for name in chain.unread if name not in body or name in self.unread]
        return self._replace(
            said=self.said._replace(body=body),
            unread=tuple(dict.fromkeys((*unread, *self.unread))),
        )


class Differing(NamedTuple):
    """What a row says of an entry otherwise than was said before; `gone` are fields to unset."""

    fields: Mapping[str, object]
    gone: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, desk: Desk, row: Row, resolved: Resolved, before: Mapping[str, object], *, whole: bool
    ) -> "Differing":
        """What a row says otherwise; one that is `whole` says all that there is of the entry.

        Identifiers elsewhere are left to `timeline.histories`.
        """
        change = changed(desk, resolved, before).body
        fields = {name: value for name, value in change.items() if name not in ("event", "refs")}
        gone = gone_from(row.said, before) if whole else ()
        return cls(fields, tuple(name for name in gone if name != "refs"))

    def __bool__(self) -> bool:
        return bool(self.fields or self.gone)

    def has(self, correction: Mapping[str, object]) -> bool:
        """Whether a correction in the log says this, or a part where people said the rest."""
        named = correction.get("set")
        fields = {k: v for k, v in named.items() if k != "refs"} if isinstance(named, dict) else {}
        unset = correction.get("unset")
        gone = unset if isinstance(unset, list) else []
        return (
            bool(fields or gone)
            and all(self.fields.get(name) == value for name, value in fields.items())
            and set(gone) <= set(self.gone)
        )

    def applied(self, body: Mapping[str, object]) -> dict[str, object]:
        """What was said before, with this."""
        kept = {name: value for name, value in body.items() if name not in self.gone}
        return kept | dict(self.fields)


_MADE: Mapping[str, Made] = {"add": "lift", "correct": "amendment", "retract": "retraction"}


def place(desk: Desk, chain: Chain, row: Row) -> Chain:
    """A chain of the log as it was before the first row that a file has of it.

    That is its beginning if the row is the one that added it, a later point if the row was
    imported before, and its end if it was not.
    """
    original = _plain(desk.foreigners.original(chain.event))
    if row.starts and row.faults:
        return chain._replace(state="absent")
    resolved = desk.batch.resolver.resolve(row.said)
    desk.batch.leave()
    if row.starts and _added_by(desk, chain, row, resolved, original):
        return chain._replace(state="standing", body=original)
    now = chain._replace(state="standing", body=original)
    whole = row.past.operation == "add"
    for step, ids in desk.chains.steps(chain, row.foreign.scheme):
        if (
            row.foreign.id in ids
            and row.past.at in ("", step.at)
            and step.made == _MADE[row.past.operation]
            and (
                step.made != "amendment"
                or row.past.at
                or Differing.of(desk, row, resolved, now.body, whole=whole).has(step.body)
            )
        ):
            return now
        now = _after(now, step, in_log=False)
    return at_end(desk, chain, row.foreign.scheme)


def at_end(desk: Desk, chain: Chain, scheme: str) -> Chain:
    """A chain of the log with all that imports have recorded of it."""
    body = _plain(desk.foreigners.original(chain.event))
    chain = chain._replace(state="standing", body=body)
    for step, _ in desk.chains.steps(chain, scheme):
        chain = _after(chain, step, in_log=True)
    return chain


def _after(chain: Chain, step: Step, *, in_log: bool) -> Chain:
    """A chain after a step; `in_log` if retractions count only while nobody has lifted them."""
    match step.made:
        case "amendment":
            refs = chain.body.get("refs")
            body = amended(chain.body, step.body)
            return chain._replace(body=body | {"refs": refs} if refs else body)
        case "retraction":
            return chain._replace(state="standing" if in_log and step.lifted else "withdrawn")
        case "lift":
            return chain._replace(state="standing")


def _added_by(
    desk: Desk, chain: Chain, row: Row, resolved: Resolved, original: Mapping[str, object]
) -> bool:
    """Whether a row is the one that added the event of a chain."""
    recorded = desk.foreigners.original(chain.event)["recorded"]
    assert isinstance(recorded, dict)  # noqa: S101 (events have it)
    if row.past.at:
        return bool(row.past.at == recorded["at"])
    return not resolved.faults and not Differing.of(desk, row, resolved, original, whole=True)


def _plain(body: Mapping[str, object]) -> dict[str, object]:
    """What an event says, without what the log gives."""
    return {k: v for k, v in body.items() if k not in ("schema", "id", "recorded")}
