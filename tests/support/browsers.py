"""Chromium for tests, and pages in it that must say nothing on their console."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_NEEDED = "apt-get install chromium, and pip install '.[browser]'"


@contextmanager
def running_browser() -> Iterator[Any]:
    """A browser without a window; skips the test where none is installed, but not in CI."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"there is no browser: {_NEEDED}")
        pytest.skip(f"needs a browser: {_NEEDED}")
    with sync_playwright() as playwright:
        # As root, as in containers, Chromium has no sandbox.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Look(NamedTuple):
    """How large a window is."""

    width: int = 1400
    height: int = 900


WIDE, PHONE = Look(), Look(360, 740)


class Window:
    """A page of a browser, with all that it said on its console and every fault of its scripts."""

    def __init__(self, browser: Any, look: Look = WIDE, **options: Any) -> None:
        """Open it, empty."""
        size = {"width": look.width, "height": look.height}
        self.context = browser.new_context(viewport=size, **options)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.messages: list[str] = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))

    def close(self) -> None:
        """Close it; it must have said nothing."""
        self.context.close()
        assert not self.messages, self.messages


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""
