"""A log is asked as its seals fixed it, after merges of copies and imports of older recordings."""

import itertools
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from timeline import Log
from timeline.base.errors import PartialAnswerWarning, TimelineError

from support.properties import sample
from support.running import Ran, here

Rows = list[dict[str, Any]]


def run(where: Path, *words: str, stdin: str = "") -> Ran:
    done = here(*words, cwd=where, stdin=stdin.encode())
    assert done.code == 0, done.err
    return done


def asked(where: Path, *words: str) -> Any:
    return json.loads(run(where, *words, "-f", "json").out)


def add(where: Path, title: str, date: str = "2020") -> str:
    return run(where, "add", date, title, "-k", "meeting", "--place", "Osh", "--new").out.strip()


def bring_in(where: Path, title: str) -> None:
    """Import what another system recorded years ago."""
    (where / "old.csv").write_text(f"Date,Title,At\n2019,{title},2020-01-01T10:00:00Z\n", "utf-8")
    words = ("--map", "date=Date", "--map", "title=Title", "--set", "kind=visit")
    run(where, "import", "csv", "old.csv", *words, "--recorded-at", "At", "--new", "-q")


def seal(where: Path, name: str) -> str:
    return run(where, "seal", "--name", name).out.split()[0]


def merge(source: Path, target: Path) -> None:
    """Merge a copy of a log into another, as git would: their files together."""
    for file in source.glob("events/**/*"):
        to = target / file.relative_to(source)
        if file.is_file() and not to.exists():
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)


@pytest.fixture
def two(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two copies of a log, each with a seal of its own, merged into the first."""
    add(fresh, "Both")
    other = tmp_path_factory.mktemp("other") / "copy"
    shutil.copytree(fresh, other)
    early = add(other, "Elsewhere, and earlier")
    add(fresh, "Here")
    seal(fresh, "here")
    run(other, "amend", early, "--date", "2021", "--reason", "a slip")
    seal(other, "elsewhere")
    merge(other, fresh)
    return fresh, other


def titles(rows: Rows) -> list[str]:
    return sorted(row["title"] for row in rows)


def test_what_a_merge_brought_in_was_not_sealed(two: tuple[Path, Path]) -> None:
    here_, _ = two
    assert len(asked(here_, "list")) == 3
    assert titles(asked(here_, "list", "--as-recorded", "here")) == ["Both", "Here"]
    found = asked(here_, "list", "--as-recorded", "elsewhere")
    assert titles(found) == ["Both", "Elsewhere, and earlier"]


def test_each_command_answers_as_of_a_seal(two: tuple[Path, Path]) -> None:
    merged, other = two
    clock = ("--as-recorded", "elsewhere")
    for words in (
        *(["list"], ["stats"], ["places"], ["places", "Osh"], ["show", "osh"], ["actors"]),
        *(["programs"], ["sources"], ["figures"], ["corrections"], ["stats", "--by", "kind"]),
        *(["list", "earlier"], ["list", "--during", "2021"], ["show", "Elsewhere, and earlier"]),
        *(["list", "--group-by", "place"], ["diff", "2019", "2022"]),
        *(["diff", "--periods", "2020", "2021"],),
    ):
        assert asked(merged, *words, *clock) == asked(other, *words), words
        told = run(merged, *words, *clock)
        assert told.out == run(other, *words).out, words
        assert told.err == run(other, *words).err
    for words in (["export", "jsonl"], ["export", "csv"], ["export", "ical"], ["chart"]):
        text = run(merged, *words, *clock).out
        assert text.replace(", as recorded at elsewhere", "") == run(other, *words).out
    query = ["sql", "SELECT count(*) FROM documents"]
    assert run(merged, *query, *clock).out == run(other, *query).out


def test_a_saved_query_may_name_a_seal(two: tuple[Path, Path]) -> None:
    merged, _ = two
    settings = merged / "events" / "timeline.yaml"
    text = settings.read_text("utf-8") + "queries:\n  report: --as-recorded here\n"
    settings.write_text(text, "utf-8")
    done = run(merged, "list", "@report", "-f", "json")
    assert titles(json.loads(done.out)) == ["Both", "Here"]
    told = "settings differ from those sealed as here; answers may differ\n"
    assert done.err == f"{told}2 happenings\n"
    assert run(merged, "list", "@report", "-q", "-f", "json").err == ""


def test_a_saved_query_whose_seal_is_unknown_is_at_fault(two: tuple[Path, Path]) -> None:
    merged, _ = two
    settings = merged / "events" / "timeline.yaml"
    text = settings.read_text("utf-8") + "queries:\n  report: --as-recorded nowhere\n"
    settings.write_text(text, "utf-8")
    done = here("list", "@report", cwd=merged)
    assert done.code == 2
    problem = 'in the query `report`: "nowhere" is not a part of a date, and no seal is called'
    assert done.err.startswith(f"error: events/timeline.yaml: {problem} `nowhere`\n")


def test_states_of_two_seals_are_compared(two: tuple[Path, Path]) -> None:
    merged, _ = two
    done = run(merged, "diff", "--clock", "recorded", "here", "elsewhere")
    assert "- 2020  Here" in done.out
    assert "+ 2021  Elsewhere, and earlier" in done.out
    told = "from what was on record by here to what was by elsewhere: chronology +1 -1, places ~1"
    assert done.err == f"{told}\n"
    now = run(merged, "diff", "--clock", "recorded", "here")
    assert "+ 2021  Elsewhere, and earlier" in now.out
    same = run(merged, "diff", "--clock", "recorded", "here", "here")
    assert same.out == ""
    mixed = asked(merged, "diff", "--clock", "recorded", "here", "2100")
    assert titles(mixed["chronology"]["added"]) == ["Elsewhere, and earlier"]
    assert (mixed["before"], mixed["after"]) == ("here", "2100")
    words = ("chart", "--diff", "here", "elsewhere", "--clock", "recorded", "-o", "a.svg")
    assert run(merged, *words).err == "written to a.svg\n1 new, 1 gone\n"
    drawn = (merged / "a.svg").read_text("utf-8")
    assert "Elsewhere, and earlier" in drawn
    assert "new:" in drawn


def test_two_logs_are_compared_as_a_seal_of_both_fixed_them(two: tuple[Path, Path]) -> None:
    merged, other = two
    words = ("diff", "--against", str(other / "events"), "--as-recorded", "elsewhere")
    assert run(merged, *words, "--exit-code").out == ""


def test_why_an_event_is_not_in_the_answer_is_told_by_the_seal(two: tuple[Path, Path]) -> None:
    merged, _ = two
    words = ("show", "Elsewhere, and earlier", "--why", "--as-recorded", "here")
    told = asked(merged, *words)
    assert told["answer"] == "no"
    assert told["decided_by"] == ["--as-recorded here"]
    assert [row["because"] for row in told["reasons"]] == ["the seal here does not cover it"]
    there = asked(merged, "show", "Here", "--why", "--as-recorded", "here")
    assert (there["answer"], there["decided_by"]) == ("certain", [])
    assert there["reasons"][0]["option"] == "--as-recorded here"


def test_an_import_with_earlier_recordings_was_not_sealed(fresh: Path) -> None:
    add(fresh, "Before")
    seal(fresh, "report")
    bring_in(fresh, "Recorded elsewhere in 2020")
    assert len(asked(fresh, "list", "--as-recorded", "2020-01-02")) == 1
    assert titles(asked(fresh, "list", "--as-recorded", "report")) == ["Before"]
    (fresh / "site").mkdir()
    run(fresh, "export", "site", "site", "--as-recorded", "report", "-q")
    assert "Recorded elsewhere" not in (fresh / "site" / "index.html").read_text("utf-8")


def test_a_list_of_what_a_seal_covers_that_is_gone_is_told(fresh: Path) -> None:
    add(fresh, "Before")
    seal(fresh, "report")
    (path,) = (fresh / "events" / "seals" / "leaves").iterdir()
    path.unlink()
    done = here("list", "--as-recorded", "report", cwd=fresh)
    place = path.relative_to(fresh / "events")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"error: {place}: lost: the list of what the seal report covers\n"
        "  find out what is wrong: timeline verify\n"
    )


def test_an_event_that_is_lost_is_missing_in_the_answer(fresh: Path) -> None:
    add(fresh, "Kept")
    gone = add(fresh, "Gone")
    seal(fresh, "report")
    for path in fresh.glob(f"events/**/*{gone}.yaml"):
        path.unlink()
    run(fresh, "rebuild", "-q")
    done = run(fresh, "list", "--as-recorded", "report", "-f", "json", "-q")
    assert titles(json.loads(done.out)) == ["Kept"]
    assert done.err == (
        "warning: the log lacks 1 event that the seal report covers; the answer may lack them,"
        " too. See: timeline verify\n"
    )
    with pytest.warns(PartialAnswerWarning, match="lacks 1 of the events that the seal report"):
        Log(fresh / "events").chronology(as_recorded="report")


def test_python_asks_as_of_a_seal(two: tuple[Path, Path]) -> None:
    merged, other = two
    log, theirs = Log(merged / "events"), Log(other / "events")
    clock: Any = {"as_recorded": "elsewhere"}
    assert log.chronology(**clock) == theirs.chronology()
    assert list(log.events(**clock)) == list(theirs.events())
    assert log.show("Osh", **clock) == theirs.show("Osh")
    assert log.export("ical", **clock) == theirs.export("ical")
    assert log.chart(**clock)
    assert log.sql("SELECT id FROM chronology", **clock) == theirs.sql("SELECT id FROM chronology")
    assert log.why("Here", **clock)["answer"] == "no"
    assert log.diff("2019", "2022", **clock) == theirs.diff("2019", "2022")
    compared: Any = log.diff("here", "elsewhere", clock="recorded")
    assert titles(compared["chronology"]["added"]) == ["Elsewhere, and earlier"]
    assert titles(compared["chronology"]["removed"]) == ["Here"]
    assert log.chart(diff="here", after="elsewhere", clock="recorded")
    assert log.page(**clock)


def test_a_seal_has_a_page_and_a_log_tells_how_it_is_sealed(two: tuple[Path, Path]) -> None:
    merged, _ = two
    assert json.loads(run(merged, "status", "-f", "json").out)["sealed"]["unsealed"] == 0
    add(merged, "Later")
    seals = {link.seal.name: link.seal.id for link in Log(merged / "events").verify().seals}
    row = asked(merged, "show", seals["here"])
    assert (row["name"], row["covers"], row["new"], row["missing"]) == ("here", 3, 3, 0)
    assert row["same_settings"]
    assert row == {**Log(merged / "events").show(row["id"]), "path": row["path"]}
    page = run(merged, "show", row["id"][:8]).out
    assert page.startswith(f"here ({row['id']}, seal)\n")
    assert "  covers    3 events\n" in page
    told = run(merged, "status").out
    assert "elsewhere on" in told
    assert "1 event not sealed" in told
    assert "  sealed:   " in run(merged).out
    report = run(merged, "report").out
    assert "**Not sealed:** 1 event\n" in report
    assert "**Newest seal:** “elsewhere”" in report
    named = run(merged, "report", "--as-recorded", "here").out
    assert "- As the log was when it was sealed as “here”" in named
    assert f"- **Digest of the seal (SHA-256):** {row['digest']}\n" in named
    assert "**Sealed as:** “here”" in named


def test_a_seal_is_not_corrected(fresh: Path) -> None:
    add(fresh, "Before")
    id_ = seal(fresh, "report")
    for words in (["amend", id_, "--title", "x"], ["retract", id_]):
        done = here(*words, "--reason", "no", cwd=fresh)
        assert (done.code, done.err) == (
            1,
            f"error: {id_} is the seal report, and seals are not corrected\n  make another\n",
        )


def test_python_seals_and_verifies(fresh: Path) -> None:
    log = Log(fresh / "events", by="Aida")
    add(fresh, "Before")
    assert log.seal("report", dry_run=True).new
    done = log.seal("report")
    assert (done.name, done.events, done.new) == ("report", 2, True)
    found = log.verify(since="report")
    assert (found.faults, found.sealed, found.since) == ((), 2, 0)


SEEDS = range(20)


@pytest.mark.parametrize("seed", sample(SEEDS))
def test_every_seal_gives_the_answers_that_were_had_when_it_was_made(
    seed: int, fresh: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(seed)  # noqa: S311
    add(fresh, "First")
    other = tmp_path_factory.mktemp("other") / "copy"
    shutil.copytree(fresh, other)
    copies = [fresh, other]
    sealed: dict[str, tuple[Rows, Rows]] = {}
    for number in range(14):
        where, beside = chance.sample(copies, 2)
        log = Log(where / "events", by="Aida")
        ids = [row["id"] for row in log.chronology()]
        match chance.choice(["add", "amend", "retract", "old", "seal", "seal", "merge"]):
            case "amend" if ids:
                log.amend(chance.choice(ids), "a slip", {"title": f"Title {number}"})
            case "retract" if len(ids) > 1:
                log.retract(chance.choice(ids), "not so")
            case "old":
                bring_in(where, f"Old {number}")
            case "seal":
                seal(where, f"state {number}")
                sealed[f"state {number}"] = _all(log)
            case "merge":
                merge(beside, where)
            case _:
                add(where, f"Happening {number}")
    merge(other, fresh)
    for name, then in sealed.items():
        assert _all(Log(fresh / "events"), as_recorded=name) == then
    names = sorted(sealed)
    for before, after in itertools.pairwise(names):
        log = Log(fresh / "events")
        compared: Any = log.diff(before, after, clock="recorded")
        found = compared["chronology"]
        old, new = (
            {row["id"]: {**row, "amended": 0} for row in sealed[name][0]}
            for name in (before, after)
        )
        assert {row["id"] for row in found["added"]} == new.keys() - old.keys()
        assert {row["id"] for row in found["removed"]} == old.keys() - new.keys()
        changed = {id_ for id_ in old.keys() & new.keys() if old[id_] != new[id_]}
        assert {row["id"] for row in found["changed"]} == changed


def _all(log: Log, **clock: str) -> tuple[Rows, Rows]:
    rows: Any = log.chronology(**clock)
    return rows, [dict(event) for event in log.events(**clock)]


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("diff one two", "compare what was on record: timeline diff one two --clock recorded"),
        ("diff one", "compare what was on record: timeline diff one --clock recorded"),
        ("diff one --clock published", "compare what was on record: {}diff one --clock recorded"),
        ("diff --periods one 2020", "compare what was on record: {}diff one 2020 --clock recorded"),
        (
            "chart two --diff one",
            "compare what was on record: {}chart two --diff one --clock recorded",
        ),
        ("corrections --since one", "compare what was on record: {}diff one --clock recorded"),
        ("list --as-of one", "ask for what was on record then: --as-recorded one"),
        ("list --from one", "ask for what was on record then: --as-recorded one"),
        ("actors --on one", "ask for what was on record then: --as-recorded one"),
    ],
)
def test_a_seal_in_place_of_a_date_is_known(fresh: Path, typed: str, remedy: str) -> None:
    add(fresh, "Early")
    seal(fresh, "one")
    seal(fresh, "two")
    done = here(*typed.split(), cwd=fresh)
    told = f"error: `one` is a seal, not a date\n  {remedy.format('timeline ')}\n"
    assert done == Ran(1, "", told)


def test_what_is_no_seal_is_no_date(fresh: Path) -> None:
    add(fresh, "Early")
    seal(fresh, "one")
    done = here("diff", "two", cwd=fresh)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith('error: "two" is not a part of a date\n')


def test_python_tells_of_a_seal_what_the_command_does(fresh: Path) -> None:
    add(fresh, "Early")
    seal(fresh, "one")
    with pytest.raises(TimelineError, match="`one` is a seal, not a date\n  compare what was on"):
        Log(fresh / "events").diff("one")


def test_two_seals_of_one_name_are_a_warning(
    fresh: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    event = add(fresh, "Both")
    run(fresh, "declare", "source", "Memo", "--key", "memo")
    run(fresh, "amend", event, "--source", "memo@1", "--reason", "r")
    other = tmp_path_factory.mktemp("other") / "copy"
    shutil.copytree(fresh, other)
    first, second = seal(fresh, "report"), seal(other, "report")
    merge(other, fresh)
    done = here("check", "--strict", cwd=fresh)
    (place,) = fresh.glob(f"events/seals/*{second}.yaml")
    lines = place.read_text("utf-8").splitlines()
    line = lines.index("name: report") + 1
    assert (done.code, done.err) == (1, "4 events, no errors, 1 warning\n")
    where = f"{place.relative_to(fresh)}:{line}:7"
    both = f"the seals {first} and {second} are both called `report`, which means neither"
    ask = f"timeline list --as-recorded {second}"
    assert done.lines == [
        f"{where}: warning: {both}",
        "    name: report",
        "          ^",
        f"  no seal can be renamed; ask for one by its id: {ask}",
        "  or seal again by another name: timeline seal --name OTHER-NAME",
    ]
    assert titles(asked(fresh, "list", "--as-recorded", second)) == ["Both"]
    seal(fresh, "OTHER-NAME")
    assert here("check", cwd=fresh).code == 0


def test_an_id_that_is_of_no_seal_is_told_as_one(fresh: Path) -> None:
    id_ = add(fresh, "Early")
    (row,) = asked(fresh, "list")
    seal(fresh, "one")
    done = here("list", "--as-recorded", id_, cwd=fresh)
    ask = f"ask for what was on record with it: --as-recorded {row['recorded_at']}"
    assert done == Ran(1, "", f"error: {id_} is an event, not a seal and no date\n  {ask}\n")
    assert titles(asked(fresh, "list", "--as-recorded", row["recorded_at"])) == ["Early"]
    for other in ("k3f9c1ab2e0d14b7", "0" * 64):
        done = here("list", "--as-recorded", other, cwd=fresh)
        told = f"error: no seal has the id or digest `{other}`\n"
        assert done == Ran(1, "", f"{told}  give a date, or a seal; seals are one\n")


def test_a_proof_of_what_no_seal_covers_names_what_to_do(fresh: Path) -> None:
    add(fresh, "Early")
    seal(fresh, "one")
    id_ = add(fresh, "Late")
    done = here("verify", "--proof", id_, "--since", "one", "-o", "proof", cwd=fresh)
    how = "seal the log, then ask again, without the seal one: timeline seal"
    assert done == Ran(1, "", f"error: no seal covers the event {id_}\n  {how}\n")
    assert not (fresh / "proof").exists()
