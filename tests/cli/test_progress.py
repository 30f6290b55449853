"""The bar of a command that takes long: on a terminal's stderr alone, and only after a while."""

import io
import sys
from unittest import mock

import pytest

from timeline.cli.show import progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("screen", "after", "shown"),
    [(Screen(), -1, True), (Screen(), 60, False), (io.StringIO(), -1, False)],
)
def test_a_bar_is_shown_on_a_terminal_once_it_takes_long(
    screen: io.StringIO, after: float, shown: bool
) -> None:
    with mock.patch.object(progress, "AFTER", after), mock.patch.object(sys, "stderr", screen):
        found = list(progress.show_progress(range(250), 250, "exporting"))
    assert found == list(range(250))
    assert ("exporting" in screen.getvalue() and "100%" in screen.getvalue()) == shown
