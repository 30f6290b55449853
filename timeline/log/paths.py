"""Where the files of events lie below a log. Only its id is identity; the rest is for people."""

from collections.abc import Mapping

from timeline.base import days
from timeline.base.names import slug
from timeline.dates.edtf import parse

FOLDERS: Mapping[str, str] = {
    "happening": "happenings",
    "actor": "actors",
    "program": "programs",
    "place": "places",
    "source": "sources",
    "amendment": "corrections",
    "retraction": "corrections",
    "erasure": "erasures",
    "seal": "seals",
}
"""The folder of each kind of event below the log."""


def file_of(body: Mapping[str, object], called: str = "") -> str:
    """The path of an event's file below the log; only its id is identity, the rest is for people.

    Args:
        body: of the event, which is valid.
        called: for a correction, what it corrects.
    """
    kind = str(body["event"])
    below = FOLDERS[kind]
    if kind == "happening":
        date = parse(str(body["date"])).nominal
        known = [day for day in (date.earliest_start, date.latest_end) if abs(day) != float("inf")]
        year = days.civil(int(known[0]))[0] if known else None
        below += "/undated" if year is None else f"/{'-' * (year < 0)}{abs(year):04}"
        called = str(body["title"])
    called = called or str(body.get(kind) or body.get("name", ""))
    return f"{below}/{'-'.join(filter(None, (slug(called), str(body['id']))))}.yaml"
