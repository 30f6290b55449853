"""Periods side by side, as machine formats have them: whole, or a row a thing and period."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from timeline.views.chronology import ChronologyRow
from timeline.views.diff.periods import Period, PeriodPhase
from timeline.views.diff.side import PERIOD_VIEWS
from timeline.views.figures import TotalRow


class KindCounts(TypedDict):
    """A kind of happening, counted in each period."""

    kind: Annotated[str, "the kind"]
    happenings: Annotated[list[int], "how many certainly happened, one number a period"]
    possible: Annotated[list[int], "how many more possibly"]


class ActorCounts(TypedDict):
    """An actor in each period."""

    actor: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    happenings: Annotated[list[int], "in how many it certainly took part, one number a period"]
    possible: Annotated[list[int], "in how many more possibly"]
    roles: Annotated[list[list[str]], "in which roles"]


class ProgramCounts(TypedDict):
    """A program in each period."""

    program: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    happenings: Annotated[list[int], "how many certainly happened in it, one number a period"]
    possible: Annotated[list[int], "how many more possibly"]
    phases: Annotated[list[list[PeriodPhase]], "the phases that it was in"]


class PeriodTotal(TypedDict):
    """What the figures of a period add up to."""

    total: Annotated[int | float, "the sum"]
    bound: Annotated[str, "the weakest bound of the parts"]
    count: Annotated[int, "of how many figures"]
    possible: Annotated[int | float | None, "what possible figures would add"]
    match: Annotated[str, "certain; possible where no figure is certain"]


class FigureTotals(TypedDict):
    """What is counted, in each period."""

    key: Annotated[str, "measure and unit, as a text"]
    measure: Annotated[str, "what is counted"]
    unit: Annotated[str | None, "of the number"]
    totals: Annotated[list[PeriodTotal | None], "one a period; null where there is none"]


class SideBySide(TypedDict):
    """Periods side by side; a view that was not asked for is null."""

    periods: Annotated[list[str], "the periods, as typed"]
    happenings: Annotated[list[int], "how many certainly happened, one number a period"]
    possible: Annotated[list[int], "how many more possibly"]
    kinds: Annotated[list[KindCounts] | None, "a row a kind"]
    chronology: Annotated[list[list[ChronologyRow]] | None, "the happenings of each period"]
    actors: Annotated[list[ActorCounts] | None, "a row an actor"]
    programs: Annotated[list[ProgramCounts] | None, "a row a program"]
    figures: Annotated[list[FigureTotals] | None, "a row a measure and unit"]
    unbounded: Annotated[list[int], "how many match only by an open or unknown side of their dates"]


class PeriodRow(TypedDict):
    """Something in one of the periods in which it is."""

    view: Annotated[str, "kinds, actors, programs or figures"]
    key: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    period: Annotated[str, "the period, as typed"]
    happenings: Annotated[int | None, "how many certainly happened"]
    possible: Annotated[int | float | None, "how many more possibly; of figures how much"]
    roles: Annotated[list[str] | None, "the roles of an actor"]
    phases: Annotated[list[PeriodPhase] | None, "the phases of a program"]
    total: Annotated[int | float | None, "the sum of figures"]
    bound: Annotated[str | None, "the weakest bound of these"]
    count: Annotated[int | None, "of how many figures"]
    match: Annotated[str | None, "of figures: certain or possible"]


FIELDS = tuple(PeriodRow.__annotations__)


def side_by_side(found: Sequence[Period], views: Sequence[str] = PERIOD_VIEWS) -> SideBySide:
    """Periods as the JSON of the command: every list of values has one a period."""
    return {
        "periods": [period.typed for period in found],
        "happenings": [sum(sure for sure, _ in period.kinds.values()) for period in found],
        "possible": [sum(more for _, more in period.kinds.values()) for period in found],
        "kinds": _kinds(found) if "chronology" in views else None,
        "chronology": [period.chronology for period in found] if "chronology" in views else None,
        "actors": _actors(found) if "actors" in views else None,
        "programs": _programs(found) if "programs" in views else None,
        "figures": _figures(found) if "figures" in views else None,
        "unbounded": [period.unbounded for period in found],
    }


_NONE = (0, 0)


def _kinds(found: Sequence[Period]) -> list[KindCounts]:
    rows: list[KindCounts] = []
    for kind in sorted({kind for period in found for kind in period.kinds}):
        counts = [period.kinds.get(kind, _NONE) for period in found]
        happenings, possible = [sure for sure, _ in counts], [more for _, more in counts]
        rows.append({"kind": kind, "happenings": happenings, "possible": possible})
    return sorted(rows, key=lambda row: -sum(row["happenings"]) - sum(row["possible"]))


def _actors(found: Sequence[Period]) -> list[ActorCounts]:
    rows: list[ActorCounts] = []
    for key in dict.fromkeys(key for period in found for key in period.actors):
        each = [period.actors.get(key) for period in found]
        rows.append(
            {
                "actor": key,
                "name": next(row["name"] for row in each if row),
                "happenings": [row["happenings"] if row else 0 for row in each],
                "possible": [row["possible"] if row else 0 for row in each],
                "roles": [row["roles"] if row else [] for row in each],
            }
        )
    return sorted(rows, key=lambda row: row["name"].casefold())


def _programs(found: Sequence[Period]) -> list[ProgramCounts]:
    rows: list[ProgramCounts] = []
    for key in dict.fromkeys(key for p in found for key in (*p.programs, *p.phases)):
        counts = [period.programs.get(key, _NONE) for period in found]
        rows.append(
            {
                "program": key,
                "name": found[0].names.get(key, key),
                "happenings": [sure for sure, _ in counts],
                "possible": [more for _, more in counts],
                "phases": [period.phases.get(key, []) for period in found],
            }
        )
    return sorted(rows, key=lambda row: row["name"].casefold())


def _figures(found: Sequence[Period]) -> list[FigureTotals]:
    rows: list[FigureTotals] = []
    for key in sorted({key for period in found for key in period.figures}):
        each = [period.figures.get(key) for period in found]
        first = next(row for row in each if row)
        rows.append(
            {
                "key": key,
                "measure": first["measure"],
                "unit": first["unit"],
                "totals": [row and _total(row) for row in each],
            }
        )
    return rows


def _total(row: TotalRow) -> PeriodTotal:
    return {
        "total": row["total"],
        "bound": row["bound"],
        "count": row["count"],
        "possible": row["possible"],
        "match": row["match"],
    }


def period_rows(whole: SideBySide) -> Iterator[PeriodRow]:
    """What `side_by_side` gives, as rows: one for each thing in each period that it is in."""
    for kind in whole["kinds"] or ():
        for i, row in _each(whole, "kinds", kind["kind"], kind["kind"]):
            if kind["happenings"][i] or kind["possible"][i]:
                yield _with_counts(row, kind, i)
    yield from _actor_rows(whole)
    yield from _program_rows(whole)
    for figure in whole["figures"] or ():
        for i, row in _each(whole, "figures", figure["key"], figure["key"]):
            if total := figure["totals"][i]:
                yield {**row, **total}


def _actor_rows(whole: SideBySide) -> Iterator[PeriodRow]:
    for actor in whole["actors"] or ():
        for i, row in _each(whole, "actors", actor["actor"], actor["name"]):
            if actor["happenings"][i] or actor["possible"][i]:
                yield {**_with_counts(row, actor, i), "roles": actor["roles"][i] or None}


def _program_rows(whole: SideBySide) -> Iterator[PeriodRow]:
    for program in whole["programs"] or ():
        for i, row in _each(whole, "programs", program["program"], program["name"]):
            if program["happenings"][i] or program["possible"][i] or program["phases"][i]:
                yield {**_with_counts(row, program, i), "phases": program["phases"][i] or None}


def _each(whole: SideBySide, view: str, key: str, name: str) -> Iterator[tuple[int, PeriodRow]]:
    """The number of each period, from 0, with an empty row of something in it."""
    for i, period in enumerate(whole["periods"]):
        yield i, _period_row(view, key, name, period)


def _period_row(view: str, key: str, name: str, period: str) -> PeriodRow:
    return {
        "view": view,
        "key": key,
        "name": name,
        "period": period,
        "happenings": None,
        "possible": None,
        "roles": None,
        "phases": None,
        "total": None,
        "bound": None,
        "count": None,
        "match": None,
    }


def _with_counts(
    row: PeriodRow, counts: KindCounts | ActorCounts | ProgramCounts, i: int
) -> PeriodRow:
    """A row with the counts of a period; none is left empty."""
    return {
        **row,
        "happenings": counts["happenings"][i] or None,
        "possible": counts["possible"][i] or None,
    }
