"""When offices were held and phases ran, in sentences that say no more than is known."""

import pytest

from support.helpers import declared, happening
from support.sites import site

DECLARED = (
    declared("actor", "anna"),
    declared("actor", "body"),
    declared("source", "s", published="2019-02-01"),
    declared("program", "p", phases=[{"phase": "one", "name": "Phase one", "planned": "2030"}]),
)


def office(date: str, *effect: str, status: str = "occurred") -> dict[str, object]:
    part = {"actor": "anna", "role": "speaker", "capacity": "Head", "for": "body"}
    said = {**part, "effect": list(effect)} if effect else part
    return happening(date, "It", actors=[said], status=status)


def phase(date: str, *effect: str, status: str = "occurred") -> dict[str, object]:
    part = {"program": "p", "phase": "one", "effect": list(effect)}
    return happening(date, "It", programs=[part], status=status, sources=[{"source": "s"}])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([office("2017-05-01")], "Mentioned on 1 May 2017."),
        (
            [office("2017-05-01", "continues")],
            "Began by 1 May 2017. No end is on record; last seen on 1 May 2017.",
        ),
        (
            [office("2017-05-01", "starts"), office("2018", "ends")],
            "Began on 1 May 2017. Ended in 2018.",
        ),
        ([office("2018", "ends")], "Began by 2018. Ended in 2018."),
        (
            [office("2017", "starts"), office("2030", "ends", status="planned")],
            "Began in 2017. No end is on record; last seen in 2017. Planned to end in 2030.",
        ),
    ],
)
def test_an_office_is_told_as_far_as_it_is_known(said: list[dict[str, object]], told: str) -> None:
    found = site(*DECLARED, *said)
    assert told in found["actor/anna.html"].text
    assert f"Head, Anna {told}" in found["actor/body.html"].text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "Declared for 2030."),
        ([phase("2031", status="planned")], "Declared for 2030. Planned in 2031."),
        (
            [phase("2017", "starts"), phase("2018-03", "ends")],
            "Began in 2017. Ended in March 2018. Declared for 2030.",
        ),
    ],
)
def test_a_phase_is_told_as_far_as_it_is_known(said: list[dict[str, object]], told: str) -> None:
    page = site(*DECLARED, *said)["program/p.html"].text
    assert f"Phase one {told}" in page


def test_a_programme_tells_the_phase_that_it_is_in() -> None:
    page = site(*DECLARED, phase("2017-05-01", "starts"))["program/p.html"].text
    assert "It is in the phase “Phase one”. Began on 1 May 2017." in page
