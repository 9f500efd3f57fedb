"""Danger, distress and identifying details are noticed wherever they stand; what a review is about sets nothing off."""

from __future__ import annotations

import pytest

from scr.assistant import Assistant
from scr.rules.conversation import IMMEDIATE_DANGER, Conversation
from scr.rules.triage import CallNote
from tests.understanding.test_understander import OutcomesOf


def _guards(assistant: Assistant, message: str) -> frozenset[str]:
    return assistant.understander.understand(message, Conversation()).guards


@pytest.mark.parametrize(
    "message",
    [
        "How long does a review take? The toddler next door has a handprint bruise on her face right now",
        "What is an IMR? Also I have just seen a mum punch her little boy in the car park",
        "who sits on the panel and there is a baby here who is not breathing",
        "can i bring my rep to the interview. also a girl in my class told me this morning her uncle touches her",
        "will I be interviewed, and also my neighbour is hitting her toddler as we speak",
        "Will the family be involved? He has gone back home with a knife and the children are in the house",
        "is the executive summary public? there's a 4 year old left home alone at number 9 tonight",
        "When will I get feedback\n\nps dad is drunk and threatening to kill the kids right now",
        "do I get a copy of the report, and by the way the baby has not eaten for two days and mum is passed out",
        "Is a chronology needed? a child has disclosed to me this afternoon that she is being abused at home",
        "thanks that helps. there is a boy hiding in our toilets who says he will be beaten if he goes home tonight",
    ],
)
def test_danger_hidden_in_a_question_is_noticed(assistant: Assistant, message: str) -> None:
    assert "immediate_danger" in _guards(assistant, message)
    assert assistant.read(message, Conversation()).outcomes == ("immediate_danger",)


@pytest.mark.parametrize(
    "message",
    [
        "is a review held when a child has been subjected to particularly serious sexual abuse",
        "a baby was shaken and died last year, is there always a review",
        "we held a review after a boy was beaten to death in 2006, who wrote the overview report",
        "Is a review held where a parent has been murdered?",
        "what happens when a child is killed by a parent with a mental illness",
        "who decides whether a child's death from abuse is reviewed",
        "does the chronology include the day she was hit",
        "will the review say that the child was starved",
        "are injuries listed in the chronology",
        "does the overview report say how the baby was injured",
        "the child had bruises that nobody noticed, will the IMR say so",
        "was the child's broken arm looked at in the review",
    ],
)
def test_what_a_review_is_about_is_no_alarm(assistant: Assistant, message: str) -> None:
    assert "immediate_danger" not in _guards(assistant, message)


@pytest.mark.parametrize(
    "message",
    [
        "the mother has stopped answering her phone, when is she told about the review",
        "dad keeps coming to the school gate, will he be interviewed",
    ],
)
def test_before_the_answer_to_what_may_tell_of_a_danger_999_is_named(assistant: Assistant, message: str) -> None:
    reply = assistant.reply(message, Conversation())

    first, *answer = reply.passages
    assert "call 999" in first.text
    assert reply.outcomes[0] in assistant.content.topics
    assert answer


def test_while_a_call_note_is_open_its_urgency_says_that_instead(assistant: Assistant) -> None:
    message = "the mother has stopped answering her phone, when is she told about the review"

    reply = assistant.reply(message, Conversation(note=CallNote()))

    assert "call 999" not in " ".join(passage.text for passage in reply.passages)


def test_who_was_just_refused_pleads_and_sets_off_nothing(assistant: Assistant) -> None:
    plea = "go on please, my wife is on that team and she has been off sick since"

    assert assistant.understander.understand(plea, Conversation(refused=True)).guards == frozenset()


def test_no_title_of_a_topic_sets_anything_off(assistant: Assistant) -> None:
    """Asked as a person would, so that the model is asked and not the list of buttons."""
    for topic in assistant.content.topics.values():
        assert _guards(assistant, f"please tell me, {topic.title.lower()}") == frozenset(), topic.title


@pytest.mark.parametrize(
    "message",
    [
        "i cant sleep, i keep going over that last visit and it was my fault",
        "what is an imr? honestly i am in bits and i dont want to be here any more",
        "i want to kill myself",
    ],
)
def test_distress_is_noticed(assistant: Assistant, message: str) -> None:
    assert "distress" in _guards(assistant, message)


@pytest.mark.parametrize(
    "message",
    [
        "Mia Oakwell, 12 Acacia Avenue",
        "mia oakwell born 3rd march 2004",
        "what is an imr? the child is Mia Oakwell, dob 30/11/2006",
        "943 476 5919",
        "Wrzesniewska Szczepanska d.o.b. 30/11/2006",
        "Szczepanski Krzyzanowska, 943 476 5919",
    ],
)
def test_identifying_details_are_noticed(assistant: Assistant, message: str) -> None:
    assert "case_details" in _guards(assistant, message)


@pytest.mark.parametrize(
    "message",
    [
        "Mia Oakwell dob 30/11/2006 is being beaten by her dad right now, she is screaming",
        "Noah Fenwick 12/09/2011 is being hit by his mum as we speak",
        "Mia Oakwell born 3/4/2010 12 Acacia Avenue her uncle is at the door and he has a knife",
    ],
)
def test_danger_stands_before_the_details_of_a_child(assistant: Assistant, message: str) -> None:
    assert {"immediate_danger", "case_details"} <= _guards(assistant, message)
    assert assistant.read(message, Conversation()).outcomes == ("immediate_danger",)


@pytest.mark.parametrize(
    "message", ["ring 999 now", "I need to call 999", "should I phone 999 or tell the board first", "send an ambulance"]
)
def test_words_for_calling_help_set_off_the_alarm_by_themselves(assistant: Assistant, message: str) -> None:
    assert "immediate_danger" in _guards(assistant, message)


@pytest.mark.parametrize(
    "message",
    [
        "do I list every 999 call in the chronology",
        "we had to call 999 when he was found last year, will that be in the report",
        "can the reviewers listen to the 999 tapes",
        "ring her back today",
        "teacher in rotherham asks what an imr is, ring him back this afternoon please",
    ],
)
def test_calls_of_the_past_and_calls_to_be_returned_are_no_alarm(assistant: Assistant, message: str) -> None:
    assert _guards(assistant, message) == frozenset()


@pytest.mark.parametrize(
    "message", ["ring her back, he is hitting the baby right now", "call me back, she is not breathing"]
)
def test_a_danger_beside_a_call_to_be_returned_is_one(assistant: Assistant, message: str) -> None:
    assert "immediate_danger" in _guards(assistant, message)


@pytest.mark.parametrize(
    "news",
    [
        "hi. long shift. my manager says theres going to be a scr about a little lad i visited",
        "a review is being held into a baby I saw twice",
        "they are holding a scr about a boy from my class",
        "just heard there's a review on a kid i used to teach",
        "a little girl i looked after died in spring and now there is a review",
        "i visited this family last year and now theres a review",
        "we got a letter that a serious case review is starting about one of our pupils",
        "ive been told that a baby i delivered died and theres to be an scr",
        "there is a serious case review about a child i was health visitor to",
        "my old foster son is what the review is about",
        "they told me on friday that the family i worked with is going to be reviewed",
        "the little girl from my reception class was killed by her dad and the board is doing a review",
    ],
)
def test_the_news_that_there_is_to_be_a_review_is_no_alarm(outcomes_of: OutcomesOf, news: str) -> None:
    """It is how many begin, in words that stand beside alarms: a baby, died, the family I visited."""
    assert outcomes_of(news)[0] != IMMEDIATE_DANGER
