"""Files are read quickly only where that reads the same; the strict reader has the word."""

import json
import random
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event import quick_yaml, yaml_text
from timeline.log import files
from timeline.log import folder as log

from support.all_kinds import bodies
from support.bodies import EVENTS
from support.properties import examples

WHOLE = """\
schema: 1
id: r9t3e6nknc5qge8b
event: happening
date: '[..2018-02-16]'
date_text: in the Ministry's house, "soon", at 09:30, no#1, http://a.b/#c
kind: training
title: A text that goes on in the next line, where it says something of two dashes
  - and of 'quotes'
summary: |-
  First line

    - second: [line]
  # third
note: |
  One line: the last
actors:
- {actor: unodc, role: organiser}
- {actor: ceim-service, role: trainer, capacity: 'Head: a', for: it''s,
  effect: [starts, ends]}
names:
- Ministry of Interior
- 'The ministry: of
  interior'
- {name: Внутренних дел, lang: ru}
figures:
- {measure: police officers, value: -250, by: {sex: female, age group: 15-24}}
tags: [a, b c, 'no, yes']
set:
  title: Of this
    and that
  summary: |
    Two
    lines
  places: [bishkek]
  actors:
  - {actor: unodc,
    role: organiser}
recorded:
  at: 2026-11-28T21:28:48.295063Z
  by: Aïda
"""


def read_strictly(text: str) -> dict[str, object] | None:
    """The only document of a text without faults."""
    trees, faults = yaml_text.read(text)
    return trees[0].value if len(trees) == 1 and not faults else None


def compare(text: str) -> bool:
    """See that a text means the same to both readers, order of keys included, if quickly read.

    Returns:
        Whether it is quickly read.
    """
    quick = quick_yaml.read(text)
    if quick is None:
        return False
    strict = read_strictly(text)
    assert json.dumps(quick) == json.dumps(strict)
    return True


def test_what_the_style_of_files_has_is_read_quickly() -> None:
    assert compare(WHOLE)


def test_all_files_of_the_example_log_are_read_quickly(example: Path) -> None:
    folder = example / "events"
    paths = [file.path for file in log.scan(folder).files]
    assert len(paths) > 300
    slow = [path for path in paths if not compare((folder / path).read_text(encoding="utf-8"))]
    assert slow == []


def can_be_written(body: dict[str, object]) -> bool:
    """Whether there is no half of a pair of surrogates in it."""
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


WRITABLE = bodies().filter(can_be_written)


@given(WRITABLE | EVENTS)
@examples(500)
def test_what_is_written_is_read_as_the_strict_reader_reads_it(body: dict[str, object]) -> None:
    compare(yaml_text.write(body))


@given(WRITABLE, st.integers(20, 60))
def test_texts_that_go_on_in_many_lines_are_read_alike(body: dict[str, object], width: int) -> None:
    compare(yaml_text.write(body, width))


SIGNS = [*"\n\t\r ':\"-#?|>&*![]{},%@`=~<\\.0aZ_\u0301\u00a0\ufeffé\U0001f600\x85\u2028\x00"]
WORDS = [
    *("\n  ", "\n ", "\n\n", "  \n", ": ", ":\n", " #", "- ", "\n- ", "? ", "''", "' '", "|-\n"),
    *("|\n", ">\n", "|2-\n", "|+\n", "[]", "{}", "{a: b}", "[a, b]", "{a: b, a: c}", ", ", ",\n"),
    *("<<: x\n", "---\n", "...\n", "\n--- ", "\n...\n", "%YAML 1.1\n", "!!str ", "&a ", "*a", "~"),
    *("title: x\n", "  title: x\n", "x", "null", "''\n", "a: b: c", "schema:\n", "by:\n", "\r\n"),
    *("- - a\n", "-\n", "[a: b]", "{a}", "{a: }", "[a,]", "[,a]", "['a':b]", '"a"', '"\\n"'),
    *("{a: 'b'c}", "'a' b", "- {a: b} c\n", "[a] b", "{a: [b, {c: [d, {e: f}]}]}", "1:2", "a:b"),
]


def mutate(text: str, chance: random.Random) -> str:
    """A text that differs in a few places: signs, words and lines put in, left out or moved."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 5, 30)))
        lines = text.splitlines(keepends=True) or [""]
        line = chance.randrange(len(lines))
        match chance.randrange(8):
            case 0 | 1 | 2:
                text = text[:start] + chance.choice(SIGNS) + text[end:]
            case 3 | 4:
                text = text[:start] + chance.choice(WORDS) + text[end:]
            case 5:
                text = text[:start] + text[end:]
            case 6:
                lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
                text = "".join(lines)
            case 7:
                lines[line] = (
                    chance.choice(("", " ", "  ", "- ", "# ", "? "))
                    + lines[line][chance.choice((0, 0, 1, 2)) :]
                )
                text = "".join(lines)
    return text


@given(st.just(WHOLE) | WRITABLE.map(yaml_text.write), st.integers(20, 120), st.integers())
@examples(600)
def test_what_is_changed_is_read_alike_or_left_to_the_strict_reader(
    text: str, width: int, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    if width < 100 and (body := read_strictly(text)):
        text = yaml_text.write(body, width)
    for _ in range(10):
        compare(mutate(text, chance))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "title: a",
        "title: a\ntitle: b\n",
        "title:\n",
        "title: ''\n",
        "title: 'a\n",
        "title: a: b\n",
        "title: a:\n",
        "title: a #b\n",
        "title: # a\n",
        "title: a \n",
        "title: a \n  b\n",
        "title: a\n b\n",
        "title: a\n\n  b\n",
        "title: a\n  # b\n",
        "title: &a b\n",
        "title: *a\n",
        "title: !a b\n",
        "title: >\n  a\n",
        'title: "a"\n',
        "title: |+\n  a\n\n",
        "title: |\n    a\n  b\n",
        "title: |\n  a\n\n",
        "title: |\n  a\n   \n",
        "title: |\n  a\n b\n",
        "title: |\n  a\tb\n",
        "title: a\r\n",
        "title: cafe\u0301\n",
        "title: a\x1b\n",
        "<<: a\n",
        "'title': a\n",
        "? title\n: a\n",
        "--- \ntitle: a\n",
        "title: a\n---\ntitle: b\n",
        "title: a\n...\n",
        "# a\ntitle: a\n",
        "tags: []\n",
        "tags: [a, ]\n",
        "tags: [a, '']\n",
        "tags: [a,b]\n",
        "tags: [a,\nb]\n",
        "tags: [a: b]\n",
        "tags: [a b, c\n",
        "tags: ['a':b]\n",
        "tags: [[[[[a]]]]]\n",
        "by: {}\n",
        "by: {a: b, a: c}\n",
        "by: {a: b, a}\n",
        "by: {a: b } \n",
        "by: {<<: b}\n",
        "by: {a: b} # c\n",
        "actors:\n  - {a: b}\n",
        "actors:\n- a: b\n",
        "actors:\n- {a: b} c\n",
        "actors:\n- - a\n",
        "actors:\n-\n",
        "set:\n  set:\n    title: a\n",
        "set:\n   title: a\n",
    ],
    ids=repr,
)
def test_what_is_not_in_the_style_of_files_is_left_to_the_strict_reader(text: str) -> None:
    assert quick_yaml.read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "'" * 1_000_000 + "\n",
        "a: b\n" * 200_000,
        "a: " + "b:" * 500_000 + "\n",
        "a: b\n" + "  b\n" * 300_000,
        "a: |\n" + "  b\n" * 300_000,
        "a: |\n  b\n" + "\n" * 1_000_000,
        "a: [" + "b, " * 300_000 + "\n",
        "a: " + "[" * 1_000_000 + "\n",
        "a: " + "{a: " * 200_000 + "\n",
        "a:\n" + "- b\n" * 300_000,
        "a:\n" + "- {\n" * 300_000,
        "set:\n" + "  a: b\n" * 200_000,
        "a: '" + "b\n  " * 300_000 + "\n",
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_hostile_texts_are_answered_and_do_not_hang(text: str) -> None:
    quick_yaml.read(text)


@given(WRITABLE | EVENTS, st.integers(20, 120), st.integers(0, 3), st.integers())
@examples(500)
def test_files_are_read_alike_and_the_same_faults_are_told(
    body: dict[str, object], width: int, changes: int, seed: int
) -> None:
    text = yaml_text.write(body, width)
    if changes:
        text = mutate(text, random.Random(seed))  # noqa: S311
    data = text.encode(errors="replace")
    read = files.read_file(data, "a.yaml")
    with mock.patch.object(quick_yaml, "read", return_value=None):
        assert read == files.read_file(data, "a.yaml")
