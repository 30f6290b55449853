"""Arbitrary events, as people and programs may write them."""

from hypothesis import strategies as st

from timeline.event import document

SIGNS = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
).filter(lambda sign: not 0xFDD0 <= ord(sign) <= 0xFDEF)
LINES = st.text(SIGNS, min_size=1, max_size=40).filter(str.strip) | st.sampled_from(
    [
        "no",
        "null",
        "~",
        "1e3",
        "0123",
        "2017-10",
        "- a",
        "a: b",
        "# a",
        "'",
        '"',
        " a ",
        "{",
        "[a",
        "&",
    ]
)
TEXTS = LINES | st.text(SIGNS | st.sampled_from("\n\t "), min_size=1, max_size=200)
KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
MAPS = st.dictionaries(LINES, LINES, min_size=1, max_size=3)
FIGURES = st.fixed_dictionaries(
    {"measure": LINES, "value": st.integers(-(10**15) + 1, 10**15 - 1).map(str)},
    optional={"unit": LINES, "by": MAPS, "bound": st.sampled_from(["about", "at-least"])},
)
ACTORS = st.fixed_dictionaries(
    {"actor": KEYS, "role": st.just("partner")}, optional={"capacity": LINES, "for": KEYS}
)
SAID = st.fixed_dictionaries(
    {
        "event": st.just("happening"),
        "date": st.just("2017-22"),
        "kind": st.just("visit"),
        "title": LINES,
    },
    optional={
        "summary": TEXTS,
        "note": TEXTS,
        "date_text": LINES,
        "tags": st.lists(LINES, max_size=3),
        "actors": st.lists(ACTORS, max_size=3),
        "figures": st.lists(FIGURES, max_size=2),
        "refs": st.lists(st.fixed_dictionaries({"scheme": LINES, "id": LINES}), max_size=2),
    },
)
RECORDED: dict[str, object] = {"at": "2026-11-22T09:30:00.000000Z", "by": "Aïda"}
EVENTS = SAID.map(lambda said: document.complete(said, RECORDED))
"""Whole events, tidy."""
