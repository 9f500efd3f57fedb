"""`scr rasa …` starts Rasa 3.6.21 without TensorFlow, and no other Rasa."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scr.rasa.patches import WrongRasa, check_version
from scr.settings import ROOT


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def package(folder: Path, name: str, source: str = "") -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(source, encoding="utf-8")
    return folder


def another_rasa(folder: Path) -> Path:
    facts = folder / "rasa-3.7.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: rasa\nVersion: 3.7.0\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "use",
    [
        "import tensorflow as tf; tf.keras.layers.Layer",
        "from tensorflow.keras.layers import Layer\nclass Mine(Layer): pass\nMine(units=3)",
        "import tensorflow as tf\n@tf.function\ndef twice(n): return 2 * n",
        "import tensorflow as tf\n@tf.function(jit_compile=True)\ndef thrice(n): return 3 * n\nassert thrice(2) == 6",
        "from tensorflow.python.keras.utils import tf_utils; import keras, tensorflow_addons.layers, skops.io",
    ],
)
def test_the_stand_in_can_be_imported_from_named_subclassed_and_decorated_with(use: str) -> None:
    done = run_python("-c", f"from scr.rasa import launcher; launcher.prepare()\n{use}")

    assert done.returncode == 0, done.stderr


def test_a_tensorflow_that_is_installed_is_left_as_it_is(tmp_path: Path) -> None:
    installed = package(tmp_path, "tensorflow", "__version__ = '2.12.0 of this machine'")

    done = run_python(
        "-c",
        "from scr.rasa import launcher; launcher.prepare(); import tensorflow; print(tensorflow.__version__)",
        PYTHONPATH=str(installed),
    )

    assert done.stdout.strip() == "2.12.0 of this machine"


def test_other_modules_that_are_missing_stay_missing() -> None:
    done = run_python("-c", "from scr.rasa import launcher; launcher.prepare(); import tensorflowers")

    assert "No module named 'tensorflowers'" in done.stderr


def test_telemetry_is_off_unless_somebody_asked_for_it() -> None:
    ask = "import os; from scr.rasa import launcher; launcher.prepare(); print(os.environ['RASA_TELEMETRY_ENABLED'])"
    quiet = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}

    unset = subprocess.run([sys.executable, "-c", ask], env=quiet, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert unset.stdout.strip() == "false"
    assert run_python("-c", ask, RASA_TELEMETRY_ENABLED="true").stdout.strip() == "true"


def test_another_version_of_rasa_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(another_rasa(tmp_path))

    with pytest.raises(WrongRasa, match=r"Rasa 3\.7\.0 is installed, but this project is made for 3\.6\.21"):
        check_version()


def test_the_command_stops_with_another_version_of_rasa(tmp_path: Path) -> None:
    done = run_python("-m", "scr.cli", "rasa", "--version", PYTHONPATH=str(another_rasa(tmp_path)))

    assert done.returncode != 0
    assert "made for 3.6.21" in done.stderr


def test_rasas_own_commands_are_reached_through_ours() -> None:
    done = run_python("-m", "scr.cli", "rasa", "--version")

    assert done.returncode == 0
    assert "3.6.21" in done.stdout
