from hypothesis import given

from timeline.event.fold import change_body
from timeline.event.references import references, replace_texts
from timeline.event.schema import Path
from timeline.event.types import Is

from support.all_kinds import bodies
from support.properties import examples

HAPPENING = {
    "event": "happening",
    "id": "0123456789abcdef",
    "title": "Signing",
    "part_of": "fedcba9876543210",
    "places": ["bishkek"],
    "actors": [{"actor": "osce", "role": "partner", "for": "mia"}],
    "unheard": {"actor": "osce"},
}


def test_keys_and_ids_are_found_where_the_types_have_them() -> None:
    found = [(at, must_be.of or must_be.kind, text) for at, must_be, text in references(HAPPENING)]
    assert found == [
        (("part_of",), "id", "fedcba9876543210"),
        (("places", 0), "place", "bishkek"),
        (("actors", 0, "actor"), "actor", "osce"),
        (("actors", 0, "for"), "actor", "mia"),
    ]


def test_what_an_event_declares_and_its_id_are_no_references() -> None:
    place = {"event": "place", "id": "0123456789abcdef", "place": "osh", "part_of": "kyrgyzstan"}
    assert [text for *_, text in references(place)] == ["kyrgyzstan"]


def test_replacing_leaves_the_body_and_what_has_no_type() -> None:
    upper = replace_texts(HAPPENING, lambda _at, _must_be, text: text.upper())
    assert upper["places"] == ["BISHKEK"]
    assert upper["actors"] == [{"actor": "OSCE", "role": "PARTNER", "for": "MIA"}]
    assert upper["unheard"] == {"actor": "osce"}
    assert HAPPENING["places"] == ["bishkek"]


def test_an_event_of_no_known_type_stays_as_it_is() -> None:
    body = {"event": "wedding", "places": ["osh"]}
    assert replace_texts(body, lambda *_: "") == body
    assert references({"places": ["osh"]}) == []


def test_a_body_is_changed_by_set_and_unset() -> None:
    body = {"title": "A", "note": "B", "tags": ["x"]}
    changed = change_body(body, {"title": "C"}, ["note", "title", "absent"])
    assert changed == {"title": "C", "tags": ["x"]}
    assert change_body(body, None, None) == body


@examples(500)
@given(bodies())
def test_references_are_the_texts_that_must_be_keys_or_ids(body: dict[str, object]) -> None:
    texts: list[tuple[Path, Is, str]] = []

    def keep(at: Path, must_be: Is, text: str) -> str:
        texts.append((at, must_be, text))
        return text

    replace_texts(body, keep)
    assert references(body) == [one for one in texts if one[1].kind in ("key", "id")]
