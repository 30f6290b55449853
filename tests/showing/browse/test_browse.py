"""`timeline browse`: pages of Datasette on this machine, and what it says when it cannot."""

import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline.base.errors import UsageError
from timeline.showing.browse import serve
from timeline.showing.browse.tables import TABLES

from support.running import environment, here

MAIN = "import sys; from timeline.cli import main; main()"


class Browsing:
    """A server of the example log."""

    def __init__(self, log: Path, *words: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-c", MAIN, "browse", "--port", "0", *words],
            cwd=log,
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        line = next(line for line in self.process.stderr if line.startswith("browse at "))
        self.address = line.split()[2]

    def read(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=60) as answer:  # noqa: S310
            text: str = answer.read().decode()
            return text

    def rows(self, path: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.read(path))["rows"]
        return found

    def stop(self) -> int:
        assert self.process.stderr
        self.process.send_signal(signal.SIGINT)
        with self.process.stderr:
            return self.process.wait(60)


@pytest.fixture(scope="module")
def browsing(example: Path) -> Iterator[Browsing]:
    found = Browsing(example)
    yield found
    found.stop()


def test_the_tables_are_listed_with_what_they_hold(browsing: Browsing) -> None:
    page = browsing.read("")
    for table in TABLES:
        assert f"/timeline/{table.name}" in page


def test_happenings_are_searched(browsing: Browsing) -> None:
    rows = browsing.rows("/happenings.json?_search=library&_shape=objects")
    assert [row["title"] for row in rows] == ["Library and work space created at prison No. 47"]


def test_a_row_of_a_happening_is_a_page_that_leads_to_who_took_part(browsing: Browsing) -> None:
    (row,) = browsing.rows("/happenings.json?_search=library&_shape=objects")
    page = browsing.read(f"/happenings/{row['id']}")
    assert "participations" in page
    rows = browsing.read(f"/participations?happening={row['id']}")
    assert "Government of Japan" in rows


@pytest.mark.parametrize("query", ["planned", "totals", "without_source"])
def test_saved_queries_are_answered(browsing: Browsing, query: str) -> None:
    assert isinstance(browsing.rows(f"/{query}.json"), list)


def test_saved_queries_take_what_they_ask_for(browsing: Browsing) -> None:
    assert browsing.rows("/what_happened_in.json?year=2011")
    assert browsing.rows("/who_worked_with.json?actor=unodc")


def test_the_chart_is_a_page_in_the_menu(browsing: Browsing) -> None:
    assert '<a href="/-/chart.svg">Chart</a>' in browsing.read("")
    with urllib.request.urlopen(browsing.address.replace("/timeline", "/-/chart.svg")) as answer:  # noqa: S310
        assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
        assert answer.read().startswith(b"<svg")


def test_nothing_can_be_written(browsing: Browsing) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        browsing.read(".json?sql=delete+from+actors")


def test_ctrl_c_ends_it(example: Path) -> None:
    assert Browsing(example, "--during", "2011").stop() == 0


def test_a_port_that_is_taken_is_named(example: Path) -> None:
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = here("browse", "--port", str(port), cwd=example)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: cannot listen on port {port}: address already in use\n"
        "  another one: --port 8002; or --port 0 for any\n"
    )


def test_a_port_that_cannot_be_is_named() -> None:
    with pytest.raises(UsageError, match="cannot listen on port 99999: there is none"):
        serve.listen(99_999)


def test_without_datasette_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    with pytest.raises(UsageError) as raised:
        serve.import_libraries()
    assert str(raised.value) == (
        "to browse needs datasette\n  pip install 'timeline-ledger[browse]'"
    )
