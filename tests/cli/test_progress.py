"""The bar of a command that takes long: on a terminal's stderr alone, and only after a while."""

import io
import sys
import time
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


@pytest.mark.parametrize(
    ("screen", "after", "quiet", "told"),
    [
        (Screen(), 0, False, "drawing ...\n"),
        (Screen(), 60, False, ""),
        (Screen(), 0, True, ""),
        (io.StringIO(), 0, False, ""),
    ],
)
def test_what_is_long_in_one_piece_is_told_on_a_terminal(
    screen: io.StringIO, after: float, quiet: bool, told: str
) -> None:
    with (
        mock.patch.object(progress, "AFTER", after),
        mock.patch.object(sys, "stderr", screen),
        progress.tell_if_long("drawing ...", quiet=quiet),
    ):
        time.sleep(0.1)
    assert screen.getvalue() == told
