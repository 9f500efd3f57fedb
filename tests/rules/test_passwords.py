"""Which passwords may open an account: length counts, what everybody guesses does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.rules.passwords import LONGEST, SHORTEST, Fault, fault, normal

NAME = "Example Handler"


@pytest.mark.parametrize(
    "password", ["four walnut lorries hum", "kettleorbitgravel", "Tr0ub4dor&3-ladder", "zażółć gęślą jaźń", "x7#kQ!v2mP9z"]
)
def test_a_password_that_is_long_and_its_owners_own_may_be_used(password: str) -> None:
    assert fault(password, NAME) is None


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", Fault.TOO_SHORT),
        ("walnut-hums", Fault.TOO_SHORT),
        ("w" * 201, Fault.TOO_LONG),
        ("my handler walnut", Fault.HOLDS_NAME),
        ("EXAMPLE walnut lorries", Fault.HOLDS_NAME),
        ("password1234", Fault.TOO_COMMON),
        ("Password2026!!", Fault.TOO_COMMON),
        ("P@ssw0rd12345", Fault.TOO_COMMON),
        ("qwertyuiop12", Fault.TOO_COMMON),
        ("poiuytrewq321", Fault.TOO_COMMON),
        ("1234567890123", Fault.TOO_COMMON),
        ("abcdefghijklmnop", Fault.TOO_COMMON),
        ("aaaaaaaaaaaaaaa", Fault.TOO_COMMON),
        ("abcabcabcabcabc", Fault.TOO_COMMON),
        ("walnutwalnut", Fault.TOO_COMMON),
        ("Summer2026Summer2026", Fault.TOO_COMMON),
        ("1qaz2wsx3edc", Fault.TOO_COMMON),
        ("safeguarding2026", Fault.TOO_COMMON),
    ],
)
def test_a_password_that_is_soon_guessed_may_not_be_used(password: str, expected: Fault) -> None:
    assert fault(password, NAME) is expected


def test_a_short_word_of_a_name_may_stand_in_a_password() -> None:
    assert fault("walnut jo lorries hum", "Jo Example") is None
    assert fault("walnut jo example hum", "Jo Example") is Fault.HOLDS_NAME


def test_the_same_keys_on_another_computer_give_the_same_password() -> None:
    assert normal("cafe\u0301 walnut lorries") == normal("caf\u00e9 walnut lorries")


@given(st.text(max_size=SHORTEST - 1))
def test_nothing_short_may_be_used(password: str) -> None:
    assert fault(password, NAME) is Fault.TOO_SHORT


@given(st.text(min_size=SHORTEST, max_size=LONGEST), st.text(max_size=40))
def test_every_password_and_name_can_be_judged(password: str, name: str) -> None:
    assert fault(password, name) in (None, *Fault)


@given(st.text(alphabet="abcdefghijklm", min_size=SHORTEST, max_size=30))
def test_what_is_added_to_a_name_does_not_make_it_good(rest: str) -> None:
    assert fault(f"{rest}handler", NAME) in (Fault.HOLDS_NAME, Fault.TOO_LONG)
