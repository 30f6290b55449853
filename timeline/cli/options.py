"""Options that several commands share, written once."""

from typing import Any

from timeline.cli import values
from timeline.cli.parameters import SEVERAL, Argument, Group, Option, Parameter, option
from timeline.cli.show.output import Output
from timeline.cli.values import Values
from timeline.log.formats import FORMATS
from timeline.views.query import OPEN_ENDS, Filters, option_of


def _one(name: str, about: str, metavar: str = "DATE", values: Values | None = None) -> Parameter:
    flags = [option_of(name)]
    return option(name, str | None, None, flags, about, metavar=metavar, values=values)


def _any(name: str, about: str, metavar: str, values: Values | None) -> Parameter:
    flags = [option_of(name)]
    if name.endswith("program"):
        flags.append(f"{flags[0]}me")
    return option(name, SEVERAL, None, flags, about, metavar=metavar, values=values)


def flag(name: str, about: str, *short: str) -> Parameter:
    """An option without a value."""
    return option(name, bool, False, [option_of(name), *short], about)


def make_filters(**given: Any) -> Filters:
    """The filters that options were given for, by the names of their fields."""
    said = {name: value for name, value in given.items() if value is not None}
    found: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in said.items()}
    return Filters(**found)


EDIT = Option("--edit", help="Write it in your editor (VISUAL or EDITOR).")
REASON = Option("--reason", "-r", metavar="TEXT", help="Why.", show_default=False)
KEY = Argument(metavar="[NAME]", show_default=False, help="A key, name or alias.")
"""The argument that names one actor, program, place or source; without it, all."""
LIMIT = Option(min=0, metavar="N", show_default=False, help="Print at most so many.")
"""The option of how many rows to print."""
EVENT = Argument(
    metavar="ID",
    show_default=False,
    help="An id or its beginning, or words of a title that no other has.",
)
"""The argument that names an event to correct."""

_NAMED = (
    (
        "actor",
        "Who took part, in any role or in one; parts, and who spoke for it, included.",
        "[ROLE=]NAME",
        values.PARTICIPATIONS,
    ),
    (
        "role",
        "In which role somebody took part; with --actor, that actor.",
        "ROLE",
        values.words("role"),
    ),
    ("program", "Of which program; parts included.", "NAME", values.PROGRAMS),
    ("phase", "Of which phase; with --program, of that program.", "PHASE", values.PHASES),
    (
        "office",
        "Where somebody took part in which office; with --actor, that actor.",
        "OFFICE",
        values.OFFICES,
    ),
    (
        "state",
        "Of a program in which state, as of --as-of: implementation, suspended, closed, ...",
        "STATE",
        values.STATES,
    ),
    ("place", "Where; parts included.", "NAME", values.keys("place")),
    ("kind", "Of which kind.", "KIND", values.words("kind")),
    ("status", "planned, occurred, postponed or cancelled.", "STATUS", values.choices("status")),
    ("tag", "With which tag.", "TAG", values.TAGS),
    (
        "source",
        "Citing which source, or which paragraph of it.",
        "NAME[@PARAGRAPH]",
        values.keys("source"),
    ),
    ("measure", "With a figure of which measure.", "MEASURE", values.MEASURES),
    ("confidence", "confirmed, likely, disputed or unsure.", "WORD", values.choices("confidence")),
    (
        "text",
        "With these words together, in its texts or in a name of what it names.",
        "WORDS",
        None,
    ),
)
FILTERS = Group(
    "filters",
    make_filters,
    (
        _one("from_", "What overlaps the time from this date on."),
        _one("to", "What overlaps the time up to the end of this date."),
        _one("during", "What overlaps this date.", "PERIOD"),
        _one("within", "What lies wholly inside this date.", "PERIOD"),
        _one(
            "around",
            "What overlaps this date or happening, or the time shortly before or after.",
            "DATE|ID",
            values.HAPPENINGS,
        ),
        _one("window", "How far before and after: 30d, 6w, 3m, 2y; 30d if not given.", "TIME"),
        flag("certain", "Leave out what only possibly matches."),
        *(_any(*named) for named in _NAMED),
        *(
            _any(f"not_{name}", f"Leave out what --{name} finds by itself.", metavar, named)
            for name, _, metavar, named in _NAMED
        ),
        flag(
            "all_match",
            "Of a filter given several times all must be met, not any: --actor A --actor B finds"
            " what both took part in; with --role, each of them in each role.",
        ),
        flag("overdue", "What was planned, is surely past and has no outcome on record."),
        flag(
            "no_parts",
            "Leave out the parts of the bodies, programs and places named, and what others did for"
            " the bodies.",
        ),
        _one(
            "as_of", "As of the end of this date: only what had begun; what may have is marked ?."
        ),
        _one(
            "as_recorded",
            "As the log was at this instant, or at the end of this date in UTC; or as the seal of"
            " this name, id or digest fixed it: the events that it covers, and no others.",
            "INSTANT|SEAL",
            values.SEALS,
        ),
        _one("as_published", "Only what a source tells that was surely out by this date."),
        _one(
            "open_ends",
            "Until when that is certain which has begun and has no end on record: until last seen,"
            " or held to go on; seen, unless the log's settings say held.",
            "seen|held",
            values.one_of(OPEN_ENDS),
        ),
        flag(
            "unbounded",
            "List also what matches only because a side of its date is open or unknown.",
        ),
    ),
)
_CLOCKS = ("as_of", "as_recorded", "as_published", "open_ends")
CLOCKS = FILTERS._replace(options=[o for o in FILTERS.options if o.name in _CLOCKS])

OUTPUT = Group(
    "output",
    Output,
    (
        option(
            "format_",
            str,
            "",
            ["--format", "-f"],
            f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}; table unless the ending of --output or "
            "the settings say otherwise.",
            metavar="FORMAT",
            values=values.one_of(FORMATS),
        ),
        option(
            "file",
            str,
            "",
            ["--output", "-o"],
            "Write to this file.",
            metavar="FILE",
            values=values.FILES,
        ),
        flag("quiet", "Print no counts and hints.", "-q"),
    ),
)
ROWS = OUTPUT._replace(
    options=(
        *OUTPUT.options,
        flag("bom", "Begin CSV or TSV with a byte-order mark, so that Excel reads it as UTF-8."),
    )
)
"""Those of a command that prints rows."""
NAMED_ROWS = ROWS._replace(
    options=(
        *ROWS.options,
        flag("keys", "In CSV, TSV and XLSX print keys, not names, and items whole."),
    )
)
"""Those of a command whose rows name actors, programs, places or sources."""
TO_FILE = OUTPUT._replace(options=OUTPUT.options[1:])
"""Those of a command that knows one format."""
QUIET = Group("output", Output, OUTPUT.options[-1:])
