"""What the front door reads, it reads as Typer does; the rest is left to Typer."""

import importlib
import os
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any
from unittest import mock

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli import app
from timeline.cli.command_names import COMMANDS, SPELLINGS
from timeline.cli.common_options import COMMON
from timeline.cli.find_command import find_command
from timeline.cli.front_door import read_line
from timeline.cli.parameters import Command, Parameter

Read = tuple[Mapping[str, Any], str, str, Mapping[str, Any]]
"""The common options, what names the log, the command, and its own options."""


class _NothingRun:
    """Stands for a run of which only the beginning is of interest."""


def by_typer(args: Sequence[str], environment: Mapping[str, str]) -> Read:
    """What Typer makes of a command line."""
    found: dict[str, Any] = {"given": {}}

    def start_run(name: str, log_from: str, **common: Any) -> _NothingRun:
        found.update(common=common, log_from=log_from, name=name)
        return _NothingRun()

    def call(_: Command, __: _NothingRun, given: Mapping[str, Any]) -> None:
        found["given"] = given

    glance = importlib.import_module("timeline.cli.commands.at_a_glance")
    with (
        mock.patch.object(app, "start_run", start_run),
        mock.patch.object(Command, "call", call),
        mock.patch.object(glance, "overview", mock.Mock()),
        mock.patch.dict(os.environ, environment, clear=True),
    ):
        app.run_with_typer(args)
    return found["common"], found["log_from"], found["name"], found["given"]


def by_front_door(args: Sequence[str], environment: Mapping[str, str]) -> Read | None:
    """What the front door makes of it; None if it leaves it to Typer."""
    line = read_line(args, environment)
    if line is None:
        return None
    common = dict(line.common)
    assert common.pop("version") is False
    return common, line.log_from, line.name, line.given


NAMES = (*COMMANDS, *SPELLINGS)
WORDS = st.sampled_from(
    [
        *("2017", "a", "a b", "дом", "", "-", "--", "-5", "-x", "@a", "a=b", "=", "3", "-1", "0"),
        *("٣", "1_0", " 3", "9" * 30, "1.5", "--limit", "--no-such", "never"),
    ]
)


def spelt(parameter: Parameter) -> st.SearchStrategy[list[str]]:
    """An option or argument in the ways that it is typed, and in some that are wrong."""
    if not parameter.flags:
        return WORDS.map(lambda word: [word])
    flags = st.sampled_from(list(parameter.flags))
    alone = flags.map(lambda flag: [flag])
    beside = st.tuples(flags, WORDS).map(list)
    joined = st.tuples(flags, WORDS).map(lambda two: ["=".join(two)])
    short = st.tuples(flags, WORDS).map(lambda two: ["".join(two)])
    return alone | beside | joined | short if parameter.is_flag else beside | joined | short | alone


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A command line, more or less right."""
    common = draw(st.lists(st.sampled_from(COMMON[:3]).flatmap(spelt), max_size=2))
    name = draw(st.sampled_from(NAMES))
    command = find_command(name)
    own: list[list[str]] = []
    if isinstance(command, Command):
        parts = st.sampled_from(list(command.parameters)).flatmap(spelt) | WORDS.map(lambda w: [w])
        own = draw(st.lists(parts, max_size=5))
    return [*chain(*common), name, *chain(*own)]


ENVIRONMENTS = st.sampled_from([{}, {"TIMELINE_LOG": "there"}, {"TIMELINE_LOG": ""}])


@given(lines(), ENVIRONMENTS)
def test_what_is_read_is_what_typer_reads(args: list[str], environment: dict[str, str]) -> None:
    read = by_front_door(args, environment)
    if read is not None:
        assert by_typer(args, environment) == read


def plain(parameter: Parameter) -> list[str]:
    if parameter.is_flag:
        return [parameter.flags[-1]]
    number = parameter.kind in (int, int | None)
    return [*parameter.flags[-1:], "3" if number else "some words"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_read_as_typer_does(name: str) -> None:
    command = find_command(name)
    if isinstance(command, Command):
        taken = [one for one in command.parameters if one.kind is not float]
        args = [name, *(word for one in taken for word in plain(one))]
        read = by_front_door(args, {})
        assert read is not None
        assert read == by_typer(args, {})


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["list"],
        ["--log", "events", "--color=never", "--no-pager", "programmes"],
        ["list", "police", "-q", "--actor", "a", "--actor=b", "--during", "2017"],
        ["list", "--limit", "3", "--limit", "4"],
    ],
    ids=" ".join,
)
def test_plain_lines_are_read(args: list[str]) -> None:
    assert by_front_door(args, {}) == by_typer(args, {})


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["list", "-h"],
        ["lst"],
        ["--color"],
        ["--log", "", "list"],
        ["declare", "actor", "A"],
        ["list", "--"],
        ["list", "-"],
        ["list", "@saved"],
        ["list", "--during"],
        ["list", "--during", ""],
        ["list", "--during="],
        ["list", "--from", "-500"],
        ["list", "--durin", "2017"],
        ["list", "--quiet=yes"],
        ["list", "-qf", "json"],
        ["list", "-fjson"],
        ["list", "--limit", "-1"],
        ["list", "--limit", "many"],
        ["show"],
        ["show", "a", "b"],
        ["sql", "--timeout", "5"],
    ],
    ids=" ".join,
)
def test_what_is_unusual_is_left_to_typer(args: list[str]) -> None:
    assert by_front_door(args, {}) is None


def test_the_version_is_asked_for_before_all_else() -> None:
    for args in (["--version"], ["--log", "x", "--version"], ["--version", "list"]):
        line = read_line(args, {})
        assert line is not None
        assert line.common["version"] is True
    assert read_line(["--version", "--color"], {}) is None


def test_the_help_that_completion_offers_is_that_of_typer() -> None:
    from timeline.cli.complete.offers import HELP

    command = typer.main.get_command(app.app)
    helped = command.get_help_option(typer.Context(command, **command.context_settings))
    assert helped is not None
    assert helped.help == HELP.about
    assert HELP.text in helped.opts
