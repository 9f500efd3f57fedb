"""Whatever can be said is said in full wherever it is said: every reply of the table on every channel.

The widget shows the same table in `tests/browser/test_every_outcome.py`, and Teams in `tests/teams/`.
"""

from __future__ import annotations

import html
import json
import re
from typing import Callable, Dict, Iterator, List, Tuple

import pytest

from scr.content import Content
from scr.replies import Reply, as_text
from scr.replies.reply import KINDS
from scr.web import pages
from tests.channels.every_reply import every_reply


@pytest.fixture(scope="module")
def replies(content: Content) -> Dict[str, Reply]:
    return every_reply(content)


def in_text(reply: Reply, _content: Content) -> str:
    return as_text(reply)


def as_json(reply: Reply, _content: Content) -> str:
    """What the stream, the history and a conversation in JSON hold, as a client reads it."""
    shown = json.loads(json.dumps(reply.as_shown()))
    return "\n".join(_strings(shown))


def on_the_page_without_script(reply: Reply, content: Content) -> str:
    words = {"words": content.pages, "documents": content.documents, "language": "en", "areas": (), "area": None}
    page = pages.page("front.html", **words, asked="", problem=None, reply=reply).body.decode()
    return html.unescape(re.sub(r"<[^>]+>", "", page)) + "".join(re.findall(r'download="([^"]+)"', page))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


CHANNELS: Dict[str, Tuple[Callable[[Reply, Content], str], bool]] = {
    # Whether it shows buttons and files: plain text leaves these to whoever prints it.
    "text": (in_text, False),
    "JSON": (as_json, True),
    "the page without script": (on_the_page_without_script, True),
}
# Of an answer given on the page without script nothing more can be asked, since no conversation is kept there.
_NOT_ON_THE_PAGE = {"show_wording", "tell_more"}


def test_who_wrote_it_is_said_wherever_a_person_of_the_helpline_writes(replies: Dict[str, Reply], content: Content) -> None:
    reply = replies["an answer of the helpline"]

    assert as_text(reply).startswith(f"{content.frames['en'].words['helpline']}: Hello.")
    assert "Helpline" in on_the_page_without_script(reply, content)


def missing(reply: Reply, shown: str, with_buttons: bool, without: frozenset[str]) -> List[str]:
    """What a channel does not show of a reply."""
    words = [line.lstrip("- ").strip() for passage in reply.passages for line in passage.text.split("\n")]
    words += [passage.citation.text for passage in reply.passages if passage.citation]
    if with_buttons:
        words += [button.text for button in reply.buttons if button.name not in without]
        words += [reply.buttons_label, *(attachment.name for attachment in reply.attachments)]
    flat = " ".join(shown.split())
    return [word for word in words if " ".join(word.split()) not in flat]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_reply_is_shown_in_full(channel: str, replies: Dict[str, Reply], content: Content) -> None:
    show, with_buttons = CHANNELS[channel]
    without = frozenset(_NOT_ON_THE_PAGE) if show is on_the_page_without_script else frozenset()

    found = {name: missing(reply, show(reply, content), with_buttons, without) for name, reply in replies.items()}

    assert {name: words for name, words in found.items() if words} == {}


def test_the_table_has_every_outcome_and_every_kind_of_passage(replies: Dict[str, Reply], content: Content) -> None:
    outcomes = {outcome for reply in replies.values() for outcome in reply.outcomes}
    kinds = {passage.kind for reply in replies.values() for passage in reply.passages}

    assert outcomes >= {*content.topics, *(response.outcome for response in content.responses.values())}
    assert kinds == set(KINDS)
    assert any(reply.attachments for reply in replies.values())
    assert any(reply.form for reply in replies.values())


def test_a_reply_comes_back_from_storage_as_it_went_in(replies: Dict[str, Reply]) -> None:
    for reply in replies.values():
        assert Reply.from_dict(json.loads(json.dumps(reply.as_dict()))) == reply


def test_a_channel_that_left_something_out_would_be_found(replies: Dict[str, Reply], content: Content) -> None:
    reply = replies["interview in None"]

    assert missing(reply, as_text(reply).replace("paragraph 5.1", ""), False, frozenset()) != []
