"""The JSON of TimelineJS 1 and 2: `{"timeline": {"date": [{"startDate": "1963,8,9", ...}]}}`."""

from typing import Any

from timeline.base.errors import Fault
from timeline.exchange.html import to_bare_text
from timeline.exchange.json_items import Item
from timeline.exchange.reader_tools import one_line
from timeline.exchange.timelinejs.dates import parts_of_date
from timeline.exchange.timelinejs.slides import Slide, SlideError, text_of

KEY = "timeline"
"""The key of the object in which everything stands."""
LISTS = ("date", "era")
"""The lists of events and of eras."""
NOT_TAKEN = ("chart",)
"""Lists that tell of numbers and not of events."""
_NAMES = ("startDate", "endDate")


def slide_of(item: Item, path: str) -> Slide | Fault:
    """The slide of an event or era of old JSON.

    Args:
        item: of one of `LISTS`.
        path: the file as faults name it.
    """
    found = item.value
    if not isinstance(found, dict):
        return Fault(f"{item.at}: this must be an object", "write {...}", path, item.line)
    asset = found.get("asset")
    try:
        start, end = (_date(found, name, item.at) for name in _NAMES)
    except SlideError as error:
        return Fault(f"{error.at}: {error.problem}", error.remedy, path, item.line)
    return Slide(
        item.line,
        item.at,
        _NAMES,
        start,
        end,
        headline=text_of(found.get("headline")),
        text=text_of(found.get("text")),
        tags=("era",) * (item.key == "era") + tuple(_tags(found)),
        media=_media(asset if isinstance(asset, dict) else {}),
    )


def _date(found: dict[str, Any], name: str, at: str) -> dict[str, object]:
    text = text_of(found.get(name)).strip()
    if not text.strip(", "):
        return {}
    return parts_of_date(text, f"{at}, {name}", "1963,8,9")


def _tags(found: dict[str, Any]) -> list[str]:
    """The tag of an event, or its tags in a list or after commas."""
    tags: list[str] = []
    for value in (found.get("tag"), found.get("tags")):
        texts = value if isinstance(value, list) else text_of(value).split(",")
        tags += filter(None, (one_line(to_bare_text(text_of(text)).text) for text in texts))
    return tags


def _media(asset: dict[str, Any]) -> tuple[str, str, str]:
    url, caption, credit = (text_of(asset.get(name)) for name in ("media", "caption", "credit"))
    return url, caption, credit
