"""Saved queries: @NAME on the command line."""

from pathlib import Path

import pytest

from support.running import here

QUERIES = """
queries:
  training: --kind training
  2017: --during 2017 --certain
  quoted: --text "prison staff"
  few: --limit 1 --columns title -f csv
  option: --kin training
  word: --kind trainng
  limit: --limit many
  loose: police training
  nested: "@training --certain"
  all: --kind law --kind works --all-match
"""
SETTINGS = Path("events/timeline.yaml")


@pytest.fixture(scope="module")
def saved(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the example log, whose settings save queries."""
    import shutil

    folder = tmp_path_factory.mktemp("saved")
    shutil.copytree(example / "events", folder / "events")
    with (folder / SETTINGS).open("a") as file:
        file.write(QUERIES)
    assert here("rebuild", "-q", cwd=folder).code == 0
    return folder


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("list @training", "list --kind training"),
        ("list @training @2017", "list --kind training --during 2017 --certain"),
        ("list @training police -f json", "list police --kind training -f json"),
        ("list police @training", "list police --kind training"),
        ("list @training --kind works", "list --kind training --kind works"),
        ("list @2017 --during 2018", "list --certain --during 2018"),
        ("list --during 2018 @2017", "list --certain --during 2017"),
        ("list @few", "list --limit 1 --columns title -f csv"),
        ("list -qf csv @training", "list -q -f csv --kind training"),
        ("list --group-by kind @2017", "list --group-by kind --during 2017 --certain"),
        ("actors @training", "actors --kind training"),
        ("actors moi-kg @training", "actors moi-kg --kind training"),
        ("programs @2017", "programs --during 2017 --certain"),
        ("places @training", "places --kind training"),
        ("sources @training", "sources --kind training"),
        ("figures @training", "figures --kind training"),
        ("diff 2016 2018 @training", "diff 2016 2018 --kind training"),
        ("diff @training 2016 2018", "diff 2016 2018 --kind training"),
    ],
)
def test_a_query_stands_for_its_options(words: str, same: str, saved: Path) -> None:
    found = here(*words.split(), cwd=saved)
    assert found.code == 0, found.err
    assert found.out
    assert found == here(*same.split(), cwd=saved)


def test_a_query_is_split_as_a_shell_splits_it(saved: Path) -> None:
    found = here("list", "@quoted", cwd=saved)
    assert found == here("list", "--text", "prison staff", cwd=saved)
    assert found.out


@pytest.mark.parametrize(
    "words", [["--text", "@training"], ["--text=@training"], ["--", "@training"]]
)
def test_what_an_option_is_given_and_what_follows_two_hyphens_is_no_query(
    words: list[str], saved: Path
) -> None:
    assert here("list", *words, cwd=saved) == here("list", "training", cwd=saved)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "list @trainin",
            (
                "no query `@trainin`\n  did you mean @training? saved are @training, @2017, "
                "@quoted, @few, @option, @word, @limit, @loose, @nested, @all"
            ),
        ),
        (
            "list @word",
            f"{SETTINGS}: in the query `word`: no kind `trainng`\n  did you mean training?",
        ),
        (
            "list @all",
            (
                f"{SETTINGS}: in the query `all`: no happening has more than one kind: `law` and "
                "`works`\n  give one of them, or do not ask that all match"
            ),
        ),
        (
            "list @loose",
            (
                f"{SETTINGS}: in the query `loose`: `police` belongs to no option\n"
                "  words to look for follow --text: --text police"
            ),
        ),
        (
            "list @nested",
            (
                f"{SETTINGS}: in the query `nested`: a query cannot use another: @training\n"
                "  write out what that one asks"
            ),
        ),
        (
            "actors @few",
            (
                f"{SETTINGS}: in the query `few`: no such option: --columns"
                " (Possible options: --on)\n"
                "  see: timeline actors --help"
            ),
        ),
    ],
)
def test_a_query_that_cannot_be_asked_is_refused_with_its_place(
    words: str, message: str, saved: Path
) -> None:
    assert here(*words.split(), cwd=saved) == (2, "", f"error: {message}\n")


@pytest.mark.parametrize("name", ["option", "limit"])
def test_a_slip_in_the_options_of_a_query_is_told_of_it(name: str, saved: Path) -> None:
    done = here("list", f"@{name}", cwd=saved)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {SETTINGS}: in the query `{name}`: ")


def test_a_slip_beside_a_query_is_told_as_ever(saved: Path) -> None:
    done = here("list", "@training", "--foo", cwd=saved)
    assert done == here("list", "--foo", cwd=saved)
    assert done.err.startswith("error: no such option: --foo")


def test_a_log_that_saves_no_queries_says_where_they_go(example: Path) -> None:
    assert here("list", "@training", cwd=example) == (
        2,
        "",
        (
            "error: no query `@training`\n"
            f"  {SETTINGS} saves none; write there `queries: {{training: --kind training}}`\n"
        ),
    )


def test_a_query_that_is_at_fault_is_told_before_it_is_missed(fresh: Path) -> None:
    (fresh / SETTINGS).write_text("queries: {good: --certain, bad: [x]}\n")
    done = here("list", "@bad", cwd=fresh)
    warning, *error = done.err.splitlines()
    assert warning == (
        f"warning: {SETTINGS}:1:33: `bad` must be a text, not a list; left out. See: timeline check"
    )
    assert error == ["error: no query `@bad`", "  saved are @good"]
    assert here("list", "@good", cwd=fresh).code == 0


def test_queries_follow_the_settings(copy: Path) -> None:
    assert here("list", "@a", cwd=copy).code == 2
    with (copy / SETTINGS).open("a") as file:
        file.write("queries: {a: --kind law}\n")
    first = here("list", "@a", cwd=copy)
    assert (first.code, first.out) == (0, here("list", "--kind", "law", cwd=copy).out)
    (copy / SETTINGS).write_text("")
    assert here("list", "@a", cwd=copy).code == 2


def test_a_projection_that_is_made_for_a_query_is_told_of_once(clone: Path) -> None:
    with (clone / SETTINGS).open("a") as file:
        file.write("queries: {a: --kind law}\n")
    said = here("list", "@a", cwd=clone).err
    assert said.count("projection made from 330 events") == 1
    here("rebuild", "-q", cwd=clone)
    for made in (clone / ".timeline").iterdir():
        made.unlink()
    assert here("list", "@a", "-q", cwd=clone).err == ""
