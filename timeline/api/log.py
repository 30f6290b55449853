"""The log as Python has it: all that the commands do, a method for each."""

import os
from pathlib import Path

from timeline.api.answers import Answers
from timeline.api.exports import Exports
from timeline.api.recording import Recording
from timeline.api.trust import Trust
from timeline.log import folder as folders
from timeline.log import settings


class Log(Recording, Trust, Answers, Exports):
    """A log of events.

    Filters are those of the command line by their own names (`actor`, `during`, `as_of`, ...;
    `from_` for --from); each is a text, or a list of texts that are alternatives. Years and days
    may be numbers and `datetime.date`; None is as if nothing was given.

    Args:
        folder: the log. Without it, TIMELINE_LOG, else the nearest `events` from here upward.
        by: who records. Without it, as on the command line.

    Raises:
        TimelineError: what may be the log cannot be read.
        UsageError: there is no log.
    """

    @classmethod
    def create(cls, folder: str | os.PathLike[str], by: str = "") -> "Log":
        """Make a new log, as `timeline init` does, and open it.

        Raises:
            TimelineError: it is a log already, or cannot be written.
        """
        folders.create(Path(folder), settings.starter())
        return cls(folder, by)
