"""The place on a command line where something is being typed."""

from collections.abc import Sequence
from typing import NamedTuple

from timeline.cli.command_names import SPELLINGS
from timeline.cli.complete.declared import GROUPS, PARAMETERS, TAKEN
from timeline.cli.values import Values


class Taken(NamedTuple):
    """An option, or an argument, which has no flags; `values` are None for free text."""

    flags: Sequence[str]
    takes_value: bool
    several: bool
    about: str
    values: Values | None


class Place(NamedTuple):
    """A place on a command line, and what is typed there so far.

    `command` is the path of the command, such as `list` or `declare actor`, or empty before one
    was typed, and `parameter` what has its value there, if anything. `before` belongs to the word
    but not to the value, such as `--actor=`; `typed` is the beginning of the value, and `folder`
    the value of --log, or of --projection, which is none of a log here.
    """

    command: str
    parameter: Taken | None
    before: str
    typed: str
    folder: str


def find_place(words: Sequence[str]) -> Place | None:
    """The place of the last of some words; None where no command is known.

    Args:
        words: those after the name of the program; the last one may be incomplete or empty.
    """
    *done, typed = words
    command, folder = "", ""
    waiting: Taken | None = None
    ended = False
    arguments = 0
    for word in done:
        if waiting:
            folder, waiting = word if _is_log(waiting) else folder, None
        elif word == "--" and not ended:
            ended = True
        elif _is_option(word) and not ended:
            waiting, value = _option(command, word)
            if waiting and value is not None:
                folder, waiting = value if _is_log(waiting) else folder, None
        elif command in GROUPS:
            command = f"{command} {SPELLINGS.get(word, word)}".strip()
            if command not in TAKEN:
                return None
        else:
            arguments += 1
    before, parameter = "", waiting
    if not waiting and typed.startswith("--") and "=" in typed and not ended:
        name, _, typed = typed.partition("=")
        before, parameter = f"{name}=", _option(command, name)[0]
    elif not waiting and (ended or not typed.startswith("-")):
        parameter = _argument(command, arguments)
    return Place(command, parameter, before, typed, folder)


def taken_by(command: str) -> Sequence[Taken]:
    """What a command takes, by its path; what the program takes before one, if it is empty."""
    rows = [PARAMETERS[number] for number in TAKEN[command]]
    return [Taken(*row[:-1], row[-1] and Values(*row[-1])) for row in rows]


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _is_log(option: Taken) -> bool:
    return "--log" in option.flags or "--projection" in option.flags


def _option(command: str, word: str) -> tuple[Taken | None, str | None]:
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


def _option_with_value(command: str, name: str) -> Taken | None:
    for parameter in taken_by(command):
        if name in parameter.flags and parameter.takes_value:
            return parameter
    return None


def _argument(command: str, number: int) -> Taken | None:
    """The argument that comes after so many others; None if none does."""
    found = [one for one in taken_by(command) if not one.flags]
    if number < len(found):
        return found[number]
    return found[-1] if found and found[-1].several else None
