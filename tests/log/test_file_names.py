"""Names of files that other systems cannot hold or cannot tell apart, as `check` tells of them."""

import os
import unicodedata
from pathlib import Path

import pytest

from timeline.base.errors import Fault
from timeline.log import folder
from timeline.log.file_names import paths_below, unfit_for_windows
from timeline.views.checks.errors import check

from support.helpers import Ledger, happening

NFC, NFD = "é", unicodedata.normalize("NFD", "é")
RENAME = "rename it; an event is known by its id, whatever its file is called"


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("A.yaml", "a.yaml", "case"),
        ("A.yaml", "a.YAML", "case"),
        ("visits/A.yaml", "visits/a.yaml", "case"),
        ("Ж.yaml", "ж.yaml", "case"),
        (f"{NFD}.yaml", f"{NFC}.yaml", "how its accents are written"),
        (f"{NFD.upper()}.yaml", f"{NFC}.yaml", "case"),
        ("notes.md", "notes.MD", "case"),
    ],
)
def test_twins_among_names_are_told(ledger: Ledger, first: str, second: str, how: str) -> None:
    ledger.put(first, happening(title="A"))
    ledger.put(second, happening(title="B"))
    (first, second) = sorted((first, second))
    fault = next(one for one in ledger.checked() if one.path == second and "only in" in one.problem)
    problem = f"differs from {first} only in {how}: other systems keep one of the two"
    assert str(fault) == f"{second}: {problem}\n  {RENAME}"


def test_twins_among_folders_are_told_and_what_lies_in_them_if_it_collides(ledger: Ledger) -> None:
    ledger.put("Visits/a.yaml", happening(title="A"))
    ledger.put("visits/b.yaml", happening(title="B"))
    assert [fault.path for fault in ledger.checked()] == ["visits"]
    ledger.put("visits/A.yaml", happening(title="C"))
    assert [fault.path for fault in ledger.checked()] == ["visits", "visits/A.yaml"]


def test_names_that_are_merely_alike_are_none(ledger: Ledger) -> None:
    for i, name in enumerate(("a", "b", "á", "a-b", "deep/a")):
        ledger.put(f"{name}.yaml", happening(title=str(i)))
    assert ledger.checked() == []


UNFIT = {
    "CON.yaml": "CON is a device there",
    "nul": "nul is a device there",
    "aux.tar.gz": "aux is a device there",
    "com1.yaml": "com1 is a device there",
    "LPT9 .yaml": "LPT9 is a device there",
    "x/prn.md": "prn is a device there",
    "a<b.yaml": "it has a <",
    'a"b.yaml': 'it has a "',
    "10:30.yaml": "it has a :",
    "what?.yaml": "it has a ?",
    "a|b.yaml": "it has a |",
    "a\\b.yaml": "it has a \\",
    "a\tb.yaml": "it has a control character",
    "a.yaml.": "it ends in a dot or a space",
    "a.yaml ": "it ends in a dot or a space",
    "folder./a.yaml": "it ends in a dot or a space",
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_windows_cannot_hold_is_told(ledger: Ledger, name: str) -> None:
    path = ledger.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("notes", encoding="utf-8")
    wanted = name.partition("/")[0] if name.startswith("folder") else name
    (fault,) = unfit_for_windows(paths_below(ledger.folder))
    assert fault == Fault(f"Windows cannot hold this name: {UNFIT[name]}", RENAME, wanted)
    opened = ledger.open()
    assert fault in check(opened, ledger.folder)
    opened.db.close()


@pytest.mark.parametrize(
    "name", ["console.yaml", "com.yaml", "com10.yaml", "a.b.yaml", "nul-1", "ж"]
)
def test_a_name_that_windows_holds_is_none(ledger: Ledger, name: str) -> None:
    (ledger.folder / name).write_text("notes", encoding="utf-8")
    assert list(unfit_for_windows(paths_below(ledger.folder))) == []


def test_a_path_that_is_long_is_told(ledger: Ledger) -> None:
    (ledger.folder / ("a" * 100)).mkdir()
    for count in (99, 100):
        (ledger.folder / ("a" * 100) / ("b" * count)).write_text("notes")
    (fault,) = unfit_for_windows(paths_below(ledger.folder))
    assert fault.path.endswith("/" + "b" * 100)
    assert fault.problem == "Windows may not hold this path: it is longer than 200 signs"


def test_what_begins_with_a_dot_is_passed_over(ledger: Ledger) -> None:
    for name in (".con", ".CON", ".git/a:b"):
        (ledger.folder / name).parent.mkdir(exist_ok=True)
        (ledger.folder / name).write_text("x")
    assert ledger.checked() == []
    assert paths_below(ledger.folder) == [folder.SETTINGS]


def test_a_name_that_is_no_utf8_hides_nothing(ledger: Ledger) -> None:
    for name in (b"caf\xe9.md", b"CAF\xe9.md"):
        Path(os.fsdecode(os.fsencode(ledger.folder) + b"/" + name)).write_text("x")
    (fault,) = ledger.checked()
    assert fault.where == "caf\\xe9.md"
    assert fault.problem.startswith("differs from CAF\\xe9.md only in case")
