"""Saved queries: `@NAME` stands for the options that the log's settings save under that name."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from typer.core import TyperCommand

from timeline.base.errors import Fault, UsageError
from timeline.cli.empty_values import CheckedCommand
from timeline.cli.paths import path_from_here
from timeline.cli.show.screen import print_message
from timeline.log import folder


class QueryCommand(CheckedCommand):
    """A command that takes filters, and so saved queries."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what was typed, with the options of saved queries in their places."""
        return super().parse_args(ctx, _expand_queries(self, ctx, args))


class _Word(str):
    """A word of a command line, to be told from another that is equal."""

    __slots__ = ()


class _ParsedWords(NamedTuple):
    """What a command's own parser makes of words: options by their names, and loose words."""

    options: Mapping[str, Any]
    loose: Sequence[str]


def _parse(command: TyperCommand, ctx: Any, words: Sequence[str]) -> _ParsedWords:
    options, loose, _ = command.make_parser(ctx).parse_args(list(words))
    loose = list(loose)
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            value = options.get(parameter.name or "")
            loose += [value] if isinstance(value, str) else value or ()
    return _ParsedWords(options, [word for word in loose if isinstance(word, str)])


def _expand_queries(command: TyperCommand, ctx: Any, args: list[str]) -> list[str]:
    """Words as typed, with the options of a saved query for each `@NAME`, up to a `--`."""
    end = args.index("--") if "--" in args else len(args)
    if not any(word.startswith("@") for word in args[:end]):
        return args
    words = [_Word(word) for word in args[:end]]
    try:
        typed = _parse(command, ctx, words)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return args  # it is told when the command parses them
    named = {id(word) for word in typed.loose if len(word) > 1 and word.startswith("@")}
    if not named:
        return args
    saved = _Saved(command, ctx, quiet=bool(typed.options.get("quiet")))
    found: list[str] = []
    for word in words:
        found += saved.options(word[1:]) if id(word) in named else [word]
    return found + args[end:]


class _Saved:
    """The queries that the settings of the log save, checked for a command."""

    def __init__(self, command: TyperCommand, ctx: Any, *, quiet: bool) -> None:
        from timeline.cli import session  # noqa: PLC0415 (only a query needs these)
        from timeline.projection.settings import queries_of  # noqa: PLC0415

        self.command = command
        self.ctx = ctx
        opened = session.open_log(ctx.obj, quiet=quiet, warn=False)
        self.db = opened.opened.db
        self.path = path_from_here(opened.folder, folder.SETTINGS)
        self.folder = opened.folder
        self.queries = queries_of(self.db)
        self.warnings = tuple(session.warnings(opened.folder, opened.opened))

    def options(self, name: str) -> list[str]:
        """The options of a query.

        Raises:
            UsageError: no such query, or it holds what the command cannot be asked.
        """
        if name not in self.queries:
            for warning in self.warnings:
                print_message(warning)  # it may be the query that is at fault
            raise UsageError(f"no query `@{name}`", self._nearest(name))
        words = shlex.split(self.queries[name])
        try:
            typed = _parse(self.command, self.ctx, words)
            for parameter in self.command.params:
                if (option := parameter.name or "") in typed.options:
                    parameter.type_cast_value(self.ctx, typed.options[option])
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            raise self._wrong(name, error.format_message()) from error
        for word in typed.loose:
            if word.startswith("@"):
                problem = f"a query cannot use another: {word}"
                raise self._wrong(name, problem, "write out what that one asks")
            remedy = f"words to look for follow --text: --text {shlex.quote(word)}"
            raise self._wrong(name, f"`{word}` belongs to no option", remedy)
        self._check(name, typed.options)
        return words

    def _nearest(self, name: str) -> str:
        from timeline.event.schema import nearest  # noqa: PLC0415 (only a mistake pays for it)

        if not self.queries:
            return f"{self.path} saves none; write there `queries: {{{name}: --kind training}}`"
        close = nearest(name, list(self.queries))
        hint = f"did you mean @{close[0]}? " if close else ""
        return f"{hint}saved are {', '.join(f'@{known}' for known in self.queries)}"

    def _check(self, name: str, options: Mapping[str, Any]) -> None:
        """Refuse a query whose filters mean nothing, before others are joined to it."""
        from timeline.base.errors import TimelineError  # noqa: PLC0415               user)
        from timeline.cli.options import make_filters  # noqa: PLC0415 (imports this module's
        from timeline.cli.show.advice import remedy_text  # noqa: PLC0415 (only faults need it)
        from timeline.views.filters import understand  # noqa: PLC0415
        from timeline.views.query import Filters  # noqa: PLC0415
        from timeline.views.sealed_state import open_state  # noqa: PLC0415

        said = {field: options[field] for field in Filters._fields if field in options}
        try:
            state = open_state(self.db, make_filters(**said), self.folder)
            understand(state.db, state.filters)
        except TimelineError as error:
            fault = error.faults[0]
            raise self._wrong(name, fault.problem, remedy_text(fault.remedy)) from error

    def _wrong(self, name: str, problem: str, remedy: str = "") -> UsageError:
        said = f"{problem[:1].lower()}{problem[1:].rstrip('.')}"
        remedy = remedy or f"see: {self.ctx.command_path} --help"
        return UsageError(Fault(f"in the query `{name}`: {said}", remedy, self.path))
