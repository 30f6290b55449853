"""What the start page holds: columns that say the same as the site's content."""

import json
import math
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import pytest

from timeline import Log
from timeline.dates.edtf import Bounds
from timeline.showing.site import addresses
from timeline.showing.site.content import Content
from timeline.showing.site.explore.pack import pack
from timeline.showing.site.explore.render import render_explore
from timeline.showing.site.gather import Options, gather
from timeline.views.ask import ask
from timeline.views.query import Filters


@pytest.fixture(scope="module")
def content(log: Log) -> Iterator[Content]:
    with log._projection() as db:  # noqa: SLF001 (a site is made of a projection)
        yield gather(ask(db, Filters()), Filters(), Options("1.0"))


def days_of(packed: dict[str, Any], i: int) -> Bounds:
    if odd := packed["odd"].get(str(i), {}).get("bounds"):
        return Bounds(*[{"-": -math.inf, "+": math.inf}.get(day, day) for day in odd])
    first, width, step, more = packed["days"]
    start = list(accumulate(first))[i]
    end = start + step[i]
    return Bounds(start, start + width[i], end, end + width[i] + more[i])


def test_columns_say_the_bounds_that_tests_go_by(content: Content) -> None:
    packed = pack(content)
    for i, one in enumerate(content.happenings):
        assert days_of(packed, i) == one.tested.bounds, one.date


def test_an_address_leads_to_the_page_of_each_happening(content: Content) -> None:
    packed = pack(content)
    before, after = packed["address"]
    for id_, one in zip(packed["ids"].split(), content.happenings, strict=True):
        assert f"{before}{id_}{after}" == addresses.event(one.id)


def test_a_body_is_found_by_who_took_part_for_it(content: Content) -> None:
    packed = pack(content)
    lengths, actors, _, through = packed["participants"]
    keys = packed["values"]["actor"]["keys"]
    ends = list(accumulate(lengths))
    for one, end, length in zip(content.happenings, ends, lengths, strict=True):
        found = {(keys[actors[at]], through[at]) for at in range(end - length, end)}
        assert found >= {(part.actor.key, 0) for part in one.actors}
        assert found >= {
            (part.body.key, 1)
            for part in one.actors
            if part.body and part.body.key != part.actor.key
        }


def test_wholes_are_values_although_nothing_names_them(content: Content) -> None:
    values = pack(content)["values"]["program"]
    assert len(values["wholes"]) == len(values["keys"]) == len(values["names"])
    whole_of = dict(zip(values["keys"], values["wholes"], strict=True))
    for thing in content.programs:
        if thing.whole and thing.key in whole_of:
            assert values["keys"][whole_of[thing.key]] == thing.whole.key


def test_a_programme_has_the_days_on_which_it_ran(content: Content) -> None:
    packed = pack(content)
    keys = packed["values"]["program"]["keys"]
    running = {keys[int(n)]: len(some) for n, some in packed["running"].items()}
    assert running == {key: len(some) for key, some in content.running.items() if key in keys}
    assert running["strive-asia-kg"] > 1


def test_texts_of_the_log_cannot_end_the_data(content: Content) -> None:
    evil = content.happenings[0]._replace(title="</script><script>alert(1)</script><!--")
    body = render_explore(content._replace(happenings=(evil,))).body
    data = body.partition('id="tl-data">')[2]
    assert data.count("</") == 1
    assert "<!--" not in data
    assert json.loads(data.removesuffix("</script>"))["titles"] == [evil.title]


def test_the_part_is_hidden_until_a_script_runs_and_sets_no_handler_or_style(
    content: Content,
) -> None:
    explore = render_explore(content)
    html = explore.body.partition("<script")[0]
    assert re.search(r'<section id="tl-explore"[^>]* hidden>', html)
    assert not re.search(r"\s(on\w+|style)=", html)
    assert not re.search(r"\b(eval|fetch|import|innerHTML|XMLHttpRequest)\b", explore.scripts[0])


def test_the_same_content_gives_the_same_bytes(content: Content) -> None:
    assert render_explore(content) == render_explore(content)
