"""`timeline sql`: everything can be read, nothing can be changed."""

import json
from pathlib import Path

import pytest

from timeline.views.filters import understand
from timeline.views.query import Filters
from timeline.views.sql import sql

from support.helpers import declared, happening, projected
from support.running import here, process

SEE = "see the views and their columns: timeline sql"
RECORD = (
    "the log is changed by recording events: timeline add\n"
    "  or correcting them: timeline amend ID\n"
    "  or retracting them: timeline retract ID"
)
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
ENDLESS_SUM = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT sum(x) FROM c"


def test_a_query_is_answered_in_the_order_of_its_columns(example: Path) -> None:
    query = "SELECT kind, count(*) AS times FROM chronology GROUP BY kind ORDER BY 2 DESC LIMIT 2"
    done = here("sql", query, cwd=example)
    header, _, *rows = done.lines
    assert (done.code, done.err) == (0, "2 rows\n")
    assert header.split() == ["kind", "times"]
    assert len(rows) == 2
    machine = here("sql", query, "-f", "json", cwd=example)
    assert [list(row) for row in machine.json] == [["kind", "times"]] * 2
    assert [row.split() for row in rows] == [[r["kind"], str(r["times"])] for r in machine.json]
    csv = here("sql", query, "-f", "csv", cwd=example).csv
    assert csv == [{"kind": r["kind"], "times": str(r["times"])} for r in machine.json]


def test_every_view_and_table_that_is_listed_can_be_asked(example: Path) -> None:
    listed = here("sql", "-f", "json", cwd=example)
    assert listed.code == 0
    for relation in listed.json:
        assert list(relation) == ["name", "type", "columns", "about"]
        names = ", ".join(f'"{column}"' for column in relation["columns"])
        query = f"SELECT {names} FROM {relation['name']}"  # noqa: S608 (names of the program)
        assert here("sql", query, cwd=example).code == 0
    found = [relation["name"] for relation in listed.json]
    assert found[:3] == ["actor_history", "actor_summary", "actor_terms"], "views come first"
    assert {"chronology", "happenings", "words"} <= set(found)
    about = {relation["name"]: relation["about"] for relation in listed.json}
    assert about["chronology"] == "One row a happening, in the order of a timeline."


def test_without_a_query_the_views_are_printed_with_one_that_works(example: Path) -> None:
    done = here("sql", cwd=example)
    assert done.lines[2].startswith("actor_history ")
    suggested = "timeline sql \"SELECT date, title FROM chronology WHERE kind = 'training'\""
    assert done.err == f"such as: {suggested}\n"
    assert here("sql", suggested.split('"')[1], cwd=example).code == 0


def test_a_query_may_come_from_standard_input(example: Path) -> None:
    done = here("sql", "-", "-f", "jsonl", cwd=example, stdin=b"SELECT 'Osh' AS city;\n")
    assert done == (0, '{"city": "Osh"}\n', "1 row\n")


def test_a_query_answers_as_of_what_was_on_record() -> None:
    office = {"actor": "osce", "role": "host", "effect": ["starts"]}
    known = [declared("actor", "osce"), happening(title="First", actors=[office])]
    db = projected([*known, happening("2018", "Second")])

    def answered(query: str, recorded: str) -> list[object]:
        understand(db, Filters(as_recorded=recorded))
        values = [value for row in sql(db, query, 60).rows for value in row.values()]
        db.set_authorizer(None)
        db.execute("PRAGMA query_only = OFF")
        return values

    titles, terms = "SELECT title FROM chronology", "SELECT count(*) FROM actor_terms"
    assert answered(titles, "") == ["First", "Second"]
    assert answered(titles, "2026-01-01T00:00:01") == ["First"]
    assert answered(titles, "2025") == []
    assert answered(terms, "2026-01-01T00:00:01") == [1]
    assert answered(terms, "2025") == [0]


def test_an_answer_without_rows_is_no_error(example: Path) -> None:
    assert here("sql", "SELECT 1 WHERE 0", cwd=example) == (0, "", "0 rows\n")
    assert here("sql", "SELECT 1 AS a WHERE 0", "-f", "csv", cwd=example).out == "a\n"


def test_columns_of_one_name_are_told_apart(example: Path) -> None:
    done = here("sql", "SELECT 1 AS a, 2 AS a, 3 AS a, 4 AS a_2", "-f", "json", cwd=example)
    assert done.json == [{"a": 1, "a_2": 2, "a_3": 3, "a_2_2": 4}]


def test_values_that_formats_cannot_say_are_said_as_texts(example: Path) -> None:
    query = (
        "SELECT x'00ff' AS blob, 9e999 AS most, -9e999 AS least, 9e999 - 9e999 AS none,"
        " 9223372036854775807 AS big, CAST(x'ff41' AS TEXT) AS broken, char(27) AS steers"
    )
    done = here("sql", query, "-f", "json", cwd=example)
    assert "\x1b" not in done.out
    assert json.loads(done.out, parse_constant=pytest.fail) == [
        {
            "blob": "x'00ff'",
            "most": "inf",
            "least": "-inf",
            "none": None,
            "big": 9223372036854775807,
            "broken": "\ufffdA",
            "steers": "\x1b",
        }
    ]
    assert "\x1b" not in here("sql", query, cwd=example).out


@pytest.mark.parametrize("format_", ["table", "plain", "markdown", "html", "csv", "tsv", "yaml"])
def test_names_of_columns_steer_no_terminal(format_: str, example: Path) -> None:
    done = here("sql", 'SELECT 1 AS "a\x1b[31m\u202e\tb"', "-f", format_, cwd=example)
    assert done.code == 0
    assert not {"\x1b", "\u202e", "\t"} & set(done.out)
    assert "31m" in done.out


def test_json_and_the_columns_of_tables_can_be_read(example: Path) -> None:
    assert here("sql", "SELECT value FROM json_each('[7]')", "-f", "csv", cwd=example).out == (
        "value\n7\n"
    )
    query = "SELECT name FROM pragma_table_info('words')"
    assert here("sql", query, "-f", "csv", cwd=example).out == "name\nvocabulary\nword\n"
    assert here("sql", "EXPLAIN QUERY PLAN SELECT * FROM chronology", cwd=example).code == 0


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("INSERT INTO words VALUES ('kind', 'x')", "to change anything"),
        ("REPLACE INTO words VALUES ('kind', 'x')", "to change anything"),
        ("UPDATE happenings SET title = ''", "to change anything"),
        ("DELETE FROM happenings", "to change anything"),
        ("DROP VIEW chronology", "to change anything"),
        ("ALTER TABLE words ADD COLUMN x", "to change anything"),
        ("CREATE TABLE x (a)", "to change anything"),
        ("CREATE TEMP TABLE x (a)", "to change anything"),
        ("CREATE TEMP VIEW x AS SELECT 1", "to change anything"),
        ("CREATE VIRTUAL TABLE x USING fts5(a)", "to change anything"),
        ("ANALYZE", "to change anything"),
        ("REINDEX", "to change anything"),
        ("ATTACH 'other.db' AS other", "to attach or copy a database"),
        ("VACUUM", "to attach or copy a database"),
        ("VACUUM INTO 'copy.db'", "to attach or copy a database"),
        ("DETACH main", "to detach a database"),
        ("PRAGMA user_version = 3", "PRAGMA user_version"),
        ("PRAGMA query_only = OFF", "PRAGMA query_only"),
        ("SELECT load_extension('x')", "load_extension"),
        ("BEGIN", "BEGIN"),
        ("SAVEPOINT a", "SAVEPOINT"),
    ],
)
def test_what_does_not_read_is_refused(query: str, refused: str, copy: Path) -> None:
    before = here("list", "-f", "json", cwd=copy).out
    error = f"error: sql only reads: {refused} is refused\n  {RECORD}\n"
    assert here("sql", query, cwd=copy) == (2, "", error)
    assert here("list", "-f", "json", cwd=copy) == (0, before, "88 happenings\n")
    assert not [*copy.glob("*.db")]


@pytest.mark.parametrize(
    ("query", "problem", "remedy"),
    [
        ("", "QUERY is empty", "give one, or leave it out"),
        (" -- nothing", "no query was given", SEE),
        ("SELECT 1; SELECT 2", "there are several statements", "sql runs one query at a time"),
        ("SELECT ?", "the query has a `?` or a name for a value", "write the value itself"),
        (
            "SELCT 1",
            'the query cannot be run: near "SELCT": syntax error',
            SEE,
        ),
        (
            "SELECT * FROM chronolgy",
            "the query cannot be run: no such table: chronolgy",
            f"did you mean chronology? {SEE}",
        ),
        (
            "SELECT h.titel FROM happenings AS h",
            "the query cannot be run: no such column: h.titel",
            f"did you mean title? {SEE}",
        ),
        ("SELECT * FROM zzz", "the query cannot be run: no such table: zzz", SEE),
        (
            "UPDATE sqlite_master SET sql = ''",
            "the query cannot be run: table sqlite_master may not be modified",
            SEE,
        ),
    ],
)
def test_a_query_that_is_none_is_told_in_two_lines(
    query: str, problem: str, remedy: str, example: Path
) -> None:
    assert here("sql", query, cwd=example) == (2, "", f"error: {problem}\n  {remedy}\n")


def test_a_null_sign_in_a_query_is_an_error_like_others(example: Path) -> None:
    done = here("sql", "-", cwd=example, stdin=b"SELECT 1\0")
    problem = "the query cannot be run: the query contains a null character"
    assert done == (2, "", f"error: {problem}\n  {SEE}\n")


def test_what_is_no_text_in_a_query_is_an_error_of_sql(example: Path) -> None:
    done = process("sql", "SELECT \udcff", cwd=example)
    assert done.code == 2
    assert done.err.endswith(f"\n  {SEE}\n")


def test_a_query_that_takes_too_long_is_stopped(example: Path) -> None:
    done = here("sql", ENDLESS_SUM, "--timeout", "0.2", cwd=example)
    remedy = "narrow it, or give it longer: --timeout 2"
    assert done == (1, "", f"error: the query was stopped after 0.2 s\n  {remedy}\n")


def test_an_answer_that_takes_too_long_to_read_is_stopped(example: Path) -> None:
    done = here("sql", ENDLESS, "--timeout", "0.2", cwd=example)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: the query was stopped after 0.2 s\n")


def test_an_answer_has_a_bound(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.views.sql.MAX_ROWS", 3)
    assert here("sql", f"{ENDLESS} LIMIT 3", cwd=example).code == 0
    done = here("sql", ENDLESS, cwd=example)
    remedy = "add LIMIT, or count instead: SELECT count(*) FROM ..."
    assert done == (1, "", f"error: the answer has more than 3 rows\n  {remedy}\n")
    monkeypatch.setattr("timeline.views.sql.MAX_SIGNS", 1_000)
    done = here("sql", "SELECT zeroblob(400) FROM happenings LIMIT 3", cwd=example)
    assert done == (1, "", f"error: the answer has more than 1,000 characters\n  {remedy}\n")


@pytest.mark.parametrize("seconds", ["0", "-1", "nan"])
def test_a_time_limit_is_a_time(seconds: str, example: Path) -> None:
    done = here("sql", "SELECT 1", f"--timeout={seconds}", cwd=example)
    remedy = "give seconds, such as --timeout 60"
    assert done == (2, "", f"error: --timeout must be more than 0\n  {remedy}\n")
