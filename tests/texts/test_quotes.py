"""Quotes found in texts: what does not count, what does, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.texts.likeness import Difference
from timeline.texts.paragraphs import Paragraph
from timeline.texts.plain_form import form_of_clean, placed_form, plain_form
from timeline.texts.plain_text import clean_line
from timeline.texts.quotes import MOST, Anchor, QuotableText
from timeline.texts.read import read_source

from support.running import ROOT

RELEASES = ROOT.parent / "shared" / "sources"


def text_of(*paragraphs: str) -> QuotableText:
    return QuotableText([Paragraph(n, clean_line(one)) for n, one in enumerate(paragraphs, 1)])


TEXT = text_of(
    "A release",
    "BISHKEK – About 1,250 officers of the MoI’s Service took part: “good co-operation”, said he.",
    "The Ministry of Inter-\nnal Affairs trained officers. The Service did so , too.",
    "«Women», noted the Service, “are ﬁne”. Officers agreed...",
)


@pytest.mark.parametrize(
    ("quote", "paragraphs"),
    [
        ("officers of the MoI's Service", [2]),
        ("officers   of\n the\u00a0MoI’s Ser\u00advice\u200b", [2]),
        ("About 1,250 officers", [2]),
        ('"good co-operation", said he', [2]),
        ("'good cooperation', said he", [2]),
        ("good co-\noperation", [2]),
        ("good co‑operation", [2]),
        ("BISHKEK - About", [2]),
        ("BISHKEK—About", [2]),
        ("Ministry of Internal Affairs", [3]),
        ("Ministry of Inter- nal Affairs", [3]),
        ("The Service did so, too.", [3]),
        ("“Women”, noted", [4]),
        ("are fine", [4]),
        ("are ﬁne", [4]),
        ("Officers agreed…", [4]),
        ('"About 1,250 officers"', [2]),
        ("About ... officers", [2]),
        ("About […] took part", [2]),
        ("About (...) took part", [2]),
        ("[a]bout 1,250 [O]fficers", [2]),
        ("The Ministry [of Internal Affairs] trained", [3]),
        ("The Ministry [...] are fine", [3]),
        ("... trained officers ...", [3]),
        ("said he. The Ministry", [2]),
        ("said he.\n\nThe Ministry", [2]),
        ("Service", [2, 3, 4]),
        ("about 1,250", []),
        ("250 officers", []),
        ("1,25", []),
        ("officer", []),
        ("men", []),
        ("fine ... are", []),
        ("About trained", []),
        ("...", []),
        ("", []),
        ("“”", []),
    ],
)
def test_a_quote_is_found_by_what_counts(quote: str, paragraphs: list[int]) -> None:
    assert [one.first for one in TEXT.find(quote)] == paragraphs


def test_a_place_has_the_words_of_the_text_and_those_beside_it() -> None:
    text = text_of("One two three.", "Of the police, of the  police.", "End")
    assert text.find("of the police") == [
        Anchor(2, 2, "of the police", "One two three.\nOf the police, ", ".\nEnd")
    ]
    assert text.find("three. Of")[0] == Anchor(
        1, 2, "three.\nOf", "One two ", " the police, of the police.\nEnd"
    )
    assert text.find("One")[0].prefix == ""
    assert text.find("End")[0].suffix == ""


def test_words_before_and_after_tell_places_apart() -> None:
    text = text_of("The police came. The police went.", "They left the police.")
    assert [one.suffix for one in text.find("police", suffix="went")] == [
        " went.\nThey left the police."
    ]
    assert [one.first for one in text.find("police", "left  the")] == [2]
    assert text.find("police", "saw the") == []
    assert [one.prefix for one in text.find("The police", prefix="came.")] == ["The police came. "]


def test_of_an_omission_the_shortest_passage_counts() -> None:
    text = text_of("The ministry met.", "The ministry said much.", "It said no more.")
    (found,) = text.find("The ministry ... said")
    assert (found.first, found.exact) == (2, "The ministry said")


def test_scripts_without_spaces_have_no_borders_of_words() -> None:
    text = text_of("警察官は訓練を受けた。", "ตำรวจได้รับการฝึกอบรม")
    assert [one.exact for one in text.find("訓練を")] == ["訓練を"]
    assert [one.exact for one in text.find("ได้รับ")] == ["ได้รับ"]


WORDS = st.lists(
    st.text(st.characters(categories=["L", "N"]) | st.sampled_from(".,;:-–’“”()ﬁ…[]"), min_size=1),
    min_size=1,
    max_size=30,
)
SPACES = st.sampled_from([" ", "  ", "\n", "\u00a0", " \u200b", "\u202f", "\t", "\u2009 \n"])


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_a_slice_of_a_paragraph_is_found_at_it_whatever_its_spaces(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    texts = [clean_line(" ".join(words)) for words in paragraphs]
    text = QuotableText([Paragraph(n, one) for n, one in enumerate(texts, 1)])
    number = data.draw(st.integers(1, len(texts)))
    words = texts[number - 1].split()
    if not words:
        return
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    said = words[start:end]
    quote = said[0] + "".join(data.draw(SPACES) + word for word in said[1:])
    found = text.find(quote)
    if not plain_form(quote).strip('"'):
        return
    assert any(one.first <= number <= one.last for one in found)
    for one in found:
        assert plain_form(one.exact).strip('"') == plain_form(quote).strip('"')


@given(st.text())
def test_the_places_of_a_plain_form_are_those_of_its_signs(text: str) -> None:
    clean = clean_line(text)
    form = placed_form(clean)
    assert form.text == form_of_clean(clean) == plain_form(clean)
    assert form.places is not None
    assert len(form.places) == len(form.text)
    assert form.places == sorted(form.places)


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=5), st.text(max_size=5))
def test_nothing_is_too_odd_to_be_looked_for(
    text: str, quote: str, before: str, after: str
) -> None:
    searched = text_of(text, quote, text)
    for one in searched.find(quote, before, after):
        assert 1 <= one.first <= one.last <= 3
    searched.find_like(quote)


def test_a_hostile_quote_takes_no_time() -> None:
    text = text_of("a " * 20_000, "b")
    assert text.find("…".join(["a"] * 200) + "…zzz") == []
    assert text.find("[a]" * 200) == []
    assert text.find("a " * 5_000 + "z") == []
    assert len(text.find("a")) == MOST


def test_what_is_most_like_a_quote_is_told_with_the_differences() -> None:
    text = text_of("Nothing here.", "Last year about 250 young officers from all regions came.")
    found = text.find_like("about 200 officers from all of the regions")
    assert found is not None
    assert found.paragraph == 2
    assert found.text == "about 250 young officers from all regions"
    assert found.differences == (
        Difference("200", "250 young"),
        Difference("of the", ""),
    )
    assert text.find_like("the moon is made of cheese") is None
    assert text.find_like("...") is None


@pytest.mark.skipif(not RELEASES.is_dir(), reason="the releases are not beside this checkout")
def test_every_sentence_of_the_releases_is_found_where_it_stands() -> None:
    for file in RELEASES.iterdir():
        paragraphs = read_source(file.read_bytes(), file.name).paragraphs
        text = QuotableText(paragraphs)
        count = 0
        for paragraph in paragraphs:
            sentences = [one for one in paragraph.text.split(". ") if plain_form(one).strip("*")]
            for sentence in sentences:
                found = text.find(sentence.replace("“", '"').replace(" ", "\n"))
                assert paragraph.number in [one.first for one in found], (file.name, sentence)
                count += 1
        assert count > len(paragraphs)
