"""What to do about a fault: in words, and as a call that the API and the command line both have.

The library tells the words. The command line adds the call as a command or an option, in
`timeline.cli.show.advice`; nothing below it knows how these are typed.
"""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    _More: TypeAlias = "str | Advice"
else:
    _More = object  # Python compiles a field's type in quotes when it starts, which takes 5 ms


class Call(NamedTuple):
    """A method of the API, or the command of the same name, and what to give it.

    Without a name it is the call at hand, with other options. `...` is what the user has to fill
    in; an option with several values is given several times, one that is True has none.
    """

    name: str
    given: tuple[str, ...] = ()
    options: tuple[tuple[str, object], ...] = ()


def call(name: str, /, *given: str, **options: object) -> Call:
    """A call with arguments and options, these by the names of parameters."""
    return Call(name, given, tuple(options.items()))


class Advice(NamedTuple):
    """What to do, the call that does it, and what may be done besides."""

    words: str
    call: Call
    more: _More = ""

    def __str__(self) -> str:
        """The words alone, which fit whoever calls."""
        return f"{self.words}\n  {self.more}" if self.more else self.words


Remedy = str | Advice
"""What to do about a fault, as a sentence without a full stop; empty where nothing is known."""


SAY_WHY = Advice("say why", call("", reason=...))


def lift(retraction: str, words: str = "lift the retraction") -> Advice:
    """The advice to withdraw a retraction."""
    return Advice(words, call("retract", retraction, reason=...))
