"""`scr serve`: the action server and the Rasa server under one process manager, and word of when they are ready."""

from __future__ import annotations

import json
import os
import shlex
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import Dict, List, Optional

from honcho.manager import Manager
from honcho.printer import Printer
from rich.console import Console

from scr.secret import actions_secret
from scr.settings import Settings, SettingsError
from scr.storage.database import DatabaseUnavailable

_POLL_SECONDS = 0.2
_PATIENCE_SECONDS = 120


def serve(settings: Settings) -> int:
    """Run until stopped; the exit status of whichever process ended first.

    Raises:
        SettingsError: there is no model, or a port is taken.
    """
    processes = commands(settings)
    for host, port in ((settings.host, settings.port), (settings.actions_host, settings.actions_port)):
        _check_port(host, port)
    if settings.sample_register and not settings.database_url:
        _load_sample(settings)
    manager = Manager(Printer(sys.stdout))
    for name, command in processes.items():
        manager.add_process(name, command, quiet=name == "actions", env=environment(settings))
    waiting = threading.Thread(target=_announce, args=(settings, manager), daemon=True)
    waiting.start()
    manager.loop()
    return int(manager.returncode or 0)


def commands(settings: Settings) -> Dict[str, str]:
    """What runs, by name."""
    python = sys.executable
    origins = f" --cors {' '.join(map(shlex.quote, settings.allowed_origins))}" if settings.allowed_origins else ""
    tells_news = settings.teams_app_id and settings.teams_news_seconds
    news = {"news": f"{python} -m scr.cli notify --every {settings.teams_news_seconds}"} if tells_news else {}
    return {
        **news,
        "actions": f"{python} -m scr.cli actions",
        "assistant": (
            f"{python} -m scr.cli rasa run --interface {settings.host} --port {settings.port} "
            f"--model {settings.model} --endpoints endpoints.yml --credentials credentials.yml{origins}"
        ),
    }


def environment(settings: Settings) -> Dict[str, str]:
    # Sanic believes the forwarding headers of this many proxies, and of none where it is not told to.
    proxies = {"SANIC_PROXIES_COUNT": str(settings.trusted_proxies)} if settings.trusted_proxies else {}
    return {
        **os.environ,
        **proxies,
        "RASA_TELEMETRY_ENABLED": "false",
        "SCR_ACTIONS_ADDRESS": f"{settings.actions_host}:{settings.actions_port}",
        "SCR_ACTIONS_SECRET": actions_secret(settings),
        "SANIC_FALLBACK_ERROR_FORMAT": "json",
        "SANIC_REQUEST_MAX_SIZE": str(64 * 1024),
        "SANIC_WORKERS": os.environ.get("SANIC_WORKERS", "1"),
        # Our matrices are small: threads for them wait for one another longer than they work.
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _load_sample(settings: Settings) -> None:
    """Where the register in the var folder is empty, give it a few invented reviews, and say how to try them."""
    from scr.register.trying import prepare

    try:
        for line in prepare(settings):
            print(line)
    except DatabaseUnavailable as error:
        raise SettingsError(str(error)) from error


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((host, port)) == 0:
            raise SettingsError(
                f"Something already listens on {host}:{port}. Stop it, or set SCR_PORT or SCR_ACTIONS_PORT to a free port."
            )


def _announce(settings: Settings, manager: Manager) -> None:
    console = Console(stderr=False)
    started = time.monotonic()
    missing: Optional[List[str]] = None
    with console.status("Starting …") as status:
        while missing != [] and time.monotonic() - started < _PATIENCE_SECONDS:
            time.sleep(_POLL_SECONDS)
            missing = problems(settings)
            waiting = "; ".join(missing) if missing else "the model is being loaded"
            status.update(f"Starting … {time.monotonic() - started:.0f} s; {waiting}")
    if missing != []:
        console.print(f"Not ready after {_PATIENCE_SECONDS} s: {'; '.join(missing or ['no answer'])}")
        manager.terminate()
        return
    console.print(f"Ready after {time.monotonic() - started:.1f} s. Open {settings.base_url}/ ; Ctrl-C stops everything.")


def problems(settings: Settings) -> Optional[List[str]]:
    """What the running assistant says stands in its way: nothing if it is ready, None if it does not answer yet."""
    try:
        with urllib.request.urlopen(f"{settings.base_url}/health", timeout=5) as response:
            found: List[str] = json.load(response)["problems"]
    except urllib.error.HTTPError as error:
        found = json.load(error).get("problems", [f"the assistant answers with an error ({error.code})"])
    except (urllib.error.URLError, OSError, ValueError):
        return None
    return found
