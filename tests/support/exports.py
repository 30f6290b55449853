"""Exports to other formats in tests, and the dates that must not become sharper in them."""

import csv
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from timeline.dates.edtf import Date, parse
from timeline.exchange.losses import Loss, Losses
from timeline.exchange.material import Body, Happening, Material
from timeline.exchange.writing import write

from support.helpers import complete, happening
from support.running import ROOT, here

SHARED = Path(__file__).parents[3] / "shared"
INF = math.inf
OWN_DATES = (
    *("2017", "2017-06", "2017-06-01", "2017-22", "2017~", "2017-06-01?", "201X", "2017-06-01/.."),
    *("../2017", "/2017", "2017/", "[2016,2017-03-01]", "{2011-10-04,2011-10-06}", "[..2018]"),
    *("2011-10-04/2011-10-05", "2017-06/2017-08", "2017-06-01T10:00:00+06:00", "-0043-03-15"),
    *("Y170000002", "0000", "9999-12-31", "9999-12-30", "0001-01-01", "1900-02-28", "2015/2017-06"),
    *("2017-06-XX", "2017-XX-01", "1950S2", "../..", "/.."),
)


def collected_dates() -> list[str]:
    """Dates to try: of here, of the example log, and the collected cases where they are there."""
    file = SHARED / "edtf_cases.tsv"
    files = sorted((ROOT / "events" / "happenings").rglob("*.yaml"))
    found = (re.search(r"(?m)^date: (.*)$", one.read_text("utf-8")) for one in files)
    own = [*OWN_DATES, *dict.fromkeys(date[1].strip("'\"") for date in found if date)]
    if not file.exists():
        return own
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [*own, *(row["string"] for row in rows if row["valid"] == "yes")]


class Exported(NamedTuple):
    data: bytes
    losses: list[Loss]

    @property
    def text(self) -> str:
        return self.data.decode()

    def lost(self, id_: str, field: str = "date") -> str:
        """What became of a field of an event; empty if it was said whole."""
        found = [loss.outcome for loss in self.losses if (loss.id, loss.field) == (id_, field)]
        assert len(found) <= 1, found
        return found[0] if found else ""


def material_of(
    bodies: Sequence[Mapping[str, object]], declared: Mapping[str, Mapping[str, Body]] | None = None
) -> Material:
    """Happenings as they are exported, one a body; keys stand for names."""
    return Material([_happening(complete(body)) for body in bodies], declared or {})


def _happening(body: Mapping[str, Any]) -> Happening:
    row = {
        "id": body["id"],
        "date": body["date"],
        "earliest": None,
        "latest": None,
        "match": None,
        "kind": body["kind"],
        "status": body.get("status", "occurred"),
        "title": body["title"],
        "summary": body.get("summary"),
        "places": [{"place": key, "name": key} for key in body.get("places", ())],
        "actors": [
            {"capacity": None, "for": None, "for_name": None, "effect": [], "name": one["actor"]}
            | dict(one)
            for one in body.get("actors", ())
        ],
        "programs": [
            {"phase": None, "effect": [], "name": one["program"]} | dict(one)
            for one in body.get("programs", ())
        ],
        "figures": [
            {"unit": None, "bound": "exact", "type": "actual", "by": None} | dict(one)
            for one in body.get("figures", ())
        ],
        "sources": [
            {"at": None, "title": one["source"], "published": None} | dict(one)
            for one in body.get("sources", ())
        ],
        "confidence": body.get("confidence"),
        "recorded_at": body["recorded"]["at"],
        "recorded_by": body["recorded"]["by"],
        "amended": 0,
        "last_seen": None,
        "last_seen_date": None,
        "unbounded": False,
        "around": None,
    }
    return Happening(row, body, [body])


def written(format_: str, material: Material) -> Exported:
    losses = Losses()
    parts = write(format_, material, losses)
    data = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    return Exported(data, losses.all)


def of_dates(
    format_: str,
    dates: Sequence[str],
    declared: Mapping[str, Mapping[str, Body]] | None = None,
    **said: object,
) -> tuple[Exported, dict[str, Date]]:
    """An export of happenings, one a date; and the dates by the ids of these."""
    bodies = [happening(text, f"Visit {count}", **said) for count, text in enumerate(dates)]
    happenings = list(material_of(bodies).happenings)
    exported = written(format_, Material(happenings, declared or {}))
    ids = [str(one.row["id"]) for one in happenings]
    return exported, dict(zip(ids, map(parse, dates), strict=True))


def contains(first: float, last: float, date: Date) -> bool:
    """Whether days from a first to a last one, both included, hold all that a date may mean."""
    return first <= date.tested.earliest_start and date.tested.latest_end <= last


def export_file(folder: Path, format_: str, *words: str) -> bytes:
    """A file that the program exported."""
    ran = here("export", format_, *words, "-o", f"x.{format_}", cwd=folder)
    assert ran.code == 0, ran.err
    return (folder / f"x.{format_}").read_bytes()


def assert_comes_back(format_: str, log: Path, aside: Path) -> None:
    """Export a log, import that into a new one, and compare all their events.

    Args:
        format_: one that carries whole events.
        log: the folder beside which it lies.
        aside: a folder for the new one.
    """
    export_file(log, format_)
    other = aside / "other"
    other.mkdir()
    here("init", cwd=other)
    ran = here("import", format_, str(log / f"x.{format_}"), cwd=other)
    count = len(here("export", "jsonl", cwd=log).lines)
    assert (ran.code, ran.err) == (0, f"imported: {count} new\n")
    assert here("export", "jsonl", cwd=other).out == here("export", "jsonl", cwd=log).out
