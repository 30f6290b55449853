"""`timeline init`, `add`, `declare`, `amend` and `retract`: what is written, said and refused."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from timeline.event import document, yaml_text
from timeline.recording import amend, retract

from support.running import Ran, here, process

ID = re.compile("[0-9a-hjkmnp-tv-z]{16}")
OFFICER = [
    *("add", "summer 2017", "Officers trained", "-k", "training", "-a", "partner=MoI"),
    *("-a", "speaker=Erlan Bakiev | Head of Unit | moi-kg", "-s", "unodc-2017-08-30@3"),
]
ROUNDTABLE = "prospects roundtable"


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "events").rglob("*.yaml")}


def body(shown: str, cwd: Path) -> dict[str, object]:
    """What an event says now."""
    done = here("show", shown, "-f", "json", cwd=cwd)
    assert done.code == 0, done.err
    found = done.json["body"]
    assert isinstance(found, dict)
    return found


def refused(done: Ran, code: int, message: str) -> None:
    assert done == (code, "", f"error: {message}\n")


def test_init_makes_a_log_that_can_be_used_at_once(tmp_path: Path) -> None:
    done = process("init", cwd=tmp_path)
    assert done == (
        0,
        "",
        """\
a new log in events
  next: timeline add, which asks; or timeline draft FILE --edit; or timeline import csv FILE
""",
    )
    assert (tmp_path / "events" / ".gitattributes").read_text() == "*.yaml -text\n"
    assert (tmp_path / "events" / "timeline.yaml").is_file()
    assert here("list", cwd=tmp_path).err == "no happening matches\n"


def test_init_makes_the_folder_it_is_told_and_those_above_it(tmp_path: Path) -> None:
    assert here("init", "a/b/log", cwd=tmp_path).code == 0
    assert here("--log", "a/b/log", "status", cwd=tmp_path).code == 0
    assert here("--log", "other", "init", cwd=tmp_path).code == 0
    assert (tmp_path / "other" / "timeline.yaml").is_file()


def test_init_leaves_a_log_alone(fresh: Path) -> None:
    before = (fresh / "events" / "timeline.yaml").read_bytes()
    refused(
        here("init", cwd=fresh),
        1,
        "events is a log already\n  look at it: timeline --log events\n"
        "  or make another: timeline init DIR",
    )
    assert (fresh / "events" / "timeline.yaml").read_bytes() == before


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused(here("init", "file/log", cwd=tmp_path), 1, "file/log: not a directory")


def test_add_records_a_happening_echoes_the_date_and_prints_the_id(copy: Path) -> None:
    before = files(copy)
    done = process(*OFFICER, cwd=copy)
    assert done.code == 0
    assert ID.fullmatch(done.out.strip())
    assert "summer 2017 = 2017-22, 1 June to 31 August 2017\n" in done.err
    (new,) = files(copy) - before
    assert new == f"events/happenings/2017/officers-trained-{done.out.strip()}.yaml"
    said = body(done.out.strip(), copy)
    assert said["actors"] == [
        {"actor": "moi-kg", "role": "partner"},
        {
            "actor": "erlan-bakiev",
            "role": "speaker",
            "capacity": "Head of Unit",
            "for": "moi-kg",
        },
    ]
    assert said["sources"] == [{"source": "unodc-2017-08-30", "at": "para 3"}]
    assert said["recorded"] == {**dict(said["recorded"]), "by": "Aida"}  # type: ignore[call-overload]


def test_the_same_claim_again_writes_nothing_and_is_no_error(copy: Path) -> None:
    first = here(*OFFICER, cwd=copy).out.strip()
    before = files(copy)
    again = here(*OFFICER, cwd=copy, env={"TIMELINE_BY": "Bek"})
    assert (again.code, again.out) == (0, "")
    assert again.err.endswith(f"already recorded as {first}\n")
    assert files(copy) == before


def test_a_dry_run_says_what_would_be_recorded_and_writes_nothing(copy: Path) -> None:
    before = files(copy)
    done = here(*OFFICER, "--dry-run", cwd=copy)
    assert done == (
        0,
        "",
        """\
summer 2017 = 2017-22, 1 June to 31 August 2017
would record happening: Officers trained
dry run: 1 event would be recorded
""",
    )
    assert files(copy) == before


def test_quiet_leaves_only_the_id(copy: Path) -> None:
    done = here(*OFFICER, "-q", cwd=copy)
    assert ID.fullmatch(done.out.strip())
    assert done.err == ""


def test_every_option_of_add_says_its_field(fresh: Path) -> None:
    plan = here("add", "2016", "The plan", "-k", "visit", "--status", "planned", cwd=fresh)
    whole = here("add", "2016", "The whole", "-k", "visit", cwd=fresh)
    done = here(
        *("add", "c. July 2022", "A visit", "--kind", "visit", "--status", "occurred"),
        *("--date-text", "in July or so", "--date-basis", "a letter", "--dated", "inferred"),
        *("--summary", "Two\nlines", "--part-of", "The whole", "--outcome-of", "The plan"),
        *("--announced", "1 May 2022", "--place", "Osh", "--actor", "host=Mayor | Mayor of Osh"),
        *("--program", "continues=Project", "--figure", "guests=at most 1,200 person | target"),
        *("--source", "letter@2", "--confidence", "likely", "--note", "seen", "--ref", "doi=10/x"),
        *("--tag", "one", "--tag", "two", "--new"),
        cwd=fresh,
    )
    assert done.code == 0, done.err
    said = body(done.lines[-1], fresh)
    assert {key: said[key] for key in said if key not in ("schema", "id", "recorded")} == {
        "event": "happening",
        "date": "2022-07~",
        "title": "A visit",
        "kind": "visit",
        "status": "occurred",
        "date_text": "in July or so",
        "date_basis": "a letter",
        "dated": "inferred",
        "summary": "Two\nlines",
        "part_of": whole.out.strip(),
        "outcome_of": plan.out.strip(),
        "announced": "2022-05-01",
        "places": ["osh"],
        "actors": [{"actor": "mayor", "role": "host", "capacity": "Mayor of Osh"}],
        "programs": [{"program": "project", "effect": "continues"}],
        "figures": [
            {
                "measure": "guests",
                "value": "1200",
                "unit": "person",
                "bound": "at-most",
                "type": "target",
            }
        ],
        "sources": [{"source": "letter", "at": "para 2"}],
        "confidence": "likely",
        "note": "seen",
        "refs": [{"scheme": "doi", "id": "10/x"}],
        "tags": ["one", "two"],
    }


def test_new_declares_unknown_names_and_says_so(fresh: Path) -> None:
    done = here(
        *("add", "2017", "A walk", "-k", "walk", "-l", "Нарын", "-a", "guide=Aida Bek", "--new"),
        cwd=fresh,
    )
    assert done.code == 0
    assert len(done.lines) == 1
    assert done.err.splitlines() == [
        "new kind: walk",
        "new place: Нарын (naryn)",
        "new actor: Aida Bek (aida-bek)",
        "new role: guide",
        "recorded 3 events",
    ]
    again = here("add", "2018", "A ride", "-k", "ride", "-l", "Ош", "--new", "--dry-run", cwd=fresh)
    assert again.err.endswith("dry run: 2 events would be recorded\n")
    assert here("show", "naryn", cwd=fresh).code == 0
    assert here("show", "aida bek", cwd=fresh).code == 0


YAML = """\
date: summer 2017
kind: training
title: First
actors: [{actor: MoI, role: partner}]
---
event: actor
actor: new-body
name: A new body
---
date: 2018
kind: visit
title: Second
actors: [{actor: new-body, role: host}]
"""
JSON_LINES = """\
{"date": "2017", "kind": "training", "title": "First"}
{"date": "2018", "kind": "visit", "title": "Second", "figures": [{"measure": "x", "value": 1.50}]}
"""


@pytest.mark.parametrize("source", ["file", "pipe"])
def test_a_file_of_yaml_is_recorded_whole(source: str, copy: Path) -> None:
    (copy / "many.yaml").write_text(YAML)
    if source == "file":
        done = process("add", "--file", "many.yaml", cwd=copy)
    else:
        done = process("add", "--file", "-", cwd=copy, stdin=YAML.encode())
    assert done.code == 0
    assert len(done.lines) == 3
    assert done.err.endswith("recorded 3 events\n")
    assert body("Second", copy)["actors"] == [{"actor": "new-body", "role": "host"}]


@pytest.mark.parametrize(
    "text", [JSON_LINES, json.dumps([json.loads(line) for line in JSON_LINES.splitlines()])]
)
def test_json_is_recorded_too_as_lines_or_as_a_list(text: str, copy: Path) -> None:
    done = here("add", "--file", "-", cwd=copy, stdin=text.encode())
    assert (done.code, len(done.lines)) == (0, 2)


def test_a_file_with_one_fault_is_not_recorded_at_all(copy: Path) -> None:
    (copy / "many.yaml").write_text(YAML.replace("kind: visit", "kind: vissit"))
    before = files(copy)
    done = here("add", "--file", "many.yaml", cwd=copy)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: many.yaml:11:7: no kind `vissit`\n    kind: vissit\n")
    assert "did you mean visit" in done.err
    assert files(copy) == before


def test_all_faults_of_a_file_are_told_at_once(copy: Path) -> None:
    text = (
        "date: 04/05/2011\nkind: trainng\ntitle: T\n---\ndate: 2017\nkind: visit\nstatus: maybe\n"
    )
    done = here("add", "--file", "-", cwd=copy, stdin=text.encode())
    assert done.code == 1
    for place in ("<stdin>:1:7: ", "<stdin>:2:7: ", "<stdin>:7:9: ", "needs `title`"):
        assert place in done.err


@pytest.mark.parametrize(
    ("words", "stdin", "code", "message"),
    [
        (
            ["add"],
            "",
            2,
            (
                "add needs DATE and TITLE\n  such as: "
                'timeline add "4-5 October 2011" "Workshop on community policing" -k workshop'
            ),
        ),
        (
            ["add", "2017", "  "],
            "",
            2,
            (
                "add needs TITLE\n  such as: "
                'timeline add "4-5 October 2011" "Workshop on community policing" -k workshop'
            ),
        ),
        (
            ["add", "2017", "T"],
            "",
            2,
            "add needs a kind\n  such as -k workshop or -k training",
        ),
        (
            ["add", "2017", "T", "--file", "x"],
            "",
            2,
            (
                "an event is given by --file or by the other options, not by both\n"
                "  leave out --file, or the others"
            ),
        ),
        (
            ["add", "--file", "x", "-k", "visit"],
            "",
            2,
            (
                "an event is given by --file or by the other options, not by both\n"
                "  leave out --file, or the others"
            ),
        ),
        (["add", "--file", "none.yaml"], "", 1, "none.yaml: no such file or directory"),
        (["add", "--file", "events"], "", 1, "events: is a directory"),
        (["add", "--file", "-"], "", 1, "<stdin>: no event in it\n  see: timeline add --help"),
        (
            ["add", "2017", "T", "-k", "visit", "-a", "MoI"],
            "",
            2,
            (
                "`MoI` does not say who took part in which role\n"
                '  the form is "ROLE=NAME | CAPACITY | FOR", such as "partner=Interior Ministry"'
            ),
        ),
        (
            ["add", "2017", "T", "-k", "visit", "-g", "x=many"],
            "",
            2,
            (
                "`x=many` is not a figure\n  the form is "
                '"MEASURE=[about|over|at most] VALUE UNIT | TYPE", '
                'such as "participants=about 60 person"'
            ),
        ),
        (
            ["add", "2017", "T", "-k", "visit", "-s", "@3"],
            "",
            2,
            '`@3` names no source\n  the form is "KEY@PARAGRAPH"',
        ),
        (
            ["add", "2017", "T", "-k", "visit", "-a", "{actor"],
            "",
            2,
            None,
        ),
        (
            ["add", "2017", "T", "-k", "trainng"],
            "",
            1,
            "no kind `trainng`\n  did you mean training; or accept it as new: --new-exact",
        ),
        (
            ["add", "2017", "T", "-k", "training", "-a", "partner=Interor Ministry"],
            "",
            1,
            (
                "actors 1: no actor `Interor Ministry`\n"
                "  did you mean Interior Ministry (moi-kg); or accept it as new: --new-exact"
            ),
        ),
        (
            ["add", "2017", "T", "-k", "training", "-p", "begins=STRIVE Asia"],
            "",
            2,
            None,
        ),
        (
            ["add", "2017", "T", "-k", "training", "--status", "planed"],
            "",
            1,
            "`status` cannot be `planed`\n  did you mean `planned`?",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_add_cannot_take_is_refused_and_nothing_is_written(
    words: list[str], stdin: str, code: int, message: str | None, copy: Path
) -> None:
    before = files(copy)
    done = here(*words, cwd=copy, stdin=stdin.encode())
    assert (done.code, done.out) == (code, "")
    if message is not None:
        refused(done, code, message)
    assert done.err.startswith("error: ")
    assert files(copy) == before


def test_a_part_of_several_titles_lists_them(copy: Path) -> None:
    done = here("add", "2017", "T", "-k", "visit", "--part-of", "workshop", cwd=copy)
    first, second, *candidates = done.err.splitlines()
    assert done.code == 1
    assert first == "error: 3 titles hold the words `workshop`"
    assert second == "  which of these?"
    assert len(candidates) == 3
    assert all(re.match(r"    [0-9a-z]{16}  \S+  .*[Ww]orkshop", line) for line in candidates)


def test_declare_makes_a_key_of_the_name_and_says_it(fresh: Path) -> None:
    done = process("declare", "actor", "Ош шаары", cwd=fresh)
    assert done.code == 0
    assert ID.fullmatch(done.out.strip())
    assert done.err == "new actor: Ош шаары (osh-shaary)\n"
    assert here("declare", "place", "Osh", "--key", "osh", cwd=fresh).err == ""


def test_every_option_of_declare_says_its_field(fresh: Path) -> None:
    here("declare", "source", "A letter", "--key", "letter", cwd=fresh)
    for words, expected in (
        (
            (
                "actor Unit --key u --name 'The U' --type unit --part-of Body "
                "--identifier wikidata=Q1 --source letter@1 --note n --tag t"
            ),
            {
                "name": "Unit",
                "names": ["The U"],
                "type": "unit",
                "part_of": "body",
                "identifiers": [{"scheme": "wikidata", "id": "Q1"}],
                "sources": [{"source": "letter", "at": "para 1"}],
                "note": "n",
                "tags": ["t"],
            },
        ),
        (
            (
                "program Plan --key p --period '2017 to 2019' --status closed --sequential true "
                "--phase 'one=First | 2017' --phase two --actor owner=Body --type project"
            ),
            {
                "name": "Plan",
                "period": "2017/2019",
                "status": "closed",
                "sequential": "true",
                "phases": [{"phase": "one", "name": "First", "planned": "2017"}, {"phase": "two"}],
                "actors": [{"role": "owner", "actor": "body"}],
                "type": "project",
            },
        ),
        (
            "place Osh --key o --type city --coordinates '40.5, 72.8'",
            {"name": "Osh", "type": "city", "coordinates": "40.5, 72.8"},
        ),
        (
            (
                "source Release --key r --publisher UNODC --published 'May 2011' --language en "
                f"--url https://example.org/ --paragraphs 12 --archive a.txt --sha256 {'0' * 64} "
                "--ref isbn=1"
            ),
            {
                "title": "Release",
                "publisher": "UNODC",
                "published": "2011-05",
                "url": "https://example.org/",
                "language": "en",
                "paragraphs": "12",
                "archive": "a.txt",
                "sha256": "0" * 64,
                "refs": [{"scheme": "isbn", "id": "1"}],
            },
        ),
    ):
        done = here("declare", *shlex.split(words), "--new", cwd=fresh)
        assert done.code == 0, done.err
        said = body(done.lines[-1], fresh)
        assert {key: said.get(key) for key in expected} == expected


def test_declaring_again_corrects_and_says_so(fresh: Path) -> None:
    here("declare", "actor", "Ministry", "--key", "m", "--name", "MoI", "--type", "unit", cwd=fresh)
    done = here("declare", "actor", "Ministry", "--key", "m", "--name", "MIA", cwd=fresh)
    said = "actor m is declared as Ministry; this corrects it\namended [0-9a-z]{16}: Ministry\n"
    assert done.code == 0
    assert re.fullmatch(said, done.err)
    # By another name of the same actor, without the key; that name does not replace the one shown.
    here("declare", "actor", "moi", "--type", "organisation", "-r", "a slip", cwd=fresh)
    here("declare", "actor", "mia", "--unset", "note", "--tag", "t", cwd=fresh)
    shown = here("show", "MIA", "-f", "json", cwd=fresh).json
    assert shown["name"] == "Ministry"
    assert shown["names"] == ["MIA", "MoI"]
    assert shown["type"] == "organisation"
    assert [c["reason"] for c in shown["declaration"]["corrections"]] == [
        "declared again",
        "a slip",
        "declared again",
    ]


def test_what_is_said_of_a_name_takes_the_place_of_the_name(fresh: Path) -> None:
    here("declare", "actor", "Ministry", "--key", "m", "--name", "MoI", "--name", "MIA", cwd=fresh)
    here("declare", "actor", "m", "--name", "MoI | en | 2009 to 2015", cwd=fresh)
    names = ["MIA", {"name": "MoI", "lang": "en", "during": "2009/2015"}]
    declared = here("show", "m", "-f", "json", cwd=fresh).json["declaration"]["body"]["names"]
    assert sorted(declared, key=str) == names
    done = here("declare", "actor", "m", "--name", "MoI", cwd=fresh)
    assert "says so already" in done.err


def test_declaring_the_same_again_records_nothing(fresh: Path) -> None:
    id_ = here("declare", "actor", "M", "--key", "m", "-q", cwd=fresh).out.strip()
    before = files(fresh)
    done = here("declare", "actor", "M", "--key", "m", cwd=fresh)
    assert done == (
        0,
        "",
        f"actor m is declared as M; this corrects it\nnothing to correct: {id_} says so already\n",
    )
    assert files(fresh) == before


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ["actor", "!!!"],
            2,
            "no key can be made of the actor's name `!!!`\n  give one: --key KEY",
        ),
        (
            ["actor", "N", "--key", "N B"],
            1,
            "`N B` is not a key\n  up to 64 of a-z, 0-9 and -, such as osce-2011-10-04",
        ),
        (
            ["actor", "MoI", "--unset", "typ"],
            2,
            "no field `typ` in events of the kind actor\n  did you mean type?",
        ),
        (
            ["actor", "N", "--type", "organsation"],
            1,
            "`type` cannot be `organsation`\n  did you mean `organisation`?",
        ),
        (
            ["program", "N", "--actor", "owner"],
            2,
            '`owner` is not of the form "ROLE=ACTOR"\n  write both, with = between them',
        ),
        (
            ["program", "N", "--phase", "=x"],
            2,
            '`=x` names no phase\n  the form is "KEY=NAME | PLANNED"',
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_declare_cannot_take_is_refused(
    words: list[str], code: int, message: str, copy: Path
) -> None:
    before = files(copy)
    done = here("declare", *words, "-q", cwd=copy)
    refused(done, code, message)
    assert files(copy) == before


def test_amend_replaces_texts_by_unique_words_of_the_title(copy: Path) -> None:
    done = process(
        *("amend", ROUNDTABLE, "--date", "2022-07-11/2022-07-12", "--reason", "the agenda says so"),
        *("--unset", "date_text", "--unset", "date_basis", "--unset", "dated"),
        cwd=copy,
    )
    assert done.code == 0
    assert ID.fullmatch(done.out.strip())
    (row,) = here("list", "--kind", "roundtable", "-f", "json", cwd=copy).json
    assert (row["date"], row["amended"]) == ("2022-07-11/2022-07-12", 2)
    correction = here("show", ROUNDTABLE, "-f", "json", cwd=copy).json["corrections"][-1]
    assert correction["reason"] == "the agenda says so"
    assert correction["set"] == {"date": "2022-07-11/2022-07-12"}


def test_amend_adds_to_lists_removes_from_them_and_unsets_fields(copy: Path) -> None:
    before = body(ROUNDTABLE, copy)
    done = here(
        *("amend", ROUNDTABLE, "-r", "x", "-a", "host=Jogorku Kenesh", "--tag", "seen"),
        *("--remove", "actor=UNODC", "--remove", "place=Bishkek", "--unset", "note"),
        *("--remove", "figure=length of the event", "--remove", "source=bulak-2022-07-12"),
        *("--remove", "program=post-release-monitoring"),
        cwd=copy,
    )
    assert done.code == 0, done.err
    after = body(ROUNDTABLE, copy)
    actors = before["actors"]
    assert isinstance(actors, list)
    assert after["actors"] == [
        *(a for a in actors if a["actor"] != "unodc"),
        {"actor": "jogorku-kenesh", "role": "host"},
    ]
    assert after["tags"] == ["seen"]
    assert not {"places", "note", "programs"} & set(after)
    figures, sources = after["figures"], after["sources"]
    assert isinstance(figures, list)
    assert isinstance(sources, list)
    assert [f["measure"] for f in figures] == ["roundtable participants"]
    assert {s["source"] for s in sources} == {"unodc-2022-07"}
    assert here("amend", ROUNDTABLE, "-r", "x", "--remove", "tag=seen", cwd=copy).code == 0
    assert "tags" not in body(ROUNDTABLE, copy)


def test_what_is_unset_and_given_again_begins_anew(copy: Path) -> None:
    here("amend", ROUNDTABLE, "-r", "x", "--unset", "actors", "-a", "host=UNODC", cwd=copy)
    assert body(ROUNDTABLE, copy)["actors"] == [{"actor": "unodc", "role": "host"}]


def test_amending_to_what_is_said_already_records_nothing(copy: Path) -> None:
    before = files(copy)
    done = here("amend", ROUNDTABLE, "-k", "roundtable", "-r", "x", cwd=copy)
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"nothing to correct: [0-9a-z]{16} says so already\n", done.err)
    assert files(copy) == before


def test_amend_can_be_tried_first(copy: Path) -> None:
    before = files(copy)
    done = here("amend", ROUNDTABLE, "-k", "meeting", "-r", "x", "--dry-run", cwd=copy)
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"would amend [0-9a-z]{16}: Challenges and prospects .*\n", done.err)
    assert files(copy) == before


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["-k", "visit"], 2, 'an amendment needs a reason\n  say why: --reason "..."'),
        (["-k", "visit", "-r", " "], 2, 'an amendment needs a reason\n  say why: --reason "..."'),
        (["-r", "x"], 2, "nothing to correct was given\n  see: timeline amend --help"),
        (
            ["-r", "x", "--unset", "titel"],
            2,
            "no field `titel` in events of the kind happening\n  did you mean title?",
        ),
        (
            ["-r", "x", "--unset", "title"],
            1,
            "a happening needs `title`\n  write `title: ...`, what happened, on one line",
        ),
        (
            ["-r", "x", "--unset", "id"],
            1,
            "`id` cannot be amended\n  retract the event and record it anew",
        ),
        (
            ["-r", "x", "--remove", "actor"],
            2,
            (
                "`actor` does not say what to take out\n"
                "  one of actor=..., program=..., place=..., source=..., tag=..., figure=..."
            ),
        ),
        (
            ["-r", "x", "--remove", "role=host"],
            2,
            (
                "`role=host` does not say what to take out\n"
                "  one of actor=..., program=..., place=..., source=..., tag=..., figure=..."
            ),
        ),
        (
            ["-r", "x", "--remove", "place=Kyrgyzstan"],
            1,
            "ID has no place kyrgyzstan\n  it has: bishkek",
        ),
        (["-r", "x", "--remove", "tag=x"], 1, "ID has no tag x\n  it has: none"),
        (
            ["-r", "x", "--remove", "figure=x"],
            1,
            (
                "ID has no figure x\n  it has: roundtable participants=about 50 person, "
                "length of the event=2 day | level"
            ),
        ),
        (["-r", "x", "--remove", "place=Bishkk"], 1, "no place `Bishkk`\n  did you mean Bishkek"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_amend_cannot_take_is_refused(
    words: list[str], code: int, message: str, copy: Path
) -> None:
    before = files(copy)
    done = here("amend", ROUNDTABLE, *words, cwd=copy)
    assert (done.code, done.out) == (code, "")
    assert re.sub(r"[0-9a-hjkmnp-tv-z]{16}", "ID", done.err).startswith(f"error: {message}")
    assert files(copy) == before


def test_a_declaration_is_sent_to_declare(copy: Path) -> None:
    declared = here("show", "moi-kg", "-f", "json", cwd=copy).json["declaration"]["id"]
    refused(
        here("amend", declared, "--note", "x", "-r", "x", cwd=copy),
        2,
        f"{declared} declares the actor moi-kg\n"
        "  correct it: timeline declare actor NAME --key moi-kg ...\n"
        f"  or in an editor: timeline amend {declared} --edit",
    )


def test_a_correction_is_not_amended(copy: Path) -> None:
    id_ = here("amend", ROUNDTABLE, "--note", "x", "-r", "x", cwd=copy).out.strip()
    done = here("amend", id_, "--note", "y", "-r", "x", cwd=copy)
    refused(
        done,
        1,
        f"{id_} is a correction, and corrections are not amended\n"
        f"  withdraw it instead: timeline retract {id_} --reason ...",
    )


def test_retract_withdraws_and_the_retraction_can_be_retracted(copy: Path) -> None:
    listed = here("list", "--ids", cwd=copy).lines
    id_ = here("list", "--kind", "roundtable", "--ids", cwd=copy).out.strip()
    retraction = process("retract", ROUNDTABLE, "--reason", "twice", cwd=copy).out.strip()
    assert ID.fullmatch(retraction)
    assert here("list", "--ids", cwd=copy).lines == [line for line in listed if line != id_]
    assert here("show", id_, "-f", "json", cwd=copy).json["state"] == "retracted"
    again = here("retract", id_, "--reason", "twice", cwd=copy)
    assert again == (0, "", f"{id_} is retracted already, by {retraction}\n")
    assert here("retract", retraction, "--reason", "not so", cwd=copy).code == 0
    assert here("list", "--ids", cwd=copy).lines == listed


def test_a_retraction_may_name_what_stands_instead(copy: Path) -> None:
    done = here(
        *("retract", ROUNDTABLE, "-r", "twice", "--instead", "inspectors trained"), cwd=copy
    )
    instead = here("show", "inspectors trained", "-f", "json", cwd=copy).json["id"]
    assert body(done.out.strip(), copy)["instead"] == instead


def test_retract_can_be_tried_first(copy: Path) -> None:
    before = files(copy)
    done = here("retract", ROUNDTABLE, "-r", "x", "--dry-run", cwd=copy)
    assert re.fullmatch(r"would retract [0-9a-z]{16}: Challenges and prospects .*\n", done.err)
    assert (done.code, done.out) == (0, "")
    assert files(copy) == before


def test_what_retract_cannot_take_is_refused(copy: Path) -> None:
    title = here("show", ROUNDTABLE, "-f", "json", cwd=copy).json["body"]["title"]
    id_ = here("show", ROUNDTABLE, "-f", "json", cwd=copy).json["id"]
    needs = (
        f"a retraction needs a reason; it is of {id_}: {title}\n"
        f"  say why: timeline retract '{ROUNDTABLE}' --reason \"...\""
    )
    refused(here("retract", ROUNDTABLE, cwd=copy), 2, needs)
    refused(here("retract", ROUNDTABLE, "-r", "  ", cwd=copy), 2, needs)
    none = "no event has the id `zzzz`, or these words in its title\n  see them: timeline list"
    refused(here("retract", "zzzz", "-r", "x", cwd=copy), 1, none)
    refused(here("retract", "zzzz", cwd=copy), 1, none)
    refused(here("retract", ROUNDTABLE, "-r", "x", "--instead", "zzzz", cwd=copy), 1, none)
    many = here("retract", "workshop", "-r", "x", cwd=copy)
    assert (many.code, many.err.splitlines()[:2]) == (
        1,
        ["error: 3 titles hold the words `workshop`", "  which of these?"],
    )


def test_what_was_retracted_is_not_recorded_again_unawares(copy: Path) -> None:
    id_ = here(*OFFICER, "-q", cwd=copy).out.strip()
    retraction = here("retract", id_, "-r", "wrong", cwd=copy).out.strip()
    refused(
        here(*OFFICER, "-q", cwd=copy),
        1,
        f"`Officers trained` was recorded as {id_} and retracted by {retraction}\n"
        f"  lift the retraction: timeline retract {retraction} --reason ...",
    )
    done = here("amend", id_, "-k", "visit", "-r", "x", cwd=copy)
    refused(
        done,
        1,
        f"{id_} is retracted, by {retraction}\n"
        f"  lift the retraction: timeline retract {retraction} --reason ...",
    )


def test_an_ambiguous_beginning_of_an_id_lists_the_candidates(fresh: Path) -> None:
    first: dict[str, dict[str, object]] = {}
    for second in range(86_400):
        at = f"2026-01-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000Z"
        said = {"event": "happening", "date": "2017", "kind": "visit", "title": f"Visit {second}"}
        one = document.complete(said, {"at": at, "by": "Aida"})
        other = first.setdefault(str(one["id"])[:4], one)
        if other is not one:
            break
    for event in (one, other):
        text = yaml_text.write(event)
        (fresh / "events" / f"{event['id']}.yaml").write_text(text, encoding="utf-8")
    prefix = str(one["id"])[:4]
    listed = [f"    {e['id']}  2017  {e['title']}" for e in sorted((one, other), key=_id)]
    problem = f"2 events have ids that begin with `{prefix}`"
    message = "\n".join([problem, "  which of these?", *listed])
    refused(here("amend", prefix, "-k", "visit", "-r", "x", cwd=fresh), 1, message)
    refused(here("retract", prefix.upper(), "-r", "x", cwd=fresh), 1, message)
    refused(
        here("show", prefix, cwd=fresh),
        1,
        "\n".join([f"nothing is called `{prefix}`", "  which of these?", *listed]),
    )
    assert here("show", str(one["id"])[:9], cwd=fresh).code == 0


def _id(event: dict[str, object]) -> str:
    return str(event["id"])


def test_correcting_what_somebody_corrected_meanwhile_is_refused_with_3(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = amend.amend

    def raced(*given: object, **more: object) -> object:
        monkeypatch.setattr(amend, "amend", real)
        assert here("amend", ROUNDTABLE, "--note", "first", "-r", "x", cwd=copy).code == 0
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(amend, "amend", raced)
    done = here("amend", ROUNDTABLE, "--note", "second", "-r", "x", cwd=copy)
    assert (done.code, done.out) == (3, "")
    assert re.fullmatch(
        r"error: (\w{16}) was corrected meanwhile, by \w{16}\n"
        r"  look at it, and correct what it is now: timeline show \1\n",
        done.err,
    )
    assert body(ROUNDTABLE, copy)["note"] == "first"


def test_withdrawing_what_somebody_corrected_meanwhile_is_refused_with_3(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = retract.retract

    def raced(*given: object, **more: object) -> object:
        assert here("amend", ROUNDTABLE, "--note", "first", "-r", "x", cwd=copy).code == 0
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(retract, "retract", raced)
    done = here("retract", ROUNDTABLE, "-r", "x", cwd=copy)
    assert (done.code, done.out) == (3, "")
    assert " was corrected meanwhile, by " in done.err
    assert here("show", ROUNDTABLE, "-f", "json", cwd=copy).json["state"] == "amended"


def test_a_folder_that_cannot_be_written_is_an_error_of_one_line(copy: Path) -> None:
    shutil.rmtree(copy / "events" / "happenings" / "2017")
    (copy / "events" / "happenings" / "2017").write_text("a file where a folder belongs")
    done = here(*OFFICER, "-q", cwd=copy)
    assert (done.code, done.out) == (1, "")
    assert "Traceback" not in done.err
    assert "happenings/2017" in done.err
    assert "not a directory" in done.err or "file exists" in done.err


def test_what_is_removed_from_a_list_makes_room_for_what_is_added(copy: Path) -> None:
    done = process(
        *("amend", "inspectors trained", "--remove", "source=unodc-2017-08-30"),
        *("--source", "unodc-2017-08-30@3", "--reason", "one paragraph says it"),
        cwd=copy,
    )
    assert done.code == 0
    shown = json.loads(process("show", "inspectors trained", "-f", "json", cwd=copy).out)
    assert shown["body"]["sources"] == [{"source": "unodc-2017-08-30", "at": "para 3"}]


def test_a_list_of_which_all_is_removed_is_gone(copy: Path) -> None:
    done = process(
        *("amend", "inspectors trained", "--remove", "place=Kyrgyzstan", "--reason", "not said"),
        cwd=copy,
    )
    assert done.code == 0
    shown = json.loads(process("show", "inspectors trained", "-f", "json", cwd=copy).out)
    assert "places" not in shown["body"]
    assert shown["corrections"][-1]["unset"] == ["places"]


def test_a_key_is_meant_before_words_of_titles(fresh: Path) -> None:
    here("declare", "actor", "United Nations", "--key", "un", "--name", "UN", cwd=fresh)
    here("add", "2017", "Visit of the UN", "-k", "visit", cwd=fresh)
    done = here("retract", "un", "-r", "a slip", cwd=fresh)
    assert done.code == 0
    assert done.err.endswith(": United Nations\n")
    assert [row["title"] for row in here("list", "-f", "json", cwd=fresh).json] == [
        "Visit of the UN"
    ]
    here("declare", "actor", "Ministry", "--key", "visit", cwd=fresh)
    refused = here("amend", "visit", "--title", "X", "-r", "y", cwd=fresh)
    assert refused.code == 2
    assert "declares the actor visit\n" in refused.err
