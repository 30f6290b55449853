"""Numbers of happenings are in the order of a chronology, in whatever order happenings come."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.projection.numbers import Place, number_for, spread

from support.helpers import of_events
from support.properties import examples

PLACES = st.builds(
    Place,
    st.sampled_from([-(10.0**14), -5e8, 0.0, 1.0, 17_000.0, 5e8, 10.0**14]),
    st.integers(0, 3).map(float),
    st.sampled_from(["2017", "2017-05", "2018?"]),
    st.sampled_from("abcdefgh"),
    st.integers(0, 2),
)


@given(st.lists(PLACES, unique=True, max_size=40))
def test_numbers_spread_over_a_day_are_in_order_and_fit_into_a_database(
    places: list[Place],
) -> None:
    ordered = sorted(places)
    numbers = [number for number, _ in spread((place, place) for place in ordered)]
    assert numbers == sorted(set(numbers))
    assert all(-(2**63) <= number < 2**63 for number in numbers)


@examples(100)
@given(st.lists(PLACES, unique=True, max_size=40), st.randoms(use_true_random=False))
def test_what_comes_later_finds_its_place(places: list[Place], chance: random.Random) -> None:
    db = of_events([])
    columns = "n, id, date, sort_from, sort_to, known_from, known_until"
    needed = "starts_from, starts_by, ends_from, ends_by, reach, counts_from, counts_by"
    more = f"{needed}, recorded_at, recorded_by, amended, kind, status, title"
    insert = (
        f"INSERT INTO happenings_versions ({columns}, {more})"  # noqa: S608
        f" VALUES (?, ?, ?, ?, ?, ?, 0{', 0' * 13})"
    )
    for place in chance.sample(places, len(places)):
        number = number_for(db, place)
        assert number is not None
        values = (place.id, place.date, place.sort_from, place.sort_to, place.known_from)
        db.execute(insert, (number, *values))
    found = db.execute(
        "SELECT sort_from, sort_to, date, id, known_from FROM happenings_versions ORDER BY n"
    )
    assert [Place(*row) for row in found] == sorted(places)


def test_there_is_room_for_what_is_recorded_one_after_the_other_and_an_end_to_it() -> None:
    db = of_events([])
    insert = """
        INSERT INTO happenings_versions
        SELECT ?, ?, '2017', NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL,
               '', '', 0, '', '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0
    """
    for i in range(1000):
        number = number_for(db, Place(0, 0, "2017", f"{i:04}"))
        assert number is not None
        db.execute(insert, (number, f"{i:04}"))
    between = (Place(0, 0, "2017", f"0500{'0' * i}1") for i in itertools.count())
    for place in between:
        number = number_for(db, place)
        if number is None:
            break
        db.execute(insert, (number, place.id))
    else:
        pytest.fail("there is room for ever")
