"""Access codes: however they are typed they are found, and none is left in a text."""

from __future__ import annotations

import secrets
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scr.rules.codes import ALPHABET, REDACTED, Code, find_code, new_code, redacted, written

CODE = Code("R5MB", "JST4TP655KDC")
codes = st.integers(0, 2**64).map(lambda seed: new_code(Random(seed).choice))
separators = st.sampled_from(["", " ", "-", ".", "\u2013", " - ", ". ", ", ", "\n", "\u00a0", "\u2011", "\u200b", "_", "/"])


@st.composite
def typings(draw: st.DrawFn, code: Code) -> str:
    """A code as people type it: in any case, with the same thing between its groups, or between all its characters."""
    groups = written(code).split("-")
    if draw(st.booleans()):
        groups = list("".join(groups))
    text = draw(separators).join(groups)
    return draw(st.sampled_from([text.lower(), text, text.capitalize(), text.swapcase()]))


def test_a_new_code_has_four_groups_of_four_with_nothing_that_looks_like_something_else() -> None:
    code = new_code(secrets.choice)

    assert [len(group) for group in written(code).split("-")] == [4, 4, 4, 4]
    assert set(written(code)) <= {*ALPHABET, "-"}
    assert not set("AEIOUYL01") & set(ALPHABET)
    assert written(code).replace("-", "") == code.id + code.secret


@given(code=codes)
def test_every_new_code_mixes_letters_and_digits(code: Code) -> None:
    digits = sum(character.isdigit() for character in code.id + code.secret)

    assert 2 <= digits <= 12


def test_new_codes_differ() -> None:
    assert len({new_code(secrets.choice) for _ in range(1000)}) == 1000


def test_a_source_that_always_says_the_same_is_refused() -> None:
    with pytest.raises(ValueError, match="random"):
        new_code(lambda alphabet: alphabet[0])


def test_a_code_does_not_show_its_secret() -> None:
    assert repr(CODE) == "Code(id='R5MB')"
    assert CODE.secret not in f"{CODE} {[CODE]} {CODE!r}"


@pytest.mark.parametrize(
    "text",
    [
        "R5MB-JST4-TP65-5KDC",
        "r5mb-jst4-tp65-5kdc",
        "r5mbjst4tp655kdc",
        "R5MB JST4 TP65 5KDC",
        "R5MB.JST4.TP65.5KDC.",
        "R 5 M B J S T 4 T P 6 5 5 K D C",
        "R5MBJST4 TP655KDC",
        "my code is r5mb jst4 tp65 5kdc",
        "hi, it's “R5MB\u2013JST4\u2013TP65\u20135KDC” thx!",
        "access code:R5MB-JST4-TP65-5KDC",
        "R5MB-JST4-\nTP65-5KDC",
        "(R5MB-JST4-TP65-5KDC) for SCR-2026-001 please",
        "SCR-2026-001 r5mb jst4 tp65 5kdc 01632 960234",
    ],
)
def test_a_code_is_found_however_it_is_typed(text: str) -> None:
    assert find_code(text) == CODE


def test_of_two_codes_in_one_message_neither_is_tried() -> None:
    assert find_code("R5MB-JST4-TP65-5KDC or X7QW-ZZ23-HJKM-NPRS") is None


def test_the_same_code_twice_with_words_between_is_found() -> None:
    assert find_code("R5MB-JST4-TP65-5KDC, again: r5mbjst4tp655kdc") == CODE


@given(data=st.data(), code=codes)
def test_any_code_in_any_typing_is_found_among_words_and_nothing_of_it_is_left(data: st.DataObject, code: Code) -> None:
    typed = data.draw(typings(code))
    before = data.draw(st.sampled_from(["", "my code is ", "Code: ", "I was given ("]))
    after = data.draw(st.sampled_from(["", ".", " please", ") ok", " - thank you"]))
    text = before + typed + after

    assert find_code(text) == code

    assert redacted(text) == before + REDACTED + after


@given(data=st.data(), code=codes)
def test_most_of_a_code_is_taken_out_where_one_character_is_wrong_too_much_or_missing(
    data: st.DataObject, code: Code
) -> None:
    """Not more than one group is left, and nothing else is taken."""
    text = list(written(code))
    at = data.draw(st.integers(0, len(text) - 1).filter(lambda place: text[place] != "-"))
    text[at] = data.draw(st.sampled_from(["", "0", "O", "l", "Y", "2", text[at] * 2]))
    between = data.draw(st.sampled_from(["-", " ", ".", " - "]))
    typed = "".join(text).replace("-", between)

    left = redacted(f"it says {typed} on the letter")

    assert left.startswith("it says ")
    assert left.endswith(" on the letter")
    kept = left[len("it says ") : -len(" on the letter")].replace(REDACTED, "").strip(" .-")
    assert len(kept) <= 5
    assert REDACTED in left


@pytest.mark.parametrize(
    "text",
    [
        "JST4-TP65-5KDC",
        "jst4 tp65 5kdc",
        "R5MBJST4TP",
        "coder5mbjst4tp655kdc",
        "r5mb jst4 tp65",
        "R5MBJST4 TP655K",
        "R5MBJST40TP655KDC",
        "R 5 M B J S T 4 T P",
    ],
)
def test_most_of_a_code_is_taken_out_alone(text: str) -> None:
    assert redacted(text) == REDACTED


def test_all_codes_of_a_message_are_taken_out() -> None:
    text = "R5MB-JST4-TP65-5KDC did not work so I tried x7qwzz23hjkmnprs"

    assert redacted(text) == f"{REDACTED} did not work so I tried {REDACTED}"


@given(text=st.text() | st.text(ALPHABET + ALPHABET.lower() + " -.aeO01", max_size=80))
@example("ßbcd 2345 ﬀgh jkmn")
def test_any_text_can_be_read_and_what_was_taken_out_once_stays_out(text: str) -> None:
    left = redacted(text)

    assert find_code(left) is None
    assert redacted(left) == left


@given(text=st.text(ALPHABET + " -", max_size=60))
def test_whatever_is_found_is_taken_out(text: str) -> None:
    if find_code(text):
        assert REDACTED in redacted(text)
