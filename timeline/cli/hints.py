"""What to type instead of commands, options and values as other programs have them."""

import shlex
from collections.abc import Iterable, Mapping, Sequence

from timeline.cli.command_names import COMMANDS
from timeline.cli.find_command import find_command
from timeline.cli.parameters import Command
from timeline.exchange.reading import FORMATS


def _by_word(rows: Mapping[str, str]) -> dict[str, str]:
    """What stands for each of some words, which spaces part."""
    return {word: meant for words, meant in rows.items() for word in words.split()}


_COMMANDS = _by_word(
    {
        "delete remove rm del withdraw drop": 'retract ID --reason "..."',
        "purge wipe redact forget": 'erase ID --reason "..."',
        "undo revert rollback": "retract --last",
        "search find grep query filter": "list WORDS",
        "edit update change correct modify fix": "amend ID --edit",
        "new create insert append record": "add",
        "ls dir log events happenings": "list",
        "open view cat info get describe": "show NAME",
        "compare": "diff BEFORE AFTER",
        "graph plot draw gantt": "chart",
        "load read": "import FORMAT FILE",
        "save dump write": "export FORMAT",
        "validate lint doctor": "check",
        "audit fsck integrity hash checksum": "verify",
        "freeze sign notarise notarize stamp snapshot": "seal",
        "proof prove": "verify --proof ID -o DIR",
        "keep attach": "archive SOURCE FILE",
        "settings set": "config",
        "serve web ui": "browse",
        "count summary": "stats",
        "version": "--version",
    }
)
"""What commands of other programs are here."""
_GIVEN = ("ID", "WORDS", "NAME", "BEFORE AFTER", "FORMAT FILE", "FORMAT")
"""What stands for the words that the user typed after a command."""


def hint_for_command(args: Sequence[str]) -> str:
    """What to type in place of a command that there is not; empty if nothing is known.

    Args:
        args: the command as typed, and what follows it.
    """
    word, *rest = args
    if word == "help":
        about = rest[0] if rest and rest[0] in COMMANDS else "COMMAND"
        return f"see: timeline --help, or of a command: timeline {about} --help"
    if word == "timeline" and rest:
        return f"leave the second `timeline` out: timeline {shlex.join(rest)}"
    if word not in _COMMANDS:
        return ""
    meant = _COMMANDS[word]
    loose = [one for one in rest if not one.startswith("-")]
    given = next((one for one in _GIVEN if one in meant), "")
    if given and loose and not given.startswith("FORMAT"):
        meant = meant.replace(given, shlex.join(loose))
    return f"write: timeline {meant}"


_OPTIONS = _by_word(
    {
        "--since --after --start --begin": "--from",
        "--until --before --end --till": "--to",
        "--year --date --when --in": "--during",
        "--search --grep --find --query --word --words": "--text",
        "--who --person --organisation": "--actor",
        "--where --location": "--place",
        "--type --category": "--kind",
        "--project": "--program",
        "--max --count --top --head --number": "--limit",
        "--json --csv --tsv --html --yaml --markdown": "--format",
        "--out --save": "--output",
    }
)
"""What options of other programs are here."""


def hint_for_option(option: str, args: Sequence[str]) -> str:
    """What to type in place of an option that a command does not have; empty if nothing is known.

    Args:
        option: as typed, without its value.
        args: the command line.
    """
    meant = _OPTIONS.get(option, "")
    if not meant or meant not in _flags_of(args):
        return ""
    if meant == "--format":
        return f"write {meant} {option.removeprefix('--')}"
    value = _value_of(option, args)
    return f"write {meant}{f' {shlex.quote(value)}' if value else ''}"


_NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
    "twenty": "20",
    "fifty": "50",
    "hundred": "100",
    "all": "",
}
"""Numbers in words; all is no limit."""


def hint_for_number(option: str, args: Sequence[str]) -> tuple[str, str]:
    """What is wrong with a value that is to be a number, and the remedy; empty if nothing is.

    Args:
        option: one of its flags.
        args: the command line.
    """
    typed = _value_of(option, args)
    if not typed or typed.lstrip("-").isdecimal():
        return "", ""
    number = _NUMBERS.get(typed.casefold())
    remedy = f"write {option} {number or 10}" if number != "" else f"leave {option} out"
    return f"{option} is not `{typed}`: a whole number is meant", remedy


def _value_of(option: str, args: Sequence[str]) -> str:
    for i, word in enumerate(args):
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
        if word == option and i + 1 < len(args) and not args[i + 1].startswith("--"):
            return args[i + 1]
    return ""


def _flags_of(args: Iterable[str]) -> set[str]:
    """The flags of the command in a line."""
    name = next((word for word in args if word in COMMANDS), "")
    command = find_command(name)
    if not isinstance(command, Command):
        return set()
    return {flag for parameter in command.parameters for flag in parameter.flags}


_ENDINGS = {name: name for name in FORMATS} | _by_word(
    {
        "tab": "tsv",
        "xlsm excel": "xlsx",
        "ndjson": "jsonl",
        "ics vcs calendar": "ical",
        "mw": "markwhen",
        "json": "timelinejs",
        "txt": "csv",
    }
)
"""Formats of files by how their names end, and by what people call them."""


def hint_for_import(words: Sequence[str]) -> tuple[str, str]:
    """What an import lacks, and what to type.

    Args:
        words: the arguments that were given.
    """
    if not words:
        formats = ", ".join(FORMATS)
        return "import needs a format and a file", f"such as: timeline import csv FILE; {formats}"
    (word, *_) = words
    if word in FORMATS:
        return f"import {word} needs a file", f"write: timeline import {word} FILE"
    format_ = _ENDINGS.get(word.rpartition(".")[2].lower(), "FORMAT")
    which = f"; one of {', '.join(FORMATS)}" if format_ == "FORMAT" else ""
    remedy = f"write: timeline import {format_} {shlex.quote(word)}{which}"
    return "import needs the format before the file", remedy


def hint_for_format(format_: str, file: str) -> str:
    """What to type in place of a format that is none; empty if nothing is known."""
    if file in FORMATS:
        return f"the format comes first: timeline import {file} {shlex.quote(format_)}"
    meant = _ENDINGS.get(format_.lower()) or _ENDINGS.get(file.rpartition(".")[2].lower())
    return f"write: timeline import {meant} {shlex.quote(file)}" if meant else ""
