"""What each role may do at the desk: the whole table."""

from __future__ import annotations

import pytest

from scr.rules.accounts import Account, Act, Role, roles_that_may

MAY = {
    Role.HANDLER: {Act.ANSWER},
    Role.SUPERVISOR: {Act.ANSWER, Act.REASSIGN, Act.SIGN_OFF, Act.EXPORT},
    Role.OFFICER: {Act.SIGN_OFF, Act.EXPORT},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says_and_no_more(role: Role) -> None:
    account = Account(1, "Example", role)

    assert {act for act in Act if account.may(act)} == MAY[role]


@pytest.mark.parametrize("act", Act)
def test_for_every_act_somebody_may_do_it(act: Act) -> None:
    assert roles_that_may(act) == {role for role, acts in MAY.items() if act in acts} != set()
