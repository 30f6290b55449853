"""Options and arguments as commands declare them.

They are declared once, in the signature of a command and in groups that several commands share,
and are read by three: the front door (`timeline.cli.front_door`), completion, and Typer, which
parses what the front door leaves and tells help and errors. Nothing is imported for them, because
every command declares some.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.cli.values import Values

REQUIRED: Any = ...
"""The default of an argument that must be given."""


class Option:
    """An option in the `Annotated` of a parameter: its names, and what else Typer takes for it."""

    __slots__ = ("flags", "settings")

    def __init__(self, *flags: str, **settings: Any) -> None:
        self.flags, self.settings = flags, settings


class Argument(Option):
    """An argument in the `Annotated` of a parameter: what Typer takes for it."""

    __slots__ = ()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)


class Parameter(NamedTuple):
    """An option or an argument of a command.

    `name` is that in Python; an argument has no `flags`. `settings` are those of Typer, and
    `values` what shells complete.
    """

    name: str
    kind: Any
    default: Any
    flags: Sequence[str]
    settings: Mapping[str, Any]
    values: Values | None = None

    @property
    def is_flag(self) -> bool:
        """Whether it is an option without a value."""
        return self.kind is bool

    @property
    def several(self) -> bool:
        """Whether it can be given several times."""
        return bool(self.kind == SEVERAL)


SEVERAL = list[str] | None
"""The kind of what can be given several times."""


class Group(NamedTuple):
    """Options that belong together: the parameter that gets them, and the type they make."""

    parameter: str
    makes: Callable[..., Any]
    options: Sequence[Parameter]


class Command(NamedTuple):
    """A command: the function that runs it, its help, and what it takes."""

    function: Callable[..., None]
    about: str
    parameters: Sequence[Parameter]
    groups: Sequence[Group] = ()

    def call(self, run: Any, given: Mapping[str, Any]) -> None:
        """Run it.

        Args:
            run: the run, which is closed at the end.
            given: a value for each parameter, by its name.
        """
        values = dict(given)
        for group in self.groups:
            made = {option.name: values.pop(option.name) for option in group.options}
            values[group.parameter] = group.makes(**made)
        if _RUN in self.function.__annotations__:
            values[_RUN] = run
        try:
            self.function(**values)
        finally:
            run.close()


class CommandGroup(NamedTuple):
    """Commands under one name, such as `declare`, with its help."""

    about: str
    commands: Mapping[str, Command]


_RUN = "run"
"""The parameter by which a command takes the run."""


def option(
    name: str,
    kind: object,
    default: object,
    flags: Sequence[str],
    about: str,
    *,
    values: Values | None = None,
    **more: Any,
) -> Parameter:
    """An option that groups hold.

    Args:
        name: of the parameter.
        kind: its type.
        default: its value where the option is not given.
        flags: the names of the option.
        about: its help.
        values: what shells complete; None for free text.
        more: what else Typer takes.
    """
    settings = {"help": about, "show_default": False, **more}
    return Parameter(name, kind, default, flags, settings, values)


def takes(*groups: Group) -> Callable[[Callable[..., None]], Command]:
    """Make a command of a function and the options of some groups.

    The function says its own options and arguments in its signature; it gets those of a group as
    one value of the group's type, and the run as `run` if it has such a parameter.
    """

    def decorate(function: Callable[..., None]) -> Command:
        taken = {_RUN, "return", *(group.parameter for group in groups)}
        own = [name for name in function.__annotations__ if name not in taken]
        shared = [option for group in groups for option in group.options]
        parameters = [*(_parameter(function, name) for name in own), *shared]
        return Command(function, function.__doc__ or "", parameters, groups)

    return decorate


def _parameter(function: Any, name: str) -> Parameter:
    annotation = function.__annotations__[name]
    declared, *beside = annotation.__metadata__
    flags = declared.flags
    if not flags and not isinstance(declared, Argument):
        flags = [f"--{name.replace('_', '-')}"]
    values = next((one for one in beside if isinstance(one, Values)), None)
    default = _defaults(function).get(name, REQUIRED)
    return Parameter(name, annotation.__origin__, default, flags, declared.settings, values)


def _defaults(function: Any) -> Mapping[str, Any]:
    positional = function.__code__.co_varnames[: function.__code__.co_argcount]
    defaults = function.__defaults__ or ()
    last = positional[len(positional) - len(defaults) :]
    return {**dict(zip(last, defaults, strict=True)), **(function.__kwdefaults__ or {})}
