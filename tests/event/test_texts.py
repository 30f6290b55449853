"""Full-text search: literal words, in any case, with or without accents, in any script."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.projection.search_text import words

from support.helpers import Ledger, Row, declared, happening, projected, titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Community policing", " community policing"),
        ("  a\n\tb ", " a b"),
        ("follow-up, e.g. 4,500 (four)", " follow up e g 4 500 four"),
        ("snake_case", " snake case"),
        ("women’s women's", " women s women s"),
        ("Café naïve ÅNGSTRÖM", " cafe naive angstrom"),
        ("Straße", " strasse"),
        ("İstanbul Diyarbakır", " istanbul diyarbakir"),
        ("Łódź smørrebrød œuvre", " lodz smorrebrod oeuvre"),
        ("Ёлка её МИЛИЦИЯ", " елка ее милиция"),
        ("Өкмөт, үй, таң", " окмот уи тан"),
        ("Қазақстан Тоҷикистон", " казакстан точикистон"),
        ("№5 ½", " 5 1 2"),
        ("co\u00adoperation zero\u200bwidth", " cooperation zerowidth"),
        ("no\u00a0break", " no break"),
        ("ﬁne ＦＵＬＬ", " fine full"),
        ("北京会议 2017", " 北 京 会 议 2017"),
        ("การประชุม", " ก า ร ป ร ะ ช ม"),
        ('"AND" OR* NEAR(', " and or near"),
        ("- * \" ' …", ""),
        ("", ""),
    ],
)
def test_a_text_is_searched_by_its_words(text: str, expected: str) -> None:
    assert words(text) == expected


# The iota under a Greek vowel is an accent, and a letter of its own in capitals.
@given(st.text().filter(lambda text: "\u0345" not in unicodedata.normalize("NFD", text)))
def test_how_a_text_is_composed_and_its_case_do_not_matter(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))
    assert words(text.casefold()) == words(text)
    assert words(words(text)) == words(text)


@given(st.lists(st.text(), max_size=5).map(" ".join))
def test_a_word_is_searched_as_the_same_in_every_text(text: str) -> None:
    assert words(text) == "".join(words(part) for part in text.split())
    # What is no ASCII is looked up word by word, ASCII is not.
    assert words(f"{text} é") == f"{words(text)} e"


LOG: list[Row] = [
    declared("actor", "moi-kg", name="Ministry of Interior", names=["МВД", "Ички иштер"]),
    declared("actor", "unit", name="Unit", part_of="moi-kg"),
    declared("actor", "old-name", same_as="moi-kg", name="People’s Commissariat"),
    declared("program", "strive", name="STRIVE Asia"),
    declared("place", "osh", name="Ош", names=["Osh"]),
    declared("source", "release", title="Release on cafés"),
    happening(
        "2011",
        "Workshops on community policing",
        summary="Held for the *police* of every region.",
        note="Seen by nobody",
        date_text="early autumn",
        date_basis="the banner",
        tags=["pilot scheme"],
        refs=[{"scheme": "iati", "id": "XM-DAC-41120"}],
        places=["osh"],
        actors=[{"actor": "moi-kg", "role": "host", "capacity": "Deputy Minister"}],
        programs=[{"program": "strive"}],
        figures=[{"measure": "women trained", "value": "5"}],
        sources=[{"source": "release", "quote": "a résumé was given"}],
    ),
    happening("2012", "Visit of the police", actors=[{"actor": "unit", "role": "guest"}]),
    happening("2013", "Talk", actors=[{"actor": "unit", "role": "speaker", "for": "old-name"}]),
]
WORKSHOPS, VISIT, TALK = "Workshops on community policing", "Visit of the police", "Talk"
DB = projected(LOG)


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        *((word, [WORKSHOPS]) for word in ("workshop", "WORKSHOPS", "community policing")),
        *((word, [WORKSHOPS]) for word in ("every region", "nobody", "autumn", "banner", "pilot")),
        *((word, [WORKSHOPS]) for word in ("xm-dac", "41120", "minister", "women tr")),
        *((word, [WORKSHOPS]) for word in ("strive", "ош", "osh", "résumé", "RESUME")),
        # By any name, as of those who are the same; parts are others.
        *(
            (word, [WORKSHOPS, TALK])
            for word in ("interior", "мвд", "moi-kg", "Moi KG", "people's")
        ),
        *((word, [WORKSHOPS, TALK]) for word in ("ички", "old-name", "commissariat")),
        ("unit", [VISIT, TALK]),
        ("police", [WORKSHOPS, VISIT]),
        ("polic", [WORKSHOPS, VISIT]),
        # Beginnings of words, not what is in the middle; only the last word may be a beginning.
        ("olice", []),
        ("commun policing", []),
        ("policing community", []),
        # Words that stand in two texts do not stand together.
        ("policing held", []),
        ("strive osh", []),
        # What cites a source is found by --source.
        ("release", []),
        ("host", []),
    ],
)
def test_words_are_found_wherever_they_stand_together(sought: str, expected: list[str]) -> None:
    assert titles(DB, text=sought) == titles(DB, words=sought) == expected


def test_of_several_texts_any_is_enough_and_of_words_all_must_be_there() -> None:
    assert titles(DB, text=("strive", "unit")) == [WORKSHOPS, VISIT, TALK]
    assert titles(DB, text=("police", "unit"), all_match=True) == [VISIT]
    assert titles(DB, words=("police", "unit")) == [VISIT]
    assert titles(DB, words=("community", "region", "мвд", "OSH")) == [WORKSHOPS]
    assert titles(DB, words=("police",), text=("unit", "talk")) == [VISIT]
    assert titles(DB, words=("police",), not_text=("unit",)) == [WORKSHOPS]


def test_a_search_finds_what_events_say_as_corrected(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    id_ = ledger.one("event: happening\ndate: 2017\nkind: visit\ntitle: A vist\ntags: [old]\n")
    assert titles(ledger.open().db, text="vist") == ["A vist"]
    ledger.amend(id_, "tags", title="A visit")
    db = ledger.open().db
    assert [titles(db, text=word) for word in ("vist", "old", "visit")] == [[], [], ["A visit"]]
    ledger.retract(id_)
    assert titles(ledger.open().db, text="visit") == []


def test_a_search_as_of_an_instant_finds_the_words_and_names_of_then() -> None:
    said = [
        declared("actor", "moi", name="Ministry"),
        happening(title="Talks", actors=[{"actor": "moi", "role": "host"}]),
        declared("actor", "board", name="Board", same_as="moi"),
    ]
    db = projected(said)
    assert titles(db, text="board") == ["Talks"]
    assert titles(db, text="board", as_recorded="2026-01-01T00:00:01") == []
    assert titles(db, text="talks", as_recorded="2026-01-01T00:00:01") == ["Talks"]
    assert titles(db, text="talks", as_recorded="2026-01-01T00:00:00") == []


TEXTS = st.text(st.sampled_from("aбé -'\"*ң北\n"), max_size=8)


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS.filter(words))
def test_a_search_finds_what_has_the_words_and_nothing_else(texts: list[str], sought: str) -> None:
    made = [happening(title=f"{i}", summary=text) for i, text in enumerate(texts)]
    expected = [f"{i}" for i, text in enumerate(texts) if words(sought) in words(text)]
    assert sorted(titles(projected(made), text=sought)) == expected


def test_what_is_asked_for_is_no_pattern() -> None:
    db = projected([happening(title="100 percent"), happening(title="1 0 0")])
    assert titles(db, text="1%") == titles(db, text='"1"') == ["100 percent", "1 0 0"]
    assert titles(db, text="1_0") == ["1 0 0"]
