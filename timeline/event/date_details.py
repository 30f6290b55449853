"""The fields of a happening that describe its date, and no longer do when the date is corrected."""

from collections.abc import Collection, Mapping

from timeline.base.advice import Advice, call
from timeline.base.errors import TimelineError

OF_DATE = ("date_text", "date_basis", "dated")
_ANEW: dict[str, object] = {"date_text": ..., "date_basis": ..., "dated": "stated"}


class StaleDateError(TimelineError):
    """A date is corrected, and `fields` that stay describe the old one."""

    def __init__(self, body: Mapping[str, object], fields: tuple[str, ...]) -> None:
        """Say which fields, what is in them, and how to set, unset or keep them."""
        self.fields = fields
        verb = "describe" if len(fields) > 1 else "describes"
        problem = f"{_listed(fields)} {verb} the old date, {body['date']}"
        stand = "; ".join(f"{name}: {body[name]}" for name in fields)
        keep = Advice("or keep what still holds", call("", keep=fields))
        unset = Advice("take away what does not", call("", unset=fields), keep)
        anew = call("", **{name: _ANEW[name] for name in fields})
        super().__init__(problem, Advice(f"{stand}\n  say what holds now", anew, unset))


def _listed(fields: Collection[str]) -> str:
    *others, last = fields
    return f"{', '.join(others)} and {last}" if others else last


def is_new_date(body: Mapping[str, object], changed: Mapping[str, object]) -> bool:
    """Whether a change gives an event another date."""
    return "date" in changed and changed["date"] != body.get("date")


def stale(
    body: Mapping[str, object], changed: Mapping[str, object], unset: Collection[str]
) -> tuple[str, ...]:
    """The fields that would describe a date which the event no longer has.

    Args:
        body: the event as it stands.
        changed: fields with new values; one that is given again still holds.
        unset: fields that are taken away.
    """
    if not is_new_date(body, changed):
        return ()
    return tuple(one for one in OF_DATE if one in body and one not in {*changed, *unset})
