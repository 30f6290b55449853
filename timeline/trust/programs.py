"""Programs of others that check signatures and time stamps, where they are installed."""

from typing import NamedTuple

from timeline.base.errors import TimelineError


class Done(NamedTuple):
    """What came of a program: whether it said yes, what it printed, and its last complaint."""

    ok: bool
    out: bytes
    complaint: str


def is_installed(program: str) -> bool:
    """Whether a program is to be had."""
    import shutil  # noqa: PLC0415 (few logs have signatures)

    return shutil.which(program) is not None


def need(program: str, what_for: str) -> None:
    """Refuse to go on without a program.

    Raises:
        TimelineError: it is not installed.
    """
    if not is_installed(program):
        raise TimelineError(f"{program} is not installed", f"it is needed to {what_for}")


def run(words: list[str], data: bytes = b"") -> Done:
    """Run a program; what it asks, it asks on the terminal.

    Args:
        words: its name and its arguments.
        data: its standard input.

    Raises:
        TimelineError: it cannot be run.
    """
    import subprocess  # noqa: PLC0415 (few logs have signatures)

    try:
        done = subprocess.run(words, input=data, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise TimelineError(f"{words[0]} cannot be run: {error.strerror}") from error
    told = [line.strip() for line in done.stderr.decode(errors="replace").splitlines()]
    last = next(filter(None, reversed(told)), "")
    return Done(done.returncode == 0, done.stdout, last.rpartition(_ASKED)[2])


_ASKED = "passphrase: "
"""What stands before a complaint where the program could not ask on a terminal."""
