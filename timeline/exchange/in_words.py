"""A happening in words, for formats that have a text and no fields for what it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere
from timeline.dates.words.printer import format_date
from timeline.exchange.material import Happening, Material

Row = Mapping[str, Any]


def date_in_words(row: Row, hemisphere: Hemisphere) -> str:
    """The date of a row as tables show it: `summer 2017`, `since 2020, last seen 2021`.

    Args:
        row: of the chronology.
        hemisphere: which one the seasons 21 to 24 are of.
    """
    return in_words(row["date"], hemisphere, row["last_seen_date"])


def in_words(date: str, hemisphere: Hemisphere, last_seen: str | None = None) -> str:
    """A date in words.

    Args:
        date: EDTF.
        hemisphere: which one the seasons 21 to 24 are of.
        last_seen: until when an open end is certain, EDTF.
    """
    seen = edtf.parse(last_seen, hemisphere) if last_seen else None
    return format_date(edtf.parse(date, hemisphere), last_seen=seen)


def describe(happening: Happening, material: Material) -> str:
    """What a happening says beside its title: the summary, when, who, what else, and sources."""
    row = happening.row
    lines = "\n".join(_lines(happening, material))
    return f"{row['summary']}\n\n{lines}" if row["summary"] else lines


IN_WORDS = (
    *("actors", "programs", "figures", "sources", "confidence", "date_text", "date_basis"),
    *("announced",),
)
"""Fields that `describe` says, beside those that most formats have."""


def _lines(happening: Happening, material: Material) -> Iterator[str]:
    row, body = happening.row, happening.body
    told = {
        "When": [date_in_words(row, material.hemisphere)],
        "Words of the source": [body["date_text"]] if "date_text" in body else [],
        "Dated by": [body["date_basis"]] if "date_basis" in body else [],
        "Announced": [in_words(body["announced"], material.hemisphere)]
        if "announced" in body
        else [],
        "Kind": [row["kind"]],
        "Status": [row["status"]] if row["status"] != "occurred" else [],
        "Where": [place["name"] for place in row["places"]],
        "Who": [participation(actor) for actor in row["actors"]],
        "Program": [with_rest(part["name"], part["phase"]) for part in row["programs"]],
        "Figures": [figure_in_words(figure) for figure in row["figures"]],
        "Confidence": [row["confidence"]] if row["confidence"] else [],
        "Sources": [citation(one, material) for one in row["sources"]],
    }
    for label, items in told.items():
        if items:
            yield f"{label}: {'; '.join(items)}"


def participation(actor: Row) -> str:
    """A participation such as `UNODC, Head of Office (speaker)`."""
    office = ", ".join(filter(None, (actor["capacity"], actor["for_name"])))
    return f"{with_rest(actor['name'], office)} ({actor['role']})"


def citation(cited: Row, material: Material) -> str:
    """A citation such as `Release on the workshop, para 3 <https://...>`."""
    url = material.of("source", cited["source"]).get("url")
    said = with_rest(cited["title"] or cited["source"], cited["at"])
    return f"{said} <{url}>" if url else said


def with_rest(name: str, rest: str | None) -> str:
    """A name, and what is told of it after a comma, if there is something."""
    return f"{name}, {rest}" if rest else name


_BOUNDS = {"about": "about ", "at-least": "at least ", "at-most": "at most "}


def figure_in_words(figure: Row) -> str:
    """A figure such as `participants: about 60 person (target)`."""
    number = f"{_BOUNDS.get(figure['bound'], '')}{figure['value']}"
    said = " ".join(filter(None, (f"{figure['measure']}: {number}", figure["unit"])))
    split = figure["by"] or {}
    about: Sequence[str] = [f"{key} {value}" for key, value in split.items()]
    if figure["type"] != "actual":
        about = [figure["type"], *about]
    return f"{said} ({', '.join(about)})" if about else said
