"""The quick writer writes what the emitter of YAML writes, or nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.event import quick_write, quick_yaml, yaml_text
from timeline.event.document import in_order
from timeline.log import folder as log

from support.bodies import EVENTS
from support.running import ROOT

SIGNS = st.text(
    "ab ,:#'\"-?.[]{}&*!|>%@`=<~é\xa0–—“”ж世\U0001f600\x85\u2028\ufeff\n\t\\", max_size=12
)
WORDS = st.lists(SIGNS | st.sampled_from(["word", "it's", "a:b", "longer-word"]), max_size=40)
TEXTS = WORDS.map(" ".join)
KEYS = st.sampled_from(
    ["title", "recorded", "set", "by", "null", "a1", "Key", "<<", "a b", "x" * 61]
)
VALUES = st.recursive(
    TEXTS,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(KEYS, part, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@example({"title": "a " * 60 + "b"})
@example({"title": "it's " * 60 + "b: c"})
@example({"title": "w" * 93 + " " + "x" * 120 + " y"})
@example({"set": {"title": "word " * 60 + "b"}})
@example({"by": ["a", {"by": "b"}]})
@example({"by": [{"by": "b"}, "a"]})
@example({"by": [], "set": {}})
def test_what_is_written_is_what_the_emitter_writes(body: dict[str, object]) -> None:
    assert quick_write.write(body) in (None, yaml_text.write(body))


@given(EVENTS)
def test_events_are_written_as_the_emitter_writes_them(body: dict[str, object]) -> None:
    assert quick_write.write(body) in (None, yaml_text.write(body))


@pytest.mark.parametrize("length", range(85, 106))
@pytest.mark.parametrize("quote", ["", "'", ": "])
def test_texts_go_on_in_the_next_line_where_the_emitter_has_it(length: int, quote: str) -> None:
    text = f"{'w' * (length // 2)} {quote}{'w' * (length - length // 2)} {'b ' * 90}c"
    body = {"title": text, "set": {"title": text}}
    assert quick_write.write(body) == yaml_text.write(body)


def test_most_of_the_example_log_is_written() -> None:
    folder = ROOT / "events"
    texts = [
        (folder / file.path).read_text("utf-8")
        for file in log.scan(folder).files
        if not file.path.startswith("seals/")
    ]
    written = [quick_write.write(in_order(quick_yaml.read(text) or {})) for text in texts]
    assert all(one in (None, text) for one, text in zip(written, texts, strict=True))
    assert len(texts) * 0.8 < len(texts) - written.count(None)
