"""Where a log is, what it holds, and how its projection is."""

from pathlib import Path
from typing import Annotated

from timeline.projection import database
from timeline.projection.database import Opened
from timeline.views.checks.errors import check
from timeline.views.overview import Overview, overview
from timeline.views.sealed import SealedRow, sealed_row


class Status(Overview):
    """What a log holds, and where it and its projection are."""

    log: Annotated[str, "the folder of the log"]
    projection: Annotated[str | None, "the file of the projection; null where it is in memory"]
    bytes: Annotated[int | None, "how large that file is"]
    faults: Annotated[int, "how many faults `timeline check` finds"]
    sealed: Annotated[SealedRow | None, "how it is sealed; null where it is not"]


def status(opened: Opened, folder: Path, today: int) -> Status:
    """What a log holds, and where it and its projection are.

    Args:
        opened: the log.
        folder: where it is.
        today: the day that `overdue` is judged on.
    """
    place = database.place(folder)
    return {
        **overview(opened.db, today),
        "log": str(folder),
        "projection": str(place) if place else None,
        "bytes": place.stat().st_size if place else None,
        "faults": len(check(opened, folder)),
        "sealed": sealed_row(opened.db, folder),
    }
