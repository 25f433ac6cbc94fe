"""Make ``data/model-log/sample.jsonl`` and the figures of its data sheet again.

Two weeks of scans of five repositories that do not exist. What happens to the code, how long a
judgement takes and what it says is modelled, from a seed. What the cache makes of it is not: the
findings and entries are those of the core, and its ``decide`` gives each finding its outcome. Each
row says ``model:<seed>`` as its instance.

    .venv/bin/python data/make_lookup_log.py           writes what has changed
    .venv/bin/python data/make_lookup_log.py --check   writes nothing; status 1 if it would
    .venv/bin/python data/make_lookup_log.py --seed 8 --out FOLDER   another log, elsewhere

Exit status: 0 up to date or written; 1 different (``--check``).
"""

import argparse
import collections
import hashlib
import math
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fpcache_ops.core.entry import Entry, Invalidation, Question, Selector
from fpcache_ops.core.evidence import Evidence, Fallback, Mark, Part, PartKind, Role, digest
from fpcache_ops.core.lookup import (
    Candidate,
    Found,
    Hit,
    Outcome,
    Overridden,
    ServingRule,
    SwitchState,
    cause_of,
    decide,
    name_of,
)
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.taxonomy import Severity, severity_of
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.lookuplog import Row, encode
from fpcache_ops.lookuplog.row import row_of

FOLDER = Path(__file__).resolve().parent / "model-log"
LOG = "sample.jsonl"
SHEET = "README.md"
FIGURES_BEGIN = "<!-- figures: written by data/make_lookup_log.py -->"
FIGURES_END = "<!-- end of figures -->"

SEED = 7
AS_OF = datetime(2026, 11, 16, tzinfo=UTC)
"""When the log was taken, so to speak: it holds the fourteen days before, from a Monday on."""
DAYS = 14

# What people do, in days after the first.
SWITCHED_OFF = (3 + 12 / 24, 3 + 18 / 24)
OVERRIDDEN = 7 + 12 / 24
UPGRADED = 9
INVALIDATED = 11 + 8 / 24

RULE = ServingRule(lifetimes={Severity.CRITICAL: timedelta(days=5)})
VALIDATOR = "modelled-reviewer"

# Seconds. The medians and the spread of their logarithms.
BUILD = (0.0016, 0.5)
STORE = (0.003, 0.4)
JUDGE = (38.0, 0.35)


# --- chance, the same on every machine ---------------------------------------------------


@dataclass(frozen=True)
class Chance:
    """Numbers that follow from the seed and from what they are for, and from nothing else."""

    seed: int

    def uniform(self, *what: object) -> float:
        """A number from 0 to 1, exclusive."""
        text = "\x00".join(map(str, (self.seed, *what)))
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")
        return (number + 0.5) / 2**48

    def below(self, limit: int, *what: object) -> int:
        """A whole number from 0 on."""
        return int(self.uniform(*what) * limit)

    def seconds(self, median: float, spread: float, *what: object) -> float:
        """A duration: logarithms are normally distributed."""
        return median * math.exp(spread * statistics.NormalDist().inv_cdf(self.uniform(*what)))


# --- the code ----------------------------------------------------------------------------


@dataclass
class File:
    """A file: a line for each function, with the number of its last edit."""

    path: str
    language: str
    revisions: list[int]
    fallback: Fallback | None = None
    submitted: bool = True
    finished: bool = False

    @property
    def content(self) -> bytes:
        """What a scan submits."""
        lines = [f"function {n}, revision {r}" for n, r in enumerate(self.revisions)]
        return "\n".join([self.language, *lines, ""]).encode()


@dataclass
class Repository:
    """A repository with what a scanner reports on it: (file, function, type)."""

    tenant: str
    name: str
    hours: tuple[float, ...]
    files: list[File]
    findings: list[tuple[File, int, str]]
    repeats: tuple[int, ...] = ()
    scans: int = 0

    @property
    def reported(self) -> list[tuple[File, int, str]]:
        """What the scanner reports now; some of it twice."""
        return [*self.findings, *(self.findings[number] for number in self.repeats)]


# Of each type: how often it is reported, relative to the others.
TYPES = {
    "sql-injection": 20,
    "xss": 16,
    "path-traversal": 9,
    "command-injection": 9,
    "ssrf": 7,
    "weak-hash": 7,
    "hardcoded-secret": 6,
    "weak-random": 5,
    "open-redirect": 4,
    "insecure-deserialization": 4,
}


def repositories(chance: Chance) -> list[Repository]:
    """The five repositories on the first day."""

    def repository(
        tenant: str, name: str, hours: tuple[float, ...], paths: Sequence[str], language: str
    ) -> Repository:
        files = [
            File(path, language, [0] * (3 + chance.below(5, name, path, "functions")))
            for path in paths
        ]
        files[-1].finished = True  # code that nobody touches any more
        findings = [
            (file, function, a_type(chance, name, file.path, function))
            for file in files
            for function in range(len(file.revisions))
            if chance.uniform(name, file.path, function, "reported") < 0.66
        ]
        return Repository(tenant, name, hours, files, findings)

    shop = repository(
        "acme",
        "acme/shop",
        (9.2, 14.7),
        [f"shop/{name}.py" for name in (
            "cart", "catalog", "checkout", "orders", "payments", "reviews", "search", "users",
            "admin", "legacy",
        )],
        "python",
    )  # fmt: skip
    portal = repository(
        "acme",
        "acme/portal",
        (10.3, 16.1),
        [f"src/{name}.ts" for name in (
            "api", "login", "profile", "render", "routes", "session", "upload", "widgets",
        )],
        "typescript",
    )  # fmt: skip
    billing = repository(
        "acme",
        "acme/billing",
        (11.5,),
        [f"src/main/java/billing/{name}.java" for name in (
            "Account", "Dunning", "Export", "Invoice", "Ledger", "Mailer", "Tax",
        )],
        "java",
    )  # fmt: skip
    reports = repository(
        "acme",
        "acme/reports",
        (13.2,),
        [f"lib/{name}.php" for name in ("archive", "chart", "layout", "query", "table")],
        "php",
    )
    site = repository(
        "globex",
        "globex/site",
        (15.4,),
        [f"app/{name}.rb" for name in ("blog", "feed", "forms", "pages", "search", "theme")],
        "ruby",
    )
    # A scanner that reports two of its findings twice.
    portal.repeats = (0, 5)
    # Code that cannot be read as its language.
    for where, file, count in (
        (portal, File("src/vendor.js", "javascript", [0] * 3, Fallback.PARSE_ERROR), 3),
        (reports, File("lib/letters.php", "php", [0] * 4, Fallback.NOT_UTF8), 3),
        (reports, File("jobs/nightly.ex", "", [0] * 4, Fallback.UNSUPPORTED_LANGUAGE), 4),
        # Code that is generated by the build, and so is not submitted.
        (billing, File("target/generated/Stubs.java", "java", [0], submitted=False), 1),
    ):
        where.files.append(file)
        where.findings += [
            (file, n, a_type(chance, where.name, file.path, n)) for n in range(count)
        ]
    return [shop, portal, billing, reports, site]


def a_type(chance: Chance, *what: object) -> str:
    """A type, as often as :data:`TYPES` says."""
    left = chance.uniform(*what, "type") * sum(TYPES.values())
    for name, weight in TYPES.items():
        left -= weight
        if left < 0:
            return name
    raise AssertionError


def edit(chance: Chance, repository: Repository) -> None:
    """What people did to the code since its last scan: most files are left alone."""
    what = (repository.name, repository.scans)
    files = [file for file in repository.files if not file.finished]
    for number in range(2):
        if chance.uniform(*what, number, "edits") < 0.3:
            file = files[chance.below(len(files), *what, number, "file")]
            function = chance.below(len(file.revisions), *what, number, "function")
            file.revisions[function] += 1
    if chance.uniform(*what, "grows") < 0.12:
        file = files[chance.below(len(files), *what, "grows where")]
        file.revisions.append(0)
        new = len(file.revisions) - 1
        repository.findings.append((file, new, a_type(chance, *what, "grows")))
    if chance.uniform(*what, "moves") < 0.05:
        file = files[chance.below(len(files), *what, "moves which")]
        folder, _, name = file.path.rpartition("/")
        file.path = f"{folder}/v2/{name}"


# --- the cache, and the validator behind it ----------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A reported finding with its evidence."""

    file: File
    type: str
    question: Question
    part_digests: tuple[tuple[str, str], ...]
    evidence: Evidence
    file_digest: bytes
    seconds: float


@dataclass
class World:
    """A clock, a store and a validator, for as long as the model runs."""

    chance: Chance
    at: datetime
    entries: dict[Question, Entry] = field(default_factory=dict)
    places: dict[tuple[str, str, str, bytes], Entry] = field(default_factory=dict)
    overrides: dict[Question, Override] = field(default_factory=dict)
    withdrawn: list[Invalidation] = field(default_factory=list)

    @property
    def validator(self) -> ValidatorIdentity:
        """Who judges now."""
        return ValidatorIdentity(VALIDATOR, f"release-{2 if self.at >= moment(UPGRADED) else 1}")

    @property
    def switch(self) -> SwitchState:
        """On but for one afternoon."""
        begin, end = map(moment, SWITCHED_OFF)
        return SwitchState(not begin <= self.at < end, "off file")

    def spend(self, median: float, spread: float, *what: object) -> float:
        """Let time pass; how many seconds it was."""
        seconds = self.chance.seconds(median, spread, self.at, *what)
        self.at += timedelta(seconds=seconds)
        return seconds

    def ask(self, repository: Repository, file: File, function: int, type_: str) -> Asked:
        """Build evidence as the ``file`` policy has it: the whole file, and the marked line."""
        seconds = self.spend(*BUILD, file.path, function, type_)
        content = file.content
        lines = content.splitlines(keepends=True)[: function + 2]
        start, end = len(b"".join(lines[:-1])), len(b"".join(lines)) - 1
        evidence = Evidence(
            policy="file",
            language=file.language,
            grammar="modelled" if file.language else "",
            vulnerability_type=type_,
            rule_id=rule(file, type_),
            parts=(Part(PartKind.SOURCE, content),),
            marks=(Mark(0, start, end, Role.PRIMARY),),
            fallback=file.fallback,
        )
        source = hashlib.sha256(content)
        place = hashlib.sha256(f"{function} {type_}".encode())
        question = Question(
            repository.tenant,
            repository.name,
            file.path,
            "file",
            digest(evidence.encode()),
            place.digest(),
        )
        parts = (("source", source.hexdigest()), ("place", place.hexdigest()))
        return Asked(file, type_, question, parts, evidence, source.digest(), seconds)

    def known(self, asked: Asked) -> Found:
        """What the store has on a question; nobody asks it while the switch is off."""
        ask = asked.question
        entry = self.entries.get(ask)
        if not self.switch.on:
            return Found()
        return Found(
            candidates=[Candidate(entry, True, self.withdrawal(entry))] if entry else [],
            neighbour=self.places.get((ask.tenant, ask.repository, ask.path, ask.neighbour)),
            override=self.overrides.get(ask),
        )

    def withdrawal(self, entry: Entry) -> Invalidation | None:
        """The invalidation that withdraws an entry, if one does."""
        for one in self.withdrawn:
            if (
                one.seq > entry.seq
                and one.selector.tenant == entry.question.tenant
                and one.selector.vulnerability_type == entry.vulnerability_type
            ):
                return one
        return None

    def judge(self, asked: Asked) -> float:
        """Judge, and keep the verdict if it is sure enough; how many seconds that took."""
        evidence = asked.question.evidence_digest.hex()
        by, keep, seq = self.validator, self.switch.on, len(self.withdrawn)
        seconds = self.spend(*JUDGE, evidence, "judge")
        real = self.chance.uniform(evidence, "real") < 0.2
        verdict = Verdict(
            Judgement.TRUE_POSITIVE if real else Judgement.FALSE_POSITIVE,
            0.6 if asked.file.fallback else 0.9,
            "modelled",
            by,
        )
        if keep and verdict.confidence >= RULE.confidence_threshold:
            ask = asked.question
            entry = Entry(
                question=ask,
                vulnerability_type=asked.type,
                rule_id=rule(asked.file, asked.type),
                locator="",
                verdict=verdict,
                part_digests=asked.part_digests,
                seq=seq,
                cached_at=self.at,
                expires_at=self.at + RULE.lifetime_of(severity_of(asked.type), ask.tenant),
            )
            self.entries[ask] = entry
            self.places[ask.tenant, ask.repository, ask.path, ask.neighbour] = entry
        return seconds

    def scan(self, repository: Repository, request: str) -> Iterator[Row]:
        """One scan, from what is reported to the rows of the log, in the order of the report."""
        asked = [
            self.ask(repository, file, function, type_) if file.submitted else (file, type_)
            for file, function, type_ in repository.reported
        ]
        distinct = {one.question: one for one in asked if isinstance(one, Asked)}
        share = self.spend(*STORE, "lookup") / max(len(distinct), 1)
        outcomes = {
            question: decide(
                self.known(one),
                part_digests=one.part_digests,
                validator=self.validator,
                severity=severity_of(one.type),
                rule=RULE,
                switch=self.switch,
                now=self.at,
            )
            for question, one in distinct.items()
        }
        judge = self.validator
        took = {
            question: self.judge(distinct[question])
            for question, outcome in outcomes.items()
            if not isinstance(outcome, Hit | Overridden)
        }
        common = {
            "schema": 1,
            "tenant": repository.tenant,
            "repository": repository.name,
            "from_request": request,
            "cost_micro": None,
            "currency": None,
            "instance": f"model:{self.chance.seed}",
        }
        for one in asked:
            self.at += timedelta(microseconds=15)
            if isinstance(one, Asked):
                outcome = outcomes[one.question]
                judging = took.pop(one.question, 0.0)  # by the first of several alike
                rest = self.answered(one, outcome, judging, share)
            else:
                rest = unplaced(*one)
            by = {"validator": judge.name, "validator_version": judge.version}
            at = self.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            yield row_of(common | by | rest | {"occurred_at": at})

    def answered(
        self, one: Asked, outcome: Outcome, judging: float, share: float
    ) -> dict[str, object]:
        """What the row says of a finding with evidence; ``judging`` is 0 if nobody judged it."""
        row: dict[str, object] = {
            "path": one.file.path,
            "vulnerability_type": one.type,
            "rule_id": rule(one.file, one.type),
            "language": one.file.language,
            "outcome": name_of(outcome),
            "cause": cause_of(outcome),
            "fallback": one.file.fallback,
            "policy": one.question.policy,
            "file_digest": one.file_digest.hex(),
            "evidence_digest": one.question.evidence_digest.hex(),
            "evidence_bytes": len(one.evidence.encode()),
            "entry_age_s": None,
            "latency_us": round((one.seconds + share + judging) * 1e6),
            "validation_us": round(judging * 1e6),
        }
        if isinstance(outcome, Hit):
            row["entry_age_s"] = (self.at - outcome.entry.cached_at).total_seconds()
        if isinstance(outcome, Overridden):
            said = outcome.override.verdict.judged_by
            row |= {"validator": said.name, "validator_version": said.version}
        return row


def unplaced(file: File, type_: str) -> dict[str, object]:
    """What the row says of a finding in a file that was not submitted."""
    unknown = ("language", "fallback", "policy", "file_digest", "evidence_digest")
    return {
        **dict.fromkeys((*unknown, "evidence_bytes", "entry_age_s")),
        "path": file.path,
        "vulnerability_type": type_,
        "rule_id": rule(file, type_),
        "outcome": "miss",
        "cause": "unplaced",
        "latency_us": 20,
        "validation_us": 0,
    }


def rule(file: File, type_: str) -> str:
    """The scanner's name for what it reports."""
    return f"{type_}-{file.language or 'text'}"


# --- two weeks ---------------------------------------------------------------------------


def moment(days: float) -> datetime:
    """This many days after the beginning."""
    return AS_OF - timedelta(days=DAYS) + timedelta(days=days)


def schedule(chance: Chance, every: Sequence[Repository]) -> Iterator[tuple[datetime, Repository]]:
    """When which repository is scanned: on pushes, and once in the night of a weekend."""
    scans = []
    for day in range(DAYS):
        weekend = day % 7 >= 5
        for number, repository in enumerate(every):
            for hour in (2 + number / 2,) if weekend else repository.hours:
                late = chance.uniform(day, repository.name, hour) * 0.5
                scans.append((moment(day + (hour + late) / 24), number))
    for at, number in sorted(scans):
        yield at, every[number]


def two_weeks(seed: int) -> list[Row]:
    """The rows of the log, in the order of their time."""
    chance = Chance(seed)
    world = World(chance, moment(0))
    every = repositories(chance)
    rows: list[Row] = []
    for number, (at, repository) in enumerate(schedule(chance, every)):
        world.at = at
        if at >= moment(OVERRIDDEN) and not world.overrides:
            override(world)
        if at >= moment(INVALIDATED) and not world.withdrawn:
            alike = Selector(tenant="acme", vulnerability_type="xss")
            why = "advisory on the template library"
            world.withdrawn.append(Invalidation(1, alike, "on-call", moment(INVALIDATED), why))
        if at.weekday() < 5 and repository.scans:
            edit(chance, repository)
        repository.scans += 1
        rows += world.scan(repository, f"scan-{number:03}")
    return sorted(rows, key=lambda row: row.occurred_at)


def override(world: World) -> None:
    """A person decides about two findings in code that nobody touches."""
    alike = [ask for ask in world.entries if ask.path == "shop/legacy.py"]
    for ask in alike[:2]:
        about = (ask.tenant, ask.repository, ask.path, ask.evidence_digest)
        said = (Judgement.FALSE_POSITIVE, "analyst", moment(OVERRIDDEN), "not reachable")
        world.overrides[ask] = Override(*about, *said)


# --- the files ---------------------------------------------------------------------------


def figures(rows: Sequence[Row], size: int, seed: int) -> str:
    """The figures of the data sheet."""

    def table(title: str, counts: Mapping[str, int]) -> list[str]:
        lines = [f"| {title} | rows |", "|---|--:|"]
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [*lines, *(f"| {name} | {count:,} |" for name, count in ranked), ""]

    def by(name: str) -> dict[str, int]:
        return collections.Counter(getattr(row, name) for row in rows if getattr(row, name))

    scans = len({row.from_request for row in rows})
    return "\n".join(
        [
            f"Seed {seed}: {len(rows):,} rows of {scans} scans, {size / 1e6:.1f} MB.",
            "",
            *table("outcome", by("outcome")),
            *table("cause of what was no hit", by("cause")),
            *table("repository", by("repository")),
        ]
    )


def made(seed: int, sheet: str) -> dict[str, str]:
    """The files: the log, and the data sheet with its figures."""
    rows = two_weeks(seed)
    log = b"".join(map(encode, rows)).decode()
    if FIGURES_BEGIN in sheet:
        head, _, rest = sheet.partition(FIGURES_BEGIN)
        _, _, tail = rest.partition(FIGURES_END)
        written = figures(rows, len(log), seed)
        sheet = f"{head}{FIGURES_BEGIN}\n\n{written}\n{FIGURES_END}{tail}"
    return {LOG: log, SHEET: sheet}


def main() -> int:
    """Write or compare."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of the log")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    options = parser.parse_args()

    def there(name: str) -> str:
        file = options.out / name
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    differing = False
    for name, text in made(options.seed, there(SHEET)).items():
        if there(name) == text:
            continue
        differing = True
        if options.check:
            print(f"{options.out / name} differs from what seed {options.seed} makes: make data")
        else:
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / name).write_text(text, encoding="utf-8")
            print(f"wrote {options.out / name}")
    if not differing and not options.check:
        print(f"{LOG}: up to date")
    return int(options.check and differing)


if __name__ == "__main__":
    sys.exit(main())
