"""Takes the picture of a page made from the example log, with a browser.

Browsers draw a little differently, so that the picture itself cannot be compared: beside it lies
the hash of the page that it was taken of.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from timeline import Log

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "page.png"
HASH = PICTURE.with_suffix(".sha256")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SIZE = "1100,760"


def page() -> str:
    """The page: a programme of the example log, with its first happenings unfolded."""
    log = Log(ROOT / "events")
    made = log.page("STRIVE Asia in the Kyrgyz Republic", program="STRIVE Asia")
    return made.replace("<details id=", "<details open id=", 1)


def hash_of(text: str) -> str:
    """What stands in the file beside the picture."""
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n"


def is_current() -> bool:
    """Whether the picture was taken of the page as it is now."""
    return PICTURE.exists() and HASH.read_text() == hash_of(page())


def take() -> bool:
    """Take the picture; whether there is a browser that can."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        return False
    text = page()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text, encoding="utf-8")
        subprocess.run(  # noqa: S603 (a browser found by its name)
            [
                *(browser, "--headless", "--no-sandbox", "--hide-scrollbars"),
                *(f"--window-size={_SIZE}", f"--screenshot={PICTURE}", file.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    HASH.write_text(hash_of(text))
    return True
