"""Every error that a user can cause in an event: an input, and the message as it is shown.

`error_samples/log-*` are files of the log, `error_samples/add-*` are offered to
`timeline add --file`. After a message was changed on purpose:
`UPDATE_GOLDENS=1 pytest tests/cli/test_errors.py`, and read the diff.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.cli.show.advice import error_text, fault_text
from timeline.event import document, yaml_text
from timeline.log import folder as log
from timeline.log import settings
from timeline.log.files import read_file
from timeline.recording import append

FOLDER = Path(__file__).parent / "error_samples"
INPUTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".txt")
IN_LOG: tuple[Mapping[str, object], ...] = (
    {"event": "actor", "actor": "unodc", "name": "UNODC", "names": ["UN Office"]},
    {"event": "actor", "actor": "osce", "name": "OSCE"},
    {"event": "actor", "actor": "moi", "name": "Ministry of Interior", "names": ["The Centre"]},
    {"event": "actor", "actor": "osce-centre", "name": "OSCE Centre", "names": ["The Centre"]},
    {"event": "place", "place": "bishkek", "name": "Bishkek"},
    {"event": "program", "program": "strive", "name": "STRIVE Asia"},
    {"event": "source", "source": "osce-2011", "title": "OSCE trains police"},
    {
        "event": "happening",
        "date": "2012",
        "kind": "visit",
        "title": "Visit that did not take place",
    },
    {"event": "happening", "date": "2013", "kind": "meeting", "title": "Roundtable on prevention"},
    {"event": "happening", "date": "2014", "kind": "meeting", "title": "Roundtable on prevention"},
    {"event": "actor", "actor": "ghost", "name": "Ghost"},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small log whose ids are the same each time."""
    folder = tmp_path_factory.mktemp("log") / "events"
    log.create(folder, settings.starter())
    bodies = [document.complete(said, _recorded(i)) for i, said in enumerate(IN_LOG)]
    for i in (7, 10):
        retracts = bodies[i]["id"]
        said = {"event": "retraction", "retracts": retracts, "after": [retracts], "reason": "no"}
        bodies.append(document.complete(said, _recorded(len(bodies))))
    files = {f"{body['id']}.yaml": yaml_text.write(body).encode() for body in bodies}
    with log.locked(folder):
        log.write(folder, files)
    return folder


def _recorded(second: int) -> dict[str, object]:
    return {"at": f"2026-11-22T09:30:{second:02}.000000Z", "by": "Aida"}


def _message(folder: Path, path: Path) -> str:
    data = path.read_bytes()
    if path.name.startswith("log-"):
        held, faults = read_file(data, path.name)
        assert held is None
        return "\n".join(map(fault_text, faults))
    offered, faults = document.read_input(data, path.name)
    if faults:
        return "\n".join(map(fault_text, faults))
    before = log.scan(folder)
    with pytest.raises(TimelineError) as raised:
        append.append(folder, offered, "Aida")
    assert log.scan(folder) == before
    return error_text(raised.value)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_message_is_the_one_on_file(folder: Path, path: Path) -> None:
    expected = path.with_suffix(".txt")
    shown = _message(folder, path) + "\n"
    if os.environ.get("UPDATE_GOLDENS"):
        expected.write_text(shown, encoding="utf-8", newline="")
    assert shown == expected.read_bytes().decode()


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_message_names_the_file_and_what_to_do(folder: Path, path: Path) -> None:
    first, *rest = _message(folder, path).splitlines()
    assert first.startswith(path.name)
    assert any(line.startswith("  ") and not line.startswith("    ") for line in rest)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_no_message_steers_a_terminal(folder: Path, path: Path) -> None:
    assert _message(folder, path).replace("\n", "").isprintable()


def test_every_message_has_its_input() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in INPUTS}
    assert len(INPUTS) > 100
