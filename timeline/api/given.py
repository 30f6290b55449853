"""What Python has for what is typed on the command line, as texts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from timeline.base.errors import TimelineError
from timeline.event.document import tidy_map
from timeline.views.query import Filters


def names_of(given: str | Iterable[str]) -> tuple[str, ...]:
    """The names that were given, where one may stand alone."""
    return (given,) if isinstance(given, str) else tuple(given)


def body_of(event: Mapping[str, object]) -> dict[str, object]:
    """The keys and values of an event, as a document has them.

    Raises:
        TimelineError: a value that no document has.
    """
    return tidy_map({str(key).removesuffix("_"): _plain(value) for key, value in event.items()})


def filters_of(given: Mapping[str, Any]) -> Filters:
    """Filters by their names, as they would be typed.

    Raises:
        TimelineError: there is no such filter.
    """
    unknown = set(given) - set(Filters._fields)
    if unknown:
        problem = f"no filter `{min(unknown)}`"
        raise TimelineError(problem, f"known are {', '.join(Filters._fields)}")
    defaults = Filters._field_defaults
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        if isinstance(defaults[name], bool):
            values[name] = bool(value)
        elif isinstance(defaults[name], tuple):
            several = isinstance(value, Iterable) and not isinstance(value, str)
            values[name] = tuple(map(as_typed, value)) if several else (as_typed(value),)
        else:
            values[name] = as_typed(value)
    return Filters(**values)


def as_typed(value: object) -> str:
    """What a user would type for a value: a day as ISO writes it, a number in digits."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _plain(value: object) -> object:
    """A value with numbers and days as the texts that a document has.

    Raises:
        TimelineError: a value that no document has.
    """
    match value:
        case None | str() | bool():
            return value
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case int() | float() | Decimal():
            return str(value)
        case dt.date():
            return value.isoformat()
    kind = type(value).__name__
    raise TimelineError(
        f"a value of type {kind} cannot be recorded", "give texts, numbers, days, lists and maps"
    )
