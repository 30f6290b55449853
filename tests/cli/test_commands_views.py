"""`timeline show`, `actors`, `programs`, `sources` and `diff`, checked against the releases."""

import json
from pathlib import Path

import pytest

from support.running import here, process

STRIVE = "strive-asia-kg"


def test_an_actor_page_tells_names_roles_and_history(example: Path) -> None:
    done = process("actors", "Interior Ministry", cwd=example)
    assert (done.code, done.err) == (0, "")
    lines = done.lines
    assert lines[0] == "Ministry of Interior of the Kyrgyz Republic (moi-kg, organisation)"
    also = next(line for line in lines if line.startswith("  also "))
    for name in ("Kyrgyz Interior Ministry", "MoI", "Ministry of Internal Affairs"):
        assert name in also
    history = lines[lines.index("History") + 1 :]
    # O 2 and O 4; W 3 through the service; R 2.
    assert any(x.startswith("4–5 October 2011 ") and "  partner " in x for x in history)
    assert any(x.startswith("4–5 October 2011 ") and "  participant " in x for x in history)
    assert any(x.startswith("summer 2017 ") and "  trainer " in x for x in history)
    assert any(x.startswith("12–13 July 2022 ") and "  organiser " in x for x in history)
    (trained,) = [x for x in history if "  trainer " in x]
    assert "Countering Extremism and Illegal Migration Service" in trained


@pytest.mark.parametrize(
    ("command", "heading"),
    [
        (("actors", "moi-kg"), "History"),
        (("programs", STRIVE), "Happenings"),
        (("places", "bishkek"), "Happenings"),
        (("sources", "undp-2021-10-15"), "Cited by"),
    ],
)
def test_a_page_with_a_limit_has_the_newest_rows(
    command: tuple[str, str], heading: str, example: Path
) -> None:
    lines = here(*command, cwd=example).lines
    rows = lines[lines.index(heading) + 3 :]
    limited = here(*command, "--limit", "1", cwd=example).lines
    (newest,) = limited[limited.index(f"{heading}, the newest 1") + 3 :]
    assert newest.split() == rows[-1].split()
    number = str(len(rows))
    assert here(*command, "--limit", number, cwd=example).lines == lines


def test_the_json_of_one_actor_has_its_history(example: Path) -> None:
    (row,) = here("actors", "moi-kg", "-f", "json", cwd=example).json
    promised = {"actor", "name", "names", "type", "happenings", "first", "last", "roles", "terms"}
    assert promised <= set(row)
    # Its officers speak for it.
    roles = {"author", "organiser", "participant", "partner", "speaker", "trainer"}
    assert roles == set(row["roles"])
    assert row["through_offices"] == 4
    assert row["first"] == "2011-10-04"
    first = ["speaker", "partner", "participant"]
    assert [part["role"] for part in row["history"]][:3] == first
    alone = here("actors", "moi-kg", "--no-parts", "-f", "json", cwd=example).json[0]
    assert "trainer" not in alone["roles"]
    assert all(part["actor"] == "moi-kg" for part in alone["history"])


def test_offices_are_told_with_what_is_not_on_record(example: Path) -> None:
    # P 11: Acting Head on 16 February 2018; neither the start nor the end of the term is given.
    (row,) = here("actors", "Vera Tkachenko", "-f", "json", cwd=example).json
    (term,) = row["terms"]
    assert term["office"] == "Acting Head of the Programme Office"
    assert term["for"] == "unodc-po-kg"
    assert term["end"] is None
    page = here("actors", "Vera Tkachenko", cwd=example)
    assert "  no end recorded, last seen " in page.out


def test_all_actors_are_listed_with_counts_and_filters_leave_those_that_took_part(
    example: Path,
) -> None:
    rows = here("actors", "-f", "json", cwd=example).json
    assert len(rows) == 93
    assert [row["name"].casefold() for row in rows] == sorted(r["name"].casefold() for r in rows)
    # R 4 names three speakers; R 5, R 7 and R 10 quote them or another.
    speakers = here("actors", "--role", "speaker", "--during", "2022", "-f", "json", cwd=example)
    named = {row["name"] for row in speakers.json}
    assert {"Tynar Kadyraliev", "Ulan Berdibaev", "Andrey Seleznev", "Torben Adams"} <= named
    assert all(row["match"] in ("certain", "possible") for row in speakers.json)
    assert here("actors", "--kind", "launch", "-q", cwd=example).err == ""


def test_csv_and_json_lines_have_the_rows_of_json(example: Path) -> None:
    for command, key in (("actors", "actor"), ("programs", "program"), ("sources", "source")):
        rows = here(command, "-f", "json", cwd=example).json
        lines = here(command, "-f", "jsonl", cwd=example).lines
        assert [json.loads(line) for line in lines] == rows
        read = here(command, "-f", "csv", "--keys", cwd=example).csv
        assert [row[key] for row in read] == [row[key] for row in rows]
        for in_csv, in_json in zip(read, rows, strict=True):
            assert set(in_csv) <= set(in_json)
            for name, text in in_csv.items():
                value = in_json[name]
                if isinstance(value, list) and not all(isinstance(v, str) for v in value):
                    assert json.loads(text) == value
                elif isinstance(value, list):
                    assert text == "; ".join(value)
                else:
                    assert text == ("" if value is None else str(value))


@pytest.mark.parametrize(
    ("day", "phase", "match", "status"),
    [
        # S 9: "has been underway since 2020".
        ("2019-01-01", None, "certain", "not-begun"),
        # S 9 gives no month: possibly begun.
        ("2020-07-01", "advisory-groups", "possible", "implementation"),
        ("2021-03-01", "advisory-groups", "possible", "implementation"),
        # S 3: "In September and October, the first phase of workshops was held".
        ("2021-09-10", "workshops", "possible", "implementation"),
        ("2021-10-01", "workshops", "certain", "implementation"),
    ],
)
def test_the_phase_of_strive_asia_on_a_day(
    day: str, phase: str | None, match: str, status: str, example: Path
) -> None:
    (row,) = here("programs", STRIVE, "--as-of", day, "-f", "json", cwd=example).json
    promised = {
        *("program", "name", "status_declared", "status_derived", "phase"),
        *("match", "since", "until", "phases"),
    }
    assert promised <= set(row)
    assert row["phase"] == phase
    assert row["status_derived"] == status
    assert row["match"] == match


def test_a_program_page_tells_its_phase_on_a_day(example: Path) -> None:
    done = process("programs", STRIVE, "--as-of", "2021-10-01", cwd=example)
    assert (done.code, done.err) == (0, "")
    assert done.lines[0] == f"STRIVE Asia in the Kyrgyz Republic ({STRIVE}, project)"
    assert any(
        line.startswith("  as of 1 October 2021  workshops, since September 2021")
        for line in done.lines
    )
    phases = done.lines[done.lines.index("Phases") :]
    assert any("trainings" in line and "not begun" in line for line in phases)
    assert any("local-plans" in line and "not begun" in line for line in phases)


def test_strive_asia_had_not_begun_in_2019(example: Path) -> None:
    done = process("programs", "--as-of", "2019-01-01", cwd=example)
    (line,) = [line for line in done.lines if STRIVE in line]
    assert "not begun" in line
    assert "?" not in line


def test_what_is_declared_stands_beside_what_is_derived(fresh: Path) -> None:
    for words in (
        ["declare", "program", "Plan", "--status", "closed", "--period", "2016/2018"],
        ["add", "2016", "Begin", "-k", "launch", "-p", "starts=Plan"],
        ["add", "2017", "Go on", "-k", "situation", "-p", "continues=Plan"],
    ):
        assert here(*words, cwd=fresh).code == 0
    (row,) = here("programs", "plan", "--as-of", "2017", "-f", "json", cwd=fresh).json
    assert (row["status_declared"], row["status_derived"]) == ("closed", "implementation")
    table = here("programs", "--as-of", "2017", cwd=fresh).lines
    assert table[2].split("  ")[0] == "Plan"
    assert "closed, 2016–2018" in table[2]
    assert "implementation" in table[2]


def test_sources_are_listed_by_date_with_how_often_each_is_cited(example: Path) -> None:
    rows = here("sources", "-f", "json", cwd=example).json
    assert [row["source"] for row in rows if row["paragraphs"]] == [
        "osce-2011-10-04",
        "unodc-2017-08-30",
        "unodc-2018-02-16",
        "undp-2021-10-15",
        "unodc-2022-07",
    ]
    assert {"source", "title", "publisher", "published"} <= set(rows[0])
    assert rows[0]["happenings"] == 5
    one = process("sources", "osce-2011-10-04", cwd=example)
    assert one.lines[0].startswith("OSCE contributes to Kyrgyzstan’s efforts in preventing")
    assert any(
        "para 2, 3, 4, 7" in line and "Workshop on community policing" in line for line in one.lines
    )
    launched = here("sources", "--kind", "launch", "-f", "json", cwd=example).json
    assert "undp-2021-10-15" in [row["source"] for row in launched]


def test_show_tells_an_event_whole_down_to_the_paragraph(example: Path) -> None:
    done = process("show", "inspectors trained", cwd=example)
    assert (done.code, done.err) == (0, "")
    text = done.out
    assert "  date        summer 2017 (2017-22)\n" in text
    assert "  date text   During the summer months\n" in text
    assert "trainer: Countering Extremism and Illegal Migration Service (ceim-service)" in text
    assert "  figures     police officers trained: 250 people\n" in text
    assert "(unodc-2017-08-30), para 3\n" in text
    (path,) = [line.split()[1] for line in done.lines if line.startswith("  file ")]
    assert (example / path).is_file()


def test_show_finds_events_by_any_beginning_of_an_id(example: Path) -> None:
    id_ = here("list", "--kind", "roundtable", "--ids", cwd=example).out.strip()
    whole = here("show", id_, cwd=example)
    assert whole.code == 0
    assert here("show", id_[:8].upper(), cwd=example) == whole
    assert here("show", "challenges and PROSPECTS", cwd=example) == whole


@pytest.mark.parametrize(
    ("name", "heading", "part"),
    [
        ("moi-kg", "Ministry of Interior of the Kyrgyz Republic (moi-kg, organisation)", "History"),
        ("STRIVE Asia", f"STRIVE Asia in the Kyrgyz Republic ({STRIVE}, project)", "Phases"),
        ("bishkek", "Bishkek (bishkek, city)", "Happenings"),
        (
            "undp-2021-10-15",
            (
                "Resilience-building activities in nine pilot communities across Kyrgyzstan "
                "(undp-2021-10-15)"
            ),
            "Cited by",
        ),
    ],
)
def test_show_tells_a_key_of_each_kind_with_how_it_came_to_mean_it(
    name: str, heading: str, part: str, example: Path
) -> None:
    done = here("show", name, cwd=example)
    assert done.lines[0] == heading
    assert part in done.lines
    declared = done.lines[done.lines.index("Declared") :]
    assert any(line.startswith("  recorded  2026-11-22 ") for line in declared)
    as_json = here("show", name, "-f", "json", cwd=example).json
    assert as_json["declaration"]["state"] in ("recorded", "amended")
    assert json.loads(here("show", name, "-f", "jsonl", cwd=example).out) == as_json


def test_show_tells_corrections_with_their_reasons(fresh: Path) -> None:
    said = ("--date-basis", "the release", "--note", "a remark", "-k", "roundtable")
    here("add", "c. July 2022", "Prospects roundtable", *said, cwd=fresh)
    date = ("--date", "2022-07-12", "-r", "the agenda", "--keep", "date_basis")
    here("amend", "prospects roundtable", *date, cwd=fresh)
    here("amend", "prospects roundtable", "--unset", "note", "-r", "of no use", cwd=fresh)
    done = here("show", "prospects roundtable", cwd=fresh)
    _, _, _, *versions = done.lines[done.lines.index("Versions") :]
    assert [line.split()[0] for line in versions] == ["1", "2", "3"]
    assert "date: c. July 2022 → 12 July 2022" in versions[1]
    assert "the agenda" in versions[1]
    assert "- note: " in versions[2]
    assert "of no use" in versions[2]
    whole = here("show", "prospects roundtable", "-f", "json", cwd=fresh).json
    assert (whole["state"], whole["original"]["date"]) == ("amended", "2022-07~")
    here("retract", whole["corrections"][0]["id"], "-r", "no", cwd=fresh)
    lines = here("show", "prospects roundtable", cwd=fresh).lines
    (lifted,) = [line for line in lines if line.startswith("4 ")]
    assert f"retracts {whole['corrections'][0]['id'][:8]}" in lifted
    assert any("date: 12 July 2022 → c. July 2022" in line for line in lines)
    assert sum("(retracted by " in line for line in lines) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "nothing is called ``\n  give an id, or words of a title"),
        ("zzzzzzzz", "nothing is called `zzzzzzzz`\n  see them: timeline list"),
    ],
)
def test_what_nothing_is_called_is_refused(name: str, message: str, example: Path) -> None:
    assert here("show", name, cwd=example) == (1, "", f"error: {message}\n")


def test_words_of_several_things_list_events_and_names(example: Path) -> None:
    done = here("show", "roundtable", cwd=example)
    assert done.code == 1
    first, second, *candidates, names = done.err.splitlines()
    assert first == "error: nothing is called `roundtable`"
    assert second == "  which of these?"
    assert len(candidates) == 2
    assert names.startswith("  did you mean Participants of the roundtable")


def test_one_thing_has_no_csv(example: Path) -> None:
    for words in (["show", "moi-kg"], ["show", "inspectors trained"], ["status"]):
        assert here(*words, "-f", "csv", cwd=example) == (
            2,
            "",
            (
                "error: this cannot be printed as csv\n"
                "  one of table, plain, json, jsonl, markdown, html, yaml\n"
            ),
        )


@pytest.mark.parametrize("command", ["actors", "programs", "sources"])
def test_an_unknown_name_of_a_view_is_refused(command: str, example: Path) -> None:
    done = here(command, "qqqqqq", cwd=example)
    kind = command.removesuffix("s")
    assert done == (1, "", f"error: no {kind} `qqqqqq`\n  see them all: timeline {command}\n")


def test_diff_tells_what_was_new_between_the_ends_of_two_years(example: Path) -> None:
    done = process("diff", "2016", "2018", cwd=example)
    assert done.code == 0
    sections = [line for line in done.lines if line and not line.startswith(" ")]
    assert sections == ["Happenings", "Programs", "Actors", "Places", "Figures", "Levels"]
    # W 3; P 13; P 9 and W 9 are planned only.
    assert any(x.startswith("  + summer 2017 ") and "inspectors trained" in x for x in done.lines)
    assert any(x.startswith("  + 2017 ") and "State Programme" in x for x in done.lines)
    assert any("[planned] Further Japanese support" in x for x in done.lines)
    # P 6, W 3: totals of what was achieved; the 400 of P 4 are a level and add up to nothing.
    figures = done.lines[done.lines.index("Figures") + 1 : done.lines.index("Levels") - 1]
    assert "  + police officers trained: 250 people" in figures
    assert "  + correctional facilities refurbished: 6 facilities" in figures
    assert "  + correctional facilities furnished and equipped: 6 facilities" in figures
    assert "  + value of support to correctional facilities: at least 120,000 USD" in figures
    assert len(figures) == 4
    assert done.err.startswith("from the end of 2016 to the end of 2018: chronology +40, ")
    aside = "not compared are 10 before and 4 after that may have been at any time"
    assert f"{aside}; --unbounded compares them" in done.err


def test_the_json_of_a_diff_keeps_its_promise(example: Path) -> None:
    found = here("diff", "2016", "2018", "--format", "json", cwd=example).json
    promised = ("before", "after", "clock", "chronology", "actors", "programs", "figures")
    assert tuple(found)[: len(promised)] == promised
    assert set(found) - set(promised) == {"unbounded", "places", "levels", "offices", "between"}
    assert (found["before"], found["after"], found["clock"]) == ("2016", "2018", "happened")
    for view in ("chronology", "actors", "programs", "figures"):
        assert list(found[view]) == ["added", "removed", "changed"]
        for item in found[view]["changed"]:
            assert {"name", "fields"} < set(item)
            assert all(len(pair) == 2 for pair in item["fields"].values())
    persons = {row["name"] for row in found["actors"]["added"] if row["type"] == "person"}
    # W 4, W 7, W 10; P 8, P 9, P 11.
    assert persons == {
        *("Erlan Bakiev", "Koen Marquering", "Vasilina Brazhko"),
        *("Zhorobek Duishenbiev", "Yoshikawa Daisuke", "Vera Tkachenko"),
    }


def test_a_diff_the_other_way_round_takes_away_what_it_added(example: Path) -> None:
    there = here("diff", "2016", "2018", "-f", "json", cwd=example).json
    back = here("diff", "2018", "2016", "-f", "json", cwd=example).json
    for view in ("chronology", "actors", "programs", "figures"):
        assert len(there[view]["added"]) == len(back[view]["removed"])
        assert len(there[view]["changed"]) == len(back[view]["changed"])


@pytest.mark.parametrize("date", ["2010", "2017-07", "summer 2017", "2018", "today"])
def test_a_diff_with_itself_is_empty(date: str, example: Path) -> None:
    done = here("diff", date, date, "--exit-code", cwd=example)
    said = f"no difference between the end of {date} and that of {date}\n"
    assert done == (0, "", said)
    assert here("diff", date, date, "-f", "jsonl", cwd=example) == (0, "", "")


def test_a_diff_takes_filters_and_answers_with_its_exit_code(example: Path) -> None:
    done = here("diff", "2016", "2018", "--kind", "training", "--exit-code", cwd=example)
    assert done.code == 1
    assert done.out.count("inspectors trained") == 1
    assert "State Programme" not in done.out
    assert here("diff", "2018", "2019", "--kind", "training", "--exit-code", cwd=example).code == 0
    assert here("diff", "2016", "2018", cwd=example).code == 0


def test_a_diff_without_a_second_date_goes_to_today(fresh: Path) -> None:
    here("add", "2017", "Before", "-k", "visit", cwd=fresh)
    here("add", "today", "Now", "-k", "visit", cwd=fresh)
    here("add", "9000", "Later", "-k", "visit", cwd=fresh)
    found = here("diff", "2018", "-f", "json", cwd=fresh).json
    assert [row["title"] for row in found["chronology"]["added"]] == ["Now"]


def test_the_csv_of_a_diff_has_a_row_an_item_and_a_row_a_changed_field(example: Path) -> None:
    read = here("diff", "2016", "2018", "-f", "csv", cwd=example).csv
    found = here("diff", "2016", "2018", "-f", "json", cwd=example).json
    views = ("chronology", "actors", "programs", "places", "figures", "levels")
    items = sum(len(found[v]["added"]) + len(found[v]["removed"]) for v in views)
    fields = sum(len(item["fields"]) for v in views for item in found[v]["changed"])
    assert len(read) == items + fields + len(found["between"])
    assert all(row["key"] and row["name"] for row in read)
    assert not any(text.startswith("['") for row in read for text in row.values())
    roles = next(
        row
        for row in read
        if (row["view"], row["key"], row["field"]) == ("actors", "unodc", "roles")
    )
    assert set(roles["after"].split("; ")) >= {"implementer", "organiser", "partner"}
    lines = here("diff", "2016", "2018", "-f", "jsonl", cwd=example).lines
    assert len(lines) == len(read)


@pytest.mark.parametrize(
    ("words", "code", "start"),
    [
        (["2016", "nonsense"], 1, 'error: "nonsense" is not a part of a date\n'),
        (["2016/..", "2018"], 1, "error: `2016/..` has no last day\n"),
        (["2016", "2018", "-f", "xml"], 2, "error: no format `xml`\n"),
        (["2016", "2018", "--actor", "qqqqqq"], 1, "error: no actor `qqqqqq`\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_diff_cannot_compare_is_refused(
    words: list[str], code: int, start: str, example: Path
) -> None:
    done = here("diff", *words, cwd=example)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(start)


def test_what_stays_only_possible_is_marked(example: Path) -> None:
    # S 3: the workshops began some day in September.
    done = here("diff", "2021-08", "2021-09-10", cwd=example)
    assert any(x.startswith("  ? ") and "First phase of workshops" in x for x in done.lines)
    found = here("diff", "2021-08", "2021-09-10", "-f", "json", cwd=example).json
    matches = {row["title"]: row["match"] for row in found["chronology"]["added"]}
    title = "First phase of workshops with the advisory groups of the pilot communities"
    assert matches[title] == "possible"


@pytest.mark.parametrize("view", ["actors", "programs"])
def test_csv_has_every_field_that_json_has(example: Path, view: str) -> None:
    (row, *_) = here(view, "-f", "json", cwd=example).json
    assert here(view, "-f", "csv", cwd=example).lines[0].split(",") == list(row)


def test_show_leaves_out_parts_when_asked(example: Path) -> None:
    whole = here("show", "united-nations", "-f", "json", cwd=example).json
    alone = here("show", "united-nations", "--no-parts", "-f", "json", cwd=example).json
    (listed,) = here("actors", "united-nations", "--no-parts", "-f", "json", cwd=example).json
    assert whole["happenings"] > alone["happenings"] == listed["happenings"]
