"""`scr register add`, `stage`, `hold`, `confirm`, `agency` and `imr`: a review, step by step."""

from __future__ import annotations

import datetime as dt

import pytest

from scr.rules.register import Hold, Imr, Stage
from tests.register.known import ONE
from tests.terminal import Terminal


def test_a_review_is_added_and_shown(terminal: Terminal) -> None:
    said = terminal.does(
        *("add", "scr 2025/1", "--area", "North Yorkshire", "--stage", "imrs in progress", "--since", "20/02/2025"),
        *("--decided-on", "2025-01-06", "--agency", "Health", "--agency", "Police", "--hold", "inquest"),
    )

    assert said == f"{ONE} was added, at the stage imrs_in_progress.\n"
    shown = terminal.does("show", "2025-001")
    for fact in (
        "north_yorkshire",
        "imrs_in_progress, since 2025-02-20",
        "2025-05-06, overdue",
        "inquest",
        "Health, Police",
    ):
        assert fact in shown


def test_a_review_goes_through_its_stages(with_one: Terminal) -> None:
    assert "expected to be complete by 2025-06-03" in with_one.does("stage", ONE, "decided", "--on", "2025-02-03")

    review = with_one.reviews.review(ONE)
    assert review is not None
    assert (review.stage, review.decided_on) == (Stage.DECIDED, dt.date(2025, 2, 3))
    assert "from there it goes to considered or panel_set_up" in with_one.refuses("stage", ONE, "closed")
    assert "before that" in with_one.refuses("stage", ONE, "panel_set_up", "--on", "2025-01-31")
    assert "future" in with_one.refuses("stage", ONE, "panel_set_up", "--on", "2099-01-31")
    assert "it is one of: considered" in with_one.refuses("stage", ONE, "finished")
    assert with_one.reviews.review(ONE) == review


def test_a_stage_is_reached_today_where_no_day_is_said(with_one: Terminal) -> None:
    with_one.does("stage", ONE, "not_held")

    review = with_one.reviews.review(ONE)
    assert review is not None
    assert review.stage_since in (dt.date.today(), dt.date.today() - dt.timedelta(days=1))


def test_a_review_is_put_on_hold_and_goes_on(with_one: Terminal) -> None:
    with_one.does("hold", ONE, "criminal proceedings")
    review = with_one.reviews.review(ONE)
    assert review is not None
    assert review.hold is Hold.CRIMINAL_PROCEEDINGS

    with_one.does("hold", ONE, "none")

    review = with_one.reviews.review(ONE)
    assert review is not None
    assert review.hold is None
    assert "criminal_proceedings, inquest, other" in with_one.refuses("hold", ONE, "the father's trial")


def test_an_agency_s_review_is_asked_for_signed_off_and_taken_away(with_one: Terminal) -> None:
    with_one.does("imr", ONE, "health", "--due", "2025-04-01")
    with_one.does("imr", ONE, "Health", "--signed-off", "2025-03-28")
    review = with_one.reviews.review(ONE)
    assert review is not None
    assert review.imrs == (Imr("Health", dt.date(2025, 4, 1), dt.date(2025, 3, 28)),)

    with_one.does("imr", ONE, "Health", "--signed-off", "")
    review = with_one.reviews.review(ONE)
    assert review is not None
    assert review.imrs == (Imr("Health", dt.date(2025, 4, 1)),)

    assert "first: scr register imr" in with_one.refuses("agency", ONE, "Health", "--remove")
    with_one.does("imr", ONE, "Health", "--remove")
    review = with_one.reviews.review(ONE)
    assert review is not None
    assert review.imrs == ()


def test_an_agency_that_is_not_in_the_review_is_named_with_those_that_are(with_one: Terminal) -> None:
    said = with_one.refuses("imr", ONE, "Housing", "--due", "2025-04-01")

    assert "Health, Police" in said
    assert f'scr register agency {ONE} "Housing"' in said
    assert "Housing" in with_one.does("agency", ONE, "Housing")
    with_one.does("imr", ONE, "housing", "--due", "2025-04-01")


def test_a_review_is_confirmed_as_still_so(with_one: Terminal) -> None:
    before = with_one.reviews.review(ONE)

    with_one.does("confirm", ONE)

    after = with_one.reviews.review(ONE)
    assert before is not None
    assert after is not None
    assert after.as_of is not None
    assert before.as_of is not None
    assert after.as_of > before.as_of
    assert after.stage is before.stage


@pytest.mark.parametrize("by", ["", "  ", "x" * 121, "Pat\x1b[31m"])
def test_whoever_does_it_has_a_name_that_can_be_printed(with_one: Terminal, by: str) -> None:
    assert "--by" in with_one.refuses("hold", ONE, "inquest", "--by", by)


@pytest.mark.parametrize(
    "command",
    [
        ("show",),
        ("stage", "decided"),
        ("hold", "none"),
        ("confirm",),
        ("agency", "Health"),
        ("imr", "Health"),
        ("support", "Health", "midwifery"),
    ],
)
def test_a_review_that_is_not_there_is_told_by_every_command(terminal: Terminal, command: "tuple[str, ...]") -> None:
    name, *rest = command

    assert f"no review {ONE}" in terminal.refuses(name, ONE, *rest)
    assert "is no reference" in terminal.refuses(name, "the second one", *rest)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((ONE, "--area", "rotherham"), "already"),
        (("SCR-2025-002", "--area", "leeds"), "there is no area 'leeds'"),
        (("SCR-2025-002", "--area", "rotherham", "--since", "yesterday"), "write it as 2026-09-14"),
        (("SCR-2025-002", "--area", "rotherham", "--since", "2099-01-01"), "future"),
        (("SCR-2025-002", "--area", "rotherham", "--decided-on", "2025-01-01"), "leave `decided_on` out"),
        (("SCR-2025-002", "--area", "rotherham", "--agency", "Health; Police"), "semicolon"),
        (("SCR-2025-002", "--area", "rotherham", "--agency", "x" * 90), "shorten it"),
        (("SCR-2025-002", "--area", "rotherham", "--agency", "Health\udcff"), "cannot be printed"),
    ],
)
def test_a_review_that_cannot_be_is_not_added(with_one: Terminal, options: "tuple[str, ...]", said: str) -> None:
    assert said in with_one.refuses("add", *options)

    assert [record.review.reference for record in with_one.reviews.records()] == [ONE]
