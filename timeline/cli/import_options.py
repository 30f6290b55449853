"""The options of `timeline import`: how a file is read, and how what it holds is recorded."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import UsageError
from timeline.cli import recording_options, values
from timeline.cli.options import flag
from timeline.cli.parameters import SEVERAL, Group, Parameter, option
from timeline.cli.values import Values
from timeline.dates.words.reader import read_typed_date
from timeline.exchange.reading import TABLES, ReadOptions, read_mapping
from timeline.exchange.tables.mapping import LIKE, ORDERS
from timeline.exchange.tables.plan import MappingOptions
from timeline.recording.imports.take_in import Wanted
from timeline.views.query import option_of


class Reading(NamedTuple):
    """How a file is to be read, as typed."""

    map_: Sequence[str] | None = None
    mapping: str = ""
    set_: Sequence[str] | None = None
    external_id: str = ""
    recorded_at: str = ""
    operation: str = ""
    refers_to: str = ""
    dates: str = ""
    encoding: str = ""
    header: int | None = None
    sheet: str = ""
    until: str = ""
    like: str = ""
    skip: Sequence[str] | None = None

    def asked(self, format_: str) -> ReadOptions:
        """How a file of a format is to be read.

        Raises:
            UsageError: an option that the format does not have, or a value that means nothing.
            TimelineError: what is wrong with the mapping file.
        """
        _refuse_misplaced(format_, self._asdict())
        if self.dates and self.dates not in ORDERS:
            raise UsageError(f"--dates is not `{self.dates}`", f"one of {', '.join(ORDERS)}")
        given = MappingOptions(
            _pairs("--map", "COLUMN", self.map_ or ()),
            _pairs("--set", "VALUE", self.set_ or ()),
            self.external_id,
            self.recorded_at,
            self.operation,
            self.refers_to,
            self.dates or None,  # type: ignore[arg-type]  # it is one of them
            _pairs("--skip", "TEXT", self.skip or (), "COLUMN"),
        )
        if self.like and self.mapping:
            raise UsageError("--like and --mapping are both a mapping", _CHANGE_ONE)
        columns = read_mapping(Path(self.mapping)) if self.mapping else None
        until = _last_day(self.until) if self.until else None
        return ReadOptions(columns, given, self.encoding, self.header, self.sheet, until, self.like)


_FOR_ALL = ("set_",)
_ONLY_FOR = {"encoding": ("csv", "tsv"), "sheet": ("xlsx",), "until": ("ical",)}
"""Formats that have an option; all others are for tables."""


def _refuse_misplaced(format_: str, said: Mapping[str, object]) -> None:
    for name, value in said.items():
        fit = _ONLY_FOR.get(name, TABLES)
        is_said = value not in (None, "", [], Reading._field_defaults[name])
        if is_said and name not in _FOR_ALL and format_ not in fit:
            problem = f"{option_of(name)} is for {', '.join(fit)}, not {format_}"
            raise UsageError(problem, "leave it out")


def _last_day(typed: str) -> int:
    date = read_typed_date(typed)
    if math.isinf(date.latest):
        raise UsageError(f"--until `{typed}` has no last day", "give a date such as 2027")
    return int(date.latest)


_CHANGE_ONE = "to change the one that comes with the program, print it: --like NAME --suggest"


def _pairs(option_: str, right: str, typed: Sequence[str], left: str = "FIELD") -> dict[str, str]:
    found: dict[str, str] = {}
    for text in typed:
        field, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not field or not value:
            problem = f"{option_} `{text}` is not of the form {left}={right}"
            raise UsageError(problem, _EXAMPLES[option_])
        if field in found:
            remedy = "give it once; separate the items of a list by ;"
            raise UsageError(f"{option_} gives `{field}` twice", remedy)
        found[field] = value
    return found


_EXAMPLES = {
    "--map": "such as --map date=Day",
    "--set": "such as --set kind=training",
    "--skip": "such as --skip 'Title=Total*', or --skip Date=empty",
}


def _text(name: str, metavar: str, about: str, values: Values | None = None) -> Parameter:
    return option(name, str, "", [option_of(name)], about, metavar=metavar, values=values)


def _texts(name: str, metavar: str, about: str) -> Parameter:
    return option(name, SEVERAL, None, [option_of(name)], about, metavar=metavar)


READING = Group(
    "reading",
    Reading,
    (
        _texts("map_", "FIELD=COLUMN", "Of tables: which column is a field."),
        _text("mapping", "FILE", "Of tables: how columns become fields, in YAML.", values.FILES),
        _text(
            "like",
            "FORMAT",
            f"Of tables: the mapping of a known format: {', '.join(LIKE)}.",
            values.one_of(LIKE),
        ),
        _texts(
            "skip",
            "COLUMN=TEXT",
            "Of tables: pass over rows in which a column has a text, such as 'Title=Total*'.",
        ),
        _texts("set_", "FIELD=VALUE", "A field for all that do not say it themselves."),
        _text(
            "external_id",
            "[SCHEME=]COLUMN",
            "Of tables: the id in the other system, by which a later import knows what changed.",
        ),
        _text("recorded_at", "COLUMN", "Of tables: when the other system recorded each row."),
        _text(
            "operation",
            "COLUMN",
            "Of tables: whether a row adds, corrects or retracts what has its id.",
        ),
        _text("refers_to", "COLUMN", "Of tables: the id of what a row corrects or retracts."),
        _text(
            "dates",
            "ORDER",
            "Of tables: how days are written in numbers: dmy, mdy, ymd, or serial for counts.",
            values.one_of(ORDERS),
        ),
        _text("encoding", "NAME", "Of tables of text: such as cp1252; UTF-8 if not given."),
        option(
            "header",
            int,
            None,
            ["--header"],
            "Of tables: the row that names the columns, the first if not given; 0 if none does.",
            metavar="N",
            min=0,
        ),
        _text("sheet", "NAME", "Of workbooks: the sheet; the first if not given."),
        _text("until", "DATE", "Of calendars: up to when to take what repeats."),
    ),
)
RECORDING = Group(
    "wanted",
    Wanted,
    (
        *recording_options.RECORDING.options[:2],
        flag("dry_run", "Say what would become of each, and record nothing."),
        flag("keep_going", "Record what is good although others are refused."),
        flag("retract_missing", "Withdraw what an earlier import had and this one has not."),
        _text("reason", "TEXT", "Why, for corrections that the file leads to."),
    ),
)
