"""Exports of arbitrary logs, of parts of a log, and of a log as it was: every format copes."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event.fold import Stored
from timeline.exchange.entry import WholeEvent
from timeline.exchange.losses import Losses
from timeline.exchange.reading import find_reader
from timeline.exchange.writing import BINARY, WRITERS, write
from timeline.views.exporting import material

from support.helpers import ask, of_events
from support.logs import logs
from support.properties import examples
from support.running import here

COME_BACK = ["ical", "timelinejs", "markwhen"]


def exported(events: Sequence[Stored], format_: str) -> bytes:
    db = of_events(events)
    query = ask(db)
    parts = write(format_, material(db, query, whole=True), Losses())
    data = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    db.close()
    return data


@given(logs(), st.sampled_from(list(WRITERS)))
@examples(200)
def test_any_log_is_written_the_same_way_in_whatever_order_it_came(
    events: list[Stored], format_: str
) -> None:
    assert exported(events, format_) == exported(events[::-1], format_)


@given(logs(), st.sampled_from(COME_BACK))
@examples(200)
def test_any_log_comes_back_whole(events: list[Stored], format_: str) -> None:
    data = io.BytesIO(exported(events, format_))
    found = list(find_reader(format_).read(Path("x"), data))
    assert all(isinstance(one, WholeEvent) for one in found), found
    assert {one.event.id for one in found} == {stored.event.id for stored in events}


@pytest.mark.parametrize("format_", COME_BACK)
def test_a_part_of_a_log_comes_back_with_what_it_needs(
    format_: str, copy: Path, tmp_path: Path
) -> None:
    words = ("--actor", "UNODC", "--during", "2017")
    here("export", format_, *words, "-o", "x", cwd=copy)
    other = tmp_path / "other"
    other.mkdir()
    here("init", cwd=other)
    assert here("import", format_, str(copy / "x"), cwd=other).code == 0
    assert here("export", "jsonl", cwd=other).out == here("export", "jsonl", *words, cwd=copy).out
    assert here("check", cwd=other).code == 0


@pytest.mark.parametrize("format_", [one for one in WRITERS if one not in BINARY])
def test_a_log_is_written_as_it_was(format_: str, copy: Path) -> None:
    clock = ("--as-recorded", "2026-11-28T21:28Z")
    then = here("export", format_, *clock, cwd=copy)
    assert then.code == 0, then.err
    here("amend", "6n8fgtgebwspkd4r", "--title", "Another", "-r", "a slip", cwd=copy)
    assert here("export", format_, *clock, cwd=copy).out == then.out


@pytest.mark.parametrize("format_", ["geojson", "iati", "xlsx"])
def test_an_empty_log_is_written(format_: str, fresh: Path) -> None:
    ran = here("export", format_, "-o", "x.file", cwd=fresh)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("written to x.file\n0 happenings as ")


def test_the_losses_do_not_go_where_the_export_does(example: Path) -> None:
    ran = here("export", "ical", "-o", "./x", "--loss", "x", cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --loss and --output name one file\n  name another for one of them\n"
    assert not (example / "x").exists()
