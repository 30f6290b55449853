"""What every page of a site has around what it tells: a policy, ways to go on, and landmarks."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from timeline.showing.site import addresses

MENU = (
    (addresses.START, "Timeline"),
    (addresses.YEARS, "Years"),
    (addresses.PROGRAMS, "Programmes"),
    (addresses.ACTORS, "Actors"),
    (addresses.PLACES, "Places"),
    (addresses.SOURCES, "Sources"),
    (addresses.ABOUT, "About"),
)
GENERATOR_TAG = '<meta name="generator" content="timeline">'
"""How a page says which program made it; by this an earlier site is known."""
_POLICY = "default-src 'none'; style-src {styles}; {scripts}base-uri 'none'; form-action 'none'"


class Page(NamedTuple):
    """A page before it has its frame.

    `address` is where it lies, `heading` its title, `main` what it tells, as HTML without the
    heading. `crumbs` are addresses and names of what it lies under, `menu` the address in the menu
    that it belongs to. `styles` and `scripts` are texts that only this page has.
    """

    address: str
    heading: str
    main: str
    menu: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    lead: str = ""
    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()


def framed(page: Page, site: str) -> str:
    """The whole text of a page.

    Nothing is fetched but the style sheet that lies beside the start page, and nothing is run but
    the scripts of the page, whose digests the policy names.

    Args:
        page: what is to be framed.
        site: the title of the site.
    """
    root = addresses.to_root(page.address)
    title = page.heading if page.heading == site else f"{page.heading} · {site}"
    policy = _POLICY.format(
        styles=" ".join(["'self'", *map(_digest, page.styles)]),
        scripts=f"script-src {' '.join(map(_digest, page.scripts))}; " if page.scripts else "",
    )
    styles = "".join(f"<style>{text}</style>\n" for text in page.styles)
    scripts = "".join(f"<script>{text}</script>\n" for text in page.scripts)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{GENERATOR_TAG}
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{root}{addresses.STYLE}">
{styles}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site">
<nav aria-label="Site"><ul>{_menu(page, root, site)}</ul></nav>
</header>
<main id="main" tabindex="-1">
{_crumbs(page, root)}<h1 dir="auto">{escape(page.heading)}</h1>
{page.lead}{page.main}
</main>
<footer class="site">
<p>Uncertain dates are told as they are known. <a href="{root}{addresses.ABOUT}">What this site \
holds, and what it rests on</a></p>
</footer>
{scripts}</body>
</html>
"""


def _menu(page: Page, root: str, site: str) -> str:
    items = []
    for address, label in MENU:
        here = ' aria-current="page"' if address == page.address else ""
        here = here or (' aria-current="true"' if address == page.menu else "")
        name = site if address == addresses.START else label
        items.append(f'<li><a href="{root}{address}"{here}>{escape(name)}</a></li>')
    return "".join(items)


def _crumbs(page: Page, root: str) -> str:
    if not page.crumbs:
        return ""
    items = "".join(
        f'<li><a href="{root}{address}"><bdi>{escape(name)}</bdi></a></li>'
        for address, name in page.crumbs
    )
    return f'<nav class="crumbs" aria-label="Where this is"><ol>{items}</ol></nav>\n'


def _digest(text: str) -> str:
    """A text of a page as its policy allows it."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
