"""What may follow on a command line: commands, options, and the values that stand beside these."""

import inspect
from collections.abc import Iterable, Iterator, Sequence

import typer

from timeline.cli.command_names import COMMANDS
from timeline.cli.complete.cursor import find_place
from timeline.cli.values import Place, Values
from timeline.views.vocabulary import Known


def find_offers(words: Sequence[str]) -> list[Known] | str:
    """What may stand in place of the last of some words, which follow the name of the program."""
    place = find_place(words)
    if place is None:
        return []
    values = values_of(place)
    offer = (
        _commands_or_options(place)
        if not place.parameter
        else values.offer(place)
        if values
        else ()
    )
    return offer if isinstance(offer, str) else _beginning(offer, place)


def values_of(place: Place) -> Values | None:
    """The values that stand beside the parameter at a place; None if it is free text."""
    if not place.parameter:
        return None
    # The command's own signature: what Typer makes of it has no room for values.
    parameter = inspect.signature(place.command.callback).parameters[place.parameter]
    beside = getattr(parameter.annotation, "__metadata__", ())
    return next((one for one in beside if isinstance(one, Values)), None)


def _beginning(offer: Iterable[Known], place: Place) -> list[Known]:
    """What begins as typed, if nothing does what does in another case; as the whole word."""
    every = [one for one in offer if one.text.isprintable()]
    typed = place.typed.casefold()
    found = [one for one in every if one.text.startswith(place.typed)]
    found = found or [one for one in every if one.text.casefold().startswith(typed)]
    return [Known(place.before + one.text, one.about) for one in found]


def _commands_or_options(place: Place) -> Iterator[Known]:
    """The commands of a group, or the options of a command."""
    command = place.command
    if hasattr(command, "list_commands") and not place.typed.startswith("-"):
        for name in command.list_commands(None):
            yield Known(name, COMMANDS.get(name, "") if not place.path else "")
        return
    for option in command.get_params(typer.Context(command, **command.context_settings)):
        for name in option.opts:
            if name.startswith("--"):
                yield Known(name, option.help or "")
