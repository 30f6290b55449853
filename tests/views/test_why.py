"""`show --why`: which bound, clock or filter keeps a happening in an answer, or out of it."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import Match
from timeline.views.query import Filters
from timeline.views.why import explain_answer

from support.helpers import (
    Row,
    ask,
    complete,
    declared,
    happening,
    instant,
    of_events,
    projected,
    stored,
)
from support.running import here

SUMMER = "2017-22 (1 June 2017 to 31 August 2017)"


@pytest.fixture
def small(fresh: Path) -> Path:
    """A log with one happening that says much, and one that says little."""
    here("declare", "actor", "Interior Ministry", "--key", "moi", cwd=fresh)
    here("declare", "actor", "Inspectors", "--key", "inspectors", "--part-of", "moi", cwd=fresh)
    here("declare", "place", "Bishkek", cwd=fresh)
    here("declare", "source", "Release", "--key", "r1", "--published", "2018-03", cwd=fresh)
    said = ["-k", "training", "-a", "participant=inspectors", "-l", "bishkek", "-s", "r1"]
    said += ["--tag", "police", "-g", "participants=60 person", "--summary", "Of the police"]
    done = here("add", "2017-22", "Inspectors trained", *said, cwd=fresh)
    assert done.code == 0, done.err
    assert here("add", "[..2019]", "A visit", "-k", "visit", cwd=fresh).code == 0
    return fresh


def told(folder: Path, *words: str, of: str = "inspectors trained") -> tuple[str, list[Row]]:
    found = here("show", of, "--why", *words, "-f", "json", cwd=folder)
    assert found.code == 0, found.err
    assert list(found.json) == ["id", "answer", "decided_by", "reasons"]
    return found.json["answer"], found.json["reasons"]


@pytest.mark.parametrize(
    ("words", "match", "because"),
    [
        (["--during", "2018"], "no", f"its date {SUMMER} ends before 1 January 2018"),
        (["--during", "2016"], "no", f"its date {SUMMER} begins after 31 December 2016"),
        (["--during", "2017"], "certain", f"its date {SUMMER} lies in that time"),
        (["--during", "2017-06"], "possible", f"its date {SUMMER} may lie in that time"),
        (["--within", "2017"], "certain", f"its date {SUMMER} lies wholly in that time"),
        (["--within", "2017-06"], "possible", f"its date {SUMMER} may lie wholly in that time"),
        (["--within", "2018"], "no", f"its date {SUMMER} begins before 1 January 2018"),
        (["--within", "2016"], "no", f"its date {SUMMER} ends after 31 December 2016"),
        (["--from", "2017-09"], "no", f"its date {SUMMER} ends before 1 September 2017"),
        (["--to", "2017-05"], "no", f"its date {SUMMER} begins after 31 May 2017"),
        (["--from", "2017", "--to", "2018"], "certain", f"its date {SUMMER} lies in that time"),
        (["--as-of", "2018"], "certain", f"its date {SUMMER} begins by 31 December 2018"),
        (["--as-of", "2017-07"], "possible", f"its date {SUMMER} may begin after 31 July 2017"),
        (["--as-of", "2016"], "no", f"its date {SUMMER} begins after 31 December 2016"),
        (["--kind", "training"], "certain", "its kind is training"),
        (["--kind", "visit"], "no", "its kind is training"),
        (["--kind", "visit", "--kind", "training"], "certain", "its kind is training"),
        (["--status", "planned"], "no", "its status is occurred"),
        (["--confidence", "likely"], "no", "its confidence is not on record"),
        (["--actor", "inspectors"], "certain", "its actors include participant inspectors"),
        (["--actor", "moi"], "certain", "its actors include participant inspectors, part of moi"),
        (
            ["--actor", "trainer=moi"],
            "no",
            "its actors include participant inspectors, part of moi",
        ),
        (
            ["--actor", "moi", "--role", "participant"],
            "certain",
            "its actors include participant inspectors, part of moi; its role is participant",
        ),
        (["--role", "trainer"], "no", "its role is participant"),
        (["--place", "bishkek"], "certain", "its places include bishkek"),
        (["--source", "r1"], "certain", "its sources include r1"),
        (["--tag", "police"], "certain", "its tag is police"),
        (["--measure", "participants"], "certain", "its figure is participants"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_each_filter_says_what_it_saw(
    words: list[str], match: str, because: str, small: Path
) -> None:
    reason = {"option": " ".join(words), "match": match, "because": because}
    assert told(small, *words) == (match, [reason])


def test_what_a_happening_lacks_is_said(small: Path) -> None:
    answer, reasons = told(small, "--actor", "moi", "--place", "bishkek", of="a visit")
    assert answer == "no"
    assert [r["because"] for r in reasons] == ["it has no actor", "it has no place"]


def test_an_open_beginning_is_called_so(small: Path) -> None:
    _, reasons = told(small, "--during", "2020", of="a visit")
    assert reasons[0]["because"] == (
        "its date [..2019] (open to 31 December 2019) ends before 1 January 2020"
    )


def test_only_what_decided_is_named_as_deciding(small: Path) -> None:
    words = ["--kind", "training", "--during", "2017-06", "--place", "bishkek"]
    done = here("show", "inspectors trained", "--why", *words, "-f", "json", cwd=small)
    assert done.json["decided_by"] == ["--during 2017-06"]
    assert done.json["answer"] == "possible"
    done = here("show", "inspectors trained", "--why", *words, "--certain", "-f", "json", cwd=small)
    assert (done.json["answer"], done.json["decided_by"]) == ("no", ["--certain"])
    assert done.json["reasons"][-1]["because"] == "it only possibly answers the question"


ANSWER = """\
Inspectors trained ({id})
  in the answer  no: --kind visit

Why
Asked                        Match    Because
---------------------------  -------  ------------------------------------------------------
--actor 'Interior Ministry'  certain  its actors include participant inspectors, part of moi
--kind visit                 no       its kind is training
"""


def test_people_are_told_in_a_table(small: Path) -> None:
    id_ = here("list", "--kind", "training", "--ids", cwd=small).out.strip()
    done = here("show", id_, "--why", "--kind", "visit", "--actor", "Interior Ministry", cwd=small)
    assert done == (0, ANSWER.format(id=id_), "")
    nothing = here("show", id_, "--why", cwd=small)
    assert nothing.lines == [
        f"Inspectors trained ({id_})",
        "  in the answer  yes: nothing was asked for",
    ]


def test_what_was_retracted_says_by_what_and_why(small: Path) -> None:
    id_ = here("list", "--kind", "visit", "--ids", cwd=small).out.strip()
    by = here("retract", id_, "-r", "never happened", cwd=small).out.strip()
    answer, reasons = told(small, "--kind", "visit", of=id_)
    at = here("show", by, "-f", "json", cwd=small).json["recorded_at"]
    because = f"it was retracted by {by} at {at}: never happened"
    assert (answer, reasons) == ("no", [{"option": None, "match": "no", "because": because}])
    assert here("show", id_, "--why", cwd=small).lines == [
        f"retracted ({id_})",
        "  in the answer  no",
        "",
        "Why",
        "Match  Because",
        "-----  " + "-" * len(because),
        f"no     {because}",
    ]


def test_what_was_not_on_record_yet_is_found_all_the_same(small: Path) -> None:
    done = here("show", "a visit", "--why", "--as-recorded", "2025", cwd=small)
    assert done.lines[0].startswith("A visit (")
    assert done.lines[1] == "  in the answer  no: --as-recorded 2025"


def test_the_clock_of_recording_says_when_it_came_on_record() -> None:
    db = projected([happening(title="First"), happening("2018", "Second", kind="visit")])
    (id_,) = db.execute("SELECT id FROM happenings WHERE title = 'Second'").fetchone()
    at = "it was recorded at 2026-01-01T00:00:01.000000Z"
    found = explain_answer(db, Filters(as_recorded="2025", kind=("visit",)), id_)
    assert found == {
        "id": id_,
        "answer": "no",
        "decided_by": ["--as-recorded 2025"],
        "reasons": [
            {"option": "--as-recorded 2025", "match": "no", "because": at},
            {"option": "--kind visit", "match": "certain", "because": "its kind is visit"},
        ],
    }
    found = explain_answer(db, Filters(as_recorded="2026-01-02", kind=("visit",)), id_)
    assert found["answer"] == "certain"
    assert found["decided_by"] == []


def test_the_clock_of_publication_says_when_the_sources_came_out() -> None:
    cites = {"source": "release"}
    db = projected(
        [
            declared("source", "release", published="2018-03"),
            happening(title="Cited", sources=[cites]),
            happening(title="Alone"),
        ]
    )
    ids = dict(db.execute("SELECT title, id FROM happenings"))
    for published, answer in (("2018-02", "no"), ("2018-03", "certain")):
        found = explain_answer(db, Filters(as_published=published), ids["Cited"])
        because = "it cites release (2018-03)"
        option = f"--as-published {published}"
        match = "no" if answer == "no" else "certain"
        assert found["answer"] == answer
        assert found["reasons"] == [{"option": option, "match": match, "because": because}]
    found = explain_answer(db, Filters(as_published="2019"), ids["Alone"])
    assert found["reasons"] == [
        {"option": "--as-published 2019", "match": "no", "because": "it cites no source"}
    ]


DATES = ("2017", "2017-22", "2017-06?", "[2016,2018]", "{2016,2018}", "2016/..", "../2017", "201X")


@given(
    date=st.sampled_from(DATES),
    during=st.sampled_from(("", "2016", "2017", "2017-07", "2018")),
    within=st.sampled_from(("", "2017", "2010/2020")),
    as_of=st.sampled_from(("", "2015", "2017-06-15", "2019")),
    kind=st.sampled_from(((), ("visit",), ("visit", "meeting"))),
    certain=st.booleans(),
)
def test_the_answer_is_the_one_that_the_whole_question_gives(
    date: str, during: str, within: str, as_of: str, kind: tuple[str, ...], *, certain: bool
) -> None:
    db = projected([happening(date), happening("1999", "A meeting", kind="meeting")])
    filters = Filters(during=during, within=within, as_of=as_of, kind=kind, certain=certain)
    (id_,) = db.execute("SELECT id FROM happenings WHERE kind = 'visit'").fetchone()
    found = explain_answer(db, filters, id_)
    ask(db, **filters._asdict())
    picked = dict(db.execute("SELECT id, match FROM picked").fetchall())
    expected = Match(picked[id_]).word if id_ in picked else "no"
    assert found["answer"] == expected
    assert bool(found["decided_by"]) == (expected != "certain")


def test_only_a_happening_can_be_in_an_answer(small: Path) -> None:
    id_ = here("show", "moi", "-f", "json", cwd=small).json["declaration"]["id"]
    problem = f"{id_} is no happening: its event is actor"
    remedy = "only a happening may be in an answer"
    error = f"error: {problem}\n  {remedy}\n"
    assert here("show", id_, "--why", cwd=small) == (2, "", error)


def test_filters_alone_change_nothing_of_an_event(small: Path) -> None:
    problem = "an event is shown whole, whatever filters say"
    error = f"error: {problem}\n  to learn whether they keep it: --why\n"
    assert here("show", "a visit", "--during", "2018", cwd=small) == (2, "", error)
    assert here("show", "a visit", "--as-of", "2018", cwd=small).code == 0
    assert here("show", "moi", "--during", "2018", cwd=small).code == 0


def test_what_means_nothing_is_told_before_anything_else(small: Path) -> None:
    done = here("show", "a visit", "--why", "--kind", "visitt", cwd=small)
    assert done == (1, "", "error: no kind `visitt`\n  did you mean visit?\n")
    done = here("show", "a visit", "--why", "-f", "csv", cwd=small)
    formats = "table, plain, json, jsonl, markdown, html, yaml"
    assert done.err == f"error: this cannot be printed as csv\n  one of {formats}\n"


def test_a_name_that_only_the_clock_knows_is_no_trouble_for_what_came_on_record_later() -> None:
    actor = complete(declared("actor", "moi"), instant(1))
    said = {"event": "retraction", "retracts": actor["id"], "after": [actor["id"]]}
    gone = complete({**said, "reason": "no"}, instant(3))
    visit = complete(happening(), instant(5))
    db = of_events(map(stored, (actor, gone, visit)))
    found = explain_answer(db, Filters(as_recorded=instant(2), actor=("moi",)), str(visit["id"]))
    assert (found["answer"], found["decided_by"]) == ("no", [f"--as-recorded {instant(2)}"])


def test_a_date_that_its_newest_source_bounds_is_told_with_the_source(small: Path) -> None:
    done = here("add", "2018", "Another training", "-k", "training", "-s", "r1", cwd=small)
    assert done.code == 0, done.err
    begun = "begun by 31 March 2018, when r1 was out"
    _, ((reason),) = told(small, "--during", "2018-04", of="another training")
    assert reason["because"] == (
        f"its date 2018 (1 January 2018 to 31 March 2018, {begun}) ends before 1 April 2018"
    )
    _, ((reason),) = told(small, "--as-of", "2018-03", of="another training")
    assert reason["because"] == (
        f"its date 2018 (1 January 2018 to 31 March 2018, {begun}) begins by 31 March 2018"
    )


def test_a_date_that_only_its_recording_bounds_says_so() -> None:
    found = projected([happening("2026/2027", "A course")])
    reasons = explain_answer(found, Filters(during="2027-06"), id_of(found))["reasons"]
    assert isinstance(reasons, list)
    (reason,) = reasons
    begun = "begun by 1 January 2026, when it was recorded"
    assert reason["because"] == (
        f"its date 2026/2027 (1 January 2026 to 31 December 2027, {begun}) may lie in that time"
    )


def id_of(db: sqlite3.Connection) -> str:
    """The id of the only happening."""
    ((id_,),) = db.execute("SELECT id FROM happenings")
    return str(id_)
