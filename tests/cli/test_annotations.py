"""Faults as comments in a text: put in above their lines, and taken out again."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import Fault
from timeline.base.text import masked
from timeline.cli.ask.annotations import PREFIX, annotate, strip_annotations
from timeline.event.document import read_yaml

from support.bodies import TEXTS

WRITTEN = st.text() | st.lists(st.sampled_from(["a: 1", "#b", " \u2028", "\x85", "\r"])).map(
    "\n".join
)
FAULTS = st.lists(
    st.builds(Fault, TEXTS, TEXTS | st.just(""), line=st.integers(0, 9), column=st.integers(0, 9)),
    max_size=4,
)


@given(text=WRITTEN, faults=FAULTS)
def test_what_is_put_in_can_be_taken_out(text: str, faults: list[Fault]) -> None:
    own = strip_annotations(text)
    assert strip_annotations(annotate(own, faults)) == own
    assert strip_annotations(own) == own


@given(faults=FAULTS)
def test_no_fault_is_lost_and_none_changes_what_the_text_says(faults: list[Fault]) -> None:
    text = "date: 2017\ntitle: |\n  A visit\n\n  to Osh\nkind: visit\n"
    shown = annotate(text, faults)
    comments = [line for line in shown.split("\n") if line.startswith(PREFIX)]
    said = " ".join(" ".join(line.removeprefix(PREFIX).split()) for line in comments)
    for fault in faults:
        for line in f"{fault.problem}\n{fault.remedy}".split("\n"):
            assert " ".join(masked(line).split()) in said
    assert read_yaml(strip_annotations(shown), "")[0][0].body == read_yaml(text, "")[0][0].body


def test_a_fault_stands_above_its_line() -> None:
    text = "date: 2017\nkind: trainng\ntitle: A\n"
    faults = [
        Fault("no kind `trainng`", "did you mean training?", "x.yaml", 2, 7, "kind: trainng"),
        Fault("of the whole", "", "x.yaml"),
        Fault("beyond the end", "go back", "x.yaml", 99),
    ]
    assert annotate(text, faults) == (
        "#! 3 things are not right yet; see the lines that begin with #!\n"
        "#! of the whole\n"
        "date: 2017\n"
        "#! no kind `trainng`\n"
        "#!   did you mean training?\n"
        "kind: trainng\n"
        "#! beyond the end\n"
        "#!   go back\n"
        "title: A\n"
    )
    assert annotate("", faults[:1]) == (
        "#! one thing is not right yet; see the lines that begin with #!\n"
        "#! no kind `trainng`\n"
        "#!   did you mean training?\n"
    )


def test_a_long_message_is_folded() -> None:
    fault = Fault("a", f"known here are {', '.join(['something'] * 20)}\n    and more", "", 1)
    shown = annotate("a: 1\n", [fault]).splitlines()
    assert all(len(line) <= 100 for line in shown)
    assert shown[2].startswith("#!   known here are something, something,")
    assert shown[3].startswith("#!   something, something")
    assert shown[-2:] == ["#!     and more", "a: 1"]


def test_what_a_message_quotes_cannot_end_its_line() -> None:
    fault = Fault("no kind `a\u2028b\x85c\x1b[31m`", "", "", 1)
    assert annotate("kind: a", [fault]).splitlines() == [
        "#! one thing is not right yet; see the lines that begin with #!",
        "#! no kind `a\\u2028b\\x85c\\x1b[31m`",
        "kind: a",
    ]


def test_a_comment_of_the_persons_own_stays() -> None:
    assert strip_annotations("# a\n#b\n #! c\n#!d\ntext") == "# a\n#b\n #! c\ntext"
