"""The invented reviews that somebody who tries the assistant out finds."""

from __future__ import annotations

import datetime as dt
import re

from scr.register.sample import load_sample
from scr.rules.register import Review, Stage
from scr.settings import ROOT
from scr.storage.register import RegisterStore

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone.utc)
SAMPLE = ROOT / "data" / "sample_register.yml"


def test_it_is_loaded_into_an_empty_register(store: RegisterStore) -> None:
    assert load_sample(store, SAMPLE, AT) == 4

    records = list(store.records())
    assert [record.review.reference for record in records] == [f"SCR-2024-90{number}" for number in (1, 2, 3, 4)]
    assert {record.review.area for record in records} == {"north_yorkshire", "rotherham"}
    assert len({record.review.stage for record in records}) == 4
    assert any(record.review.hold for record in records)
    assert any(support.debrief_date is None for record in records for support in record.support)


def test_it_is_loaded_once_and_beside_nothing_real(store: RegisterStore) -> None:
    store.add(Review("SCR-2026-001", "rotherham", Stage.CONSIDERED), "Pat Example", AT)

    assert load_sample(store, SAMPLE, AT) == 0

    assert [record.review.reference for record in store.records()] == ["SCR-2026-001"]


def test_it_names_nobody_and_nobody_s_number(store: RegisterStore) -> None:
    load_sample(store, SAMPLE, AT)

    for record in store.records():
        for support in record.support:
            assert support.contact_name is None or support.contact_name.startswith("Sample Contact")
            assert support.phone is None or re.fullmatch(r"01632 960\d{3}", support.phone)
            assert support.email is None or support.email.endswith(".example")
    assert "INVENTED" in SAMPLE.read_text(encoding="utf-8").splitlines()[0]
