"""Upstream validators that do everything wrong: real, nothing stored, and the next one served."""

import json
import os
import select
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from fpcache_ops.bootstrap import Assembly, assemble
from fpcache_ops.core.lookup import name_of
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence.sources import SubmittedSources
from tests.upstream.judges import about, command, http, settings
from tests.upstream.saying import LIES
from tests.upstream.server import upstream

SPOKEN = {name: words for name, (_, words) in LIES.items()}
SERVED = {
    "closed_at_once": "no answer (RemoteProtocolError)",
    "closed_early": "no answer (RemoteProtocolError)",
    "not_http": "no answer (RemoteProtocolError)",
    "endless_head": "no answer (RemoteProtocolError)",
    "redirect": "redirects",
    "redirect_after": "redirects",
    "status_500": "status 500",
    "status_201": "status 201",
    "compressed": "compressed",
}
RUN = {
    "status": "status 3: no key [2J is set",
    "answer_then_status": "status 4",
    "killed": "status -9",
    "busy": "status -",
    "memory": "status 1",
    "big_file": "status",
}


def everything_wrong(assembly: Assembly, faults: dict[str, str]) -> None:
    """Each fault between two good findings, in one request."""
    words = [word for fault in faults for word in (f"good_{fault}", f"fault_{fault}")]
    words.append("unsafe")
    report = assembly.validation.run(about(*words))
    told = dict(zip(words, report.answers, strict=True))
    for fault, reason in faults.items():
        wrong, good = told[f"fault_{fault}"].verdict, told[f"good_{fault}"].verdict
        assert wrong.is_real, fault
        assert wrong.judgement is Judgement.UNDETERMINED, fault
        assert reason in wrong.reason, fault
        assert wrong.reason.isprintable()
        assert good.judgement is Judgement.FALSE_POSITIVE, (fault, good.reason)
        assert good.reason == "the word was not found"
    assert told["unsafe"].verdict.judgement is Judgement.TRUE_POSITIVE
    assert assembly.store.count("acme") == len(faults) + 1

    again = assembly.validation.run(about(*[word for word in words if "fault_hang" not in word]))
    outcomes = {
        answer.finding.primary.path[:-3]: name_of(answer.outcome) for answer in again.answers
    }
    for word, outcome in outcomes.items():
        assert outcome == ("miss" if word.startswith("fault_") else "hit"), word


@pytest.fixture
def server():
    with upstream() as serving:
        yield serving


def test_a_server_that_lies(server, tmp_path: Path):
    """Every answer that is none, and every way of not answering."""
    made = settings(tmp_path, http(server.url, total_seconds=60, read_seconds=60))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        everything_wrong(assembly, SPOKEN | SERVED)
    assert not [asked for asked in server.asked if "elsewhere" in str(asked)]


def test_a_server_that_keeps_us_waiting(server, tmp_path: Path):
    """It is given up, and the others are served."""
    made = settings(tmp_path, http(server.url, total_seconds=3))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        everything_wrong(assembly, {"hang": "no answer within 3 s"})


@pytest.mark.parametrize("fault", ["slow_head", "slow_body"])
def test_a_server_that_drips(server, tmp_path: Path, fault: str):
    """A byte now and then does not keep a call alive."""
    made = settings(tmp_path, http(server.url, total_seconds=0.5))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(about(f"fault_{fault}")).answers
    assert "no answer within 0.5 s" in answer.verdict.reason


def test_a_server_that_is_not_there(tmp_path: Path):
    """Real, with the reason, and not stored."""
    with upstream() as gone:
        url = gone.url
    made = settings(tmp_path, http(url))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(about("good")).answers
        assert answer.verdict.judgement is Judgement.UNDETERMINED
        assert "ConnectError" in answer.verdict.reason
        assert assembly.store.count("acme") == 0


@pytest.fixture
def programs(tmp_path: Path):
    made = settings(
        tmp_path,
        command(total_seconds=60, memory_bytes=1_000_000_000, file_bytes=1_000_000, cpu_seconds=1),
    )
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        yield assembly


def test_a_program_that_lies(programs: Assembly):
    """The same answers as of a server, and every way of ending."""
    some = ("other_id", "other_version", "nan", "unseen", "flood", "nothing", "unsure")
    everything_wrong(programs, {name: SPOKEN[name] for name in some} | RUN)


def test_a_program_that_complains_is_heard(programs: Assembly):
    """Megabytes on standard error neither block it nor count."""
    (answer,) = programs.validation.run(about("fault_complaints")).answers
    assert answer.verdict.reason == "the word was not found"


@pytest.fixture
def life(tmp_path: Path):
    """A pipe for a program and all that it starts, and whether they were there and are gone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    living = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def ended() -> bool:
        # Its end is reached when nobody has it open any more.
        select.select([living], [], [], 20)
        said = os.read(living, 100)
        if said == b"alive":
            return bool(select.select([living], [], [], 20)[0]) and os.read(living, 100) == b""
        return said == b""

    yield str(pipe), ended
    os.close(living)


def test_a_program_that_never_ends(tmp_path: Path, life):
    """It and all that it started are killed; what ran away from it is not waited for."""
    pipe, ended = life
    made = settings(tmp_path, command(total_seconds=3, parameters={"pipe": pipe}))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        asked = about(
            "fault_hang", "fault_hang_with_child", "fault_escaped_child", "fault_lives_on"
        )
        for answer in assembly.validation.run(asked).answers:
            assert "no answer within 3 s" in answer.verdict.reason
        assert assembly.store.count("acme") == 0
    assert ended()


def test_what_a_program_leaves_behind_is_ended(tmp_path: Path, life):
    """It has answered well, and what it started is of no use any more."""
    pipe, ended = life
    made = settings(tmp_path, command(parameters={"pipe": pipe}))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(about("fault_leaves_child")).answers
    assert answer.verdict.judgement is Judgement.FALSE_POSITIVE
    assert ended()


def test_a_program_need_not_read_all(tmp_path: Path):
    """What is left of a question that nobody reads on is no failure."""
    plain = command()
    made = settings(tmp_path, plain | {"command": [*plain["command"], "hasty"]})
    request = about("good")
    large = SubmittedSources(
        {"good.py": "db.execute('good' + given)\n" + "# " + "more " * 60_000 + "\n"}
    )
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(replace(request, sources=large)).answers
    assert answer.verdict.reason == "the word was not found"


def test_a_program_finds_little_around_it(tmp_path: Path, monkeypatch):
    """An empty folder, its own arguments, and the variables that were named."""
    monkeypatch.setenv("FPCACHE_MAC_KEY", "a secret of the service, long enough")
    monkeypatch.setenv("REVIEW_KEY", "passed")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    made = settings(tmp_path, command(pass_environment=["REVIEW_KEY", "NOT_SET"]))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(about("fault_around")).answers
    found = json.loads(answer.verdict.reason)
    assert found["folder"] == []
    assert found["words"] == []
    assert set(found["names"]) - {"LC_CTYPE"} == {"PATH", "HOME", "TMPDIR", "LANG", "REVIEW_KEY"}
    assert found["its own"] == [True, True]
    assert found["core"] == [0, 0]
    assert not list((tmp_path / "temporary").iterdir())


def test_a_server_is_asked_without_a_proxy(server, tmp_path: Path, monkeypatch):
    """Whoever sets the environment is not shown the code."""
    with upstream() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.upper(), proxy.url)
        made = settings(tmp_path, http(server.url))
        with assemble(made, on_by_default=True, require_store=True) as assembly:
            (answer,) = assembly.validation.run(about("good")).answers
        assert answer.verdict.judgement is Judgement.FALSE_POSITIVE
        assert (len(server.asked), len(proxy.asked)) == (1, 0)


def test_a_server_without_a_certificate_that_is_trusted_is_shown_nothing(
    tmp_path: Path, monkeypatch
):
    """One that signed its own is refused, unless that is among the trusted ones."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", key, "-out", certificate, "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    told = []
    with upstream(certificate, key) as secured:
        url = f"https://localhost:{secured.server_port}/judge"
        for trusted in (None, certificate):
            if trusted is not None:
                monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
            made = settings(tmp_path, http(url), validator_token="a token")
            with assemble(made, on_by_default=True, require_store=True) as assembly:
                (answer,) = assembly.validation.run(about("good")).answers
            told.append((answer.verdict.judgement, len(secured.asked)))
        assert told == [(Judgement.UNDETERMINED, 0), (Judgement.FALSE_POSITIVE, 1)]
        assert secured.headers[0]["authorization"] == "Bearer a token"
