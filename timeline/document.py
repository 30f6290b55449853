"""From text to event and back: strict reading, canonical form, digest and id.

The canonical form, the id and the digest are defined in docs/format.md, with a worked example.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline import yaml_text
from timeline.errors import Fault
from timeline.event import SCHEMA_VERSION, TYPES, Event
from timeline.schema import Wrong, build, fields_of, nearest

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_ID_BITS = 80
_OWN = ("schema", "id", "recorded")
"""Keys that the log gives."""


class Document(NamedTuple):
    """One event as it stands in a text: its body, and the means to point into the text."""

    body: dict[str, object]
    path: str = ""
    tree: yaml_text.Tree | None = None
    lines: Sequence[str] = ()
    start: int = 1

    def fault(self, wrong: Wrong) -> Fault:
        """A fault of the body with its place and the line it stands in."""
        line, column = self.tree.place(wrong.at, on_key=wrong.on_key) if self.tree else (0, 0)
        line = line or self.start
        excerpt = self.lines[line - 1] if column and line <= len(self.lines) else ""
        return Fault(wrong.problem, wrong.remedy, self.path, line, column, excerpt)


def tidy(value: object) -> object:
    """A value in NFC without what is empty: texts, lists, maps and null, at every depth."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        pairs = ((str(tidy(key)), tidy(part)) for key, part in value.items())
        return {key: part for key, part in pairs if part not in ("", None, [], {})}
    if isinstance(value, Sequence):
        parts = (tidy(part) for part in value)
        return [part for part in parts if part not in ("", None, [], {})]
    return value


def canonical(body: Mapping[str, object], *, without: tuple[str, ...] = ("id",)) -> bytes:
    """The canonical form of an event: the bytes that its digest is taken of."""
    kept = {key: value for key, value in body.items() if key not in without}
    text = json.dumps(tidy(kept), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(body: Mapping[str, object]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(body)).hexdigest()


def claim(body: Mapping[str, object]) -> str:
    """SHA-256 of what an event says, whoever recorded it and whenever."""
    return hashlib.sha256(canonical(body, without=("id", "recorded"))).hexdigest()


def id_of(digest_hex: str) -> str:
    """The id that belongs to a digest: its first 80 bits in lower-case Crockford base32."""
    number = int(digest_hex[: _ID_BITS // 4], 16)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(_ID_BITS - 5, -1, -5))


def decode(data: bytes, path: str) -> tuple[str, list[Fault]]:
    """The text of a file, which must be UTF-8; a byte order mark is dropped."""
    if len(data) > yaml_text.MAX_BYTES:
        return "", [Fault(f"larger than {yaml_text.MAX_BYTES:,} bytes", path=path)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", [Fault("not UTF-8", "save the file as UTF-8", path, line)]


def read_yaml(text: str, path: str) -> tuple[list[Document], list[Fault]]:
    """The documents of a YAML text, each a map, and the faults of its form."""
    trees, faults = yaml_text.read(text)
    found: list[Document] = []
    placed = [fault._replace(path=path) for fault in faults]
    lines = text.splitlines()
    for tree in trees:
        if not isinstance(tree.value, dict):
            line, column = tree.place(())
            excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
            remedy = "write `key: value` lines"
            placed.append(Fault("an event is a map", remedy, path, line, column, excerpt))
            continue
        body = tidy(tree.value)
        assert isinstance(body, dict)  # noqa: S101 (tidy keeps maps maps)
        found.append(Document(body, path, tree, lines, tree.place(())[0]))
    return found, placed


def read_json(text: str, path: str) -> tuple[list[Document], list[Fault]]:
    """The documents of a JSON text: one object, a list of them, or one a line.

    Numbers keep their literal text; `true` and `false` become the texts of these words.
    """
    chunks = [(1, text)]
    if text.lstrip().startswith("{") and len(text.strip().splitlines()) > 1:
        lines = text.splitlines()
        if all(line.strip().startswith("{") for line in lines if line.strip()):
            chunks = [(n, line) for n, line in enumerate(lines, 1) if line.strip()]
    found: list[Document] = []
    faults: list[Fault] = []
    for start, chunk in chunks:
        value, fault = _json_value(chunk, path, start)
        if fault:
            faults.append(fault)
            continue
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                faults.append(Fault("an event is an object", "", path, start))
                continue
            body = tidy(item)
            assert isinstance(body, dict)  # noqa: S101 (tidy keeps maps maps)
            found.append(Document(body, path, None, (), start))
    return found, faults


def _json_value(chunk: str, path: str, start: int) -> tuple[object, Fault | None]:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ValueError(f"`{key}` stands twice in one object")
            found[key] = value
        return found

    def refuse(word: str) -> object:
        raise ValueError(f"{word} is not JSON")

    try:
        value = json.loads(
            chunk, object_pairs_hook=unique, parse_int=str, parse_float=str, parse_constant=refuse
        )
    except json.JSONDecodeError as error:
        lines = chunk.splitlines()
        excerpt = lines[error.lineno - 1][:200] if error.lineno <= len(lines) else ""
        problem = f"not readable as JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        line, column = start + error.lineno - 1, error.colno
        return None, Fault(problem, "", path, line, column if column <= 200 else 0, excerpt)
    except ValueError as error:
        return None, Fault(f"not readable as JSON: {error}", "", path, start)
    except RecursionError:
        return None, Fault("not readable as JSON: nested too deep", "", path, start)
    return value, None


def read_input(data: bytes, path: str) -> tuple[list[Document], list[Fault]]:
    """The documents of a file that somebody offers: YAML documents, or JSON by its first sign."""
    text, faults = decode(data, path)
    if faults:
        return [], faults
    if text.lstrip()[:1] in ("{", "["):
        return read_json(text, path)
    return read_yaml(text, path)


def complete(said: Mapping[str, object], recorded: Mapping[str, object]) -> dict[str, object]:
    """A whole event from what somebody says: version, id and recording added, keys in order."""
    body = {"schema": SCHEMA_VERSION, **said, "recorded": recorded}
    body["id"] = id_of(digest(body))
    tidied = tidy(body)
    assert isinstance(tidied, dict)  # noqa: S101 (tidy keeps maps maps)
    order = list(fields_of(TYPES[str(tidied["event"])]))
    return {key: tidied[key] for key in order if key in tidied}


def event_of(document: Document) -> tuple[Event | None, list[Fault]]:
    """The typed event of a document, or all that is wrong with it, in the order of the text."""
    body = document.body
    schema = body.get("schema")
    if schema is not None and schema != SCHEMA_VERSION:
        wrong = Wrong(
            ("schema",),
            f"schema {schema} is not known to this version of timeline, which reads {SCHEMA_VERSION}",
            "upgrade timeline",
        )
        return None, [document.fault(wrong)]
    kind = body.get("event")
    cls = TYPES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        return None, [document.fault(_unknown_event(kind))]
    event, wrongs = build(cls, body)
    faults = [document.fault(wrong) for wrong in wrongs]
    faults.sort(key=lambda fault: (fault.line, fault.column))
    return event, faults


def _unknown_event(kind: object) -> Wrong:
    known = ", ".join(TYPES)
    if kind is None:
        return Wrong((), "an event needs `event`", f"one of {known}")
    close = nearest(kind, list(TYPES)) if isinstance(kind, str) else []
    remedy = f"did you mean `{close[0]}`?" if close else f"one of {known}"
    return Wrong(("event",), f"`event` cannot be `{kind}`", remedy)


def fault_of_id(document: Document) -> Fault | None:
    """The fault of a stored event whose content does not match its id, if it has one."""
    stated = document.body.get("id")
    computed = id_of(digest(document.body))
    if stated == computed:
        return None
    wrong = Wrong(
        ("id",),
        f"the content does not match the id (it would be {computed}): edited after recording",
        "restore the file (git checkout), then correct it with `timeline amend`",
    )
    return document.fault(wrong)


def refuse_own_keys(document: Document) -> list[Fault]:
    """The faults of an offered event that brings keys which only the log gives."""
    return [
        document.fault(Wrong((key,), f"`{key}` is given by the log", "leave it out", on_key=True))
        for key in _OWN
        if key in document.body
    ]
