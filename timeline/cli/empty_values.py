"""What every command refuses, whichever it is: an option that was given without a value."""

from typing import Any

from typer.core import TyperCommand

from timeline.base.errors import UsageError


class CheckedCommand(TyperCommand):
    """A command none of whose options, and no optional argument, may be given empty.

    An empty value mostly is a variable of a script that was never set; to go on as if nothing had
    been given would answer another question than was asked.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what was typed.

        Raises:
            UsageError: an empty value.
        """
        rest = super().parse_args(ctx, args)
        refuse_empty(self, ctx)
        return rest


def refuse_empty(command: Any, ctx: Any) -> None:
    """Refuse empty values among those that were typed for a command.

    Raises:
        UsageError: there is one.
    """
    for parameter in command.params:
        value = ctx.params.get(parameter.name)
        if value != "" and not (isinstance(value, list | tuple) and "" in value):
            continue
        source = ctx.get_parameter_source(parameter.name)
        if source is None or source.name != "COMMANDLINE":
            continue
        if parameter.param_type_name == "option":
            raise UsageError(f"{parameter.opts[0]} is empty", "give it a value, or leave it out")
        if not parameter.required and parameter.nargs == 1:
            raise UsageError(f"{parameter.make_metavar(ctx).strip('[]')} is empty", _LEAVE_OUT)


_LEAVE_OUT = "give one, or leave it out"
