"""Writes the table of what commands take, from which shells are answered without the commands."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from timeline.cli.command_names import COMMANDS
from timeline.cli.common_options import COMMON
from timeline.cli.complete import declared
from timeline.cli.find_command import find_command
from timeline.cli.parameters import Command, CommandGroup, Parameter

FILE = Path(declared.__file__)
_HEAD = '''"""What every command takes, by its path; written by `python docs/generate.py`."""
# fmt: off
# ruff: noqa: E501, Q000

from typing import Any

Row = tuple[tuple[str, ...], bool, bool, str, Any]
"""Flags, whether it takes a value, whether several, help, and the values that shells complete."""
'''


def render() -> str:
    """The module as it is to be."""
    rows: dict[object, int] = {}
    groups: dict[str, tuple[str, ...]] = {"": tuple(COMMANDS)}
    taken: dict[str, tuple[int, ...]] = {}
    for path, command in _commands():
        if isinstance(command, CommandGroup):
            groups[path] = tuple(command.commands)
        parameters = command.parameters if isinstance(command, Command) else ()
        taken[path] = tuple(rows.setdefault(_row(one), len(rows)) for one in parameters)
    taken[""] = tuple(rows.setdefault(_row(one), len(rows)) for one in COMMON)
    return "\n".join(
        [
            _HEAD,
            *("GROUPS: dict[str, tuple[str, ...]] = {", *_lines(groups), "}"),
            *("TAKEN: dict[str, tuple[int, ...]] = {", *_lines(taken), "}"),
            *("PARAMETERS: tuple[Row, ...] = (", *(f"    {row!r}," for row in rows), ")"),
            "",
        ]
    )


def _commands() -> Iterator[tuple[str, Command | CommandGroup]]:
    for name in COMMANDS:
        command = find_command(name)
        assert command is not None  # noqa: S101 (the names are those of commands)
        yield name, command
        if isinstance(command, CommandGroup):
            yield from ((f"{name} {one}", inner) for one, inner in command.commands.items())


def _row(parameter: Parameter) -> tuple[object, ...]:
    values = parameter.values and tuple(parameter.values)
    about = parameter.settings["help"]
    return tuple(parameter.flags), not parameter.is_flag, parameter.several, about, values


def _lines(found: Mapping[str, object]) -> list[str]:
    return [f"    {name!r}: {value!r}," for name, value in found.items()]
