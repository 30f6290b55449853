"""Questions of a programme officer, each answered by one command on the example log.

Answers come from reading the five releases, not from the program: O 6 is paragraph 6 of the
release of the OSCE, as in `releases.py`; what rests on a source from outside says [out].
"""

import shlex
from pathlib import Path
from typing import Any

import pytest

from support.running import here

NINE = [
    *("Balykchy", "Kochkor", "Kara-Balta", "Kara-Buura"),
    *("Chek-Abad", "Nookat", "Bazar-Korgon", "Aidarken", "Isfana"),
]
GROWTH = (
    "Number of people serving sentences for terrorist and extremist crimes grows over five times"
)
WITHDRAWN = (
    "The release says it only to introduce the words that it quotes, without an occasion or a day,"
    " so it is told with them."
)


def answer(example: Path, command: str) -> Any:
    """What the program answers, as a person who pipes it into another program gets it."""
    ran = here(*shlex.split(command), "-f", "json", cwd=example)
    assert ran.code == 0, ran.err
    return ran.json


def answers(example: Path, command: str, field: str) -> list[str]:
    return [row[field] for row in answer(example, command)]


def in_role(happening: dict[str, Any], role: str) -> list[str]:
    return [one["name"] for one in happening["actors"] if one["role"] == role]


@pytest.mark.parametrize(
    ("day", "office", "held_by"),
    [
        ("2011-10-04", "Interior Minister", "Zarylbek Rysaliev"),  # O 6
        ("2011-10-04", "Head of the OSCE Centre in Bishkek", "Andrew Tesoriere"),  # O 5
        ("2018-02-16", "Acting Head of the Programme Office", "Vera Tkachenko"),  # P 11
        ("2018-02-16", "Deputy Chairman", "Zhorobek Duishenbiev"),  # P 10
        ("2022-07-12", "Head of the Programme Office", "Andrey Seleznev"),  # R 7, the day [out]
    ],
)
def test_who_certainly_held_the_office_that_day(
    example: Path, day: str, office: str, held_by: str
) -> None:
    rows = answer(example, f"actors --on {day}")
    assert [(row["office"], row["name"]) for row in rows if row["match"] == "certain"].count(
        (office, held_by)
    ) == 1


def test_which_offices_were_gained_between_the_ends_of_2018_and_2022(example: Path) -> None:
    """S 5-7, R 5-10; no release tells that an office was given up."""
    ran = here("diff", "2018", "2022", "--view", "actors", cwd=example)
    gained = [line.split(":")[0].strip(" +~") for line in ran.lines if ", begun b" in line]
    assert gained == [
        "Andrey Seleznev",
        "Artur Bukalaev",
        "Ikbalzhan Mirsayitov",
        "Nurzhan Alymkanova",
        "Saltanat Chorgoeva",
        "Torben Adams",
        "Tynar Kadyraliev",
        "Ulan Berdibaev",
        "Vasilina Brazhko",
    ]
    lost = [line for line in ran.lines if "no longer" in line or ", until " in line]
    assert lost == []


@pytest.mark.parametrize(
    ("command", "titles"),
    [
        (  # P 4, P 5 with the agreement of the Government of Japan [out]
            "list --during 2017-07 --certain",
            [
                GROWTH,
                "UNODC and Japan support the Prison Service against violent extremism in prisons",
            ],
        ),
        (  # P 4
            "list --during 2016 --certain",
            [
                GROWTH,
            ],
        ),
        ("list 'law passed'", []),  # R 5: it is before parliament
        ("list 'State Programme' --as-published 2017", []),  # P is of 2018
        (  # S 4, S 7
            "list --program strive-asia-kg --phase local-plans --status planned",
            [
                "Help of UNDP and Eurasia Foundation Central Asia with local plans",
                "Training for youth affairs specialists who take part in local plans",
                "Money for a part of the local plans",
                "Workshop on drawing up local prevention plans",
            ],
        ),
    ],
)
def test_what_was_there_then(example: Path, command: str, titles: list[str]) -> None:
    assert answers(example, command, "title") == titles


def test_the_day_of_the_roundtable_and_what_the_log_said_before(example: Path) -> None:
    """R 2: before 18 July; the days [out]. Before that was known, about July."""
    now = answers(example, "list --kind roundtable", "date")
    then = answers(example, "list --kind roundtable --as-recorded 2026-11-22", "date")
    assert (now, then) == (["2022-07-12/2022-07-13"], ["2022-07~"])


@pytest.mark.parametrize(
    ("program", "day", "state", "phases"),
    [
        ("japan-prison-project", "2016", "not-begun", []),  # P 5, the agreement of 2017 [out]
        ("unodc-central-asia-2015-2019", "2018-02-16", "implementation", []),  # P 12
        ("state-programme-2017-2022", "2018-02-16", "implementation", []),  # P 13
        ("strive-asia-kg", "2019-01-01", "not-begun", []),  # S 9
        ("strive-asia-kg", "2021-10-01", "implementation", ["workshops"]),  # S 3
        ("post-release-monitoring", "2020", "not-begun", []),  # R 13, the year [out]
        ("law-countering-extremist-activity", "2022-07-13", "implementation", ["parliament"]),
    ],
)
def test_the_state_of_the_program_then(
    example: Path, program: str, day: str, state: str, phases: list[str]
) -> None:
    (row,) = answer(example, f"programs {program} --as-of {day}")
    assert (row["status_derived"], row["phases_running"]) == (state, phases)


def test_who_made_the_law_and_when_it_was_discussed(example: Path) -> None:
    """R 5; the days of the discussion and of the submission [out]."""
    (law,) = answer(example, "programs law-countering-extremist-activity")
    discussion, parliament = law["phases"][1:]
    assert (discussion["start"], discussion["end"]) == ("2021-12-29", "2022-01-28")
    assert (parliament["start"], parliament["end"]) == ("2022-06-17", None)
    developed = answer(example, "list 'new draft law'")[0]
    assert in_role(developed, "author") == [
        "Ministry of Interior of the Kyrgyz Republic",
        "State bodies of the Kyrgyz Republic",
        "Working group on the draft law on countering extremist activity",
    ]


def test_who_pays_and_for_what_nobody_is_said_to_pay(example: Path) -> None:
    """P 5, W 9, R 13; S 7 of money that is planned; S 8 does not say who pays for STRIVE Asia."""
    assert answers(example, "actors --role funder", "name") == [
        "Bureau of Counterterrorism",
        "Government of Japan",
        "UN Peacebuilding Fund",
        "UNDP",
        "United Nations",
        "US Department of State",
    ]
    (strive,) = answer(example, "programs strive-asia-kg")
    assert [(one["name"], one["role"]) for one in strive["actors"]] == [
        ("UNDP in the Kyrgyz Republic", "owner"),
        ("European Union", "partner"),
        ("United Nations", "partner"),
    ]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("police officers trained", [250, "person", "exact", "actual"]),  # W 3
        # P 4
        (
            "people serving sentences for terrorist and extremist crimes",
            [400, "person", "at-least", "level"],
        ),
        # P 6
        (
            "value of support to correctional facilities",
            [120_000, "USD", "at-least", "actual"],
        ),
    ],
)
def test_how_many_and_how_much(example: Path, measure: str, expected: list[Any]) -> None:
    (row,) = answer(example, f"figures '{measure}'")
    assert [row[name] for name in ("value", "unit", "bound", "type")] == expected


def test_who_trained_the_inspectors(example: Path) -> None:
    """W 3: UNODC organised it, and the service trained both kinds of inspectors."""
    (training,) = answer(example, "list 'inspectors trained'")
    assert training["date"] == "2017-22"
    assert in_role(training, "organiser") == ["United Nations Office on Drugs and Crime"]
    assert in_role(training, "trainer") == ["Countering Extremism and Illegal Migration Service"]
    assert in_role(training, "participant") == ["Neighbourhood inspectors", "Youth inspectors"]


def test_the_support_of_over_120_000_dollars_and_its_parts(example: Path) -> None:
    """P 6 and 7; when, in both readings of "the past year"."""
    parts = answer(
        example,
        'sql "SELECT title FROM happenings WHERE part_of = (SELECT id FROM happenings'
        " WHERE title LIKE 'Support worth%') ORDER BY title\"",
    )
    assert [row["title"] for row in parts] == [
        "Furniture and equipment procured for six correctional facilities",
        "Library and work space created at prison No. 47",
        "Refurbishment of six correctional facilities completed",
        "Telephone facilities and staff offices upgraded at prison No. 47",
    ]
    assert answers(example, "list 'refurbishment of six'", "date") == ["[2017-01-01..2018-02-16]"]


def test_which_works_and_purchases_reached_the_prison_service(example: Path) -> None:
    """P 5-9."""
    command = "list --actor prison-service-kg --kind works --kind procurement"
    assert sorted(answers(example, command, "title")) == [
        "Computers, printers and passport scanners bought for electronic registration",
        "Furniture and equipment procured for six correctional facilities",
        "Library and work space created at prison No. 47",
        "Office furniture and air conditioning provided for prison staff",
        "Production workshops for leather and felt set up for prisoners",
        "Refurbishment of six correctional facilities completed",
        "Security equipment installed in cell blocks for violent extremist prisoners",
        "Sports equipment procured for prisoners",
        "Telephone facilities and staff offices upgraded at prison No. 47",
    ]


def test_which_plans_are_overdue(example: Path) -> None:
    """P 12 and 13: what was foreseen until 2019 and 2022, of whose outcome no release tells."""
    assert answers(example, "list --overdue", "title") == [
        "Research on conditions that lead to radicalisation foreseen by the State Programme",
        "Measures against recruitment foreseen by the State Programme",
        "UNODC Programme for Central Asia 2015-2019 due to end",
        "State Programme to Counter Extremism and Terrorism due to end",
    ]


def test_when_the_state_programme_was_approved(example: Path) -> None:
    """P 13 gives the year; the day [out]."""
    rows = answer(example, "list 'State Programme' --during 2017 --kind decision --kind law")
    assert [(row["kind"], row["date"]) for row in rows] == [
        ("decision", "2017"),
        ("law", "2017-06-21"),
    ]


def test_how_many_took_part_in_the_roundtable_and_who_supported_it(example: Path) -> None:
    """R 2 and 3."""
    (roundtable,) = answer(example, "list 'prospects roundtable'")
    figure = roundtable["figures"][0]
    assert (figure["value"], figure["bound"]) == (50, "about")
    assert in_role(roundtable, "supporter")[0] == "Bureau of Counterterrorism"


def test_which_nine_communities_are_the_pilots(example: Path) -> None:
    """S 10-18."""
    (work,) = answer(example, "list 'STRIVE Asia work under way'")
    assert [place["name"] for place in work["places"]] == NINE


def test_who_sits_in_the_working_group_in_kochkor(example: Path) -> None:
    """S 6: 12 members, of some of whom the numbers are given."""
    (formed,) = answer(example, "list 'working group of 12'")
    assert [(one["by"], one["value"]) for one in formed["figures"]] == [
        (None, 12),
        ({"body": "ayil okmotu"}, 3),
        ({"body": "aksakal courts"}, 3),
        ({"body": "neighbourhood inspectors"}, 1),
    ]


def test_who_published_each_release(example: Path) -> None:
    """The sites that they stand on; that of S is that of the office in the country."""
    rows = answer(example, "list --kind publication --role publisher")
    publishers = {row["date"]: in_role(row, "publisher") for row in rows}
    assert publishers["2011-10-04"] == ["OSCE"]
    assert publishers["2017-08-30"] == ["United Nations Office on Drugs and Crime"]
    assert publishers["2018-02-16"] == ["United Nations Office on Drugs and Crime"]
    assert publishers["2021-10-15"] == ["UNDP in the Kyrgyz Republic"]


def test_what_took_place_in_bishkek(example: Path) -> None:
    """O 2, P 7; the venue of the roundtable [out], at which nine more are recorded."""
    rows = answer(example, "list --place bishkek")
    assert len(rows) == 14
    assert [row["kind"] for row in rows if row["date"] != "2022-07-12/2022-07-13"] == [
        "workshop",
        "works",
        "presentation",
        "works",
    ]


def test_what_was_withdrawn_from_the_log_and_why(example: Path) -> None:
    rows = answer(
        example, "sql \"SELECT reason FROM corrections WHERE event = 'retraction' ORDER BY 1\""
    )
    assert [row["reason"] for row in rows] == [
        "Only the year of the roundtable rested on the law, and a news item gives its day.",
        WITHDRAWN,
    ]
