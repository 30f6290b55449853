"""The options that stand before every command, and the run that they start."""

import sys

import timeline
from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.command_names import OF_FOLDER, SPELLINGS
from timeline.cli.exits import Exit
from timeline.cli.parameters import option
from timeline.cli.show.run import Run, start
from timeline.cli.show.screen import print_message
from timeline.log.formats import COLOR


def print_version() -> None:
    """Print the version.

    Raises:
        Exit: always; that is all there is to do.
    """
    sys.stdout.write(f"timeline {timeline.__version__}\n")
    raise Exit


COMMON = (
    option(
        "log",
        str | None,
        None,
        ["--log"],
        "The log to use.",
        metavar="DIR",
        envvar="TIMELINE_LOG",
        show_envvar=False,
        values=values.FOLDERS,
    ),
    option(
        "projection",
        str | None,
        None,
        ["--projection"],
        "Ask the log that a database holds: postgresql://USER@HOST/DATABASE.",
        metavar="URL",
    ),
    option(
        "color",
        str,
        "",
        ["--color"],
        "auto, always or never.",
        metavar="WHEN",
        values=values.one_of(COLOR),
    ),
    option("no_pager", bool, False, ["--no-pager"], "Print long answers without a pager."),
    option(
        "version",
        bool,
        False,
        ["--version"],
        "Print the version.",
        callback=lambda value: print_version() if value else None,
        is_eager=True,
    ),
)


def start_run(
    typed: str,
    log_from: str,
    *,
    log: str | None,
    projection: str | None,
    color: str,
    no_pager: bool,
) -> Run:
    """Start the run of a command.

    Args:
        typed: the name of the command; empty without one.
        log_from: what names the log; see `Run`.
        log: the log.
        projection: the address of a database to ask instead.
        color: when to use colours.
        no_pager: whether no pager may be used.

    Raises:
        UsageError: colours are to be used at a time that is none, or the database is none that
            can be asked.
    """
    if color and color not in COLOR:
        raise UsageError(f"--color is not `{color}`", f"one of {', '.join(COLOR)}")
    name = SPELLINGS.get(typed, typed)
    warn = None if name == "config" else print_message  # `config` itself lists all that is wrong
    if projection is not None:
        _check_projection(projection, name, log_from)
    return start(
        Run(
            log,
            color,
            pager=not no_pager,
            command=name,
            warn=warn,
            log_from=log_from,
            projection=projection,
        )
    )


DATABASES = ("postgresql://", "postgres://")
"""How the address of a database begins."""


def _check_projection(address: str, command: str, log_from: str) -> None:
    if not address.startswith(DATABASES):
        form = "write it as postgresql://USER@HOST:PORT/DATABASE"
        raise UsageError("--projection takes the address of a database", form)
    if log_from == "option":
        raise UsageError("--log and --projection name two logs", "give one of them")
    if command in OF_FOLDER:
        remedy = "leave --projection out"
        raise UsageError(f"a database answers questions: it has no use for `{command}`", remedy)
