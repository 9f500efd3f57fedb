"""A conversation at the desk over HTTP: taken by one of the staff, answered by nobody else, and handed back."""

from __future__ import annotations

import pytest

from tests.desk.running import COLLEAGUE, Desk, Staff

pytestmark = pytest.mark.server

PERSON = "can i speak to a person please"


def test_a_conversation_is_taken_answered_and_handed_back(desk: Desk, handler: Staff) -> None:
    talk = desk.talk()
    talk.send("what is an imr")
    talk.send(PERSON)
    number = desk.handovers.waiting()[-1].number
    here = f"/desk/handovers/{number}"

    assert f'href="{here}"' in handler.get("/desk").text
    handler.post(f"{here}/take")
    page = handler.get(here).text
    handler.post(f"{here}/answer", {"answer": "Ring the office on 01632 960001 until 5 today.", "delivery": "one"})
    handler.post(f"{here}/answer", {"answer": "Ring the office on 01632 960001 until 5 today.", "delivery": "one"})
    heard = [word["reply"]["passages"][0]["text"] for word in desk.helpline(talk)["words"] if word["author"] == "helpline"]
    handler.post(f"{here}/hand-back")

    assert "what is an imr" in page
    assert "Source:" in page
    assert heard == ["Ring the office on 01632 960001 until 5 today."]
    assert desk.helpline(talk)["state"] == "ended"
    assert talk.send("what is an imr")[0]["outcome"] == "imr"


def test_an_answer_with_details_of_a_person_comes_back_without_them_and_is_not_sent(desk: Desk, handler: Staff) -> None:
    talk = desk.talk()
    talk.send(PERSON)
    here = f"/desk/handovers/{desk.handovers.waiting()[-1].number}"
    handler.post(f"{here}/take")

    answer = handler.post(f"{here}/answer", {"answer": "Is this about Jane Quillfeather, born 1/2/2015?"})

    assert answer.status_code == 422
    assert "Quillfeather" not in answer.text
    assert [word for word in desk.helpline(talk)["words"] if word["author"] == "helpline"] == []


def test_what_a_colleague_has_taken_another_cannot_answer(desk: Desk, handler: Staff) -> None:
    desk.talk().send(PERSON)
    here = f"/desk/handovers/{desk.handovers.waiting()[-1].number}"
    desk.staff(COLLEAGUE).post(f"{here}/take")

    assert handler.post(f"{here}/take").status_code == 409
    assert handler.post(f"{here}/answer", {"answer": "Hello."}).status_code == 403
