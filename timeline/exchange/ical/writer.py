"""Happenings as an iCalendar file (RFC 5545): whole days, as wide as what is known.

What has no first or no last day becomes a journal entry without a date, so that no program shows
it on a day. `X-TIMELINE` carries what `timeline.exchange.ical.reader` takes back.
"""

from collections.abc import Iterator, Mapping

from timeline.base import days
from timeline.base.text import masked_text
from timeline.exchange import carried
from timeline.exchange.carried import Carried, digest_of
from timeline.exchange.ical.texts import EVENT, NAME, escape, fold, shown_by
from timeline.exchange.in_words import IN_WORDS, date_in_words, describe
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Happening, Material
from timeline.exchange.outer_days import OuterDays, outer_days

FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "`DTSTART` and `DTEND`, whole days; in words in `SUMMARY` if it is no whole days; without a"
        " first or last day, or outside of the years 1 to 9999, a `VJOURNAL` without a date",
        "widened",
    ),
    "title": Saying("`SUMMARY`"),
    "summary": Saying("`DESCRIPTION`"),
    "status": Saying("`STATUS`; postponed in words in `SUMMARY`"),
    "kind": Saying("`CATEGORIES`"),
    "tags": Saying("`CATEGORIES`"),
    "places": Saying("`LOCATION`"),
    **{name: Saying("`DESCRIPTION`", "in words") for name in IN_WORDS},
}
_STATUS = {
    "VEVENT": {"occurred": "CONFIRMED", "planned": "TENTATIVE", "cancelled": "CANCELLED"},
    "VJOURNAL": {"occurred": "FINAL", "cancelled": "CANCELLED"},
}


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The lines of a calendar, several at a time.

    Args:
        material: what is exported.
        losses: is told what the calendar cannot say.
    """
    yield _lines(
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//timeline//timeline//EN", "CALSCALE:GREGORIAN"
    )
    for body in material.others():
        yield fold(f"{EVENT}:{escape(carried.write_events([body]))}")
    for happening in material.happenings:
        yield _component(happening, material, losses)
        losses.note_fields(happening.body, FIELDS)
    yield _lines("END:VCALENDAR")


def _lines(*lines: str) -> str:
    return "".join(map(fold, lines))


def _component(happening: Happening, material: Material, losses: Losses) -> str:
    row = happening.row
    outer = outer_days(row["date"], material.hemisphere)
    span = outer.within(1, 9999)
    if span and span[1] == _LAST:
        span = None  # DTEND would be the day after, which cannot be written
    name = "VEVENT" if span else "VJOURNAL"
    said = {**(_times(*span) if span else {}), **_texts(happening, material, outer, name)}
    _note_losses(happening, span, outer, name, losses)
    shown = digest_of(shown_by(said))
    whole = Carried(row["date"], shown, happening.events)
    newest = max(str(event["recorded"]["at"]) for event in happening.events)
    return _lines(
        f"BEGIN:{name}",
        f"UID:{row['id']}@timeline",
        f"DTSTAMP:{newest[:19].replace('-', '').replace(':', '')}Z",
        *(f"{key}{_PARAMETERS.get(key, '')}:{value}" for key, value in said.items()),
        f"SEQUENCE:{row['amended']}",
        *(["TRANSP:TRANSPARENT"] if span else []),
        f"{NAME}:{escape(carried.write(whole))}",
        f"END:{name}",
    )


_LAST = days.day_number(9999, 12, 31)
_PARAMETERS = {"DTSTART": ";VALUE=DATE", "DTEND": ";VALUE=DATE"}


def _times(first: int, last: int) -> dict[str, str]:
    basic = [(days.iso(day) or "").replace("-", "") for day in (first, last + 1)]
    return dict(zip(("DTSTART", "DTEND"), basic, strict=True))


def _texts(
    happening: Happening, material: Material, outer: OuterDays, component: str
) -> dict[str, str]:
    row = happening.row
    status = _STATUS[component].get(row["status"], "")
    asides = [] if outer.exact else [date_in_words(row, material.hemisphere)]
    asides += [] if status else [row["status"]]
    title = f"{row['title']} ({', '.join(asides)})" if asides else row["title"]
    said = {
        "SUMMARY": _shown(title),
        "DESCRIPTION": _shown(describe(happening, material)),
        "LOCATION": _shown(", ".join(place["name"] for place in row["places"])),
        "CATEGORIES": ",".join(map(_shown, (row["kind"], *happening.body.get("tags", ())))),
        "STATUS": status,
    }
    return {key: value for key, value in said.items() if value}


def _shown(text: str) -> str:
    """A text as the value of a property, in which nothing turns what people read."""
    return escape(masked_text(text))


def _note_losses(
    happening: Happening,
    span: tuple[int, int] | None,
    outer: OuterDays,
    component: str,
    losses: Losses,
) -> None:
    row = happening.row
    if span is None:
        losses.add(row["id"], "date", "in words", row["date"], "SUMMARY")
    elif not outer.exact:
        both = "/".join(str(days.iso(day)) for day in span)
        losses.add(row["id"], "date", "widened", row["date"], both)
    if row["status"] not in _STATUS[component]:
        losses.add(row["id"], "status", "in words", row["status"], "SUMMARY")
