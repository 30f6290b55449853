"""Names of a log in prose, the roles that words give them, and the offices beside them."""

import pytest

from timeline.drafting.name_mentions import KnownName, NameIndex, NameMention
from timeline.drafting.offices import find_offices
from timeline.drafting.roles import guess_roles

KNOWN = NameIndex(
    KnownName(*row)
    for row in [
        ("actor", "moi", "Ministry of Interior", "organisation"),
        ("actor", "moi", "MoI", "organisation"),
        ("actor", "moi", "Министерство внутренних дел", "organisation"),
        ("actor", "moj", "Ministry of Justice", "organisation"),
        ("actor", "un", "UN", "organisation"),
        ("actor", "un", "United Nations", "organisation"),
        ("actor", "undp", "UNDP", "organisation"),
        ("actor", "undp-kg", "United Nations Development Programme in Kyrgyzstan", "unit"),
        ("actor", "srs", "State Commission for Religious Affairs", "organisation"),
        ("actor", "centre", "Training Centre", "unit"),
        ("actor", "japan", "Government of Japan", "organisation"),
        ("actor", "inspectors", "Neighbourhood inspectors", "group"),
        ("actor", "youth-inspectors", "Youth inspectors", "group"),
        ("actor", "cpcs", "CPCs", "group"),
        ("actor", "youth", "Youth of the pilot communities", "group"),
        ("actor", "one", "Working group in Osh", "group"),
        ("actor", "two", "Working group in Batken", "group"),
        ("actor", "anna", "Anna Lindqvist", "person"),
        ("actor", "bakyt", "Бакыт Осмонов", "person"),
        ("actor", "koen", "Koen Marquering", "person"),
        ("program", "rbp", "UNDP Rivers Programme", None),
        ("place", "kg", "Kyrgyzstan", None),
        ("place", "osh", "Osh", None),
        ("place", "osh", "Ош", None),
    ]
)
PERSONS = frozenset(("anna", "bakyt", "koen"))


def keys(text: str) -> list[str]:
    return ["|".join(one.keys) for one in KNOWN.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Ministry of Interior met.", ["moi"]),
        ("the ministry of interior’s courses", ["moi"]),
        ("Ministry of Interior (MoI) of it", ["moi", "moi"]),
        ("Министерства внутренних дел", ["moi"]),
        ("Министерством внутренних дел", ["moi"]),
        ("сообщил Бакыту Осмонову", ["bakyt"]),
        ("в Оше", ["osh"]),
        ("United Nations Development Program (UNDP) in Kyrgyzstan", ["undp-kg"]),
        ("State Commission on Religious Affairs", ["srs"]),
        ("the training center", ["centre"]),
        ("neighborhood inspectors", ["inspectors"]),
        ("neighbourhood and youth inspectors", ["inspectors", "youth-inspectors"]),
        ("a neighbourhood inspector", ["inspectors"]),
        ("the CPC and other CPCs", ["cpcs", "cpcs"]),
        ("Ministry of Interior and Justice", ["moj", "moi"]),
        ("Ms Lindqvist and Dr. Lindqvist", ["anna", "anna"]),
        ("the UNDP Rivers Programme", ["rbp", "undp"]),
        ("working group", ["one|two"]),
    ],
)
def test_names_are_found_as_texts_write_them(text: str, found: list[str]) -> None:
    assert keys(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "ministry, of interior",
        "It was un petit moi.",
        "Lindqvist alone",
        "UN-2020-114",
        "The Ministry. Of interior design",
        "oshkosh",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert keys(text) == []


def test_a_part_of_a_name_is_a_hint() -> None:
    (one,) = KNOWN.find("The youth came.")
    assert (one.keys, one.is_partial) == (("youth",), True)


def test_a_mention_has_the_words_of_the_text() -> None:
    text = "by Ministry of Interior (MoI), and"
    assert [one.words for one in KNOWN.find(text)] == ["Ministry of Interior", "MoI"]


def guessed(text: str) -> list[str]:
    actors = [one for one in KNOWN.find(text) if one.namespace == "actor"]
    return [guess.role if guess.words else "?" for guess in guess_roles(text, actors, PERSONS)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("courses organized by UNDP and the Ministry of Interior", ["organiser", "organiser"]),
        ("led by trainers from the Ministry of Justice", ["trainer"]),
        ("in co-operation with the Ministry of Justice, it began", ["partner"]),
        ("with financial support provided by the UN", ["funder"]),
        ("with the support of UNDP", ["supporter"]),
        ("With funding provided by the Government of Japan, the UN has been working",
         ["funder", "?"]),
        ("UNDP and the Ministry of Interior have partnered to promote", ["partner", "partner"]),
        ("UNDP and the Ministry of Justice with support of the UN conducted a roundtable",
         ["organiser", "organiser", "supporter"]),
        ("UNDP recently showcased the results", ["implementer"]),
        ("UNDP assists the Ministry of Justice", ["supporter", "beneficiary"]),
        ("neighbourhood inspectors took part", ["participant"]),
        ("“It is good”, said Anna Lindqvist.", ["speaker"]),
        ("UNDP is named", ["?"]),
        ("совместно с Министерством внутренних дел", ["partner"]),
        ("по словам Бакыта Осмонова", ["speaker"]),
    ],
)  # fmt: skip
def test_roles_come_from_the_words_around(text: str, found: list[str]) -> None:
    assert guessed(text) == found


@pytest.mark.parametrize(
    ("text", "capacity", "body"),
    [
        ("said Anna Lindqvist, Head of Unit at the UNDP.", "Head of Unit", "undp"),
        ("said Koen Marquering, UNDP International Coordinator.", "International Coordinator",
         "undp"),
        ("said Anna Lindqvist, Justice Officer, UNDP, and", "Justice Officer", "undp"),
        ("The Head of the UNDP, Anna Lindqvist, said:", "Head", "undp"),
        ("UNDP project specialist Anna Lindqvist noted", "project specialist", "undp"),
        ("said Anna Lindqvist, Minister of Rivers.", "Minister of Rivers", ""),
        ("said Anna Lindqvist, who came from UNDP.", None, ""),
        ("said Anna Lindqvist.", None, ""),
    ],
)  # fmt: skip
def test_offices(text: str, capacity: str | None, body: str) -> None:
    actors = [one for one in KNOWN.find(text) if one.namespace == "actor"]
    held = find_offices(text, actors, PERSONS)
    if capacity is None:
        assert not held
        return
    (office,) = held.values()
    assert office.capacity == capacity
    assert (actors[office.body].key if office.body is not None else "") == body


def test_several_keys_are_no_key() -> None:
    assert NameMention("actor", ("a", "b"), 0, 1, "x").key == ""
    assert NameMention("actor", ("a",), 0, 1, "x").key == "a"
