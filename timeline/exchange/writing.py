"""Exports in the formats of other programs: which there are, and what each can say."""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

from timeline.exchange.losses import Losses
from timeline.exchange.material import Material


class Writer(NamedTuple):
    """A format: the module below `timeline.exchange` that writes it, and what it is called."""

    module: str
    name: str


WRITERS = {
    "ical": Writer("ical.writer", "iCalendar"),
    "timelinejs": Writer("timelinejs.writer", "TimelineJS"),
    "markwhen": Writer("markwhen.writer", "markwhen"),
    "jsonld": Writer("jsonld", "JSON-LD"),
    "geojson": Writer("geojson", "GeoJSON"),
    "iati": Writer("iati", "activities of IATI 2.03"),
    "ftm": Writer("ftm", "entities of FollowTheMoney"),
    "xlsx": Writer("tables.sheets", "an Excel workbook"),
}
BINARY = ("xlsx",)
"""Formats that are no text."""


def writer_of(format_: str) -> ModuleType:
    """The module that writes a format, imported when it is asked for."""
    return importlib.import_module(f"timeline.exchange.{WRITERS[format_].module}")


def write(format_: str, material: Material, losses: Losses) -> Iterator[str | bytes]:
    """An export in parts, as it is made: texts, or bytes where the format is no text.

    Args:
        format_: one of `WRITERS`.
        material: what is exported.
        losses: is told what the format cannot say.
    """
    parts: Iterator[str | bytes] = writer_of(format_).write(material, losses)
    return parts
