import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.names import key_of
from timeline.event import schema
from timeline.event.checked import is_right
from timeline.event.schema import Choice, Field, Many, Record, Scalar
from timeline.event.types import TYPES, Amendment, Happening, Is, Participation, PlaceDeclared

from support.helpers import complete

RECORDED = {"at": "2026-11-22T09:30:00.000000Z", "by": "Aida"}
HEAD = {"schema": "1", "id": "0" * 16, "recorded": RECORDED}
VISIT: dict[str, object] = {
    **HEAD,
    "event": "happening",
    "date": "2017",
    "kind": "visit",
    "title": "x",
}


def problems(cls: type, body: dict[str, object]) -> list[tuple[schema.Path, str]]:
    made, wrongs = schema.build(cls, body)
    assert (made is None) == bool(wrongs)
    return [(wrong.at, wrong.problem) for wrong in wrongs]


def test_keys_stand_in_files_as_people_read_them() -> None:
    names = list(schema.fields_of(Happening))
    assert names[:4] == ["schema", "id", "event", "date"]
    assert names[-4:] == ["note", "refs", "tags", "recorded"]


def test_every_key_of_every_event_says_what_it_is() -> None:
    seen: set[type] = set()

    def look(cls: type) -> None:
        if cls not in seen:
            seen.add(cls)
            for field in schema.fields_of(cls).values():
                assert field.about
                shape = field.shape.item if isinstance(field.shape, Many) else field.shape
                if isinstance(shape, Record):
                    look(shape.cls)

    for cls in TYPES.values():
        look(cls)
    assert len(seen) > len(TYPES)


def test_the_key_for_is_a_word_of_python_and_still_called_for() -> None:
    field = schema.fields_of(Participation)["for"]
    assert field == Field(
        "for",
        "for_",
        Scalar(Is("key", "actor")),
        required=False,
        about="the body on whose behalf, or in which the office is held",
    )


def test_a_valid_event_is_built_with_its_defaults() -> None:
    made, wrongs = schema.build(Happening, VISIT)
    assert not wrongs
    assert made is not None
    assert (made.status, made.places, made.confidence) == ("occurred", (), None)


def test_one_effect_may_stand_without_its_list() -> None:
    part = {"program": "strive", "effect": "starts"}
    made, _ = schema.build(Happening, {**VISIT, "programs": [part]})
    assert made is not None
    assert made.programs[0].effect == ("starts",)


def test_a_name_may_stand_without_its_map() -> None:
    names: list[object] = ["Frunze", {"name": "Пишпек", "during": "1825/1926"}]
    body = {**HEAD, "event": "place", "place": "bishkek", "name": "Bishkek", "names": names}
    made, _ = schema.build(PlaceDeclared, body)
    assert made is not None
    assert [name.name for name in made.names] == ["Frunze", "Пишпек"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    body = {**VISIT, "status": "maybe", "date": "2017-13", "places": "bishkek", "x-y": "z"}
    found = [at for at, _ in problems(Happening, body)]
    assert found == [("date",), ("status",), ("places",), ("x-y",)]


def test_an_unknown_key_is_told_once_and_not_also_as_the_missing_one() -> None:
    body = {key: value for key, value in VISIT.items() if key != "title"}
    assert problems(Happening, {**body, "titel": "x"}) == [(("titel",), "unknown key `titel`")]


def test_a_hundred_thousand_unknown_keys_are_not_all_compared() -> None:
    body = {**VISIT, **{f"key{i}": "x" for i in range(100_000)}}
    assert len(problems(Happening, body)) == 20


def test_the_nearest_word_is_found_in_any_case_and_none_for_a_text() -> None:
    assert schema.nearest("TITEL", ["title", "date"]) == ["title"]
    assert schema.nearest("budget", ["title", "date"]) == []
    assert schema.nearest("x" * 100_000, ["x"]) == []


def test_an_amendment_changes_something_and_no_fixed_key() -> None:
    body: dict[str, object] = {
        **HEAD,
        "event": "amendment",
        "amends": "0" * 16,
        "after": ["0" * 16],
        "reason": "x",
    }
    assert problems(Amendment, body) == [((), "an amendment needs `set` or `unset`")]
    # One that settles a fork may leave what stands.
    assert problems(Amendment, {**body, "after": ["0" * 16, "1" * 16]}) == []
    changed = {**body, "set": {"actor": "x"}, "unset": ["id", "titel"]}
    assert [at for at, _ in problems(Amendment, changed)] == [
        ("set", "actor"),
        ("unset", 0),
        ("unset", 1),
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            "key",
            ["a", "osce-2011-10-04", "0", "a" * 64],
            ["", "-a", "A", "a_b", "é", "a" * 65, "a\n"],
        ),
        ("id", ["0" * 16, "k3f9c1ab2e0d14b7"], ["0" * 15, "0" * 17, "K3F9C1AB2E0D14B7", "i" * 16]),
        (
            "number",
            ["0", "-1", "12.50", "9" * 15],
            ["1e3", "1,000", ".5", "5.", "٦", "+1", "9" * 16],
        ),
        ("count", ["0", "12"], ["-1", "1.5", "٦", "1" * 10]),
        ("sha256", ["0" * 64], ["0" * 63, "F" * 64]),
        (
            "instant",
            ["2026-11-22T09:30:00.000000Z", "2024-02-29T23:59:59.999999Z"],
            [
                "2026-11-22T09:30:00Z",
                "2026-11-22T09:30:00.000000+00:00",
                "2026-02-29T09:30:00.000000Z",
                "0000-01-01T00:00:00.000000Z",
                "2026-11-22T24:00:00.000000Z",
                "2026-11-22T23:59:60.000000Z",
                "٢٠٢٦-11-22T09:30:00.000000Z",
            ],
        ),
        (
            "coordinates",
            ["42.87, 74.59", "-90,180", "0, 0", "-0.5, -179.999", "90.0, -180.0"],
            ["90.1, 0", "0, 180.5", "91, 0", "42.87 74.59", "42.87", "1e1, 0", "0, 190"],
        ),
        (
            "word",
            ["training", "co-organiser", "встреча", "प्रशिक्षण", "work shop", "a", "x" * 64],
            ["a=b", "a|b", "a;b", "-a", "a-", "a ", " a", "a\nb", "a@b", "{a", "x" * 65, "a\tb"],
        ),
        ("line", ["a b", "'", " a "], ["a\nb", "a\x1bb", "a\u2028b", "a\ud800b", "a\ufeffb"]),
        (
            "text",
            ["a\nb", "a\tb", "नमस्ते", "👩‍🌾", "می‌خواهم"],
            ["a\rb", "a\x00b", "a\x85b", "\udcff"],
        ),
        ("edtf", ["2017-22", "2011-10-04/2011-10-05", "../2017"], ["summer 2017", "2017-13", "x"]),
    ],
)
def test_a_text_is_what_its_kind_says(kind: str, good: list[str], bad: list[str]) -> None:
    for text in good:
        assert schema.fault_in_text(text, Is(kind)) == ("", "")
    for text in bad:
        problem, remedy = schema.fault_in_text(text, Is(kind))
        assert problem
        assert remedy


@given(st.text(max_size=100))
def test_the_key_that_a_name_suggests_is_a_key(name: str) -> None:
    key = key_of(name)
    assert key == "" or schema.fault_in_text(key, Is("key")) == ("", "")


JUNK = st.recursive(
    st.text(max_size=8),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(list(TYPES.values())).flatmap(
        lambda cls: st.tuples(
            st.just(cls), st.dictionaries(st.sampled_from(list(schema.fields_of(cls))), JUNK)
        )
    )
)
def test_whatever_stands_in_a_body_is_answered_with_faults(
    drawn: tuple[type, dict[str, object]],
) -> None:
    cls, body = drawn
    for at, problem in problems(cls, {**body, "recorded": "never"}):
        assert isinstance(at, tuple)
        assert problem


def test_choices_are_derived_from_the_types() -> None:
    field = schema.fields_of(Happening)["status"]
    assert field.shape == Choice(("planned", "occurred", "postponed", "cancelled"))


def test_an_amendment_that_changes_nothing_is_not_right() -> None:
    said = {"event": "amendment", "amends": "0" * 16, "after": ["0" * 16], "reason": "a slip"}
    assert is_right(complete({**said, "set": {"title": "T"}}))
    assert not is_right(complete(said))
    assert not is_right(complete({**said, "set": {"recorded": {"by": "B"}}}))
