"""Tables of the fields that machine formats promise, from the types of rows in the package."""

import importlib
import re
import textwrap
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, NotRequired

_ROWS = (
    ("`timeline list`", "a list of", "views.chronology.ChronologyRow"),
    ("`timeline list --group-by` and `timeline stats`", "a list of", "views.groups.GroupRow"),
    (
        "`timeline stats --by` phase, office or state",
        "a list of",
        "views.state_groups.StateGroupRow",
    ),
    ("`timeline actors`", "a list of", "views.actors.ActorRow"),
    ("`timeline actors --on DAY`", "a list of", "views.offices.HeldOffice"),
    ("`timeline programs`", "a list of", "views.programs.ProgramRow"),
    ("`timeline places`", "a list of", "views.places.PlaceRow"),
    ("`timeline sources`", "a list of", "views.sources.SourceRow"),
    ("`timeline sources NAME --coverage`", "a list of", "views.coverage.ParagraphRow"),
    ("`timeline sources NAME --compare`", "a list of", "views.copies_compared.ChangedParagraph"),
    ("`timeline figures`", "a list of", "views.figures.FigureRow"),
    ("`timeline corrections`", "a list of", "views.corrections.CorrectionRow"),
    ("`timeline show` of an event", "one", "views.event.EventDetail"),
    ("`timeline show` of a key: its declaration", "one", "views.thing.DeclarationDetail"),
    ("`timeline show --why`", "one", "views.why.Explanation"),
    ("`timeline diff` as JSON or YAML", "one", "views.diff.machine.WholeDiff"),
    ("`timeline diff` as rows", "a list of", "views.diff.machine.DiffRow"),
    ("`timeline diff --summary`", "a list of", "views.diff.counts.SummaryRow"),
    ("`timeline diff --stat`", "a list of", "views.diff.counts.StatRow"),
    ("`timeline diff --periods` as JSON or YAML", "one", "views.diff.side_by_side.SideBySide"),
    ("`timeline diff --periods` as rows", "a list of", "views.diff.side_by_side.PeriodRow"),
    ("`timeline check`", "a list of", "views.checks.fault_rows.FaultRow"),
    ("`timeline status`", "one", "views.status.Status"),
    ("`timeline config`", "a list of", "cli.effective_settings.SettingRow"),
)
"""Commands, whether they print one thing or rows, and the type of it."""
_MORE = (
    *("views.diff.compare.KeyChange", "views.diff.compare.HappeningChange"),
    *("views.diff.happenings.RemovedHappening", "views.diff.side.EventNote"),
    *("views.diff.side.CorrectionNote", "views.figures.TotalRow", "views.levels.LevelRow"),
    "views.offices.OfficeOnRecord",
)
"""What stands in the views of a diff."""
_WIDTH = 100
_WORDS = {str: "text", int: "number", float: "number", bool: "true or false", object: "any value"}


def rows() -> str:
    """What each command prints for other programs, a table each; then the parts of rows."""
    found = [(command, many, _type(path)) for command, many, path in _ROWS]
    parts = dict.fromkeys(map(_type, _MORE))
    for _, _, row in found:
        parts |= dict.fromkeys(_nested(row))
    for part in list(parts):
        parts |= dict.fromkeys(_nested(part))
    shown = {row for _, _, row in found}
    sections = [_section(command, many, row) for command, many, row in found]
    sections.append("## Parts of rows\n")
    sections += [_part(part) for part in parts if part not in shown]
    return "\n".join(sections)


def _type(path: str) -> type:
    module, _, name = f"timeline.{path}".rpartition(".")
    found: type = getattr(importlib.import_module(module), name)
    return found


def _section(command: str, many: str, row: type) -> str:
    what = "One thing is printed." if many == "one" else "Rows are printed; as JSON, a list."
    said = textwrap.fill(f"{what} {_doc(row)}", _WIDTH)
    return f"## {command}\n\n{said}\n\n{_table(row)}"


def _part(row: type) -> str:
    return "\n\n".join(filter(None, (f"### {row.__name__}", _doc(row), _table(row))))


def _doc(row: type) -> str:
    doc = row.__doc__ or ""
    return "" if doc.startswith("dict(") else " ".join(doc.split("\n\n")[0].split())


def _table(row: type) -> str:
    lines = ["| field | value | meaning |", "|---|---|---|"]
    for name, hint in _fields(row):
        kind, about = _told(hint)
        lines.append(f"| `{name}` | {kind} | {about} |")
    return "\n".join([*lines, ""])


def _fields(row: type) -> Iterator[tuple[str, Any]]:
    yield from typing.get_type_hints(row, include_extras=True).items()


def _told(hint: Any) -> tuple[str, str]:
    """The words for the type of a field, and what the field means."""
    inner, about = hint.__args__[0], hint.__metadata__[0]
    if typing.get_origin(inner) is NotRequired:
        return f"{_word(typing.get_args(inner)[0])}; not always there", about
    return _word(inner), about


def _word(hint: Any) -> str:
    if typing.is_typeddict(hint):
        return f"[{hint.__name__}](#{_anchor(hint.__name__)})"
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        words = dict.fromkeys(_word(one) for one in inner if one is not types.NoneType)
        return " or ".join([*words, *(["null"] if types.NoneType in inner else [])])
    if origin is list:
        return f"list of {_word(inner[0])}"
    if origin is None:
        return _WORDS[hint]
    return "map"


def _anchor(name: str) -> str:
    """What a link names the table of a type by: its heading, as pages turn it into an address."""
    heading = next((command for command, _, path in _ROWS if path.endswith(f".{name}")), name)
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _nested(row: type) -> Iterator[type]:
    """The types of rows that stand in the fields of one, at any depth."""
    for _, hint in _fields(row):
        yield from _within(hint)


def _within(hint: Any) -> Iterator[type]:
    if typing.is_typeddict(hint):
        yield hint
        yield from _nested(hint)
        return
    parts = typing.get_args(hint)
    for part in parts[:1] if typing.get_origin(hint) is Annotated else parts:
        yield from _within(part)
