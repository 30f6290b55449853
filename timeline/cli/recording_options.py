"""The options of commands that record, made into one object."""

from typing import TYPE_CHECKING, NamedTuple

from timeline.cli.options import QUIET, flag
from timeline.cli.parameters import Group

if TYPE_CHECKING:
    from timeline.recording.resolve import New


class Recording(NamedTuple):
    """How a command records.

    `new` says what of the unknown is accepted as new, a dry run writes nothing, and `quiet` prints
    no notes.
    """

    new: "New" = False
    dry_run: bool = False
    quiet: bool = False


def _make_recording(
    *, new: bool = False, new_exact: bool = False, dry_run: bool = False, quiet: bool = False
) -> Recording:
    return Recording("exact" if new_exact else new, dry_run, quiet)


RECORDING = Group(
    "recording",
    _make_recording,
    (
        flag("new", "Accept unknown words, and declare unknown names on the spot."),
        flag("new_exact", "As --new, and also what resembles a known name or word."),
        flag("dry_run", "Say what would be recorded, and record nothing."),
        *QUIET.options,
    ),
)
RECORDING_KNOWN = RECORDING._replace(options=RECORDING.options[2:])
"""Those of a command that can name nothing new."""
