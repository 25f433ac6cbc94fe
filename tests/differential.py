"""Findings to try everything on: the demo's and every labelled case's, with their files."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fpcache_ops import sarif
from fpcache_ops.core.finding import Finding, Location, Region

CHECKOUT = Path(__file__).parents[1]
DEMO = CHECKOUT / "data" / "demo"
CASES = CHECKOUT / "data" / "cases"
ARROW = "# <-- finding"


@dataclass(frozen=True)
class Labelled:
    """A finding, the files it is about, and what is known of it (``None``: nothing)."""

    name: str
    finding: Finding
    files: Mapping[str, str]
    real: bool | None


@cache
def everything() -> tuple[Labelled, ...]:
    """The demo and all cases."""
    return (*_demo(), *_cases())


def _demo() -> Iterator[Labelled]:
    files = {
        str(path.relative_to(DEMO / "src")): path.read_text("utf-8")
        for path in sorted((DEMO / "src").rglob("*.py"))
    }
    with (DEMO / "labels.csv").open(newline="", encoding="utf-8") as rows:
        labels = {
            (row["path"], int(row["line"]), row["type"]): row["real"] == "true"
            for row in csv.DictReader(rows)
        }
    log = sarif.read((DEMO / "bandit.sarif").read_bytes(), tenant="local", repository="demo/shop")
    for finding in log.findings:
        at = finding.primary
        real = labels[at.path, at.region.start_line, finding.type]
        yield Labelled(f"demo/{at.path}:{at.region.start_line}", finding, files, real)


def _cases() -> Iterator[Labelled]:
    for path in sorted((CASES / "python").glob("*/*.py")):
        text = path.read_text("utf-8")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if ARROW in line]
        name = str(path.relative_to(CASES))
        kind = path.name.split(".")[-2]
        for line in lines:
            finding = Finding(
                "local", "demo/cases", path.parent.name, "", (Location(name, Region(line)),)
            )
            yield Labelled(name, finding, {name: text}, {"real": True, "safe": False}.get(kind))
