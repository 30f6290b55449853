"""The program on a real terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

from support.running import MAIN, Ran, environment


def on_pty(*words: str, cwd: Path, height: int = 10, env: dict[str, str] | None = None) -> Ran:
    """Run the program on a real terminal of so many lines, with its stderr apart from it."""
    own, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", height, 100, 0, 0))
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=cwd,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=subprocess.PIPE,
    ) as started:
        os.close(other)
        shown = bytearray()
        try:
            while chunk := os.read(own, 65536):
                shown += chunk
        except OSError:  # how a terminal says that nobody writes to it any more
            os.close(own)
        assert started.stderr is not None
        err = started.stderr.read().decode()
    return Ran(started.returncode, shown.decode().replace("\r\n", "\n"), err)
