"""Happenings as an Excel workbook: a sheet of happenings, and one for each kind of their parts.

A cell is a day where a date is exactly one; other dates are EDTF, and words beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline.exchange.in_words import (
    citation,
    date_in_words,
    figure_in_words,
    in_words,
    participation,
    with_rest,
)
from timeline.exchange.losses import Losses, Saying
from timeline.exchange.material import Happening, Material
from timeline.exchange.tables import workbook
from timeline.exchange.tables.workbook import Cell, Sheet, date_cell

_IN_SHEET = "a column of `Happenings`"
FIELDS: Mapping[str, Saying] = {
    "date": Saying(
        "`date`: a day where it is exactly one, from 1 March 1900 on, else EDTF; `when` in words;"
        " `earliest` and `latest`, the days within which it lies"
    ),
    **{
        name: Saying(_IN_SHEET)
        for name in (
            *("date_text", "date_basis", "dated", "kind", "status", "title", "summary", "part_of"),
            *("outcome_of", "announced", "places", "programs", "confidence", "note", "refs"),
            "tags",
        )
    },
    "actors": Saying("a column, and a row each in `Participations`"),
    "figures": Saying("a column, and a row each in `Figures`"),
    "sources": Saying("a column, and a row each in `Sources`, with quotes"),
}
_TEXTS = ("date_text", "date_basis", "dated", "part_of", "outcome_of", "note")
_HAPPENINGS = (
    *("id", "date", "when", "earliest", "latest", "kind", "status", "title", "summary", "places"),
    *("actors", "programs", "figures", "sources", "confidence", "announced", "tags", "refs"),
    *_TEXTS,
    *("recorded_at", "recorded_by", "amended"),
)
_OF_PART = ("happening", "date", "title")
_PARTS: Mapping[str, Sequence[str]] = {
    "Participations": ("actor", "name", "role", "capacity", "for", "for_name", "effect"),
    "Figures": ("measure", "value", "unit", "bound", "type", "by"),
    "Sources": ("source", "title_of_source", "at", "published", "url", "quote"),
}


def write(material: Material, losses: Losses) -> Iterator[bytes]:
    """The bytes of a workbook, in parts.

    Args:
        material: what is exported.
        losses: is told which texts are too long for a cell.
    """
    parts: dict[str, list[Sequence[Cell]]] = {name: [] for name in _PARTS}
    sheets = [Sheet("Happenings", _HAPPENINGS, _happenings(material, parts, losses))]
    sheets += [Sheet(name, (*_OF_PART, *names), parts[name]) for name, names in _PARTS.items()]
    return workbook.write(sheets)


def _happenings(
    material: Material, parts: Mapping[str, list[Sequence[Cell]]], losses: Losses
) -> Iterator[Sequence[Cell]]:
    for happening in material.happenings:
        row, body = happening.row, happening.body
        date = date_cell(row["date"])
        for name, found in _rows_of(happening, material).items():
            columns = _PARTS[name]
            parts[name] += (
                (row["id"], date, row["title"], *(one[column] for column in columns))
                for one in found
            )
        for name, value in body.items():
            if isinstance(value, str) and len(value) > workbook.LONGEST:
                losses.add(row["id"], name, "left out", value, "its end, too long for a cell")
        yield _happening(row, body, date, material)


def _happening(
    row: Mapping[str, Any], body: Mapping[str, Any], date: Cell, material: Material
) -> Sequence[Cell]:
    return (
        row["id"],
        date,
        date_in_words(row, material.hemisphere),
        *(None if row[name] is None else date_cell(row[name]) for name in ("earliest", "latest")),
        *(row[name] for name in ("kind", "status", "title", "summary")),
        "; ".join(place["name"] for place in row["places"]),
        "; ".join(map(participation, row["actors"])),
        "; ".join(with_rest(part["name"], part["phase"]) for part in row["programs"]),
        "; ".join(map(figure_in_words, row["figures"])),
        "; ".join(citation(one, material) for one in row["sources"]),
        row["confidence"],
        in_words(body["announced"], material.hemisphere) if "announced" in body else None,
        "; ".join(body.get("tags", ())),
        "; ".join(f"{ref['scheme']} {ref['id']}" for ref in body.get("refs", ())),
        *(body.get(name) for name in _TEXTS),
        *(row[name] for name in ("recorded_at", "recorded_by", "amended")),
    )


def _rows_of(happening: Happening, material: Material) -> dict[str, list[dict[str, Cell]]]:
    row, cited = happening.row, happening.body.get("sources", ())
    return {
        "Participations": [
            {**actor, "effect": ", ".join(actor["effect"])} for actor in row["actors"]
        ],
        "Figures": [
            {**figure, "by": ", ".join(f"{k} {v}" for k, v in (figure["by"] or {}).items())}
            for figure in row["figures"]
        ],
        "Sources": [
            {
                **one,
                "title_of_source": one["title"],
                "published": None if one["published"] is None else date_cell(one["published"]),
                "url": material.of("source", one["source"]).get("url"),
                "quote": quoted.get("quote"),
            }
            for one, quoted in zip(row["sources"], cited, strict=True)
        ],
    }
