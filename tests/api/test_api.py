"""`from timeline import Log`: the same answers as the commands, as Python values."""

import datetime as dt
import os
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import timeline
from timeline import Log
from timeline.base.errors import PartialAnswerWarning, TimelineError, UsageError
from timeline.drafting.source.source_draft import SourceDetails as Origin
from timeline.exchange.reading import ReadOptions
from timeline.exchange.tables.plan import MappingOptions
from timeline.projection import stamp
from timeline.recording.imports.take_in import Row, Wanted

from support.running import here

VISIT = {"date": "2017", "kind": "visit", "title": "A visit"}


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log.create(tmp_path / "events", by="Aida")


def test_the_package_gives_the_log_and_its_error() -> None:
    assert timeline.__all__ == ["Log", "TimelineError", "__version__"]
    assert timeline.TimelineError is TimelineError
    with pytest.raises(AttributeError, match="no attribute 'Ledger'"):
        _ = timeline.Ledger


def test_answers_are_those_of_the_commands(example: Path) -> None:
    log = Log(example / "events")
    for rows, words in (
        (log.chronology(), ["list"]),
        (log.chronology(during=2017, actor=["MoI", "UNODC"]), []),
        (log.chronology(from_="2017-07", to="2017-08", certain=True), []),
        (log.actors(), ["actors"]),
        (log.actors("MoI", as_of="2018"), ["actors", "MoI", "--as-of", "2018"]),
        (log.programs(), ["programs"]),
        (
            log.programs("STRIVE Asia", as_of=dt.date(2021, 10, 1)),
            ["programs", "strive-asia-kg", "--as-of", "2021-10-01"],
        ),
        (log.offices("2018-02-16"), ["actors", "--on", "2018-02-16"]),
        (
            log.offices(dt.date(2020, 1, 1), "prison-service-kg", role="speaker"),
            ["actors", "prison-service-kg", "--on", "2020-01-01", "--role", "speaker"],
        ),
        (log.sources(), ["sources"]),
        (log.sources("undp-2021-10-15"), ["sources", "undp-2021-10-15"]),
        (log.show("MoI", as_of=2018)["terms"], []),
        (log.coverage("undp-2021-10-15"), ["sources", "undp-2021-10-15", "--coverage"]),
        (
            log.why("inspectors trained", during=2016),
            ["show", "inspectors trained", "--why", "--during", "2016"],
        ),
        (
            log.sql("SELECT id FROM chronology", as_recorded=2030),
            ["sql", "SELECT id FROM chronology", "--as-recorded", "2030"],
        ),
        (log.diff(2016, "2018", kind="training"), ["diff", "2016", "2018", "--kind", "training"]),
    ):
        if words:
            assert rows == here(*words, "-f", "json", cwd=example).json
    both = ["list", "--during", "2017", "--actor", "moi-kg", "--actor", "unodc", "-f", "json"]
    assert log.chronology(during=2017, actor=("MoI", "UNODC")) == here(*both, cwd=example).json
    assert log.show("inspectors trained")["event"] == "happening"
    assert log.check() == []
    assert {fault.problem for fault in log.warnings()} == {
        row["problem"] for row in here("check", "--strict", "-f", "json", cwd=example).json
    }
    status = here("status", "-f", "json", cwd=example).json
    assert log.status() == status
    (total,) = log.totals("police officers trained", from_=2017)
    assert (total["measure"], total["unit"]) == ("police officers trained", "person")


def test_what_a_name_leads_to_is_shown_as_the_command_shows_it(example: Path) -> None:
    log = Log(example / "events")
    for name in ("MoI", "STRIVE Asia", "Bishkek", "undp-2021-10-15", "inspectors trained"):
        shown = here("show", name, "-f", "json", cwd=example).json
        for part in (shown, shown.get("declaration", {})):
            part.pop("path", None)
        ours: Any = log.show(name)
        for part in (ours, ours.get("declaration", {})):
            part.pop("path", None)
        assert ours == shown


def test_none_is_as_if_nothing_was_given(example: Path) -> None:
    log = Log(example / "events")
    assert log.chronology(during=None, kind=None, certain=None) == log.chronology()


def test_what_python_has_for_dates_and_numbers_is_understood(log: Log) -> None:
    (outcome,) = log.append(
        {
            "date": dt.date(2017, 7, 1),
            "kind": "visit",
            "title": "A visit",
            "part_of": None,
            "figures": [
                {"measure": "share", "value": Decimal("0.50")},
                {"measure": "n", "value": 3},
            ],
            "tags": ("a", "b"),
        },
        new=True,
    )
    body: Any = log.show(outcome.id)["body"]
    assert body["date"] == "2017-07-01"
    assert [figure["value"] for figure in body["figures"]] == ["0.50", "3"]
    assert body["tags"] == ["a", "b"]
    log.append({"event": "program", "program": "p", "name": "P", "sequential": True})
    assert log.programs("p", as_of=2017)[0]["name"] == "P"


def test_events_are_recorded_all_or_none(log: Log) -> None:
    with pytest.raises(TimelineError, match="no kind `vissit`"):
        log.append(VISIT, {**VISIT, "kind": "vissit"})
    assert log.chronology() == []
    first, second = log.append(VISIT, {**VISIT, "title": "Another"}, dry_run=True)
    assert first.new
    assert second.new
    assert log.chronology() == []
    assert log.append() == ()
    (outcome,) = log.append(VISIT)
    (again,) = log.append(VISIT)
    assert (again.id, again.new) == (outcome.id, False)


def test_amending_and_retracting_are_those_of_the_commands(log: Log) -> None:
    first, second = log.append(VISIT, {**VISIT, "title": "Another"})
    log.amend("A visit", "looked again", {"title": "The visit", "note": "x"})
    assert log.amend("The visit", "once more", unset="note").new
    assert not log.amend("The visit", "once more", unset=["note"]).new
    assert {row["title"]: row["amended"] for row in log.chronology()} == {
        "The visit": 2,
        "Another": 0,
    }
    retraction = log.retract(first.id, "twice", instead="Another")
    assert retraction.body["instead"] == second.id
    assert [row["title"] for row in log.chronology()] == ["Another"]
    log.retract(retraction.id, "not so")
    assert len(log.chronology()) == 2


def test_a_key_that_is_known_is_amended_and_not_declared_again(log: Log) -> None:
    first = log.declare("actor", "Ministry of Interior", type="organisation", names=["MoI"])
    assert (first.new, first.body["event"]) == (True, "actor")
    assert first.body["actor"] == "ministry-of-interior"
    again = log.declare("actor", "MoI", names=[{"name": "IM", "lang": "en"}], reason="seen")
    assert (again.body["amends"], again.body["reason"]) == (first.id, "seen")
    assert log.actors("im")[0]["name"] == "Ministry of Interior"
    assert log.actors("im")[0]["names"] == ["IM", "MoI"]
    assert not log.declare("actor", "MoI", type="organisation").new
    renamed = log.declare(
        "actor", "Interior Ministry", key="ministry-of-interior", unset="type", dry_run=True
    )
    assert renamed.new
    log.declare("source", "A memo", key="memo", published=dt.date(2017, 1, 2), paragraphs=3)
    assert log.sources("memo")[0]["published"] == "2017-01-02"
    assert log.amend("memo", "counted", {"paragraphs": 4}).new
    assert log.last_recorded() is not None
    assert log.retract("memo", "never sent", dry_run=True).new
    with pytest.raises(UsageError, match="no kind of key `person`"):
        log.declare("person", "Aida")
    with pytest.raises(UsageError, match="no key can be made"):
        log.declare("actor", "!!!")


@pytest.mark.parametrize(
    ("call", "problem", "remedy"),
    [
        (lambda log: log.chronology(durng="2017"), "no filter `durng`", "known are from_, to, "),
        (
            lambda log: log.diff("2016", "2018", as_of="2017"),
            "a diff has no filter `as_of`",
            "its two dates are what it is as of",
        ),
        (
            lambda log: log.append({**VISIT, "tags": {"a"}}),
            "a value of type set cannot be recorded",
            "give texts, numbers, days, lists and maps",
        ),
        (lambda log: log.append({**VISIT, "1": "x"}), "unknown key `1`", ""),
        (lambda log: log.actors("nobody"), "no actor `nobody`", "the log knows no actors yet"),
        (lambda log: log.amend("A visit", " "), "an amendment needs a reason", "say why"),
        (lambda log: log.retract("A visit", ""), "a retraction needs a reason", "say why"),
        (lambda log: log.show("nothing"), "nothing is called `nothing`", "see them"),
        (lambda log: log.retract("A visit", "x", instead="zz"), "no event has the id `zz`", ""),
    ],
)
def test_what_cannot_be_done_says_why_and_what_can(
    call: Any, problem: str, remedy: str, log: Log
) -> None:
    log.append(VISIT)
    with pytest.raises(TimelineError) as raised:
        call(log)
    assert raised.value.faults[0].problem.startswith(problem)
    assert str(raised.value.faults[0].remedy).startswith(remedy)


def test_a_log_is_found_as_the_commands_find_it(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(VISIT)
    monkeypatch.delenv("TIMELINE_LOG", raising=False)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert len(Log().chronology()) == 1
    other = Log.create("other")
    monkeypatch.setenv("TIMELINE_LOG", "other")
    assert Log().folder == other.folder
    with pytest.raises(UsageError, match="no folder nowhere"):
        Log("nowhere")
    with pytest.raises(TimelineError, match="other is a log already"):
        Log.create("other")


def test_who_records_is_the_one_given_else_that_of_the_command_line(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(VISIT)
    monkeypatch.setenv("TIMELINE_BY", "Bek")
    Log(log.folder).append({**VISIT, "date": "2018"})
    assert [row["recorded_by"] for row in log.chronology()] == ["Aida", "Bek"]


def test_faults_of_files_are_values(log: Log) -> None:
    (log.folder / "bad.yaml").write_text("schema: 1\nevent: visit\n")
    assert [fault.path for fault in log.check()] == ["bad.yaml"]
    assert log.chronology() == []


def test_a_source_is_drafted(tmp_path: Path) -> None:
    log = Log.create(tmp_path / "events", by="Aida")
    (tmp_path / "t.txt").write_text(
        "OSH, 4 May 2017 - A training for 20 officers took place today.", encoding="utf-8"
    )
    text = log.draft(tmp_path / "t.txt", Origin(publisher="OSCE"))
    assert "\npublisher: OSCE\n" in text
    assert "\ndate: 2017-05-04  #" in text
    assert list(log.events()) == []


def test_a_file_is_taken_in_and_events_are_given_out(tmp_path: Path) -> None:
    log = Log.create(tmp_path / "events", by="Aida")
    (tmp_path / "t.csv").write_text("When,What\n2017,A visit\nno date,B\n", encoding="utf-8")
    asked = ReadOptions(given=MappingOptions(constants={"kind": "visit"}))
    rows: list[Row] = []
    done = log.take_in("csv", tmp_path / "t.csv", asked, told=rows.append)
    assert (done.counts, done.written) == ({"new": 1, "refused": 1}, False)
    assert [row.what for row in rows] == ["new", "refused"]
    done = log.take_in("csv", tmp_path / "t.csv", asked, Wanted(keep_going=True))
    assert done.written
    (event,) = log.events()
    assert (event["title"], event["kind"]) == ("A visit", "visit")
    assert list(log.events(kind="works")) == []
    assert log.pack().events == 1
    assert list(log.events()) == [event]


def test_an_answer_that_may_lack_events_comes_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log.create(tmp_path / "events", by="Aida")
    log.append({"date": 2017, "kind": "visit", "title": "One"})
    assert len(log.chronology()) == 1
    (file,) = log.folder.rglob("one-*.yaml")
    os.utime(file)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing(os.open, file.name))
        with pytest.warns(PartialAnswerWarning, match="cannot be read: input/output error"):
            assert log.chronology() == []
        with pytest.raises(TimelineError, match="the log cannot be read whole"):
            log.append({"date": 2017, "kind": "visit", "title": "One"})
    assert len(log.chronology()) == 1
    file.unlink()
    with pytest.warns(PartialAnswerWarning, match=r"\(One\) was changed or removed"):
        assert log.actors() == []


def refusing(real: Callable[..., object], name: str) -> Callable[..., object]:
    """Opening a file, as it is when the disk fails for those of a name."""

    def fail(path: object, *args: object, **more: object) -> object:
        if str(path).endswith(name):
            raise OSError(5, os.strerror(5), str(path))
        return real(path, *args, **more)

    return fail


def test_a_question_that_meets_damage_is_asked_once_more(tmp_path: Path) -> None:
    log = Log.create(tmp_path / "events", by="Aida")
    log.append({"date": 2017, "kind": "visit", "title": "One"})
    assert len(log.chronology()) == 1
    path = tmp_path / ".timeline" / "events.db"
    db = sqlite3.connect(path)
    db.execute("DROP TABLE participation_rows")
    db.commit()
    db.close()
    stamp.put(path, log.folder)  # as if a disk had lost what was written
    assert [row["title"] for row in log.chronology()] == ["One"]
