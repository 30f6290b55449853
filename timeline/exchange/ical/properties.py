"""The properties of a component: name, parameters and value (RFC 5545, 3.1), and their texts."""

import base64
import quopri
import re
from collections.abc import Mapping
from typing import NamedTuple

from timeline.exchange.ical.lines import ContentLine
from timeline.exchange.ical.texts import unescape

_NAME = re.compile(r"([A-Za-z0-9-]+)((?:;(?:\"[^\"]*\"|[^\":])*)?):")
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_TIME = re.compile(r"[A-Za-z-]+(;.*):([^:]*)", re.DOTALL)
_PARAMETER = re.compile(r";([^=;\"]+)(?:=((?:\"[^\"]*\"|[^;\"])*))?")
_CARETS = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_OLD_ENCODINGS = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")


class Property(NamedTuple):
    """A property as it is written: `value` begins at `column` of the content line, from 1."""

    name: str
    params: Mapping[str, str]
    value: str
    line: ContentLine
    column: int


def property_of(line: ContentLine) -> Property | None:
    """The property that a content line is; None if it is none."""
    # Some programs write zones such as `(GMT+01:00) Berlin` without quotes; no time has a colon.
    found = _TIME.fullmatch(line.text) if line.name in _TIMES and '"' not in line.text else None
    if found:
        params = _parameters(found[1])
        return Property(line.name, params, found[2].strip(), line, found.start(2) + 1)
    found = _NAME.match(line.text)
    if found is None:
        return None
    value = line.text[found.end() :]
    return Property(line.name, _parameters(found[2]), value, line, found.end() + 1)


def _parameters(text: str) -> dict[str, str]:
    if not text:
        return {}
    params: dict[str, str] = {}
    for name, value in _PARAMETER.findall(text):
        key = name.strip().upper()
        if not value and key in _OLD_ENCODINGS:  # vCalendar 1.0 leaves the name out
            params.setdefault("ENCODING", key)
            continue
        bare = re.sub(r"\^[nN'^]", lambda found: _CARETS[found[0]], value.replace('"', ""))
        params.setdefault(key, bare.strip())
    return params


class TextError(ValueError):
    """A value is not in the encoding that it claims."""


def text_of(found: Property) -> str:
    """The text of a property, whatever it is encoded in.

    Raises:
        TextError: it is not in that.
    """
    encoding = found.params.get("ENCODING", "").upper()
    if encoding in ("QUOTED-PRINTABLE", "Q"):
        raw = quopri.decodestring(found.value.encode())
        return re.sub(r"\\([;,])", r"\1", _decoded(found, raw))
    if encoding in ("BASE64", "B"):
        try:
            raw = base64.b64decode(re.sub(r"\s", "", found.value), validate=True)
        except ValueError:
            raise TextError("not BASE64") from None
        return _decoded(found, raw)
    return unescape(found.value)


def _decoded(found: Property, raw: bytes) -> str:
    charset = found.params.get("CHARSET", "") or "utf-8"
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        raise TextError(f"not {charset.upper()}") from None


def texts_of(found: Property, *, old: bool) -> list[str]:
    """The texts of a property with several, which commas part, in vCalendar 1.0 semicolons.

    Raises:
        TextError: it is not in the encoding that it claims.
    """
    if found.params.get("ENCODING"):
        return re.split(r"[;,]", text_of(found))
    parts = re.findall(r"(?:\\.|[^\\;,])+" if old else r"(?:\\.|[^\\,])+", found.value)
    return [unescape(part) for part in parts]
