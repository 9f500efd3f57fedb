"""Hand-overs under load and under kills, measured on loopback.

    make bench-handovers

Prints: how long somebody waits for the number of their hand-over, with 500 people of whom 40 talk at once while the
assistant is killed and restarted five times; how often they had to ask again; and whatever was lost or doubled.
"""

from __future__ import annotations

import statistics

from scr.running import running_processes
from tests.server.handed_over import SETTINGS, Outcome, many_talk

_PEOPLE, _AT_ONCE, _KILLS = 500, 40, 5


def main() -> None:
    with running_processes(SETTINGS) as processes:
        outcome = many_talk(processes, _PEOPLE, _AT_ONCE, _KILLS)
    _print(outcome)


def _print(outcome: Outcome) -> None:
    waited = sorted(told.took for told in outcome.people)
    failures = [told.failures for told in outcome.people]
    print(f"people, of whom at once          {_PEOPLE}, {_AT_ONCE}")
    print(f"everything killed and restarted  {outcome.kills} times")
    print(f"all of it took                   {outcome.seconds:6.1f} s")
    print(f"told their number after          {statistics.median(waited):6.2f} s, the slowest {waited[-1]:.1f} s")
    print(f"requests that had to be repeated {sum(failures):6.0f}, the most for one person {max(failures)}")
    for what, count in outcome.faults.items():
        print(f"{what}: {count}")


if __name__ == "__main__":
    main()
