"""Merkle trees over lines: what anybody can check with `printf` and `sha256sum`."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event import merkle

LINES = st.lists(st.text("ab 01", max_size=9), min_size=1, max_size=40)


def sha256(line: str) -> str:
    return hashlib.sha256(f"{line}\n".encode()).hexdigest()


def test_the_root_of_one_leaf_is_its_hash() -> None:
    assert merkle.root(["a"]) == sha256("a")
    assert merkle.path(["a"], 0) == []


def test_of_three_leaves_the_last_goes_up_as_it_is() -> None:
    pair = sha256(f"{sha256('a')} {sha256('b')}")
    assert merkle.root(["a", "b", "c"]) == sha256(f"{pair} {sha256('c')}")
    assert merkle.path(["a", "b", "c"], 2) == [("left", pair)]
    assert merkle.path(["a", "b", "c"], 0) == [("right", sha256("b")), ("right", sha256("c"))]


def test_a_tree_without_leaves_has_no_root() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (it says nothing more)
        merkle.root([])


@given(LINES, st.data())
def test_every_leaf_leads_to_the_root_and_no_other_line_does(
    lines: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    steps = merkle.path(lines, place)
    assert merkle.climb(lines[place], steps) == merkle.root(lines)
    assert merkle.climb(f"{lines[place]}x", steps) != merkle.root(lines)
