"""What counts as right, as wrong with confidence, and as a task that is not built."""

from __future__ import annotations

import math
from typing import Any, Dict, Tuple

import pytest

from scr.evaluation.cases import LabelledQuestion, Turn
from scr.evaluation.score import (
    Answered,
    Case,
    Share,
    as_json,
    label_figures,
    question_figures,
    score_question,
    score_turn,
    turn_figures,
)
from scr.replies import Button, Passage, Reply
from scr.rules.conversation import Conversation


def _question(*labels: str) -> LabelledQuestion:
    return LabelledQuestion(id="q1", text="will i be interviewed", labels=labels)


def _answered(
    *outcomes: str, offered: Tuple[str, ...] = (), text: str = "Quite possibly.", buttons: Tuple[str, ...] = ()
) -> Answered:
    return Answered(outcomes, offered, text, buttons)


def _turn(**fields: Any) -> Turn:
    return Turn(**{"user": "and then?", "expect": ["imr"], **fields})


@pytest.mark.parametrize(
    ("labels", "answered", "right", "wrong_with_confidence"),
    [
        (("interview",), _answered("interview"), True, False),
        (("interview", "imr"), _answered("imr"), True, False),
        (("interview",), _answered("imr"), False, True),
        (("interview",), _answered(), False, False),
        # An answer beside the right one that nobody asked for counts as wrong with confidence, though the first is right.
        (("interview",), _answered("interview", "imr"), True, True),
        (("interview",), _answered("imr", "interview"), False, True),
        # To ask again, to offer, to name a person, to be unavailable: not right, but nothing false was said.
        (("interview",), _answered("unsure"), False, False),
        (("interview",), _answered("human"), False, False),
        (("interview",), _answered("unavailable"), False, False),
        (("human",), _answered("human"), True, False),
        # Refusals are answers.
        (("interview",), _answered("out_of_scope"), False, True),
        (("interview",), _answered("not_covered"), False, True),
        (("interview",), _answered("immediate_danger"), False, True),
        # Nonsense is labelled out of scope, and is rightly not understood, unless something is offered.
        (("out_of_scope",), _answered("unsure"), True, False),
        (("out_of_scope",), _answered("unsure", offered=("imr",)), False, False),
        # A task that is not built is wrong where it was asked for, without a false word.
        (("review_status",), _answered("register_unavailable"), False, False),
        (("support_arrangements",), _answered("register_unavailable"), False, False),
        # Where it was not asked for, to speak of it is an answer to another question.
        (("interview",), _answered("register_unavailable"), False, True),
        (("triage",), _answered("register_unavailable"), False, True),
        (("review_status",), _answered("triage"), False, True),
    ],
)
def test_a_question_is_scored(labels: Tuple[str, ...], answered: Answered, right: bool, wrong_with_confidence: bool) -> None:
    case = score_question(_question(*labels), answered)

    assert case.right is right
    assert case.wrong_with_confidence is wrong_with_confidence
    assert bool(case.why) is not right


def test_the_right_topic_among_those_offered_is_counted_by_itself() -> None:
    case = score_question(_question("interview"), _answered("unsure", offered=("imr", "interview")))

    assert (case.right, case.offered_right) == (False, True)
    assert not score_question(_question("media"), _answered("unsure", offered=("imr",))).offered_right


def test_a_miss_says_what_came_instead() -> None:
    assert score_question(_question("interview", "imr"), _answered("media")).why == ["media instead of interview or imr"]
    assert score_question(_question("interview"), _answered()).why == ["nothing instead of interview"]


@pytest.mark.parametrize(
    ("must_mention", "text", "right"),
    [
        ([], "Whatever.", True),
        (["four months"], "It takes Four Months.", True),
        (["four months|4 months"], "It takes 4 months.", True),
        (["four months | 4 months"], "It takes 4 months.", True),
        (["four months|4 months"], "It takes long.", False),
        (["panel", "chair|chairperson"], "The panel has a chair.", True),
        (["panel", "chair|chairperson"], "It has a chair.", False),
    ],
)
def test_every_entry_must_be_mentioned_and_of_each_one_of_its_choices(
    must_mention: "list[str]", text: str, right: bool
) -> None:
    case = score_turn("c1", 2, _turn(must_mention=must_mention), _answered("imr", text=text))

    assert case.right is right
    assert (case.id, case.conversation) == ("c1.2", "c1")


def test_what_must_be_mentioned_must_stand_in_the_reply_and_not_on_a_button() -> None:
    turn = _turn(must_mention=["interview"])

    assert not score_turn("c1", 1, turn, _answered("imr", text="It is a report.", buttons=("Will I be interviewed?",))).right


@pytest.mark.parametrize(
    "answered", [_answered("imr", text="Ask Jan WHITFIELD."), _answered("imr", text="No.", buttons=("Call Jan Whitfield",))]
)
def test_what_must_not_be_mentioned_may_stand_nowhere(answered: Answered) -> None:
    case = score_turn("c1", 1, _turn(must_not_mention=["Jan Whitfield", "Ruth"]), answered)

    assert not case.right
    assert case.why == ["mentions 'Jan Whitfield'"]


def test_a_turn_with_the_wrong_ending_is_wrong_whatever_it_mentions() -> None:
    case = score_turn("c1", 1, _turn(must_mention=["report"]), _answered("media", text="A report."))

    assert case.why == ["media instead of imr"]


def test_what_came_back_is_gathered_from_all_replies_in_their_order() -> None:
    first = Reply(
        ("imr", "media"),
        (Passage("One."), Passage("Two.", "answer")),
        Conversation(),
        (Button("a", "A"),),
        "Next",
    )
    second = Reply(("unsure",), (Passage("Three."),), Conversation(offered=("imr",)), (Button("b", "B"), Button("c", "C")))

    answered = Answered.of([first.as_shown(), second.as_shown()])

    assert answered == Answered(("imr", "media", "unsure"), ("imr",), "One.\n\nTwo.\n\nThree.", ("A", "B", "C"))
    assert Answered.of([]) == Answered((), (), "")


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 100, 0.7222, 0.8749)],
)
def test_a_share_has_its_wilson_interval(right: int, total: int, low: float, high: float) -> None:
    """Against Wilson's formula, worked out by hand with z = 1.96."""
    share = Share(right, total)

    assert share.value == right / total
    assert share.interval == pytest.approx((low, high), abs=5e-4)
    assert share.interval == pytest.approx(_wilson(right, total), abs=1e-4)


def _wilson(right: int, total: int) -> Tuple[float, float]:
    z, p = 1.959964, right / total
    middle = p + z * z / (2 * total)
    spread = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return ((middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total))


def test_a_share_of_nothing_is_said_to_be_of_nothing() -> None:
    assert math.isnan(Share(0, 0).value)
    assert all(map(math.isnan, Share(0, 0).interval))
    assert str(Share(0, 0)) == "no case"
    assert str(Share(5, 10)) == " 50.0%  (23.7% to 76.3%; 5 of 10)"


def _cases() -> "list[Case]":
    scored: Dict[str, Tuple[Tuple[str, ...], Answered]] = {
        "right": (("interview",), _answered("interview")),
        "wrong": (("interview",), _answered("media")),
        "offered": (("imr",), _answered("unsure", offered=("imr",))),
        "refused": (("out_of_scope",), _answered("out_of_scope")),
        "not refused": (("out_of_scope",), _answered("imr")),
        "recognised": (("not_covered",), _answered("not_covered")),
        "caught": (("immediate_danger",), _answered("immediate_danger")),
        "not caught": (("immediate_danger",), _answered("unsure")),
        "false alarm": (("media",), _answered("immediate_danger")),
    }
    return [
        score_question(LabelledQuestion(id=name, text="x", labels=labels), answered)
        for name, (labels, answered) in scored.items()
    ]


def test_the_figures_of_questions_are_counted() -> None:
    assert question_figures(_cases()) == {
        "right_first": Share(4, 9),
        "right_or_offered": Share(5, 9),
        "wrong_with_confidence": Share(3, 9),
        "out_of_scope_refused": Share(1, 2),
        "not_covered_recognised": Share(1, 1),
        "danger_caught": Share(1, 2),
        "danger_false_alarms": Share(1, 7),
    }


def test_the_figures_of_labels_are_counted_by_the_first() -> None:
    assert label_figures(_cases())["interview"] == Share(1, 2)
    assert label_figures(_cases())["imr"] == Share(0, 1)


def test_turns_that_a_task_has_to_answer_are_left_out_of_the_second_figure() -> None:
    cases = [
        score_turn("c1", 1, _turn(), _answered("imr")),
        score_turn("c1", 2, _turn(), _answered("media")),
        *(
            score_turn("c1", 3, _turn(expect=[task]), _answered("register_unavailable"))
            for task in ("review_status", "not_authorised", "triage")
        ),
    ]

    assert turn_figures(cases) == {"turns_right": Share(1, 5), "turns_outside_tasks_right": Share(1, 2)}


def test_the_figures_are_written_with_every_case() -> None:
    written = as_json(_cases(), [score_turn("c1", 1, _turn(), _answered("imr"))])

    assert written["questions"]["total"] == 9
    assert written["questions"]["right_first"] == pytest.approx(4 / 9)
    assert written["conversations"]["turns"] == 1
    assert [case["id"] for case in written["cases"]] == [*(case.id for case in _cases()), "c1.1"]
