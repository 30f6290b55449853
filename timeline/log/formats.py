"""How answers may be printed: the formats of each command, and when in colour."""

from collections.abc import Mapping

FORMATS = ("table", "plain", "json", "jsonl", "csv", "tsv", "markdown", "html", "yaml", "xlsx")
ONLY_ROWS = ("csv", "tsv", "xlsx")
"""Formats that print rows alone, and no page or thing with parts."""
COLOR = ("auto", "always", "never")
_NO_ROWS = tuple(name for name in FORMATS if name not in ONLY_ROWS)
OF_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "list": FORMATS,
    "show": _NO_ROWS,
    "actors": FORMATS,
    "programs": FORMATS,
    "places": FORMATS,
    "sources": FORMATS,
    "figures": FORMATS,
    "diff": FORMATS,
    "corrections": FORMATS,
    "stats": FORMATS,
    "sql": FORMATS,
    "check": FORMATS,
    "verify": ("table", "plain", "json", "jsonl", "yaml"),
    "status": _NO_ROWS,
    "config": FORMATS,
}
"""Which formats each command knows; a page has no rows for CSV and the like."""
