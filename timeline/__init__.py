"""An event-sourced timeline: a folder of immutable YAML events, asked and compared."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from timeline.api import Log as Log

__all__ = ["Log", "__version__"]


def __getattr__(name: str) -> object:
    """Import `Log` when it is first asked for: the command line starts without it."""
    if name == "Log":
        from timeline.api import Log  # noqa: PLC0415

        return Log
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
