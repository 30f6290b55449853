"""`timeline list`: filters, order, columns and formats, on the example log and on a small one."""

import json
import shlex
from pathlib import Path
from unittest import mock

import pytest

from timeline.views import chronology
from timeline.views.chronology import OF_EVENT
from timeline.views.query import match_word

from support.running import here, process

TRAINED = "Neighbourhood and youth inspectors trained to prevent violent extremism"
DIALOGUES = "Dialogue platforms on the role of women in preventing violent extremism"
ASKED_FOR = "Participants of the dialogue platforms ask for work with women’s organisations"
PARTNERS = "UNODC and the Interior Ministry become partners for women and girls in prevention"
GROWTH = (
    "Number of people serving sentences for terrorist and extremist crimes grows over five times"
)
FIELDS = (
    *("id", "date", "earliest", "latest", "match", "kind", "status", "title", "summary"),
    *("places", "actors", "programs", "figures", "sources", "confidence", "recorded_at"),
    *("recorded_by", "amended", "last_seen", "last_seen_date", "unbounded", "around"),
)
FORMATS = "table, plain, json, jsonl, csv, tsv, markdown, html, yaml, xlsx"
OF_LISTS = {
    "places": {"place", "name", "short"},
    "actors": {
        *("actor", "name", "short", "role", "capacity", "for", "for_name", "for_short", "effect")
    },
    "programs": {"program", "name", "short", "phase", "effect"},
    "figures": {"measure", "value", "unit", "bound", "type", "by"},
    "sources": {"source", "at", "title", "published"},
}

SMALL = """
"4-5 October 2011" Workshop -k workshop -l Bishkek -a organiser=OSCE -s osce-2011@2 --tag police \
  -g "participants=about 60 person"
"summer 2017" Training -k training -a trainer=Service -p "starts=Initiative | courses" \
  --confidence likely -s unodc-2017@3
2021 Plan -k training --status planned -p Initiative -a partner=OSCE
"""


def titles(*words: str, cwd: Path) -> dict[str, str | None]:
    """The titles that a list has, with how each matches."""
    done = here("list", *words, "-f", "json", cwd=cwd)
    assert done.code == 0, done.err
    return {row["title"]: row["match"] for row in done.json}


@pytest.fixture
def small(fresh: Path) -> Path:
    """A log of three happenings with all that can be filtered by."""
    for words in SMALL.strip().splitlines():
        assert here("add", *shlex.split(words), "--new", cwd=fresh).code == 0
    return fresh


def test_every_happening_of_the_example_log_is_listed_in_the_order_of_dates(example: Path) -> None:
    done = here("list", "-f", "json", cwd=example)
    assert len(done.json) == 88
    known = [row["earliest"] for row in done.json if row["earliest"]]
    assert known == sorted(known)
    assert done.err == "88 happenings\n"


def test_an_actor_is_found_by_any_of_its_names(example: Path) -> None:
    # The names stand in O 2, O 4, W 3, R 2, R 4 and R 5 of the releases.
    names = [
        "Interior Ministry",
        "Kyrgyz Interior Ministry",
        "ministry of interior",
        "MoI",
        "moi",
        "Ministry of Internal Affairs",
        "Kyrgyzstan's Interior Ministry",
        "moi-kg",
    ]
    found = [here("list", "--during", "2017", "--actor", name, cwd=example) for name in names]
    assert all(done == found[0] for done in found)
    # Trained by the ministry's service in summer 2017 (W 3); partner of UNODC by 30 August (W 3).
    by_title = titles("--during", "2017", "--actor", "Ministry of Interior", cwd=example)
    assert by_title[TRAINED] == "certain"
    assert by_title[PARTNERS] == "possible"


def test_a_summer_is_possible_in_its_months_and_certain_in_its_year(example: Path) -> None:
    july = ["--from", "2017-07-01", "--to", "2017-07-31"]
    in_july = titles(*july, cwd=example)
    assert in_july[TRAINED] == "possible"
    assert in_july[DIALOGUES] == "possible"
    assert titles("--during", "2017", cwd=example)[TRAINED] == "certain"
    assert TRAINED not in titles(*july, "--certain", cwd=example)
    assert titles("--within", "2017", cwd=example)[TRAINED] == "certain"
    assert titles("--within", "2017-06-01/2017-08-31", cwd=example)[TRAINED] == "certain"
    # Nothing says that the courses took all summer, so they may lie in July altogether.
    assert titles("--within", "2017-07", cwd=example)[TRAINED] == "possible"
    assert TRAINED not in titles("--within", "2018", cwd=example)
    shown = here("list", *july, cwd=example).lines
    assert any(line.startswith("? summer 2017 ") and TRAINED in line for line in shown)


def test_what_certainly_falls_in_july_2017_is_what_ran_all_the_month(example: Path) -> None:
    # P 4: "Since 2010 this figure has gone up over five fold", said on 16 February 2018.
    # From outside: Japan's support ran from April 2017.
    certain = titles("--during", "2017-07", "--certain", cwd=example)
    assert list(certain) == [
        GROWTH,
        "UNODC and Japan support the Prison Service against violent extremism in prisons",
    ]


def test_a_role_finds_what_units_of_a_body_did(example: Path) -> None:
    # W 3: courses led by trainers from the ministry's Countering Extremism ... Service.
    done = here("list", "--actor", "trainer=moi-kg", "--format", "json", cwd=example)
    assert [row["title"] for row in done.json] == [TRAINED]
    assert done.json[0]["date"] == "2017-22"
    trainers = [a["actor"] for a in done.json[0]["actors"] if a["role"] == "trainer"]
    assert trainers == ["ceim-service"]
    assert not titles("--actor", "trainer=moi-kg", "--no-parts", cwd=example)


def test_json_has_every_promised_field_on_every_row(example: Path) -> None:
    for words in ([], ["--during", "2017"], ["--as-of", "2018"]):
        for row in here("list", *words, "-f", "json", cwd=example).json:
            assert tuple(row) == FIELDS
            assert (row["match"] in ("certain", "possible")) == bool(words)
            for name, keys in OF_LISTS.items():
                assert all(set(item) == keys for item in row[name])


def test_json_lines_are_the_rows_of_json(example: Path) -> None:
    rows = here("list", "-f", "json", cwd=example).json
    lines = here("list", "-f", "jsonl", cwd=example).lines
    assert [json.loads(line) for line in lines] == rows


def test_csv_with_keys_has_the_same_rows_with_lists_in_compact_form(example: Path) -> None:
    rows = here("list", "-f", "json", cwd=example).json
    read = here("list", "-f", "csv", "--keys", cwd=example).csv
    assert [row["id"] for row in read] == [row["id"] for row in rows]
    trained = next(row for row in read if row["title"] == TRAINED)
    assert tuple(trained) == FIELDS
    assert trained["date"] == "2017-22"
    assert trained["actors"] == (
        "organiser=unodc; trainer=ceim-service; participant=neighbourhood-inspectors; "
        "participant=youth-inspectors"
    )
    assert trained["figures"] == "police officers trained=250 person"
    assert trained["sources"] == "unodc-2017-08-30@3; unodc-2017-08-30@5; unodc-2017-08-30@9"
    assert trained["places"] == "kyrgyzstan"
    assert trained["programs"] == "continues=pbf-women-pve"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--from", "2017"], ["Training", "Plan"]),
        (["--to", "2017"], ["Workshop", "Training"]),
        (["--to", "2016"], ["Workshop"]),
        (["--from", "2012", "--to", "2020"], ["Training"]),
        (["--during", "October 2011"], ["Workshop"]),
        (["--within", "2011-10"], ["Workshop"]),
        (["--within", "2011-10-04"], []),
        (["--actor", "osce"], ["Workshop", "Plan"]),
        (["--actor", "organiser=OSCE"], ["Workshop"]),
        (["--actor", "osce", "--actor", "service"], ["Workshop", "Training", "Plan"]),
        (["--role", "trainer"], ["Training"]),
        (["--role", "trainer", "--role", "partner"], ["Training", "Plan"]),
        (["--program", "initiative"], ["Training", "Plan"]),
        (["--program", "initiative", "--phase", "courses"], ["Training"]),
        (["--phase", "COURSES"], ["Training"]),
        (["--place", "bishkek"], ["Workshop"]),
        (["--kind", "workshop"], ["Workshop"]),
        (["--kind", "Training", "--kind", "workshop"], ["Workshop", "Training", "Plan"]),
        (["--status", "planned"], ["Plan"]),
        (["--status", "occurred"], ["Workshop", "Training"]),
        (["--tag", "Police"], ["Workshop"]),
        (["--source", "unodc-2017"], ["Training"]),
        (["--measure", "participants"], ["Workshop"]),
        (["--confidence", "likely"], ["Training"]),
        (["--kind", "training", "--status", "planned"], ["Plan"]),
        (["--as-of", "2017"], ["Workshop", "Training"]),
        (["--as-of", "2017-07", "--certain"], ["Workshop"]),
        (["--as-of", "2010"], []),
    ],
    ids=" ".join,
)
def test_each_filter_keeps_what_it_says(words: list[str], expected: list[str], small: Path) -> None:
    assert list(titles(*words, cwd=small)) == expected


def test_no_parts_leaves_out_the_parts_of_what_is_named(small: Path) -> None:
    here("declare", "actor", "Service", "--part-of", "OSCE", cwd=small)
    assert list(titles("--actor", "osce", cwd=small)) == ["Workshop", "Training", "Plan"]
    assert list(titles("--actor", "osce", "--no-parts", cwd=small)) == ["Workshop", "Plan"]


def test_nothing_found_is_an_answer(small: Path) -> None:
    assert here("list", "--during", "1999", cwd=small) == (0, "", "no happening matches\n")
    assert here("list", "--during", "1999", "-f", "json", cwd=small).json == []
    assert here("list", "--during", "1999", "-f", "jsonl", cwd=small).out == ""
    assert here("list", "--during", "1999", "-f", "csv", cwd=small).lines == [",".join(FIELDS)]
    assert here("list", "--during", "1999", "--ids", cwd=small).out == ""


def test_the_count_says_how_many_are_only_possible(small: Path) -> None:
    assert here("list", "--during", "2017-07", cwd=small).err == (
        "1 happening, 1 of them only possibly (?)\n"
    )
    assert here("list", "--limit", "2", cwd=small).err == "2 of 3 happenings\n"
    assert here("list", "--limit", "0", cwd=small) == (0, "", "0 of 3 happenings\n")


def test_the_order_can_be_that_of_a_field_and_turned_round(small: Path) -> None:
    def ordered(*words: str) -> list[str]:
        return here("list", *words, "--columns", "title", "-q", "-f", "csv", cwd=small).lines[1:]

    assert ordered() == ["Workshop", "Training", "Plan"]
    assert ordered("--reverse") == ["Plan", "Training", "Workshop"]
    assert ordered("--sort", "title") == ["Plan", "Training", "Workshop"]
    assert ordered("--sort", "kind") == ["Training", "Plan", "Workshop"]
    assert ordered("--sort", "date") == ["Workshop", "Training", "Plan"]
    # What has no value stands last.
    assert ordered("--sort", "confidence") == ["Training", "Workshop", "Plan"]
    assert ordered("--reverse", "--limit", "1") == ["Plan"]


def test_days_and_numbers_are_ordered_by_size(fresh: Path) -> None:
    for date in ("-0043-03-15", "Y170000002", "0800", "-0100"):
        here("add", "-k", "visit", "--", date, f"In {date}", cwd=fresh)
    for _ in range(11):
        here("amend", "In 0800", "--note", "again" * (_ + 1), "-r", "x", cwd=fresh)
    here("amend", "Y170000002", "--note", "once", "-r", "x", cwd=fresh)
    here("amend", "Y170000002", "--note", "twice", "-r", "x", cwd=fresh)
    by_day = here("list", "--sort", "earliest", "--columns", "date", "-f", "csv", cwd=fresh)
    assert by_day.lines[1:] == ["'-0100", "'-0043-03-15", "0800", "Y170000002"]
    often = here("list", "--sort", "amended", "--columns", "amended", "-f", "csv", cwd=fresh)
    assert often.lines[1:] == ["0", "0", "2", "11"]


def test_columns_are_chosen_by_their_names(small: Path) -> None:
    chosen = ["list", "--columns", "title,kind", "--columns", "date"]
    assert here(*chosen, "--limit", "1", cwd=small).lines == [
        "Title     Kind      Date",
        "--------  --------  ----------------",
        "Workshop  workshop  4–5 October 2011",
    ]
    assert here(*chosen, "-f", "csv", cwd=small).lines[0] == "title,kind,date"
    assert [list(row) for row in here(*chosen, "-f", "json", cwd=small).json] == [
        ["title", "kind", "date"]
    ] * 3
    lists = here("list", "--columns", "actors,figures,places,sources,programs", cwd=small).out
    assert "organiser=osce" in lists
    assert "participants=about 60 person" in lists
    assert "starts=initiative | courses" in lists


def test_a_date_among_chosen_columns_is_marked_and_open_as_in_the_whole_table(
    example: Path,
) -> None:
    done = here("list", "--during", "2017-07", "--columns", "date,title", cwd=example)
    assert any(line.startswith("? summer 2017 ") for line in done.lines)
    under_way = here("list", "--kind", "situation", "--columns", "date", cwd=example)
    assert "since 2020 (open, last seen 15 October 2021)" in under_way.lines


def test_ids_alone_can_be_fed_to_other_commands(example: Path) -> None:
    ids = here("list", "--during", "2017", "--ids", cwd=example)
    assert ids.err == ""
    assert all(len(line) == 16 for line in ids.lines)
    assert here("show", ids.lines[0], cwd=example).code == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--columns", "titel"], 2, "no column `titel`\n  did you mean title?"),
        (
            ["--columns", "zzz"],
            2,
            f"no column `zzz`\n  one of {', '.join((*FIELDS, *OF_EVENT))}",
        ),
        (["--sort", "titel"], 2, "no order by `titel`\n  did you mean title?"),
        (
            ["--sort", "actors"],
            2,
            "no order by `actors`\n  one of "
            + ", ".join(name for name in FIELDS if name not in OF_LISTS),
        ),
        (
            ["--ids", "-f", "json"],
            2,
            """--ids prints only ids, not json
  leave out --ids, and print the column: --columns id --format json""",
        ),
        (["-f", "xml"], 2, f"no format `xml`\n  one of {FORMATS}"),
        (["--ids", "-f", "xml"], 2, f"no format `xml`\n  one of {FORMATS}"),
        (
            ["-o", "out.xml"],
            2,
            f"no format for the ending of out.xml\n  one of {FORMATS}",
        ),
        (["--kind", "trainng"], 1, "no kind `trainng`\n  did you mean training?"),
        (["--role", "trainr"], 1, "no role `trainr`\n  did you mean trainer?"),
        (["--actor", "trainr=moi-kg"], 1, "no role `trainr`\n  did you mean trainer?"),
        (["--status", "plannd"], 1, "no status `plannd`\n  did you mean planned?"),
        (["--confidence", "sure"], 1, "no confidence `sure`\n  did you mean unsure?"),
        (
            ["--from", "2018", "--to", "2017"],
            2,
            "from 2018 to 2017 is no range\n  no day lies between them",
        ),
        (
            ["--as-of", "2017/.."],
            1,
            "`2017/..` has no last day\n  give a date such as 2016 or 2016-06-30",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    words: list[str], code: int, message: str, example: Path
) -> None:
    assert here("list", *words, cwd=example) == (code, "", f"error: {message}\n")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["--actor", "Interor Ministry"], "Interior Ministry (moi-kg)"),
        (["--program", "Strive Azia"], "STRIVE Asia (strive-asia-kg)"),
        (["--place", "Bishkk"], "Bishkek (bishkek)"),
        (["--source", "unodc-2017"], "unodc-2017-08-30"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_and_its_key(
    words: list[str], near: str, example: Path
) -> None:
    done = here("list", *words, cwd=example)
    assert (done.code, done.out) == (1, "")
    first, second = done.err.splitlines()
    assert first == f"error: no {words[0].removeprefix('--')} `{words[1]}`"
    assert second.startswith("  did you mean ")
    assert near in second


def test_a_date_with_two_readings_is_refused_with_both(example: Path) -> None:
    done = here("list", "--during", "04/05/2011", cwd=example)
    assert (done.code, done.out) == (1, "")
    assert "2011-05-04" in done.err
    assert "2011-04-05" in done.err


def test_dates_may_be_typed_in_words(example: Path) -> None:
    spelled = [["summer 2017"], ["2017-22"], ["Summer  2017"]]
    found = [here("list", "--during", *words, cwd=example).out for words in spelled]
    assert found[0] == found[1] == found[2]
    assert TRAINED in found[0]


def test_a_table_to_a_pipe_has_every_word(example: Path) -> None:
    done = process("list", cwd=example)
    rows = here("list", "-f", "json", cwd=example).json
    for row in rows:
        assert row["title"] in done.out


@pytest.mark.parametrize(
    ("order", "made"),
    [
        ([], 3),
        (["--reverse"], 3),
        (["--sort", "date", "--reverse"], 3),
        (["--sort", "title"], 88),
    ],
)
def test_no_more_rows_are_made_than_are_printed(order: list[str], made: int, example: Path) -> None:
    whole = here("list", *order, "-f", "json", cwd=example).json
    with mock.patch.object(chronology, "match_word", wraps=match_word) as row:
        done = here("list", *order, "--limit", "3", "-f", "json", cwd=example)
    assert row.call_count == made
    assert (done.json, done.err) == (whole[:3], "3 of 88 happenings\n")


# Words, context and groups


def test_words_are_looked_for_all_of_them_and_quoted_ones_together(example: Path) -> None:
    both = here("list", "police", "women", "--ids", cwd=example).lines
    assert both
    police, women = (here("list", word, "--ids", cwd=example).lines for word in ("police", "women"))
    assert both == [id_ for id_ in police if id_ in women]
    together = here("list", "community policing", "--ids", cwd=example).lines
    assert together == here("list", "--text", "Community  Policing", "--ids", cwd=example).lines
    assert together
    assert len(here("list", "policing", "community", "--ids", cwd=example).lines) >= len(together)
    assert here("list", "policing community", "--ids", cwd=example).lines == []
    either = here("list", "--text", "police", "--text", "women", "--ids", cwd=example).lines
    assert set(either) == {*police, *women}


def test_words_are_found_in_cyrillic_with_or_without_accents(fresh: Path) -> None:
    here("add", "2017", "Өкмөт отчёт", "-k", "visit", "-a", "host=МВД", "--new", cwd=fresh)
    for word in ("өкмөт", "ОКМОТ", "отчет", "отчёт", "мвд", "mvd"):
        assert list(titles(word, cwd=fresh)) == ["Өкмөт отчёт"], word


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["-"], 2, "`-` has no word to look for\n  give letters or digits"),
        (["police", "..."], 2, "`...` has no word to look for\n  give letters or digits"),
        ([""], 2, "`` has no word to look for\n  give letters or digits"),
        (["--text", ""], 2, "--text is empty\n  give it a value, or leave it out"),
        (["--not-kind", ""], 2, "--not-kind is empty\n  give it a value, or leave it out"),
        (
            ["-police"],
            2,
            (
                "no such option: -p\n  a word that begins with - comes last, after --: "
                "timeline list [OPTIONS] -- WORD ..."
            ),
        ),
        (["--group-by", "yeer"], 2, "no group `yeer`\n  did you mean year?"),
        (
            ["--group-by", "x"],
            2,
            "no group `x`\n  one of year, quarter, month, day, actor, program, place, kind",
        ),
        (
            ["--group-by", "year", "--ids"],
            2,
            (
                "--ids prints ids of happenings, and a group has none\n"
                "  leave out --ids, or --group-by"
            ),
        ),
        (
            ["--group-by", "year", "--columns", "title"],
            2,
            "no column `title`\n  one of key, name, happenings, possible, unbounded, first, last",
        ),
        (
            ["--group-by", "year", "--sort", "title"],
            2,
            "no order by `title`\n  one of key, name, happenings, possible, unbounded, first, last",
        ),
        (
            ["--window", "6w"],
            2,
            "a window is how far around a happening to look\n  name it: --around ID --window 30d",
        ),
        (
            ["--around", "wcaem3k8", "--window", "x"],
            2,
            "no window `x`\n  such as 30d, 6w, 3m or 2y",
        ),
        (
            ["--around", "nowhere"],
            1,
            "no event has the id `nowhere`, or these words in its title\n  see them: timeline list",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_looked_for_is_refused(
    words: list[str], code: int, message: str, example: Path
) -> None:
    assert here("list", *words, cwd=example) == (code, "", f"error: {message}\n")


def test_a_word_that_begins_with_a_hyphen_follows_two(example: Path) -> None:
    assert here("list", "--", "-police", cwd=example) == here("list", "police", cwd=example)


def test_the_context_of_a_happening_marks_it(small: Path) -> None:
    done = here("list", "--around", "training", "--window", "6y", "--columns", "date", cwd=small)
    assert done.lines == ["Date", "----------------", "4–5 October 2011", "> summer 2017", "2021"]
    assert done.err == "3 happenings, around the one marked >\n"
    rows = here("list", "--around", "training", "-f", "json", cwd=small).json
    assert [(row["title"], row["around"], row["match"]) for row in rows] == [
        ("Training", "itself", "certain")
    ]
    assert {row["around"] for row in here("list", "-f", "json", cwd=small).json} == {None}


def test_groups_are_printed_with_their_counts(small: Path) -> None:
    assert here("list", "--group-by", "year", cwd=small).lines == [
        "Year  Happenings",
        "----  ----------",
        "2011  1",
        "2017  1",
        "2021  1",
    ]
    assert here("list", "--group-by", "place", cwd=small) == (
        0,
        (
            "Place     Happenings  First             Last\n"
            "--------  ----------  ----------------  ----------------\n"
            "Bishkek   1           4–5 October 2011  4–5 October 2011\n"
            "no place  2           summer 2017       2021\n"
        ),
        "1 place\n",
    )
    assert here("list", "--group-by", "Programme", "-f", "json", cwd=small).json == [
        {
            "key": "initiative",
            "name": "Initiative",
            "happenings": 2,
            "possible": 0,
            "unbounded": 0,
            "first": "2017-22",
            "last": "2021",
        },
        {
            "key": None,
            "name": None,
            "happenings": 1,
            "possible": 0,
            "unbounded": 0,
            "first": "2011-10-04/2011-10-05",
            "last": "2011-10-04/2011-10-05",
        },
    ]


def test_groups_take_filters_order_limit_and_columns(small: Path) -> None:
    months = ["list", "--during", "2017-07", "--group-by", "kind", "-f", "csv"]
    assert here(*months, cwd=small).lines[1:] == ["training,training,0,1,0,2017-22,2017-22"]
    kinds = ["list", "--group-by", "kind", "--columns", "name,happenings", "-f", "csv"]
    assert here(*kinds, cwd=small).lines == ["name,happenings", "training,2", "workshop,1"]
    assert here(*kinds, "--reverse", cwd=small).lines[1:] == ["workshop,1", "training,2"]
    assert here(*kinds, "--sort", "happenings", cwd=small).lines[1] == "workshop,1"
    limited = here(*kinds, "--limit", "1", cwd=small)
    assert (limited.lines[1:], limited.err) == (["training,2"], "1 of 2 kinds\n")
    assert here("list", "--group-by", "kind", "--during", "1999", cwd=small) == (0, "", "0 kinds\n")


def test_no_parts_leaves_parts_out_of_groups(small: Path) -> None:
    here("declare", "actor", "Service", "--part-of", "OSCE", cwd=small)
    told = ["list", "--group-by", "actor", "--columns", "key,happenings", "-f", "csv"]
    assert here(*told, cwd=small).lines[1:] == ["osce,3", "service,1"]
    assert here(*told, "--no-parts", cwd=small).lines[1:] == ["osce,2", "service,1"]


def test_negated_filters_and_all_of_them_are_options(small: Path) -> None:
    assert list(titles("--not-kind", "training", cwd=small)) == ["Workshop"]
    assert list(titles("--not-programme", "initiative", cwd=small)) == ["Workshop"]
    assert list(titles("--actor", "osce", "--not-role", "partner", cwd=small)) == ["Workshop"]
    both = ["--actor", "osce", "--actor", "service"]
    assert list(titles(*both, "--all-match", cwd=small)) == []
    assert list(titles("--overdue", cwd=small)) == ["Plan"]
