"""Exports: whole events, which an import takes back as they were."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.spreadsheets import guard_cell, unguard_cell
from timeline.event import yaml_text
from timeline.event.document import Document, event_of
from timeline.event.fold import Stored
from timeline.exchange import jsonl
from timeline.exchange.entry import WholeEvent
from timeline.exchange.tables import cells, own_csv
from timeline.exchange.tables.csv import read as read_table
from timeline.exchange.writing import WRITERS
from timeline.log import folder as log
from timeline.projection import database
from timeline.recording.imports import take_in

from support.bodies import EVENTS
from support.helpers import Ledger, complete, happening, tables
from support.logs import logs
from support.properties import SHARES_FIXTURE, examples
from support.running import Ran, here

FORMATS = ["jsonl", "csv"]


def export(folder: Path, format_: str, *words: str) -> str:
    ran = here("export", format_, *words, cwd=folder)
    assert ran.code == 0, ran.err
    return ran.out


def take(folder: Path, format_: str, text: str, *words: str) -> Ran:
    (folder / "x").write_text(text, encoding="utf-8", newline="")
    return here("import", format_, "x", *words, cwd=folder)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_example_log_comes_back_as_it_was(format_: str, example: Path, fresh: Path) -> None:
    text = export(example, format_)
    ran = take(fresh, format_, text)
    assert (ran.code, ran.err) == (0, "imported: 330 new\n")
    assert export(fresh, format_) == text
    assert derived(fresh) == derived(example)
    assert take(fresh, format_, text).err == "nothing to record: 0 new, 330 known already\n"


def derived(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the projection says, but for where things lie and for the words of the settings."""
    db = database.open_fresh(folder / "events").db
    found = tables(db)
    db.close()
    for name in ("documents", "faults", "words"):
        del found[name]
    # The keys of an object have no order.
    return {name: [tuple(map(_sorted, row)) for row in rows] for name, rows in found.items()}


def _sorted(value: object) -> object:
    is_json = isinstance(value, str) and value.startswith("{")
    return json.dumps(json.loads(str(value)), sort_keys=True) if is_json else value


@examples(25, SHARES_FIXTURE)
@given(events=logs(), format_=st.sampled_from(FORMATS))
def test_any_log_comes_back_as_it_was(
    events: list[Stored], format_: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one, other = (Ledger(tmp_path_factory.mktemp("x") / "events") for _ in range(2))
    held = {event.event.id for event in events}
    for event in events:
        (one.folder / event.place).write_text(yaml_text.write(event.body), encoding="utf-8")
    text = export(one.folder.parent, format_)
    ran = take(other.folder.parent, format_, text)
    # What corrects something that is not there is no part of a log that can be whole.
    if "neither the log nor an earlier line holds" not in ran.err:
        assert ran.code == 0, ran.err
        assert export(other.folder.parent, format_) == text
        assert derived(one.folder.parent) == derived(other.folder.parent)
        assert len(held) == here("status", "-f", "json", cwd=other.folder.parent).json["events"]


def test_an_export_does_not_depend_on_where_events_lie(copy: Path) -> None:
    before = [export(copy, format_) for format_ in FORMATS]
    here("pack", cwd=copy)
    assert [export(copy, format_) for format_ in FORMATS] == before


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "words",
    [
        ["--during", "2011"],
        ["--actor", "unodc", "--kind", "training"],
        ["--text", "nothing at all"],
    ],
)
def test_a_filtered_export_is_a_log_of_its_own(
    format_: str, words: list[str], example: Path, fresh: Path
) -> None:
    found = {row["id"] for row in here("list", *words, "-f", "json", cwd=example).json}
    text = export(example, format_, *words)
    if found:
        assert take(fresh, format_, text).code == 0
    held = {row["id"] for row in here("list", "-f", "json", cwd=fresh).json}
    assert found <= held
    assert here("check", cwd=fresh).code == 0
    assert export(fresh, format_) == text


def test_corrections_go_with_what_they_correct(copy: Path) -> None:
    ids = [here("amend", "inspectors trained", "--title", "X", "-r", "y", cwd=copy).out.strip()]
    ids.append(here("retract", ids[0], "-r", "no", cwd=copy).out.strip())
    lines = [json.loads(line) for line in export(copy, "jsonl", "--kind", "training").splitlines()]
    assert [line["id"] for line in lines][-2:] == ids


def test_what_an_earlier_correction_named_goes_with_it(fresh: Path) -> None:
    id_ = here("add", "2017", "A visit", "-k", "visit", cwd=fresh).out.strip()
    for name in ("Osh", "Naryn"):
        here("amend", id_, "--place", name, "--new", "-r", "slip", cwd=fresh)
        here("amend", id_, "--remove", f"place={name}", "-r", "slip", cwd=fresh)
    text = export(fresh, "jsonl", "--kind", "visit")
    assert [json.loads(line).get("place") for line in text.splitlines()][:3] == [
        None,
        "osh",
        "naryn",
    ]


def test_what_was_on_record_then_is_exported_as_of_then(copy: Path) -> None:
    before = export(copy, "jsonl")
    here("amend", "inspectors trained", "--title", "X", "-r", "y", cwd=copy)
    assert export(copy, "jsonl", "--as-recorded", "2026-11-29T12:50Z") == before
    assert export(copy, "jsonl") != before


def test_an_export_says_how_much_it_holds(example: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    ran = here("export", "jsonl", "-o", str(target), cwd=example)
    assert (ran.out, ran.err) == ("", f"written to {target}\n330 events\n")
    assert len(target.read_text("utf-8").splitlines()) == 330


def test_a_format_that_is_none_is_refused(example: Path) -> None:
    ran = here("export", "doc", cwd=example)
    assert (ran.code, ran.err) == (
        2,
        (
            "error: no format `doc` to export\n"
            f"  one of jsonl, csv, {', '.join(WRITERS)}, site, parquet, postgresql://...\n"
        ),
    )


@given(EVENTS)
def test_any_event_comes_back_from_a_line(body: dict[str, object]) -> None:
    (found,) = jsonl.read(Path("x"), io.BytesIO(jsonl.write(body).encode()))
    assert isinstance(found, WholeEvent)
    assert found.document.body == body


@given(st.lists(EVENTS, min_size=1, max_size=3))
def test_any_event_comes_back_from_a_table(bodies: list[dict[str, object]]) -> None:
    columns = [*own_csv.HEAD, *dict.fromkeys(k for b in bodies for k in b if k not in own_csv.HEAD)]
    columns = [name for name in columns if name != "recorded"]
    text = "".join(own_csv.write(bodies, columns))
    assert not any(cell.startswith(RUNS) for row in csv.reader(io.StringIO(text)) for cell in row)
    found = list(own_csv.read(read_table(Path("x"), io.BytesIO(text.encode())), "x"))
    assert [one.document.body for one in found if isinstance(one, WholeEvent)] == bodies


RUNS = ("=", "+", "-", "@", "\t", "\r")
ODD = [
    "=1+1",
    "'=1",
    "''-x",
    '"quoted"',
    "{a: b}",
    "[a",
    "a; b",
    "a\nb",
    " x ",
    "\t",
    "\u202eabc",
    "-5",
    "a;",
    ";",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back_from_cells(text: str) -> None:
    for name, value in (("title", text), ("tags", [text, "b"]), ("summary", text)):
        cell = guard_cell(cells.write("happening", name, value))
        assert not cell.startswith(RUNS)
        assert cells.read("happening", name, unguard_cell(cell)) == value


def test_cells_are_for_people_where_they_can_be() -> None:
    parts = [{"actor": "moi", "role": "host"}, {"actor": "osce", "role": "speaker", "for": "un"}]
    assert cells.write("happening", "actors", parts) == "host=moi; speaker=osce |  | un"
    assert cells.write("program", "actors", [parts[0]]) == "host=moi"
    assert cells.write("happening", "tags", ["a", "b"]) == "a; b"
    assert cells.write("happening", "tags", ["a;b"]) == '["a;b"]'
    assert cells.write("happening", "date", "[..2018]") == "[..2018]"


@pytest.mark.parametrize(
    ("format_", "where", "message"),
    [
        ("jsonl", "x:1", "the content does not match the id: edited after it was exported"),
        (
            "csv",
            "x:2",
            "column id: the content does not match the id: edited after it was exported",
        ),
    ],
)
def test_an_edited_export_is_refused(format_: str, where: str, message: str, fresh: Path) -> None:
    here("add", "2017", "A visit", "-k", "visit", cwd=fresh)
    id_ = here("list", "--ids", cwd=fresh).out.strip()
    text = export(fresh, format_).replace("A visit", "B visit")
    ran = take(fresh, format_, text)
    assert (ran.code, ran.err.splitlines()[:2]) == (
        1,
        [
            f"error: {where}: {message}",
            (
                "  leave out id, schema, recorded to record it as new, or correct what is "
                f"recorded: timeline amend {id_}"
            ),
        ],
    )


def test_a_line_that_is_to_be_recorded_anew_may_name_what_others_declare(fresh: Path) -> None:
    here("add", "2017", "A visit", "-k", "visit", "-l", "Osh", "--new", cwd=fresh)
    place, visit = map(json.loads, export(fresh, "jsonl").splitlines())
    said = {key: visit[key] for key in visit if key not in ("id", "schema", "recorded")}
    here("init", "other", cwd=fresh)
    (fresh / "x").write_text(f"{json.dumps(place)}\n{json.dumps(said)}\n", encoding="utf-8")
    ran = here("--log", "other", "import", "jsonl", "x", cwd=fresh)
    assert (ran.code, ran.err) == (0, "imported: 2 new\n")


def test_a_correction_without_what_it_corrects_is_refused(fresh: Path) -> None:
    id_ = here("add", "2017", "A visit", "-k", "visit", cwd=fresh).out.strip()
    here("amend", id_, "--title", "B", "-r", "slip", cwd=fresh)
    lines = export(fresh, "jsonl").splitlines(keepends=True)
    here("init", "other", cwd=fresh)
    (fresh / "x").write_text(lines[1], encoding="utf-8")
    ran = here("--log", "other", "import", "jsonl", "x", cwd=fresh)
    assert (ran.code, ran.err) == (
        1,
        (
            f"error: x:1: neither the log nor an earlier line holds {id_}\n"
            "  export it again, whole\n"
            "nothing was recorded: 0 new, 1 refused\n"
        ),
    )


def test_keys_that_both_logs_declare_are_told(fresh: Path) -> None:
    here("declare", "actor", "OSCE", "--key", "osce", cwd=fresh)
    here("init", "other", cwd=fresh)
    here("--log", "other", "declare", "actor", "The OSCE", "--key", "osce", cwd=fresh)
    ran = take(fresh, "jsonl", here("--log", "other", "export", "jsonl", cwd=fresh).out)
    assert ran.err == "1 key declared in both logs; see: timeline check\nimported: 1 new\n"
    assert here("check", cwd=fresh).code == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            b'{"date": "2017"',
            (
                "x:1:16: not readable as JSON: expecting ',' delimiter\n"
                '    {"date": "2017"\n                   ^\n'
                "  look at the commas, quotes and brackets here"
            ),
        ),
        (
            b"[1]\n",
            (
                "x:1:2: an event is an object\n    [1]\n     ^\n"
                '  such as {"date": "2017", "title": ...}'
            ),
        ),
        (
            b'{"a": "\xff"}\n',
            'x:1:8: not UTF-8\n    {"a": "\ufffd"}\n           ^\n  save the file as UTF-8',
        ),
        (
            b'{"title": "' + b"x" * (1 << 20) + b'"}\n',
            "x:1: longer than 1,048,576 bytes\n  an event is an object on a line of its own",
        ),
        (
            b'{"schema": "9", "title": "T"}\n',
            "x:1: schema `9` is newer than this timeline, which reads 1\n  upgrade timeline",
        ),
    ],
    ids=range(5),
)
def test_a_line_at_fault_is_told_with_its_number(line: bytes, message: str, fresh: Path) -> None:
    (fresh / "x").write_bytes(line)
    ran = here("import", "jsonl", "x", cwd=fresh)
    assert ran.code == 1
    assert ran.err.startswith(f"error: {message}\n")


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_lines_fail(data: bytes) -> None:
    list(jsonl.read(Path("x"), io.BytesIO(data)))


def test_a_line_at_fault_hides_no_other(fresh: Path) -> None:
    lines = [
        '{"date":"2017","kind":"visit","title":"A"}',
        "{",
        '{"date":"2018","kind":"visit","title":"B"}',
    ]
    ran = take(fresh, "jsonl", "\n".join(lines), "--keep-going")
    assert ran.code == 1
    assert ran.err.endswith("imported: 2 new, 1 refused\n")


@pytest.mark.parametrize(
    ("format_", "text", "words"),
    [
        ("jsonl", '{"event":"actr","actor":"x"}', ["--set", "note=n"]),
        ("csv", "id,schema,event,recorded_at,actor\n,1,actr,2026,x\n", []),
    ],
)
def test_an_event_that_there_is_not_is_told(
    format_: str, text: str, words: list[str], fresh: Path
) -> None:
    ran = take(fresh, format_, text, *words)
    assert ran.code == 1
    assert "`event` cannot be `actr`\n  did you mean `actor`?\n" in ran.err


def test_what_an_import_finds_is_told_entry_by_entry(fresh: Path) -> None:
    body = complete(happening())
    event, _ = event_of(Document(body))
    assert event is not None
    rows: list[take_in.Row] = []
    found = [WholeEvent(Document(body, "x", start=3), event)] * 2
    done = take_in.take_in(fresh / "events", found, "Aida", report=rows.append)
    assert [(row.what, row.path, row.line, row.called) for row in rows] == [
        ("new", "x", 3, "A visit"),
        ("known", "x", 3, "A visit"),
    ]
    assert (done.counts, done.written) == ({"new": 1, "known": 1}, True)
    assert len(log.scan(fresh / "events").files) == 1


def test_the_columns_are_those_that_are_used(fresh: Path) -> None:
    here("add", "2017", "A visit", "-k", "visit", cwd=fresh)
    header = export(fresh, "csv").splitlines()[0]
    assert header == "id,schema,event,recorded_at,recorded_by,recorded_entered,date,kind,title"
