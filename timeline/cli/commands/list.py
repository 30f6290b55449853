"""`timeline list`."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, NamedTuple, TypeVar

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, LIMIT, NAMED_ROWS
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import ask
from timeline.cli.show import colours, wording
from timeline.cli.show.columns import BLOCKS, happenings
from timeline.cli.show.output import Named, Output, columns_of, deliver, deliver_parts, emit
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column, Row
from timeline.views.chronology import (
    FIELDS,
    LISTS,
    OF_EVENT,
    ChronologyRow,
    chronology,
    with_fields,
)
from timeline.views.grouping import BY, group_of
from timeline.views.picked import Aside, count_picked
from timeline.views.query import ActorQuery, Filters, Query

RowT = TypeVar("RowT", bound=Row)


@takes(FILTERS, NAMED_ROWS)
def command(
    run: Run,
    words: Annotated[
        list[str] | None,
        Argument(metavar="[WORDS]...", show_default=False, help="Words to look for, all of them."),
        values.QUERIES,
    ] = None,
    *,
    group_by: Annotated[
        str,
        Option(
            metavar="WHAT",
            help=f"Print how many happenings are in each {', '.join(BY[:-1])} or {BY[-1]}.",
            show_default=False,
        ),
        values.one_of(BY),
    ] = "",
    sort: Annotated[
        str,
        Option(metavar="FIELD", help="Order by a field instead of the date.", show_default=False),
        values.several_of(FIELDS),
    ] = "",
    reverse: Annotated[bool, Option("--reverse", help="Newest first.")] = False,
    limit: Annotated[int | None, LIMIT] = None,
    columns: Annotated[
        list[str] | None,
        Option(metavar="FIELD,...", help="Print only these fields.", show_default=False),
        values.several_of(FIELDS),
    ] = None,
    ids: Annotated[bool, Option("--ids", help="Print ids only.")] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Print the timeline, whole or filtered.

    Rows are in order of their dates. A date filter keeps what certainly or possibly answers it;
    what only possibly does is marked ?. What does so only because a side of its date is open or
    unknown ("by 2018" in 1995) is counted at the end. Different filters must all be met; of one
    that is repeated any. @NAME stands for the options of a query that the log's settings save.

    WORDS are found in titles, summaries, notes, quotes and the like, and in all names of the
    actors, programs and places of a happening: whole words or their beginnings, in any case, with
    or without accents; several in one pair of quotes where they stand together. A happening is in
    a group certainly or possibly, as the filter for that group would find it.
    """
    filters = filters._replace(words=tuple(words or ()))
    order = _Order(sort, None if limit is None else min(limit, sys.maxsize), reverse=reverse)
    wanted = columns or []
    if ids:
        _check_ids(group_by, output)
    if group_by:
        _print_groups(run, group_by, order, columns=wanted, filters=filters, output=output)
    else:
        _print_happenings(run, order, columns=wanted, ids=ids, filters=filters, output=output)
    _hint_at_time(filters.words, quiet=output.quiet)


def _check_ids(group_by: str, output: Output) -> None:
    """Refuse --ids where there are none to print, or where more is asked for than ids."""
    if group_by:
        remedy = "leave out --ids, or --group-by"
        raise UsageError("--ids prints ids of happenings, and a group has none", remedy)
    if output.asked not in ("", "table", "plain"):
        remedy = f"leave out --ids, and print the column: --columns id --format {output.asked}"
        raise UsageError(f"--ids prints only ids, not {output.asked}", remedy)


def _hint_at_time(words: Sequence[str], *, quiet: bool) -> None:
    """Tell how to ask for a time, where what was looked for as words is one."""
    if not quiet and any(sign.isdigit() for word in words for sign in word):
        from timeline.cli.typed_time import time_in  # noqa: PLC0415 (few words have digits)

        if time := time_in(words):
            import shlex  # noqa: PLC0415 (as above)

            print_message(f"searched as words; to search by time: --during {shlex.quote(time)}")


class _Order(NamedTuple):
    """In which order rows are printed, and how many."""

    sort: str
    limit: int | None
    reverse: bool


def _print_happenings(
    run: Run,
    order: _Order,
    *,
    columns: Sequence[str],
    ids: bool,
    filters: Filters,
    output: Output,
) -> None:
    wanted = columns_of(columns, (*FIELDS, *OF_EVENT))
    sortable = [name for name in FIELDS if name not in LISTS]
    columns_of([order.sort] if order.sort else [], sortable, "order by")
    db, _, query, aside = ask(run, filters, output)
    found = _read_rows(db, query, order)
    if output.file and not output.quiet:
        from timeline.cli.show.progress import show_progress  # noqa: PLC0415 (files only)

        most = count_picked(db)
        total = most if order.limit is None else min(order.limit, most)
        found = show_progress(found, total, "writing")
    rows = _Tally(found)
    if ids:
        deliver_parts((f"{row['id']}\n" for row in rows), output)
        return
    if output.format == "html" and not wanted and count_picked(db):
        _print_page(db, query, rows, order, aside=aside, output=output)
        return
    further = [name for name in wanted if name in OF_EVENT]
    whole = _add_fields(db, rows, further) if further else rows
    shown = _select_fields(wanted, whole, output)
    drawn = _columns(wanted, output, query.actors)
    emit(shown, output, drawn, cell, wanted or FIELDS, named=Named(db))
    told = summary(rows, count_picked(db))
    print_message(wording.with_unlisted(told, aside), quiet=output.quiet)


def _print_page(
    db: sqlite3.Connection,
    query: Query,
    rows: "_Tally",
    order: _Order,
    *,
    aside: Aside,
    output: Output,
) -> None:
    from timeline.showing.page.chronology import write_page  # noqa: PLC0415 (other formats do without)

    found = list(rows)
    told = wording.with_unlisted(summary(rows, count_picked(db)), aside)
    by_year = order.sort in ("", "date")
    page = write_page(db, query, found, "Timeline", told, by_year=by_year, reverse=order.reverse)
    deliver(page, output)
    print_message(told, quiet=output.quiet)


class _Tally:
    """Rows as they pass, counted: all, those that only possibly answer, and the one looked around.

    Rows are made as they are taken: the first ones need not wait for the rest, and of many that are
    printed one by one only few are held.
    """

    def __init__(self, rows: Iterable[ChronologyRow]) -> None:
        self._rows = rows
        self.count = self.possible = 0
        self.around = False

    def __iter__(self) -> Iterator[ChronologyRow]:
        for row in self._rows:
            self.count += 1
            self.possible += row["match"] == "possible"
            self.around |= row["around"] == "itself"
            yield row


def _read_rows(db: sqlite3.Connection, query: Query, order: _Order) -> Iterable[ChronologyRow]:
    """The happenings in an order, as many as are wanted."""
    if order.sort in ("", "date"):
        return islice(chronology(db, query, reverse=order.reverse), order.limit)
    return _sort_rows(list(chronology(db, query)), order)


def _add_fields(
    db: sqlite3.Connection, rows: Iterable[ChronologyRow], names: Sequence[str]
) -> Iterator[Row]:
    """Rows with further fields of their events, a few hundred at a time."""
    rows = iter(rows)
    while some := list(islice(rows, 500)):
        yield from with_fields(db, some, names)


def _print_groups(
    run: Run,
    typed: str,
    order: _Order,
    *,
    columns: Sequence[str],
    filters: Filters,
    output: Output,
) -> None:
    from timeline.cli.show.group_columns import of_groups  # noqa: PLC0415 (only groups need these)
    from timeline.views.groups import FIELDS as GROUP_FIELDS  # noqa: PLC0415
    from timeline.views.groups import groups, named  # noqa: PLC0415

    by = group_of(typed)
    wanted = columns_of(columns, GROUP_FIELDS)
    columns_of([order.sort] if order.sort else [], GROUP_FIELDS, "order by")
    db, _, query, aside = ask(run, filters, output)
    rows = groups(db, query, by, parts=not filters.no_parts)
    found = named(rows)
    rows = _sort_rows(rows, order)
    shown = _select_fields(wanted, rows, output)
    emit(shown, output, of_groups(by, wanted), cell, wanted or GROUP_FIELDS)
    counted = wording.with_noun(found, by)
    told = counted if named(rows) == found else f"{named(rows):,} of {counted}"
    print_message(wording.with_unlisted(told, aside), quiet=output.quiet)


def _sort_rows(rows: list[RowT], order: _Order) -> list[RowT]:
    """Rows by the field to order by, as they come if there is none; as many as are wanted."""
    if order.sort:
        rows = sorted(rows, key=lambda row: _sort_key(order.sort, row[order.sort]))
    return (rows[::-1] if order.reverse else rows)[: order.limit]


def _select_fields(wanted: Sequence[str], rows: Iterable[Row], output: Output) -> Iterable[Row]:
    """Rows with the fields that are wanted; people get columns instead."""
    if not wanted or output.for_people:
        return rows
    return ({name: row[name] for name in wanted} for row in rows)


def _sort_key(field: str, value: object) -> tuple[bool, list[int], str]:
    """Where a value stands: numbers and days by their size, texts by their letters, none last."""
    numbers = [value] if isinstance(value, int) else []
    if value and field in ("earliest", "latest", "last_seen"):
        numbers = [int(part) for part in str(value).rsplit("-", 2)]
    return value is None, numbers, str(value)


def _columns(wanted: Sequence[str], output: Output, first: ActorQuery) -> Sequence[Column[Any]]:
    """The columns for people."""
    if not wanted:
        return BLOCKS if output.format == "plain" else happenings(first)

    def column(name: str) -> Column[Row]:
        if name == "date":
            return Column("Date", wording.happening_date, weight=1, paint=colours.date)
        weight = 2 if name in (*LISTS, "title", "summary") else 0
        return Column(name.capitalize(), lambda row: cell(name, row[name]), weight)

    return [column(name) for name in wanted]


def cell(field: str, value: object) -> str:
    """A field as text: lists as compact items separated by `; `."""
    if field in LISTS:
        from timeline.event.compact import write  # noqa: PLC0415 (CSV and chosen columns only)

        items = value if isinstance(value, list) else []
        return "; ".join(write(field, item) for item in items)
    if isinstance(value, list | dict):
        from timeline.cli.show import machine  # noqa: PLC0415 (likewise)

        return machine.cell(field, value)
    return "" if value is None else str(value)


def summary(shown: _Tally, matching: int) -> str:
    """How many rows are shown, of how many, and how many of them only possibly answer."""
    if not matching:
        return "no happening matches"
    counted = wording.with_noun(matching, "happening")
    counted = counted if shown.count == matching else f"{shown.count:,} of {counted}"
    told = f"{counted}, {shown.possible} of them only possibly (?)" if shown.possible else counted
    return f"{told}, around the one marked >" if shown.around else told
