"""What a paragraph tells: several things on their own days, what is said, what is no date."""

import pytest

from timeline.drafting.draft import make_draft
from timeline.drafting.happening import Proposal
from timeline.drafting.name_mentions import KnownName, NameIndex
from timeline.drafting.source.source_draft import SourceDetails
from timeline.drafting.titles import LONGEST, make_title

from support.helpers import projected

HEAD = "A note\nVienna, 3 June 2019\n\n"


def proposals(text: str) -> tuple[Proposal, ...]:
    return make_draft(projected([]), (HEAD + text).encode(), "in.txt", SourceDetails()).proposals


def test_sentences_with_days_of_their_own_are_parts() -> None:
    found = proposals(
        "The hall burned on 3 May 2017. Nobody was hurt. On 9 May the council met. A new hall was "
        "opened on 12 April 2019.\n"
    )
    assert [(one.body["title"], one.body["date"]) for one in found] == [
        ("The hall burned", "2017-05-03"),
        ("The council met", "2017-05-09"),
        ("A new hall was opened", "2019-04-12"),
    ]
    assert [one.paragraphs[0] for one in found] == [
        ("3, part 1 of 3", "The hall burned on 3 May 2017. Nobody was hurt."),
        ("3, part 2 of 3", "On 9 May the council met."),
        ("3, part 3 of 3", "A new hall was opened on 12 April 2019."),
    ]
    assert {str(one.body["sources"]) for one in found} == {
        "[{'source': 'a-note-2019-06-03', 'at': 'para 3'}]"
    }


@pytest.mark.parametrize(
    "text",
    [
        "The course ran in May 2017. On 9 May 2017 the officers visited a farm.",
        "The hall burned on 3 May 2017. It was opened on 9 May 2018.",
        'The hall burned on 3 May 2017. "We saw it on 9 May 2018," said Anna Lind.',
        "3 May 2017: The hall burned. The next one was opened on 9 May 2018.",
    ],
)
def test_a_paragraph_that_cannot_be_parted(text: str) -> None:
    assert len(proposals(text)) == 1


def test_items_with_days_of_their_own_are_told_apart() -> None:
    text = (
        "These are the steps:\n- On 3 May 2017 the hall burned;\n- on 9 May 2018 it was opened.\n"
    )
    assert [one.body["date"] for one in proposals(text)] == ["2017-05-03", "2018-05-09"]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("The council followed resolution 1325 (2000) at a meeting on 2 May.", "2019-05-02"),
        ("The plant has ISO 9001:2015 and was opened in April 2019.", "2019-04"),
        ("The Data Protection Act 2018 was read in April 2019.", "2019-04"),
        ("Anna Lind, born on 4 May 1960, was elected on 3 May 2019.", "2019-05-03"),
        ("Anna Lind, who has taught since 2015, was elected on 3 May 2019.", "2019-05-03"),
        ("The law of 12 March 2013 was changed in April 2019.", "2019-04"),
        ("The audit for fiscal year 2009 was read in April 2019.", "2019-04"),
        ("The first plough with release 3.2.1 came in April 2019.", "2019-04"),
        ("Our revenues rose by 4.2156 in April 2019.", "2019-04"),
        ("In May the first bus came.", "2019-05"),
        ("On Monday the mayor said that the bridge would be open in July.", "2019-06-03"),
    ],
)
def test_what_is_no_date_of_what_is_told(sentence: str, date: str) -> None:
    (one,) = proposals(sentence)
    assert one.body["date"] == date


def test_days_of_two_words_are_one_time() -> None:
    (one,) = proposals(
        "Twelve districts out of 20 sent officers to the two-day course of 28 and 29 May."
    )
    assert one.body["date"] == "2019-05-28/2019-05-29"
    assert one.body["figures"] == [{"measure": "districts", "value": "12", "unit": "district"}]


@pytest.mark.parametrize(
    ("sentence", "kind", "status"),
    [
        ("A course for nurses was organised on 12 May 2019.", "training", None),
        ("Rose Hill was painted on 12 May 2019.", "", None),
        ("Visitor Services were told of it on 12 May 2019.", "statement", None),
        ("The mayor says on 12 May 2019 that she will ask the council.", "statement", None),
        ("The mayor signed a bill on 12 May 2019.", "law", None),
        ("The council will meet on 12 July 2019.", "meeting", "planned"),
    ],
)
def test_kinds_by_words(sentence: str, kind: str, status: str | None) -> None:
    (one,) = proposals(sentence)
    assert one.body["kind"] == kind
    assert one.body.get("status") == status


@pytest.mark.parametrize(
    ("sentence", "when", "title"),
    [
        ("The hall burned on 3 May 2017.", "on 3 May 2017", "The hall burned"),
        (
            "On Aug. 29, 2018 Gov. Smith signed a bill.",
            "On Aug. 29, 2018",
            "Gov. Smith signed a bill",
        ),
        (
            "KHARTOUM, Oct 19 (SUNA) – The ministry denied the news.",
            "",
            "The ministry denied the news",
        ),
        (
            (
                "The Registry of Moneylenders, a department under the Ministry of Law, brought "
                "charges in the State Courts on 14 September 2015 against a lender."
            ),
            "on 14 September 2015",
            "The Registry of Moneylenders brought charges in the State Courts against a lender",
        ),
        (
            (
                "Two engineers of the River Board report cracks in the northern wall of the dam, "
                "which was built in the same year as the church."
            ),
            "",
            "Two engineers of the River Board report cracks in the northern wall of the dam",
        ),
    ],
)
def test_titles_that_can_be_kept(sentence: str, when: str, title: str) -> None:
    assert make_title(sentence, when) == title
    assert len(title) <= LONGEST


def test_where_no_sentence_tells_the_title_is_asked() -> None:
    (one,) = proposals("3 May 2017: Fire\n")
    assert (one.body["title"], one.notes["title"]) == (
        "",
        "decide: no sentence of it tells of something in words",
    )
    assert "title" in one.undecided


def test_the_sentence_before_an_abbreviation_goes_on() -> None:
    (one,) = proposals(
        "The treaty was signed on 12 May 2019 by Gov. Smith and Lt. Brown of Co. Kerry."
    )
    assert one.body["title"] == "The treaty was signed by Gov. Smith and Lt. Brown of Co. Kerry"


def test_a_longer_name_is_not_a_known_shorter_one() -> None:
    known = NameIndex(
        [
            KnownName("actor", "interior", "Ministry of Interior", "organisation"),
            KnownName("actor", "interior", "Ministry of Interior of Lakeland", "organisation"),
            KnownName("actor", "border", "Border Police", "organisation"),
            KnownName("place", "pell", "Pell", None),
        ]
    )

    def found(text: str) -> list[tuple[str, bool, str]]:
        every = known.find(text)
        return [(one.words, one.is_sure, one.longer) for one in every if one.namespace == "actor"]

    assert found("The Ministry of Interior of Norway met the Afghan Border Police.") == [
        ("Ministry of Interior", False, "Ministry of Interior of Norway"),
        ("Border Police", False, "Afghan Border Police"),
    ]
    assert found("The Ministry of Interior of Lakeland met the Border Police of Pell.") == [
        ("Ministry of Interior of Lakeland", True, ""),
        ("Border Police", True, ""),
    ]
