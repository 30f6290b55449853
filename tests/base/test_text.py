"""Characters that cannot be stored or shown."""

import sys

from timeline.base.text import masked, unfit


def test_what_can_be_printed_is_never_unfit_or_unseen() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert unfit(f"\t{printable}") is None
    assert unfit(f"\t{printable}", in_file=True) is None
    assert masked(f"\t{printable}") == f"\\x09{printable}"
