"""A call at the desk: what the words give, what the handler sets, and that nothing but known values comes of either."""

from __future__ import annotations

from typing import Dict, List, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.assistant import Assistant, load_assistant
from scr.content import Content
from scr.desk.call import FIELDS, Call, CallForm, Calls
from scr.desk.listening import Listening
from scr.rules.triage import Route, Urgency
from scr.settings import Settings

_LONGEST = 2000
LINE = "health visitor in Rotherham asking whether the family is told, wants ringing back, no rush"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return load_assistant(Settings())


@pytest.fixture(scope="module")
def content(assistant: Assistant) -> Content:
    return assistant.content


@pytest.fixture(scope="module")
def calls(assistant: Assistant) -> Calls:
    return Calls(assistant.content, Listening(assistant))


def form(by_hand: Sequence[str], **values: str) -> CallForm:
    """As the script sends it."""
    return CallForm.read({"by_hand": ["", *by_hand], **{name: [value] for name, value in values.items()}}, _LONGEST)


def a_call(calls: Calls, words: str, by_hand: Sequence[str] = (), **values: str) -> Call:
    return calls.call(form(by_hand, words=words, **values))


def test_one_line_gives_the_whole_note(calls: Calls) -> None:
    call = a_call(calls, LINE)

    assert call.values == {
        "role": "health visitor",
        "agency": "Health",
        "area": "rotherham",
        "reference": "",
        "urgency": "routine",
        "call_back": "yes",
    }
    assert call.note.needs == ("informing_family",)
    assert (call.urgency, call.way and call.way.route, call.problems) == (Urgency.ROUTINE, Route.PANEL, {})


def test_the_three_likeliest_answers_stand_there_with_their_sources(calls: Calls) -> None:
    likely = a_call(calls, LINE).heard.likely

    assert likely[0].need == "informing_family"
    assert len(likely) == 3
    assert all(passage.citation for each in likely[:1] for passage in each.passages)


@pytest.mark.parametrize("area", ["rotherham", "north_yorkshire"])
def test_the_answer_is_the_one_of_the_area_that_the_handler_has_set(calls: Calls, assistant: Assistant, area: str) -> None:
    call = a_call(calls, "teacher, who decides on a review", ["area"], area=area)

    expected = assistant.composer.answers_to("who_decides", area)
    assert call.chosen[0].passages == call.heard.likely[0].passages == expected


def test_the_answer_is_the_one_of_the_area_that_the_words_name(calls: Calls, assistant: Assistant) -> None:
    call = a_call(calls, "teacher in rotherham asks who decides on a review")

    assert call.heard.likely[0].passages == assistant.composer.answers_to("who_decides", "rotherham")


def test_what_the_handler_has_set_the_words_no_longer_change(calls: Calls) -> None:
    call = a_call(calls, LINE, ["role", "urgency"], role="midwife", urgency="today")

    assert (call.values["role"], call.urgency) == ("midwife", Urgency.TODAY)


def test_what_the_handler_has_emptied_stays_empty(calls: Calls) -> None:
    assert a_call(calls, LINE, ["area"], area="").note.area is None


def test_without_script_whatever_is_filled_in_was_set_by_hand(calls: Calls) -> None:
    call = calls.call(CallForm.read({"words": [LINE], "role": ["midwife"], "area": [""]}, _LONGEST))

    assert (call.note.role, call.note.area) == ("midwife", "rotherham")


def test_an_answer_goes_into_the_note_and_out_again(calls: Calls) -> None:
    before = form([], words=LINE)
    put_in = calls.toggled(before, "timescale")
    taken_out = calls.toggled(put_in, "timescale")

    assert calls.call(put_in).note.needs == ("informing_family", "timescale")
    assert calls.call(taken_out).note.needs == ("informing_family",)


def test_what_the_words_put_in_can_be_taken_out_and_put_back(calls: Calls) -> None:
    out = calls.toggled(form([], words=LINE), "informing_family")
    back = calls.toggled(out, "informing_family")

    assert calls.call(out).note.needs == ()
    assert calls.call(back).note.needs == ("informing_family",)


def test_a_danger_is_warned_of_and_is_an_emergency_whatever_the_handler_says(calls: Calls) -> None:
    call = a_call(calls, "teacher, a child is being hit right now next door", ["urgency"], urgency="routine")

    assert call.urgency is Urgency.EMERGENCY
    assert call.way is not None
    assert call.way.route is Route.EMERGENCY_SERVICES
    assert "999" in call.heard.warnings[0].text


def test_a_caller_who_is_not_coping_is_warned_of(calls: Calls) -> None:
    call = a_call(calls, "midwife says she cannot cope any more, cries all day")

    assert call.heard.warnings
    assert call.urgency is Urgency.TODAY


def test_a_name_is_noticed_and_stands_nowhere(calls: Calls) -> None:
    call = a_call(calls, "teacher Mrs Quillfeather asks who is on the panel")

    assert call.heard.left_out
    assert "Quillfeather" not in repr((call.note, call.values, call.heard, call.chosen))


@pytest.mark.parametrize(
    ("words", "values", "problem"),
    [
        ("who is on the panel", {}, "role"),
        ("teacher here", {}, "words"),
        (LINE, {"reference": "the one from March"}, "reference"),
        (LINE, {"call_back_by": "tomorrow"}, "call_back_by"),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_said(calls: Calls, words: str, values: Dict[str, str], problem: str) -> None:
    assert list(a_call(calls, words, list(values), **values).problems) == [problem]


def test_a_reference_may_be_typed_in_any_form(calls: Calls) -> None:
    assert a_call(calls, LINE, ["reference"], reference="scr 2026 / 1").note.reference == "SCR-2026-001"


def test_every_need_that_a_call_can_have_can_be_shown(content: Content, assistant: Assistant) -> None:
    shown = Listening(assistant).with_needs(tuple(content.ways), None)

    assert [each.need for each in shown] == list(content.ways)
    assert all(each.title for each in shown)


words = st.text(max_size=80) | st.sampled_from([LINE, "gp", "call back", "SCR-2026-001", "999", "urgent"])
values = st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20) | st.sampled_from(["yes", "today", "Health"]))


@settings(max_examples=150, deadline=None)
@given(words, values, st.lists(st.text(max_size=20), max_size=3), st.lists(st.sampled_from(FIELDS), max_size=3))
def test_whatever_is_sent_nothing_but_known_values_gets_into_the_note(
    calls: Calls, content: Content, typed: str, sent: Dict[str, str], needs: List[str], by_hand: List[str]
) -> None:
    received = {"words": [typed], "added": needs, "dropped": needs[:1], "by_hand": by_hand}
    note = calls.call(CallForm.read({**received, **{name: [value] for name, value in sent.items()}}, _LONGEST)).note

    assert note.role in {None, *content.names["role"]}
    assert note.agency in {None, *content.names["agency"]}
    assert note.area in {None, *content.areas}
    assert set(note.needs) <= set(content.ways)
    assert note.reference is None or note.reference.startswith("SCR-20")
