"""Events in files that are not read, as `check` tells of them."""

import pytest

from timeline.log import files

from support.helpers import Ledger, complete, happening

NAMES = (
    "x.yaml~",
    "x.yaml.txt",
    "x.yaml.orig",
    "x.yaml.bak",
    "x.yaml (1)",
    "#x.yaml#",
    "x",
    "x.json",
    "happenings/2017/x.yaml_",
)


@pytest.mark.parametrize("name", NAMES)
def test_an_event_that_is_not_read_and_is_nowhere_else_is_told(ledger: Ledger, name: str) -> None:
    id_ = ledger.put(name, happening(title="A visit"))
    (fault,) = ledger.checked()
    assert str(fault) == (
        f"{name}: not read, and holds the event {id_}, which the log lacks\n"
        "  give it a name that ends in .yaml, or move it out of the log"
    )
    (ledger.folder / name).rename(ledger.folder / "x.yaml")
    assert ledger.checked() == []


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_an_event_that_is_read_is_none(ledger: Ledger, name: str) -> None:
    ledger.put("y.yaml", happening(title="A visit"))
    ledger.put(name, happening(title="A visit"))
    assert ledger.checked() == []


def test_an_event_in_a_pack_that_is_not_read_is_told_though_others_are(ledger: Ledger) -> None:
    ledger.put("x.yaml", happening(title="A"))
    bodies = [complete(happening(title=title)) for title in "AB"]
    pack = b"".join(map(files.pack_line, bodies))
    (ledger.folder / "packs").mkdir()
    (ledger.folder / "packs" / "x.yaml.old").write_bytes(pack)
    (fault,) = ledger.checked()
    assert str(bodies[1]["id"]) in fault.problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notes on the event: happening",
        "id: 0123456789abcdef\n",
        "event: happening\nid: short\n",
        "event: lunch\nid: 0123456789abcdef\n",
        "event: happening\nrefs:\n  - scheme: x\n    id: 0123456789abcdef\n",
    ],
)
def test_notes_are_none(ledger: Ledger, text: str) -> None:
    (ledger.folder / "notes.md").write_text(text)
    (ledger.folder / "link.md").symlink_to("/etc/passwd")
    assert ledger.checked() == []


def test_what_begins_with_a_dot_is_passed_over(ledger: Ledger) -> None:
    ledger.put(".x.yaml.swp", happening(title="A visit"))
    assert ledger.checked() == []
