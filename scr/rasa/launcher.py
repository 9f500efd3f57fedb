"""Rasa's own command line, without TensorFlow and with our changes: ``scr rasa train``, ``scr rasa shell``, …

No component of ours needs TensorFlow, but Rasa imports it wherever it starts: five seconds and half a gigabyte. Where it is
not installed, empty modules stand in for it. With a full stock install nothing stands in, and this runs as well.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import warnings
from types import ModuleType
from typing import Any, List, Optional, Sequence

_STOOD_IN_FOR = ("tensorflow", "keras", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "skops", "jax")


class _AnythingType(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything


class _Anything(metaclass=_AnythingType):
    """Can be named, called, subclassed and used as a decorator, which is all that happens to it during imports."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if args and callable(args[0]) else self


class _StandIn(ModuleType):
    __path__: List[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything


class _StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.split(".")[0] in self._names:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def prepare() -> None:
    """Make `import rasa` possible and quick in this process, and keep it from calling home."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Rasa's dependencies warn of their own futures at every start; none of it is for the people who run this. Sanic, where
    # it is imported, has them shown again, so that comes first.
    importlib.import_module("sanic.app")
    for category in (DeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", category)
    missing = [name for name in _STOOD_IN_FOR if importlib.util.find_spec(name) is None]
    if "tensorflow" in missing:
        _import_thinc_without_tensorflow()
        sys.meta_path.insert(0, _StandInFinder(missing))


def _import_thinc_without_tensorflow() -> None:
    """spaCy's thinc takes a stand-in for the real thing and breaks on it, so it is imported before."""
    importlib.import_module("thinc.compat")


def run(arguments: Sequence[str]) -> None:
    """Run Rasa's command line with these arguments; ends the process as Rasa does."""
    prepare()
    from scr.rasa import patches

    patches.apply()
    from rasa.__main__ import main

    sys.argv = ["rasa", *arguments]
    main()
