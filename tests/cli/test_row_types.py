"""What commands print for other programs has the fields, and the values, that its type promises."""

import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NotRequired

import pytest

from timeline.cli.effective_settings import SettingRow
from timeline.views.actors import ActorRow
from timeline.views.checks.fault_rows import FaultRow
from timeline.views.chronology import ChronologyRow
from timeline.views.corrections import CorrectionRow
from timeline.views.coverage import ParagraphRow
from timeline.views.diff.compare import HappeningChange, KeyChange
from timeline.views.diff.counts import StatRow, SummaryRow
from timeline.views.diff.happenings import RemovedHappening
from timeline.views.diff.machine import DiffRow, WholeDiff
from timeline.views.diff.side_by_side import PeriodRow, SideBySide
from timeline.views.event import EventDetail
from timeline.views.figures import FigureRow, TotalRow
from timeline.views.groups import GroupRow
from timeline.views.levels import LevelRow
from timeline.views.offices import HeldOffice, OfficeOnRecord
from timeline.views.places import PlaceRow
from timeline.views.programs import ProgramRow
from timeline.views.sources import SourceRow
from timeline.views.state_groups import StateGroupRow
from timeline.views.status import Status
from timeline.views.thing import DeclarationDetail
from timeline.views.why import Explanation

from support.running import here


def amiss(value: Any, hint: Any, at: str = "") -> list[str]:
    """Where a value is not what a type promises."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Annotated, NotRequired):
        return amiss(value, inner[0], at)
    if typing.is_typeddict(hint):
        return _amiss_in_row(value, hint, at)
    if origin is typing.Union or isinstance(hint, types.UnionType):
        tried = [amiss(value, one, at) for one in inner]
        return min(tried, key=len)
    if origin is list:
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [p for i, part in enumerate(value) for p in amiss(part, inner[0], f"{at}[{i}]")]
    expected = origin or hint
    right = isinstance(value, Mapping) if expected is Mapping else type(value) is expected
    return [] if right or expected is object else [f"{at}: {value!r} is no {expected}"]


def _amiss_in_row(value: Any, hint: Any, at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: {value!r} is no row"]
    hints = typing.get_type_hints(hint, include_extras=True)
    unknown = [f"{at}.{name}: not promised" for name in value if name not in hints]
    missing = [f"{at}.{name}: missing" for name in hint.__required_keys__ if name not in value]
    wrong = [
        problem
        for name, part in value.items()
        if name in hints
        for problem in amiss(part, hints[name], f"{at}.{name}")
    ]
    return [*unknown, *missing, *wrong]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["list"], list[ChronologyRow]),
        (["list", "--around", "2017", "--window", "2y"], list[ChronologyRow]),
        (["list", "--group-by", "actor"], list[GroupRow]),
        (["stats", "--during", "2017"], list[GroupRow]),
        (["stats", "--by", "phase", "--on", "2018-01-01"], list[StateGroupRow]),
        (["stats", "--by", "office"], list[StateGroupRow]),
        (["actors"], list[ActorRow]),
        (["actors", "MoI", "--as-of", "2018"], list[ActorRow]),
        (["actors", "--role", "speaker"], list[ActorRow]),
        (["actors", "--on", "2018"], list[HeldOffice]),
        (["programs"], list[ProgramRow]),
        (["programs", "--as-of", "2018"], list[ProgramRow]),
        (["places", "--during", "2017"], list[PlaceRow]),
        (["sources", "--during", "2017"], list[SourceRow]),
        (["sources", "undp-2021-10-15", "--coverage"], list[ParagraphRow]),
        (["figures", "--during", "2017"], list[FigureRow]),
        (["corrections"], list[CorrectionRow]),
        (["show", "inspectors trained"], EventDetail),
        (["show", "inspectors trained", "--why", "--during", "2016"], Explanation),
        (["diff", "2016", "2018", "--view", "chronology,offices,levels"], WholeDiff),
        (["diff", "2016", "2018", "-f", "jsonl"], list[DiffRow]),
        (["diff", "2016", "2018", "--summary"], list[SummaryRow]),
        (["diff", "2016", "2018", "--stat"], list[StatRow]),
        (["diff", "--periods", "2017", "2018"], SideBySide),
        (["diff", "--periods", "2017", "2018", "-f", "jsonl"], list[PeriodRow]),
        (["check", "--strict"], list[FaultRow]),
        (["status"], Status),
        (["config"], list[SettingRow]),
    ],
)
def test_what_is_printed_has_the_promised_fields(
    words: list[str], hint: Any, example: Path
) -> None:
    if "jsonl" in words:
        import json

        printed: Any = [json.loads(line) for line in here(*words, cwd=example).out.splitlines()]
    else:
        printed = here(*words, "-f", "json", cwd=example).json
    assert amiss(printed, hint) == []


def test_the_declaration_of_a_key_has_the_promised_fields(example: Path) -> None:
    shown = here("show", "MoI", "-f", "json", cwd=example).json
    assert amiss(shown.pop("declaration"), DeclarationDetail) == []
    assert amiss(shown, ActorRow) == []


def test_the_views_of_a_diff_have_the_promised_fields(example: Path) -> None:
    views = "chronology,actors,programs,figures,places,levels,offices"
    found = here("diff", "2018", "2016", "--view", views, "-f", "json", cwd=example).json
    assert amiss(found["chronology"]["removed"], list[RemovedHappening]) == []
    assert amiss(found["chronology"]["changed"], list[HappeningChange]) == []
    assert amiss(found["figures"]["removed"], list[TotalRow]) == []
    assert amiss(found["levels"]["removed"], list[LevelRow]) == []
    assert amiss(found["offices"]["removed"], list[OfficeOnRecord]) == []
    for view in ("actors", "programs", "figures", "places"):
        assert amiss(found[view]["changed"], list[KeyChange]) == []
