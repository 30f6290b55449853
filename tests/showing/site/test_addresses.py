"""Addresses of pages: names that every file system takes, and no two of them one."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.showing.site import addresses

OF_KEY = (addresses.actor, addresses.program, addresses.place, addresses.source, addresses.event)


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("osce", "actor/osce.html"),
        ("moi-kg", "actor/moi-kg.html"),
        ("CON", "actor/_43_4f_4e.html"),
        ("con", "actor/_63on.html"),
        ("com1", "actor/_63om1.html"),
        ("a/b", "actor/a_2fb.html"),
        ("..", "actor/_2e_2e.html"),
        ("", "actor/_.html"),
        ("ң", "actor/_d2_a3.html"),
    ],
)
def test_a_key_is_the_name_of_a_file(key: str, page: str) -> None:
    assert addresses.actor(key) == page


@given(st.text(), st.text())
def test_two_keys_are_two_files_where_case_does_not_count(one: str, other: str) -> None:
    assert (one == other) == (addresses.actor(one).upper() == addresses.actor(other).upper())


@pytest.mark.parametrize("of_key", OF_KEY)
@given(key=st.text(max_size=400))
def test_an_address_needs_no_escaping_and_fits(of_key: Callable[[str], str], key: str) -> None:
    page = of_key(key)
    assert re.fullmatch(r"[a-z]+/[a-z0-9_-]+\.html", page)
    assert len(page) < 150


def test_long_keys_with_one_beginning_are_two_files() -> None:
    assert addresses.place("a" * 300) != addresses.place("a" * 301)


def test_years_before_our_era_have_pages() -> None:
    pages = [addresses.year(number) for number in (2017, 1, 0, -43)]
    assert pages == ["year/2017.html", "year/1.html", "year/1-bc.html", "year/44-bc.html"]


def test_a_page_knows_the_way_to_the_root() -> None:
    assert addresses.to_root(addresses.actor("osce")) == "../"
    assert addresses.to_root(addresses.START) == ""
