import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.names import fold, key_of, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Interior", "  ministry  OF interior "),
        ("Café", "CAFE"),
        ("Cafe\u0301", "Café"),
        ("Women’s Committee", "Women's Committee"),
        ("Women`s Committee", "Women's Committee"),
        ("OSCE–UNODC", "OSCE-UNODC"),
        ("STRASSE", "straße"),
        ("Ёлка", "елка"),
        ("Бишкек\u00a0город", "Бишкек город"),
        ("Minis\u00adtry", "Ministry"),
        ("می‌خواهم", "میخواهم"),
        ("\ufeffUNODC", "UNODC"),
        ("ﬁnance", "finance"),
        ("ＵＮＯＤＣ", "unodc"),
    ],
)
def test_names_are_the_same_but_for_what_people_vary(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Osh", "Os"), ("हिंदी", "हद"), ("Interior", "Exterior"), ("A B", "AB")]
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


# The Greek iota subscript is a mark, but a letter where it is written in capitals.
@given(st.text().filter(lambda name: "\u0345" not in unicodedata.normalize("NFD", name)))
def test_case_makes_no_difference(name: str) -> None:
    assert fold(name.casefold()) == fold(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ministry of Interior", "ministry-of-interior"),
        ("Women’s Committee (2011)", "womens-committee-2011"),
        ("Министерство внутренних дел", "ministerstvo-vnutrennikh-del"),
        ("内务部", "neiwubu"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_a_key_is_made_of_a_name_in_any_script(name: str, key: str) -> None:
    assert key_of(name) == key


def test_whole_words_are_kept_while_they_fit() -> None:
    assert slug("Training of neighbourhood inspectors", 22) == "training-of"
    assert slug("Neighbourhoodinspectors", 5) == "neigh"


@given(st.text(), st.integers(1, 64))
def test_a_slug_is_never_longer_than_allowed(text: str, length: int) -> None:
    found = slug(text, length)
    assert len(found) <= length
    assert not found.startswith("-")
    assert not found.endswith("-")
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
