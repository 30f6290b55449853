"""What docs/trust.md lets a reader type gives what it says."""

import re
import subprocess

from support.running import ROOT

PAGE = (ROOT / "docs" / "trust.md").read_text("utf-8")


def test_the_root_by_hand() -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    (expected,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == expected
