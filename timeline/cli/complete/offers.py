"""What may follow on a command line: commands, options, and the values that stand beside these."""

from collections.abc import Iterable, Iterator, Sequence

from timeline.cli.command_names import COMMANDS
from timeline.cli.complete.cursor import Place, find_place, taken_by
from timeline.cli.complete.declared import GROUPS
from timeline.views.known import Known


def find_offers(words: Sequence[str]) -> list[Known] | str:
    """What may stand in place of the last of some words, which follow the name of the program."""
    place = find_place(words)
    if place is None:
        return []
    offer: Iterable[Known] | str = ()
    if place.parameter is None:
        offer = _commands_or_options(place)
    elif place.parameter.values:
        from timeline.cli.complete.sources import find_values  # noqa: PLC0415 (commands need none)

        offer = find_values(place.parameter.values, place.typed, place.folder)
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
    if place.command in GROUPS and not place.typed.startswith("-"):
        for name in GROUPS[place.command]:
            yield Known(name, "" if place.command else COMMANDS[name])
        return
    for option in taken_by(place.command):
        for name in option.flags:
            if name.startswith("--"):
                yield Known(name, option.about)
    yield HELP


HELP = Known("--help", "Show this message and exit.")
"""The option that Typer adds to every command."""
