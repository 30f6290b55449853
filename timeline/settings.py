"""Settings: what all who share a log have, and who records.

Shared settings stand in `timeline.yaml` in the log; a person's own in `config.yaml` in the
user's configuration folder, or in the environment.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, get_args

from timeline.characters import without_unfit
from timeline.document import read_yaml
from timeline.edtf import Hemisphere
from timeline.errors import Fault
from timeline.event import KINDS, ROLES, SCHEMA_VERSION, Is
from timeline.schema import Choice, FreeMap, Many, Scalar, Shape, Wrong, brief, faults_in, nearest
from timeline.yaml_text import write

_SHAPES: Mapping[str, Shape] = {
    "schema": Scalar(Is("line")),
    "hemisphere": Choice(get_args(Hemisphere)),
    "kinds": Many(Scalar(Is("word", "kind"))),
    "roles": Many(Scalar(Is("word", "role"))),
    "queries": FreeMap(deep=False),
}
_HEADER = """\
# This file marks its folder as a log. Everybody who shares the log shares these settings.
# hemisphere: north or south, for spring, summer, autumn and winter.
# kinds, roles: words that are known before the log uses them; those it uses are known too.
# queries: options to use again as @NAME; under it, lines such as `trainings: --kind training`.
"""


class Settings(NamedTuple):
    """The settings of a log."""

    hemisphere: Hemisphere = "north"
    kinds: tuple[str, ...] = KINDS
    roles: tuple[str, ...] = ROLES
    queries: Mapping[str, str] = {}


def starter() -> str:
    """The settings file of a new log."""
    return _HEADER + write(
        {"schema": "1", "hemisphere": "north", "kinds": list(KINDS), "roles": list(ROLES)}
    )


_ONE = "remove the line --- and what it parts"


def read(text: str, path: str) -> tuple[Settings, list[Fault]]:
    """The settings in a file, and what is wrong with it; a faulty setting has its default."""
    documents, faults = read_yaml(text, path)
    found = Settings()
    for document in documents[:1]:
        for key, value in document.body.items():
            wrongs = _wrongs(key, value)
            faults += map(document.fault, wrongs)
            if key == "queries" and isinstance(value, dict):
                faulty = {wrong.at[1:2] for wrong in wrongs}
                good = {name: text for name, text in value.items() if (name,) not in faulty}
                found = found._replace(queries=good)
            if wrongs:
                continue
            if key == "hemisphere":
                found = found._replace(hemisphere="south" if value == "south" else "north")
            elif isinstance(value, list):
                words = tuple(map(str, value))
                found = found._replace(**{key: words})  # type: ignore[arg-type]
    faults += [one.fault(Wrong((), "the settings are one document", _ONE)) for one in documents[1:]]
    return found, faults


def _wrongs(key: str, value: object) -> list[Wrong]:
    if key not in _SHAPES:
        close = nearest(key, list(_SHAPES))
        remedy = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(_SHAPES)}"
        return [Wrong((key,), f"unknown setting {brief(key)}", remedy, on_key=True)]
    if key == "schema" and value != SCHEMA_VERSION:
        problem = f"settings of schema {brief(value)}; this timeline reads {SCHEMA_VERSION}"
        return [Wrong((key,), problem, "upgrade timeline")]
    wrongs = faults_in(_SHAPES[key], value, (key,))
    if key == "queries" and isinstance(value, dict):
        wrongs += [wrong for name, query in value.items() for wrong in _wrong_query(name, query)]
    return wrongs


def _wrong_query(name: str, query: object) -> Iterator[Wrong]:
    at = ("queries", name)
    if not re.fullmatch(r"\w[\w-]*", name):
        remedy = "letters, digits and hyphens, such as training-2017"
        yield Wrong(at, f"{brief(name)} is no name for a query", remedy, on_key=True)
    if isinstance(query, str):
        try:
            shlex.split(query)
        except ValueError:
            problem = "a quote that does not end, or a \\ at the end"
            yield Wrong(at, problem, "write the options as you would type them")


def recorder(environment: Mapping[str, str]) -> str:
    """Who records: `TIMELINE_BY`, else the user's settings, else git's name, else the login."""
    given = environment.get("TIMELINE_BY", "")
    finders: tuple[Callable[[], str], ...] = (lambda: given, _own_name, _git_name, _login)
    for find in finders:
        name = " ".join(without_unfit(find()).split())
        if name:
            return name
    return "unknown"


def _own_name() -> str:
    from platformdirs import user_config_path  # noqa: PLC0415 (only writing needs it)

    file = user_config_path("timeline") / "config.yaml"
    try:
        documents, _ = read_yaml(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError):
        return ""
    by = documents[0].body.get("by") if documents else None
    return by if isinstance(by, str) else ""


def _git_name() -> str:
    import subprocess  # noqa: PLC0415 (only writing needs it)

    try:
        done = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 (the git that the user has)
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout


def _login() -> str:
    import getpass  # noqa: PLC0415 (only writing needs it)

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return os.environ.get("USER", "")
