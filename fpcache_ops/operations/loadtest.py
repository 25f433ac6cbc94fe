"""A load test from start to conclusion: the generator as a program of its own, its figures judged.

The scenarios are in ``loadtests/`` of the checkout (an installed wheel carries them) and know
nothing of this package. Locust runs one of them and leaves its raw rows and figures in the run's
folder; here the figures meet the limits, which are criteria (``loadtests/limits.toml``).
"""

import ast
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from fpcache_ops import __version__
from fpcache_ops.errors import ExitStatus, FpcacheError, UnusableInput
from fpcache_ops.operations import keeper
from fpcache_ops.operations.criteria import Check, Criterion, Result, evaluate, load
from fpcache_ops.operations.files import PACKAGE, checkout, write_atomically

SLOW_UPSTREAM = frozenset({"slow_validator", "stampede"})
"""The scenarios whose service judges with ``loadtests/slow_upstream.py``."""

_UPSTREAM_SCALE = {"smoke": 0.02, "staging": 0.1, "soak": 0.5}
_LOOK_EVERY_SECONDS = 0.2
_ENTRY = "UntilSent"

HEADLINES = {
    ExitStatus.PASS: "PASS",
    ExitStatus.FAIL: "FAIL",
    ExitStatus.INCONCLUSIVE: "NO DATA",
    ExitStatus.GENERATOR_TOO_WEAK: "INVALID",
    ExitStatus.WRONG_ANSWER: "WRONG ANSWER",
    ExitStatus.ABORTED: "ABORTED",
}

Progress = Callable[[int, int], None]


class LoadConclusion(msgspec.Struct, frozen=True, kw_only=True):
    """``conclusion.json`` of a load test."""

    schema: int = 1
    conclusion: str
    exit_status: int
    reason: str
    scenario: str
    question: str
    plan: dict[str, Any]
    checks: list[Check]
    figures: dict[str, Any]
    wrong: list[str]
    errors: dict[str, int]
    ended_at: str
    version: str
    files: dict[str, str]


def folder() -> Path:
    """Where the scenarios of this installation are."""
    shipped = PACKAGE / "_shipped" / "loadtests"
    own = checkout()
    return shipped if shipped.is_dir() or own is None else own / "loadtests"


def scenarios() -> dict[str, str]:
    """The scenarios by name, with the question that each is there for."""
    found = {}
    for file in sorted(folder().glob("*.py")):
        source = file.read_text(encoding="utf-8")
        if f'"{_ENTRY}"]' in source:
            found[file.stem] = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]
    return found


def run(
    scenario: str,
    host: str,
    place: Path,
    *,
    api_key: str,
    options: Sequence[str] = (),
    environment: Mapping[str, str],
    criteria: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> LoadConclusion:
    """Send the load, and judge what came of it.

    Args:
        scenario: one of :func:`scenarios`.
        host: the service's address.
        place: an existing folder for rows, figures and the conclusion.
        api_key: for the service; it is passed in the environment.
        options: further options of the generator.
        environment: of the generator.
        criteria: limits instead of ``loadtests/limits.toml``.
        progress: told how many arrivals were dealt with, of how many.

    Raises:
        UnusableInput: there is no such scenario, or no Locust, or the limits cannot be read.
        FpcacheError: the generator ended without figures.
    """
    known = scenarios()
    if scenario not in known:
        raise UnusableInput(f"there is no scenario {scenario}: {', '.join(known)}")
    if find_spec("locust") is None:
        raise UnusableInput("load tests need Locust: pip install 'fpcache-ops[loadtests,analysis]'")
    limits = load(criteria or folder() / "limits.toml")
    said = place / "generator.log"
    with said.open("wb") as output:
        kept = keeper.start(
            [
                *(sys.executable, "-m", "locust", "-f", str(folder() / f"{scenario}.py")),
                *("--headless", "--only-summary", "--host", host, "--run-folder", str(place)),
                *options,
            ],
            env={**environment, "FPCACHE_API_KEY": api_key},
            folder=folder().parent,
            output=output,
        )
        try:
            _watch(kept, place, progress)
        finally:
            kept.stop()
    try:
        figures = json.loads((place / "figures.json").read_text(encoding="utf-8"))
    except OSError:
        raise FpcacheError(f"the load generator failed: {_last_line(said)} (see {said})") from None
    concluded = conclude(figures, list(limits.values()), known[scenario], place)
    write_atomically(place / "conclusion.json", msgspec.json.format(msgspec.json.encode(concluded)))
    return concluded


@contextmanager
def slow_upstream(place: Path, profile: str) -> Iterator[tuple[str, str]]:
    """A slow validator for as long as the block runs: its address, and the settings for it."""
    ready, said = place / "upstream.json", place / "upstream.log"
    scale = str(_UPSTREAM_SCALE[profile])
    words = ["loadtests.slow_upstream", "--scale", scale, "--ready-file", str(ready)]
    with said.open("wb") as output:
        kept = keeper.start(
            [sys.executable, "-m", *words], env=os.environ, folder=folder().parent, output=output
        )
    try:
        while not ready.exists():
            if kept.wait(0.02) is not None:
                raise FpcacheError(f"the slow upstream failed: {_last_line(said)} (see {said})")
        url = json.loads(ready.read_text(encoding="utf-8"))["url"]
        upstream = f'kind = "http"\nname = "slow"\nurl = "{url}/"\nworkers = 64\n'
        yield url, f"[validator]\n{upstream}"
    finally:
        kept.stop()


def conclude(
    figures: Mapping[str, Any], limits: Sequence[Criterion], question: str, place: Path
) -> LoadConclusion:
    """What the figures of a run amount to."""
    plan = figures["plan"]
    checks: dict[str, Check] = {}
    failed: dict[str, Check] = {}
    for limit in limits:
        whose, tag, figure = limit.metric.split()
        profiles = limit.phase.split()
        if whose not in ("*", plan["scenario"]) or (profiles and plan["profile"] not in profiles):
            continue
        known = figures["own"] if tag == "own" else figures["tags"].get(tag, {})
        value, sample = known.get(figure, (None, 0))
        check = checks[limit.name] = evaluate(limit, value, sample)
        if check.result is Result.FAIL:
            failed.setdefault(figure, check)
    answered = figures["tags"]["*"]["p50"][1]
    status, reason = _judged(failed, list(checks.values()), answered)
    return LoadConclusion(
        conclusion=HEADLINES[status].lower(),
        exit_status=int(status),
        reason=reason,
        scenario=plan["scenario"],
        question=question,
        plan=plan,
        checks=list(checks.values()),
        figures=figures["tags"] | {"own": figures["own"]},
        wrong=figures["wrong"],
        errors=figures["errors"],
        ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        files={"rows": str(place / "rows.parquet"), "figures": str(place / "figures.json")},
    )


def _judged(
    failed: Mapping[str, Check], checks: Sequence[Check], answered: int
) -> tuple[ExitStatus, str]:
    """The worst that is certain, and a sentence."""
    if wrong := failed.get("wrong"):
        return ExitStatus.WRONG_ANSWER, f"Answers were wrong: {wrong.value_text}."
    if not answered:
        return ExitStatus.INCONCLUSIVE, "It shows nothing: no request was answered."
    if weak := failed.get("not_on_time"):
        return ExitStatus.GENERATOR_TOO_WEAK, (
            f"It shows nothing: the load generator was the limit, {weak.value_text} of the "
            "arrivals were sent late or never."
        )
    if failed:
        told = (
            f"{one.title}: {one.value_text}, wanted {one.limit_text}" for one in failed.values()
        )
        return ExitStatus.FAIL, f"{'; '.join(told)}."
    unsure = [check for check in checks if check.result is not Result.PASS]
    if unsure or not checks:
        why = f": {unsure[0].title}: {unsure[0].because}" if unsure else ": there is no limit"
        return ExitStatus.INCONCLUSIVE, f"It shows too little{why}."
    return ExitStatus.PASS, f"All {len(checks)} limits were kept by {answered:,} answered requests."


def _watch(kept: keeper.Kept, place: Path, progress: Progress) -> None:
    """Wait for the generator, and tell how far it is."""
    seen: dict[Path, tuple[int, int]] = {}
    total = 0
    while kept.wait(_LOOK_EVERY_SECONDS) is None:
        if not total and (place / "plan.json").exists():
            try:
                total = json.loads((place / "plan.json").read_text())["arrivals"]
            except (ValueError, KeyError):
                continue  # it is being written
        for file in place.glob("rows-*.jsonl"):
            offset, lines = seen.get(file, (0, 0))
            with file.open("rb") as rows:
                rows.seek(offset)
                new = rows.read()
            seen[file] = (offset + len(new), lines + new.count(b"\n"))
        if total:
            progress(sum(lines for _, lines in seen.values()), total)


def _last_line(said: Path) -> str:
    lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def run_folder(runs: Path, scenario: str) -> Path:
    """A new folder for a run, named by the moment."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    for attempt in range(100):
        place = runs / f"{stamp}-{scenario}{f'-{attempt}' if attempt else ''}"
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            time.sleep(0.001)
            continue
        return place.resolve()
    raise FpcacheError(f"no folder for the run can be made in {runs}")
