"""The second factor of the desk's accounts: six figures that an app shows for half a minute, from a secret both know.

The secret is kept encrypted: who has the database alone, say from a backup, can make no codes.
"""

from __future__ import annotations

import base64
import hmac
from typing import Optional, Tuple

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PERIOD = 30
_NEIGHBOURS = 1
"""So many periods before and after now count too: clocks differ, and somebody types slowly."""
_KEY_BYTES = 32
_PURPOSE = b"scr desk: second factors"


class FactorUnreadable(Exception):
    """A kept secret cannot be decrypted: SCR_DESK_SECRET, or the file in the var folder, is another than it was."""


class SecondFactors:
    """`key` is SCR_DESK_SECRET, of any length."""

    def __init__(self, key: str) -> None:
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_PURPOSE).derive(key.encode("utf-8"))
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def new(self) -> Tuple[str, str]:
        """A secret, in base 32 as apps read it, and as it is kept."""
        secret = pyotp.random_base32()
        return secret, self._fernet.encrypt(secret.encode("ascii")).decode("ascii")

    def secret(self, kept: str) -> str:
        """
        Raises:
            FactorUnreadable
        """
        try:
            return self._fernet.decrypt(kept.encode("ascii")).decode("ascii")
        except (InvalidToken, ValueError) as error:
            raise FactorUnreadable from error

    def period_of(self, code: str, kept: str, used: Optional[int], now: float) -> Optional[int]:
        """The period whose code it is; None where it is a wrong one, or of no later period than the last that was `used`.

        Raises:
            FactorUnreadable
        """
        totp, present = pyotp.TOTP(self.secret(kept), interval=_PERIOD), int(now // _PERIOD)
        typed = "".join(code.split()).encode("utf-8", "replace")
        later = (
            period for period in range(present - _NEIGHBOURS, present + _NEIGHBOURS + 1) if used is None or period > used
        )
        return next((each for each in later if hmac.compare_digest(totp.generate_otp(each).encode("ascii"), typed)), None)
