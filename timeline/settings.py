"""Settings: what all who share a log have, and who records.

Shared settings stand in `timeline.yaml` in the log; a person's own in `config.yaml` in the
user's configuration folder, or in the environment.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

from timeline.document import read_yaml
from timeline.edtf import Hemisphere
from timeline.errors import Fault
from timeline.event import KINDS, ROLES
from timeline.schema import Wrong, nearest
from timeline.yaml_text import write

_SHARED = ("schema", "hemisphere", "kinds", "roles")
_HEADER = """\
# This file marks its folder as a log. Everybody who shares the log shares these settings.
# hemisphere: north or south, for spring, summer, autumn and winter.
# kinds, roles: words that are known before the log uses them; those it uses are known too.
"""


class Settings(NamedTuple):
    """The settings of a log."""

    hemisphere: Hemisphere = "north"
    kinds: tuple[str, ...] = KINDS
    roles: tuple[str, ...] = ROLES


def starter() -> str:
    """The settings file of a new log."""
    return _HEADER + write(
        {"schema": "1", "hemisphere": "north", "kinds": list(KINDS), "roles": list(ROLES)}
    )


def read(text: str, path: str) -> tuple[Settings, list[Fault]]:
    """The settings in a file, and what is wrong with it; a faulty setting has its default."""
    documents, faults = read_yaml(text, path)
    if not documents:
        return Settings(), faults
    body = documents[0].body
    found = Settings()
    for key, value in body.items():
        problem, remedy = _fault(key, value)
        if problem:
            faults.append(documents[0].fault(Wrong((key,), problem, remedy)))
        elif key == "hemisphere":
            found = found._replace(hemisphere="south" if value == "south" else "north")
        elif isinstance(value, list):
            words = tuple(str(word) for word in value)
            found = found._replace(kinds=words) if key == "kinds" else found._replace(roles=words)
    return found, faults


def _fault(key: str, value: object) -> tuple[str, str]:
    if key not in _SHARED:
        close = nearest(key, _SHARED)
        remedy = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(_SHARED)}"
        return f"unknown setting `{key}`", remedy
    if key == "hemisphere" and value not in get_args(Hemisphere):
        return f"`hemisphere` cannot be `{value}`", "north or south"
    if key in ("kinds", "roles") and not (
        isinstance(value, list) and all(isinstance(word, str) for word in value)
    ):
        return f"`{key}` must be a list of words", f"such as {key}: [training, workshop]"
    return "", ""


def recorder(environment: Mapping[str, str]) -> str:
    """Who records: `TIMELINE_BY`, else the user's settings, else git's name, else the login."""
    given = environment.get("TIMELINE_BY", "")
    finders: tuple[Callable[[], str], ...] = (lambda: given, _own_name, _git_name, _login)
    for find in finders:
        name = find()
        name = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", name).split())
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
    import subprocess  # noqa: PLC0415, S404 (only writing needs it)

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


def file_of(folder: Path) -> Path:
    """The settings file of a log."""
    return folder / "timeline.yaml"
