"""Whatever is typed, pasted or sent by a machine: it is understood as something, without a failure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.assistant import Assistant
from scr.rules.conversation import GUARDS, LIMITS, REGISTER_TASKS, Conversation, Understanding

TOPICS = ("interview", "imr", "timescale", "report_copy")
FRAGMENTS = (
    *(
        "who",
        "writes",
        "it",
        "and",
        "will i be interviewed",
        "Rotherham",
        "in",
        "?",
        ".",
        "\n",
        "&",
        "also",
        "why",
        "SCR-2026-001",
    ),
    *(
        "mia oakwell",
        "30/11/2006",
        "🙂",
        "👩‍👧",
        "<b>",
        "</script>",
        "{contact}",
        "%s",
        "\x00",
        "\u202e",
        "999",
        "', --",
        "ﷺ",
        "/restart",
    ),
)

conversations = st.builds(
    Conversation,
    topics=st.lists(st.sampled_from(TOPICS), max_size=3, unique=True).map(tuple),
    area=st.none() | st.sampled_from(("rotherham", "north_yorkshire")),
    offered=st.lists(st.sampled_from(TOPICS), max_size=3, unique=True).map(tuple),
    misunderstood=st.integers(0, 2),
    in_danger=st.booleans(),
)
emoji = st.text(st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF), min_size=1, max_size=40)
controls = st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zs", "Cs"]), max_size=60)
html = st.lists(
    st.sampled_from(("<p>", "<script>", "will i", "&amp;", "<!--", "<a href='x'>", "be interviewed", "]]>"))
).map("".join)
mixed = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map(" ".join)
any_text = st.text(st.characters(), max_size=500) | emoji | controls | html | mixed


def _is_sound(understanding: Understanding, assistant: Assistant) -> None:
    askable = {*assistant.content.topics, *REGISTER_TASKS, *LIMITS}
    assert understanding.questions
    for question in understanding.questions:
        shares = [share for _, share in question.ranking]
        assert shares == sorted(shares, reverse=True)
        assert all(0 <= share <= 1 for share in shares)
    assert len(understanding.questions) == 1 or {question.best[0] for question in understanding.questions} <= askable
    assert understanding.guards <= set(GUARDS)
    assert understanding.area in {None, *assistant.content.areas}


@settings(deadline=None, max_examples=400)
@given(text=any_text, conversation=conversations)
def test_any_text_is_understood_as_something(assistant: Assistant, text: str, conversation: Conversation) -> None:
    _is_sound(assistant.understander.understand(text, conversation), assistant)


@settings(deadline=None, max_examples=300)
@given(text=any_text, conversation=conversations)
def test_any_text_is_answered(assistant: Assistant, text: str, conversation: Conversation) -> None:
    reply = assistant.reply(text, conversation)

    assert reply.outcomes
    assert any(passage.text.strip() for passage in reply.passages)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "will i be interviewed " * 500,
        "and who " * 1_250,
        "what is it? " * 800,
        "?" * 10_000,
        "\n" * 10_000 + "why",
        "<" * 10_000,
        "<b>" * 3_000 + "why",
        "1" * 10_000,
        "mia oakwell " * 800,
        "Mia Oakwell 30/11/2006 " * 400,
        "a.b@c." * 1_600,
        "flat 1 " * 1_400,
        "🙂" * 10_000,
        "e" + "\u0301" * 9_999,
        "in Rotherham " * 700,
        "SCR-2026-001 " * 700,
    ],
    ids=lambda text: repr(text[:14]),
)
def test_ten_thousand_characters_are_answered(assistant: Assistant, text: str) -> None:
    _is_sound(assistant.understander.understand(text, Conversation()), assistant)

    assert assistant.reply(text, Conversation(topics=("imr",))).passages


def test_a_message_is_understood_the_same_however_often_it_is_asked(assistant: Assistant) -> None:
    """Nothing is carried from one message, or one person, to the next."""
    conversation = Conversation(topics=("imr",))
    before = assistant.understander.understand("who signs it off", conversation)

    assistant.understander.understand("Mia Oakwell is being hit right now in Rotherham", Conversation())

    assert assistant.understander.understand("who signs it off", conversation) == before
