"""The pages of a site: what they tell, that no link leads nowhere, that nothing of a log is run."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from timeline import Log
from timeline.showing.site import addresses

from support.helpers import Ledger, declared, happening
from support.sites import Page, read, site, target

EVIL = "</title><script>alert(1)</script> \"'&<img src=x onerror=alert(1)>"
HOSTILE = (
    declared("source", "bad", title=EVIL, url="javascript:alert(1)", language='en" onload="x'),
    declared("source", "ru", title="О делах", url='https://a.example/"<x>', language="ru"),
    declared("source", "mail", url="mailto:a@example.org", publisher=EVIL, note=EVIL),
    declared("actor", "con", name=EVIL, names=[{"name": EVIL, "lang": 'x" y="'}], note=EVIL),
    declared("actor", "aux", name="שלום", short=EVIL, part_of="con"),
    declared("program", "nul", name=EVIL, phases=[{"phase": EVIL, "name": EVIL}]),
    declared("place", "lpt1", name=EVIL),
    happening(
        "2017-05",
        EVIL,
        summary=f"{EVIL}\n\n[x](javascript:alert(1))",
        note=EVIL,
        date_text=EVIL,
        date_basis=EVIL,
        tags=[EVIL],
        actors=[{"actor": "con", "role": "speaker", "capacity": EVIL, "for": "aux"}],
        programs=[{"program": "nul", "phase": EVIL, "effect": ["starts"]}],
        places=["lpt1"],
        figures=[{"measure": EVIL, "value": "1"}],
        sources=[
            {"source": "bad", "at": EVIL, "quote": EVIL},
            {"source": "ru", "at": "para 2", "quote": "Цитата"},
        ],
    ),
    happening("-0043-03-15", "The Ides", sources=[{"source": "mail"}]),
    happening("../..", "Always"),
    happening("19XX", "Some time"),
    happening("2017?", "Perhaps", status="planned"),
    happening("2016-12/2017-02", "Over the turn", confidence="disputed"),
)


@pytest.fixture(scope="module")
def pages(log: Log, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """Those of the example log."""
    folder = tmp_path_factory.mktemp("site")
    log.site(folder)
    names = [path for path in folder.rglob("*") if path.is_file()]
    return read((str(path.relative_to(folder)), path.read_bytes()) for path in names)


@pytest.fixture(scope="module")
def hostile() -> dict[str, Page]:
    return site(*HOSTILE)


@pytest.fixture(scope="module", params=["pages", "hostile"])
def either(request: pytest.FixtureRequest) -> dict[str, Page]:
    found: dict[str, Page] = request.getfixturevalue(request.param)
    return found


def test_every_link_leads_to_a_page_or_to_the_web(either: dict[str, Page]) -> None:
    for name, page in either.items():
        for link in page.links:
            if not link.startswith(("https://", "http://", "mailto:")):
                assert target(name, link) in either, (name, link)
                if "#" in link:
                    ids = {one.get("id") for _, one in either[target(name, link)].elements}
                    assert link.partition("#")[2] in ids


def test_every_page_is_reached_from_the_start_page(either: dict[str, Page]) -> None:
    waiting, seen = [addresses.START], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            links = (link for link in either[name].links if ":" not in link)
            waiting += [target(name, link) for link in links]
    assert seen == set(either)


def test_every_happening_stands_under_a_year_or_apart(either: dict[str, Page]) -> None:
    listed = {
        target(name, link)
        for name, page in either.items()
        if name.startswith("year/")
        for link in page.links
    }
    assert {name for name in either if name.startswith("event/")} <= listed


def test_nothing_of_a_log_is_run_or_fetched(either: dict[str, Page]) -> None:
    for name, page in either.items():
        policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in policy
        digests = set(re.findall(r"'sha256-[^']+'", policy))
        run = [one for one in page.all("script") if one.get("type") != "application/json"]
        assert len(digests) == len(page.all("style")) + len(run)
        assert not {tag for tag, _ in page.elements} & {"img", "iframe", "object", "form", "base"}
        assert (name == addresses.START) == bool(run)
        for _, attributes in page.elements:
            assert not any(key.startswith("on") or key == "style" for key in attributes)
        assert [one["href"] for one in page.all("link")] == [
            f"{addresses.to_root(name)}{addresses.STYLE}"
        ]


def test_pages_have_what_readers_of_screens_go_by(either: dict[str, Page]) -> None:
    for page in either.values():
        assert page.all("html") == [{"lang": "en"}]
        assert len(page.all("h1")) == len(page.all("main")) == 1
        assert page.links[0] == "#main"
        headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
        assert all(after - before <= 1 for before, after in pairwise(headings))
        ids = [one["id"] for _, one in page.elements if "id" in one]
        assert len(set(ids)) == len(ids)
        assert all(nav["aria-label"] for nav in page.all("nav"))
        for _, one in page.elements:
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.get("lang", "en"))


def test_an_address_that_is_none_of_the_web_is_text(hostile: dict[str, Page]) -> None:
    bad = hostile["source/bad.html"]
    assert "javascript:alert(1)" in bad.text
    links = [link for page in hostile.values() for link in page.links]
    assert {link for link in links if ":" in link} == {
        "https://a.example/%22%3Cx%3E",
        "mailto:a@example.org",
    }


def test_texts_of_a_source_tell_their_language(hostile: dict[str, Page]) -> None:
    event = next(page for name, page in hostile.items() if "Цитата" in page.text)
    assert {"dir": "auto", "lang": "ru"} in event.all("q")
    assert "<bdi>О делах</bdi>" in hostile["sources.html"].source
    assert any(link.get("lang") == "ru" for link in hostile["sources.html"].all("a"))


def test_a_happening_is_told_with_all_that_is_known_of_it(pages: dict[str, Page]) -> None:
    text = pages["event/kc88t7m1msakqfym.html"].text
    for told in (
        "Sports equipment procured for prisoners",
        "Between 1 March 2017 and 16 February 2018",
        "[2017-03-01..2018-02-16]",
        "The day is not known, only when it can have been.",
        "The date is taken from outside the source.",
        "was procured",
        "by a news item of UNODC the agreement on the project was signed in March 2017",
        "Government of Japan",
        "Japanese-funded project with the Prison Service",
        "Kyrgyzstan",
        "Prison Service to prevent violent extremism, paragraph 12",
        "22 November 2026, 11:08:25 UTC, by the timeline authors",
    ):
        assert told in text, told


def test_a_correction_tells_when_by_whom_why_and_what_was_before(pages: dict[str, Page]) -> None:
    page = pages["event/kc88t7m1msakqfym.html"]
    corrections = page.source.partition('<section id="corrections">')[2]
    for told in (
        "28 November 2026, 21:29:34 UTC",
        "the timeline authors",
        "What the project paid for was not before its agreement of March 2017",
        '<del dir="auto">by 16 February 2018 ([..2018-02-16])</del>',
        '<ins dir="auto">between 1 March 2017 and 16 February 2018 ',
        '<ins dir="auto">Partner: Prison Service of Kyrgyzstan</ins>',
    ):
        assert told in corrections, told


def test_a_programme_tells_its_phases_and_whom_it_names(pages: dict[str, Page]) -> None:
    text = pages["program/strive-asia-kg.html"].text
    assert "First phase of workshops with the advisory groups" in text
    assert "Began in September 2021. Ended in October 2021." in text
    assert "Began in 2020. No end is on record; last seen on 15 October 2021." in text
    assert "Owner\nUNDP in the Kyrgyz Republic" in text


def test_an_actor_tells_its_offices_and_what_they_rest_on(pages: dict[str, Page]) -> None:
    page = pages["actor/koen-marquering.html"]
    assert (
        "International Project Coordinator, United Nations Office on Drugs and Crime" in page.text
    )
    assert "../event/4gxj16xdpsxykev6.html" in page.links
    assert "Koen Marquering, United" not in page.text
    body = pages["actor/unodc.html"].text
    assert "Who held its offices" in body
    assert "International Project Coordinator, Koen Marquering" in body


def test_a_source_tells_what_rests_on_each_of_its_places(pages: dict[str, Page]) -> None:
    text = pages["source/undp-2021-10-15.html"].text
    places = re.findall(r"^Paragraphs? .*$", text, re.MULTILINE)
    assert places[:3] == ["Paragraph 1", "Paragraph 2", "Paragraph 3"]
    assert "Paragraphs 9–18" in places


def test_what_is_uncertain_is_told_apart_in_words_and_in_form() -> None:
    found = site(
        happening("2017-05-01", "Day"),
        happening("2017-05", "Month"),
        happening("2017-05/..", "Since", sources=[{"source": "s"}]),
        happening("2017-06", "Plan", status="planned"),
        happening("2017-07", "Gone", status="cancelled"),
        declared("source", "s", published="2018-01-01"),
    )
    year = found["year/2017.html"].source
    looks = re.findall(r'<li class="(\w+)"><span class="when">(.*?)</span>', year)
    assert dict(looks) == {
        "certain": "1 May 2017",
        "possible": "May 2017",
        "partly": "Since May 2017 (open, last seen 1 January 2018)",
        "planned": "June 2017",
        "dropped": "July 2017",
    }
    assert '<span class="tag">Planned</span>' in year
    assert '<span class="tag">Cancelled</span>' in year
    month = next(page.text for page in found.values() if "Month · Timeline" in page.source)
    assert "Only the month is known." in month


def test_what_may_have_begun_in_several_years_stands_under_each() -> None:
    found = site(happening("[2016..2018]", "One of three"), happening("18XX", "Some time"))
    for year in (2016, 2017, 2018):
        assert "May have begun in this year" in found[f"year/{year}.html"].text
    assert "Between 1800 and 1899" in found["year/undated.html"].text
    assert set(filter(lambda name: name.startswith("year/"), found)) == {
        *(f"year/{year}.html" for year in (2016, 2017, 2018)),
        "year/undated.html",
    }


def test_parts_and_outcomes_lead_to_each_other(copy: Path) -> None:
    log = Log(copy / "events", by="Aida")
    (plan,) = log.append(happening("2030", "Plan", status="planned"), new=True)
    (done,) = log.append(happening("2031", "Done", outcome_of=plan.id, part_of=plan.id))
    log.site(copy / "site")
    event = copy / "site" / "event"
    text = (event / f"{plan.id}.html").read_text()
    for label in ("Parts", "Outcomes"):
        assert f'<dt>{label}</dt>\n<dd><a href="../event/{done.id}.html"' in text
    text = (event / f"{done.id}.html").read_text()
    for label in ("Part of", "Outcome of"):
        assert f'<dt>{label}</dt>\n<dd><a href="../event/{plan.id}.html"' in text


def test_filters_and_clocks_choose_what_is_told_and_are_told() -> None:
    said = (
        declared("actor", "a"),
        declared("actor", "b"),
        declared("source", "early", published="2017"),
        declared("source", "late", published="2019"),
        happening(
            "2017", "One", actors=[{"actor": "a", "role": "host"}], sources=[{"source": "early"}]
        ),
        happening(
            "2018", "Two", actors=[{"actor": "b", "role": "host"}], sources=[{"source": "late"}]
        ),
    )
    whole = site(*said)
    assert {"actor/a.html", "actor/b.html", "source/late.html"} <= set(whole)
    only = site(*said, actor=("a",))
    assert "actor/b.html" not in only
    assert "source/late.html" not in only
    assert "1 happening." in only["index.html"].text
    assert "Who took part: A." in only["about.html"].text
    assert "--actor a" in only["about.html"].text
    then = site(*said, as_of="2017")
    assert len([name for name in then if name.startswith("event/")]) == 1
    then = site(*said, as_published="2018")
    assert "source/late.html" not in then
    recorded = site(*said, as_recorded="2026-01-01T00:00:04Z")
    assert "1 happening." in recorded["index.html"].text


def test_what_only_an_open_date_lets_in_is_left_out_and_counted() -> None:
    said = (happening("[..2020]", "By then"), happening("2017", "Year"))
    found = site(*said, during="2017")
    assert "Left out is 1 entry" in found["about.html"].text
    assert "2 happenings" in site(*said, during="2017", unbounded=True)["index.html"].text


def test_a_log_without_happenings_has_a_site() -> None:
    found = site()
    assert "0 happenings." in found["index.html"].text
    assert "There are none." in found["actors.html"].text


def test_the_start_page_lists_those_of_many_that_most_is_told_of() -> None:
    names = [f"a{number:02}" for number in range(70)]
    said = [declared("actor", name) for name in names]
    said.append(happening("2017", "One", actors=[{"actor": "a69", "role": "host"}]))
    found = site(*said)
    start = [link for link in found["index.html"].links if link.startswith("actor/")]
    assert start == [f"actor/{name}.html" for name in [*names[:59], "a69"]]
    assert "All 70 actors" in found["index.html"].text
    listed = [link for link in found["actors.html"].links if link.startswith("actor/")]
    assert listed == [f"actor/{name}.html" for name in names]


def test_corrections_that_did_not_know_of_each_other_are_told_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    id_ = ledger.one("event: happening\ndate: 2017\nkind: visit\ntitle: A visit\n")
    for number, title in enumerate(("One", "Other")):
        ledger.put(
            f"corrections/{title}.yaml",
            {
                "event": "amendment",
                "amends": id_,
                "after": [id_],
                "reason": f"Why {title}",
                "set": {"title": title},
            },
            f"2027-01-0{number + 1}",
        )
    Log(tmp_path / "events").site(tmp_path / "site")
    text = (tmp_path / "site" / "event" / f"{id_}.html").read_text()
    assert "Some of these did not know of each other, and may disagree." in text
    assert '<del dir="auto">A visit</del></dd>\n<dd><ins dir="auto">One</ins>' in text


def test_corrections_of_a_source_are_told(copy: Path) -> None:
    log = Log(copy / "events", by="Aida")
    log.declare("source", "undp-2021-10-15", reason="It has a wrong name", publisher="UNDP")
    log.site(copy / "site")
    text = (copy / "site" / "source" / "undp-2021-10-15.html").read_text()
    assert "It has a wrong name" in text
    assert '<ins dir="auto">UNDP</ins>' in text
