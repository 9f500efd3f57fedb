"""Whatever can be said is said in full by the widget too: every reply of the table that all channels are tested with."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import Dict, Iterator, List, Tuple

import pytest
from playwright.sync_api import Locator, Route, expect

from scr.content import Content
from scr.replies import Reply
from scr.replies.reply import KINDS
from tests.browser.conftest import Chat
from tests.channels.every_reply import every_reply
from tests.channels.test_every_outcome import missing

pytestmark = pytest.mark.browser

_AT_ONCE = 120
# The widget has a button for it at every source.
_WITHOUT = frozenset({"show_wording"})


@pytest.fixture(scope="module")
def replies(content: Content) -> Dict[str, Reply]:
    return every_reply(content)


def batches(replies: Dict[str, Reply]) -> Iterator[List[Tuple[str, Reply]]]:
    left = iter(replies.items())
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def restored(chat: Chat, replies: List[Reply]) -> Locator:
    """The replies as the page shows them when it is loaded again."""
    turns = json.dumps({"turns": [{"text": None, "replies": [reply.as_shown() for reply in replies]}]})

    def answer(route: Route) -> None:
        if route.request.method != "GET":
            return route.continue_()
        return route.fulfill(body=turns, content_type="application/json")

    chat.page.unroute("**/chat/messages")
    chat.page.route("**/chat/messages", answer)
    chat.page.reload()
    expect(chat.replies).to_have_count(len(replies))
    return chat.replies


def test_every_reply_is_shown_in_full(chat: Chat, replies: Dict[str, Reply]) -> None:
    found: Dict[str, List[str]] = {}

    for batch in batches(replies):
        seen = restored(chat, [reply for _, reply in batch]).all_inner_texts()
        found.update({name: missing(reply, shown, True, _WITHOUT) for (name, reply), shown in zip(batch, seen, strict=True)})

    assert len(found) == len(replies)
    assert {name: words for name, words in found.items() if words} == {}


def test_a_reply_that_is_cut_short_would_be_found(chat: Chat, replies: Dict[str, Reply]) -> None:
    reply = replies["interview in None"]

    [shown] = restored(chat, [replace(reply, passages=reply.passages[1:])]).all_inner_texts()

    assert missing(reply, shown, True, _WITHOUT) != []


def test_what_is_cited_leads_to_its_document_and_what_can_be_judged_has_buttons_for_it(
    chat: Chat, replies: Dict[str, Reply]
) -> None:
    asked_for: List[Tuple[List[str], bool, bool]] = []
    shown: List[Tuple[List[str], bool, bool]] = []

    for batch in batches(replies):
        asked_for += [
            (
                [
                    f"/documents/{each.citation.document}#p{each.citation.paragraphs[0]}"
                    for each in reply.passages
                    if each.citation
                ],
                reply.can_be_judged,
                bool(reply.attachments),
            )
            for _, reply in batch
        ]
        elements = restored(chat, [reply for _, reply in batch]).evaluate_all(
            "all => all.map(it => [[...it.querySelectorAll('.citation a')].map(a => a.pathname + a.hash),"
            " !!it.querySelector('.tools'), !!it.querySelector('a[download]')])"
        )
        shown += [(links, is_judged, has_file) for links, is_judged, has_file in elements]

    assert shown == asked_for


def test_danger_stands_out_in_every_reply_that_has_it(chat: Chat, replies: Dict[str, Reply]) -> None:
    kinds = set(KINDS)

    for batch in batches(replies):
        shown = restored(chat, [reply for _, reply in batch]).evaluate_all(
            "all => all.map(it => [...it.querySelectorAll('.passage')].map(each => each.classList[1]))"
        )
        assert shown == [[passage.kind for passage in reply.passages] for _, reply in batch]
        kinds -= {kind for reply in shown for kind in reply}
        for urgent in chat.page.locator(".urgent").all():
            expect(urgent.locator(".mark")).to_have_text("Urgent")

    assert kinds == set()
