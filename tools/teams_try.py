"""The assistant in Microsoft's local emulator of Teams, to be talked to in a browser.

    make teams-try

The person who sits before it has been linked to an invented review. The emulator is installed into var/playground the first
time; its licence allows evaluation, so it is no part of what is shipped.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import signal

from scr.register.trying import prepare
from scr.storage.access import AccessStore
from scr.storage.database import connect
from tests.teams.playground import TENANT, playing

_PORT = 56150
_BY = "make teams-try"


def main() -> None:
    with playing({"SCR_TEAMS_NEWS_SECONDS": "5", "SCR_TEAMS_QUIET_HOURS": "00:00-00:00"}, _PORT) as (playground, settings):
        list(prepare(settings))
        access = AccessStore(connect(settings.sqlalchemy_url, settings.database_timeout))
        person = access.standings()[0].person.name
        access.link_teams(person, TENANT, playground.person["aadObjectId"], _BY, dt.datetime.now(dt.timezone.utc))
        print(f"Open {playground.url} ; Ctrl-C stops everything. You are {person} there: ask where your review has got to.")
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
