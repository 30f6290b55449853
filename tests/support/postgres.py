"""A PostgreSQL server for tests, in a temporary folder, and databases in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

USER, PASSWORD = "tester", "s3cret-w0rd"


class Server(NamedTuple):
    """A server that runs: the folder of its socket, and its port."""

    folder: Path
    port: int

    def address(self, database: str, password: str = PASSWORD) -> str:
        """The address of a database."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"


def programs() -> Path | None:
    """The folder of the programs of the newest PostgreSQL that is installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    if newest is None and (name := shutil.which("postgres")):
        newest = Path(name)
    return newest and newest.parent


@contextmanager
def running_server() -> Iterator[Server]:
    """A new server, stopped and removed at the end; skips the test where none is installed."""
    bin_ = programs()
    if bin_ is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("needs PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="timeline-pg-"))
    try:
        (folder / "password").write_text(PASSWORD)
        (folder / "password").chmod(0o644)
        as_user: list[str] = []
        if os.geteuid() == 0:  # as which the server refuses to run
            shutil.chown(folder, "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]
        port = _free_port()
        data = folder / "data"
        _run(
            *(*as_user, bin_ / "initdb", "-D", data, "-A", "scram-sha-256", "-U", USER),
            *(f"--pwfile={folder}/password", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        options += " -c shared_buffers=16MB -c lc_messages=C"
        control = [*as_user, bin_ / "pg_ctl", "-D", data, "-w"]
        _run(*control, "-l", folder / "server.log", "-o", options, "start")
        try:
            yield Server(folder, port)
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _run(*words: object) -> None:
    ran = subprocess.run(  # noqa: S603 (our own words)
        [str(word) for word in words],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
