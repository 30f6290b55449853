"""Zones by their names, the same on every machine."""

import datetime as dt

_OF_MACHINES = ("localtime", "posixrules", "factory")
"""Names that a machine gives to a zone of its own."""


def find_zone(name: str) -> dt.tzinfo | None:
    """The zone that the IANA calls so, such as Asia/Bishkek; None if it calls none so."""
    import zoneinfo  # noqa: PLC0415 (few files name a zone)

    if name.casefold() in _OF_MACHINES:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
