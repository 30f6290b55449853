"""`timeline erase`: what goes, what stays, and what is refused."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from timeline import Log
from timeline.base.errors import TimelineError
from timeline.projection import database, stamp
from timeline.trust.verify import verify

from support.running import Ran, here, typing

TITLE = "Zaphod Beeblebrox heard by the commission"
SUMMARY = "He told of quokkas."
VISIT = ["add", "2017-05-03", TITLE, "-k", "visit", "--summary", SUMMARY, "-q", "--new"]
WORDS = ("zaphod", "beeblebrox", "quokka", "vogon", "wombat", "numbat")
"""Words of what is erased, of which none may be left anywhere."""
WHY = ("--reason", "court order 12", "--yes")


def erase(*words: str, cwd: Path) -> Ran:
    return here("erase", *words, cwd=cwd)


def erased(*words: str, cwd: Path) -> list[str]:
    """The ids of the erasures."""
    done = erase(*words, *WHY, cwd=cwd)
    assert done.code == 0, done.err
    return done.out.split()


def visit(cwd: Path) -> str:
    """A happening with corrections of its title, summary and quote."""
    words = ["-s", "unodc-2017-08-30@2"]
    id_ = here(*VISIT, *words, cwd=cwd).out.strip()
    for change in (
        ["--summary", "He told of vogons."],
        ["--title", "Wombats heard by the commission"],
        ["--source", "{source: unodc-2017-08-30, at: para 3, quote: a numbat came}"],
    ):
        assert here("amend", id_, *change, "-r", "a slip", "-q", cwd=cwd).code == 0
    return id_


def traces(folder: Path, *folders: Path) -> Iterator[str]:
    """Where a word of what is erased is left, be it in the name of a file."""
    for path in (one for top in (folder, *folders) for one in top.rglob("*")):
        said = str(path.relative_to(path.anchor)).casefold().encode()
        if path.is_file():
            said += path.read_bytes().lower()
        if any(word.encode() in said for word in WORDS):
            yield str(path)


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.mark.parametrize("is_packed", [False, True])
def test_nothing_is_left_of_an_event(copy: Path, cache: Path, *, is_packed: bool) -> None:
    id_ = visit(copy)
    if is_packed:
        assert here("pack", "-q", cwd=copy).code == 0
    assert here("list", "--text", "wombats", "--ids", cwd=copy).out == f"{id_}\n"
    assert list(traces(copy, cache))
    stubs = erased(id_, cwd=copy)
    assert list(traces(copy, cache)) == []
    assert len(stubs) == 4
    names = {path.name for path in (copy / "events" / "erasures").iterdir()}
    assert names == {f"{stub}.yaml" for stub in stubs}
    for command in (["list", "--ids"], ["check"], ["verify"], ["status"]):
        done = here(*command, cwd=copy)
        assert (done.code, "warning" in done.err) == (0, False), done.err
        assert id_ not in done.out
    assert here("rebuild", cwd=copy).code == 0
    assert list(traces(copy, cache)) == []


def test_what_is_left_where_the_projection_lies_in_the_cache(copy: Path, cache: Path) -> None:
    id_ = visit(copy)
    shutil.move(copy / ".timeline", copy / "kept")
    (copy / ".timeline").write_text("")
    here("list", "-q", cwd=copy)
    assert list(traces(cache))
    (copy / ".timeline").unlink()
    shutil.move(copy / "kept", copy / ".timeline")
    erased(id_, cwd=copy)
    assert list(traces(copy, cache)) == []


def test_a_projection_that_cannot_be_deleted_is_told(
    copy: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = visit(copy)
    here("list", "-q", cwd=copy)
    error = OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    with monkeypatch.context() as refusing:
        refusing.setattr(stamp, "writing", mock.Mock(side_effect=error))
        done = here("erase", id_, "--reason", "court order", "--yes", cwd=copy)
    path = copy / ".timeline" / "events.db"
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"error: {path}: may still hold what was erased: too many open files\n"
        "  set this right and do the same again\n"
    )
    assert list(traces(copy))
    again = here("erase", id_, "--yes", cwd=copy)
    assert again.code == 0
    assert again.err.startswith(f"{id_} is erased already, by ")
    assert list(traces(copy, cache)) == []


def test_a_projection_of_no_use_any_more_is_deleted_by_the_same_again(
    copy: Path, cache: Path
) -> None:
    id_ = visit(copy)
    here("list", "-q", cwd=copy)
    erased(id_, cwd=copy)
    left = database.in_cache(copy / "events")
    assert left is not None
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"wombats")
    assert here("erase", id_, "--yes", cwd=copy).code == 0
    assert list(traces(copy, cache)) == []


def test_the_stub_tells_digest_claim_and_reason_and_nothing_else(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    digest = here("show", id_, "-f", "json", cwd=copy).json["digest"]
    (stub,) = erased(id_, cwd=copy)
    text = (copy / "events" / "erasures" / f"{stub}.yaml").read_text("utf-8")
    assert re.fullmatch(
        "schema: 1\n"
        f"id: {stub}\n"
        "event: erasure\n"
        f"erases: {id_}\n"
        f"digest: {digest}\n"
        "claim: [0-9a-f]{64}\n"
        "reason: court order 12\n"
        "recorded:\n"
        "  at: .*Z\n"
        "  by: Aida\n",
        text,
    )


def test_it_says_what_it_did_without_the_title(copy: Path) -> None:
    id_ = visit(copy)
    done = erase(id_, *WHY, cwd=copy)
    assert done.err == f"erased {id_} with 3 corrections, from 4 files\n"
    again = erase(id_, cwd=copy)
    first = done.out.split()[0]
    assert again == (0, "", f"{id_} is erased already, by {first}\n")


def test_a_dry_run_says_what_would_go_and_writes_nothing(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    done = erase(id_, "--dry-run", "--reason", "x", cwd=copy)
    path = f"events/happenings/2017/zaphod-beeblebrox-heard-by-the-commission-{id_}.yaml"
    assert done == (0, "", f"would erase {id_}: {TITLE}\n  from {path}\n")
    assert (copy / path).exists()
    assert not (copy / "events" / "erasures").exists()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ["--reason", "x"],
            2,
            (
                f"erase asks first, and nobody can be asked here; it is of ID: {TITLE}\n"
                '  if it is to go for good: timeline erase ID --reason "..." --yes'
            ),
        ),
        (
            ["--yes"],
            2,
            (
                f"an erasure needs a reason; it is of ID: {TITLE}\n"
                '  say why: timeline erase ID --reason "..." --yes'
            ),
        ),
        (
            ["--yes", "--reason", f"{TITLE.upper()}: not so"],
            2,
            (
                "the reason repeats the title that is to be erased\n"
                "  it stays in the log: say why without repeating what goes"
            ),
        ),
    ],
)
def test_it_is_refused_without_a_yes_and_a_reason(
    copy: Path, words: list[str], code: int, message: str
) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    done = erase(id_, *words, cwd=copy)
    assert done == (code, "", f"error: {message.replace('ID', id_)}\n")
    assert not (copy / "events" / "erasures").exists()


def test_on_a_terminal_it_is_shown_and_asked_for(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    done = typing("erase", id_, cwd=copy, steps=[("Erase it for good?", "y\n"), ("Reason", "x\n")])
    assert done.code == 0
    assert SUMMARY in done.err
    assert "the reason stays in the log: it must not repeat what is erased\n" in done.err
    assert f"erased {id_}, from 1 file" in done.err
    assert done.out.strip()


def test_a_no_erases_nothing(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    done = typing("erase", id_, "-r", "x", cwd=copy, steps=[("Erase it for good?", "\n")])
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("nothing was erased\n")
    assert here("list", "--ids", cwd=copy).out.count(id_) == 1


def test_what_cannot_be_erased(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    seal = here("seal", cwd=copy).out.split()[0]
    retraction = here("retract", id_, "-r", "x", "-q", cwd=copy).out.strip()
    kinds = "happenings, declarations and corrections can be erased"
    for named, message in (
        (seal, f"{seal} is a seal, and stays\n  {kinds}"),
        ("seal-1", f"{seal} is a seal, and stays\n  {kinds}"),
        (
            retraction,
            (
                f"{retraction} is a retraction: without it {id_} would stand again\n"
                f"  erase what it withdraws; it goes with it: timeline erase {id_}"
            ),
        ),
        ("no such thing", "no event has the id `no such thing`, or these words in its title"),
    ):
        done = erase(named, *WHY, cwd=copy)
        assert (done.code, done.err.startswith(f"error: {message}\n")) == (1, True), done.err
    stub = erased(id_, cwd=copy)[0]
    done = erase(stub, *WHY, cwd=copy)
    assert done == (1, "", f"error: {stub} is an erasure, and stays\n  {kinds}\n")


def test_a_declaration_that_others_name_stays(copy: Path) -> None:
    done = erase("unodc", *WHY, cwd=copy)
    assert done.code == 1
    assert re.match(r"error: \d+ other events name the actor unodc\n", done.err)
    assert here("declare", "actor", "Zaphod Beeblebrox", "-q", cwd=copy).code == 0
    erased("zaphod-beeblebrox", cwd=copy)
    assert list(traces(copy)) == []


def test_words_of_a_title_and_the_beginning_of_an_id_will_do(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    assert erase("zaphod beeblebrox", *WHY, cwd=copy).code == 0
    assert erase(id_[:8], cwd=copy).err.startswith(f"{id_} is erased already, by ")


def test_the_same_claim_is_refused_afterwards_also_in_a_clone(copy: Path, tmp_path: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    (stub,) = erased(id_, cwd=copy)
    clone = tmp_path / "clone"
    shutil.copytree(copy / "events", clone / "events")
    for place in (copy, clone):
        done = here(*VISIT, cwd=place)
        assert (done.code, done.out) == (1, "")
        today = here("show", id_, cwd=place).err.split(" on ")[1][:10]
        assert done.err == (
            f"error: `{TITLE}` was recorded as {id_} and erased on {today} by Aida ({stub}): "
            "court order 12\n  what was erased is not recorded again; leave it out\n"
        )


def test_show_tells_what_became_of_it(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    (stub,) = erased(id_, cwd=copy)
    done = here("show", id_, cwd=copy)
    assert done.code == 1
    assert re.fullmatch(
        rf"error: {id_} was erased on [-0-9]+ by Aida \({stub}\): court order 12\n"
        "  its content is gone for good; what stays is its erasure\n",
        done.err,
    )


def test_duplicates_go_with_it(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(copy / "events", other / "events")
    first = here(*VISIT, cwd=copy).out.strip()
    second = here(*VISIT, cwd=other).out.strip()
    shutil.copytree(other / "events", copy / "events", dirs_exist_ok=True)
    done = erase(first, *WHY, cwd=copy)
    assert done.err == f"erased {first} with 1 duplicate, from 2 files\n"
    shutil.rmtree(other)
    assert list(traces(copy)) == []
    assert "was erased" in here("show", second, cwd=copy).err


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("is_new", [False, True])
def test_what_says_the_same_and_comes_by_a_merge_is_kept_out(
    copy: Path, tmp_path: Path, *, is_packed: bool, is_new: bool
) -> None:
    """Another copy of the log recorded it, and a correction of that, before the two were merged."""
    shutil.copytree(copy, tmp_path / "other")
    id_ = here(*VISIT, cwd=copy).out.strip()
    (stub,) = erased(id_, cwd=copy)
    own = here(*VISIT, cwd=tmp_path / "other").out.strip()
    amend = ["amend", own, "--summary", "He told of vogons.", "-r", "a slip", "-q"]
    correction = here(*amend, cwd=tmp_path / "other").out.strip()
    if is_packed:
        assert here("pack", "-q", cwd=tmp_path / "other").code == 0
    if is_new:
        shutil.rmtree(copy / ".timeline")
    shutil.copytree(tmp_path / "other" / "events", copy / "events", dirs_exist_ok=True)
    assert TITLE not in here("list", cwd=copy).out
    database = (copy / ".timeline" / "events.db").read_bytes().lower()
    assert b"quokka" not in database  # the names of files it has
    assert b"vogon" not in database
    found = here("check", cwd=copy)
    assert found.code == 1
    assert (
        f"holds the happening {own}, which says the same as {id_}, which was erased by {stub}\n"
        f"  remove it for good: timeline erase {own}\n"
    ) in found.out
    assert f"holds the amendment {correction} of what was erased, {own}\n" in found.out
    done = erase(id_, "--yes", cwd=copy)
    assert (done.code, len(done.out.split())) == (0, 2)
    shutil.rmtree(tmp_path / "other")
    assert list(traces(copy)) == []
    assert here("check", cwd=copy).code == 0
    assert here("verify", cwd=copy).code == 0


def test_a_correction_that_comes_by_a_merge_is_told_by_verify(copy: Path, tmp_path: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    shutil.copytree(copy, tmp_path / "other")
    erased(id_, cwd=copy)
    amend = ["amend", id_, "--summary", "He told of vogons.", "-r", "a slip", "-q"]
    amendment = here(*amend, cwd=tmp_path / "other").out.strip()
    withdraw = ["retract", amendment, "-r", "wrong", "-q"]
    retraction = here(*withdraw, cwd=tmp_path / "other").out.strip()
    for is_packed in (False, True):
        if is_packed:
            assert here("pack", "-q", cwd=tmp_path / "other").code == 0
            shutil.rmtree(copy / "events" / "corrections")
            shutil.copytree(tmp_path / "other/events/packs", copy / "events" / "packs")
        else:
            shutil.copytree(
                tmp_path / "other/events/corrections",
                copy / "events" / "corrections",
                dirs_exist_ok=True,
            )
        found = [(one.kind, one.problem) for one in verify(copy / "events").faults]
        assert ("returned", f"holds the amendment {amendment} of what was erased, {id_}") in found
        problem = f"holds the retraction {retraction} of what was erased, {amendment}"
        assert ("returned", problem) in found
    done = erase(id_, "--yes", cwd=copy)
    assert done.code == 0
    assert verify(copy / "events").faults == ()


def test_seals_show_the_gap_and_stay_valid(copy: Path) -> None:
    id_ = visit(copy)
    assert here("seal", "--name", "first", cwd=copy).code == 0
    assert here("pack", "-q", cwd=copy).code == 0
    stubs = erased(id_, cwd=copy)
    for words in ([], ["--since", "first"]):
        done = here("verify", *words, cwd=copy)
        assert done.code == 0, done.out
        assert f"erased: {id_} on " in done.out
        assert done.out.count("court order 12") == len(stubs)
    assert here("seal", "--name", "second", cwd=copy).code == 0
    found = verify(copy / "events")
    assert (found.faults, len(found.gaps)) == ((), 4)


def test_one_amendment_is_erased_alone_and_those_after_it_count(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    ids = [
        here("amend", id_, *change, "-r", "a slip", "-q", cwd=copy).out.strip()
        for change in (["-k", "meeting"], ["--summary", "numbat"], ["--status", "planned"])
    ]
    before = here("show", id_, "-f", "json", cwd=copy).json
    (stub,) = erased(ids[1], cwd=copy)
    text = (copy / "events" / "erasures" / f"{stub}.yaml").read_text("utf-8")
    assert f"after:\n  - {ids[0]}\n" in text or f"after: [{ids[0]}]" in text
    after = here("show", id_, "-f", "json", cwd=copy).json
    assert [one["id"] for one in after["corrections"]] == [ids[0], ids[2]]
    assert after["body"] == {**before["body"], "summary": SUMMARY}
    assert here("check", cwd=copy).code == 0
    assert here("amend", id_, "-k", "visit", "-r", "x", "-q", cwd=copy).code == 0
    assert here("check", cwd=copy).code == 0
    assert not [one for one in traces(copy) if b"numbat" in Path(one).read_bytes().lower()]


def test_other_events_that_repeat_the_title_are_named(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    other = here("add", "2018", "Course", "-k", "training", "-q", cwd=copy).out.strip()
    words = ["retract", other, "-r", f"told in {TITLE}", "-q"]
    retraction = here(*words, cwd=copy).out.strip()
    done = erase(id_, *WHY, cwd=copy)
    assert done.err == (
        f"erased {id_}, from 1 file\n"
        "other events repeat its title; look at them\n"
        f"  {retraction}  events/corrections/course-{retraction}.yaml\n"
    )


def test_copies_of_editors_are_named_and_left(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    (path,) = (copy / "events").rglob(f"*{id_}.yaml")
    for name in (f"{path.name}~", f".{path.name}.swp"):
        path.with_name(name).write_bytes(path.read_bytes())
    (copy / "events" / ".new-0123").write_bytes(path.read_bytes())
    done = erase(id_, *WHY, cwd=copy)
    assert done.err == (
        f"erased {id_}, from 1 file\n"
        "no events, and left alone: files that name it or repeat its title\n"
        f"  events/happenings/2017/.{path.name}.swp\n"
        f"  events/happenings/2017/{path.name}~\n"
    )
    found = here("check", cwd=copy)
    assert f"{path.name}~: holds the event {id_}, which was erased\n  remove the file" in found.out


def test_the_library_erases_too(copy: Path) -> None:
    id_ = visit(copy)
    log = Log(copy / "events", by="Aida")
    done = log.erase(id_, "court order 12")
    assert done.outcomes[0].body["erases"] == id_
    assert len(done.outcomes) == 4
    assert not log.erase(id_).new
    assert list(traces(copy)) == []


@pytest.fixture
def kept(copy: Path) -> Path:
    """A log with a happening that cites two kept sources, one of which others cite, too."""
    (copy / "page.html").write_text("He told of quokkas.")
    (copy / "release.html").write_text("A release.")
    here("declare", "source", "Press", "--key", "press", "-q", cwd=copy)
    here("archive", "press", "page.html", "-q", cwd=copy)
    here("archive", "unodc-2017-08-30", "release.html", "-q", cwd=copy)
    here(*VISIT, "-s", "press@1", "-s", "unodc-2017-08-30@2", cwd=copy)
    (copy / "page.html").unlink()
    assert len(list((copy / "events" / "archive").glob("*.html"))) == 2
    return copy


def test_kept_sources_that_nothing_else_cites_go_if_asked(kept: Path) -> None:
    (page,) = (p for p in (kept / "events" / "archive").glob("*.html") if b"quo" in p.read_bytes())
    data = page.read_bytes()
    assert here("seal", "-q", cwd=kept).code == 0
    stays = "the kept copy of unodc-2017-08-30 stays: 44 other events cite it\n"
    dry = erase("zaphod beeblebrox", "--sources", "--dry-run", cwd=kept)
    assert dry.err.endswith(f"  would remove the kept source {page.relative_to(kept)}\n{stays}")
    done = erase("zaphod beeblebrox", "--sources", *WHY, cwd=kept)
    assert done.err.endswith(f", from 1 file\nremoved 1 kept source\n{stays}")
    assert list(traces(kept)) == []
    (stub,) = (kept / "events" / "erasures").iterdir()
    assert f"sources: [{page.stem}]" in stub.read_text() or f"  - {page.stem}" in stub.read_text()
    for command in ("check", "verify"):
        assert here(command, cwd=kept).code == 0
    page.write_bytes(data)
    id_ = re.findall("^erases: (.*)$", stub.read_text(), re.MULTILINE)[0]
    problem = f"a copy of a source that was erased with {id_}, by {stub.stem}"
    remedy = f"remove it for good: timeline erase {id_}"
    found = here("check", cwd=kept)
    assert found == (1, f"{page.relative_to(kept)}: {problem}\n  {remedy}\n", found.err)
    found = here("verify", cwd=kept)
    assert f"{page.relative_to(kept)}: returned: {problem}\n  {remedy}\n" in found.out
    assert erase(id_, cwd=kept).err == f"erased {id_}\nremoved 1 kept source\n"
    assert not page.exists()
    (kept / "again.html").write_bytes(data)
    again = here("archive", "press", "again.html", cwd=kept)
    assert again.code == 1
    assert "again.html: the same bytes were kept, and erased on " in again.err


def test_kept_sources_stay_if_not_asked(kept: Path) -> None:
    assert erase("zaphod beeblebrox", *WHY, cwd=kept).code == 0
    assert len(list((kept / "events" / "archive").glob("*.html"))) == 2


def test_the_copy_of_two_sources_stays(kept: Path) -> None:
    (page,) = (p for p in (kept / "events" / "archive").glob("*.html") if b"quo" in p.read_bytes())
    here("declare", "source", "Other press", "--key", "other-press", "-q", cwd=kept)
    here("archive", "other-press", str(page.relative_to(kept)), "-q", cwd=kept)
    done = erase("zaphod beeblebrox", "--sources", *WHY, cwd=kept)
    assert "the kept copy of press stays: it is that of other-press, too\n" in done.err
    assert page.exists()


def test_what_names_an_erased_event_is_told_of(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    part = here("add", "2018", "Part", "-k", "visit", "--part-of", id_, "-q", cwd=copy).out.strip()
    other = here("add", "2018", "Other", "-k", "visit", "-q", cwd=copy).out.strip()
    words = ["retract", other, "--instead", id_, "-r", "twice", "-q"]
    retraction = here(*words, cwd=copy).out.strip()
    (stub,) = erased(id_, cwd=copy)
    assert here("check", cwd=copy).code == 0
    for one in (part, other, retraction):
        assert here("show", one, cwd=copy).code == 0
    found = here("check", "--strict", "--all", "-f", "json", cwd=copy).json
    told = {row["path"][-21:-5]: row for row in found if "was erased" in row["problem"]}
    assert told.keys() == {part, retraction}
    assert f"names {id_}, which was erased on " in told[part]["problem"]
    assert f"by Aida ({stub}): court order 12" in told[part]["problem"]
    assert told[part]["remedy"] == (
        f"take it away: timeline amend {part} --unset part_of --reason ..."
    )
    assert told[retraction]["remedy"] == "nothing need be done: no correction changes it"


def test_an_import_does_not_bring_it_back(copy: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text(
        "No,Of,Op,Date,Title,Summary\n"
        f"1,,add,2017-05-03,{TITLE},{SUMMARY}\n"
        "2,1,correct,,,He told of wombats.\n",
    )
    ways = ["--external-id", "db=No", "--refers-to", "Of", "--operation", "Op"]
    words = ["import", "csv", str(history), *ways, "--set", "kind=visit"]
    assert here(*words, cwd=copy).code == 0
    id_ = here("list", "--text", "zaphod", "--ids", cwd=copy).out.strip()
    whole = here("export", "jsonl", "--text", "zaphod", "-q", cwd=copy).out
    stubs = erased(id_, cwd=copy)
    done = here(*words, cwd=copy)
    assert done.code == 1
    assert f"was recorded as {id_} and erased on " in done.err
    assert f"by Aida ({stubs[0]}): court order 12" in done.err
    done = here(*words, "--keep-going", cwd=copy)
    assert here("list", "--text", "wombats", "--ids", cwd=copy).out == ""
    (tmp_path / "whole.jsonl").write_text(whole)
    for more in ([], ["--keep-going"]):
        done = here("import", "jsonl", str(tmp_path / "whole.jsonl"), *more, cwd=copy)
        assert "and erased on " in done.err
    assert here("list", "--text", "zaphod", "--ids", cwd=copy).out == ""
    offered = {"event": "happening", "date": "2017-05-03", "kind": "visit", "title": TITLE}
    log = Log(copy / "events", by="Aida")
    first = log.append(offered)[0].id
    log.erase(first, "x")
    with pytest.raises(TimelineError, match="and erased on"):
        log.append(offered)


def test_an_amendment_that_was_erased_is_not_recorded_again(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    words = ["amend", id_, "--summary", "numbat", "-r", "a slip"]
    amendment = here(*words, "-q", cwd=copy).out.strip()
    (stub,) = erased(amendment, cwd=copy)
    done = here(*words, cwd=copy)
    assert done.code == 1
    assert f"the amendment was recorded as {amendment} and erased on " in done.err
    assert stub in done.err


def test_what_a_crash_between_two_packs_left_is_finished(copy: Path) -> None:
    id_ = visit(copy)
    assert here("pack", "-q", cwd=copy).code == 0
    (pack,) = (copy / "events" / "packs").iterdir()
    data = pack.read_bytes()
    erased(id_, cwd=copy)
    (new,) = (copy / "events" / "packs").iterdir()
    pack.write_bytes(data)
    found = here("check", cwd=copy)
    assert (found.code, found.out.count("which was erased by")) == (1, 4)
    assert erase(id_, cwd=copy).err == f"erased {id_}, from 1 pack\n"
    assert list((copy / "events" / "packs").iterdir()) == [new]
    assert list(traces(copy)) == []
    assert here("check", cwd=copy).code == 0


def test_a_file_that_cannot_be_removed_is_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    (path,) = (copy / "events").rglob(f"*{id_}.yaml")
    unlink = Path.unlink

    def refuse(self: Path, *, missing_ok: bool = False) -> None:
        if self.name == path.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "unlink", refuse)
        done = erase(id_, *WHY, cwd=copy)
    assert (done.code, done.out) == (1, "")
    problem = f"error: {path}: holds what is erased, and cannot be removed: permission denied\n"
    assert done.err.startswith(f"{problem}  look at its permissions; then do the same again\n")
    assert erase(id_, cwd=copy).err == f"erased {id_}, from 1 file\n"
    assert list(traces(copy)) == []
