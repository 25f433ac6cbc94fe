"""``fpcache validate``."""

import os
import subprocess
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.options import Policy, Repository, Root, Store, ValidatorName
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources, Unavailable
from fpcache_ops.errors import ExitStatus, UnusableInput
from fpcache_ops.wire import ValidateResponse

TENANT = "local"
_REQUEST_FINDINGS = 50
_REPORT_LIMIT = 64 * 1024 * 1024


class Format(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"


class FailOn(StrEnum):
    """Which findings make the command fail."""

    REAL = "real"
    NONE = "none"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("validate")(validate)


@command
def validate(
    report: Annotated[Path, typer.Argument(help="SARIF 2.1.0 file of any scanner.")],
    root: Root = Path(),
    out: Annotated[
        Path | None, typer.Option(help="Write the SARIF here, with the answers in it.")
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
    repository: Repository = None,
    store: Store = None,
    no_store: Annotated[
        bool, typer.Option("--no-store", help="Use stored verdicts, but store none.")
    ] = False,
    server: Annotated[
        str | None,
        typer.Option(help="Ask the service at this URL (key in FPCACHE_API_KEY) instead."),
    ] = None,
    policy: Policy = None,
    validator: ValidatorName = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 when findings are real, or never.")
    ] = FailOn.REAL,
) -> ExitStatus:
    """Judge the findings of a SARIF file; those judged before are answered from the cache."""
    from fpcache_ops import sarif, wire
    from fpcache_ops.cli.output import show_answers
    from fpcache_ops.evidence.sources import TreeSources

    if not root.is_dir():
        raise UnusableInput(f"--root {root} is no folder: give the folder that was scanned")
    own = no_store or any(one is not None for one in (store, policy, validator))
    if server is not None and own:
        raise UnusableInput(
            "--server asks a service, which has a store, a policy and a validator of its own: it "
            "goes with none of --store, --no-store, --policy and --validator"
        )
    log = sarif.read(
        report_content(report),
        tenant=TENANT,
        repository=repository or repository_of(root),
        roots=[root.absolute(), root.resolve()],
    )
    for warning in log.warnings:
        typer.echo(f"fpcache: warning: {warning}", err=True)
    sources = TreeSources(root)
    if server is not None:
        response = _asked(server, log.findings, sources)
    else:
        settings = config.load(store=store, policy=policy).judged_by(validator)
        # Nothing but the whole body tells what is seen around a place.
        describe = output is Format.JSON
        response = _judged(
            log.findings, sources, settings, may_store=not no_store, describe=describe
        )
    for warning in response.warnings:
        typer.echo(f"fpcache: warning: {warning}", err=True)

    missing = sum(answer.evidence is None for answer in response.validated)
    if missing:
        typer.echo(
            f"fpcache: warning: {missing} of {len(log.findings)} findings have no place in "
            f"--root {root} and are reported as real (the reasons are in the answers): is it the "
            "folder that was scanned, unchanged since?",
            err=True,
        )
    unplaced = [one.reason for one in log.not_judged if one.is_problem]
    if out is not None:
        _write(out, sarif.write(log, response.validated))
    match output:
        case Format.JSON:
            typer.echo(wire.encode(response).decode())
        case Format.SARIF:
            typer.echo(sarif.write(log, response.validated).decode(), nl=False)
        case Format.TABLE:
            show_answers(log.findings, response, unplaced)
    is_real = bool(response.stats.validated or unplaced)
    return ExitStatus.FAIL if is_real and fail_on is FailOn.REAL else ExitStatus.PASS


def _judged(
    findings: Sequence[Finding],
    sources: Sources,
    settings: config.Settings,
    *,
    may_store: bool,
    describe: bool,
) -> ValidateResponse:
    from fpcache_ops.bootstrap import assemble
    from fpcache_ops.cli.output import progress
    from fpcache_ops.core.validation import Request
    from fpcache_ops.wire import respond

    with (
        assemble(
            settings,
            on_by_default=True,
            require_store=False,
            readers=settings.readers or 0,
            describe=describe,
        ) as assembly,
        progress("judging") as tell,
    ):
        repository = findings[0].repository if findings else ""
        request = Request(TENANT, repository, findings, sources, may_store)
        return respond(assembly.validation.run(request, tell), range(len(findings)))


def _asked(server: str, findings: Sequence[Finding], sources: Sources) -> ValidateResponse:
    """Ask a service, a few findings at a time, with the files that they name."""
    from fpcache_ops.cli.output import progress
    from fpcache_ops.client import ReadClient
    from fpcache_ops.wire import merged

    key = os.environ.get("FPCACHE_API_KEY", "")
    if not key:
        raise UnusableInput("set FPCACHE_API_KEY to the key for the service")
    responses = []
    with ReadClient(server, key) as client, progress("asking") as tell:
        for start in range(0, max(len(findings), 1), _REQUEST_FINDINGS):
            some = findings[start : start + _REQUEST_FINDINGS]
            repository = some[0].repository if some else ""
            responses.append(client.validate(repository, some, _files(some, sources)))
            tell(start + len(some), len(findings))
    return merged(responses)


def _files(findings: Sequence[Finding], sources: Sources) -> dict[str, str]:
    """The files that findings name, as far as there are any; only text can be submitted."""
    places = {
        at.path
        for finding in findings
        for at in (*finding.locations, *(step for flow in finding.flows for step in flow))
    }
    files = {}
    for path in sorted(places):
        content = sources.read(path)
        if not isinstance(content, Unavailable):
            try:
                files[path] = content.decode("utf-8")
            except UnicodeDecodeError:
                continue
    return files


def report_content(report: Path) -> bytes:
    """The bytes of a file that a person names. Raises UnusableInput: there is none, or too much."""
    try:
        if report.stat().st_size > _REPORT_LIMIT:
            raise UnusableInput(f"{report} is larger than 64 MB: split the scan")
        return report.read_bytes()
    except OSError as error:
        raise UnusableInput(f"{report} cannot be read: {error.strerror}") from error


def _write(out: Path, content: bytes) -> None:
    """Whole or not at all."""
    draft = out.with_name(f".{out.name}.{os.getpid()}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UnusableInput(f"--out {out} cannot be written: {error.strerror}") from error


def repository_of(root: Path) -> str:
    """ORG/NAME of the origin remote, else local/<folder>."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "remote", "get-url", "origin"],
            capture_output=True,
            text=True,
            check=False,
        )
        remote = done.stdout.strip() if done.returncode == 0 else ""
    except OSError:
        remote = ""
    # Both https://host/org/name.git and git@host:org/name.git
    path = urlsplit(remote).path if "://" in remote else remote.rpartition(":")[2]
    words = path.removesuffix("/").removesuffix(".git").strip("/").split("/")
    if len(words) >= 2 and all(words[-2:]):
        return "/".join(words[-2:])
    return f"local/{root.resolve().name or 'root'}"
