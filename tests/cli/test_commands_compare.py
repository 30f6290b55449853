"""`timeline sources NAME --compare FILE`: what a newer copy changed, and what rests on that."""

import json
from pathlib import Path

import pytest

from timeline import Log
from timeline.base.errors import TimelineError

from support.running import ROOT, Ran, here

RELEASES = ROOT.parent / "shared" / "sources"
TEXT = """\
Police trained

BISHKEK - During the summer months, 250 officers of all regions took part in training courses.

The Minister said that the courses will go on, and that women take part in them, too.

Dialogue platforms were held in five regions of the country.
"""


@pytest.fixture
def kept(fresh: Path) -> Path:
    """A log with a source, its copy, and happenings that rest on its paragraphs."""
    (fresh / "release.txt").write_text(TEXT)
    log = Log(fresh / "events", by="Aida")
    log.declare("source", "Police trained", key="release")
    log.archive("release", fresh / "release.txt")

    def add(title: str, date: str, **cited: str) -> None:
        sources = [{"source": "release", **cited}]
        log.append({"date": date, "kind": "training", "title": title, "sources": sources})

    add("Officers trained", "2017-01", at="para 2", quote="250 officers of all regions")
    add("Courses go on", "2017-02", quote="the courses will go on")
    add("Platforms held", "2017-03", at="para 4")
    add("Police at work", "2017-04")
    return fresh


def compare(folder: Path, text: str, *more: str) -> Ran:
    (folder / "newer.txt").write_text(text)
    return here("sources", "release", "--compare", "newer.txt", *more, cwd=folder)


def short(folder: Path, title: str) -> str:
    return str(Log(folder / "events").chronology(text=title)[0]["id"])[:8]


def test_what_changed_is_told_with_what_rests_on_it(kept: Path) -> None:
    newer = TEXT.replace("250", "200").replace("Dialogue", "The police spoke.\n\nDialogue")
    done = compare(kept, newer)
    id_ = short(kept, "Officers")
    assert done.out == (
        "para 2: changed\n"
        "  was          …the summer months, 250 officers of all…\n"
        "  is           …the summer months, 200 officers of all…\n"
        f"  quote lost   “250 officers of all regions”, of Officers trained ({id_})\n"
        f"  rests on it  Officers trained ({id_}), which quotes it\n"
        "\n"
        "para 4 of the newer copy: added\n"
        "  is  The police spoke.\n"
        "\n"
        "the same, with other numbers\n"
        "  paras  4 is 5 now\n"
    )
    assert done.err == (
        "paragraphs: 1 changed, 1 added, 3 as they were; 1 event on those that changed\n"
        "  1 quote is no longer in it\n"
        "  1 event cites it without a paragraph\n"
        "  to keep it: timeline archive release newer.txt\n"
    )
    assert done.code == 0


def test_paragraphs_that_are_gone_or_moved_are_told(kept: Path) -> None:
    first, second, third, fourth = TEXT.strip().split("\n\n")
    done = compare(kept, f"{first}\n\n{fourth}\n\n{second}")
    assert done.out == (
        "para 4: moved to 2\n"
        "  begins       Dialogue platforms were held in five regions of the country.\n"
        f"  rests on it  Platforms held ({short(kept, 'Platforms')})\n"
        "\n"
        "para 3: removed\n"
        "  was          The Minister said that the courses will go on, and that women take part "
        "in them, too.\n"
        f"  quote lost   “the courses will go on”, of Courses go on ({short(kept, 'Courses')})\n"
        f"  rests on it  Courses go on ({short(kept, 'Courses')}), which quotes it\n"
        "\n"
        "the same, with other numbers\n"
        "  paras  2 is 3 now\n"
    )
    assert third not in (kept / "newer.txt").read_text()
    assert done.err.startswith("paragraphs: 1 moved, 1 removed, 2 as they were; 2 events on those")


def test_a_paragraph_on_which_nothing_rests_says_so(kept: Path) -> None:
    done = compare(kept, TEXT.replace("Police trained", "Police well trained"))
    assert done.out == (
        "para 1: changed\n"
        "  was          Police trained\n"
        "  is           Police well trained\n"
        "  rests on it  nothing\n"
    )


def test_signs_that_changed_are_told_though_no_word_did(kept: Path) -> None:
    done = compare(kept, TEXT.replace("go on, and", "go on; and"))
    assert "  was          The Minister said that the courses will go on, and that" in done.out
    assert "  is           The Minister said that the courses will go on; and that" in done.out
    assert "quote lost" not in done.out


@pytest.mark.parametrize("newer", [TEXT, TEXT.replace(" ", "  ").replace("BISHKEK -", "BISHKEK –")])
def test_no_change_is_told_in_one_line(kept: Path, newer: str) -> None:
    done = compare(kept, newer)
    assert done == (0, "", "no change: newer.txt has the 4 paragraphs of the copy of release\n")


def test_a_web_page_is_compared_with_a_text_by_its_words(kept: Path) -> None:
    paragraphs = "".join(f"<p>{one}</p>" for one in TEXT.strip().split("\n\n")[1:])
    page = f"<html><body><nav>Home</nav><h1>Police trained</h1>{paragraphs}</body></html>"
    assert compare(kept, page).err.startswith("no change: ")


def test_machines_get_a_row_a_paragraph(kept: Path) -> None:
    rows = compare(kept, TEXT.replace("250", "200"), "--format", "json").json
    (row,) = rows
    assert (row["change"], row["paragraph"], row["new_paragraph"]) == ("changed", 2, 2)
    assert row["differences"] == [
        {
            "old": "…the summer months, 250 officers of all…",
            "new": "…the summer months, 200 officers of all…",
        }
    ]
    assert [(one["title"], one["quoted"]) for one in row["events"]] == [("Officers trained", True)]
    assert [one["quote"] for one in row["lost_quotes"]] == ["250 officers of all regions"]
    assert Log(kept / "events").compare("release", kept / "newer.txt") == rows
    lines = compare(kept, TEXT.replace("250", "200"), "--format", "jsonl").out
    assert json.loads(lines) == row
    (cells,) = compare(kept, TEXT.replace("250", "200"), "--format", "csv").csv
    assert cells["change"] == "changed"
    assert compare(kept, TEXT, "--format", "json").json == []


def test_a_quote_over_two_paragraphs_is_lost_when_one_comes_between(kept: Path) -> None:
    log = Log(kept / "events", by="Aida")
    sources = [{"source": "release", "quote": "in them, too. Dialogue platforms"}]
    log.append({"date": "2018", "kind": "training", "title": "Both", "sources": sources})
    rows = compare(kept, TEXT.replace("Dialogue", "More.\n\nDialogue"), "--format", "json").json
    assert [(one["change"], len(one["lost_quotes"])) for one in rows] == [
        ("same", 1),
        ("added", 0),
        ("renumbered", 0),
    ]


def refused(done: Ran, message: str, code: int = 1) -> None:
    assert done == (code, "", f"error: {message}\n")


def test_without_a_copy_the_remedy_is_to_keep_one(fresh: Path) -> None:
    Log(fresh / "events", by="Aida").declare("source", "Police trained", key="release")
    refused(
        compare(fresh, TEXT),
        "no copy of release is kept\n"
        "  keep the file from which it was recorded: timeline archive release FILE",
    )


def test_what_cannot_be_compared_is_refused(kept: Path) -> None:
    refused(
        here("sources", "--compare", "x", cwd=kept),
        "--compare needs one source\n  name it: timeline sources NAME --compare FILE",
        2,
    )
    refused(
        here("sources", "release", "--compare", "x", "--kind", "training", cwd=kept),
        "--compare shows a whole source\n  leave out all filters but --as-recorded",
        2,
    )
    refused(
        here("sources", "release", "--compare", "x", "--coverage", cwd=kept),
        "--coverage or --compare, not both\n  give one of them",
        2,
    )
    refused(
        here("sources", "release", "--compare", "nowhere.txt", cwd=kept),
        "nowhere.txt: no such file or directory",
    )
    refused(here("sources", "release", "--compare", ".", cwd=kept), ".: is a directory")
    refused(
        compare(kept, ""),
        "newer.txt: there is no text in it\n  give the text of a source, as plain text or HTML",
    )


def test_a_copy_that_is_missing_is_told(kept: Path) -> None:
    (row,) = Log(kept / "events").sources("release")
    (kept / "events" / str(row["archive"])).unlink()
    refused(
        compare(kept, TEXT),
        f"{row['archive']}: the copy is missing\n"
        "  copy it from another copy of the log, or archive the same file once more",
    )


def test_the_library_compares_too(kept: Path) -> None:
    log = Log(kept / "events")
    assert log.compare("Police trained", kept / "release.txt") == []
    with pytest.raises(TimelineError, match="no source `relase`"):
        log.compare("relase", kept / "release.txt")


@pytest.mark.skipif(not RELEASES.is_dir(), reason="the releases are not beside this checkout")
def test_a_figure_changed_in_a_real_release_names_the_event_that_states_it(copy: Path) -> None:
    (file,) = RELEASES.glob("000*")
    key = "unodc-2017-08-30"
    assert here("archive", key, str(file), cwd=copy).code == 0
    text = file.read_text(encoding="utf-8")
    (copy / "newer.txt").write_text(text.replace("250 neighbourhood", "200 neighbourhood"))
    (row,) = Log(copy / "events").compare(key, copy / "newer.txt")
    assert row["paragraph"] == 3
    assert "wcaem3k8qmmbrehf" in [one["id"] for one in row["events"]]
