"""Which revision a proof is of."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def revision_here() -> str:
    """The revision of this project, with a word if the package is not as it was committed."""
    changed = _git(ROOT, "status", "--porcelain", "fpcache_ops")
    return head_of(ROOT) + ("-changed" if changed else "")


def head_of(repository: Path) -> str:
    """What is checked out there."""
    return _git(repository, "rev-parse", "HEAD")


def _git(repository: Path, *words: str) -> str:
    command = ["git", "-C", str(repository), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()
