"""Names and titles that are most like what somebody typed, among few and among many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.projection.nearest import Alike, Texts, words_of

MANY = [f"village {i}" for i in range(2000)]


@pytest.mark.parametrize("others", [[], MANY], ids=["few", "many"])
def test_the_nearest_names_hold_all_words_or_are_spelt_alike(others: list[str]) -> None:
    names = Alike([*others, "osh", "city of osh", "ministry of interior", "naryn"])
    assert names.nearest("osh")[:2] == ["osh", "city of osh"]
    assert names.nearest("minstry of interor") == ["ministry of interior"]
    assert names.nearest("naryn city") == ["naryn"]
    assert names.nearest("xyzzy") == []


def test_of_no_names_none_is_near() -> None:
    assert Alike([]).nearest("osh") == []


TEXTS = st.lists(st.lists(st.sampled_from("abcde"), min_size=1).map(" ".join), max_size=20)


@given(texts=TEXTS, typed=st.sets(st.sampled_from("abcdef"), min_size=1), most=st.integers(0, 5))
def test_texts_are_found_by_their_words(texts: list[str], typed: set[str], most: int) -> None:
    found = Texts(texts)
    assert found.with_all(typed) == [i for i, t in enumerate(texts) if typed <= words_of(t)]
    some = [i for i, text in enumerate(texts) if typed & words_of(text)]
    assert found.with_any(typed, most) == (some[:most], len(some))
