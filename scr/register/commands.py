"""What `scr register add`, `stage`, `hold`, `confirm`, `agency`, `imr` and `support` do."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any, Dict

from scr.register.calendar import local_date
from scr.register.errors import CannotRead
from scr.register.fields import OF_SUPPORT, check_area, read_field
from scr.register.spelling import Spellings
from scr.register.telling import agency_in, areas, engine, now, reference_in, required, review_in, signed, tells
from scr.rules.register import Imr, Review, Support, moved, signed_off
from scr.storage.register import NoSuchReview, RegisterStore


@tells
def add(options: argparse.Namespace) -> int:
    by, at = signed(options), now()
    area = required("area", options.area)
    check_area(area, areas())
    since = read_field("stage_since", options.since)
    decided_on = read_field("decided_on", options.decided_on)
    for date in (since, decided_on):
        if date and date > local_date(at):
            raise CannotRead(f"{date} is in the future; it is entered once it has come")
    store = RegisterStore(engine())
    spellings = Spellings(store.agencies())
    review = Review(
        reference_in(options),
        area,
        required("stage", options.stage),
        stage_since=since,
        decided_on=decided_on,
        hold=read_field("hold", options.hold),
        summary_url=read_field("summary_url", options.summary_url),
        agencies=tuple(spellings.take(required("agency", agency)) for agency in options.agency),
    )
    store.add(review, by, at)
    print(f"{review.reference} was added, at the stage {review.stage.value}.")
    return 0


@tells
def stage(options: argparse.Namespace) -> int:
    by, at = signed(options), now()
    reached = required("stage", options.stage)
    today = local_date(at)
    on = read_field("stage_since", options.on) or today
    summary_url = read_field("summary_url", options.summary_url)
    store = RegisterStore(engine())
    review = moved(review_in(options, store), reached, on, today, summary_url)
    store.change(review, by, at, "stage")
    expected = f" It is expected to be complete by {review.expected_by}." if review.expected_by else ""
    print(f"{review.reference} has been at the stage {review.stage.value} since {review.stage_since}.{expected}")
    return 0


@tells
def hold(options: argparse.Namespace) -> int:
    by = signed(options)
    waits_no_longer = options.reason.strip().lower() == "none"
    reason = None if waits_no_longer else required("hold", options.reason)
    store = RegisterStore(engine())
    review = replace(review_in(options, store), hold=reason)
    store.change(review, by, now(), "hold")
    print(f"{review.reference} is on hold: {reason.value}." if reason else f"{review.reference} is not on hold.")
    return 0


@tells
def confirm(options: argparse.Namespace) -> int:
    by = signed(options)
    store = RegisterStore(engine())
    review = review_in(options, store)
    store.change(review, by, now(), "confirmed")
    print(f"{review.reference} is still at the stage {review.stage.value}, as of now.")
    return 0


@tells
def agency(options: argparse.Namespace) -> int:
    by = signed(options)
    store = RegisterStore(engine())
    review = review_in(options, store)
    if options.remove:
        gone = agency_in(options, review)
        if gone in {owed.agency for owed in review.imrs}:
            raise CannotRead(
                f'{gone} owes an individual management review; first: scr register imr {review.reference} "{gone}" --remove'
            )
        agencies = tuple(name for name in review.agencies if name != gone)
    else:
        name = Spellings((*review.agencies, *store.agencies())).find(required("agency", options.agency))
        agencies = tuple(dict.fromkeys((*review.agencies, name)))
    store.change(replace(review, agencies=agencies), by, now(), "agencies")
    print(f"The agencies of {review.reference}: {', '.join(agencies) or 'none'}.")
    return 0


@tells
def imr(options: argparse.Namespace) -> int:
    by, at = signed(options), now()
    due = read_field("imr_due", options.due)
    signed_on = read_field("imr_signed_off", options.signed_off)
    store = RegisterStore(engine())
    review = review_in(options, store)
    owing = agency_in(options, review)
    others = tuple(kept for kept in review.imrs if kept.agency != owing)
    if not options.remove:
        kept = next((kept for kept in review.imrs if kept.agency == owing), Imr(owing))
        kept = kept if options.due is None else replace(kept, due=due)
        kept = kept if options.signed_off is None else replace(kept, signed_off=None)
        review = replace(review, imrs=(*others, kept))
        if signed_on:
            review = signed_off(review, owing, signed_on, local_date(at))
    else:
        review = replace(review, imrs=others)
    store.change(review, by, at, "imr")
    for kept in review.imrs:
        if kept.agency == owing:
            print(f"{review.reference}, {owing}: due {kept.due or 'not said'}, signed off {kept.signed_off or 'not yet'}.")
            return 0
    print(f"{review.reference}, {owing}: no individual management review.")
    return 0


@tells
def support(options: argparse.Namespace) -> int:
    by = signed(options)
    given: Dict[str, Any] = {
        field: read_field(field, getattr(options, field)) for field in OF_SUPPORT if getattr(options, field) is not None
    }
    store = RegisterStore(engine())
    reference = reference_in(options)
    record = store.record(reference)
    if record is None:
        raise NoSuchReview(reference)
    of = agency_in(options, record.review)
    arranged = [kept for kept in record.support if kept.agency == of]
    # One spelling of a team throughout the register, its own agency's before all.
    team = Spellings([*(kept.team for kept in arranged), *store.teams()]).find(required("team", options.team))
    if options.remove:
        store.remove_support(reference, of, team, by, now())
        print(f"{reference}, {of}, {team}: nothing is kept any more.")
        return 0
    kept = next((kept for kept in arranged if kept.team == team), Support(of, team))
    store.set_support(reference, replace(kept, **given), by, now())
    print(f"{reference}, {of}, {team}: kept. `scr register show {reference}` shows it.")
    return 0
