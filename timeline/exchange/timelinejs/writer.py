"""Happenings as the JSON of TimelineJS: slides with dates as wide as what is known.

What has no first or no last day is told in the text of the title slide. `timeline` carries what
`timeline.exchange.timelinejs.reader` takes back.
"""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.base import days
from timeline.base.text import masked_json
from timeline.exchange import carried
from timeline.exchange.carried import KEY, Carried
from timeline.exchange.in_words import IN_WORDS, date_in_words, describe
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Body, Happening, Material
from timeline.exchange.outer_days import outer_days, plain_date
from timeline.exchange.timelinejs.carrying import digest

_TEXT = "`text.text`"
FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "`start_date`, `end_date`: a year, a month or a day as it is, else the days within which it"
        " lies; in words in `display_date`; without a first or last day, or outside of the years"
        " -9998 to 9999, in words in the title slide alone",
        "widened",
    ),
    "title": Saying("`text.headline`"),
    "summary": Saying(_TEXT),
    "kind": Saying("`group`"),
    **{name: Saying(_TEXT, "in words") for name in (*IN_WORDS, "places")},
    "status": Saying("`text.headline`, unless it occurred", "in words"),
}
_YEARS = (-9998, 9999)


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The JSON of a timeline, a slide a line.

    Args:
        material: what is exported.
        losses: is told what the timeline cannot say.
    """
    undated: list[str] = []
    others: list[Body] = list(material.others())
    yield '{"events": ['
    between = "\n"
    for happening in material.happenings:
        slide = _slide(happening, material, losses)
        losses.note_fields(happening.body, FIELDS)
        if slide:
            yield between + masked_json(json.dumps(slide, ensure_ascii=False))
            between = ",\n"
        else:
            words = f"{date_in_words(happening.row, material.hemisphere)}: {happening.row['title']}"
            undated.append(f"<li>{html.escape(words, quote=False)}</li>")
            others += happening.events
    yield "\n]"
    if undated:
        text = {"headline": "Timeline", "text": f"<p>{_BESIDE}</p><ul>{''.join(undated)}</ul>"}
        yield f',\n"title": {masked_json(json.dumps({"text": text}, ensure_ascii=False))}'
    yield f',\n"{KEY}": {carried.write_events(others)}}}\n'


_BESIDE = "Besides, at times that cannot be drawn:"


def _slide(happening: Happening, material: Material, losses: Losses) -> dict[str, Any] | None:
    """The slide of a happening; None if no days can be given."""
    row = happening.row
    dates = _dates(row, material, losses)
    if not dates:
        losses.add(row["id"], "date", "in words", row["date"], "title slide")
        return None
    occurred = row["status"] == "occurred"
    title = row["title"] if occurred else f"{row['title']} ({row['status']})"
    said = {
        "unique_id": row["id"],
        **dates,
        "display_date": date_in_words(row, material.hemisphere),
        "text": {
            "headline": html.escape(title, quote=False),
            "text": _paragraphs(describe(happening, material)),
        },
        "group": row["kind"],
    }
    whole = Carried(row["date"], digest(said), happening.events)
    return {**said, KEY: whole._asdict()}


def _dates(row: Mapping[str, Any], material: Material, losses: Losses) -> dict[str, Any]:
    outer = outer_days(row["date"], material.hemisphere)
    span = outer.within(*_YEARS)
    if span is None:
        return {}
    plain = plain_date(row["date"])
    if plain:
        year, *rest = map(int, plain.split("-"))
        return {"start_date": _date(year, *rest)}
    if not outer.exact:
        both = "/".join(str(days.iso(day)) for day in span)
        losses.add(row["id"], "date", "widened", row["date"], both)
    start, end = (_date(*days.civil(day)) for day in span)
    return {"start_date": start, "end_date": end} if start != end else {"start_date": start}


def _date(year: int, *rest: int) -> dict[str, int]:
    """A date by its parts; TimelineJS has no year 0, so that -1 is 1 BC."""
    return dict(
        zip(("year", "month", "day"), (year if year > 0 else year - 1, *rest), strict=False)
    )


def _paragraphs(text: str) -> str:
    parts = (html.escape(part, quote=False).replace("\n", "<br>") for part in text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in parts)
