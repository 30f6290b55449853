"""Amounts in words, which every way into the log reads alike."""

import pytest

from timeline.event import amounts, compact
from timeline.event.amounts import Amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("515 million USD", Amount("515000000", "USD")),
        ("USD 1.2 million", Amount("1200000", "USD")),
        ("1,2 млн", Amount("1200000")),
        ("1,234 млн", Amount("1234000")),
        ("1,234 million", Amount("1234000000")),
        ("5 тыс. человек", Amount("5000", "человек")),
        ("over 120,000 USD", Amount("120000", "USD", "at-least")),
        ("about USD 5 bn", Amount("5000000000", "USD", "about")),
        ("2.5k person", Amount("2500", "person")),
        ("$1.2m", Amount("1200000", "USD")),
        ("1.2345 thousand", Amount("1234.5")),
        ("500 m", Amount("500", "m")),
        ("5 km", Amount("5", "km")),
        ("5 thousand-year trees", Amount("5", "thousand-year trees")),
        ("1.234", Amount("1.234")),
    ],
)
def test_amounts(text: str, amount: Amount) -> None:
    assert amounts.read(text) == amount


@pytest.mark.parametrize("text", ["60,5", "1.234.567", "1,234,5", "$5 people", "million", "60 (x)"])
def test_what_may_be_read_in_several_ways_is_no_amount(text: str) -> None:
    assert amounts.read(text) is None


def test_a_scale_in_the_unit_of_a_map_is_worked_out() -> None:
    item = {"measure": "cost", "value": "515", "unit": "million USD"}
    assert amounts.figure(item) == compact.read("figures", "cost=515 million USD")
    assert amounts.figure({"value": "over 1.2 million USD"}) == {
        "value": "1200000",
        "unit": "USD",
        "bound": "at-least",
    }
