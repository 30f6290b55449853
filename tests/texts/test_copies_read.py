"""Copies as they were saved: mails, pages in one file, and texts in old encodings."""

import contextlib
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.texts.mail import text_of_message
from timeline.texts.read import read_source

PAGE = (
    "<html><head><meta charset={}></head><body>"
    "<h1>Пресс-релиз</h1><p>Обучены 250 сотрудников.</p></body></html>"
)
READ = ["Пресс-релиз", "Обучены 250 сотрудников."]


def texts(data: bytes, path: str, *, as_declared: bool = True) -> list[str]:
    found = read_source(data, path, as_declared=as_declared)
    return [one.text for one in found.paragraphs]


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8", "utf-16"])
def test_a_copy_is_read_in_the_encoding_that_it_says_it_has(encoding: str) -> None:
    assert texts(PAGE.format(encoding).encode(encoding), "page.html") == READ


def test_utf_8_is_utf_8_whatever_a_page_says() -> None:
    assert texts(PAGE.format("windows-1251").encode(), "page.html") == READ
    assert texts(b"\xef\xbb\xbf" + PAGE.format("x-none").encode(), "page.bin") == READ


@pytest.mark.parametrize("encoding", ["x-none", "us-ascii"])
def test_an_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    with pytest.raises(TimelineError, match="not UTF-8"):
        texts(PAGE.format(encoding).encode("koi8-r"), "page.html")


def test_a_draft_still_asks_for_utf_8() -> None:
    with pytest.raises(TimelineError, match="not UTF-8"):
        texts(PAGE.format("koi8-r").encode("koi8-r"), "page.html", as_declared=False)


def test_a_page_that_was_saved_in_one_file_is_read_as_the_page() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "Title"
    message.set_content(PAGE.format("utf-8"), subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    assert texts(message.as_bytes(), "page.mhtml") == READ
    assert texts(message.as_bytes(), "page.MHT") == READ


def test_a_mail_is_read_as_its_page_else_as_its_plain_text() -> None:
    message = EmailMessage()
    message["Subject"] = "Training"
    message.set_content("Dear all,\n\n250 officers were trained – in summer.\n")
    expected = ["Dear all,", "250 officers were trained – in summer."]
    message.add_attachment("not this", filename="x.txt")
    assert texts(message.as_bytes(), "mail.eml") == expected
    message.get_body().add_alternative("<p>Dear all,</p><p>250 officers.</p>", subtype="html")  # type: ignore[union-attr]
    assert texts(message.as_bytes(), "mail.eml") == ["Dear all,", "250 officers."]


def test_a_mail_without_a_text_is_refused() -> None:
    with pytest.raises(TimelineError, match="there is no text in it"):
        texts(b"Content-Type: image/png\n\n\x89PNG", "mail.eml")


@given(st.binary(max_size=300), st.sampled_from(["x.eml", "x.html", "x.txt", "x.bin", "x.pdf"]))
def test_no_bytes_are_too_odd_to_be_kept_and_read(data: bytes, path: str) -> None:
    for more in (data, b"Content-Type: text/html; charset=x\n" + data):
        with contextlib.suppress(TimelineError):
            assert texts(more, path)


def test_a_mail_in_an_encoding_that_replaces_nothing_is_read() -> None:
    head = b"Content-Type: text/plain; charset=%s\n\nIt was in May.\n"
    for name in (b"idna", b"hex", b"no-such"):
        found, _ = text_of_message(head % name)
        assert found == "It was in May."
