"""The register that an evaluation's askers ask about, and the access that each of them is granted in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Mapping

from scr.content import load_content
from scr.evaluation.cases import CaseError
from scr.register.errors import CannotRead, ImportRefused
from scr.register.importing import import_file
from scr.rules.access import Grant, Role
from scr.rules.codes import written
from scr.settings import Settings
from scr.storage.access import AccessStore
from scr.storage.database import connect
from scr.storage.register import RegisterStore

_BY = "evaluation"
_CODE_LASTS = dt.timedelta(days=1)


class Askers:
    """Gives askers their access codes, as a board's officer would."""

    def __init__(self, settings: Settings, register: Path) -> None:
        """
        Raises:
            CaseError: the register cannot be taken in.
            DatabaseUnavailable
        """
        engine = connect(settings.sqlalchemy_url, settings.database_timeout)
        self._register = RegisterStore(engine)
        self._access = AccessStore(engine)
        self._now = dt.datetime.now(dt.timezone.utc)
        try:
            import_file(register, self._register, _BY, self._now, tuple(load_content(settings.data_dir).areas))
        except (CannotRead, ImportRefused, OSError) as error:
            raise CaseError(f"{register} cannot be taken in as a register: {error}") from error

    def code(self, asker: Mapping[str, str]) -> str:
        """An access code of somebody of that agency and team, with standing in each review in which the agency is named."""
        agency, team = asker["agency"], asker["team"]
        name = f"{agency}, {team}"
        for record in self._register.records():
            if agency in record.review.agencies:
                grant = Grant(record.review.reference, agency, team, Role.PRACTITIONER)
                self._access.grant(name, grant, _BY, self._now)
        return written(self._access.issue_code(name, self._now + _CODE_LASTS, _BY, self._now))
