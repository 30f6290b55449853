"""The readers that are fuzzed, in groups that share a minute each."""

import importlib

from fuzz.target import Target

NAMES = (
    "events",
    "settings",
    "drafts",
    "tables",
    "workbooks",
    "calendars",
    "slides",
    "lines",
    "sources",
    "dates",
    "trust",
)


def target(name: str) -> Target:
    """A target by its name; what it reads with is imported now."""
    found: Target = importlib.import_module(f"fuzz.targets.{name}").TARGET
    return found
