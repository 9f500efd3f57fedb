"""Replies out of the register, for every shape that a record can have: whole sentences, its facts, and no others."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Dict, Iterator, Optional

import pytest

from scr.content import Content
from scr.replies import Composer, Facts, Reply
from scr.replies.reply import REGISTER
from scr.rules.conversation import Asks, Conversation, Reading
from scr.rules.enquiry import Asked, Ending, Finding
from scr.rules.register import SUMMARY_IS_PUBLIC, Hold, Imr, Review, Stage, Support
from tests.told import REFERENCE, TEAM, TODAY, URL, dates_in, faults, in_words, tell, text_of, told


@pytest.fixture(scope="module")
def composer(content: Content) -> Composer:
    return Composer(content, Facts(stale_after_days=42))


# ---- Where a review has got to ----

_AS_OF = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.timezone.utc)
_STALE = dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.timezone.utc)
_ON_TIME, _LATE = dt.date(2026, 6, 1), dt.date(2026, 1, 5)
_IMRS = (
    Imr("Health"),
    Imr("Police", due=dt.date(2026, 7, 20)),
    Imr("Education", due=dt.date(2026, 7, 13)),
    Imr("Housing", due=dt.date(2026, 7, 2), signed_off=dt.date(2026, 7, 3)),
)
BEFORE_PUBLICATION = [stage for stage in Stage if stage not in SUMMARY_IS_PUBLIC]
every_stage = pytest.mark.parametrize("stage", Stage)


def _reviews(stage: Stage) -> Iterator[Review]:
    """Every shape that a record at this stage can have."""
    is_over = stage in (Stage.CLOSED, Stage.NOT_HELD)
    decisions = [None] if stage in (Stage.CONSIDERED, Stage.NOT_HELD) else [None, _ON_TIME, _LATE]
    for decided, has_since, hold, imrs, url, as_of in product(
        decisions,
        (True, False),
        (None,) if is_over else (None, *Hold),
        ((), _IMRS),
        (None, URL) if stage in SUMMARY_IS_PUBLIC else (None,),
        (_AS_OF, _STALE),
    ):
        since = dt.date(2026, 6, 15) if has_since else None
        agencies = tuple(imr.agency for imr in imrs)
        yield Review(REFERENCE, "rotherham", stage, since, decided, hold, url, agencies, imrs, as_of)


def _status(composer: Composer, review: Review) -> Reply:
    return tell(composer, Finding(Asked.REVIEW_STATUS, Ending.TOLD, TODAY, REFERENCE, area=review.area, review=review))


@every_stage
def test_of_every_stage_the_register_is_told_in_whole_sentences(composer: Composer, content: Content, stage: Stage) -> None:
    words = content.stages[stage.value]
    for review in _reviews(stage):
        reply = _status(composer, review)

        assert faults(reply) == []
        assert reply.outcomes == ("review_status",)
        assert {passage.kind for passage in reply.passages} == {REGISTER}
        assert text_of(reply).startswith(f"{REFERENCE}, Rotherham: {words.now}")
        assert words.next in text_of(reply)
        assert reply.conversation.stage_topic == words.topic
        assert words.topic in [button.name for button in reply.buttons]


@every_stage
def test_of_every_stage_the_dates_are_those_of_the_record_and_no_others(composer: Composer, stage: Stage) -> None:
    for review in _reviews(stage):
        text = text_of(_status(composer, review))
        assert review.as_of is not None

        decided = review.decided_on if review.expected_by else None
        imrs = [imr.signed_off or imr.due for imr in review.imrs]
        assert dates_in(text) == in_words(review.stage_since, decided, review.expected_by, review.as_of.date(), *imrs)
        assert ("does not say since when" in text) == (review.stage_since is None)


@every_stage
def test_what_is_late_on_hold_or_old_is_said_to_be_so_and_nothing_else_is(composer: Composer, stage: Stage) -> None:
    for review in _reviews(stage):
        text = text_of(_status(composer, review))

        is_late = review.expected_by == dt.date(2026, 5, 5)
        assert ("It was expected by Tuesday 5 May 2026" in text) == is_late
        assert ("It is expected to be finished by Thursday 1 October 2026" in text) == (
            review.expected_by is not None and not is_late
        )
        assert ("does not say when it is expected" in text) == (review.report_is_due and review.decided_on is None)
        assert ("It is on hold" in text) == (review.hold is not None)
        assert ("criminal proceedings" in text) == (review.hold is Hold.CRIMINAL_PROCEEDINGS)
        assert ("an inquest" in text) == (review.hold is Hold.INQUEST)
        assert ("74 days" in text) == (review.as_of == _STALE)


@every_stage
def test_each_agencys_own_review_is_told_as_it_stands(composer: Composer, stage: Stage) -> None:
    for review in _reviews(stage):
        lines = [passage.text for passage in _status(composer, review).passages if "management review of" in passage.text]

        assert len(lines) == len(review.imrs)
        if lines:
            assert lines == [
                "The individual management review of Health is not signed off yet; the register gives no date for it.",
                "The individual management review of Police is due on Monday 20 July 2026 and is not signed off yet.",
                "The individual management review of Education was due on Monday 13 July 2026 and is not signed off yet.",
                "The individual management review of Housing was signed off on Friday 3 July 2026.",
            ]


@pytest.mark.parametrize("stage", BEFORE_PUBLICATION)
def test_before_it_is_published_nothing_is_said_to_be_complete_or_published(composer: Composer, stage: Stage) -> None:
    for review in _reviews(stage):
        text = text_of(_status(composer, review)).lower()

        for untrue in ("has been published", "is complete", "is closed", "is public.", "read it here", "was published"):
            assert untrue not in text


@pytest.mark.parametrize("stage", sorted(SUMMARY_IS_PUBLIC))
def test_once_it_is_published_the_summary_is_found_or_somebody_to_ask(composer: Composer, stage: Stage) -> None:
    for review in _reviews(stage):
        text = text_of(_status(composer, review))

        assert "complete" in text
        assert (URL in text) == (review.summary_url is not None)
        assert ("does not say where it stands. Ask" in text) == (review.summary_url is None)


def test_when_it_was_last_changed_is_told_by_the_local_day(composer: Composer) -> None:
    half_past_midnight = dt.datetime(2026, 7, 9, 23, 30, tzinfo=dt.timezone.utc)

    text = text_of(_status(composer, Review(REFERENCE, "rotherham", Stage.CONSIDERED, as_of=half_past_midnight)))

    assert "on Friday 10 July 2026" in text


# ---- What is not told ----

NOT_TOLD: Dict[str, Finding] = {
    f"{asked.value}, {ending.value}, {'named' if reference else 'not named'}": Finding(
        asked,
        ending,
        TODAY,
        reference,
        choices=(REFERENCE, "SCR-2026-002") if ending is Ending.ASK_REFERENCE else (),
        parties=(TEAM,) if ending is Ending.NOT_AUTHORISED else (),
    )
    for asked, ending, reference in product(Asked, Ending, (REFERENCE, None))
    if ending not in (Ending.TOLD, Ending.UNKNOWN_REFERENCE if reference is None else None)
    and not (ending is Ending.ASK_REFERENCE and reference)
}


@pytest.mark.parametrize("finding", NOT_TOLD.values(), ids=NOT_TOLD)
@pytest.mark.parametrize("asks", [None, *Asks])
def test_what_is_not_told_is_declined_in_whole_sentences_that_lead_on(
    composer: Composer, finding: Finding, asks: Optional[Asks]
) -> None:
    reply = tell(composer, finding, asks=asks)

    assert faults(reply) == []
    assert finding.asked.value in reply.outcomes
    assert all(passage.kind != REGISTER for passage in reply.passages)
    if finding.ending is not Ending.ASK_REFERENCE:  # which shows what a reference looks like
        says_which = finding.reference is not None and finding.ending is not Ending.NOT_AUTHORISED
        assert (REFERENCE in text_of(reply)) == says_which
    assert not dates_in(text_of(reply))
    assert set(finding.choices) <= {button.text for button in reply.buttons}


def test_who_has_just_signed_in_is_told_so_before_the_answer(composer: Composer, content: Content) -> None:
    finding = told(Asked.SUPPORT_ARRANGEMENTS, Support("Health", "health visiting", "Ann Example"))

    assert tell(composer, finding, just_signed_in=True).passages[0].text == content.fragments["now_signed_in"]
    assert content.fragments["now_signed_in"] not in text_of(tell(composer, finding))


# ---- What else was asked at once ----


def test_another_task_is_put_off_in_words_and_told_in_none(composer: Composer, content: Content) -> None:
    finding = Finding(Asked.REVIEW_STATUS, Ending.ASK_REFERENCE, TODAY)
    reading = Reading(("review_status",), also=("timescale", "support_arrangements"))

    reply = composer.tell(finding, reading, Conversation())

    *_, answer, put_off = [passage.text for passage in reply.passages]
    assert answer == content.topics["timescale"].answers[0].text
    assert f'You also asked: "{content.tasks["support_arrangements"]}"' in put_off
    assert reply.outcomes == ("ask_reference", "review_status", "timescale")
