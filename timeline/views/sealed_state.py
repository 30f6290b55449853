"""The state of a log that a seal fixes, as questions are asked of it.

A seal covers a set of events. In most logs these are all that was recorded by the moment of
sealing, and the clock of recording says the same. After a merge, or where an import took over
moments of recording, events with earlier moments were not there when the seal was made: then the
covered events alone are projected, in memory.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError
from timeline.views.query import Filters
from timeline.views.typed_dates import instant_of

if TYPE_CHECKING:
    from timeline.trust.chain import Link


class State(NamedTuple):
    """What to ask: a projection, and filters whose clock of recording is an instant, or none.

    `seal` is the seal that was named, if any. `lacking` is how many of the events that it covers
    are not on record, erased ones left out; `resettled` says that the settings are not those
    that it covers. Both may make answers differ from those that were had then. `made` says that
    the projection was made for this alone.
    """

    db: sqlite3.Connection
    filters: Filters
    seal: "Link | None" = None
    lacking: int = 0
    resettled: bool = False
    made: bool = False


def open_state(db: sqlite3.Connection, filters: Filters, folder: Path) -> State:
    """The state of a log that filters ask about.

    Args:
        db: a fresh projection.
        filters: as typed; `as_recorded` may name a seal.
        folder: the log.

    Raises:
        TimelineError: `as_recorded` is no date and no seal, or what the seal covers is lost.
    """
    link = find_seal(db, filters.as_recorded)
    if link is None:
        return State(db, filters)
    from timeline.views import seals  # noqa: PLC0415 (few questions name a seal)

    chain = seals.read_seals(db)
    own = seals.own_leaves(chain)
    covered = seals.covered_leaves(folder, chain, [link]).keys() - own
    there = {f"{id_} {digest}": at for id_, digest, at in db.execute(_ON_RECORD)}
    sealed = covered & there.keys()
    gone = covered - sealed
    lacking = len(gone - seals.erased_leaves(db)) if gone else 0
    state = State(db, filters, link, lacking, link.seal.settings != seals.settings_hash(db))
    instant = link.seal.recorded.at
    if len(sealed) == len(there):
        return state._replace(filters=filters._replace(as_recorded=""))
    if sealed == {leaf for leaf, at in there.items() if at <= instant}:
        return state._replace(filters=filters._replace(as_recorded=instant))
    from timeline.projection.part import project_part  # noqa: PLC0415 (fewer still)

    part = project_part(db, folder, (leaf[:16] for leaf in sealed))
    return state._replace(db=part, filters=filters._replace(as_recorded=""), made=True)


_ON_RECORD = "SELECT id, lower(hex(digest)), recorded_at FROM main.document_rows"


def find_seal(db: sqlite3.Connection, typed: str) -> "Link | None":
    """The seal that is named where an instant is expected; None where that is a date, or empty.

    What can be read as a date is one: a seal that another program called so is found by its id.

    Raises:
        TimelineError: it is neither a date nor a seal, or several seals.
    """
    if not typed:
        return None
    try:
        instant_of(db, typed)
    except TimelineError as error:
        return _seal(db, typed, error)
    return None


def _seal(db: sqlite3.Connection, typed: str, no_date: TimelineError) -> "Link":
    from timeline.dates.edtf_errors import EdtfError  # noqa: PLC0415 (few questions name a seal)
    from timeline.views.seals import has_seals, read_seals  # noqa: PLC0415 (as above)

    chain = read_seals(db) if has_seals(db) else None
    if chain is not None and (found := chain.matching(typed)):
        return found[0] if len(found) == 1 else chain.find(typed)
    if not isinstance(no_date, EdtfError):
        raise no_date
    names = [link.seal.name for link in chain.links.values()] if chain else []
    fault = _no_seal_of_id(db, typed, names)
    raise TimelineError(fault or _no_date_and_no_seal(no_date.faults[0], typed, names)) from no_date


def _no_seal_of_id(db: sqlite3.Connection, typed: str, names: list[str]) -> Fault | None:
    """The fault of an id or a digest that is of no seal; None for any other text."""
    from timeline.trust.chain import few_names, is_like_id  # noqa: PLC0415 (as above)

    id_ = typed.strip().lower()
    if not is_like_id(id_):
        return None
    row = db.execute(_WHEN, (id_,)).fetchone()
    if row:
        remedy = Advice("ask for what was on record with it", call("", as_recorded=row[0]))
        return Fault(f"{id_} is an event, not a seal and no date", remedy)
    known = f"; seals are {few_names(names)}" if names else ""
    return Fault(f"no seal has the id or digest `{id_}`", f"give a date, or a seal{known}")


_WHEN = "SELECT max(recorded_at) FROM main.document_rows WHERE id = ? GROUP BY id"


def _no_date_and_no_seal(fault: Fault, typed: str, names: list[str]) -> Fault:
    from timeline.event.schema import nearest  # noqa: PLC0415 (only a mistake pays for it)
    from timeline.trust.chain import few_names  # noqa: PLC0415 (likewise)

    problem = f"{fault.problem}, and no seal is called `{typed.strip()}`"
    close = nearest(typed.strip(), names)
    known = f"seals are {few_names(names)}" if names else ""
    known = f"did you mean {close[0]}?" if close else known
    remedy = "\n  ".join(filter(None, (known, str(fault.remedy))))
    return fault._replace(problem=problem, remedy=remedy)
