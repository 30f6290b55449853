"""The start page as readers use it: filter, zoom, follow a link, go back, print."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline import Log

from support.browsers import PHONE, Window
from support.running import here

Opener = Callable[..., Any]


def found(page: Any) -> str:
    return str(page.inner_text("#tl-status"))


def wait_for_found(page: Any, text: str) -> None:
    page.locator("#tl-status", has_text=text).wait_for()


def listed(page: Any) -> list[str]:
    """The ids of all that is listed, page by page."""
    ids: list[str] = []
    while True:
        links = page.eval_on_selector_all(".row a", "all => all.map(a => a.getAttribute('href'))")
        ids += [re.sub(r"event/(.*)\.html", r"\1", link) for link in links]
        if not page.is_visible("#tl-pager") or page.is_disabled("#tl-later"):
            return ids
        page.click("#tl-later")


def view(page: Any) -> str:
    return re.sub(".*view=", "", page.evaluate("location.hash"))


def wait_for_view(page: Any, other_than: str) -> str:
    """The days in view, once they are others than before."""
    for _ in range(200):
        if view(page) != other_than:
            return view(page)
        page.wait_for_timeout(20)
    raise AssertionError(other_than)


def test_all_is_listed_and_drawn_on_opening(opened: Opener, log: Log) -> None:
    page = opened()
    rows = log.chronology()
    assert found(page) == f"{len(rows)} happenings"
    assert listed(page) == [row["id"] for row in rows]
    colours = page.evaluate("""() => {
        const canvas = document.querySelector('#tl-canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
    }""")
    assert colours > 20


@pytest.mark.parametrize(
    ("asked", "filters"),
    [
        ("kind=training", {"kind": "training"}),
        ("kind=training,statement", {"kind": ("training", "statement")}),
        ("actor=unodc", {"actor": "unodc"}),
        ("actor=united-nations", {"actor": "united-nations"}),
        ("actor=unodc&role=organiser", {"actor": "unodc", "role": "organiser"}),
        ("role=speaker", {"role": "speaker"}),
        ("actor=unodc,undp&kind=statement", {"actor": ("unodc", "undp"), "kind": "statement"}),
        ("program=strive-asia-kg", {"program": "strive-asia-kg"}),
        ("place=kyrgyzstan", {"place": "kyrgyzstan"}),
        ("from=2017&to=2017-08", {"from_": "2017", "to": "2017-08"}),
        ("from=2018-02-16&to=2018-02-16", {"from_": "2018-02-16", "to": "2018-02-16"}),
        ("to=2011-10-04", {"to": "2011-10-04"}),
        ("from=2022-06-18", {"from_": "2022-06-18"}),
        ("from=2012&to=2014", {"from_": "2012", "to": "2014"}),
    ],
)
def test_a_filter_finds_what_the_command_line_finds(
    opened: Opener, log: Log, asked: str, filters: dict[str, Any]
) -> None:
    rows = log.chronology(**filters)
    page = opened(f"index.html#{asked}")
    inside = [row["id"] for row in rows if not row["unbounded"]]
    assert listed(page) == inside
    possible = sum(row["match"] == "possible" for row in rows if not row["unbounded"])
    assert (f", {possible} of them possibly" in found(page)) == bool(possible)
    if len(inside) < len(rows):
        page.click("#tl-aside-button")
        assert listed(page) == [row["id"] for row in rows]


def test_phases_are_those_of_a_programme(opened: Opener, log: Log) -> None:
    for row in log.programs():
        for phase in row["phases"]:
            filters = {"program": row["program"], "phase": phase["phase"], "no_parts": False}
            ids = [one["id"] for one in log.chronology(**filters)]
            page = opened(f"index.html#program={row['program']}&phase={phase['phase']}")
            assert listed(page) == ids
            break


def test_counts_tell_what_each_value_would_leave(opened: Opener) -> None:
    page = opened("index.html#from=2017")
    page.click("#tl-facet-kind summary")
    labels = page.locator("#tl-facet-kind li")
    told = [one.rsplit("\n", 1) for one in labels.all_inner_texts()]
    assert len(told) > 5
    for name, count in told[:6]:
        box = page.get_by_label(re.compile(rf"^{name}\s*{count}$"))
        box.check()
        wait_for_found(page, f"{count} of ")
        box.uncheck()


def test_counts_of_one_filter_follow_the_others(opened: Opener, log: Log) -> None:
    page = opened("index.html#kind=training")
    page.click("#tl-facet-role summary")
    first = page.inner_text("#tl-facet-role li:first-child")
    name, count = first.rsplit("\n", 1)
    assert int(count) == len(log.chronology(kind="training", role=name.strip()))


def test_a_filter_is_in_the_address_and_goes_back(opened: Opener) -> None:
    page = opened()
    before = found(page)
    page.click("#tl-facet-kind summary")
    page.check("#tl-facet-kind input[value=training]")
    wait_for_found(page, " of ")
    filtered = found(page)
    assert page.evaluate("location.hash") == "#kind=training"
    page.fill("#tl-words", "police")
    page.locator("#tl-chosen", has_text="words police").wait_for()
    assert page.evaluate("location.hash") == "#kind=training&words=police"
    page.go_back()
    wait_for_found(page, filtered)
    page.go_back()
    wait_for_found(page, before)
    page.go_forward()
    wait_for_found(page, filtered)
    again = opened(f"index.html{page.evaluate('location.hash')}")
    assert found(again) == filtered


def test_what_is_chosen_can_be_taken_away(opened: Opener) -> None:
    page = opened("index.html#kind=training&actor=unodc&from=2017")
    page.get_by_role("button", name="Remove kind: training").click()
    assert "kind" not in page.evaluate("location.hash")
    page.get_by_role("button", name="Clear all").click()
    assert page.evaluate("location.hash") == ""
    assert " of " not in found(page)


def test_a_time_that_is_none_is_told_and_leaves_all(opened: Opener) -> None:
    page = opened()
    before = found(page)
    page.fill("#tl-from", "2017-13")
    page.get_by_text("A time is a year, a month or a day: 2017, 2017-05 or 2017-05-12.").wait_for()
    assert page.get_attribute("#tl-from", "aria-invalid") == "true"
    assert found(page) == before


def test_the_enter_key_in_a_field_sends_nothing(opened: Opener) -> None:
    page = opened()
    page.fill("#tl-words", "prison")
    page.press("#tl-words", "Enter")
    wait_for_found(page, " of ")
    assert page.url.endswith("#words=prison")


def test_the_wheel_buttons_and_keys_zoom_and_move(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.hover("#tl-canvas", position={"x": 600, "y": 200})
    page.mouse.wheel(0, -400)
    wheeled = wait_for_view(page, "")
    page.get_by_role("button", name="Zoom in").click()
    zoomed = wait_for_view(page, wheeled)
    page.get_by_role("button", name="Later", exact=True).click()
    moved = wait_for_view(page, zoomed)
    page.focus("#tl-frame")
    page.keyboard.press("ArrowLeft")
    by_key = wait_for_view(page, moved)
    page.keyboard.press("-")
    wait_for_view(page, by_key)
    page.keyboard.press("Home")
    for _ in range(200):
        if page.evaluate("location.hash") == "":
            break
        page.wait_for_timeout(20)
    assert page.evaluate("location.hash") == ""


def test_it_zooms_from_decades_to_days(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    told = page.inner_text("#tl-view")
    for _ in range(12):
        page.get_by_role("button", name="Zoom in").click()
    wait_for_view(page, "")
    page.wait_for_timeout(250)
    first, last = map(float, view(page).split(".."))
    assert 9 < last - first < 11
    assert page.inner_text("#tl-view") != told


def test_a_drag_moves_and_a_link_keeps_the_view(opened: Opener) -> None:
    page = opened("index.html#view=16800..17800")
    box = page.locator("#tl-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 150
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=4)
    page.mouse.up()
    moved = wait_for_view(page, "16800..17800")
    first, last = map(float, moved.split(".."))
    assert round(last - first) == 1000
    assert first > 16800
    assert opened(f"index.html#view={moved}").inner_text("#tl-view") == page.inner_text("#tl-view")


def test_a_link_leads_to_the_page_of_a_happening_and_back(opened: Opener) -> None:
    page = opened("index.html#kind=training")
    before, title = found(page), page.inner_text(".row a")
    page.click(".row a")
    page.wait_for_url("**/event/*.html")
    assert title in page.inner_text("h1")
    page.go_back()
    wait_for_found(page, before)
    assert page.url.endswith("#kind=training")


def test_a_row_and_the_drawing_mark_each_other(opened: Opener) -> None:
    page = opened("index.html#kind=law&by=kind")
    picture = "document.querySelector('#tl-canvas').toDataURL()"
    page.wait_for_timeout(100)
    before = page.evaluate(picture)
    page.focus(".row:nth-child(2) a")
    page.wait_for_timeout(100)
    assert page.evaluate(picture) != before
    assert page.locator(".row.marked").count() == 1
    page.evaluate("document.activeElement.blur()")
    box = page.locator("#tl-canvas").bounding_box()
    for y in range(70, int(box["height"]), 6):
        for x in range(170, int(box["width"]), 40):
            page.mouse.move(box["x"] + x, box["y"] + y)
            if page.locator(".row.marked").count() and page.is_visible("#tl-tip"):
                title = page.inner_text(".row.marked a")
                assert title in page.inner_text("#tl-tip")
                page.mouse.down()
                page.mouse.up()
                assert page.evaluate("document.activeElement.textContent") == title
                return
    pytest.fail("nothing is drawn")


def test_on_a_phone_filters_are_folded_and_nothing_is_wider_than_the_screen(
    opened: Opener,
) -> None:
    page = opened(look=PHONE)
    assert not page.is_visible("#tl-filters")
    drawing, rows = (page.locator(one).bounding_box() for one in ("#tl-canvas", "#tl-rows"))
    assert drawing["y"] < rows["y"]
    page.click("#tl-fold > summary")
    page.click("#tl-facet-actor summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.check("#tl-facet-actor li:first-child input")
    wait_for_found(page, " of ")
    assert page.inner_text("#tl-fold > summary") == "Filters (1)"


def test_two_fingers_zoom_on_a_phone(opened: Opener) -> None:
    page = opened(look=PHONE, has_touch=True)
    box = page.locator("#tl-canvas").bounding_box()
    touch = page.context.new_cdp_session(page)
    y = box["y"] + 100

    def fingers(kind: str, *xs: float) -> None:
        points = [{"x": box["x"] + x, "y": y, "id": n} for n, x in enumerate(xs)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 140, 180)
    for step in range(1, 6):
        fingers("touchMove", 140 - 15 * step, 180 + 15 * step)
    fingers("touchEnd")
    first, last = map(float, wait_for_view(page, "").split(".."))
    assert last - first < 3000


def test_what_is_filtered_is_printed_whole(opened: Opener, tmp_path: Path) -> None:
    page = opened("index.html#actor=united-nations")
    ids = listed(page)
    page.emulate_media(media="print")
    assert not page.is_visible("#tl-canvas")
    file = tmp_path / "list.pdf"
    page.pdf(path=str(file))
    assert file.read_bytes().startswith(b"%PDF")
    assert printed_rows(page) == len(ids)
    all_ = opened()
    assert printed_rows(all_) == int(found(all_).split()[0])
    assert all_.locator(".row").count() == 50


def printed_rows(page: Any) -> int:
    """How many rows are there while it is printed."""
    page.evaluate("""addEventListener("beforeprint", () => {
        document.body.dataset.rows = document.querySelectorAll(".row").length;
    })""")
    page.pdf()
    return int(page.get_attribute("body", "data-rows"))


def test_without_scripts_the_plain_page_stays(opened: Opener) -> None:
    page = opened(java_script_enabled=False)
    assert not page.is_visible("#tl-explore")
    page.get_by_role("link", name="2017", exact=True).first.click()
    assert "2017" in page.inner_text("h1")


def test_an_empty_site_has_nothing_to_explore(browser: Any, example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    assert here("export", "site", str(folder), "--text", "xyzzy", "-q", cwd=example).code == 0
    window = Window(browser)
    window.page.goto((folder / "index.html").as_uri())
    assert "0 happenings." in window.page.inner_text("main")
    window.close()


def test_filters_that_nothing_answers_say_so(opened: Opener) -> None:
    page = opened("index.html#kind=training&from=1990&to=1991")
    assert found(page).startswith("0 of ")
    assert page.is_visible("#tl-none")


def test_what_lies_far_out_does_not_make_the_rest_a_line(
    browser: Any, tmp_path: Path, copy: Path
) -> None:
    added = here("add", "--new", "-q", "--kind", "law", "--", "-0043-03-15", "An old law", cwd=copy)
    assert added.code == 0, added.err
    assert here("export", "site", str(tmp_path / "far"), "-q", cwd=copy).code == 0
    window = Window(browser, reduced_motion="reduce")
    window.page.goto((tmp_path / "far" / "index.html").as_uri())
    first, last = window.page.inner_text("#tl-view").split(" – ")
    assert int(first) > 2000
    assert int(last) < 2030
    window.page.get_by_role("button", name="Whole time").click()
    wait_for_view(window.page, "")
    assert "BC" in window.page.inner_text("#tl-view")
    window.close()
