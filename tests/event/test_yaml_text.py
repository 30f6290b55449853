import unicodedata

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.base.errors import MAX_FAULTS
from timeline.event import yaml_text

from support.bodies import EVENTS, TEXTS


def read_one(text: str) -> object:
    trees, faults = yaml_text.read(text)
    assert not faults
    assert len(trees) == 1
    return trees[0].value


def test_every_scalar_is_a_text() -> None:
    text = "a: no\nb: 2017-10\nc: 1e3\nd: 0123\ne: 2017-10-05\nf: 1_000\ng: 12:30:00\n"
    assert read_one(text) == {
        "a": "no",
        "b": "2017-10",
        "c": "1e3",
        "d": "0123",
        "e": "2017-10-05",
        "f": "1_000",
        "g": "12:30:00",
    }


def test_the_tilde_and_the_word_null_are_texts_too() -> None:
    assert read_one("a: ~\nb: null\n") == {"a": "~", "b": "null"}


def test_what_is_empty_is_left_out_at_every_depth() -> None:
    text = "a: ''\nb:\nc: []\nd: {}\ne: [{f: ''}, [], x]\ng: {h: {i: ''}}\nj: k\n"
    assert read_one(text) == {"e": ["x"], "j": "k"}


def test_the_place_of_an_item_is_its_own_where_empty_ones_stand_before_it() -> None:
    (tree,), _ = yaml_text.read("a:\n- {}\n- ''\n- {b: c}\n")
    assert tree.value == {"a": [{"b": "c"}]}
    assert tree.place(("a", 0)) == (4, 3)
    assert tree.place(("a", 0, "b")) == (4, 7)
    assert tree.place(("a", 0, "b"), on_key=True) == (4, 4)
    assert tree.place(("a", 0, "missing")) == (4, 3)


def test_texts_and_keys_come_in_nfc() -> None:
    assert read_one("cafe\u0301: re\u0301sume\u0301\n") == {"café": "résumé"}


def test_line_ends_of_windows_are_line_ends() -> None:
    assert read_one("a: |\r\n  b\r\n  c\r\nd: e\r\n") == {"a": "b\nc\n", "d": "e"}


def test_documents_before_a_fault_of_syntax_are_kept() -> None:
    trees, faults = yaml_text.read("a: b\n---\nc: d\n---\ne: [f\n")
    assert [tree.value for tree in trees] == [{"a": "b"}, {"c": "d"}]
    assert [(fault.line, fault.column) for fault in faults] == [(5, 4)]


def test_all_faults_that_do_not_end_the_reading_are_found() -> None:
    _, faults = yaml_text.read("a: &x b\nc: *x\nd: !e f\nd: g\n<<: h\n")
    assert [fault.line for fault in faults] == [1, 2, 3, 4, 5]


def test_no_more_than_twenty_faults_are_told() -> None:
    _, faults = yaml_text.read("a: b\n" * 100_000)
    assert len(faults) == MAX_FAULTS


def test_a_character_that_cannot_be_stored_is_found_after_many_bytes_of_other_scripts() -> None:
    _, (fault,) = yaml_text.read("a: Внутренних дел\r\nb: Кыр\x07гызстан\r\n")
    assert (fault.line, fault.column, fault.excerpt) == (2, 7, "b: Кыр\x07гызстан")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "{" * 30_000,
        "{a: " * 30_000,
        "- " * 30_000,
        "? " * 30_000,
        "[" * 500_000,
        '"' + "a" * 1_000_000,
        "a: " + "!" * 100_000,
        "&a " * 100_000,
        "a" * 1_000_000 + ": b",
        "? " + "a" * 1_000_000 + "\n: b",
        "a: |\n" + " \n" * 300_000,
        "---\n" * 200_000,
        "#" * 1_000_000,
        "a: [" + "b, " * 300_000,
        "".join(f"k{i}: &a{i} x\n" for i in range(50_000)),
        "a: &a [x]\n" + "".join(f"b{i}: [*a, *a]\n" for i in range(50_000)),
        '"\\u0041' * 100_000,
        "a: >\n" + "b\n" * 300_000,
        "%" + "Y" * 1_000_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_hostile_texts_are_answered_and_do_not_hang(text: str) -> None:
    yaml_text.read(text)


@given(st.text(max_size=200) | st.text("abc:-[]{}&*!|>'\"%@`#,? \n\t~\\<=.", max_size=60))
@example("\ud800")
@example('a: "\\ud800"')
def test_whatever_the_text_reading_gives_documents_or_faults(text: str) -> None:
    trees, faults = yaml_text.read(text)
    for fault in faults:
        assert fault.problem
        assert fault.remedy or fault.problem.startswith("no YAML")
        assert fault.line >= 1
        assert fault.column >= 1
        assert {"Cc", "Cs"}.isdisjoint(map(unicodedata.category, str(fault).replace("\n", "")))
    for tree in trees:
        assert isinstance(tree.value, dict)


@given(st.text("abc:-[]{} \n\"'", max_size=40))
def test_what_is_accepted_means_the_same_to_yaml_at_large(text: str) -> None:
    trees, faults = yaml_text.read(text)
    if not faults and len(trees) == 1:
        whole = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (texts only, no objects)
        assert trees[0].value == _without_empty(whole)


def _without_empty(value: object) -> object:
    if isinstance(value, dict):
        pairs = ((key, _without_empty(part)) for key, part in value.items())
        return {key: part for key, part in pairs if part not in yaml_text.EMPTY}
    if isinstance(value, list):
        parts = (_without_empty(part) for part in value)
        return [part for part in parts if part not in yaml_text.EMPTY]
    return value


@given(EVENTS)
def test_an_event_that_is_written_reads_back_the_same(body: dict[str, object]) -> None:
    assert read_one(yaml_text.write(body)) == body


@given(TEXTS)
@example("<<")
def test_a_correction_that_sets_any_text_reads_back_the_same(text: str) -> None:
    body = {
        "reason": text,
        "set": {"note": text, "tags": [text], "figures": [{"by": {text: text}}]},
    }
    (tree,), faults = yaml_text.read(yaml_text.write(body))
    assert not faults
    assert (tree.value == body) or not text.isascii()  # NFC may have changed what is not ASCII


def test_an_event_is_written_a_key_a_line_with_records_in_braces() -> None:
    body = {
        "schema": "1",
        "date": "2017-22",
        "title": "Training: what it was",
        "summary": "Two days.\nWith a test.\n",
        "places": ["bishkek", "osh"],
        "actors": [{"actor": "unodc", "role": "organiser", "effect": ["ends", "starts"]}],
        "figures": [{"measure": "officers", "value": "60", "by": {"sex": "female"}}],
        "recorded": {"at": "2026-11-22T09:30:00.000000Z", "by": "Aïda"},
    }
    assert yaml_text.write(body) == (
        "schema: 1\n"
        "date: 2017-22\n"
        "title: 'Training: what it was'\n"
        "summary: |\n"
        "  Two days.\n"
        "  With a test.\n"
        "places: [bishkek, osh]\n"
        "actors:\n"
        "- {actor: unodc, role: organiser, effect: [ends, starts]}\n"
        "figures:\n"
        "- {measure: officers, value: 60, by: {sex: female}}\n"
        "recorded:\n"
        "  at: 2026-11-22T09:30:00.000000Z\n"
        "  by: Aïda\n"
    )


def test_an_amendment_is_written_with_a_line_for_each_field_it_sets() -> None:
    body = {"set": {"note": "a\nb", "actors": [{"actor": "unodc"}]}, "unset": ["summary"]}
    assert yaml_text.write(body) == (
        "set:\n  note: |-\n    a\n    b\n  actors:\n  - {actor: unodc}\nunset: [summary]\n"
    )
