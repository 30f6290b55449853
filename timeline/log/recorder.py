"""Who records: the name that every event says it was recorded by."""

import os
from collections.abc import Callable, Mapping

from timeline.base.text import without_unfit
from timeline.log.personal_settings import load


def recorder_name(environment: Mapping[str, str]) -> str:
    """Who records: `TIMELINE_BY`, else the user's settings, else git's name, else the login."""
    return recorder_and_source(environment)[0]


def recorder_and_source(environment: Mapping[str, str]) -> tuple[str, str]:
    """Who records, and where that is known from: environment, own, git, login or built in."""
    finders: Mapping[str, Callable[[], str]] = {
        "environment": lambda: environment.get("TIMELINE_BY", ""),
        "own": lambda: load(environment)[0].by,
        "git": _git_name,
        "login": _login,
    }
    for source, find in finders.items():
        name = " ".join(without_unfit(find()).split())
        if name:
            return name, source
    return "unknown", "built in"


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
