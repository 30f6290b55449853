"""Quotes looked for in the copies of their sources: what `check --strict` and `sources` tell."""

from pathlib import Path

import pytest

from timeline import Log
from timeline.event import yaml_text
from timeline.texts import read

from support.helpers import complete
from support.running import here

RELEASE = """\
A release

BISHKEK, 3 May 2017 - During the summer 250 officers of all regions were trained.

The police came. The police will come again, the Minister said.
"""
SOURCE = """
event: source
source: release
title: A release
"""


@pytest.fixture
def kept(fresh: Path) -> Path:
    """A log that keeps a copy of a release."""
    (fresh / "release.txt").write_text(RELEASE)
    assert here("declare", "source", "A release", "--key", "release", cwd=fresh).code == 0
    assert here("archive", "release", "release.txt", cwd=fresh).code == 0
    return fresh


def cite(
    folder: Path,
    *citations: dict[str, str],
    title: str = "Officers trained",
    date: str = "2017",
) -> str:
    """Record a happening that cites the release so; its id."""
    sources = [{"source": "release", **one} for one in citations]
    log = Log(folder / "events", by="Aida")
    said = {"date": date, "kind": "training", "title": title, "sources": sources}
    (outcome,) = log.append(said)
    return outcome.id


def strict(folder: Path) -> list[str]:
    """The warnings about quotes and copies."""
    found = here("check", "--strict", "--all", "--format", "json", cwd=folder).json
    problems = [str(one["problem"]) for one in found]
    return [one for one in problems if "quote" in one]


@pytest.mark.parametrize(
    "said",
    [
        {"at": "para 2", "quote": "250 officers of all regions were trained"},
        {"quote": "During the summer\n250 officers ... were trained."},
        {"at": "paras 2-3", "quote": "the Minister said"},
        {"at": "page 1", "quote": "the Minister said"},
        {"at": "para 3", "quote": "the police"},
        {"at": "para 3", "quote": "The police", "suffix": "will"},
        {"quote": "The police", "prefix": "came."},
        {"quote": "were trained. The police came"},
        {"at": "para 3", "quote": "were trained. The police came"},
    ],
)
def test_a_quote_that_stands_where_it_is_said_is_not_told(kept: Path, said: dict[str, str]) -> None:
    if said["quote"] == "the police":
        said = {**said, "quote": "The police"}
    cite(kept, said)
    assert strict(kept) == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"at": "para 2", "quote": "During the summer 200 officers of all regions"},
            (
                "the quote “During the summer 200 officers of all r…” is not in the copy of "
                "release: the nearest is para 2, with `250` for `200`: "
                "“During the summer 250 officers of all regions”"
            ),
        ),
        (
            {"quote": "250 young officers of all regions were trained"},
            (
                "the quote “250 young officers of all regions were…” is not in the copy of "
                "release: the nearest is para 2, with nothing for `young`: "
                "“250 officers of all regions were trained”"
            ),
        ),
        (
            {"quote": "summer 250 of all regions were trained"},
            (
                "the quote “summer 250 of all regions were trained” is not in the copy of release: "
                "the nearest is para 2, with `officers` besides: "
                "“summer 250 officers of all regions were trained”"
            ),
        ),
        (
            {"quote": "the Minister; said"},
            (
                "the quote “the Minister; said” is not in the copy of release: "
                "the nearest is para 3, with other signs: “the Minister said”"
            ),
        ),
        (
            {"quote": "the moon is made of cheese"},
            (
                "the quote “the moon is made of cheese” is not in the copy of release: "
                "nothing in it is like it"
            ),
        ),
        (
            {"at": "para 3", "quote": "all regions"},
            "the quote “all regions” stands in para 2 of the copy of release, not in para 3",
        ),
        (
            {"quote": "The police"},
            "the quote “The police” stands 2 times in the copy of release, in para 3",
        ),
        (
            {"quote": "The police", "prefix": "Then"},
            (
                "the quote “The police” stands in para 3 of the copy of release, "
                "but not after its prefix"
            ),
        ),
        (
            {"quote": "The police", "suffix": "went"},
            (
                "the quote “The police” stands in para 3 of the copy of release, "
                "but not before its suffix"
            ),
        ),
    ],
)
def test_a_quote_that_stands_elsewhere_or_not_at_all_is_told(
    kept: Path, said: dict[str, str], message: str
) -> None:
    cite(kept, said)
    assert strict(kept) == [message]


def test_a_warning_has_the_place_of_the_quote_and_what_to_do(kept: Path) -> None:
    id_ = cite(kept, {"at": "para 2", "quote": "all the regions"})
    done = here("check", "--strict", cwd=kept)
    file = f"events/happenings/2017/officers-trained-{id_}.yaml"
    assert done.code == 1
    assert (
        f"{file}:8:40: warning: the quote “all the regions” is not in the copy of release: "
        "the nearest is para 2, with nothing for `the`: “all regions”\n"
        "    - {source: release, at: para 2, quote: all the regions}\n"
    ) in done.out
    assert f"\n  correct it: timeline amend {id_} --edit\n" in done.out


def test_a_quote_that_occurs_in_several_paragraphs_says_how_to_tell_which(kept: Path) -> None:
    cite(kept, {"quote": "police"})
    done = here("check", "--strict", cwd=kept)
    told = "\n  say which: its paragraph in `at`, or the words before it in `prefix`\n"
    assert told in done.out


def test_the_quote_on_which_a_correction_rests_is_looked_for_too(kept: Path) -> None:
    id_ = cite(kept, {"at": "para 2"})
    file = kept / "events" / "corrections" / "x.yaml"
    file.parent.mkdir(exist_ok=True)
    cited = [{"source": "release", "quote": "260 officers of all regions"}]
    body = {"event": "amendment", "amends": id_, "after": [id_], "reason": "a slip"}
    said = complete({**body, "set": {"summary": "More"}, "sources": cited}, "2027-01-01T00")
    file.write_text(yaml_text.write(said))
    assert strict(kept)[0].startswith("the quote “260 officers of all regions” is not in the copy")
    done = here("check", "--strict", cwd=kept)
    assert f"\n  look at what it corrects: timeline show {said['id']}\n" in done.out


def test_a_quote_of_an_earlier_copy_is_told_as_such(kept: Path) -> None:
    cite(kept, {"at": "para 2", "quote": "250 officers"})
    (kept / "release.txt").write_text(RELEASE.replace("250", "260"))
    earlier = Log(kept / "events").sources("release")[0]["archive"]
    assert here("archive", "release", "release.txt", cwd=kept).code == 0
    assert strict(kept) == [
        f"the quote “250 officers” is in an earlier copy of release alone, in para 2 of {earlier}"
    ]
    done = here("check", "--strict", cwd=kept)
    assert "\n  if the newer text counts, correct it: timeline amend " in done.out


def test_a_copy_that_is_no_text_is_told_once(kept: Path) -> None:
    (kept / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    assert here("archive", "release", "scan.png", cwd=kept).code == 0
    cite(kept, {"quote": "250 officers"}, {"quote": "all regions"})
    assert strict(kept) == [
        "quotes cannot be looked for in the copy of release: not plain text: it holds zero bytes"
    ]


def test_a_copy_that_is_missing_is_told(kept: Path) -> None:
    cite(kept, {"quote": "250 officers"})
    (row,) = Log(kept / "events").sources("release")
    (kept / "events" / str(row["archive"])).unlink()
    message = "quotes cannot be looked for in the copy of release: the copy is missing"
    assert strict(kept) == [message]


def test_nothing_is_told_of_quotes_without_a_copy(fresh: Path) -> None:
    assert here("declare", "source", "A release", "--key", "release", cwd=fresh).code == 0
    cite(fresh, {"quote": "250 officers"})
    assert strict(fresh) == []
    done = here("sources", "release", cwd=fresh)
    assert done.err == (
        "no copy of it is kept, in which its quotes could be looked for\n"
        "  keep one: timeline archive release FILE\n"
    )
    assert "\n250 officers  no copy      " in done.out


def test_the_text_of_a_copy_is_read_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_files = []
    original = read.read_source

    def count(data: bytes, path: str, *, as_declared: bool = False) -> object:
        read_files.append(path)
        return original(data, path, as_declared=as_declared)

    monkeypatch.setattr(read, "read_source", count)
    for number in range(5):
        cite(kept, {"quote": "250 officers"}, {"quote": "all"}, title=f"Officers {number}")
    Log(kept / "events").warnings()
    assert len(read_files) == 1


def test_a_source_is_shown_with_where_its_quotes_stand(kept: Path) -> None:
    cite(kept, {"at": "para 2", "quote": "250 officers"}, {"quote": "The police"})
    cite(kept, {"at": "para 3", "quote": "all regions"}, {"quote": "no"}, date="2018")
    shown = here("sources", "release", cwd=kept).out
    assert [line[:44].rstrip() for line in shown.split("Quotes\n")[1].splitlines()] == [
        "Words         Cited at  In the copy",
        "------------  --------  ------------------",
        "250 officers  para 2    para 2",
        "The police              2 times: para 3",
        "all regions   para 3    para 2, not para 3",
        "no                      not in it",
    ]
    (row,) = Log(kept / "events").sources("release")
    assert row["quotes"] is not None
    first = row["quotes"][0]
    assert (first["found"], first["paragraphs"]) == ("found", [2])
    assert first["selector"] == {
        "exact": "250 officers",
        "prefix": " 3 May 2017 - During the summer ",
        "suffix": " of all regions were trained.\nTh",
    }
    assert Log(kept / "events").sources()[0]["quotes"] is None


def test_a_prefix_is_kept_as_it_is_given_and_never_added(kept: Path) -> None:
    id_ = cite(kept, {"quote": "The police", "prefix": "came."})
    other = cite(kept, {"at": "para 2", "quote": "250 officers"}, title="Second")
    log = Log(kept / "events")
    cited = [log.show(one)["body"]["sources"] for one in (id_, other)]
    assert cited == [
        [{"source": "release", "quote": "The police", "prefix": "came."}],
        [{"source": "release", "at": "para 2", "quote": "250 officers"}],
    ]
