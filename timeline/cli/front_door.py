"""The front door: command lines that say nothing unusual, read without Typer.

To import Typer and build a command with it takes longer than most answers. What is read here is
read as Typer would; everything else is left to it: whatever is wrong, help, saved queries, several
short options in one word, `--`, values that begin with a hyphen.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.cli.common_options import COMMON
from timeline.cli.find_command import find_command
from timeline.cli.parameters import REQUIRED, SEVERAL, Command, Parameter


class PlainLine(NamedTuple):
    """A command line that was read: values by the names of parameters.

    `common` are those before the command, of which `log_from` says where the log comes from, and
    `given` its own. Without a command its name is empty.
    """

    common: Mapping[str, Any]
    log_from: str
    name: str
    command: Command | None
    given: Mapping[str, Any]


def read_line(args: Sequence[str], environment: Mapping[str, str]) -> PlainLine | None:
    """Read a command line; None if it is left to Typer."""
    try:
        return _read_line(args, environment)
    except _UnusualError:
        return None


class _UnusualError(Exception):
    """Typer knows what to make of it."""


def _read_line(args: Sequence[str], environment: Mapping[str, str]) -> PlainLine:
    words = iter(args)
    typed, name = _read_common(words)
    common = _complete(COMMON, _read_environment(environment) | typed)
    log_from = "option" if "log" in typed else "environment" if common["log"] else ""
    if not name:
        return PlainLine(common, log_from, "", None, {})
    command = find_command(name)
    if not isinstance(command, Command):
        raise _UnusualError
    given = _complete(command.parameters, _read_own(command, words))
    return PlainLine(common, log_from, name, command, given)


def _read_common(words: Iterator[str]) -> tuple[dict[str, Any], str]:
    """The options before the command, and its name; empty if the words end before it."""
    given: dict[str, Any] = {}
    options = _by_flag(COMMON)
    for word in words:
        if not word:
            raise _UnusualError
        if not word.startswith("-"):
            return given, word
        _read_option(options, word, words, given)
    return given, ""


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    variables = {one.name: one.settings.get("envvar", "") for one in COMMON}
    return {name: environment[v] for name, v in variables.items() if environment.get(v)}


def _read_own(command: Command, words: Iterator[str]) -> dict[str, Any]:
    """The options and arguments of a command."""
    given: dict[str, Any] = {}
    loose: list[str] = []
    options = _by_flag(command.parameters)
    for word in words:
        if word.startswith("-"):
            _read_option(options, word, words, given)
        else:
            loose.append(word)
    if any(word.startswith("@") for word in loose):
        raise _UnusualError
    for argument in command.parameters:
        if argument.flags or not loose:
            continue
        if argument.several:
            given[argument.name], loose = [_convert(argument, word) for word in loose], []
        else:
            given[argument.name] = _convert(argument, loose.pop(0))
    if loose:
        raise _UnusualError
    return given


def _by_flag(parameters: Sequence[Parameter]) -> dict[str, Parameter]:
    return {flag: parameter for parameter in parameters for flag in parameter.flags}


def _read_option(
    options: Mapping[str, Parameter], word: str, others: Iterator[str], given: dict[str, Any]
) -> None:
    """Read the option that a word names, with its value from the word or the one after it."""
    name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    option = options.get(name)
    if option is None or (option.is_flag and equals):
        raise _UnusualError
    if option.is_flag:
        given[option.name] = True
        return
    if not equals:
        value = next(others, "")
        if value.startswith("-"):
            raise _UnusualError
    if option.several:
        given.setdefault(option.name, []).append(_convert(option, value))
    else:
        given[option.name] = _convert(option, value)


def _convert(parameter: Parameter, text: str) -> str | int:
    """A value as its parameter has it: a text that is not empty, or a number without a sign."""
    if not text:
        raise _UnusualError
    if parameter.kind in _TEXTS:
        return text
    if parameter.kind not in _COUNTS or not _is_count(text):
        raise _UnusualError
    number = int(text)
    if number < parameter.settings.get("min", number):
        raise _UnusualError
    return number


_TEXTS = (str, str | None, SEVERAL)
_COUNTS = (int, int | None)
_DIGITS = 18
"""Of a number that is surely one for Typer."""


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _complete(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each parameter: what is given, or its default."""
    found = {one.name: given.get(one.name, one.default) for one in parameters}
    if REQUIRED in found.values():
        raise _UnusualError
    return found
