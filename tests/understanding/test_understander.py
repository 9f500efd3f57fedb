"""What the trained model and the steps around it make of a message."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, List, Tuple

import pytest

from scr.assistant import Assistant
from scr.rules.conversation import UNSURE, Conversation, Question, Understanding
from scr.understanding.text import clean

OutcomesOf = Callable[..., Tuple[str, ...]]


def _understood(assistant: Assistant, message: str, *topics: str) -> Understanding:
    return assistant.understander.understand(message, Conversation(topics=topics))


def _best(understanding: Understanding) -> List[str]:
    return [question.best[0] for question in understanding.questions]


def test_the_words_of_every_button_are_certain(assistant: Assistant) -> None:
    content = assistant.content
    buttons = {
        **{topic.title: topic.id for topic in content.topics.values()},
        **{title: task for task, title in content.tasks.items()},
        **{content.fragments[name]: name for name in ("show_wording", "tell_more", "simplify", "none_of_these")},
    }

    for words, label in buttons.items():
        for typed in (words, words.lower(), words.upper().rstrip("?"), f"  {words}\n"):
            understood = replace(_understood(assistant, typed), heard=None)
            assert understood == Understanding((Question(((label, 1.0),)),)), typed


@pytest.mark.parametrize(
    ("message", "topics"),
    [
        ("Who writes the overview report? Will I get a copy of it?", ["overview_report", "report_copy"]),
        ("will i get a copy of the report? who writes the overview report?", ["report_copy", "overview_report"]),
        ("who decides to hold a review and how long does it take", ["who_decides", "timescale"]),
        ("Will the media be involved?\nWill anything change as a result?", ["media", "change"]),
        (
            "Can I bring someone to the interview? Will I get feedback? How long does it take?",
            ["interview_supporter", "feedback", "timescale"],
        ),
    ],
)
def test_several_questions_are_understood_in_their_order(assistant: Assistant, message: str, topics: List[str]) -> None:
    assert _best(_understood(assistant, message)) == topics


@pytest.mark.parametrize(
    ("message", "topics"),
    [
        ("What is the chronology? And the rest of the report, who signs it off?", ["chronology", "imr"]),
        ("what is an imr? and then?", ["imr", "overview_report"]),
        ("will there be an action plan? who checks it?", ["change", "monitoring"]),
    ],
)
def test_a_part_carries_on_what_stands_before_it(assistant: Assistant, message: str, topics: List[str]) -> None:
    assert _best(_understood(assistant, message)) == topics


def test_the_record_of_an_interview_is_not_denied_as_if_it_were_a_report(assistant: Assistant) -> None:
    message = "do they write down what i say, do i get to see it, and could it go to the coroner"

    assert _best(_understood(assistant, message)) == ["interview_record", "evidence_in_court"]


@pytest.mark.parametrize(
    ("message", "topics"),
    [
        (
            "mum is deaf. will that be looked at properly, and will she be asked to contribute",
            ["disability", "family_involvement"],
        ),
        (
            "i know they keep a record of the interview, do i get sight of that, and how long does it all take",
            ["interview_record", "timescale"],
        ),
    ],
)
def test_a_part_that_points_back_is_read_with_what_it_points_at(
    assistant: Assistant, message: str, topics: List[str]
) -> None:
    assert _best(_understood(assistant, message)) == topics


@pytest.mark.parametrize(
    ("message", "topics"),
    [
        (
            "they say i may be interviewed. is that right? and can my wife come in with me",
            ["interview", "interview_supporter"],
        ),
        (
            "our records were taken away this morning. is that normal? will i be interviewed",
            ["records_secured", "interview"],
        ),
    ],
)
def test_what_somebody_wants_confirmed_is_a_question(assistant: Assistant, message: str, topics: List[str]) -> None:
    assert _best(_understood(assistant, message)) == topics


@pytest.mark.parametrize(
    ("message", "labels"),
    [
        ("who chairs the review panel, also how do i renew my DBS", ["panel", "out_of_scope"]),
        ("my DBS has run out how do i renew it, plus will i get a copy of the report", ["out_of_scope", "report_copy"]),
    ],
)
def test_other_business_asked_beside_a_question_makes_that_no_other_business(
    assistant: Assistant, message: str, labels: List[str]
) -> None:
    assert _best(_understood(assistant, message)) == labels


@pytest.mark.parametrize(
    ("message", "labels"),
    [
        ("could I be suspended over it or called to give evidence in court", ["disciplinary", "evidence_in_court"]),
        ("can you give me the phone number and the large print version", ["contact", "accessible_formats"]),
        ("tell me who sits on the panel or how long it all takes", ["panel", "timescale"]),
        (
            "can you give me the phone number, the large print version and how long it all takes",
            ["contact", "accessible_formats", "timescale"],
        ),
        ("large print leaflet, phone number of the board", ["accessible_formats", "contact"]),
    ],
)
def test_what_surely_asks_two_things_is_two_questions_whatever_joins_them(
    assistant: Assistant, message: str, labels: List[str]
) -> None:
    assert _best(_understood(assistant, message)) == labels


@pytest.mark.parametrize(
    ("message", "label"),
    [
        ("do the parents take part or is it only the other adults", "family_involvement"),
        ("is it the police or the school that tells the parents", "informing_family"),
        ("do you look at race or religion", "ethnicity"),
        ("will the report be public or confidential", "executive_summary"),
        ("who tells the parents, the family are somali", "informing_family"),
        ("how long does it take, my manager is on the panel", "timescale"),
        ("The head explained why they took the files. What does the panel do?", "panel"),
    ],
)
def test_what_only_names_two_things_is_one_question(assistant: Assistant, message: str, label: str) -> None:
    assert _best(_understood(assistant, message)) == [label]


@pytest.mark.parametrize(
    ("message", "labels"),
    [
        ("Could the parents sue me over this? Could my employer discipline me over this?", ["legal_advice", "disciplinary"]),
        ("will the coroner see it, will the papers get hold of it", ["evidence_in_court", "media"]),
    ],
)
def test_what_is_very_clear_needs_nothing_before_it_though_it_ends_in_pointing(
    assistant: Assistant, message: str, labels: List[str]
) -> None:
    assert _best(_understood(assistant, message)) == labels


def test_what_else_is_asked_of_the_register_comes_last(assistant: Assistant) -> None:
    message = "when is our team's debrief? where is SCR-2026-001 up to? how long do these take"

    assert _best(_understood(assistant, message)) == ["support_arrangements", "timescale", "review_status"]


def test_too_many_questions_are_offered_one_by_one(assistant: Assistant, outcomes_of: OutcomesOf) -> None:
    message = "Will I be interviewed? Can I bring someone? Do I get a copy of the report? Will the media be involved?"

    assert len(_understood(assistant, message).questions) == 4
    assert outcomes_of(message) == (UNSURE,)


@pytest.mark.parametrize(
    "message",
    [
        "Do children take part or is it only the adults?",
        "do the police and the school both write an individual management review",
    ],
)
def test_one_question_with_an_and_or_an_or_in_it_stays_one(assistant: Assistant, message: str) -> None:
    assert len(_understood(assistant, message).questions) == 1


@pytest.mark.parametrize(
    ("message", "area", "topic"),
    [
        ("in Rotherham how long does a review take", "rotherham", "timescale"),
        ("How long does a review take in Rotherham?", "rotherham", "timescale"),
        ("I'm in North Yorkshire - will I be interviewed?", "north_yorkshire", "interview"),
        ("hi, North Yorkshire here, what support is there for staff", "north_yorkshire", "staff_support"),
        ("from Rotherham here. who counts as family", "rotherham", "family_definition"),
        ("I'm a school nurse in HARROGATE, can I bring someone to the interview?", "north_yorkshire", "interview_supporter"),
        ("I work in Rotherham. How long does a review take?", "rotherham", "timescale"),
        ("I work for Rotherham. Will I be interviewed?", "rotherham", "interview"),
    ],
)
def test_an_area_said_in_passing_is_taken_and_the_question_understood(
    assistant: Assistant, outcomes_of: OutcomesOf, message: str, area: str, topic: str
) -> None:
    assert _understood(assistant, message).area == area
    assert outcomes_of(message) == (topic,)


@pytest.mark.parametrize("message", ["I am in Rotherham", "switch to rotherham please", "rotherham"])
def test_an_area_by_itself_is_chosen(assistant: Assistant, outcomes_of: OutcomesOf, message: str) -> None:
    assert _understood(assistant, message).area == "rotherham"
    assert outcomes_of(message) == ("set_area",)


def test_of_two_areas_the_last_is_meant(assistant: Assistant) -> None:
    assert _understood(assistant, "i moved from Harrogate to Rotherham, will i be interviewed").area == "rotherham"


def test_every_follow_up_in_the_content_is_understood_after_its_topic(assistant: Assistant, outcomes_of: OutcomesOf) -> None:
    """An editor wrote it as what people ask next, so that is what it must lead to."""
    missed = [
        f"{topic.id}: {phrase!r} is {outcomes} instead of {group.topic}"
        for topic in assistant.content.topics.values()
        for group in topic.follow_ups
        for phrase in group.phrases
        if (outcomes := outcomes_of(phrase, topic.id)) != (group.topic,)
    ]

    assert missed == []


def test_a_follow_up_is_understood_with_what_carries_it_on(outcomes_of: OutcomesOf) -> None:
    assert outcomes_of("and who writes that one?", "imr") == ("imr",)
    assert outcomes_of("right, can my rep come", "interview") == ("interview_supporter",)


def test_the_same_words_mean_what_the_last_answer_was_about(outcomes_of: OutcomesOf) -> None:
    assert outcomes_of("why not", "report_copy") == ("report_copy",)
    assert outcomes_of("why", "timescale") != outcomes_of("why", "imr")


def test_without_an_answer_before_it_nothing_is_a_follow_up(assistant: Assistant, outcomes_of: OutcomesOf) -> None:
    for phrase in ("why", "who does it", "can my rep come"):
        assert _understood(assistant, phrase).questions[0].follow_up is None
    assert outcomes_of("why") == (UNSURE,)


def test_a_long_message_is_no_follow_up(assistant: Assistant) -> None:
    message = "why is it that the newspapers were told before any of us on the team were"

    assert _understood(assistant, message, "imr").questions[0].follow_up is None


@pytest.mark.parametrize(
    "message",
    [
        "",
        "   ",
        "\n",
        "?!",
        "🙂🙂🙂",
        "…",
        "\x00\x07",
        "<br>",
        "asdkjh qwlekj zxmnc",
        "hjkl",
        "日本語の質問",
    ],
)
def test_nonsense_is_not_understood_and_nothing_is_offered(assistant: Assistant, message: str) -> None:
    reading = assistant.read(message, Conversation())

    assert reading.outcomes == (UNSURE,)
    assert reading.offered == ()


@pytest.mark.parametrize("message", ["SCR-2026-001", "scr 2026 7", "SCR/2026/007"])
def test_a_reference_by_itself_is_about_that_review(outcomes_of: OutcomesOf, message: str) -> None:
    assert outcomes_of(message) == ("review_status",)


@pytest.mark.parametrize("message", ["how do i book annual leave", "what is the capital of France", "my printer is broken"])
def test_what_is_not_about_reviews_is_out_of_scope(outcomes_of: OutcomesOf, message: str) -> None:
    assert outcomes_of(message) == ("out_of_scope",)


@pytest.mark.parametrize(
    "typed",
    [
        "<b>will i be interviewed</b>",
        "WILL I BE INTERVIEWED",
        "will  i\nbe interviewed",
        "will\u00a0i be inter\u00adviewed??",
    ],
)
def test_the_form_of_a_message_does_not_change_what_it_means(outcomes_of: OutcomesOf, typed: str) -> None:
    assert clean(typed)
    assert outcomes_of(typed) == ("interview",)
