"""What `scr serve` does to an empty register and an unstaffed desk, so that the assistant can be tried out."""

from __future__ import annotations

import datetime as dt
from typing import Iterator

from scr.register.sample import load_sample
from scr.rules.access import Grant, Role
from scr.rules.accounts import Role as DeskRole
from scr.rules.codes import written
from scr.settings import Settings
from scr.storage.access import AccessStore
from scr.storage.accounts import SETUP_HOURS, AccountStore
from scr.storage.database import connect
from scr.storage.register import RegisterStore

_BY = "the sample register"
_NAME = "Sample Practitioner"
_GRANT = Grant("SCR-2024-902", "Education", "school staff", Role.PRACTITIONER)
_CODE_LASTS = dt.timedelta(days=30)
_SUPERVISOR = "Sample Supervisor"


def prepare(settings: Settings) -> Iterator[str]:
    """Load the sample where there is nothing yet, and give one invented person access; what to tell whoever started it.

    Raises:
        DatabaseUnavailable
    """
    engine = connect(settings.sqlalchemy_url, settings.database_timeout)
    now = dt.datetime.now(dt.timezone.utc)
    added = load_sample(RegisterStore(engine), settings.data_dir / "sample_register.yml", now)
    if not added:
        return
    access = AccessStore(engine)
    access.grant(_NAME, _GRANT, _BY, now)
    code = access.issue_code(_NAME, now + _CODE_LASTS, _BY, now)
    yield f"The register was empty, so {added} invented reviews were put into it (SCR_SAMPLE_REGISTER=false keeps them out)."
    yield f"To try them, say where is {_GRANT.reference} up to, and sign in with the access code {written(code)}"
    yield f'({_NAME}; {_GRANT.agency}, {_GRANT.team}). It is not shown again; `scr register code "{_NAME}"` makes a new one.'
    setup = AccountStore(engine).add(_SUPERVISOR, DeskRole.SUPERVISOR, _BY, now)
    yield f"To try the helpline's desk as {_SUPERVISOR}, open {settings.base_url}/desk/set-up?token={setup}"
    yield f'(good once, for {SETUP_HOURS} hours; `scr desk reset "{_SUPERVISOR}"` makes a new one).'
