"""How the conversation stands once a message has been answered."""

from __future__ import annotations

from scr.rules.conversation import Conversation, Reading
from scr.rules.following import after

TOPICS = frozenset({"interview", "imr", "media"})


def test_what_is_kept_after_an_answer_is_its_topics_and_area() -> None:
    reading = Reading(("interview", "media"), area="rotherham")

    kept = after(reading, Conversation(offered=("imr", "media"), misunderstood=1), TOPICS)

    assert kept == Conversation(topics=("interview", "media"), area="rotherham")


def test_a_reply_that_is_no_topic_keeps_the_topic_before_it() -> None:
    assert after(Reading(("thanks",), area="rotherham"), Conversation(topics=("imr",)), TOPICS).topics == ("imr",)


def test_starting_again_forgets_all_but_the_area() -> None:
    before = Conversation(topics=("imr",), area="rotherham", offered=("media",), misunderstood=2, in_danger=True)

    assert after(Reading(("start_again",), area="rotherham"), before, TOPICS) == Conversation(area="rotherham")


def test_starting_again_in_another_area_keeps_that_one() -> None:
    before = Conversation(topics=("imr",), area="rotherham")

    assert after(Reading(("start_again",), area="north_yorkshire"), before, TOPICS).area == "north_yorkshire"
