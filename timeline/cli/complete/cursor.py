"""The place on a command line where something is being typed."""

from collections.abc import Sequence

from timeline.cli.command_names import find_command
from timeline.cli.common_options import COMMON
from timeline.cli.parameters import Command, CommandGroup, Parameter
from timeline.cli.values import Place


def find_place(words: Sequence[str]) -> Place | None:
    """The place of the last of some words; None where no command is known.

    Args:
        words: those after the name of the program; the last one may be incomplete or empty.
    """
    *done, typed = words
    command: Command | CommandGroup | None = None
    waiting: Parameter | None = None
    folder = ""
    ended = False
    arguments = 0
    for word in done:
        if waiting:
            folder, waiting = word if waiting.name == "log" else folder, None
        elif word == "--" and not ended:
            ended = True
        elif _is_option(word) and not ended:
            waiting, value = _option(command, word)
            if waiting and value is not None:
                folder, waiting = value if waiting.name == "log" else folder, None
        elif isinstance(command, Command):
            arguments += 1
        else:
            command = command.commands.get(word) if command else find_command(word)
            if command is None:
                return None
    before, parameter = "", waiting
    if not waiting and typed.startswith("--") and "=" in typed and not ended:
        name, _, typed = typed.partition("=")
        before, parameter = f"{name}=", _option(command, name)[0]
    elif not waiting and (ended or not typed.startswith("-")):
        parameter = _argument(command, arguments)
    return Place(command, parameter, before=before, typed=typed, folder=folder)


def parameters_of(command: Command | CommandGroup | None) -> Sequence[Parameter]:
    """What a command takes; None stands for the program, before any command."""
    if isinstance(command, Command):
        return command.parameters
    return () if command else COMMON


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _option(
    command: Command | CommandGroup | None, word: str
) -> tuple[Parameter | None, str | None]:
    """The option in a word that waits for a value, and its value, if there.

    Both are None for one that has no value, or that is unknown.
    """
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return _option_with_value(command, name), value if equals else None
    for position in range(1, len(word)):  # -qk KIND is -q and -k KIND
        if found := _option_with_value(command, f"-{word[position]}"):
            return found, word[position + 1 :] or None
    return None, None


def _option_with_value(command: Command | CommandGroup | None, name: str) -> Parameter | None:
    for parameter in parameters_of(command):
        if name in parameter.flags and not parameter.is_flag:
            return parameter
    return None


def _argument(command: Command | CommandGroup | None, number: int) -> Parameter | None:
    """The argument that comes after so many others; None if none does."""
    found = [one for one in parameters_of(command) if not one.flags]
    if number < len(found):
        return found[number]
    return found[-1] if found and found[-1].several else None
