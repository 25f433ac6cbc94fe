"""A fault for each promise of the cache, and the check that catches it.

A fault is a change of the program for as long as its check runs: mostly other words in a function's
own source, so that it stands where a person would make the mistake. A fault that finds its words no
longer there does not count as caught. Those of the stores are in :mod:`tests.contract.faults`.
"""

import ast
import inspect
import json
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from sqlalchemy import select, update

from fpcache_ops.core import judging, lookup, switch
from fpcache_ops.core.cache import Asked, Cache
from fpcache_ops.core.entry import Entry, Seal, Selector
from fpcache_ops.core.flags import CACHING, EVERYONE, FlagSetting
from fpcache_ops.core.lookup import Hit, Outcome, ServingRule
from fpcache_ops.core.reckoning import Reading
from fpcache_ops.core.taxonomy import Severity, severity_of
from fpcache_ops.core.validation import Answer, Validation
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores import flags, glance, schema
from fpcache_ops.stores.flags import SqlFlags, TableProvider
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.switch import FileSwitch, flag_of
from fpcache_ops.wire import encode, read_request, respond, validation
from tests.factories import (
    NOW,
    CountingValidator,
    ManualClock,
    a_finding,
    a_question,
    an_override,
)
from tests.unit.core.test_validation import Bench

FALSE, REAL = Judgement.FALSE_POSITIVE, Judgement.TRUE_POSITIVE
SAFE, UNSAFE = {"a.py": "run(x)\n"}, {"a.py": "run(unsafe)\n"}
FINDING = a_finding("a.py")
ACME = Selector(tenant="acme")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Fault:
    """What is wrong, how it is planted, and what sees it: a function of an empty folder."""

    name: str
    plant: Callable[[], Any]
    caught_by: Callable[[Path], None]


@contextmanager
def altered(function: Callable[..., Any], old: str, new: str) -> Iterator[None]:
    """The function with other words in its source, for everybody who calls it."""
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(old) != 1:
        raise LookupError(f"{function.__qualname__} no longer says {old!r} once: plant it anew")
    tree = ast.parse(source.replace(old, new))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    there: dict[str, Any] = dict(function.__globals__)
    exec(compile(tree, "planted fault", "exec"), there)
    sound = function.__code__
    function.__code__ = there[definition.name].__code__
    try:
        yield
    finally:
        function.__code__ = sound


def words(function: Callable[..., Any], old: str, new: str) -> Callable[[], Any]:
    """What plants it."""
    return lambda: altered(function, old, new)


def catches(check: Callable[[], None], plant: Callable[[], Any]) -> str:
    """``yes``, or why not: it must hold without the fault and fail by its own word with it."""
    try:
        check()
    except Exception as error:  # noqa: BLE001  whatever it is, it is told
        return f"NO, it fails without the fault: {error!r}"
    try:
        with plant():
            check()
    except AssertionError as error:
        return "yes" if error.__cause__ is None else f"NO, somebody else failed: {error!r}"
    except Exception as error:  # noqa: BLE001  whatever it is, it is told
        return f"NO, somebody else failed: {error!r}"
    return "NO"


# --- the checks -----------------------------------------------------------------------------


@contextmanager
def benched(folder: Path, validator: Any = None) -> Iterator[Bench]:
    """A pipeline over a store in the folder."""
    (folder / "cache.db").write_bytes(_an_empty_store())
    bench = Bench(folder, validator)
    try:
        yield bench
    finally:
        bench.store.close()


@cache
def _an_empty_store() -> bytes:
    """Made once: migrations take their time."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        bench.store.open()
        bench.store.close()
        return (Path(name) / "cache.db").read_bytes()


def asked(bench: Bench, files: dict[str, str] = SAFE, **changes: Any) -> Answer:
    """The answer to one finding."""
    (answer,) = bench.run([FINDING], files, **changes).answers
    return answer


def outcome(bench: Bench, files: dict[str, str] = SAFE, **changes: Any) -> str:
    """What the cache made of one finding."""
    return lookup.name_of(asked(bench, files, **changes).outcome)


def another_version(folder: Path) -> None:
    """What another version of the validator said is judged again."""
    with benched(folder) as bench:
        asked(bench)
        bench.validator.current = "2"
        assert outcome(bench) == "outdated"


def denied(folder: Path) -> None:
    """A version on the deny-list is not believed any more."""
    with benched(folder) as bench:
        asked(bench)
        bench.rule = ServingRule(denied=frozenset({("word-search", "1")}))
        assert outcome(bench) == "outdated"


def threshold(folder: Path) -> None:
    """A raised threshold holds for what is stored."""
    with benched(folder) as bench:
        asked(bench)
        bench.rule = ServingRule(confidence_threshold=0.95)
        assert outcome(bench) == "outdated"


def shortened(folder: Path) -> None:
    """A shortened lifetime holds for what is stored, also one for a severity."""
    with benched(folder) as bench:
        asked(bench)
        bench.clock.at += 2 * DAY
        for rule in (
            ServingRule(lifetime=DAY),
            ServingRule(lifetimes={severity_of(FINDING.type): DAY}),
            ServingRule(tenants={"acme": DAY}),
        ):
            bench.rule = rule
            assert outcome(bench, may_store=False) == "expired"


def absolute(folder: Path) -> None:
    """Reading does not make a verdict live longer."""
    with benched(folder) as bench:
        asked(bench)
        for _ in range(3):
            bench.clock.at += 29 * DAY
            assert outcome(bench) == "hit"
        bench.clock.at += 3 * DAY
        assert outcome(bench) == "expired"


def clock_back(folder: Path) -> None:
    """A verdict from a time that has not come yet is none."""
    with benched(folder) as bench:
        asked(bench)
        bench.clock.at -= DAY
        assert outcome(bench) == "expired"


def set_back(folder: Path) -> None:
    """Nor does setting it back under a running process make a verdict live longer."""
    with benched(folder) as bench:
        cache = bench.cache()
        asked(bench, cache=cache)
        bench.clock.pause(60 * DAY.total_seconds())
        bench.clock.at -= 45 * DAY
        bench.clock.pause(40 * DAY.total_seconds())
        assert outcome(bench, cache=cache) == "expired"


def severe(folder: Path) -> None:
    """Above the severity floor nothing is answered as a false positive from the cache."""
    with benched(folder) as bench:
        asked(bench)
        bench.rule = ServingRule(severity_floor=Severity.LOW)
        assert outcome(bench) == "bypass"


def withdrawn(folder: Path) -> None:
    """What was withdrawn is judged again."""
    with benched(folder) as bench:
        asked(bench)
        bench.store.invalidate(ACME, who="ann", why="manual", at=NOW)
        assert outcome(bench) == "invalidated"


def withdrawn_from_who_knows(folder: Path) -> None:
    """Also by a process that has served it before, and reads no more of it than its seal."""
    with benched(folder) as bench:
        cache = bench.cache()
        assert [outcome(bench, cache=cache) for _ in range(3)] == ["miss", "hit", "hit"]
        bench.store.invalidate(ACME, who="ann", why="manual", at=NOW)
        assert outcome(bench, cache=cache) == "invalidated"


def copied(folder: Path) -> None:
    """A seal that somebody copies from one row to another excuses nothing."""
    with benched(folder) as bench:
        cache = bench.cache()
        for files in (SAFE, UNSAFE, SAFE, UNSAFE):
            asked(bench, files, cache=cache)
        table = schema.cached_validations
        excused = select(table.c.mac).where(table.c.verdict == FALSE.value).scalar_subquery()
        over = update(table).values(mac=excused)
        bench.store.write(lambda connection: connection.execute(over), tenant=None)
        assert asked(bench, UNSAFE, cache=cache).is_real


class Interrupted(CountingValidator):
    """While it judges, somebody withdraws everything."""

    bench: Bench

    def judge(self, evidence: Any) -> Verdict:
        self.bench.store.invalidate(ACME, who="ann", why="manual", at=NOW)
        return super().judge(evidence)


def in_flight(folder: Path) -> None:
    """A verdict that was under way when it was withdrawn is withdrawn."""
    validator = Interrupted()
    with benched(folder, validator) as bench:
        validator.bench = bench
        asked(bench)
        assert outcome(bench) == "invalidated"


@dataclass
class Saying(CountingValidator):
    """It answers what it is told to; without an answer it takes too long."""

    answer: Verdict | None = None

    def judge(self, evidence: Any) -> Verdict:
        if self.answer is None:
            raise TimeoutError
        return self.answer


def verdict(judgement: Judgement, version: str = "1", **more: Any) -> Verdict:
    """One that counts."""
    return Verdict(judgement, 0.9, "said so", ValidatorIdentity("word-search", version), **more)


def failure_is_real(folder: Path) -> None:
    """A validator that fails hides nothing."""
    with benched(folder, Saying()) as bench:
        assert asked(bench).is_real


def failure_is_not_stored(folder: Path) -> None:
    """And leaves nothing behind."""
    with benched(folder, Saying()) as bench:
        asked(bench)
        assert bench.store.count("acme") == 0


def unseen(folder: Path) -> None:
    """What rests on something nobody saw is real."""
    with benched(folder, Saying(answer=verdict(FALSE, relies_on_unseen=("helper",)))) as bench:
        assert asked(bench).is_real


def impostor(folder: Path) -> None:
    """An answer of another version is none."""
    with benched(folder, Saying(answer=verdict(FALSE, version="2"))) as bench:
        assert asked(bench).is_real


def sticky(folder: Path) -> None:
    """A later "false positive" on the same question is not believed, whatever was withdrawn."""
    validator = Saying(answer=verdict(REAL))
    with benched(folder, validator) as bench:
        asked(bench)
        bench.store.invalidate(ACME, who="ann", why="manual", at=NOW)
        validator.answer = verdict(FALSE)
        assert asked(bench).is_real


def forged(folder: Path) -> None:
    """A verdict that somebody without the key turned round is not used."""
    with benched(folder) as bench:
        asked(bench, UNSAFE)
        turned = update(schema.cached_validations).values(verdict=FALSE.value)
        bench.store.write(lambda connection: connection.execute(turned), tenant=None)
        assert asked(bench, UNSAFE).is_real


def postponed(folder: Path) -> None:
    """Nor one whose end somebody moved."""
    with benched(folder) as bench:
        asked(bench)
        moved = {"cached_at": schema.cached_validations.c.cached_at + 60 * 86400 * 10**6}
        moved |= {"expires_at": schema.cached_validations.c.expires_at + 60 * 86400 * 10**6}
        later = update(schema.cached_validations).values(**moved)
        bench.store.write(lambda connection: connection.execute(later), tenant=None)
        bench.clock.at += 100 * DAY
        assert outcome(bench) != "hit"


def forged_decision(folder: Path) -> None:
    """Nor a decision that nobody with the key recorded."""
    with benched(folder) as bench:
        built = asked(bench, UNSAFE).built
        assert built is not None
        question = a_question(path="a.py", evidence_digest=built.digest)
        decisions = SqlOverrides(bench.store, Seal(b"the key of somebody else"))
        decisions.add(an_override(FALSE, question))
        assert asked(bench, UNSAFE).is_real


def other_code(folder: Path) -> None:
    """A verdict on other code of the same place explains a miss, and serves none."""
    with benched(folder) as bench:
        asked(bench)
        assert outcome(bench, UNSAFE) == "changed"


def other_tenant(folder: Path) -> None:
    """Verdicts of one tenant never serve another."""
    with benched(folder) as bench:
        asked(bench)
        theirs = [msgspec.structs.replace(FINDING, tenant="other")]
        (answer,) = bench.run(theirs, SAFE, tenant="other").answers
        assert lookup.name_of(answer.outcome) == "miss"


def fork(folder: Path) -> None:
    """Who may not store leaves nothing behind."""
    with benched(folder) as bench:
        asked(bench, may_store=False)
        assert bench.store.count("acme") == 0


def off_file(folder: Path) -> None:
    """The off file wins over everything."""
    with benched(folder) as bench:
        bench.switch = FileSwitch(folder / "off", forced=True, default=True)
        asked(bench)
        (folder / "off").touch()
        assert outcome(bench) == "bypass"


def flag_off(folder: Path) -> None:
    """A flag that is off wins over a variable that says on."""
    with benched(folder) as bench:
        off = folder / "off"
        bench.switch = FileSwitch(off, forced=True, default=True, flag=lambda tenant: False)
        assert outcome(bench) == "bypass"


def flag_flipped(folder: Path) -> None:
    """A flag acts within a second."""
    with benched(folder) as bench:
        table, clock = SqlFlags(bench.store), ManualClock()
        table.set(CACHING, EVERYONE, FlagSetting(100), who="ann", at=NOW)
        flag = flag_of(TableProvider(table, clock))
        bench.switch = FileSwitch(folder / "off", forced=None, default=True, flag=flag)
        asked(bench)
        assert outcome(bench) == "hit"
        table.set(CACHING, EVERYONE, FlagSetting(0), who="ann", at=NOW)
        clock.ticks += 1
        assert outcome(bench) == "bypass"


def sent(bench: Bench, content: str, *more: str) -> list[bool]:
    """Whether each finding is real, as a client is told that declares one hash for anything."""
    files = {
        name: {"content": text, "hash": "0" * 64}
        for name, text in zip(("a.py", "b.py"), (content, *more), strict=False)
    }
    findings = [{"id": "x", "type": "sql-injection", "file": name, "line": 1} for name in files]
    body = json.dumps({"vulnerabilities": findings, "files": files}).encode()
    request = read_request(body, "acme")
    report = bench.run(
        [one.finding for one in request.submitted], sources=SubmittedSources(request.files)
    )
    told = json.loads(encode(respond(report, [one.id for one in request.submitted])))
    return [answer["isValid"] for answer in told["validated"]]


def declared(folder: Path) -> None:
    """What a client declares of its files is not believed."""
    with benched(folder) as bench:
        assert sent(bench, SAFE["a.py"]) == [False]
        assert sent(bench, UNSAFE["a.py"]) == [True]


def equal_ids(folder: Path) -> None:
    """Clients apply the last answer to every finding with its id: then none is hidden."""
    with benched(folder) as bench:
        assert sent(bench, UNSAFE["a.py"], SAFE["a.py"]) == [True, True]


# --- the faults -----------------------------------------------------------------------------


def _sliding() -> Any:
    """Every hit is stored again, with a new end."""
    at_hand = Validation._at_hand

    def sliding(self: Validation, work: Any, outcome: Outcome) -> Answer | None:
        if isinstance(outcome, Hit):
            again = self._cache.entry(work.asked, outcome.entry.verdict, work.looked.seq)
            self._cache.record([again])
        return at_hand(self, work, outcome)

    return patch.object(Validation, "_at_hand", sliding)


def _by_declared_hash() -> Any:
    """Content is remembered by the hash that came with it."""
    files = validation._files
    known: dict[str, str] = {}

    def remembered(sent: Any) -> Any:
        contents, hashes = files(sent)
        same = {name: known.setdefault(hashes[name], text) for name, text in contents.items()}
        return same, hashes

    return patch.object(validation, "_files", remembered)


FAULTS = (
    Fault(
        "the version is ignored",
        words(lookup.decide, "if judged_by != validator:", "if judged_by.name != validator.name:"),
        another_version,
    ),
    Fault("the deny-list is ignored", words(lookup.decide, "in rule.denied", "in ()"), denied),
    Fault(
        "the threshold is for storing only",
        words(lookup.decide, "not entry.verdict.confidence >= rule.confidence_threshold", "False"),
        threshold,
    ),
    Fault(
        "an entry keeps the end it was stored with",
        words(
            lookup.decide,
            "rule.end_of(entry, severity)",
            "entry.expires_at",
        ),
        shortened,
    ),
    Fault(
        "the severity's lifetime is ignored",
        words(
            ServingRule.lifetime_of, "self.lifetimes.get(severity, self.lifetime)", "self.lifetime"
        ),
        shortened,
    ),
    Fault(
        "the tenant's lifetime is ignored",
        words(ServingRule.lifetime_of, "self.tenants.get(tenant, general)", "general"),
        shortened,
    ),
    Fault("the expiry slides", _sliding, absolute),
    Fault(
        "a clock that is set back under a running process is believed",
        words(Reading.latest.fget, "max(self.now, self.reckoned)", "self.now"),  # type: ignore[attr-defined]
        set_back,
    ),
    Fault(
        "a clock that went back makes verdicts live longer",
        words(lookup.decide, "entry.cached_at <= now and latest < end", "latest < end"),
        clock_back,
    ),
    Fault(
        "the severity floor is ignored",
        words(lookup.decide, "rule.severity_floor is not None", "False"),
        severe,
    ),
    Fault(
        "a withdrawal is read and not heeded",
        words(lookup.decide, "if candidate.withdrawn_by is not None", "if False"),
        withdrawn,
    ),
    Fault(
        "an entry gets the number of when it is stored",
        words(
            Validation._judge,
            "self._cache.entry(one.asked, verdict, one.looked.seq)",
            "self._cache.entry(one.asked, verdict, self._cache._store.lookup([])[0])",
        ),
        in_flight,
    ),
    Fault(
        "a timeout is a false positive",
        words(judging.unjudged, "Judgement.UNDETERMINED", "Judgement.FALSE_POSITIVE"),
        failure_is_real,
    ),
    Fault(
        "a timeout is stored",
        words(
            Cache.may_keep,
            "return (",
            "return verdict.judgement is Judgement.UNDETERMINED or (",
        ),
        failure_is_not_stored,
    ),
    Fault(
        "what the validator did not see is trusted",
        words(judging.ask, "if verdict.relies_on_unseen", "if False"),
        unseen,
    ),
    Fault(
        "who answered is not compared",
        words(judging.ask, "if verdict.judged_by != expected", "if False"),
        impostor,
    ),
    Fault(
        "the sticky marker is forgotten",
        words(Validation._judge, "one.looked.sticky is not None", "False"),
        sticky,
    ),
    Fault(
        "a withdrawal is not seen at a glance",
        words(
            glance.read_at_a_glance,
            "override is not None or withdrawn_by is not None",
            "override is not None",
        ),
        withdrawn_from_who_knows,
    ),
    Fault(
        "a seal is believed of any row",
        words(glance._answers, "known.evidence_digest == asked.evidence_digest", "True"),
        copied,
    ),
    Fault(
        "a bad MAC is served",
        words(
            Seal.is_genuine,
            "is_genuine = hmac.compare_digest(thing.mac, self.mac(thing))",
            "return True",
        ),
        forged,
    ),
    Fault(
        "the MAC does not cover the verdict",
        words(Entry.sealed_fields, "said.judgement,", ""),
        forged,
    ),
    Fault(
        "the MAC does not cover the times",
        words(
            Entry.sealed_fields,
            "self.cached_at.astimezone(UTC).isoformat(),\n"
            "        self.expires_at.astimezone(UTC).isoformat(),",
            "",
        ),
        postponed,
    ),
    Fault(
        "a decision needs no seal",
        words(Cache._genuine, "override and self._seal.is_genuine(override)", "override"),
        forged_decision,
    ),
    Fault(
        "a neighbour is served",
        words(
            lookup.decide,
            "return Changed(",
            "return Hit(found.neighbour, DEFAULT_LIFETIME) or Changed(",
        ),
        other_code,
    ),
    Fault(
        "a key is shared between tenants",
        words(Asked.about.__func__, "finding.tenant,", "'acme',"),  # type: ignore[attr-defined]
        other_tenant,
    ),
    Fault(
        "a fork may store",
        words(Validation._answered, "flight=None, keep=False", "flight=None, keep=True"),
        fork,
    ),
    Fault(
        "the off file is ignored",
        words(switch.decide_switch, "if off_file:", "if False:"),
        off_file,
    ),
    Fault(
        "a variable wins over the flag",
        words(switch.decide_switch, "if flag is False:", "if flag is False and not forced:"),
        flag_off,
    ),
    Fault("the flag is pinned", lambda: patch.object(flags, "STALE_SECONDS", 1e9), flag_flipped),
    Fault("a declared hash is trusted", _by_declared_hash, declared),
    Fault(
        "equal ids are answered one by one",
        words(validation._settle_equal_ids, "> 1", "> 2"),
        equal_ids,
    ),
)
