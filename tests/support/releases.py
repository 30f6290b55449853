"""What tests of the example log share: the five releases, and how its happenings are found.

Releases are cited by a letter, and their paragraphs, the non-empty lines, are counted from 1:

    O  OSCE, 4 October 2011           osce-2011-10-04
    W  UNODC, 30 August 2017          unodc-2017-08-30
    P  UNODC, 16 February 2018        unodc-2018-02-16
    S  UNDP, 15 October 2021          undp-2021-10-15
    R  UNODC, undated (of 2022)       unodc-2022-07
"""

from collections.abc import Mapping, Sequence
from typing import Any

from timeline import Log

from support.running import ROOT

RELEASES = {
    "osce-2011-10-04": "003_16754fd50f49e3c1.txt",
    "unodc-2017-08-30": "000_d33e0be6c1434c98.txt",
    "unodc-2018-02-16": "004_c6c2f4b039598745.txt",
    "undp-2021-10-15": "001_91dc4f99a95f924e.txt",
    "unodc-2022-07": "002_a7264077c6d2f2b4.txt",
}
O, W, P, S, R = RELEASES  # noqa: E741 (the letters by which releases are cited here)
SHARED = ROOT.parent / "shared" / "sources"
ROUNDTABLE = "2022-07-12/2022-07-13"
PAST_YEAR = "[2017-01-01..2018-02-16]"
SINCE_AGREEMENT = "[2017-03-01..2018-02-16]"
Row = Mapping[str, Any]


def one(log: Log, words: str, **filters: Any) -> Row:
    """The happening with words in its title."""
    found = [row for row in log.chronology(**filters) if has(row, words)]
    assert len(found) == 1, [row["title"] for row in found]
    return found[0]


def has(row: Row, words: str) -> bool:
    return all(word in row["title"].casefold() for word in words.casefold().split())


def titles(rows: Sequence[Row]) -> set[str]:
    return {row["title"] for row in rows}


def who(row: Row, role: str) -> set[str]:
    return {part["actor"] for part in row["actors"] if part["role"] == role}


def cited(row: Row) -> set[tuple[str, str]]:
    return {(part["source"], str(part["at"]).removeprefix("para ")) for part in row["sources"]}


def offices(log: Log, name: str) -> list[tuple[str, str | None]]:
    return [(term["office"], term["for"]) for term in log.actors(name)[0]["terms"]]


def spoke_for(log: Log, *bodies: str) -> set[str]:
    """Who took part for one of some bodies."""
    parts = [part for row in log.chronology() for part in row["actors"]]
    return {part["name"] for part in parts if part["for"] in bodies}
