"""``fpcache explain``."""

import difflib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.options import Policy, Repository, Root, Store, ValidatorName
from fpcache_ops.cli.validate import TENANT, repository_of
from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.lookup import cause_of, first_difference, name_of
from fpcache_ops.core.ports import Unavailable
from fpcache_ops.core.taxonomy import canonical_type
from fpcache_ops.errors import ExitStatus, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.core.ports import EvidenceBuilder
    from fpcache_ops.evidence.explaining import Line, Shown
    from fpcache_ops.replay import CommitCheckout

_ENOUGH = 200
"""Lines of a difference."""

_REASON = 32
"""Characters of a reason on a terminal."""


class Format(StrEnum):
    """How it is printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


@command
def explain(
    place: Annotated[str, typer.Argument(help="FILE:LINE, the file relative to --root.")],
    type_: Annotated[str, typer.Option("--type", help="The type of vulnerability.")],
    root: Root = Path(),
    rule: Annotated[str, typer.Option(help="The scanner's rule, as it reports it.")] = "",
    against: Annotated[
        str | None, typer.Option(help="A git revision: what has changed in the evidence since?")
    ] = None,
    repository: Repository = None,
    store: Store = None,
    policy: Policy = None,
    validator: ValidatorName = None,
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
) -> ExitStatus:
    """Show what a verdict on a finding rests on, and what the cache would answer.

    Nothing is judged and nothing is stored. Leaves with 2 if the finding has no evidence.
    """
    from fpcache_ops.bootstrap import assemble, policies
    from fpcache_ops.evidence.explaining import shown
    from fpcache_ops.evidence.sources import TreeSources

    path, line = _place(place)
    settings = config.load(store=store, policy=policy).judged_by(validator)
    builder = policies([settings.policy])[settings.policy]
    finding = Finding(
        TENANT,
        repository or repository_of(root),
        canonical_type(type_),
        rule,
        (Location(path, Region(line)),),
    )
    sources = TreeSources(root)
    with assemble(settings, on_by_default=True, require_store=False, describe=False) as assembly:
        looked = assembly.validation.look(TENANT, finding, sources)
    lines = shown(builder, finding, sources)
    if isinstance(looked, Unplaced) or isinstance(lines, Unplaced):
        reason = looked.reason if isinstance(looked, Unplaced) else "Not judged: it has no place."
        raise UnusableInput(f"{place} has no evidence. {reason}")
    built, outcome = looked
    told: dict[str, Any] = {
        "place": f"{path}:{line}",
        "type": finding.type,
        "scope": lines.scope,
        "policy": built.policy,
        "fallback": built.fallback,
        "digest": built.digest.hex(),
        "outcome": name_of(outcome),
        "cause": cause_of(outcome),
        "parts": dict(built.part_digests),
        "lines": [
            {
                "path": one.path,
                "line": one.number,
                "part": one.part,
                "because": one.because,
                "marked": one.marked,
            }
            for one in lines.lines
        ],
    }
    difference: list[str] = []
    if against is not None:
        with _checkout_at(root, against) as before:
            if isinstance(before.read(path), Unavailable):
                raise UnusableInput(f"{path} is not in {against}")
            old, old_lines = _same_place(builder, finding, before, lines)
        if old is None or old_lines is None:
            told["against"] = {"revision": against, "changed": "the place"}
        else:
            changed = (
                None
                if old.digest == built.digest
                else first_difference(old.part_digests, built.part_digests)
            )
            difference = _difference(old_lines, lines, against)
            told["against"] = {
                "revision": against,
                "digest": old.digest.hex(),
                "changed": changed,
                "difference": difference,
            }
    if output is Format.JSON:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
    else:
        _show(told, lines, difference)
    return ExitStatus.PASS


def _place(text: str) -> tuple[str, int]:
    path, colon, line = text.rpartition(":")
    if not colon or not path or not line.isdecimal() or int(line) < 1:
        raise UnusableInput(f"{text!r} is no place: give FILE:LINE, such as shop/views.py:12")
    return os.path.normpath(path).replace(os.sep, "/"), int(line)


@contextmanager
def _checkout_at(root: Path, revision: str) -> "Iterator[CommitCheckout]":
    """The folder as it was at a revision of the repository that it is in."""
    from fpcache_ops.replay import CommitCheckout, History

    top = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--show-toplevel"],
        capture_output=True,
        text=True,
        check=False,
    )
    if top.returncode:
        raise UnusableInput(f"--against needs a git repository, and {root} is in none")
    folder = Path(top.stdout.rstrip("\n"))
    inside = root.resolve().relative_to(folder.resolve()).as_posix()
    with History(folder) as history:
        tree = history.tree(revision)
        yield CommitCheckout(lambda: tree, history.read, "" if inside == "." else f"{inside}/")


def _same_place(
    builder: "EvidenceBuilder", finding: Finding, before: Any, now: "Shown"
) -> tuple[Built | None, "Shown | None"]:
    """The same finding in an earlier state: the line that says the same, nearest to the old one."""
    from msgspec.structs import replace

    from fpcache_ops.evidence.explaining import shown

    at = finding.primary
    marked = next((one.text for one in now.lines if one.marked), "").strip()
    content = before.read(at.path)
    texts = content.decode("utf-8", "replace").splitlines() if isinstance(content, bytes) else []
    wanted = at.region.start_line
    same = [number for number, text in enumerate(texts, 1) if text.strip() == marked]
    candidates = sorted(same, key=lambda number: abs(number - wanted)) or [
        min(wanted, len(texts) or 1)
    ]
    for number in candidates:
        there = replace(finding, locations=(replace(at, region=Region(number)),))
        lines = shown(builder, there, before)
        built = builder.build(there, before)
        if isinstance(built, Built) and not isinstance(lines, Unplaced):
            same_scope = lines.scope == now.scope
            if same_scope or number == candidates[-1]:
                return (built, lines) if same_scope else (None, None)
    return None, None


def _difference(old: "Shown", new: "Shown", revision: str) -> list[str]:
    """What differs in the lines of the evidence, as a unified diff of these lines alone."""
    before = [one.text for one in old.lines]
    after = [one.text for one in new.lines]
    lines = difflib.unified_diff(before, after, f"evidence at {revision}", "evidence now", "", "")
    return [line.rstrip("\n") for _, line in zip(range(_ENOUGH), lines, strict=False)]


def _show(told: dict[str, Any], lines: "Shown", difference: list[str]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    where = f" in {told['scope']}" if told["scope"] else ""
    console.print(f"{told['type']} at {told['place']}{where}", style="bold")
    cause = f" ({told['cause']})" if told["cause"] else ""
    console.print(f"  the cache would answer: {told['outcome']}{cause}")
    fallback = f", for {told['fallback']}" if told["fallback"] else ""
    line = f"  evidence: policy {told['policy']}{fallback}, digest {told['digest']}"
    console.print(line, soft_wrap=True)
    console.print()
    width = max((len(one.part) for one in lines.lines), default=0)
    reasons = max((len(_reason(one)) for one in lines.lines), default=0)
    path, last, told_last = "", 0, ""
    for one in lines.lines:
        if one.path != path:
            console.print(f"{one.path}", style="bold")
            path, last = one.path, one.number - 1
        if one.number > last + 1:
            console.print(f"  {'':<{width}}  {'':<{reasons}}      ...", style="dim")
        last = one.number
        why = "" if _reason(one) == told_last else _reason(one)
        told_last = _reason(one)
        text = Text(f"{'>' if one.marked else ' '} {one.part:<{width}}  {why:<{reasons}}", "dim")
        text.append(f" {one.number:>5}  ", "dim")
        text.append(one.text.rstrip(), "bold" if one.marked else "")
        console.print(text, soft_wrap=True)
    against = told.get("against")
    if against is None:
        return
    console.print()
    if against["changed"] is None:
        console.print(f"Nothing in it has changed since {against['revision']}.")
        return
    console.print(f"Changed since {against['revision']}: {against['changed']}", style="bold")
    for line in difference:
        console.print(line, style={"+": "green", "-": "red"}.get(line[:1], ""), soft_wrap=True)


def _reason(line: "Line") -> str:
    """Why a line is there, no longer than a column."""
    return line.because if len(line.because) <= _REASON else f"{line.because[: _REASON - 1]}…"
