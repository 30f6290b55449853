import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import UsageError
from timeline.event import compact

from support.bodies import LINES, MAPS

NUMBERS = st.integers(-(10**12), 10**12).map(str) | st.decimals(
    0, 10**6, allow_nan=False, allow_infinity=False, places=2
).map(str)
EFFECTS = st.sampled_from(["starts", "continues", "ends", "suspends", "resumes", "cancels"])
ONE_OR_SOME = EFFECTS | st.lists(EFFECTS, min_size=2, max_size=3)
TRICKY = LINES.map(str.strip).filter(bool) | st.sampled_from(
    ["a=b", "a|b", "a@b", "{a", "about 5", "starts=x", "a;b", "4", "a@4", "=", "|", "a | b", "x | "]
)
ITEMS = {
    "actors": st.fixed_dictionaries(
        {"actor": TRICKY, "role": TRICKY},
        optional={"capacity": TRICKY, "for": TRICKY, "effect": ONE_OR_SOME},
    ),
    "programs": st.fixed_dictionaries(
        {"program": TRICKY}, optional={"phase": TRICKY, "effect": ONE_OR_SOME}
    ),
    "figures": st.fixed_dictionaries(
        {"measure": TRICKY, "value": NUMBERS},
        optional={
            "unit": TRICKY,
            "bound": st.sampled_from(["about", "at-least", "at-most"]),
            "type": st.sampled_from(["target", "baseline", "level"]),
            "by": MAPS,
        },
    ),
    "sources": st.fixed_dictionaries(
        {"source": TRICKY}, optional={"at": TRICKY | st.just("para 4"), "quote": TRICKY}
    ),
    "names": st.fixed_dictionaries({"name": TRICKY}, optional={"lang": TRICKY, "during": TRICKY}),
    "phases": st.fixed_dictionaries(
        {"phase": TRICKY}, optional={"name": TRICKY, "planned": TRICKY}
    ),
    "refs": st.fixed_dictionaries({"scheme": TRICKY, "id": TRICKY}),
    "identifiers": st.fixed_dictionaries({"scheme": TRICKY, "id": TRICKY}),
}
DRAWN = st.sampled_from(list(ITEMS)).flatmap(lambda field: st.tuples(st.just(field), ITEMS[field]))


@given(DRAWN)
def test_what_is_written_reads_as_the_same_item(drawn: tuple[str, dict[str, object]]) -> None:
    field, item = drawn
    text = compact.write(field, item)
    read = compact.read(field, text)
    assert isinstance(read, dict)
    # YAML brings texts into NFC, as every way into the log does.
    assert read == item or not text.isascii()
    assert "\n" not in text


@given(st.sampled_from([*ITEMS, "places", "refs", "phases", "program_actors", "tags"]), st.text())
def test_whatever_the_text_it_is_an_item_or_refused(field: str, text: str) -> None:
    try:
        compact.read(field, text)
    except UsageError as error:
        assert error.faults[0].problem  # noqa: PT017 (most texts are no items)


@pytest.mark.parametrize(
    ("field", "text", "item"),
    [
        (
            "actors",
            "speaker=Andrew Tesoriere | Head of Centre | OSCE Centre in Bishkek",
            {
                "actor": "Andrew Tesoriere",
                "role": "speaker",
                "capacity": "Head of Centre",
                "for": "OSCE Centre in Bishkek",
            },
        ),
        ("actors", "partner=A || B", {"actor": "A", "role": "partner", "for": "B"}),
        ("actors", "partner=A=B", {"actor": "A=B", "role": "partner"}),
        ("actors", "{actor: A | B, role: partner}", {"actor": "A | B", "role": "partner"}),
        (
            "programs",
            "starts=STRIVE Asia | workshops",
            {"program": "STRIVE Asia", "phase": "workshops", "effect": "starts"},
        ),
        ("programs", "STRIVE Asia", {"program": "STRIVE Asia"}),
        (
            "figures",
            "participants=about 60 person | target",
            {
                "measure": "participants",
                "value": "60",
                "unit": "person",
                "bound": "about",
                "type": "target",
            },
        ),
        (
            "figures",
            "cost=over 1,250,000.50 US dollars",
            {"measure": "cost", "value": "1250000.50", "unit": "US dollars", "bound": "at-least"},
        ),
        ("figures", "a=b=AT MOST 5", {"measure": "a=b", "value": "5", "bound": "at-most"}),
        ("figures", "a=≤5", {"measure": "a", "value": "5", "bound": "at-most"}),
        ("figures", "a=c. 5", {"measure": "a", "value": "5", "bound": "about"}),
        ("figures", "a=exactly 5 x", {"measure": "a", "value": "5", "unit": "x"}),
        ("figures", "done=60% of all", {"measure": "done", "value": "60", "unit": "% of all"}),
        ("figures", "loss=-5", {"measure": "loss", "value": "-5"}),
        ("sources", "osce-2011-10-04@4", {"source": "osce-2011-10-04", "at": "para 4"}),
        ("sources", "osce-2011-10-04@p. 7", {"source": "osce-2011-10-04", "at": "p. 7"}),
        ("sources", "a@b@4", {"source": "a@b", "at": "para 4"}),
        ("sources", "osce", {"source": "osce"}),
        ("refs", "iati=XM-DAC-1", {"scheme": "iati", "id": "XM-DAC-1"}),
        (
            "phases",
            "a=The first | 2017/2018",
            {"phase": "a", "name": "The first", "planned": "2017/2018"},
        ),
        ("names", "Interior Ministry", "Interior Ministry"),
        (
            "names",
            "Interior Ministry | en | 2009 to 2015",
            {"name": "Interior Ministry", "lang": "en", "during": "2009 to 2015"},
        ),
        ("names", "MoI | | 2009", {"name": "MoI", "during": "2009"}),
        ("names", "МИД | ky-Cyrl", {"name": "МИД", "lang": "ky-Cyrl"}),
        ("program_actors", "owner=UNODC", {"role": "owner", "actor": "UNODC"}),
        ("places", " Bishkek ", "Bishkek"),
    ],
)
def test_an_item_is_what_its_form_says(field: str, text: str, item: object) -> None:
    assert compact.read(field, text) == item


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("actors", "UNODC"),
        ("actors", "=UNODC"),
        ("actors", "partner="),
        ("actors", "partner=A | B | C | D"),
        ("actors", "{actor: [A}"),
        ("actors", "{actor: A} {actor: B}"),
        ("programs", "begins=STRIVE"),
        ("programs", "starts="),
        ("programs", "A | B | C"),
        ("figures", "participants"),
        ("figures", "=60"),
        ("figures", "participants=many"),
        ("figures", "participants=60,5"),
        ("figures", "participants=٦٠"),
        ("figures", "participants=60 person | aim"),
        ("sources", "@4"),
        ("refs", "iati"),
        ("phases", "=First"),
        ("names", " | en"),
        ("names", "A | en | 2011 | B"),
        ("names", "A | 2011"),
    ],
)
def test_what_is_not_of_the_form_is_refused_with_the_form(field: str, text: str) -> None:
    with pytest.raises(UsageError) as raised:
        compact.read(field, text)
    assert raised.value.faults[0].remedy


def test_a_time_where_a_language_belongs_is_told_how_it_is_given() -> None:
    with pytest.raises(UsageError) as raised:
        compact.read("names", "MoI | 2009/2015")
    assert str(raised.value) == (
        "`2009/2015` is no language\n"
        '  a language is a tag such as en or ky-Latn; without one: "MoI | | 2009/2015"'
    )


@pytest.mark.parametrize(
    ("field", "item", "text"),
    [
        (
            "actors",
            {
                "actor": "moi",
                "name": "Ministry",
                "role": "partner",
                "capacity": None,
                "for": "osce",
                "effect": [],
            },
            "partner=moi |  | osce",
        ),
        (
            "actors",
            {"actor": "a", "role": "b", "effect": ["ends"]},
            '{"actor": "a", "role": "b", "effect": "ends"}',
        ),
        (
            "programs",
            {"program": "p", "name": "P", "phase": None, "effect": ["starts"]},
            "starts=p",
        ),
        (
            "figures",
            {
                "measure": "m",
                "value": 60,
                "unit": None,
                "bound": "at-least",
                "type": "actual",
                "by": None,
            },
            "m=at least 60",
        ),
        ("figures", {"measure": "m", "value": "60"}, "m=60"),
        ("sources", {"source": "s", "at": "para 4", "title": "T", "published": "2011"}, "s@4"),
        ("places", {"place": "bishkek", "name": "Bishkek"}, "bishkek"),
        ("names", {"name": "MoI", "lang": "en", "during": "2009/2015"}, "MoI | en | 2009/2015"),
        ("names", {"name": "MoI", "during": "2009/2015"}, "MoI |  | 2009/2015"),
        ("phases", {"phase": "one", "name": "First", "planned": "2017"}, "one=First | 2017"),
        ("phases", {"phase": "one"}, "one"),
        ("identifiers", {"scheme": "wikidata", "id": "Q1"}, "wikidata=Q1"),
    ],
)
def test_items_of_the_chronology_are_written_short(
    field: str, item: dict[str, object], text: str
) -> None:
    assert compact.write(field, item) == text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("participants=1 200 person", "1200", "person"),
        ("participants=1\u00a0200\u00a0000 person", "1200000", "person"),
        ("participants=1,200.5 km", "1200.5", "km"),
        ("participants=1 200", "1200", ""),
        ("participants=ca 250 person", "250", "person"),
    ],
)
def test_thousands_may_be_parted_by_spaces(text: str, value: str, unit: str) -> None:
    item = compact.read("figures", text)
    assert isinstance(item, dict)
    assert (item["value"], item.get("unit", "")) == (value, unit)


@pytest.mark.parametrize("amount", ["12 34 person", "30 (12 women) person", "1 2000 x", "2 2011"])
def test_what_stands_behind_a_number_must_be_a_unit(amount: str) -> None:
    with pytest.raises(UsageError, match="is not a figure"):
        compact.read("figures", f"participants={amount}")
