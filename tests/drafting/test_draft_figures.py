"""Numbers with a unit in prose; kinds and titles that words suggest."""

import pytest

from timeline.drafting.figures import find_figures
from timeline.drafting.kinds import find_speech_words, guess_kinds
from timeline.drafting.titles import LONGEST, make_statement_title, make_title, shorten


def said(text: str) -> list[str]:
    found = []
    for one in find_figures(text):
        bound = "" if one.bound == "exact" else f"{one.bound} "
        found.append(f"{one.measure}={bound}{one.value} {one.unit}".strip())
    return found


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("a value of over 120,000 USD for them", "=at-least 120000 USD"),
        ("a $1.2 million grant", "=1200000 USD"),
        ("it cost US$75 million", "=75000000 USD"),
        ("€5m was paid", "=5000000 EUR"),
        ("USD 3,400 was paid", "=3400 USD"),
        ("120 000 сомов выплачено", "=120000 KGS"),
        ("Some 50 representatives came", "representatives=about 50 person"),
        ("About 60 representatives of bodies", "representatives=about 60 person"),
        ("250 neighbourhood and youth inspectors from all regions",
         "neighbourhood and youth inspectors=250 person"),
        ("in six pilot prisons", "pilot prisons=6 prison"),
        ("nine pilot local communities across it", "pilot local communities=9 community"),
        ("6 correctional facilities were furnished", "correctional facilities=6 facility"),
        ("at least 40 schools will be", "schools=at-least 40 school"),
        ("up to 12 boxes of it", "boxes=at-most 12 box"),
        ("fewer than 30 villages", "villages=at-most 30 village"),
        ("it has 18,500 children", "children=18500 person"),
        ("about 35 percent of it", "=about 35 percent"),
        ("41,5 процента избирателей", "=41.5 percent"),
        ("about 54 thousand people voted", "people=about 54000 person"),
        ("over five fold", "=at-least 5 times"),

        ("the 24 months long project", "=24 month"),
        ("более 600 человек", "человек=at-least 600 person"),
        ("100+ experts came", "experts=at-least 100 person"),
    ],
)  # fmt: skip
def test_figures(text: str, figure: str) -> None:
    assert said(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "in prison No. 47 it was",
        "Article 5 of it, and rule 12",
        "Resolution 2178 was passed",
        "on 4 October and 12 May",
        "in 2017 people came",
        "the Covid-19 pandemic",
        "one of the two of them",
        "three of the offices",
        "two years ago it was",
        "code RCB-2020-114 is",
        "call 0000 000000 now",
        "it is 42.",
        "first, second and third",
        "at 10:30 they met",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert said(text) == []


def test_the_words_are_those_of_the_text() -> None:
    (one,) = find_figures("In all, some 1,200 members of it")
    assert (one.words, one.start) == ("some 1,200 members", 8)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("participated in training courses organized by it", "training"),
        ("with support of it, conducted a roundtable discussion", "roundtable"),
        ("signed an agreement on the workshops", "agreement"),
        ("adopted a new programme", "decision"),
        ("launched a technical assistance handbook on it", "publication"),
        ("completed refurbishment works and procured furniture", "works"),
        ("is part of the project", "situation"),
        ("прошли обучение", "training"),
        ("подписали соглашение", "agreement"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert guess_kinds(text)[0].kind == kind


def test_no_word_suggests_a_kind() -> None:
    assert guess_kinds("It was dark.") == ()


def test_who_speaks() -> None:
    assert find_speech_words("he stressed again") == "stressed"
    assert find_speech_words("According to her, it was") == "According to"
    assert find_speech_words("it was dark") == ""


def test_titles_begin_with_what_happened() -> None:
    sentence = "In parallel with the courses, the police facilitated dialogues."
    assert make_title(sentence, "") == "The police facilitated dialogues"
    assert (
        make_title("During the summer months, 250 came.", "During the summer months") == "250 came"
    )
    assert make_title("1. Budget.", "") == "Budget"
    assert make_title("In 2017", "In 2017") == ""


def test_titles_are_cut_at_a_word() -> None:
    title = shorten("word " * 40)
    assert len(title) <= LONGEST
    assert title.endswith("word…")
    assert shorten(f"{'a' * 88} and more") == f"{'a' * 88}…"
    assert len(shorten("x" * 500)) <= LONGEST


def test_what_somebody_said_is_titled_by_it() -> None:
    assert make_statement_title("Anna", "“strong commitment is needed”,") == (
        "Anna: Strong commitment is needed"
    )
