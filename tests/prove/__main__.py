"""``make prove``: run every proof that has no evidence at this revision yet."""

import argparse
import inspect
import json
import os
import platform
import sys
import time
from pathlib import Path

from tests.prove.page import EVIDENCE, PAGE, page
from tests.prove.proofs import PROOFS
from tests.prove.replays import NotHere
from tests.prove.revisions import revision_here


def main() -> int:
    """Prove, write; status 1 if anything did not hold, 3 if not all was run.

    A stopped run goes on where it was.
    """
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--only", choices=PROOFS, help="this proof alone")
    parser.add_argument("--page", action="store_true", help="write docs/evidence.md, prove nothing")
    parser.add_argument("--again", action="store_true", help="also what is proven already")
    chosen = parser.parse_args()
    if chosen.page:
        PAGE.write_text(page())
        return 0
    revision, held, failed, left = revision_here(), 0, 0, 0
    for name, proof in PROOFS.items():
        file = EVIDENCE / f"{name}.json"
        if chosen.only not in (None, name):
            continue
        if not chosen.again and file.exists() and json.loads(file.read_text())["at"] == revision:
            print(f"{name:20} held at this revision already: {file.name}")
            held += 1
            continue
        print(f"{name:20} ...", end="", flush=True)
        began = time.monotonic()
        try:
            counted = proof()
        except NotHere as missing:
            print(f" NOT RUN: {missing}")
            left += 1
            continue
        except AssertionError as error:
            failed += 1
            print(f" DOES NOT HOLD after {time.monotonic() - began:.0f} s: {error}")
            continue
        seconds = time.monotonic() - began
        held += 1
        print(f" holds ({seconds:.0f} s): " + ", ".join(f"{k} {v}" for k, v in counted.items()))
        _write(
            file,
            {"proof": name, "what": inspect.getdoc(proof), "at": revision, **_machine(), **counted},
        )
    PAGE.write_text(page())
    print(f"{held} passed, {failed} failed" + (f", {left} not run" if left else ""))
    return 1 if failed else 3 if left else 0


def _write(file: Path, evidence: dict[str, object]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(evidence, indent=2) + "\n")
    draft.replace(file)


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main())
