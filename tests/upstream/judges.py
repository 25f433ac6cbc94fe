"""Settings for each kind of upstream validator, and findings to ask about."""

import sys
from pathlib import Path
from typing import Any

from fpcache_ops import config
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.validation import Request
from fpcache_ops.evidence.sources import SubmittedSources
from tests.factories import a_finding

PROGRAM = Path(__file__).with_name("program.py")


def http(url: str, **more: Any) -> dict[str, Any]:
    return {"kind": "http", "url": url, "failures": 1000} | more


def command(**more: Any) -> dict[str, Any]:
    words = [sys.executable, str(PROGRAM)]
    return {"kind": "command", "command": words, "failures": 1000} | more


def chain(upstream: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "chain", "upstream": upstream}


def settings(folder: Path, validator: dict[str, Any], **more: Any) -> config.Settings:
    """Settings of a cache in a folder."""
    return config.load(
        store=str(folder / "cache.db"), log=folder / "log", validator=validator, **more
    )


def about(*names: str) -> Request:
    """A request with one finding for each word, in a file of its own that holds the word."""
    findings: list[Finding] = [a_finding(f"{name}.py") for name in names]
    # The name is bound nowhere, so the built-in proves nothing.
    files = {f"{name}.py": f"db.execute('{name}' + given)\n" for name in names}
    return Request("acme", "acme/shop", findings, SubmittedSources(files))
