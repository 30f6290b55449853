"""Every kind of page: clean for screen readers, silent, and the same from a disk and a server."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.browsers import PHONE, WIDE, Look, Window, served

Opener = Callable[..., Any]


def kinds_of_pages(site: Path) -> list[str]:
    """The pages at the root, and of each folder the one that tells the most."""
    pages = [path.name for path in sorted(site.glob("*.html"))]
    for folder in sorted(path for path in site.iterdir() if path.is_dir()):
        longest = max(folder.glob("*.html"), key=lambda path: path.stat().st_size)
        pages.append(f"{folder.name}/{longest.name}")
    return pages


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_has_nothing_to_say(opened: Opener, site: Path, look: Look) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, faults = Axe(), []
    page = opened(look=look)
    whole = {"resultTypes": ["violations"], "preload": False}
    for address in kinds_of_pages(site):
        page.emulate_media(color_scheme="light")
        page.goto(f"{site.as_uri()}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= look.width, address
        if address == "index.html":
            open_filters(page)
        # Colours are all that differs in the dark.
        for scheme, options in (("light", whole), ("dark", {**whole, "runOnly": "color-contrast"})):
            page.emulate_media(color_scheme=scheme)
            report = axe.run(page, options=options)
            if report.violations_count:
                faults.append(f"{address}, {scheme}\n{report.generate_report()}")
    assert not faults, "\n\n".join(faults)


def open_filters(page: Any) -> None:
    """Show all that the start page has: filters, a list of values, and what is chosen."""
    if not page.is_visible("#tl-filters"):
        page.click("#tl-fold > summary")
    page.fill("#tl-from", "2017")
    page.click("#tl-facet-actor summary")
    page.check("#tl-facet-actor li:first-child input")
    page.locator("#tl-chosen .clear").wait_for()


def test_a_server_gives_the_same_pages(browser: Any, site: Path) -> None:
    window = Window(browser)
    with served(site) as root:
        for address in kinds_of_pages(site):
            answer = window.page.goto(f"{root}/{address}")
            assert answer.ok
        window.page.goto(f"{root}/index.html#kind=training")
        assert " of " in window.page.inner_text("#tl-status")
        window.page.click(".row a")
        window.page.wait_for_url("**/event/*.html")
        window.close()


def test_nothing_is_asked_of_elsewhere(browser: Any, site: Path) -> None:
    window = Window(browser)
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    for address in kinds_of_pages(site):
        window.page.goto(f"{site.as_uri()}/{address}")
    window.close()
    assert asked
    assert all(url.startswith(site.as_uri()) for url in asked)


def test_each_page_has_a_strict_policy_and_only_safe_links(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy, file
        assert "default-src 'none'" in policy[1]
        assert "unsafe" not in policy[1]
        html = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        assert not re.search(r"<[^>]+\s(on\w+|style)=", html), file
        for link in re.findall(r'\shref="([^"]*)"', html):
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", link, re.IGNORECASE)
            assert not scheme or scheme[1] in ("http", "https", "mailto"), link


@pytest.mark.parametrize("kind", ["event", "actor", "program", "source", "year"])
def test_pages_print(opened: Opener, site: Path, kind: str) -> None:
    page = opened(next(one for one in kinds_of_pages(site) if one.startswith(f"{kind}/")))
    assert page.pdf().startswith(b"%PDF")
