"""Make ``data/demo/bandit.sarif`` and the figures of its data sheet again.

The file is what bandit reports on ``data/demo/src``, less what differs from run to run: the time
is dropped, results and rules are sorted. Paths are relative to ``data/demo/src``.

    .venv/bin/python data/make_demo.py           writes what has changed
    .venv/bin/python data/make_demo.py --check   writes nothing; status 1 and a diff if it would

Exit status: 0 up to date or written; 1 different (``--check``), or labels do not fit the results;
2 refused: bandit or Python cannot make this file.
"""

import argparse
import collections
import csv
import difflib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DEMO = Path(__file__).resolve().parent / "demo"
SOURCE = DEMO / "src"
SARIF = DEMO / "bandit.sarif"
LABELS = DEMO / "labels.csv"
SHEET = DEMO / "README.md"

BANDIT = (1, 9)
# From 3.12 on, Python places the text inside an f-string elsewhere, and bandit's columns with it.
PYTHON = (3, 11)

# B101: `assert`. The others report the import of a module, not a use of it.
SKIPPED = ("B101", *(f"B{number}" for number in (*range(401, 410), 411, 412, 413, 415)))

# What bandit's rules are called in this project; a rule that is not here stops the script.
TYPES = {
    "B102": "code-injection",
    "B105": "hardcoded-secret",
    "B106": "hardcoded-secret",
    "B107": "hardcoded-secret",
    "B108": "insecure-temp-file",
    "B113": "missing-timeout",
    "B201": "debug-enabled",
    "B202": "path-traversal",
    "B301": "insecure-deserialization",
    "B302": "insecure-deserialization",
    "B307": "code-injection",
    "B310": "ssrf",
    "B311": "weak-random",
    "B314": "xxe",
    "B317": "xxe",
    "B321": "insecure-transport",
    "B324": "weak-hash",
    "B501": "certificate-validation",
    "B506": "insecure-deserialization",
    "B602": "command-injection",
    "B603": "command-injection",
    "B604": "command-injection",
    "B605": "command-injection",
    "B607": "command-injection",
    "B608": "sql-injection",
    "B701": "xss",
    "B704": "xss",
}

FIGURES_BEGIN = "<!-- figures: written by data/make_demo.py -->"
FIGURES_END = "<!-- end of figures -->"


class Refused(Exception):
    """The file cannot be made here; the text is one line that says why."""


class Place(NamedTuple):
    """What a label is about: all results of one type that begin on one line."""

    path: str
    line: int
    type: str


class Label(NamedTuple):
    place: Place
    real: bool
    why: str


def generate() -> dict[str, Any]:
    """Run bandit over the demo program and return its report, sorted and without times."""
    _check_bandit()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "bandit.sarif"
        options = ["--recursive", "--quiet", "--exit-zero", "--skip", ",".join(SKIPPED)]
        done = subprocess.run(
            [sys.executable, "-I", "-m", "bandit", *options, "-f", "sarif", "-o", raw, "shop"],
            cwd=SOURCE,
            capture_output=True,
            text=True,
        )
        # A file that bandit cannot read or a rule that crashes is only a line on stderr.
        if done.returncode != 0 or done.stderr.strip():
            raise Refused(f"bandit failed: {' '.join(done.stderr.split()) or done.returncode}")
        report: dict[str, Any] = json.loads(raw.read_text(encoding="utf-8"))
    [run] = report["runs"]
    for invocation in run["invocations"]:
        del invocation["endTimeUtc"]
    run["results"].sort(key=_order)
    rules = run["tool"]["driver"]["rules"]
    rules.sort(key=lambda rule: rule["id"])
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    for result in run["results"]:
        result["ruleIndex"] = index[result["ruleId"]]
    if unknown := sorted(index.keys() - TYPES.keys()):
        raise Refused(f"rules without a type in TYPES: {', '.join(unknown)}")
    return report


def serialise(report: dict[str, Any]) -> str:
    return json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the lines of a diff, empty if bandit says the same.

    Bandit's own version does not count, nor do columns if this is another Python than the file was
    made with.
    """
    before, after = (serialise(_comparable(report)).splitlines() for report in (old, new))
    return list(difflib.unified_diff(before, after, "recorded", "bandit now", n=2, lineterm=""))


def places(report: dict[str, Any]) -> Iterator[Place]:
    """Yield the place of every result, in the order of the file."""
    for result in report["runs"][0]["results"]:
        location = result["locations"][0]["physicalLocation"]
        yield Place(
            location["artifactLocation"]["uri"],
            location["region"]["startLine"],
            TYPES[result["ruleId"]],
        )


def read_labels() -> list[Label]:
    with LABELS.open(newline="", encoding="utf-8") as file:
        return [
            Label(Place(path, int(line), kind), real == "true", why)
            for path, line, kind, real, why in list(csv.reader(file))[1:]
        ]


def misfits(report: dict[str, Any], labels: list[Label]) -> list[str]:
    """Return a line for each result without a label, label without a result, repeated label."""
    found = set(places(report))
    times = collections.Counter(label.place for label in labels)
    said = {
        "no label for": found - times.keys(),
        "no result for the label": times.keys() - found,
        "more than one label for": {place for place, count in times.items() if count > 1},
    }
    return [
        f"labels.csv: {what} {place.path}:{place.line} {place.type}"
        for what, which in said.items()
        for place in sorted(which)
    ]


def figures(report: dict[str, Any], labels: list[Label]) -> str:
    """Return the part of the data sheet that can be counted."""
    real = {label.place: label.real for label in labels}
    results = collections.Counter(places(report))
    rows = {}
    for kind in sorted({place.type for place in results}):
        own = [place for place in results if place.type == kind]
        rows[kind] = (
            sum(results[place] for place in own),
            sum(real.get(place) is True for place in own),
            sum(real.get(place) is False for place in own),
        )
    files = list(SOURCE.rglob("*.py"))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    rules = {kind: [rule for rule, its in TYPES.items() if its == kind] for kind in rows}
    version = report["runs"][0]["tool"]["driver"]["version"]
    table = [
        f"Made with bandit {version} on Python {PYTHON[0]}.{PYTHON[1]};"
        f" {len(files)} Python files, {lines} lines.",
        "",
        "| type | bandit's rules | results | places | real | false |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for kind, (count, true, false) in rows.items():
        cells = (kind, ", ".join(rules[kind]), count, true + false, true, false)
        table.append("| " + " | ".join(map(str, cells)) + " |")
    count, true, false = (sum(column) for column in zip(*rows.values(), strict=True))
    table.append(f"| **all** | | {count} | {true + false} | {true} | {false} |")
    return "\n".join(table)


def sheet_with(text: str) -> str:
    """Return the data sheet with these figures."""
    before, begin, rest = SHEET.read_text(encoding="utf-8").partition(FIGURES_BEGIN)
    _, end, after = rest.partition(FIGURES_END)
    if not (begin and end):
        raise Refused(f"{SHEET.name} has lost the two comments between which its figures stand")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if different")
    check: bool = parser.parse_args(arguments).check
    try:
        return _check() if check else _write()
    except Refused as refusal:
        print(f"make_demo: {refusal}", file=sys.stderr)
        return 2


def _check() -> int:
    recorded = _recorded()
    wrong = differences(recorded, generate())
    if wrong:
        changed = [line for line in wrong if line[0] in "+-"][2:]
        wrong = [f"{SARIF.name}: {len(changed)} lines differ", *wrong[:60]]
    labels = read_labels()
    wrong += misfits(recorded, labels)
    if sheet_with(figures(recorded, labels)) != SHEET.read_text(encoding="utf-8"):
        wrong.append(f"{SHEET.name}: its figures are not those of {SARIF.name} and {LABELS.name}")
    print("\n".join(wrong) or f"{SARIF.name}, {LABELS.name}, {SHEET.name}: up to date")
    return 1 if wrong else 0


def _write() -> int:
    report = generate()
    if sys.version_info[:2] != PYTHON:
        if not SARIF.exists() or differences(_recorded(), report):
            raise Refused(
                f"{SARIF.name} is made with Python {PYTHON[0]}.{PYTHON[1]}:"
                " another one counts columns in f-strings otherwise"
            )
        report = _recorded()
    labels = read_labels()
    for path, text in (
        (SARIF, serialise(report)),
        (SHEET, sheet_with(figures(report, labels))),
    ):
        print(f"{path.name}: {'written' if _replace(path, text) else 'up to date'}")
    wrong = misfits(report, labels)
    print("\n".join(wrong) or f"{LABELS.name}: every result has its label")
    return 1 if wrong else 0


def _check_bandit() -> None:
    wanted = ".".join(map(str, BANDIT))
    try:
        version = importlib.metadata.version("bandit")
    except importlib.metadata.PackageNotFoundError:
        raise Refused(f"bandit[sarif] {wanted} is not installed for {sys.executable}") from None
    if tuple(version.split(".")[:2]) != tuple(map(str, BANDIT)):
        raise Refused(
            f"made for bandit {wanted}, this is {version}: review every label, then BANDIT"
        )


def _order(result: dict[str, Any]) -> tuple[Any, ...]:
    location = result["locations"][0]["physicalLocation"]
    region = location["region"]
    uri = location["artifactLocation"]["uri"]
    return uri, region["startLine"], region["startColumn"], result["ruleId"], region["endColumn"]


def _comparable(report: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(report))
    driver = copy["runs"][0]["tool"]["driver"]
    for rule in driver["rules"]:
        rule.pop("helpUri", None)
    for name in ("version", "semanticVersion"):
        driver.pop(name, None)
    if sys.version_info[:2] != PYTHON:
        for result in copy["runs"][0]["results"]:
            region = result["locations"][0]["physicalLocation"]["region"]
            for name in ("startColumn", "endColumn"):
                region.pop(name, None)
    return copy


def _recorded() -> dict[str, Any]:
    try:
        recorded: dict[str, Any] = json.loads(SARIF.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{SARIF.name} cannot be read: {error}") from None
    return recorded


def _replace(path: Path, text: str) -> bool:
    """Write a file in one step, if it changes; readers see the old or the new one."""
    content = text.encode("utf-8")
    if path.exists() and path.read_bytes() == content:
        return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    return True


if __name__ == "__main__":
    sys.exit(main())
