"""Plain `rasa train` and `rasa run`, in a full stock install with TensorFlow and without our launcher, answer as ours do.

make stock     # installs requirements/stock.txt into .venv-stock (2.7 GB) and runs this there
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scr.running import Talk
from scr.serve import environment, problems
from scr.settings import ROOT, Settings

_PATIENCE_SECONDS = 240
_QUESTIONS = {"will they want to talk to me about what i did": "interview", "how many months does it take": "timescale"}


def main() -> int:
    rasa = shutil.which("rasa", path=str(Path(sys.executable).parent))
    if rasa is None:
        print("There is no rasa command beside this Python. Run: make stock")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(SCR_VAR_DIR=folder, SCR_PORT="15005", SCR_ACTIONS_PORT="15055")
        settings = Settings.parse_obj({})
        variables = environment(settings)
        started = time.perf_counter()
        subprocess.run([rasa, "train", "--out", folder, "--skip-validation", "--quiet"], check=True, cwd=ROOT, env=variables)
        print(f"rasa train  {time.perf_counter() - started:6.1f} s")
        server = subprocess.Popen(
            [rasa, "run", "--port", str(settings.port), "--model", folder, "--interface", settings.host],
            cwd=ROOT,
            env=variables,
        )
        try:
            return _talk(settings)
        finally:
            server.terminate()
            server.wait()


def _talk(settings: Settings) -> int:
    started = time.perf_counter()
    while (found := problems(settings)) is None and time.perf_counter() - started < _PATIENCE_SECONDS:
        time.sleep(0.5)
    print(f"rasa run    {time.perf_counter() - started:6.1f} s until it answers ({found})")
    talk = Talk(settings.base_url)
    wrong = 0
    for question, outcome in _QUESTIONS.items():
        outcomes = [reply["outcome"] for reply in talk.send(question)]
        wrong += outcomes != [outcome]
        print(f"{question!r}: {outcomes}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
