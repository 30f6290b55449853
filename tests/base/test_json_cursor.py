import pytest

from timeline.base.json_cursor import JsonCursor, JsonError


@pytest.mark.parametrize("text", ["[" * 99_999, "NaN", "{", ""])
def test_what_is_no_json_is_an_error_of_one_kind(text: str) -> None:
    cursor = JsonCursor(text)
    with pytest.raises(JsonError, match=r"^not readable as JSON: "):
        cursor.value()
    assert cursor.at == 0


def test_numbers_are_read_as_they_are_written() -> None:
    assert JsonCursor('{"a": 1.50, "b": [1e3, -0]}').value() == {"a": "1.50", "b": ["1e3", "-0"]}


def test_a_key_may_be_refused_when_it_stands_twice() -> None:
    text = '{"\u00e9": 1, "e\u0301": 2}'
    assert JsonCursor(text).value() == {"\u00e9": "1", "e\u0301": "2"}
    with pytest.raises(JsonError, match="stands twice in one object") as raised:
        JsonCursor(text, unique=True).value()
    assert raised.value.remedy == "JSON has each key once, and no NaN or Infinity"


def test_lines_are_counted_in_any_order() -> None:
    cursor = JsonCursor("1\n2\n\n3")
    assert [cursor.line(at) for at in (0, 2, 5, 4, 0)] == [1, 2, 4, 3, 1]


def test_a_fault_has_its_place_and_its_line() -> None:
    cursor = JsonCursor('[\r\n  "a" 1]')
    cursor.take("[")
    assert cursor.value() == "a"
    with pytest.raises(JsonError) as raised:
        cursor.take(",")
    fault = cursor.fault(raised.value, "a.json")
    assert fault.where == "a.json:2:7"
    assert fault.problem == "not readable as JSON: `1` where `,` is due"
    assert fault.excerpt == '  "a" 1]'


def test_nothing_stands_after_what_was_read() -> None:
    cursor = JsonCursor("1 \n ")
    cursor.value()
    cursor.finish("number")
    cursor = JsonCursor("1 2")
    cursor.value()
    with pytest.raises(JsonError, match="something stands after the number"):
        cursor.finish("number")
