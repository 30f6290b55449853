"""Where each page of a site lies: addresses from its root, which are the names of files as well.

They hold only lower-case letters, digits, `-`, `_`, `.` and `/`, so that they need no escaping in a
page, and no two of them are one file on a system that takes `A` for `a`, or has names of its own.
"""

import hashlib
import re

START = "index.html"
ACTORS = "actors.html"
PROGRAMS = "programs.html"
PLACES = "places.html"
SOURCES = "sources.html"
YEARS = "years.html"
UNDATED = "year/undated.html"
"""What began in no year that is known, or in one of many."""
ABOUT = "about.html"
STYLE = "site.css"

TO_ROOT = "../"
"""From a page that lies in a folder of the site; from one beside the start page it is empty."""

_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows takes for devices, whatever ending they have."""
_LONGEST = 100


def event(id_: str) -> str:
    """The page of a happening."""
    return f"event/{_safe(id_)}.html"


def actor(key: str) -> str:
    """The page of an actor."""
    return f"actor/{_safe(key)}.html"


def program(key: str) -> str:
    """The page of a programme."""
    return f"program/{_safe(key)}.html"


def place(key: str) -> str:
    """The page of a place."""
    return f"place/{_safe(key)}.html"


def source(key: str) -> str:
    """The page of a source."""
    return f"source/{_safe(key)}.html"


def year(number: int) -> str:
    """The page of a year; 0 is 1 BC, as EDTF counts."""
    return f"year/{_safe(str(number) if number > 0 else f'{1 - number}-bc')}.html"


def to_root(address: str) -> str:
    """What leads from a page back to the root: put before another address, it links there."""
    return TO_ROOT * address.count("/")


def _safe(name: str) -> str:
    """A name as that of a file: what is not fit is written as `_` and two digits for each byte."""
    text = re.sub(r"[^a-z0-9-]", _escape, name) or "_"
    if _RESERVED.fullmatch(text):
        text = f"_{ord(text[0]):02x}{text[1:]}"
    if len(text) > _LONGEST:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{text[: _LONGEST // 2]}_-{digest[:32]}"
    return text


def _escape(found: re.Match[str]) -> str:
    return "".join(f"_{byte:02x}" for byte in found[0].encode("utf-8", "surrogatepass"))
