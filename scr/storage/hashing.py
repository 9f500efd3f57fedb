"""Argon2 hashes of secrets that people type: access codes, and the passwords of the desk."""

from __future__ import annotations

import secrets
import threading
from typing import Optional

import argon2

# One check takes 64 MiB; guesses that come all at once must not take all the memory there is.
_CHECKS_AT_ONCE = threading.BoundedSemaphore(4)


class Hasher:
    def __init__(self) -> None:
        self._hasher = argon2.PasswordHasher()
        # What there is nothing to check against is checked against this, so that it takes as long.
        self._hash_of_nothing = self._hasher.hash(secrets.token_hex())

    def hash(self, secret: str) -> str:
        with _CHECKS_AT_ONCE:
            return self._hasher.hash(secret)

    def is_right(self, known_hash: Optional[str], secret: str) -> bool:
        """Slow on purpose, and as slow where there is no hash: then nothing is right."""
        with _CHECKS_AT_ONCE:
            try:
                return self._hasher.verify(known_hash or self._hash_of_nothing, secret) and known_hash is not None
            except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
                return False

    def renewed(self, known_hash: str, secret: str) -> str:
        """The hash of a secret that was right, made anew where it was made with older settings."""
        return self.hash(secret) if self._hasher.check_needs_rehash(known_hash) else known_hash
