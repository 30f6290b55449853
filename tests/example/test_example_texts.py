"""What is in the example log stands in the paragraphs that it cites, and in our own words."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from support.releases import RELEASES, SHARED, Row
from support.running import ROOT

# The log itself


def test_the_size_of_the_log(db: sqlite3.Connection) -> None:
    query = "SELECT event, count(*) FROM states WHERE retracted_by IS NULL GROUP BY event"
    assert dict(db.execute(query)) == {
        "actor": 93,
        "happening": 88,
        "place": 26,
        "program": 11,
        "source": 13,
    }


def bodies() -> list[tuple[Path, Row]]:
    """Every event as stored, corrected, and not withdrawn, with its file."""
    from timeline.event.document import read_yaml

    found: dict[str, tuple[Path, Any]] = {}
    corrections: list[Row] = []
    for path in sorted((ROOT / "events").rglob("*.yaml")):
        if path.name != "timeline.yaml":
            documents, faults = read_yaml(path.read_text(encoding="utf-8"), path.name)
            assert not faults
            body: Any = dict(documents[0].body)
            if "reason" in body:
                corrections.append(body)
            else:
                found[body["id"]] = (path, body)
    for body in corrections:
        if body["event"] == "retraction":
            found.pop(body["retracts"])
        else:
            found[body["amends"]][1].update(body.get("set", {}))
    return list(found.values())


BODIES = bodies()


def paragraphs(source: str) -> list[str]:
    text = (SHARED / RELEASES[source]).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def at(citation: Row) -> int:
    found = re.fullmatch(r"para ([1-9][0-9]*)", citation["at"])
    assert found, citation
    return int(found[1])


def test_every_happening_cites_a_paragraph() -> None:
    for path, body in BODIES:
        if body["event"] == "happening":
            assert body.get("sources"), path
        for citation in body.get("sources", []):
            assert citation.get("at"), path


def test_every_paragraph_that_is_cited_is_one_that_the_source_has() -> None:
    declared = {b["source"]: int(b["paragraphs"]) for _, b in BODIES if "paragraphs" in b}
    assert set(declared) == set(RELEASES)
    for path, body in BODIES:
        for citation in body.get("sources", []):
            if citation["source"] in declared:
                assert at(citation) <= declared[citation["source"]], path


@pytest.mark.skipif(not SHARED.is_dir(), reason="the releases are not here")
def test_the_sources_have_as_many_paragraphs_as_they_declare() -> None:
    for _, body in BODIES:
        if "paragraphs" in body:
            assert int(body["paragraphs"]) == len(paragraphs(body["source"])), body["source"]


def test_every_paragraph_of_the_releases_is_cited() -> None:
    found = {
        (citation["source"], at(citation))
        for _, body in BODIES
        for citation in body.get("sources", [])
        if citation["source"] in RELEASES
    }
    counts = {b["source"]: int(b["paragraphs"]) for _, b in BODIES if "paragraphs" in b}
    assert found == {(key, n) for key, most in counts.items() for n in range(1, most + 1)}


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the releases are not here")
def test_every_date_text_stands_in_a_paragraph_that_is_cited() -> None:
    checked = 0
    for path, body in BODIES:
        citations = [c for c in body.get("sources", []) if c["source"] in RELEASES]
        if "date_text" in body and citations:
            texts = [plain(paragraphs(c["source"])[at(c) - 1]) for c in citations]
            said = [plain(part) for part in body["date_text"].split("...")]
            assert any(all(part in text for part in said) for text in texts), path.name
            checked += 1
    assert checked > 40


def surface_forms(body: Row) -> list[str]:
    names = [name["name"] if isinstance(name, dict) else name for name in body.get("names", [])]
    return [*names, body["name"]]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the releases are not here")
def test_every_alias_stands_in_a_release() -> None:
    texts = plain(" ".join(line for key in RELEASES for line in paragraphs(key)))
    ours = []
    for _, body in BODIES:
        if body["event"] in ("actor", "program", "place"):
            ours += [n for n in surface_forms(body)[:-1] if plain(n) not in texts]
    # Readings of what stands there: reordered names, expanded titles, spelling in S 16.
    assert len(ours) <= 25, ours


@pytest.mark.skipif(not SHARED.is_dir(), reason="the releases are not here")
def test_every_person_is_named_in_a_paragraph_that_is_cited() -> None:
    persons = {body["actor"]: body for _, body in BODIES if body.get("type") == "person"}
    # R 9 speaks of an expert, and S 6 of an inspector, without a name.
    persons.pop("unodc-legal-practice-expert")
    persons.pop("neighbourhood-inspector-kochkor")
    assert len(persons) == 16
    for body in persons.values():
        cited_ = [c for c in body["sources"] if c["source"] in RELEASES]
        words = plain(body["name"]).split()
        for citation in cited_:
            text = plain(paragraphs(citation["source"])[at(citation) - 1])
            assert words[-1] in text or words[0] in text, body["name"]


def test_what_is_inferred_says_on_what_it_rests() -> None:
    for path, body in BODIES:
        if body["event"] == "happening":
            assert body.get("dated") in ("stated", "inferred", "outside"), path
            if body["dated"] != "stated":
                assert body.get("date_basis"), path


@pytest.mark.parametrize(
    "private",
    [
        r"[\w.]+@\w+\.\w+",
        r"\[at\]",
        r"\+\s?\d{2,3}[\s\d()-]{6,}",
        r"(?<![\w-])0\d{3}[\s\d-]{5,}\d",
        r"(?i)whats\s?app|flic\.kr",
    ],
)
def test_no_phone_number_and_no_address_of_a_person_is_in_the_log(private: str) -> None:
    for path in (ROOT / "events").rglob("*.yaml"):
        found = re.search(private, path.read_text(encoding="utf-8"))
        assert not found, f"{path.name}: {found}"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the releases are not here")
def test_titles_and_summaries_are_in_our_own_words() -> None:
    for path, body in BODIES:
        citations = [c for c in body.get("sources", []) if c["source"] in RELEASES]
        text = plain(" ".join(paragraphs(c["source"])[at(c) - 1] for c in citations))
        words = plain(body.get("summary", "")).split()
        # So many words in a row that stand in the release are not our own; names are shorter.
        copied = [" ".join(words[i : i + 10]) for i in range(len(words) - 9)]
        assert not [said for said in copied if said in text], path.name
