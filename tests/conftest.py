"""Logs that the tests of the command line ask, and how properties are searched."""

import compileall
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from timeline import Log
from timeline.projection import stamp

from support.browsers import WIDE, Look, Window, running_browser
from support.editors import Editor
from support.helpers import Ledger
from support.postgres import Server, running_server
from support.properties import load_profile
from support.running import ROOT, here

load_profile()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No workers when a file or a test is named: they take seconds to start; else one per core."""
    named = (Path(arg.partition("::")[0]) for arg in config.args)
    return None if all(path.is_dir() for path in named) else 0


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once, also where Python is told to leave no bytecode: many tests run it.

    A call of the system is counted alike, too, in the first process of a test and in the next.
    """
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(ROOT / "timeline", quiet=2)


@pytest.fixture(scope="session", autouse=True)
def _no_syncing() -> Iterator[None]:
    """Let nothing wait for the disk in this process: a sync takes milliseconds, tests do many.

    What is on disk when a process dies is tested with processes of their own.
    """
    with mock.patch.object(os, "fsync"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let programs find, and shells write, their settings in a folder of the tests."""
    home = str(tmp_path_factory.mktemp("config"))
    with mock.patch.dict(os.environ, {"XDG_CONFIG_HOME": home}):
        yield


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the example log in it, to be read only."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "events", folder / "events")
    assert here("rebuild", "-q", cwd=folder).code == 0
    return folder


@pytest.fixture(scope="session")
def log(example: Path) -> Log:
    """The example log, to be read only."""
    return Log(example / "events")


@pytest.fixture
def db(log: Log) -> Iterator[sqlite3.Connection]:
    """The projection of the example log, as any SQLite tool opens it."""
    log.chronology()
    found = sqlite3.connect(f"file:{log.folder.parent}/.timeline/events.db?mode=ro", uri=True)
    yield found
    found.close()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a copy of the example log in it, without a projection, as Git clones it."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    return tmp_path


@pytest.fixture
def copy(example: Path, clone: Path) -> Path:
    """A folder with a copy of the example log in it, and its projection, to do with as one likes.

    The next command reads all files again, and finds that they say what the projection holds.
    """
    shutil.copytree(example / ".timeline", clone / ".timeline")
    database = clone / ".timeline" / "events.db"
    with stamp.writing(database):
        stamp.put(database, clone / "events")
    return clone


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with a new, empty log in it."""
    assert here("init", cwd=tmp_path).code == 0
    return tmp_path


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where the system has one, so that no test of faults waits for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A new, empty log on disk, with what tests do to it."""
    return Ledger(tmp_path / "events")


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """An editor that does what a test tells it; what it leaves behind is found in its `kept`."""
    made = Editor(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "kept"))
    return made


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with running_browser() as found:
        yield found


@pytest.fixture(scope="session")
def site(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example log."""
    folder = tmp_path_factory.mktemp("site") / "public"
    assert here("export", "site", str(folder), "-q", cwd=example).code == 0
    return folder


@pytest.fixture
def opened(browser: Any, site: Path) -> Iterator[Callable[..., Any]]:
    """Opens pages of the site, each in a window of its own; none may have said anything."""
    windows: list[Window] = []

    def open_(address: str = "index.html", look: Look = WIDE, **options: Any) -> Any:
        window = Window(browser, look, **options)
        windows.append(window)
        window.page.goto(f"{site.as_uri()}/{address}")
        return window.page

    yield open_
    for window in windows:
        window.close()


@pytest.fixture
def new_database(server: Server) -> Iterator[Callable[[str], str]]:
    """Makes an empty database, with more words of SQL if need be, and gives its name."""
    import psycopg

    made: list[str] = []
    with psycopg.connect(server.address("postgres"), autocommit=True) as link:

        def make(how: str = "") -> str:
            name = f"db{len(made)}"
            made.append(name)
            link.execute(f"CREATE DATABASE {name} {how}")
            return name

        yield make
        for name in made:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(new_database: Callable[[str], str]) -> str:
    return new_database("")
