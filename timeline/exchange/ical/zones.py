"""The zones that a calendar names: of the IANA, of Windows, or defined by the file."""

import datetime as dt
import re
import warnings
from collections.abc import Iterable, Iterator

from timeline.exchange.ical.blocks import Block
from timeline.exchange.ical.properties import text_of
from timeline.exchange.zones import find_zone

_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_UTC = ("utc", "gmt", "z", "etc/utc", "etc/gmt", "coordinated universal time")


class NamedZone(dt.tzinfo):
    """A zone that goes by the name that a calendar gives it.

    Args:
        name: as the calendar writes it.
        rules: when it is how far from UTC; None if that is not known, so that its times have no
            offset.
    """

    def __init__(self, name: str, rules: dt.tzinfo | None = None) -> None:
        self.name, self.rules = name, rules

    def __str__(self) -> str:
        return self.name

    def utcoffset(self, at: dt.datetime | None) -> dt.timedelta | None:
        """How far its clocks are ahead of UTC; None if that is not known."""
        if at is None or self.rules is None:
            return None
        try:
            return at.replace(tzinfo=self.rules).utcoffset()
        except (OverflowError, ValueError):  # the rules do not reach as far
            return None

    def dst(self, _: dt.datetime | None) -> dt.timedelta | None:
        """Nothing: whether it is summer there makes no difference here."""
        return None

    def tzname(self, _: dt.datetime | None) -> str:
        """Its name."""
        return self.name

    def fromutc(self, at: dt.datetime) -> dt.datetime:
        """A moment in UTC in this zone."""
        if self.rules is None:
            return at
        return at.replace(tzinfo=dt.UTC).astimezone(self.rules).replace(tzinfo=self)


class Zones:
    """The zones of a file.

    Args:
        defined: its components `VTIMEZONE`.
    """

    def __init__(self, defined: Iterable[Block] = ()) -> None:
        self._defined: dict[str, Block] = {}
        for block in defined:
            named = block.first("TZID")
            if named:
                self._defined.setdefault(text_of(named).strip(), block)
        self._known: dict[str, dt.tzinfo] = {}

    def find(self, name: str) -> dt.tzinfo:
        """The zone of a name; one of which nothing but the name is known, if need be."""
        name = " ".join(name.split()).strip("\"'")
        if name not in self._known:
            self._known[name] = self._find(name) or NamedZone(name)
        return self._known[name]

    def _find(self, name: str) -> dt.tzinfo | None:
        if name.casefold() in _UTC:
            return dt.UTC
        for candidate in _candidates(name):
            zone = find_zone(candidate)
            if zone:
                return zone
        block = self._defined.get(name)
        rules = _rules(block) if block else None
        if rules:
            return NamedZone(name, rules)
        offset = _OFFSET.fullmatch(name)
        if offset and int(offset[2]) < _HOURS:
            minutes = int(offset[2]) * 60 + int(offset[3] or 0)
            after = dt.timedelta(minutes=minutes if offset[1] == "+" else -minutes)
            return dt.timezone(after)
        return None


_HOURS = 24


def is_known(zone: dt.tzinfo) -> bool:
    """Whether more is known of a zone than its name."""
    return not isinstance(zone, NamedZone) or zone.rules is not None


def _candidates(name: str) -> Iterator[str]:
    """What the IANA may call a zone: as it is, as Windows does, or behind a name of a vendor."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 (an extra)

    yield name
    yield name.replace(" ", "_")
    if name in WINDOWS_TO_OLSON:
        yield WINDOWS_TO_OLSON[name]
    parts = name.split("/")
    for start in range(1, len(parts) - 1):
        yield "/".join(parts[start:])


def _rules(block: Block) -> dt.tzinfo | None:
    """The zone that a file defines; None if its definition cannot be read."""
    import icalendar  # noqa: PLC0415 (an extra)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            component: object = icalendar.Timezone.from_ical(block.text)
            if not isinstance(component, icalendar.Timezone):
                return None
            found: dt.tzinfo = component.to_tz(lookup_tzid=False)
            found.utcoffset(dt.datetime(2000, 1, 1))  # noqa: DTZ001 (any time of it)
    except Exception:  # noqa: BLE001 (whatever the library makes of it)
        return None
    return found
