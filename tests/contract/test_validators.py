"""What holds for every validator, whoever judges: one suite over all kinds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fpcache_ops.bootstrap import Bench, assemble, bench_of
from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.judging import Case
from fpcache_ops.core.lookup import name_of
from fpcache_ops.core.validation import Request
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from fpcache_ops.errors import UnusableInput
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from tests.differential import everything
from tests.factories import a_finding
from tests.upstream.judges import about, chain, command, http, settings
from tests.upstream.server import Upstream, upstream

KINDS = ("safe-patterns", "http", "command", "entry-point", "chain of http", "chain of command")
PROVEN = "db.execute('SELECT 1')\n"
UNPROVEN = "db.execute('SELECT ' + given)\n"
UNSAFE = "db.execute('unsafe ' + given)\n"

METADATA = "Metadata-Version: 2.1\nName: acme-review\n"
PACKAGE = """
from fpcache_ops.core.verdict import Judgement, Justification, ValidatorIdentity, Verdict

class Review:
    name = "inner"

    def __init__(self, parameters):
        if "broken" in parameters:
            raise KeyError("no key\\nis set")
        self.word = parameters.get("word", "unsafe").encode()

    def version(self, language, vulnerability_type):
        return "1"

    def judge(self, evidence):
        real = any(self.word in part.content for part in evidence.parts)
        return Verdict(
            Judgement.TRUE_POSITIVE if real else Judgement.FALSE_POSITIVE,
            0.3 if self.word == b"unsure" else 0.9,
            "the word was found" if real else "the word was not found",
            ValidatorIdentity("inner", "2" if self.word == b"other" else "1"),
            None if real else Justification.CODE_NOT_PRESENT,
        )
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Upstream]:
    with upstream() as serving:
        yield serving


@pytest.fixture
def package(tmp_path: Path, monkeypatch) -> Path:
    """An installed package that offers a validator."""
    folder = tmp_path / "site"
    (folder / "acme_review-2.1.dist-info").mkdir(parents=True)
    (folder / "acme_review.py").write_text(PACKAGE)
    about_it = folder / "acme_review-2.1.dist-info"
    (about_it / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-review\nVersion: 2.1\n")
    (about_it / "entry_points.txt").write_text(
        "[fpcache_ops.validators]\nreview = acme_review:Review\n"
    )
    monkeypatch.syspath_prepend(folder)
    return about_it


def table(kind: str, server: Upstream) -> dict[str, Any]:
    match kind.removeprefix("chain of "):
        case "http":
            made = http(server.url)
        case "command":
            made = command()
        case "entry-point":
            made = {"kind": "entry-point", "entry_point": "review"}
        case _:
            made = {"kind": kind}
    return chain(made) if kind.startswith("chain") else made


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    return request.param


@pytest.fixture
def validator(kind: str, server: Upstream, package: Path) -> dict[str, Any]:
    return table(kind, server)


@pytest.fixture
def bench(validator: dict[str, Any], tmp_path: Path) -> Bench:
    return bench_of(settings(tmp_path, validator))


def built(text: str, **more: Any) -> Built:
    finding = a_finding("a.py", **more)
    found = FilePolicy().build(finding, SubmittedSources({"a.py": text}))
    assert isinstance(found, Built)
    return found


def identity(bench: Bench) -> ValidatorIdentity:
    return ValidatorIdentity(
        bench.validator.name, bench.validator.version("python", "sql-injection")
    )


def test_it_answers_by_its_name_and_version_and_always_the_same(bench: Bench, kind: str):
    """What the panel gives for the same case is one verdict, by whoever was expected."""
    cases = [Case(built(text), identity(bench)) for text in (PROVEN, UNPROVEN, UNSAFE)]
    first, again = ({one.case: one.verdict for one in bench.panel.judge(cases)} for _ in range(2))
    assert first == again
    assert {verdict.judged_by for verdict in first.values()} == {identity(bench)}
    assert first[0].judgement is Judgement.FALSE_POSITIVE
    assert first[0].justification is not None
    assert first[1].is_real == (kind == "safe-patterns")
    assert first[2].judgement is Judgement.TRUE_POSITIVE
    direct = bench.validator.judge(Evidence.decode(cases[2].built.canonical))
    assert direct == first[2]


def test_an_answer_for_somebody_else_is_not_believed(bench: Bench):
    """A version that is not its own, as after a change of settings while it judged."""
    other = replace(Case(built(UNPROVEN), identity(bench)), validator=ValidatorIdentity("x", "1"))
    (judged,) = bench.panel.judge([other])
    assert judged.verdict.judgement is Judgement.UNDETERMINED


def test_it_sees_evidence_and_nothing_else(validator: dict[str, Any], tmp_path: Path, server):
    """Of equal code at two paths, in other people's words: equal verdicts, equal questions."""
    findings = [
        a_finding("secret/one.py", message="m1"),
        a_finding("secret/two.py", message="m2"),
    ]
    files = dict.fromkeys(("secret/one.py", "secret/two.py"), UNPROVEN)
    before = len(server.asked)
    with assemble(settings(tmp_path, validator), on_by_default=True, require_store=True) as made:
        report = made.validation.run(
            Request("acme", "acme/shop", findings, SubmittedSources(files))
        )
    one, two = report.answers
    assert one.verdict == two.verdict
    questions = server.asked[before:]
    assert all(question == questions[0] for question in questions)
    assert "secret" not in str(questions)
    assert "acme" not in str(questions)
    assert len(questions) == 2 * ("http" in str(validator))


def test_cache_on_equals_cache_off(validator: dict[str, Any], kind: str, tmp_path: Path):
    """Off, cold and warm: equal verdicts on every finding."""
    labelled = everything()[:: 400 if "command" in kind else 40]
    assert len(labelled) >= 2
    files = {path: text for one in labelled for path, text in one.files.items()}
    request = Request("local", "demo", [one.finding for one in labelled], SubmittedSources(files))
    (tmp_path / "cache.off").touch()
    answers = []
    with assemble(settings(tmp_path, validator), on_by_default=True, require_store=True) as made:
        answers.append(made.validation.run(request).answers)
        (tmp_path / "cache.off").unlink()
        answers += [made.validation.run(request).answers for _ in range(2)]
    off, cold, warm = answers
    assert {name_of(one.outcome) for one in off} == {"bypass"}
    assert "hit" in {name_of(one.outcome) for one in warm}
    for one, *verdicts in zip(labelled, off, cold, warm, strict=True):
        first, *others = (answer.verdict for answer in verdicts)
        assert others == [first, first], one.name


def version(tmp_path: Path, validator: dict[str, Any], **more: Any) -> str:
    return identity(bench_of(settings(tmp_path, validator | more))).version


@pytest.mark.parametrize("other", ["http", "command", "entry-point"])
def test_its_version_changes_with_all_that_an_answer_depends_on(
    other: str, tmp_path: Path, package: Path, server: Upstream
):
    """Every setting but how often it is called; the text of a prompt, a program, a package."""
    plain = table(other, server)
    prompt = tmp_path / "prompt.txt"
    prompt.write_text("Judge.")
    changes: list[dict[str, Any]] = [
        {},
        {"name": "critic"},
        {"revision": "2"},
        {"parameters": {"word": "1"}},
        {"total_seconds": 50},
    ]
    if other != "entry-point":
        changes += [
            {"model": "m"},
            {"prompt": str(prompt)},
            {"answer_bytes": 1000},
            {"question_bytes": 5000},
        ]
    if other == "http":
        changes += [{"url": server.url + "/2"}, {"read_seconds": 5}, {"connect_seconds": 1}]
    if other == "command":
        changes += [
            {"command": [*plain["command"], "-v"]},
            {"pass_environment": ["KEY"]},
            {"cpu_seconds": 5},
        ]
    versions = [version(tmp_path, plain, **change) for change in changes]
    if other == "entry-point":
        (package / "METADATA").write_text(METADATA + "Version: 3\n")
        versions.append(version(tmp_path, plain))
    else:
        prompt.write_text("Judge well.")
        versions.append(version(tmp_path, plain, prompt=str(prompt)))
    if other == "command":
        program = tmp_path / "program.py"
        for text in ("1", "2"):
            program.write_text(text)
            words = [plain["command"][0], str(program)]
            versions.append(version(tmp_path, plain, command=words))
    assert len(set(versions)) == len(versions)
    limits = {"workers": 1, "failures": 3, "cool_down": 1}
    assert version(tmp_path, plain, **limits) == version(tmp_path, plain)


def test_a_chain_has_the_version_of_both(tmp_path: Path, server: Upstream):
    """And asks the upstream only about what is not proven."""
    plain = chain(http(server.url))
    assert version(tmp_path, plain) != version(tmp_path, chain(http(server.url, model="m")))
    made = bench_of(settings(tmp_path, plain)).validator
    assert made.version("python", "xss") != made.version("java", "xss")
    before = len(server.asked)
    assert made.judge(built(PROVEN).evidence).judgement is Judgement.FALSE_POSITIVE
    assert len(server.asked) == before
    made.judge(built(UNPROVEN).evidence)
    assert len(server.asked) == before + 1


@pytest.mark.parametrize(
    ("word", "reason"), [("other", "another name or version"), ("unsure", "confidence of 0.3")]
)
def test_a_package_is_no_more_believed_than_a_stranger(
    word: str, reason: str, tmp_path: Path, package: Path
):
    made = settings(
        tmp_path, {"kind": "entry-point", "entry_point": "review", "parameters": {"word": word}}
    )
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(about("good")).answers
        assert assembly.store.count("acme") == 0
    assert answer.verdict.judgement is Judgement.UNDETERMINED
    assert reason in answer.verdict.reason


def test_a_package_that_cannot_be_used_is_one_line(tmp_path: Path, package: Path):
    made = {"kind": "entry-point", "entry_point": "review", "parameters": {"broken": True}}
    with pytest.raises(UnusableInput, match=r"'review' \(acme_review:Review\) .* KeyError") as no:
        bench_of(settings(tmp_path, made))
    assert "\n" not in str(no.value)


def test_a_package_is_chosen_by_name(tmp_path: Path, package: Path):
    """Without any settings."""
    chosen = settings(tmp_path, {"kind": "safe-patterns"}).judged_by("review")
    assert bench_of(chosen).validator.name == "review"
