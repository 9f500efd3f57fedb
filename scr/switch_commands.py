"""What `scr off` and `scr on` do."""

from __future__ import annotations

import argparse

from scr.register.errors import CannotRead
from scr.register.telling import engine, now, signed, tells
from scr.storage.switch import SwitchStore

_LONGEST_REASON = 200


@tells
def off(options: argparse.Namespace) -> int:
    reason, by = _reason(options.reason), signed(options)
    before = SwitchStore(engine()).turn_off(reason, by, now())
    if before.is_off:
        print(f"The assistant is switched off already, since {before.since:%Y-%m-%d %H:%M} UTC. Nothing was changed.")
    else:
        print("The assistant is switched off. Within a second every door says so. To switch it on again: scr on")
    return 0


@tells
def on(options: argparse.Namespace) -> int:
    before = SwitchStore(engine()).turn_on(signed(options), now())
    print("The assistant is switched on." if before.is_off else "The assistant is switched on already. Nothing was changed.")
    return 0


def _reason(text: str) -> str:
    """
    Raises:
        CannotRead
    """
    reason = " ".join(text.split())
    if not reason or not reason.isprintable() or len(reason) > _LONGEST_REASON:
        raise CannotRead(f"--reason should be a sentence of up to {_LONGEST_REASON} characters")
    return reason
