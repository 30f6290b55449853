"""Finding a command by its name."""

import importlib

from timeline.cli.command_names import COMMANDS, SPELLINGS
from timeline.cli.parameters import Command, CommandGroup


def find_command(typed: str) -> Command | CommandGroup | None:
    """The command of a name, whose module is imported now; None if there is none."""
    name = SPELLINGS.get(typed, typed)
    if name not in COMMANDS:
        return None
    # A module cannot be called like a word of Python.
    called = f"{name}_" if name == "import" else name
    module = importlib.import_module(f"timeline.cli.commands.{called}")
    command: Command | CommandGroup = module.command
    return command
