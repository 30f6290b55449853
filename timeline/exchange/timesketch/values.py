"""Values and tags of Plaso's JSON, in which an object says by `__type__` what it stands for."""

import ast
import json
import re
from collections.abc import Iterator

_INNER = re.compile(r"__\w+__")
_APART = re.compile(r"(['\"])\s+\1")
_LONGEST = 10_000
"""How long a text may be that is read as a list of tags."""


def plain_text(value: object) -> str:
    """What a value of JSON says: the parts of a list after commas, those of an object by name."""
    match _plain(value):
        case str() as text:
            return text
        case bool() as truth:
            return "true" if truth else "false"
        case None:
            return ""
        case list() as parts:
            return ", ".join(map(plain_text, parts))
        case dict() as parts:
            told = {key: plain_text(part) for key, part in parts.items()}
            return "; ".join(f"{key}: {text}" for key, text in told.items() if text)
        case other:
            return str(other)


def _plain(value: object) -> object:
    """A value without what says of which type it is: bytes as their text, a tuple as a list."""
    if not isinstance(value, dict):
        return value
    type_ = value.get("__type__")
    if type_ == "bytes" and isinstance(value.get("stream"), str):
        return value["stream"]
    if type_ in ("tuple", "set", "frozenset") and isinstance(value.get("values"), list):
        return value["values"]
    if type_ == "timezone" and isinstance(value.get("zone"), str):
        return value["zone"]
    return {key: part for key, part in value.items() if not _INNER.fullmatch(str(key))}


def tags_of(value: object, *, blanks: bool) -> Iterator[str]:
    """The tags that a field says, as a list, as an event tag of Plaso, or as a text.

    Args:
        value: of the field.
        blanks: a text has blanks between tags, and not only commas.
    """
    value = _plain(_unwritten(value))
    if isinstance(value, dict):
        yield from tags_of(value.get("labels"), blanks=True)
        return
    if isinstance(value, list):
        found = [plain_text(part) for part in value]
    else:
        text = re.sub(r"[\[\]\"']", "", plain_text(value))
        found = re.split(r"[,\s]+" if blanks else ",", text)
    yield from (tag.strip() for tag in found if tag.strip() not in ("", "-"))


def tag_comment(value: object) -> str:
    """What an event tag of Plaso says beside its labels."""
    value = _plain(_unwritten(value))
    if not isinstance(value, dict):
        return ""
    rest = {key: part for key, part in value.items() if key not in ("labels", "comment")}
    parts = (plain_text(value.get("comment")), plain_text(rest))
    return "; ".join(part for part in parts if part.strip())


def _unwritten(value: object) -> object:
    """The list or object that a text writes down in JSON or in Python; else the value."""
    if not isinstance(value, str) or value.strip()[:1] not in ("[", "{") or len(value) > _LONGEST:
        return value
    if apart := _APART.search(value):  # as numpy writes lists; Python would join these texts
        return re.findall(rf"{apart[1]}([^{apart[1]}]*){apart[1]}", value)
    for read in (json.loads, ast.literal_eval):
        try:
            found: object = read(value.strip())
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        return found if isinstance(found, list | dict) else value
    return value
