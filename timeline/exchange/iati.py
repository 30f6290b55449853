"""Programs as activities of IATI 2.03 (https://iatistandard.org): only what the log says.

An activity that lacks what the schema asks for is written as far as it goes, with a comment that
says what it lacks; nothing is invented to make it valid.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from timeline.base.text import masked_xml
from timeline.dates import edtf
from timeline.dates.edtf import Interval, Single
from timeline.exchange.in_words import date_in_words
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Body, Happening, Material
from timeline.exchange.outer_days import plain_date

_WORDS = "`description` of the activity"
FIELDS: Mapping[str, Saying] = {
    "date": Saying(_WORDS, "in words"),
    "title": Saying(_WORDS),
    "status": Saying(f"{_WORDS}, unless it occurred"),
    "programs": Saying("`iati-activity`, without phase and effect; what is in no program, nowhere"),
    "places": Saying("`location`, if it has coordinates; else left out"),
}
OF_PROGRAMS: Mapping[str, str] = {
    "iati-identifier": "`refs` of the program, scheme `iati`",
    "reporting-org": "its actor with the role publisher: `identifiers`, schemes `iati` and"
    " `iati-type` (a code of OrganisationType)",
    "title": "`name`",
    "description": "its happenings: dates in words, and titles",
    "participating-org": "its actors that are funder (1), accountable (2), extending (3) or"
    " implementer (4)",
    "activity-status": "`status`, as declared",
    "activity-date": "`period` as planned, and when it began and ended, each where it is a day",
    "location": "places of its happenings that have coordinates",
    "related-activity": "`part_of`, if that has an identifier",
}
"""Where the elements of an activity come from."""
_STATUS = {
    "pipeline": "1",
    "implementation": "2",
    "finalisation": "3",
    "closed": "4",
    "cancelled": "5",
    "suspended": "6",
}
_ROLES = {"funder": "1", "accountable": "2", "extending": "3", "implementer": "4"}
_MUST = (
    *("iati-identifier", "reporting-org", "description", "participating-org", "activity-status"),
    "activity-date",
)
"""Elements that the schema asks for; a title each activity has."""


class _Activity(NamedTuple):
    """What happenings tell of a program: lines of words, keys of places, the newest recording."""

    lines: list[str]
    places: dict[str, None]
    recorded: list[str]


def write(material: Material, losses: Losses) -> Iterator[str]:
    """The XML of a file of activities.

    Args:
        material: what is exported.
        losses: is told what activities lack, and what of happenings they cannot say.
    """
    told: dict[str, _Activity] = defaultdict(lambda: _Activity([], {}, []))
    for happening in material.happenings:
        _tell(happening, material, told)
        _note_losses(happening, material, losses)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
    for row in material.programs():
        yield _activity(row, told[row["program"]], material, losses)
    yield "</iati-activities>\n"


def _tell(happening: Happening, material: Material, told: Mapping[str, _Activity]) -> None:
    row = happening.row
    status = "" if row["status"] == "occurred" else f" ({row['status']})"
    line = f"{date_in_words(row, material.hemisphere)}: {row['title']}{status}"
    for part in row["programs"]:
        activity = told[part["program"]]
        activity.lines.append(line)
        activity.places.update(dict.fromkeys(place["place"] for place in row["places"]))
        activity.recorded.append(max(str(one["recorded"]["at"]) for one in happening.events))


def _note_losses(happening: Happening, material: Material, losses: Losses) -> None:
    row = happening.row
    if not row["programs"]:
        losses.add(row["id"], "programs", "left out", "", "in no activity: not in the export")
        return
    losses.add(row["id"], "date", "in words", row["date"], "description")
    body = {name: value for name, value in happening.body.items() if name != "places"}
    losses.note_fields(body, FIELDS)
    for place in row["places"]:
        if not material.of("place", place["place"]).get("coordinates"):
            losses.add(row["id"], "places", "left out", place["name"], "no coordinates")


def _activity(row: Mapping[str, Any], told: _Activity, material: Material, losses: Losses) -> str:
    body = material.of("program", row["program"])
    found = {
        "iati-identifier": _identifier(body),
        "reporting-org": _reporting(row, material),
        "title": _narrative("title", row["name"]),
        "description": _narrative("description", "\n".join(told.lines), ' type="1"'),
        "participating-org": _participating(row, body, material, losses),
        "activity-status": _status(row["status_declared"]),
        "activity-date": _dates(row, body, losses),
        "location": [_location(key, material) for key in told.places],
        "related-activity": _parent(row, material),
    }
    found = {name: [one for one in elements if one] for name, elements in found.items()}
    missing = [name for name in _MUST if not found[name]]
    id_ = str(body.get("id", row["program"]))
    for name in missing:
        losses.add(id_, name, "left out", row["name"], f"incomplete: needs {_plain(name)}")
    lines = [element for elements in found.values() for element in elements]
    newest = max((*told.recorded, str(body.get("recorded", {}).get("at", ""))))
    comment = f"  <!-- incomplete: no {', '.join(missing)} -->\n" if missing else ""
    inner = "".join(f"    {line}\n" for line in lines)
    updated = f' last-updated-datetime="{newest[:19]}Z"' if newest else ""
    start = f"  <iati-activity{updated}>\n"
    return masked_xml(f"{comment}{start}{inner}  </iati-activity>\n")


def _plain(name: str) -> str:
    return OF_PROGRAMS[name].replace("`", "")


def _narrative(name: str, text: str, attributes: str = "") -> list[str]:
    if not text:
        return []
    return [f"<{name}{attributes}><narrative>{escape(text)}</narrative></{name}>"]


def _id_of(body: Body, field: str, scheme: str) -> str:
    found = (one["id"] for one in body.get(field, ()) if one["scheme"].casefold() == scheme)
    return next(found, "")


def _identifier(body: Body) -> list[str]:
    found = _id_of(body, "refs", "iati")
    return [f"<iati-identifier>{escape(found)}</iati-identifier>"] if found else []


def _reporting(row: Mapping[str, Any], material: Material) -> list[str]:
    publishers = [one for one in row["actors"] if one["role"] == "publisher"]
    if len(publishers) != 1:
        return []
    (one,) = publishers
    body = material.of("actor", one["actor"])
    ref, type_ = (_id_of(body, "identifiers", scheme) for scheme in ("iati", "iati-type"))
    if not (ref and type_):
        return []
    attributes = f" ref={quoteattr(ref)} type={quoteattr(type_)}"
    return _narrative("reporting-org", one["name"], attributes)


def _participating(
    row: Mapping[str, Any], program: Body, material: Material, losses: Losses
) -> list[str]:
    found = []
    for one in row["actors"]:
        code = _ROLES.get(one["role"])
        if code is None:
            if one["role"] != "publisher":
                said = f"{one['role']} {one['name']}"
                id_ = str(program.get("id", row["program"]))
                losses.add(id_, "actors", "left out", said, "IATI has no code for the role")
            continue
        body = material.of("actor", one["actor"])
        codes = {name: _id_of(body, "identifiers", f"iati{more}") for name, more in _CODES}
        attributes = "".join(
            f" {name}={quoteattr(value)}" for name, value in codes.items() if value
        )
        found += _narrative("participating-org", one["name"], f'{attributes} role="{code}"')
    return found


_CODES = (("ref", ""), ("type", "-type"))


def _status(declared: str | None) -> list[str]:
    return [f'<activity-status code="{_STATUS[declared]}"/>'] if declared else []


def _dates(row: Mapping[str, Any], body: Body, losses: Losses) -> list[str]:
    """The dates of an activity that are days: 1 and 3 planned, 2 and 4 actual start and end."""
    told: list[tuple[str, str | None]] = []
    period = row["period"]
    if period:
        told += zip("13", _sides(period), strict=True)
    if row["phase"] is None:
        told.append(("2", row["since"]))
        told += [("4", row["until"])] if row["until_by"] == "recorded" else []
    found = []
    for type_, date in told:
        if date is None:
            continue
        if len(plain_date(date) or "") == len("2017-06-01"):
            found.append(f'<activity-date iso-date="{date}" type="{type_}"/>')
        else:
            id_ = str(body.get("id", row["program"]))
            losses.add(id_, "date", "left out", date, f"no day: activity-date of type {type_}")
    return sorted(found, key=lambda one: one[-4])


def _sides(period: str) -> Sequence[str | None]:
    node = edtf.parse(period).node
    if not isinstance(node, Interval):
        return period, period
    sides = period.split("/")
    return [
        side if isinstance(end, Single) else None for side, end in zip(sides, node, strict=True)
    ]


def _location(key: str, material: Material) -> str:
    body = material.of("place", key)
    latitude, comma, longitude = str(body.get("coordinates", "")).partition(",")
    if not comma:
        return ""
    name = "".join(_narrative("name", str(body.get("name", key))))
    return (
        f'<location>{name}<point srsName="http://www.opengis.net/def/crs/EPSG/0/4326">'
        f"<pos>{latitude} {longitude.strip()}</pos></point></location>"
    )


def _parent(row: Mapping[str, Any], material: Material) -> list[str]:
    found = _id_of(material.of("program", row["part_of"] or ""), "refs", "iati")
    return [f'<related-activity ref={quoteattr(found)} type="1"/>'] if found else []
