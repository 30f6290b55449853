"""Names that may be one name, and names that only look so."""

import pytest

from timeline.base.similar_names import Slips


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Interior Ministery", "Interior Ministry"),
        ("Ministry of the Interior", "Interior Ministry"),
        ("CEIM Service", "ceim-service"),
        ("CEIM Services", "CEIM Service"),
        ("Ministries of Justice", "Ministry of Justice"),
        ("U.N.O.D.C.", "UNODC"),
        ("Ош", "Osh"),
        ("Министерства юстиции", "Министерство юстиции"),
        ("trainning", "training"),
    ],
)
def test_near(name: str, other: str) -> None:
    assert (Slips([other]).near(name), Slips([name]).near(other)) == (other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ministry of Justice", "Ministry of Jobs"),
        ("Prison No. 1", "Prison No. 47"),
        ("Prison No. 4", "Prison No. 47"),
        ("Training A", "Training B"),
        ("Training A", "Training"),
        ("Report 2020", "Report 2021"),
        ("Phase II", "Phase III"),
        ("Group 1.1", "Group 11"),
        ("Section 1 Part 2", "Section 2 Part 1"),
        ("Ministry of the Interior", "Ministry of the Exterior"),
        ("Northeast Camp", "Northwest Camp"),
        ("Iran", "Iraq"),
        ("UNODC", "UNODC Kyrgyzstan"),
        ("trainer", "training"),
    ],
)
def test_not_near(name: str, other: str) -> None:
    assert (Slips([other]).near(name), Slips([name]).near(other)) == ("", "")


def test_a_name_that_was_dropped_is_near_to_nothing() -> None:
    slips = Slips(["interior ministry"])
    slips.drop("interior ministry")
    assert slips.near("interior ministery") == ""


def test_a_text_is_no_slip_for_a_name() -> None:
    text = "Ministry of 1e400 July " * 2000
    slips = Slips([text, "Interior Ministry"])
    assert slips.near(f"x {text}") == ""
    assert slips.near("Interior Ministery") == "Interior Ministry"
