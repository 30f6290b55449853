"""Happenings as a text of markwhen: dates as they are where it knows them, else the days around.

What has no first or no last day stands in words below the last section. Properties `timeline`
carry what `timeline.exchange.markwhen.reader` takes back.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from timeline.base import days
from timeline.base.text import masked, masked_text
from timeline.dates import edtf
from timeline.dates.edtf import Interval
from timeline.exchange import carried
from timeline.exchange.carried import KEY, Carried
from timeline.exchange.in_words import IN_WORDS, date_in_words, describe
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.markwhen.carrying import digest
from timeline.exchange.markwhen.reader import begins, is_comment
from timeline.exchange.material import Body, Happening, Material
from timeline.exchange.outer_days import outer_days, plain_date

_TEXT = "the lines below"
FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "the date: a year, a month, a day or an interval of these as it is, else the days within"
        " which it lies, and words after the title; without a first or last day, or outside of the"
        " years 1 to 9999, in words alone, in a section of its own",
        "widened",
    ),
    "title": Saying("the text after the colon"),
    "summary": Saying(_TEXT),
    "kind": Saying("`kind`"),
    "places": Saying("`location`, `locations`"),
    "tags": Saying("`#tags`, with `_` for blanks and signs"),
    "status": Saying("`[ ]` for planned; others than occurred in words after the title"),
    **{name: Saying(_TEXT, "in words") for name in IN_WORDS},
}


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The lines of a text, several at a time.

    Args:
        material: what is exported.
        losses: is told what the text cannot say.
    """
    others = list(material.others())
    if others:
        yield f"{KEY}: {carried.write_events(others)}\n\n"
    undated: list[Body] = []
    words: list[str] = []
    for happening in material.happenings:
        row = happening.row
        drawn = _drawn(row, material)
        if drawn:
            _note_losses(row, drawn, losses)
            yield _entry(happening, drawn, material)
        else:
            losses.add(row["id"], "date", "in words", row["date"], "a section of its own")
            words.append(f"- {date_in_words(row, material.hemisphere)}: {masked(row['title'])}\n")
            undated += happening.events
        losses.note_fields(happening.body, FIELDS)
    if words:
        yield f"# {_UNDATED}\n{KEY}: {carried.write_events(undated)}\n\n{''.join(words)}"


_UNDATED = "At times that cannot be drawn"


class _Drawn(NamedTuple):
    """A date as markwhen has it; what is not `exact` is said in words, too."""

    text: str
    exact: bool


def _drawn(row: Mapping[str, Any], material: Material) -> _Drawn | None:
    """The date of a row; None if no days can be given."""
    outer = outer_days(row["date"], material.hemisphere)
    span = outer.within(1, 9999)
    if span is None:
        return None
    node = edtf.parse(row["date"]).node
    sides = row["date"].split("/") if isinstance(node, Interval) else [row["date"]]
    if all(map(plain_date, sides)):
        return _Drawn(row["date"], exact=True)
    first, last = (str(days.iso(day)) for day in span)
    return _Drawn(first if first == last else f"{first}/{last}", outer.exact)


def _note_losses(row: Mapping[str, Any], drawn: _Drawn, losses: Losses) -> None:
    if not drawn.exact:
        losses.add(row["id"], "date", "widened", row["date"], drawn.text)
    if row["status"] in ("postponed", "cancelled"):
        losses.add(row["id"], "status", "in words", row["status"], "the text after the colon")


def _entry(happening: Happening, drawn: _Drawn, material: Material) -> str:
    row = happening.row
    asides = [] if drawn.exact else [date_in_words(row, material.hemisphere)]
    asides += [row["status"]] if row["status"] in ("postponed", "cancelled") else []
    box = "[ ] " if row["status"] == "planned" else ""
    title = f"{row['title']} ({', '.join(asides)})" if asides else row["title"]
    tags = "".join(f" #{_NO_WORD.sub('_', tag)}" for tag in happening.body.get("tags", ()))
    lines = [f"{drawn.text}: {box}{masked(title)}{tags}", *_properties(row)]
    text = masked_text(describe(happening, material))
    lines += ["", *(f"  {_guard(line)}".rstrip() for line in text.split("\n"))]
    whole = Carried(row["date"], digest(lines), happening.events)
    at = lines.index("")
    lines.insert(at, f"  {KEY}: {carried.write(whole)}")
    return "\n".join((*lines, "", ""))


_NO_WORD = re.compile(r"\W")


def _properties(row: Mapping[str, Any]) -> Iterator[str]:
    places = [masked(place["name"]) for place in row["places"]]
    if len(places) == 1:
        yield f"  location: {places[0]}"
    elif places:
        quoted = (f'"{place.replace(chr(34), chr(39))}"' for place in places)
        yield f"  locations: [{', '.join(quoted)}]"
    yield f"  kind: {row['kind']}"
    yield f"  id: {row['id']}"


def _guard(line: str) -> str:
    """A line of a text that begins no event, no section and no comment."""
    return f"> {line}" if begins(line) or is_comment(line) else line
