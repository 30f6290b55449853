"""Why a happening is, or is not, in the answer to a question: each filter and clock by itself."""

import re
import shlex
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypedDict

from timeline.base.errors import TimelineError, UsageError
from timeline.dates.edtf import Match
from timeline.views.clause import Clause
from timeline.views.explanation import explain_filter
from timeline.views.filters import understand
from timeline.views.picked import pick
from timeline.views.query import Filters, option_of
from timeline.views.sealed_state import State


class ReasonRow(TypedDict):
    """What one filter or clock says of a happening."""

    option: Annotated[str | None, "the filter or clock, as it is typed; null for what none asked"]
    match: Annotated[str, "certain, possible or no"]
    because: Annotated[str, "what it is in the happening, in words"]


class Explanation(TypedDict):
    """Why a happening is, or is not, in the answer to a question."""

    id: Annotated[str, "the id of the happening"]
    answer: Annotated[str, "certain, possible or no"]
    decided_by: Annotated[list[str], "the options that decided, where the answer is not certain"]
    reasons: Annotated[list[ReasonRow], "what each filter and clock says, clocks first"]


_TOGETHER = (
    *(("from_", "to"), ("actor", "role", "office"), ("program", "phase", "state")),
    *(("around", "window"), ("as_of", "overdue")),
)
"""Filters that are judged as one."""
_HOW = ("all_match", "no_parts", "open_ends", "unbounded")
"""What says how other filters are meant."""
_RECORD_CLOCKS = ("as_recorded", "as_published")


class Reason(NamedTuple):
    """What one filter or clock says of a happening; `option` is None for what was not asked for."""

    option: str | None
    match: Match
    because: str


def explain_in_state(state: State, filters: Filters, id_: str) -> Explanation:
    """As `explain_answer`, where the clock of recording may name a seal.

    Args:
        state: the state that filters ask about.
        filters: what is asked, as typed.
        id_: of an event that the log holds.
    """
    seal, at = state.seal, filters.as_recorded
    known = "SELECT 1 FROM main.documents WHERE id = ?"
    if seal is None or state.db.execute(known, (id_,)).fetchone():
        return explain_answer(state.db, state.filters, id_, recorded=at)
    option = _option({"as_recorded": at})
    because = f"the seal {seal.seal.name} does not cover it"
    return {
        "id": id_,
        "answer": "no",
        "decided_by": [option],
        "reasons": [{"option": option, "match": "no", "because": because}],
    }


def explain_answer(
    db: sqlite3.Connection, filters: Filters, id_: str, *, recorded: str = ""
) -> Explanation:
    """Why a happening is in the answer to filters and clocks, or why it is not.

    Args:
        db: a fresh projection.
        filters: what is asked, as typed.
        id_: of an event that the log holds.
        recorded: what was typed for the clock of recording, where that is a seal's name.

    Raises:
        UsageError: the event is no happening.
        TimelineError: a name or date in the filters means nothing.
    """
    understand(db, filters)  # so that what means nothing is told first
    _must_be_happening(db, id_)
    reasons = list(_of_clocks(db, filters, id_, recorded or filters.as_recorded))
    alone = _alone(db, filters, reasons, id_)
    if alone is not None:
        reasons += [
            _judge(db, given, alone._replace(**given), id_) for given in _questions(filters)
        ]
    worst = min((reason.match for reason in reasons), default=Match.CERTAIN)
    if filters.certain and worst is Match.POSSIBLE:
        worst = Match.IMPOSSIBLE
        reasons.append(Reason(option_of("certain"), worst, "it only possibly answers the question"))
    told = [reason for reason in reasons if reason.option or reason.match is not Match.CERTAIN]
    decided = [one.option for one in told if one.match is worst and worst is not Match.CERTAIN]
    return {
        "id": id_,
        "answer": _word(worst),
        "decided_by": [option for option in decided if option],
        "reasons": [
            {"option": option, "match": _word(match), "because": because}
            for option, match, because in told
        ],
    }


def _alone(
    db: sqlite3.Connection, filters: Filters, reasons: Sequence[Reason], id_: str
) -> Filters | None:
    """What each filter is asked with: how it is meant, and the clocks that leave the happening in.

    None where it is not on record by any of them, or what is asked means nothing there.
    """
    kept = Filters()._replace(**{name: getattr(filters, name) for name in _HOW})
    if all(reason.match is Match.CERTAIN for reason in reasons):
        return kept._replace(as_recorded=filters.as_recorded, as_published=filters.as_published)
    for at in (filters.as_recorded, ""):
        try:
            understand(db, filters._replace(as_recorded=at, as_published=""))
        except TimelineError:  # a name that means nothing without the clock
            return None
        if _is_there(db, id_) is Match.CERTAIN:
            return kept._replace(as_recorded=at)
    return None


def _word(match: Match) -> str:
    return "no" if match is Match.IMPOSSIBLE else match.word


def _must_be_happening(db: sqlite3.Connection, id_: str) -> None:
    query = "SELECT event FROM main.documents WHERE id = ?"
    (event,) = db.execute(query, (id_,)).fetchone()
    if event != "happening":
        remedy = "only a happening may be in an answer"
        raise UsageError(f"{id_} is no happening: its event is {event}", remedy)


def _questions(filters: Filters) -> Iterator[dict[str, Any]]:
    """What was asked, in parts that can be judged alone, as fields of the filters."""
    done: set[str] = {"certain", *_HOW, *_RECORD_CLOCKS}
    for name in Filters._fields:
        if name not in done and getattr(filters, name):
            together = next((names for names in _TOGETHER if name in names), (name,))
            as_of = {"as_of": filters.as_of} if filters.state and "state" in together else {}
            yield {one: getattr(filters, one) for one in together} | as_of
            done.update(together)


def _option(given: Mapping[str, Any]) -> str:
    """Fields of the filters as they are typed."""
    words: list[str] = []
    for name, value in given.items():
        flag = option_of(name)
        if isinstance(value, bool):
            words += [flag] if value else []
        else:
            texts = [value] if isinstance(value, str) else value
            words += [word for text in texts if text for word in (flag, _quoted(text))]
    return " ".join(words)


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else shlex.quote(text)


_PLAIN = re.compile(r"[\w=.:/-]+")


def _of_clocks(
    db: sqlite3.Connection, filters: Filters, id_: str, recorded: str
) -> Iterator[Reason]:
    """What the clocks of recording and publication say, and whether it stands on record at all."""
    at, out = filters.as_recorded, filters.as_published
    understand(db, Filters(as_recorded=at))
    option = _option({"as_recorded": recorded}) if recorded else None
    there = _is_there(db, id_)
    yield Reason(option, there, _on_record(db, id_))
    if out and there is Match.CERTAIN:
        because = _published(db, id_)
        understand(db, Filters(as_recorded=at, as_published=out))
        yield Reason(_option({"as_published": out}), _is_there(db, id_), because)


def _is_there(db: sqlite3.Connection, id_: str) -> Match:
    found = db.execute("SELECT 1 FROM happenings WHERE id = ?", (id_,)).fetchone()
    return Match.CERTAIN if found else Match.IMPOSSIBLE


def _on_record(db: sqlite3.Connection, id_: str) -> str:
    recorded = "SELECT min(recorded_at) FROM main.documents WHERE id = ?"
    since = f"it was recorded at {db.execute(recorded, (id_,)).fetchone()[0]}"
    query = """
        SELECT c.id, c.recorded_at, c.reason FROM states AS s
        JOIN main.corrections_versions AS c ON c.id = s.retracted_by WHERE s.id = ?
    """
    retracted = db.execute(query, (id_,)).fetchone()
    if not retracted:
        return since
    by, at, reason = retracted
    return f"it was retracted by {by} at {at}: {reason}"


def _published(db: sqlite3.Connection, id_: str) -> str:
    query = """
        SELECT DISTINCT c.source || ' (' || coalesce(s.published, 'no date') || ')'
        FROM citations AS c LEFT JOIN sources AS s ON s.source = c.source
        WHERE c.happening = ? ORDER BY s.published IS NULL, s.published
    """
    found = [text for (text,) in db.execute(query, (id_,))]
    return f"it cites {', '.join(found)}" if found else "it cites no source"


def _judge(db: sqlite3.Connection, given: Mapping[str, Any], alone: Filters, id_: str) -> Reason:
    """What one part of a question says of a happening."""
    query = understand(db, alone)
    only = Clause("h.id = ?", (id_,))
    pick(db, query._replace(clauses=(*query.clauses, only)))
    found = db.execute("SELECT match, unbounded FROM picked").fetchone() or (0, 0)
    match = Match(found[0])
    said = [
        explain_filter(db, name.removeprefix("not_"), alone, match, id_)
        for name, value in given.items()
        if value
    ]
    if found[1]:
        said.append("only because a side of its date is open or unknown")
    return Reason(_option(given), match, "; ".join(dict.fromkeys(said)))
