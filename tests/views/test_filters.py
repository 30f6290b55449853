"""Which happenings a question picks: every filter, and dates against a plain model."""

import math
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.dates.edtf import Date, Match, parse
from timeline.views.filters import understand
from timeline.views.picked import pick
from timeline.views.query import Filters, Query

from support.filtered import LOG, dates, iso_day, refusal, valid
from support.helpers import ask, day, declared, happening, projected, titles
from support.properties import examples


def visits(*dates: str) -> sqlite3.Connection:
    """Happenings with these dates, which are their titles too."""
    return projected(happening(date, date) for date in dates)


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected(LOG)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "Workshop Training Meeting"),
        ({"actor": "osce"}, "Workshop"),
        ({"actor": ("osce", "undp")}, "Workshop Training"),
        ({"actor": "Interior Ministry"}, "Workshop Training Meeting"),
        ({"actor": "ministry of INTERIOR"}, "Workshop Training Meeting"),
        ({"actor": "ministry"}, "Workshop Training Meeting"),
        ({"actor": "moi", "no_parts": True}, "Workshop Meeting"),
        ({"actor": "service"}, "Training Meeting"),
        ({"actor": "unit"}, "Meeting"),
        ({"actor": "trainer=moi"}, "Training"),
        ({"actor": "trainer=moi", "no_parts": True}, ""),
        ({"actor": "Trainer = MoI"}, "Training"),
        ({"actor": ("organiser=osce", "host=moi")}, "Workshop Meeting"),
        ({"role": "organiser"}, "Workshop Training"),
        ({"role": ("trainer", "host")}, "Training Meeting"),
        ({"actor": "moi", "role": "partner"}, "Workshop"),
        ({"actor": "moi", "role": "organiser"}, ""),
        ({"actor": "trainer=moi", "role": "trainer"}, "Training"),
        ({"actor": "trainer=moi", "role": "host"}, ""),
        ({"program": "Police Reform Programme"}, "Workshop Training"),
        ({"program": "police", "no_parts": True}, "Training"),
        ({"phase": "outreach"}, "Workshop"),
        ({"program": "police", "phase": "Outreach"}, "Workshop"),
        ({"place": "Kyrgyzstan"}, "Workshop Training"),
        ({"place": "kyrgyzstan", "no_parts": True}, "Training"),
        ({"place": "бишкек"}, "Workshop"),
        ({"kind": "workshop"}, "Workshop"),
        ({"kind": ("Workshop", "MEETING")}, "Workshop Meeting"),
        ({"status": "cancelled"}, "Meeting"),
        ({"status": ("Occurred",)}, "Workshop Training"),
        ({"tag": "pilot"}, "Workshop"),
        ({"source": "Release of 4 October"}, "Workshop"),
        ({"measure": "participants"}, "Workshop"),
        ({"confidence": "likely"}, "Training"),
        ({"confidence": ("likely", "confirmed")}, "Workshop Training"),
        ({"actor": "moi", "place": "kyrgyzstan", "kind": "workshop"}, "Workshop"),
        ({"actor": "osce", "kind": "training"}, ""),
    ],
)
def test_a_filter_picks_what_it_says(
    db: sqlite3.Connection, filters: dict[str, object], expected: str
) -> None:
    assert titles(db, **filters) == expected.split()


def test_a_phase_may_be_called_by_its_declared_name() -> None:
    project = declared("program", "project", phases=[{"phase": "one", "name": "Erste Stufe"}])
    visit = happening(programs=[{"program": "project", "phase": "one"}])
    assert titles(projected([project, visit]), phase="erste stufe") == ["A visit"]


@pytest.mark.parametrize("field", ["phase", "tag", "measure"])
def test_free_words_are_compared_in_any_case_in_any_script(field: str) -> None:
    said = {
        "phase": {"programs": [{"program": "project", "phase": "ОБУЧЕНИЕ"}]},
        "tag": {"tags": ["ОБУЧЕНИЕ"]},
        "measure": {"figures": [{"measure": "ОБУЧЕНИЕ", "value": "1"}]},
    }
    found = projected([declared("program", "project"), happening(**said[field])])  # type: ignore[arg-type]
    assert titles(found, **{field: "обучение"}) == ["A visit"]


@pytest.mark.parametrize(
    ("filters", "problem", "remedy"),
    [
        (
            {"actor": "Interior Ministery"},
            "no actor `Interior Ministery`",
            "Interior Ministry (moi)",
        ),
        ({"actor": "host=nobody"}, "no actor `nobody`", "timeline actors"),
        ({"actor": "hots=moi"}, "no role `hots`", "did you mean host"),
        ({"actor": "=moi"}, "no role ``", "known are"),
        ({"role": "organizer"}, "no role `organizer`", "organiser"),
        ({"program": "Polis Reform Programme"}, "no program `Polis", "(police)"),
        ({"place": "Biskek"}, "no place `Biskek`", "Bishkek (bishkek)"),
        ({"source": "Release of 5 October"}, "no source `Release of 5", "(release)"),
        ({"kind": "workshp"}, "no kind `workshp`", "workshop"),
        ({"status": "ocurred"}, "no status `ocurred`", "did you mean occurred?"),
        ({"phase": "nothing"}, "no phase `nothing`", "the log has Outreach"),
        ({"tag": "pilt"}, "no tag `pilt`", "did you mean Pilot?"),
        ({"status": "xyz"}, "no status `xyz`", "one of planned, occurred, postponed, cancelled"),
        ({"confidence": "likly"}, "no confidence `likly`", "did you mean likely?"),
        (
            {"actor": "The Centre"},
            "actor `The Centre` may be several",
            "osce (OSCE Centre) or undp",
        ),
        ({"from_": "2018", "to": "2017"}, "from 2018 to 2017 is no range", "no day lies"),
        ({"as_of": "2018/.."}, "`2018/..` has no last day", "give a date such as"),
    ],
)
def test_what_means_nothing_is_refused_with_the_nearest(
    db: sqlite3.Connection, filters: dict[str, object], problem: str, remedy: str
) -> None:
    said, remedied = refusal(db, **filters)
    assert said.startswith(problem)
    assert remedy in remedied


@pytest.mark.parametrize("field", ["from_", "to", "during", "within", "as_of"])
@pytest.mark.parametrize("typed", ["gibberish", "2017-13", "04/05/2011", "\x00"])
def test_what_is_no_date_is_refused(db: sqlite3.Connection, field: str, typed: str) -> None:
    with pytest.raises(TimelineError):
        ask(db, **{field: typed})


def test_from_and_to_include_both_days_and_a_year_lasts_to_its_end() -> None:
    found = visits("2016-12-31", "2017-01-01", "2018-12-31", "2019-01-01")
    assert titles(found, from_="2017", to="2018") == ["2017-01-01", "2018-12-31"]
    assert titles(found, from_="2019") == ["2019-01-01"]
    assert titles(found, to="2016") == ["2016-12-31"]
    assert titles(found, to="2018") == ["2016-12-31", "2017-01-01", "2018-12-31"]


def test_during_overlaps_and_within_lies_wholly_inside() -> None:
    found = visits("2016/2017-01-01", "2017-03", "2017", "2016-12/2018-01")
    assert titles(found, during="2017") == ["2016/2017-01-01", "2016-12/2018-01", "2017", "2017-03"]
    assert titles(found, within="2017") == ["2017", "2017-03"]


def test_what_is_only_possible_is_marked_and_dropped_when_certainty_is_asked_for() -> None:
    found = visits("2017-22", "2017-07-14", "[2016,2018]")
    assert titles(found, during="2017-07") == ["2017-22?", "2017-07-14"]
    assert titles(found, during="2017-07", certain=True) == ["2017-07-14"]
    assert titles(found, during="2016") == ["[2016,2018]?"]
    assert titles(found, from_="2016", to="2018", certain=True) == [
        "[2016,2018]",
        "2017-22",
        "2017-07-14",
    ]


def test_a_qualified_date_is_possible_beside_its_nominal_days() -> None:
    found = visits("2017-07~")
    assert titles(found, during="2017-07") == ["2017-07~?"]
    assert titles(found, during="2017-08") == ["2017-07~?"]
    assert titles(found, during="2017-10") == []
    assert titles(found, from_="2017-06", to="2017-08") == ["2017-07~"]


def test_an_open_end_is_certain_until_the_newest_source_and_possible_after() -> None:
    said = [
        declared("source", "old", published="2018-01-01"),
        declared("source", "new", published="2021-10-15"),
        happening("2020/..", sources=[{"source": "old"}, {"source": "new"}]),
    ]
    found = projected(said)
    assert titles(found, during="2021-10-15") == ["A visit"]
    assert titles(found, during="2021-10-16") == ["A visit?"]


def test_an_open_end_without_a_dated_source_is_certain_until_it_was_recorded() -> None:
    found = visits("2020/..")
    assert titles(found, during="2026-01-01") == ["2020/.."]
    assert titles(found, during="2026-01-02") == ["2020/..?"]


def test_as_of_a_day_counts_what_has_surely_begun_and_marks_what_may_have() -> None:
    found = visits("2016-12-31", "2017", "2017-06-30/2019", "2017-07-01")
    assert titles(found, as_of="2017-06-30") == ["2016-12-31", "2017?", "2017-06-30/2019"]
    assert titles(found, as_of="2017-06-30", certain=True) == ["2016-12-31", "2017-06-30/2019"]
    assert titles(found, as_of="2016") == ["2016-12-31"]


def test_as_of_a_day_a_plan_is_there_once_it_was_announced() -> None:
    said = [
        declared("source", "early", published="2017-03"),
        declared("source", "late", published="2018-01-01"),
        happening("2020", "Announced", status="planned", announced="2016-05-01"),
        happening(
            "2020", "Sourced", status="planned", sources=[{"source": "late"}, {"source": "early"}]
        ),
        happening("2020", "Recorded", status="planned"),
    ]
    found = projected(said)
    assert titles(found, as_of="2016-04-30") == []
    assert titles(found, as_of="2016-05-01") == ["Announced"]
    assert sorted(titles(found, as_of="2017-03-15")) == ["Announced", "Sourced?"]
    assert sorted(titles(found, as_of="2017-03-31")) == ["Announced", "Sourced"]
    assert sorted(titles(found, as_of="2026-01-01")) == ["Announced", "Recorded", "Sourced"]


def test_a_plan_is_known_from_the_source_that_stands_for_the_one_it_cites() -> None:
    said = [
        declared("source", "copy", same_as="original"),
        declared("source", "original", published="2017-03-01"),
        happening("2020", status="planned", sources=[{"source": "copy"}]),
    ]
    assert titles(projected(said), as_of="2017-03-01") == ["A visit"]


def test_what_was_retracted_is_not_picked_and_what_was_amended_is_as_amended() -> None:
    from support.helpers import complete, instant, of_events, stored

    bodies = [
        complete(happening(title=title), instant(i)) for i, title in enumerate(("One", "Two"))
    ]
    one, two = (str(body["id"]) for body in bodies)
    amendment = {"event": "amendment", "amends": one, "after": [one], "reason": "a slip"}
    bodies.append(complete({**amendment, "set": {"title": "New", "kind": "law"}}, instant(5)))
    retraction = {"event": "retraction", "retracts": two, "after": [two], "reason": "a mistake"}
    bodies.append(complete(retraction, instant(6)))
    found = of_events(map(stored, bodies))
    assert titles(found) == ["New"]
    assert titles(found, kind="law") == ["New"]


def test_a_part_in_a_circle_of_parts_is_found_once() -> None:
    said = [
        declared("place", "a", part_of="b"),
        declared("place", "b", part_of="a"),
        happening(places=["a", "b"]),
    ]
    assert titles(projected(said), place="a") == ["A visit"]


def test_the_parts_of_a_key_are_those_of_the_keys_that_are_the_same() -> None:
    said = [
        declared("actor", "old", same_as="new"),
        declared("actor", "new"),
        declared("actor", "unit", part_of="old"),
        happening(actors=[{"actor": "unit", "role": "host"}]),
    ]
    found = projected(said)
    assert titles(found, actor="new") == titles(found, actor="old") == ["A visit"]
    assert titles(found, actor="new", no_parts=True) == []


def test_more_parts_than_sqlite_takes_values_are_no_hindrance() -> None:
    said = [declared("place", "land")]
    said += [declared("place", f"p{i}", part_of="land") for i in range(300)]
    found = projected([*said, happening(places=["p299"])])
    found.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 50)
    assert titles(found, place="land") == ["A visit"]


HOSTILE = [
    *("'", "''", '"', "`", ";", "--", "/*", "*/", "\\", "%", "_", "?", "?1", ":a", "@a", "$a"),
    *("' OR '1'='1", "' OR 1=1 --", '" OR ""="', "'; DROP TABLE happenings; --", "') OR ('1'='1"),
    *("1; ATTACH 'x' AS y", "' UNION SELECT 1,2,3 --", "x' AND 1=randomblob(1000000000) --"),
    *("moi' --", "moi\x00", "\x00", "\x1a", "\n", "\r\n", "\t", "\x1b[31m", "\u202e", "\ufeff"),
    *("\ud800", "\udcff", "a\udc80b", "\uffff", "\U0010ffff", "🎉", "é" * 1000, "a" * 100_000),
    *("NULL", "null", "None", "true", "0", "-1", "1e309", "0x10", "NaN", "Infinity"),
    *("=", "==", "=moi", "host=", "host==moi", "a=b=c", "=" * 1000, "[", "]", "{", "}", "(", ")"),
    *("*", "NEAR(", "AND", "OR NOT", "title:x", "json('[]')", "char(39)", "${jndi:x}", "{{7*7}}"),
    *("../../etc/passwd", "file:///etc/passwd", "<script>", "=cmd|' /C calc'!A0", "", " "),
]
FIELDS = [
    field for field, default in Filters._field_defaults.items() if not isinstance(default, bool)
]
TEXTS = ("text", "words", "not_text")


def test_the_hostile_values_are_many() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in TEXTS])
def test_no_hostile_value_becomes_sql(db: sqlite3.Connection, field: str) -> None:
    before = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for value in HOSTILE:
        many = isinstance(Filters._field_defaults[field], tuple)
        filters = Filters(**{field: (value,) if many else value})  # type: ignore[arg-type]
        if query := _understood(db, filters):
            pick(db, query)
            nothing = bool(value or many)
            assert db.execute("SELECT count(*) FROM picked").fetchone() == (0 if nothing else 3,)
    assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == before
    assert len(titles(db)) == 3


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_is_words_to_look_for_or_none(db: sqlite3.Connection, value: str) -> None:
    """What has a word of the log finds what has that word, whatever signs are around it."""
    said = value.encode(errors="replace").decode()
    bare = re.findall(r"[^\W_]+", said.casefold())
    if not bare:
        assert refusal(db, text=(value,)) == (
            f"`{said}` has no word to look for",
            "give letters or digits",
        )
        return
    expected = {"moi": ["Workshop", "Meeting"], "host": []}.get(" ".join(bare), [])
    assert titles(db, text=(value,)) == titles(db, words=(value,)) == expected
    assert titles(db, not_text=(value,)) == [t for t in titles(db) if t not in expected]


@given(st.sampled_from(FIELDS), st.text(st.characters(exclude_categories=())))
def test_no_text_at_all_is_an_internal_error(field: str, value: str) -> None:
    many = isinstance(Filters._field_defaults[field], tuple)
    filters = Filters(**{field: (value,) if many else value})  # type: ignore[arg-type]
    if query := _understood(SMALL, filters):
        pick(SMALL, query)


def _understood(db: sqlite3.Connection, filters: Filters) -> Query | None:
    """What was understood; None when it was refused in words."""
    try:
        return understand(db, filters)
    except TimelineError as refused:
        return None if refused.faults[0].problem else understand(db, filters)


SMALL = projected(LOG)


# Dates against a model: each happening is asked by the tests of edtf.Date.


RECORDED = day("2026-01-01")
RANGES = st.tuples(st.integers(-400, 1200), st.integers(0, 500)).map(
    lambda pair: (iso_day(pair[0]), iso_day(pair[0] + pair[1]))
)


def model(date: Date, first: float, last: float, test: str) -> Match:
    seen = date.seen_until(RECORDED).told_by(RECORDED)
    return seen.within(first, last) if test == "within" else seen.overlaps(first, last)


@examples(200)
@given(
    st.lists(dates().filter(valid), min_size=1, max_size=8),
    RANGES,
    st.sampled_from(["from", "to", "both", "during", "within"]),
    st.booleans(),
)
def test_what_is_picked_is_what_the_tests_of_each_date_say(
    texts: list[str],
    span: tuple[str, str],
    how: str,
    certain: bool,
) -> None:
    found = projected(happening(text, f"{i} {text}") for i, text in enumerate(texts))
    first, last = span
    filters: dict[str, object] = {
        "from": {"from_": first},
        "to": {"to": last},
        "both": {"from_": first, "to": last},
        "during": {"during": f"{first}/{last}"},
        "within": {"within": f"{first}/{last}"},
    }[how]  # type: ignore[assignment]
    low = -math.inf if how == "to" else day(first)
    high = math.inf if how == "from" else day(last)
    expected = []
    ordered = sorted(enumerate(texts), key=lambda pair: parse(pair[1]).sort_key)
    for i, text in ordered:
        match = model(parse(text), low, high, how)
        if match is Match.CERTAIN:
            expected.append(f"{i} {text}")
        elif match is Match.POSSIBLE and not certain:
            expected.append(f"{i} {text}?")
    assert sorted(titles(found, certain=certain, **filters)) == sorted(expected)


@given(st.lists(dates().filter(valid), min_size=1, max_size=6), st.integers(-400, 1200))
def test_as_of_a_day_is_what_the_dates_say_has_begun(texts: list[str], offset: int) -> None:
    found = projected(happening(text, f"{i} {text}") for i, text in enumerate(texts))
    at = iso_day(offset)
    marks = {Match.CERTAIN: "", Match.POSSIBLE: "?"}
    begun = [
        (parse(text).told_by(RECORDED).begun_by(day(at)), f"{i} {text}")
        for i, text in enumerate(texts)
    ]
    expected = [title + marks[match] for match, title in begun if match]
    assert sorted(titles(found, as_of=at)) == sorted(expected)


@given(st.lists(dates().filter(valid), min_size=1, max_size=8))
def test_happenings_come_in_the_order_of_their_dates(texts: list[str]) -> None:
    found = projected(happening(text, text) for text in texts)
    assert titles(found) == sorted(
        texts, key=lambda text: parse(text).seen_until(RECORDED).sort_key
    )
