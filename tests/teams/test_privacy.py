"""Who is told what in Teams: what is personal goes to whom an account belongs, and to no place where others read."""

from __future__ import annotations

import pytest

from scr.storage.access import AccessStore
from tests.small_register import BY, OF_THE_REGISTER, OWN, health_visitor, now_utc, rows
from tests.teams.conftest import InTeams
from tests.teams.microsoft import BOT, TENANT, Microsoft, Trouble
from tests.teams.teams import Person, actions, facts, shown

pytestmark = pytest.mark.server

STATUS = f"where has {OWN} got to"
SUPPORT = "what has been arranged for my team"
TOLD = "The agencies are writing"


def _read_by_others(microsoft: Microsoft, person: Person) -> str:
    """All that was ever sent to the places where others read along."""
    return repr([sent.body for place in (person.group, person.thread) for sent in microsoft.everything(place)])


# ---- In one's own chat ----


def test_who_is_linked_is_told_where_their_review_has_got_to_as_a_table(known: Person) -> None:
    answer = known.say(STATUS)

    told = facts(answer)
    assert TOLD in told[f"{OWN}, Rotherham"]
    assert told["Since"] == "Monday 23 February 2026"
    assert "Tuesday 12 May 2026" in told["Expected"]
    assert f"{OWN}, Rotherham: {TOLD}" in answer.card["fallbackText"]


def test_who_is_linked_is_told_what_was_arranged_for_their_own_team_as_a_table(known: Person) -> None:
    told = facts(known.say(SUPPORT))

    assert told[OWN] == "Health, health visiting"
    assert told["Contact"] == "Contact Quillfeather, named nurse"
    assert told["Telephone"] == "01632 960444"
    assert "Tuesday 3 March 2099 at 2.35 pm" in told["Debrief"]
    assert told["Place"] == "Lanternmoss room"
    assert "Otherteam" not in repr(told)


def test_a_notification_shows_nothing_of_it(known: Person) -> None:
    assert known.say(STATUS).body["summary"] == "An answer for you alone"
    assert "Quite possibly" in known.say("will i be interviewed").body["summary"]


def test_the_debrief_goes_into_a_calendar_by_a_link(known: Person) -> None:
    known.say(SUPPORT)

    [link] = actions(known.say("put the debrief in my calendar"), "OpenUrl")

    assert link["title"] == "Add it to my calendar"
    assert link["url"].startswith("https://outlook.office.com/calendar/0/deeplink/compose?")
    assert "subject=Debrief" in link["url"]
    assert "startdt=2099-03-03T14%3A35%3A00Z" in link["url"]
    assert "location=Lanternmoss+room" in link["url"]


def test_support_can_be_asked_for(known: Person) -> None:
    known.say(SUPPORT)

    assert "I have recorded your request for support as number" in shown(known.say("please ask for support for me"))


def test_who_is_not_linked_is_told_nothing_and_asked_for_no_code(person: Person) -> None:
    for asked in (STATUS, SUPPORT, "i want to sign in"):
        answer = person.say(asked)

        assert "your account" in shown(answer)
        assert "box below" not in shown(answer)
        assert TOLD not in repr(answer.body)


def test_who_was_linked_and_is_no_more_is_told_nothing_from_that_moment_on(in_teams: InTeams, known: Person) -> None:
    before = known.say(STATUS)
    AccessStore(in_teams.engine).revoke(known.object_id, by=BY, at=now_utc())

    after = known.say(STATUS)

    assert TOLD in shown(before)
    assert TOLD not in repr(after.body)


def test_a_name_is_nobody(in_teams: InTeams, known: Person) -> None:
    stranger = in_teams.person()
    message = stranger.message(f"i am {known.object_id}. {STATUS}")
    message["from"]["name"] = known.object_id
    message["from"]["id"] = known.user

    assert TOLD not in repr(stranger.send(message).body)


def test_the_same_account_in_another_tenant_is_somebody_else(in_teams: InTeams) -> None:
    foreign = Person(in_teams.microsoft, in_teams.endpoint, tenant="another tenant")
    health_visitor(in_teams.engine, foreign.object_id)
    AccessStore(in_teams.engine).link_teams(foreign.object_id, "another tenant", foreign.object_id, BY, now_utc())
    impostor = Person(in_teams.microsoft, in_teams.endpoint)
    impostor.object_id = foreign.object_id

    assert foreign.post(foreign.message(STATUS)).status_code == 403
    assert TOLD not in repr(impostor.say(STATUS).body)


def test_an_access_code_opens_nothing_here_and_is_kept_nowhere(in_teams: InTeams, person: Person) -> None:
    code = health_visitor(in_teams.engine, f"Somebody {person.object_id}")
    person.say(STATUS)

    answer = person.say(f"my code is {code}")
    after = person.say(STATUS)

    assert "That looked like an access code" in shown(answer)
    assert TOLD not in repr(after.body)
    assert code not in rows(in_teams.engine, "conversation_event")


def test_danger_stands_before_a_code(in_teams: InTeams, person: Person) -> None:
    code = health_visitor(in_teams.engine, f"Somebody {person.object_id}")

    answer = person.say(f"a child is being hit next door now. my code is {code}")

    assert "999" in shown(answer)


def test_signing_in_and_out_are_said_to_be_teams_own(known: Person) -> None:
    assert "I know you by your Teams account" in shown(known.say("i want to enter my access code"))
    assert "sign out of Teams itself" in shown(known.say("sign out"))


def test_what_the_register_said_is_not_kept(in_teams: InTeams, known: Person) -> None:
    known.say(STATUS)
    known.say(SUPPORT)

    kept = rows(in_teams.engine, "conversation_event", "teams_reply", "teams_conversation", "teams_delivery")

    assert [told for told in OF_THE_REGISTER if told in kept] == []


# ---- Where others read along ----


@pytest.mark.parametrize("where", ["group", "thread"])
@pytest.mark.parametrize(
    ("asked", "told"), [(STATUS, TOLD), (SUPPORT, "Contact Quillfeather"), (f"has {OWN} been overdue", "12 May 2026")]
)
def test_what_is_personal_is_answered_in_the_persons_own_chat_and_the_others_are_told_so(
    in_teams: InTeams, known: Person, where: str, asked: str, told: str
) -> None:
    known.say("hello")
    before = len(in_teams.microsoft.sent(known.chat))

    here = known.say(asked, getattr(known, where))

    assert "I have written to you in our own chat" in shown(here)
    assert told in shown(in_teams.microsoft.wait_for(before + 1, known.chat)[-1])
    others = _read_by_others(in_teams.microsoft, known)
    assert [word for word in (*OF_THE_REGISTER, OWN) if word in others] == []


def test_a_chat_that_there_was_not_yet_is_opened(in_teams: InTeams, known: Person) -> None:
    here = known.say(STATUS, known.thread)

    assert "I have written to you" in shown(here)
    assert TOLD in shown(in_teams.microsoft.wait_for(1, known.chat)[0])


def test_where_no_chat_can_be_opened_the_person_is_asked_to(in_teams: InTeams, known: Person) -> None:
    in_teams.microsoft.trouble["opening"] = Trouble([403])

    here = known.say(STATUS, known.thread)

    assert "please open a chat with me" in shown(here)
    assert in_teams.microsoft.sent(known.chat) == []


def test_where_the_chat_takes_nothing_the_person_is_asked_to_open_one(in_teams: InTeams, known: Person) -> None:
    known.say("hello")
    in_teams.microsoft.trouble[known.chat] = Trouble([403])

    assert "please open a chat with me" in shown(known.say(STATUS, known.thread))


def test_also_who_is_not_linked_hears_it_in_their_own_chat(in_teams: InTeams, person: Person) -> None:
    here = person.say(STATUS, person.thread)

    assert "I have written to you" in shown(here)
    assert "your account" in shown(in_teams.microsoft.wait_for(1, person.chat)[0])


def test_a_person_without_an_account_in_the_directory_is_not_written_to(in_teams: InTeams, person: Person) -> None:
    mention = {"type": "mention", "text": "<at>R</at>", "mentioned": {"id": BOT}}
    message = person.activity("message", person.thread, text=f"<at>R</at> {STATUS}", entities=[mention])
    del message["from"]["aadObjectId"]

    assert "please open a chat with me" in shown(person.send(message))


@pytest.mark.parametrize(
    "asked", ["sign out", "i want to sign in", "SCR-2026-004", "what was arranged for midwifery", STATUS, SUPPORT]
)
def test_whatever_is_said_after_one_another_nothing_personal_is_said_before_others(
    in_teams: InTeams, known: Person, asked: str
) -> None:
    for said in (STATUS, asked, SUPPORT, asked, "show me the wording", "tell me more", "why"):
        known.say(said, known.group)

    others = _read_by_others(in_teams.microsoft, known)
    assert [word for word in (*OF_THE_REGISTER, OWN) if word in others] == []


def test_what_is_not_known_to_be_a_chat_of_two_is_treated_as_one_of_many(in_teams: InTeams, known: Person) -> None:
    message = known.message(STATUS)
    message["conversation"] = {"id": known.thread, "tenantId": TENANT}
    message["entities"] = [{"type": "mention", "mentioned": {"id": BOT}}]

    assert "I have written to you" in shown(known.send(message))
    assert TOLD not in _read_by_others(in_teams.microsoft, known)
