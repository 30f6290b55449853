"""Two versions of a text: which paragraphs changed, came, went and moved."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.texts.comparing import compare
from timeline.texts.likeness import Difference, differences
from timeline.texts.paragraphs import Paragraph

POLICE = "The police of all regions trained 250 officers in the summer of 2017."
WOMEN = "Women took part in dialogue platforms on the prevention of violent extremism."
PRISON = "The Prison Service showcased the results at prison No. 47 in Bishkek."
LAW = "The law came into force in the spring."


def numbered(*texts: str) -> list[Paragraph]:
    return [Paragraph(number, text) for number, text in enumerate(texts, 1)]


def told(old: list[Paragraph], new: list[Paragraph]) -> list[tuple[str, int, int]]:
    return [
        (kind, before.number if before else 0, after.number if after else 0)
        for kind, before, after in compare(old, new)
    ]


def test_paragraphs_are_matched_by_what_is_in_them() -> None:
    old = numbered(POLICE, WOMEN, PRISON, LAW)
    new = numbered("A new heading", POLICE.replace("250", "200"), PRISON, LAW)
    assert told(old, new) == [
        ("added", 0, 1),
        ("changed", 1, 2),
        ("removed", 2, 0),
        ("same", 3, 3),
        ("same", 4, 4),
    ]


def test_what_only_looks_otherwise_is_the_same() -> None:
    old = numbered("“The police” – all of it came.")
    new = numbered("«The police» - all of it came .")
    assert told(old, new) == [("same", 1, 1)]


def test_words_in_other_lines_are_the_same() -> None:
    """So a copy that is wrapped at another width is read where its lines are few."""
    wrapped = numbered(
        POLICE[:33], POLICE[34:], *WOMEN.replace("platforms", "plat-\nforms").split("\n"), LAW
    )
    whole = numbered(POLICE, WOMEN, LAW)
    assert told(whole, wrapped) == [("same", 1, 1), ("same", 2, 3), ("same", 3, 5)]
    assert told(wrapped, whole) == [
        ("same", 1, 1),
        ("same", 2, 1),
        ("same", 3, 2),
        ("same", 4, 2),
        ("same", 5, 3),
    ]
    shifted = numbered(POLICE + " " + WOMEN[:5], WOMEN[6:], LAW)
    assert told(whole, shifted) == [("same", 1, 1), ("same", 2, 2), ("same", 3, 3)]


def test_other_words_in_other_lines_are_told() -> None:
    whole = numbered("Of the officers 250 were trained.", LAW)
    for lines in (("Of the officers 25", "0 were trained."), ("Of the officers", "were trained.")):
        assert "changed" in {one[0] for one in told(whole, numbered(*lines, LAW))}
    assert told(numbered(POLICE, LAW), numbered(POLICE, "0", LAW))[1] == ("added", 0, 2)


def test_a_paragraph_that_moved_is_neither_gone_nor_new() -> None:
    old = numbered(POLICE, WOMEN, PRISON, LAW)
    assert told(old, numbered(WOMEN, PRISON, LAW, POLICE)) == [
        ("same", 2, 1),
        ("same", 3, 2),
        ("same", 4, 3),
        ("moved", 1, 4),
    ]
    changed = POLICE.replace("250", "200")
    assert told(old, numbered(WOMEN, PRISON, LAW, changed))[-1] == ("changed", 1, 4)


def test_two_that_changed_places_and_words_are_told_apart() -> None:
    old = numbered(POLICE, WOMEN)
    new = numbered(WOMEN.replace("Women", "Girls"), POLICE.replace("250", "200"))
    assert told(old, new) == [("changed", 2, 1), ("changed", 1, 2)]


def test_a_text_with_nothing_in_common_is_gone_and_new() -> None:
    assert told(numbered(POLICE), numbered(LAW)) == [("added", 0, 1), ("removed", 1, 0)]


@given(
    st.lists(st.sampled_from([POLICE, WOMEN, PRISON, LAW, POLICE + " More."]), max_size=8),
    st.lists(st.sampled_from([POLICE, WOMEN, PRISON, LAW, WOMEN + " Less."]), max_size=8),
)
def test_every_paragraph_is_told_once(before: list[str], after: list[str]) -> None:
    old, new = numbered(*before), numbered(*after)
    changes = compare(old, new)
    assert sorted(one.old.number for one in changes if one.old) == [one.number for one in old]
    assert [one.new.number for one in changes if one.new] == [one.number for one in new]
    for kind, was, is_ in changes:
        assert (kind == "added") == (was is None)
        assert (kind == "removed") == (is_ is None)
        if was and is_:
            assert (kind in ("same", "moved")) == (was.text == is_.text)


def test_words_that_differ_are_told_with_those_beside_them() -> None:
    assert differences(POLICE, POLICE.replace("250", "200")) == [
        Difference(
            "…all regions trained 250 officers in the…", "…all regions trained 200 officers in the…"
        )
    ]
    assert differences("One two.", "One two three.") == [Difference("One two.", "One two three.")]
    assert differences(POLICE, POLICE.replace(" ", "  ")) == []
    both = POLICE.replace("The police", "The army").replace("2017", "2018")
    assert differences(POLICE, both) == [
        Difference("The police of all regions…", "The army of all regions…"),
        Difference("…the summer of 2017.", "…the summer of 2018."),
    ]
