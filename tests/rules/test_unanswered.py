"""Which questions are kept because they got no answer, and what of them."""

from __future__ import annotations

import pytest

from scr.rules.conversation import GUARDS
from scr.rules.unanswered import Why, as_kept, may_be_kept, why_unanswered


@pytest.mark.parametrize(
    ("outcome", "gave_up", "why"),
    [
        ("unsure", False, Why.UNSURE),
        ("not_covered", False, Why.NOT_COVERED),
        ("human", True, Why.HUMAN),
        ("human", False, None),
        ("interview", False, None),
        ("out_of_scope", False, None),
        ("legal_advice", False, None),
    ],
)
def test_what_got_no_answer_is_kept_and_nothing_else(outcome: str, gave_up: bool, why: Why) -> None:
    assert why_unanswered((outcome,), gave_up) is why


def test_one_question_of_several_without_an_answer_is_kept() -> None:
    assert why_unanswered(("interview", "not_covered"), gave_up=False) is Why.NOT_COVERED
    assert why_unanswered(("interview", "out_of_scope"), gave_up=False) is None


@pytest.mark.parametrize("guard", GUARDS)
def test_nothing_is_kept_of_a_message_that_set_off_a_guard(guard: str) -> None:
    assert not may_be_kept(guard, withheld=False)


def test_nothing_is_kept_of_a_message_that_is_withheld() -> None:
    assert not may_be_kept("unsure", withheld=True)
    assert may_be_kept("unsure", withheld=False)


@pytest.mark.parametrize(
    ("redacted", "kept"),
    [
        ("can i bring my dog", "can i bring my dog"),
        ("so\n what  now", "so what now"),
        ("what about SCR-2026-001 then", "what about [reference] then"),
        ("what about scr 26/3, and scr2026001", "what about [reference], and [reference]"),
        ("why is [name] asked", "why is [name] asked"),
        ("[name]", ""),
        ("[NHS number], [e-mail]!", ""),
        ("[access code]", ""),
        ("SCR-2026-001", ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_it_is_kept_without_the_review_and_only_where_words_are_left(redacted: str, kept: str) -> None:
    assert as_kept(redacted) == kept
    assert as_kept(kept) == kept
