"""What a file changes in the register: what it speaks of, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, List

from scr.register.importing import import_file
from scr.rules.register import Imr, Stage
from scr.storage.register import RegisterStore, Written
from tests.full_review import AT
from tests.register.whole import AREAS, FIRST, LATER, MIDWIFERY, SECOND, WHOLE, Write, holds_the_whole, take


def test_the_same_file_again_changes_nothing(store: RegisterStore, write: Write) -> None:
    path = write(WHOLE)
    take(path, store)

    assert take(path, store, LATER) == Written(unchanged=2)

    holds_the_whole(store)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(store: RegisterStore, write: Write) -> None:
    assert take(write(WHOLE), store, dry_run=True) == Written(added=2)

    assert store.is_empty()


def test_a_later_file_changes_what_it_speaks_of_and_nothing_else(store: RegisterStore, write: Write) -> None:
    take(write(WHOLE), store)

    written = take(write("reference,stage,stage_since\nSCR-2026-002,decided,2026-03-01\n"), store, LATER)

    assert written == Written(changed=1)
    assert store.review("SCR-2026-001") == FIRST
    assert store.review("SCR-2026-002") == replace(
        SECOND, stage=Stage.DECIDED, stage_since=dt.date(2026, 3, 1), as_of=LATER, version=2
    )


def test_an_empty_cell_of_what_a_line_speaks_of_takes_away(store: RegisterStore, write: Write) -> None:
    take(write(WHOLE), store)

    take(
        write(
            "reference,stage,hold,agency,imr,imr_due,team,phone,debrief_date\n"
            "SCR-2026-001,imrs_in_progress,,Health,yes,,midwifery,01632 960109,\n"
        ),
        store,
        LATER,
    )

    review = store.review("SCR-2026-001")
    assert review is not None
    assert (review.hold, review.decided_on) == (None, FIRST.decided_on)
    assert review.imrs == (Imr("Health", None, dt.date(2026, 3, 1)), FIRST.imrs[1])
    assert store.support("SCR-2026-001")[0] == replace(MIDWIFERY, phone="01632 960109", debrief_date=None)


def test_an_empty_cell_of_what_a_line_does_not_speak_of_changes_nothing(store: RegisterStore, write: Write) -> None:
    take(write(WHOLE), store)
    header = WHOLE.splitlines()[0]

    take(write(f"{header}\nSCR-2026-001,,,,,,,Health,,,health visiting,,,,,,,,\n"), store, LATER)

    assert store.review("SCR-2026-001") == FIRST
    assert [support.team for support in store.support("SCR-2026-001")] == ["health visiting", "midwifery", "patrol"]


def test_an_individual_management_review_that_is_not_owed_is_taken_away(store: RegisterStore, write: Write) -> None:
    take(write(WHOLE), store)

    take(write("reference,agency,imr\nSCR-2026-001,police,no\n"), store, LATER)

    review = store.review("SCR-2026-001")
    assert review is not None
    assert review.imrs == FIRST.imrs[:1]


def test_agencies_and_teams_are_spelt_as_they_were_first(store: RegisterStore, write: Write) -> None:
    take(write(WHOLE), store)

    take(
        write(
            "reference,area,stage,agencies,agency,team,phone\n"
            "SCR-2026-001,,,,HEALTH,Midwifery,01632 960109\n"
            "SCR-2026-003,rotherham,considered,health; Housing; HOUSING,housing,Lettings,\n"
        ),
        store,
        LATER,
    )

    assert [support.team for support in store.support("SCR-2026-001")] == ["midwifery", "patrol"]
    third = store.review("SCR-2026-003")
    assert third is not None
    assert third.agencies == ("Health", "Housing")


def test_the_agencies_of_a_new_review_may_be_left_to_its_lines(store: RegisterStore, write: Write) -> None:
    take(
        write("reference,area,stage,agency,team\nSCR-2026-001,rotherham,considered,Police,patrol\n,,,Health,midwifery\n"),
        store,
    )

    review = store.review("SCR-2026-001")
    assert review is not None
    assert review.agencies == ("Police", "Health")


def test_how_far_it_has_got_is_told(store: RegisterStore, write: Write) -> None:
    told: List[Any] = []

    import_file(write(WHOLE), store, "Pat Example", AT, AREAS, report=lambda *step: told.append(step))

    assert told[0] == ("reading", 2, None)
    assert told[-1] == ("writing", 2, 2)
