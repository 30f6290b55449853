"""An event-sourced timeline: a folder of immutable YAML events, asked and compared."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from timeline.api import Log as Log
    from timeline.base.errors import TimelineError as TimelineError

__all__ = ["Log", "TimelineError", "__version__"]


def __getattr__(name: str) -> object:
    """Import what is asked for by name only then: the command line starts without it."""
    if name == "Log":
        from timeline.api import Log  # noqa: PLC0415

        return Log
    if name == "TimelineError":
        from timeline.base.errors import TimelineError  # noqa: PLC0415

        return TimelineError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
