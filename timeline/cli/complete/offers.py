"""What may follow on a command line: commands, options, and the values that stand beside these."""

from collections.abc import Iterable, Iterator, Sequence

from timeline.cli.command_names import COMMANDS
from timeline.cli.complete.cursor import find_place, parameters_of
from timeline.cli.parameters import Command
from timeline.cli.values import Place
from timeline.views.vocabulary import Known


def find_offers(words: Sequence[str]) -> list[Known] | str:
    """What may stand in place of the last of some words, which follow the name of the program."""
    place = find_place(words)
    if place is None:
        return []
    if place.parameter is None:
        offer: Iterable[Known] | str = _commands_or_options(place)
    else:
        offer = place.parameter.values.offer(place) if place.parameter.values else ()
    return offer if isinstance(offer, str) else _beginning(offer, place)


def _beginning(offer: Iterable[Known], place: Place) -> list[Known]:
    """What begins as typed, if nothing does what does in another case; as the whole word."""
    every = [one for one in offer if one.text.isprintable()]
    typed = place.typed.casefold()
    found = [one for one in every if one.text.startswith(place.typed)]
    found = found or [one for one in every if one.text.casefold().startswith(typed)]
    return [Known(place.before + one.text, one.about) for one in found]


def _commands_or_options(place: Place) -> Iterator[Known]:
    """The commands of a group, or the options of a command."""
    if not isinstance(place.command, Command) and not place.typed.startswith("-"):
        if place.command:
            yield from map(Known, place.command.commands)
        else:
            yield from (Known(name, about) for name, about in COMMANDS.items())
        return
    for option in parameters_of(place.command):
        for name in option.flags:
            if name.startswith("--"):
                yield Known(name, option.settings["help"])
    yield HELP


HELP = Known("--help", "Show this message and exit.")
"""The option that Typer adds to every command."""
