"""Make ``data/lookup-log`` again: releases of well-known packages, scanned and looked up.

What is real: the source distributions of ``releases.json``, fetched from the package index and held
against their digests; what bandit reports in them; and what the cache makes of it: evidence by
``scope``, the built-in validator, SQLite, ``decide``, invalidations, overrides, the switch.

What is modelled, from a seed: when which release is scanned, how long things take, what a call
costs, and what people do. Each row's ``instance`` names the release that it comes from.

    .venv/bin/python data/make_release_log.py          make it if its recipe has changed
    .venv/bin/python data/make_release_log.py --again  make it in any case
    .venv/bin/python data/make_release_log.py --check  write nothing; status 1 if out of date

Only what is not yet in ``.fpcache/releases`` is fetched. No source goes into ``data``.

Exit status: 0 up to date or written; 1 out of date (``--check``); 2 a release cannot be had.
"""

import argparse
import hashlib
import io
import json
import shutil
import sys
import tarfile
import tempfile
import urllib.parse
import urllib.request
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from make_lookup_log import AS_OF, BUILD, Chance

from fpcache_ops.bootstrap import built_in_validator, policies, scratch_store
from fpcache_ops.core.cache import Cache
from fpcache_ops.core.entry import Seal, Selector
from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule, SwitchState
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.ports import EvidenceBuilder, Unavailable
from fpcache_ops.core.taxonomy import Severity
from fpcache_ops.core.validation import Request, Validation
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.lookuplog import encode
from fpcache_ops.lookuplog.compacting import compact
from fpcache_ops.lookuplog.places import LocalPlace
from fpcache_ops.lookuplog.row import row_of
from fpcache_ops.replay.history import DEFAULT_EXCLUDED_FOLDERS, DEFAULT_EXCLUDED_NAMES
from fpcache_ops.replay.scanning import BANDIT, Scans
from fpcache_ops.replay.simulation import Alone
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.sql import SqlStore

FOLDER = Path(__file__).resolve().parent / "lookup-log"
KEPT = Path(__file__).resolve().parents[1] / ".fpcache" / "releases"
LARGEST = 2_000_000
MADE = "made.json"
FIGURES_BEGIN = "<!-- figures: written by data/make_release_log.py -->"
FIGURES_END = "<!-- end of figures -->"

SEED = 7
DAYS = 56
BEGIN = AS_OF - timedelta(days=DAYS)
"""A Monday."""
TENANT = "open-source"
SEAL = Seal(b"\x07" * 32)

SCANS = {"django": (12, 17)}
"""On a weekday, from and below."""
SCANS_ELSE = (24, 34)
JUDGE = (34.0, 0.4)
"""Seconds: the median, and the spread of their logarithms."""
RULE = ServingRule(lifetimes={Severity.CRITICAL: timedelta(days=7)})

# What happens, in days after the first.
SLOW = (16 + 7 / 24, 16 + 19 / 24)
SWITCHED_OFF = (24 + 12 / 24, 24 + 17 / 24)
OVERRIDDEN = 30 + 12 / 24
UPGRADED = 37 + 7 / 24
INVALIDATED = 46 + 10 / 24
QUIET = {"scrapy": (40, 49)}
"""Nobody pushes, so nobody scans."""
# And all the time.
SWEPT_AT = 23 / 24
"""Of every day: what is past its lifetime is deleted."""
REPEATING = "celery"
"""Its scanner reports two findings twice."""
FORGETFUL = "scrapy"
"""Its pipeline does not submit a file, in one of so many scans."""
FORGETS_ONE_IN = 25


# --- the releases ------------------------------------------------------------------------


@dataclass(frozen=True)
class Release:
    """A source distribution."""

    package: str
    version: str
    file: str
    sha256: str
    uploaded: str

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.package}-{self.version}"


def releases(file: Path) -> list[Release]:
    """Those of the list, package by package, oldest first."""
    return [Release(**one) for one in json.loads(file.read_text(encoding="utf-8"))]


class NotToBeHad(Exception):
    """A release cannot be fetched, or is not the one that was listed."""


def fetch(wanted: Sequence[Release], kept: Path) -> None:
    """Fetch what is missing, from the index that pip uses when nobody names another.

    Raises:
        NotToBeHad: there is no network, no such file, or it has another content.
    """
    from pip._internal.models.index import PyPI

    listings: dict[str, dict[str, str]] = {}
    for one in wanted:
        file = kept / one.sha256
        if file.exists():
            _check(one, file.read_bytes())
            continue
        try:
            if one.package not in listings:
                page = f"{PyPI.simple_url}/{one.package}/"
                accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
                files = json.loads(_got(urllib.request.Request(page, headers=accept)))["files"]
                listings[one.package] = {
                    each["filename"]: urllib.parse.urljoin(page, each["url"]) for each in files
                }
            content = _got(urllib.request.Request(listings[one.package][one.file]))
        except (OSError, ValueError, KeyError) as error:
            raise NotToBeHad(f"{one.file} cannot be fetched: {error!r}") from error
        _check(one, content)
        kept.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        print(f"fetched {one.file}", flush=True)


def _check(release: Release, content: bytes) -> None:
    if hashlib.sha256(content).hexdigest() != release.sha256:
        raise NotToBeHad(f"{release.file} is not the file that was listed: other content")


def _got(request: urllib.request.Request) -> bytes:
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def sources(release: Release, kept: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of what a replay would scan; nothing is unpacked to the disk."""
    content = (kept / release.sha256).read_bytes()
    if release.file.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                if is_scanned(info.filename, info.file_size):
                    yield inner(info.filename), archive.read(info)
        return
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for member in tar:
            if member.isreg() and is_scanned(member.name, member.size):
                file = tar.extractfile(member)
                assert file is not None
                yield inner(member.name), file.read()


def inner(name: str) -> str:
    """The path without the folder that is named for the release."""
    return name.partition("/")[2]


def is_scanned(name: str, size: int) -> bool:
    """Python that is no test, no documentation and nobody else's."""
    pure = PurePosixPath(inner(name))
    return (
        pure.suffix == ".py"
        and size <= LARGEST
        and ".." not in pure.parts
        and DEFAULT_EXCLUDED_FOLDERS.isdisjoint(part.casefold() for part in pure.parts[:-1])
        and not any(fnmatch(pure.name, pattern) for pattern in DEFAULT_EXCLUDED_NAMES)
    )


@dataclass(frozen=True)
class Trees:
    """What is in the releases: path to blob of each, and the content of the blobs."""

    of: Mapping[Release, Mapping[str, str]]
    blobs: Mapping[str, bytes]


def trees(wanted: Sequence[Release], kept: Path) -> Trees:
    """Read them all."""
    blobs: dict[str, bytes] = {}
    of = {}
    for release in wanted:
        paths = {}
        for path, content in sources(release, kept):
            blob = hashlib.sha256(content).hexdigest()
            blobs[blob] = content
            paths[path] = blob
        of[release] = paths
    return Trees(of, blobs)


def scanned(of: Trees, kept: Path) -> dict[str, list[Any]]:
    """What bandit reports in each blob; kept, so that it is scanned once."""
    names = {blob: path for paths in of.of.values() for path, blob in paths.items()}
    scans = Scans(BANDIT, kept)
    try:
        return scans.scan(
            names,
            lambda blob: of.blobs[blob],
            lambda done, total: print(f"scanned {done} of {total}", flush=True),
        )
    finally:
        scans.close()


# --- eight weeks ---------------------------------------------------------------------------


def moment(days: float) -> datetime:
    """This many days after the beginning."""
    return BEGIN + timedelta(days=days)


class World:
    """A clock that the model moves, and what else the pipeline wants from its surroundings."""

    def __init__(self, chance: Chance, name: str) -> None:
        self.chance = chance
        self.name = name
        self.at = BEGIN
        self.spent = 0.0
        self.release = ""
        self.rows: list[dict[str, Any]] = []

    def spend(self, median: float, spread: float, *what: object) -> None:
        """Let time pass."""
        seconds = self.chance.seconds(median, spread, self.name, self.at, *what)
        self.at += timedelta(seconds=seconds)
        self.spent += seconds

    def now(self) -> datetime:
        """The time; it never stands still."""
        self.at += timedelta(microseconds=15)
        return self.at

    def elapsed(self) -> float:
        """Seconds on a clock that never goes back."""
        self.spent += 1e-6
        return self.spent

    def pause(self, seconds: float) -> None:
        """Nobody waits here."""
        raise AssertionError

    def state(self, tenant: str) -> SwitchState:
        """The switch: on but for one afternoon."""
        begin, end = map(moment, SWITCHED_OFF)
        return SwitchState(not begin <= self.at < end, "off file")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The log: a row says where it comes from, and what its call would have cost."""
        for row in rows:
            said = {**row, "instance": f"replay:{self.release}"}
            if row["validation_us"]:
                said["cost_micro"] = 2000 + 12 * min(row["evidence_bytes"], 20_000)
                said["currency"] = "EUR"
            self.rows.append(said)


class Timed:
    """A builder whose work takes a modelled time, and is done once for the same file."""

    def __init__(self, builder: EvidenceBuilder, world: World) -> None:
        self._builder = builder
        self._world = world
        self._built: dict[object, Any] = {}

    def build(self, finding: Finding, sources: Any) -> Any:
        """The evidence."""
        self._world.spend(*BUILD, finding.primary.path, finding.primary.region.start_line)
        places = tuple((at.path, at.region) for at in finding.locations)
        key = (places, sources.blob(finding.primary.path), finding.type, finding.rule_id)
        if key not in self._built:
            self._built[key] = self._builder.build(finding, sources)
        return self._built[key]


class Upgraded:
    """The built-in validator, which takes its time and is upgraded on one day."""

    name = "safe-patterns"

    def __init__(self, world: World) -> None:
        self._validator = built_in_validator()
        self._world = world
        self._said: dict[bytes, Any] = {}

    def version(self, language: str, vulnerability_type: str) -> str:
        """The real version, and which release of the model it belongs to."""
        release = 2 if self._world.at >= moment(UPGRADED) else 1
        return f"{self._validator.version(language, vulnerability_type)}.{release}"

    def judge(self, evidence: Evidence) -> Verdict:
        """The real verdict."""
        canonical = evidence.encode()
        version = self.version(evidence.language, evidence.vulnerability_type)
        begin, end = map(moment, SLOW)
        median, spread = JUDGE
        slow = 3 if begin <= self._world.at < end else 1
        self._world.spend(slow * median, spread, hashlib.sha256(canonical).hexdigest())
        if canonical not in self._said:
            self._said[canonical] = self._validator.judge(evidence)
        return msgspec.structs.replace(
            self._said[canonical], judged_by=ValidatorIdentity(self.name, version)
        )


class Tree:
    """The files of a release, less those that a pipeline does not submit."""

    def __init__(
        self, paths: Mapping[str, str], blobs: Mapping[str, bytes], less: Sequence[str] = ()
    ) -> None:
        self._paths = {path: blob for path, blob in paths.items() if path not in less}
        self._blobs = blobs

    def blob(self, path: str) -> str | None:
        """Which content a file has."""
        return self._paths.get(path)

    def read(self, path: str) -> bytes | Unavailable:
        """The content."""
        blob = self._paths.get(path)
        return self._blobs[blob] if blob else Unavailable("content unavailable: not in it")


def schedule(chance: Chance, package: str, days: int) -> Iterator[datetime]:
    """When a package is scanned: on pushes, and once in the night of a weekend."""
    least, below = SCANS.get(package, SCANS_ELSE)
    first, last = QUIET.get(package, (days, days))
    for day in range(days):
        if first <= day < last:
            continue
        if day % 7 >= 5:
            hours = [2.0 + chance.uniform(package, day)]
        else:
            count = least + chance.below(below - least, package, day, "scans")
            hours = sorted(
                7 + 13 * chance.uniform(package, day, number) ** 0.8 for number in range(count)
            )
        for hour in hours:
            yield moment(day + hour / 24)


def looked_up(
    package: str, every: Trees, found: Mapping[str, list[Finding]], days: int
) -> list[dict[str, Any]]:
    """The rows of one package: release after release, each scanned many times."""
    chance = Chance(SEED)
    world = World(chance, package)
    mine = [release for release in every.of if release.package == package]
    repository = f"pypi/{package}"
    reported = {release: list(_reported(every.of[release], found, repository)) for release in mine}
    validator = Upgraded(world)
    with tempfile.TemporaryDirectory(prefix="fpcache-data-") as folder:
        store = scratch_store(Path(folder))
        validation = Validation(
            cache=Cache(store, rule=RULE, switch=world, seal=SEAL, clock=world),
            builder=Timed(policies(["scope"])["scope"], world),
            validator=validator,
            panel=InlinePanel(validator, world),
            describer=None,
            leases=Alone(),
            log=world,
            clock=world,
            instance="replay",
        )
        nights = [(day + SWEPT_AT, _sweep) for day in range(days)]
        to_do = sorted([*nights, (OVERRIDDEN, _override), (INVALIDATED, _invalidate)], key=_first)
        for number, at in enumerate(schedule(chance, package, days)):
            world.at = max(world.at, at)
            day = (world.at - BEGIN) / timedelta(days=1)
            while to_do and day >= to_do[0][0]:
                to_do.pop(0)[1](store, world)
            release = mine[min(int(day / DAYS * len(mine)), len(mine) - 1)]
            world.release = release.name
            findings = reported[release]
            forgotten = []
            if package == REPEATING:
                findings = [*findings, *findings[:2]]
            if package == FORGETFUL and not chance.below(FORGETS_ONE_IN, package, number, "less"):
                which = chance.below(len(findings), package, number, "which")
                forgotten = [findings[which].primary.path]
            validation.run(
                Request(
                    TENANT,
                    repository,
                    findings,
                    Tree(every.of[release], every.blobs, forgotten),
                    request_id=f"{package}-{number:04}",
                )
            )
        store.close()
    return world.rows


def _reported(
    paths: Mapping[str, str], found: Mapping[str, list[Finding]], repository: str
) -> Iterator[Finding]:
    for path, blob in paths.items():
        for one in found[blob]:
            places = tuple(replace(at, path=path) for at in one.locations)
            yield replace(one, tenant=TENANT, repository=repository, locations=places)


def _first(of: tuple[float, object]) -> float:
    return of[0]


def _sweep(store: SqlStore, world: World) -> None:
    while store.sweep(world.at, 1000):
        pass


def _invalidate(store: SqlStore, world: World) -> None:
    """An advisory is out, and nobody knows yet what it means."""
    alike = Selector(tenant=TENANT, vulnerability_type="command-injection")
    store.invalidate(alike, who="on-call", why="advisory on subprocess", at=world.at)


def _override(store: SqlStore, world: World) -> None:
    """A person decides about the two findings that were judged last."""
    judged = [row for row in world.rows if row["validation_us"]]
    for row in judged[-2:]:
        SqlOverrides(store, SEAL).add(
            Override(
                TENANT,
                row["repository"],
                row["path"],
                bytes.fromhex(row["evidence_digest"]),
                Judgement.FALSE_POSITIVE,
                "analyst",
                world.at,
                "not reachable",
            )
        )


# --- the files ---------------------------------------------------------------------------


def write(rows: Sequence[Mapping[str, Any]], folder: Path) -> int:
    """Write the rows as a process would, and compact them; how many bytes that makes."""
    with tempfile.TemporaryDirectory(prefix="fpcache-data-") as work:
        segment = Path(work) / f"lookups-{BEGIN:%Y%m%dT%H}-data-0001.jsonl"
        with segment.open("wb") as file:
            for row in sorted(rows, key=lambda row: (row["occurred_at"], row["repository"])):
                file.write(encode(row_of(row)))
        for day in days_in(folder):
            shutil.rmtree(day)
        done = compact(Path(work), LocalPlace(folder), now=AS_OF)
    if done.rows != len(rows):
        raise AssertionError(f"{done.rows} of {len(rows)} rows were written")
    return done.bytes_after


def days_in(folder: Path) -> list[Path]:
    """The folders of days, in their order."""
    return sorted(folder.glob("day=*"))


def content(folder: Path) -> str:
    """A digest of the log, to notice what nobody made."""
    digest = hashlib.sha256()
    for day in days_in(folder):
        for file in sorted(day.iterdir()):
            digest.update(f"{day.name}/{file.name}\n".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def recipe(listed: Path) -> str:
    """A digest of what the log is made from: the list of releases and this script."""
    digest = hashlib.sha256()
    for file in (listed, Path(__file__)):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def out_of_date(listed: Path, folder: Path) -> str | None:
    """Why the log has to be made again, if it has to be."""
    try:
        made = json.loads((folder / MADE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "it was never made"
    if made["content"] != content(folder):
        return "its files are not the ones that were made"
    if made["recipe"] != recipe(listed):
        return "releases.json or data/make_release_log.py has changed since it was made"
    return None


def figures(rows: Sequence[Mapping[str, Any]], listed: Sequence[Release], size: int) -> str:
    """The figures of the data sheet."""

    def table(title: str, counts: Mapping[str, int]) -> list[str]:
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        lines = [f"| {title} | rows |", "|---|--:|"]
        return [*lines, *(f"| {name} | {count:,} |" for name, count in ranked), ""]

    def by(name: str) -> dict[str, int]:
        return Counter(str(row[name]) for row in rows if row[name])

    used = ", ".join(f"{name} {version(name)}" for name in ("fpcache-ops", "bandit", "duckdb"))
    packages: dict[str, list[str]] = {}
    for release in listed:
        packages.setdefault(release.package, []).append(release.version)
    found = by("repository")
    return "\n".join(
        [
            f"Seed {SEED}: {len(rows):,} rows of {DAYS} days, {size / 1e6:.1f} MB, with {used}.",
            "",
            "| package | releases | from | to | rows |",
            "|---|--:|---|---|--:|",
            *(
                f"| {name} | {len(some)} | {some[0]} | {some[-1]} | {found[f'pypi/{name}']:,} |"
                for name, some in sorted(packages.items())
            ),
            "",
            *table("outcome", by("outcome")),
            *table("cause of what was no hit", by("cause")),
        ]
    )


def main() -> int:
    """Fetch, scan, look up, write."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, only look")
    parser.add_argument("--again", action="store_true", help="make it also if it is up to date")
    parser.add_argument("--releases", type=Path, default=FOLDER / "releases.json", metavar="FILE")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where fetched releases are kept")
    parser.add_argument("--days", type=int, default=DAYS, help="only the first of them")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of the log")
    options = parser.parse_args()
    why = out_of_date(options.releases, options.out)
    if why is None and not options.again:
        print(f"{options.out.name}: up to date")
        return 0
    if options.check:
        print(f"{options.out.name} is out of date, {why}: make data")
        return 1
    listed = releases(options.releases)
    try:
        fetch(listed, options.kept)
    except NotToBeHad as error:
        print(f"make_release_log: {error}", file=sys.stderr)
        return 2
    every = trees(listed, options.kept)
    found = scanned(every, options.kept)
    rows = []
    for package in sorted({one.package for one in listed}):
        mine = looked_up(package, every, found, options.days)
        print(f"{package}: {len(mine):,} rows", flush=True)
        rows += mine
    size = write(rows, options.out)
    made = {"recipe": recipe(options.releases), "content": content(options.out), "rows": len(rows)}
    (options.out / MADE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    sheet = options.out / "README.md"
    if sheet.exists():
        head, begin, rest = sheet.read_text(encoding="utf-8").partition(FIGURES_BEGIN)
        tail = rest.partition(FIGURES_END)[2]
        written = f"{head}{begin}\n\n{figures(rows, listed, size)}\n{FIGURES_END}{tail}"
        sheet.write_text(written, encoding="utf-8")
    print(f"{len(rows):,} rows, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
