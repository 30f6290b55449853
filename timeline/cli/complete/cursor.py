"""The place on a command line where something is being typed."""

from collections.abc import Sequence
from typing import Any

import typer

from timeline.cli.app import app
from timeline.cli.values import Place


def find_place(words: Sequence[str]) -> Place | None:
    """The place of the last of some words; None where no command is known.

    Args:
        words: those after the name of the program; the last one may be incomplete or empty.
    """
    *done, typed = words
    command: Any = typer.main.get_command(app)
    path: list[str] = []
    waiting, folder = "", ""
    ended = False
    arguments = 0
    for word in done:
        if waiting:
            folder, waiting = word if waiting == "log" else folder, ""
        elif word == "--" and not ended:
            ended = True
        elif _is_option(word) and not ended:
            waiting, value = _option(command, word)
            if value is not None:
                folder, waiting = value if waiting == "log" else folder, ""
        elif hasattr(command, "get_command"):
            command = command.get_command(None, word)
            if command is None:
                return None
            path.append(command.name or word)
        else:
            arguments += 1
    before, parameter = "", waiting
    if not waiting and typed.startswith("--") and "=" in typed and not ended:
        name, _, typed = typed.partition("=")
        before, parameter = f"{name}=", _option(command, name)[0]
    elif not waiting and (ended or not typed.startswith("-")):
        parameter = _argument(command, arguments)
    return Place(command, " ".join(path), parameter, before=before, typed=typed, folder=folder)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _option(command: Any, word: str) -> tuple[str, str | None]:
    """The option in a word that waits for a value, by its name in Python, and its value, if there.

    Both are empty for one that has no value, or that is unknown.
    """
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return _option_with_value(command, name), value if equals else None
    for position in range(1, len(word)):  # -qk KIND is -q and -k KIND
        if found := _option_with_value(command, f"-{word[position]}"):
            return found, word[position + 1 :] or None
    return "", None


def _option_with_value(command: Any, name: str) -> str:
    for parameter in command.params:
        if name in parameter.opts and not getattr(parameter, "is_flag", True):
            return str(parameter.name)
    return ""


def _argument(command: Any, number: int) -> str:
    """The argument that comes after so many others; empty if none does."""
    found = [one for one in command.params if one.param_type_name == "argument"]
    if number < len(found):
        return str(found[number].name)
    return str(found[-1].name) if found and found[-1].nargs == -1 else ""
