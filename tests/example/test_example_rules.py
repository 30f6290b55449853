"""The rules by which the example log was corrected, and that it keeps them.

docs/decisions.md has them with their reasons; paragraphs are cited as in `releases.py`.
"""

import sqlite3
from typing import Any

import pytest

from timeline import Log

from support.releases import ROUNDTABLE, SINCE_AGREEMENT, P, R, S, cited, one, who


def test_the_sum_of_120_000_dollars_stands_once_with_works_and_purchases_as_its_parts(
    log: Log, db: sqlite3.Connection
) -> None:
    """P 6: "with a total value of over 120,000 USD", of both or of what was procured alone."""
    support = one(log, "support worth six correctional facilities")
    (figure,) = support["figures"]
    assert (figure["value"], figure["unit"], figure["bound"]) == (120_000, "USD", "at-least")
    others = [f for row in log.chronology() for f in row["figures"] if f["unit"] == "USD"]
    assert others == [figure]
    query = "SELECT title FROM happenings WHERE part_of = ? ORDER BY title"
    assert [title for (title,) in db.execute(query, (support["id"],))] == [
        "Furniture and equipment procured for six correctional facilities",
        "Library and work space created at prison No. 47",
        "Refurbishment of six correctional facilities completed",
        "Telephone facilities and staff offices upgraded at prison No. 47",
    ]
    note = "SELECT note FROM happenings WHERE id = ?"
    assert "furniture and equipment alone" in db.execute(note, (support["id"],)).fetchone()[0]


def test_what_was_said_and_shown_at_the_roundtable_has_its_date(log: Log) -> None:
    """R 3 to R 7, R 9 to R 12. The release itself came out then or later in the same year."""
    inside = [row for row in log.chronology(source=R) if row["kind"] != "publication"]
    dated = [row for row in inside if {at for key, at in cited(row) if key == R} & ROUNDTABLE_TOLD]
    assert len(dated) == 14
    assert {row["date"] for row in dated if row["kind"] not in ("law", "situation")} == {ROUNDTABLE}
    assert one(log, "release countering extremism")["date"] == "[2022-07-12..2022-12-31]"
    assert log.sources(R)[0]["published"] == "[2022-07-12..2022-12-31]"


ROUNDTABLE_TOLD = {str(n) for n in (2, 3, 4, 6, 7, 9, 10, 11, 12)}

RUNNING = [
    ("community policing project runs", "2011-10-04"),  # O 7
    ("unodc programme central asia under way", "2017-08-30"),  # W 9
    ("joint un project under way", "2017-08-30"),  # W 9
    ("unodc supports police capacity", "2017-08-30"),  # W 7
    ("move to electronic registration", "2018-02-16"),  # P 10
    ("unodc helps the government", "2018-02-16"),  # P 13
    ("strengthening community resilience runs", "2021-10-15"),  # S 8
]


@pytest.mark.parametrize(("words", "day"), RUNNING)
def test_what_a_release_calls_running_is_certain_on_its_day_and_open_on_both_sides(
    words: str, day: str, log: Log
) -> None:
    row = one(log, words)
    assert (row["date"], row["last_seen"]) == ("/..", day)
    assert row["id"] in {r["id"] for r in log.chronology(during="2010")}
    assert row["id"] not in {r["id"] for r in log.chronology(during="2010", certain=True)}


def test_since_when_japan_supports_the_prison_service(log: Log, db: sqlite3.Connection) -> None:
    """P 5 does not say. A news item of UNODC: agreement in March 2017, support from April."""
    assert one(log, "unodc and japan sign the agreement")["date"] == "2017-03"
    support = one(log, "unodc and japan support the prison service")
    assert (support["date"], support["last_seen"]) == ("2017-04/..", "2018-02-16")
    query = """
        SELECT start FROM program_phases
        WHERE program = 'japan-prison-project' AND phase IS NULL AND status_derived <> 'mentioned'
    """
    assert db.execute(query).fetchall() == [("2017-04",)]


@pytest.mark.parametrize(
    ("program", "before", "on"),
    [
        ("japan-prison-project", "2016", "2018-02-16"),  # P 5
        ("state-programme-2017-2022", "2016", "2018-02-16"),  # P 13
        ("unodc-central-asia-2015-2019", "2014", "2017-08-30"),  # W 9
        ("post-release-monitoring", "2020", "2022-07-13"),  # R 13
    ],
)
def test_what_was_running_later_did_not_run_before_a_start_on_record(
    program: str, before: str, on: str, log: Log
) -> None:
    assert log.programs(program, as_of=before)[0]["status_derived"] == "not-begun"
    (row,) = log.programs(program, as_of=on)
    assert (row["status_derived"], row["status_match"]) == ("implementation", "certain")


@pytest.mark.parametrize(
    "words",
    [
        *("computers printers", "instructions written", "staff of pilot prisons"),  # P 10
        *("security equipment", "office furniture", "sports equipment", "leather"),  # P 12
    ],
)
def test_what_the_project_did_was_not_before_its_agreement(words: str, log: Log) -> None:
    row = one(log, words)
    assert row["date"] == SINCE_AGREEMENT
    assert ("unodc-japan-prisons", "text") in cited(row)


def test_the_three_lines_of_work_of_the_japanese_project_run_side_by_side(log: Log) -> None:
    """P 6, P 10, P 12; the division is ours, and the note says so."""
    (project,) = log.programs("japan-prison-project")
    phases: Any = project["phases"]
    assert {phase["phase"] for phase in phases} == {
        *("refurbishment", "electronic-registration", "security")
    }
    registered = log.chronology(program="japan-prison-project", phase="electronic-registration")
    assert {place for row in registered for place in cited(row) if place[0] == P} == {
        *((P, "5"), (P, "10"))
    }


def test_in_whose_prisons_works_and_purchases_were_done(log: Log) -> None:
    """P 6, P 7, P 10, P 12: of the Prison Service, with which UNODC works by P 5."""
    done = [row for kind in ("works", "procurement") for row in log.chronology(kind=kind)]
    assert len(done) == 9
    assert all("prison-service-kg" in who(row, "partner") | who(row, "beneficiary") for row in done)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        *(
            ("six-correctional-facilities", "prison-service-kg"),
            ("prison-staff", "prison-service-kg"),
        ),
        *(("six-pilot-prisons", "prison-service-kg"), ("prison-psychologists", "prison-staff")),
        ("lawyers-kochkor", "kochkor-working-group"),
    ],
)
def test_of_whom_units_groups_and_facilities_are_a_part(part: str, whole: str, log: Log) -> None:
    assert log.actors(part)[0]["part_of"] == whole


@pytest.mark.parametrize(
    ("words", "publisher"),
    [
        ("release community policing", "osce"),
        ("release role of women", "unodc"),
        ("release on prisons", "unodc"),
        ("release resilience work", "undp-kg"),
        ("release countering extremism", "unodc"),
    ],
)
def test_who_published_each_release(words: str, publisher: str, log: Log) -> None:
    assert who(one(log, words), "publisher") == {publisher}


def test_who_stands_behind_strive_asia_wherever_it_is_told(log: Log) -> None:
    """S 8: a project of UNDP in the Kyrgyz Republic, a joint partnership of the EU and the UN."""
    for words in ("strive asia work begins", "strive asia work under way", "strive asia aims"):
        row = one(log, words)
        assert who(row, "owner") == {"undp-kg"}
        assert who(row, "partner") == {"european-union", "united-nations"}
        assert (S, "8") in cited(row)


def test_the_nine_places_are_cited_wherever_they_are_named(log: Log) -> None:
    """S 10 to S 18 list them."""
    nine = [row for row in log.chronology(source=S) if len(row["places"]) == 9]
    assert len(nine) == 7
    assert all({(S, str(n)) for n in range(10, 19)} <= cited(row) for row in nine)


@pytest.mark.parametrize(
    ("words", "program"),
    [
        ("tesoriere on trust", "community-policing-project"),  # O 5 speaks of the workshop of O 7
        ("rysaliev on partnership", "community-policing-project"),  # O 6
        ("participants dialogue ask", "pbf-women-pve"),  # W 8
        ("further japanese support", "japan-prison-project"),  # P 9
        ("torben adams", "post-release-monitoring"),  # R 10
        ("seleznev", "post-release-monitoring"),  # R 7
    ],
)
def test_to_which_program_words_and_plans_belong(words: str, program: str, log: Log) -> None:
    assert program in {part["program"] for part in one(log, words)["programs"]}


def test_the_days_of_the_bill(log: Log) -> None:
    """R 5 gives none. From outside: discussion, still being finalised, registration."""
    assert one(log, "new draft law developed")["date"] == "[..2021-12-29]"
    assert one(log, "public discussion draft law")["date"] == "2021-12-29/2022-01-28"
    assert one(log, "draft law still being finalised")["date"] == "2022-02-18"
    assert one(log, "draft law submitted")["date"] == "2022-06-17"
    (law,) = log.programs("On countering extremist activity", as_of="2022-03-01")
    assert (law["phase"], law["match"]) == ("drafting", "certain")


def test_the_programmes_of_several_years_have_a_start_and_a_planned_end(log: Log) -> None:
    """W 9: 2015-2019. P 13: 2017 to 2022. That either ended is on no record."""
    for name, start, end in (
        ("unodc-central-asia-2015-2019", "2015", "2019"),
        ("state-programme-2017-2022", "2017", "2022"),
    ):
        rows = [row for row in log.chronology(program=name) if row["kind"] != "statement"]
        effects = [
            (row["date"], row["status"], effect)
            for row in rows
            for part in row["programs"]
            if part["program"] == name
            for effect in part["effect"] or ()
        ]
        assert (start, "occurred", "starts") in effects
        assert (end, "planned", "ends") in effects


def test_on_which_day_the_state_programme_was_approved(log: Log) -> None:
    """P 13 gives the year; the resolution itself, from outside, the day."""
    resolution = one(log, "government resolution")
    assert resolution["date"] == "2017-06-21"
    assert resolution["sources"][0]["source"] == "kg-resolution-394"


def test_what_the_log_no_longer_says_is_withdrawn_with_a_reason(db: sqlite3.Connection) -> None:
    query = """
        SELECT s.event, c.reason FROM corrections AS c JOIN states AS s ON s.id = c.root
        WHERE c.event = 'retraction' ORDER BY s.event
    """
    assert [event for event, _ in db.execute(query)] == ["happening", "source"]
