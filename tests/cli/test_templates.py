"""Events as texts to fill in: what is said in them is read back, the rest is comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli.ask import templates
from timeline.event.document import read_yaml, tidy
from timeline.event.schema import Many, Record, fields_of
from timeline.event.types import CORRECTIONS, FIXED, TYPES
from timeline.projection.states import Current
from timeline.recording.amend import Change
from timeline.recording.change import change_to, changed

from support.bodies import EVENTS, LINES, SAID

WORDS = {"kind": ["visit", "training"], "role": ["host"]}
ALL = [event for event in TYPES if event not in CORRECTIONS]


def said_in(text: str) -> dict[str, object]:
    found, faults = read_yaml(text, "")
    assert not faults
    return found[0].body


@given(said=SAID)
def test_what_is_said_is_read_back(said: dict[str, object]) -> None:
    assert said_in(templates.of_new(said, WORDS)) == tidy(said)


@given(event=EVENTS, reason=LINES | st.just(""))
def test_an_event_to_be_corrected_is_read_back_with_its_reason(
    event: dict[str, object], reason: str
) -> None:
    body = {key: value for key, value in event.items() if key not in FIXED}
    text = templates.of_correction("happening", event, reason, WORDS)
    assert said_in(text) == tidy({"reason": reason, **body})


@given(before=EVENTS, after=SAID)
def test_the_change_to_a_body_makes_that_body(
    before: dict[str, object], after: dict[str, object]
) -> None:
    known = Current("", "happening", before, (), None, forked=False)
    wanted = {key: value for key, value in after.items() if key not in FIXED}
    now = changed(known, change_to(known, wanted))
    assert {key: value for key, value in now.items() if key not in FIXED} == wanted
    own = {key: value for key, value in before.items() if key not in FIXED}
    assert change_to(known, own) == Change({})


@pytest.mark.parametrize("event", ALL)
def test_every_field_is_there_with_its_meaning(event: str) -> None:
    text = templates.of_new({"event": event}, WORDS)
    for field in fields_of(TYPES[event]).values():
        if field.name not in ("schema", "id", "event", "recorded"):
            sign = "" if field.required else "#"
            assert f"\n{sign}{field.name}:" in text
            assert field.about in text.replace("\n# ", " ")
            item = field.shape.item if isinstance(field.shape, Many) else field.shape
            if isinstance(item, Record) and not item.short:
                for part in fields_of(item.cls).values():
                    assert f"\n#   {part.name} " in text
    assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize("event", ALL)
def test_all_signs_taken_away_there_is_a_text_that_says_nothing_yet(event: str) -> None:
    text = templates.of_new({"event": event}, WORDS)
    bare = "".join(
        line.removeprefix("#") if not line.startswith("# ") else line
        for line in text.splitlines(keepends=True)
    )
    assert said_in(bare) == {"event": event}


def test_the_words_of_the_log_are_named() -> None:
    text = templates.of_new({}, WORDS)
    assert "# what kind of happening: visit, training\nkind: \n" in text
    assert "#   role      in which role: host\n" in text
    assert "# whether it took place: planned, occurred, postponed, cancelled\n#status: \n" in text


def test_what_is_filled_in_and_still_a_comment_is_found() -> None:
    opened = templates.of_new({}, WORDS) + "#title: meant so\n"
    assert not list(templates.find_commented_fields(opened, opened))
    text = (
        opened.replace("#date_text: ", "#date_text: in summer")
        .replace("#summary: |\n#  ", "#summary: In short\n#  ")
        .replace("#places:\n#- ", "#places:\n#- Osh")
        .replace("#- {actor: , role: ", "#- {actor: moi, role: ")
    )
    found = list(templates.find_commented_fields(text, opened))
    assert [text.splitlines()[one.line - 1] for one in found] == [
        "#date_text: in summer",
        "#summary: In short",
        "#- Osh",
        "#- {actor: moi, role: , capacity: , for: , effect: }",
    ]
    assert {(one.problem, one.remedy) for one in found} == {
        (
            "this is filled in, but still a comment",
            "take the # away, or write `# ` before a remark",
        )
    }
    for remark in ("# a remark", "#nobody: x", "#hashtag", "#", "#date_text:", "#summary: |"):
        assert not list(templates.find_commented_fields(f"{remark}\n", opened))


@given(said=SAID)
def test_quotes_are_put_only_where_a_text_needs_them(said: dict[str, object]) -> None:
    assert said_in(templates.quote_texts(templates.of_new(said, WORDS))) == tidy(said)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Visit: the first day", "Visit: the first day"),
        ("title: Visit: the first day  # as told", "Visit: the first day"),
        ('title: Visit: the "first" day', 'Visit: the "first" day'),
        ("title: The day after:", "The day after:"),
        ('title: "Visit: the first day"', "Visit: the first day"),
        ("title: A visit at 10:30", "A visit at 10:30"),
    ],
)
def test_a_title_with_a_colon_can_be_typed(line: str, title: str) -> None:
    assert said_in(templates.quote_texts(f"date: 2017\n{line}\nkind: visit\n"))["title"] == title
