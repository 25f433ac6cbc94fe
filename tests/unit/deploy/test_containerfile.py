"""The Containerfile, instruction by instruction; it is not built here."""

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from packaging.specifiers import SpecifierSet

from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import DevelopmentKeys
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.wire import addresses
from tests.assembling import assembled
from tests.serving import served
from tests.unit.deploy.commands import understood

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "deploy" / "Containerfile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

_TAG = re.compile(
    r"(?P<name>[a-z0-9/-]+):(?P<version>\d+\.\d+\.\d+)[a-z0-9.-]*(@sha256:[0-9a-f]{64})?"
)
_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|STORE|DSN", re.IGNORECASE)
_FETCHERS = {"curl", "wget", "git", "apt-get", "apk", "sudo"}
_EXEC_ONLY = {"CMD", "ENTRYPOINT"}
_KNOWN = _EXEC_ONLY | {
    *("ARG", "COPY", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"),
    *("RUN", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}


@dataclass(frozen=True)
class Instruction:
    """One instruction: its word, its ``--flags``, and the rest as words."""

    name: str
    flags: dict[str, str]
    words: list[str]
    is_exec: bool


def instructions(text: str) -> list[Instruction]:
    """Comments left out, continued lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [_instruction(line) for line in joined.splitlines() if line.strip()]


def _instruction(line: str) -> Instruction:
    name, _, rest = line.strip().partition(" ")
    flags = {}
    while found := re.match(r"\s*--([\w-]+)=(\S+)\s+", rest):
        flags[found[1]] = found[2]
        rest = rest[found.end() :]
    if name == "HEALTHCHECK":
        rest = rest.removeprefix("CMD ")
    is_exec = rest.lstrip().startswith("[")
    return Instruction(name, flags, json.loads(rest) if is_exec else rest.split(), is_exec)


def faults(text: str) -> list[str]:
    """What is wrong with it, each in a line."""
    try:
        read = instructions(text)
    except ValueError as error:
        return [f"cannot be read: {error}"]
    wrong = [f"{one.name} is not known" for one in read if one.name not in _KNOWN]
    wrong += _base_faults(read)
    for one in read:
        wrong += _faults_of(one)
    final = read[max(at for at, one in enumerate(read) if one.name == "FROM") :]
    return wrong + _final_faults(final)


def _base_faults(read: list[Instruction]) -> list[str]:
    bases, wrong = {}, []
    for one in read:
        if one.name == "FROM":
            break
        name, _, value = " ".join(one.words).partition("=")
        bases[f"${{{name}}}"] = value
    for base in bases.values():
        found = _TAG.fullmatch(base)
        if found is None or "." in found["name"].partition("/")[0]:
            wrong.append(f"base {base!r} is no name with an exact release")
        elif found["version"] not in SpecifierSet(PROJECT["project"]["requires-python"]):
            wrong.append(f"base {base!r} is no Python that the project supports")
    used = {one.words[0] for one in read if one.name == "FROM"}
    return wrong + [f"FROM {base} is not given by an ARG" for base in used - bases.keys()]


def _faults_of(one: Instruction) -> list[str]:
    wrong, words = [], one.words
    text = " ".join(words)
    if one.name in ("ARG", "ENV"):
        named = [word.partition("=")[0] for word in words]
        wrong += [
            f"{one.name} {name}: a secret, or a setting" for name in named if _SECRET.search(name)
        ]
    if one.name in _EXEC_ONLY and not one.is_exec:
        wrong.append(f"{one.name} goes through a shell, which does not pass signals on")
    if one.name == "COPY" and "from" not in one.flags:
        for source in words[:-1]:
            if not (ROOT / source).exists() or source in (".", "./") or ".." in source:
                wrong.append(f"COPY {source}: not a file or folder by its name")
    if one.name == "RUN":
        wrong += [f"RUN uses {word}" for word in words if word.rpartition("/")[2] in _FETCHERS]
        if "install" in words and any(word.endswith("pip") for word in words):
            offline = {"--no-index", "--no-deps"} <= set(words)
            if not offline and "--require-hashes" not in words:
                wrong.append("RUN pip installs what no hash holds")
    for address in re.findall(r"\w+://[^\s'\"/]+", text):
        if not (one.name == "HEALTHCHECK" and address == "http://127.0.0.1:8080"):
            wrong.append(f"{one.name} holds the address {address}")
    return wrong


def _final_faults(final: list[Instruction]) -> list[str]:
    of: dict[str, list[Instruction]] = {}
    for one in final:
        of.setdefault(one.name, []).append(one)
    wrong = [
        f"{name}: {len(of.get(name, []))} in the image, not 1"
        for name in ("USER", "HEALTHCHECK", "ENTRYPOINT", "CMD")
        if len(of.get(name, [])) != 1
    ]
    if wrong:
        return wrong
    user = of["USER"][0].words[0].split(":")
    if not all(part.isdecimal() and int(part) for part in user):
        # By number: a cluster that wants no root cannot tell from a name.
        wrong.append(f"USER {':'.join(user)} is root, or no number")
    told = " ".join(of["HEALTHCHECK"][0].words)
    if not of["HEALTHCHECK"][0].is_exec or f":8080{addresses.HEALTH}'" not in told:
        wrong.append("HEALTHCHECK does not ask /health")
    if {"interval", "timeout", "retries"} - of["HEALTHCHECK"][0].flags.keys():
        wrong.append("HEALTHCHECK does not say how often and for how long")
    if of["ENTRYPOINT"][0].words != ["fpcache"]:
        return [*wrong, "ENTRYPOINT is not fpcache"]
    asked = understood(of["CMD"][0].words)
    if asked is None or asked.name != "serve":
        return [*wrong, "CMD is not understood by fpcache"]
    ports = {str(asked.options["port"]), str(asked.options["metrics_port"])}
    if ports != set(of["EXPOSE"][0].words) or "8080" not in ports:
        wrong.append(f"the ports are {sorted(ports)}, and not those of EXPOSE")
    if asked.options["dev"] or asked.options["log_payloads"]:
        wrong.append("CMD is for a developer")
    return wrong


def test_there_is_no_fault_in_it() -> None:
    assert faults(TEXT) == []
    assert len(instructions(TEXT)) > 20


@pytest.mark.parametrize(
    ("was", "planted", "found"),
    [
        ("python:3.11.13-slim-bookworm", "python:latest", "no name with an exact release"),
        ("python:3.11.13-slim-bookworm", "python:3.11-slim", "no name with an exact release"),
        ("python:3.11.13-slim", "mirror.example/python:3.11.13-slim", "no name with an exact"),
        ("python:3.11.13-slim", "python:3.10.4-slim", "no Python that the project supports"),
        ("FROM ${BASE}\n", "FROM python:3.11.13\n", "is not given by an ARG"),
        ("USER 65532:65532\n", "", "USER: 0 in the image"),
        ("USER 65532:65532", "USER 0", "is root, or no number"),
        ("USER 65532:65532", "USER 65532:0", "is root, or no number"),
        ("USER 65532:65532", "USER fpcache", "is root, or no number"),
        ("USER 65532:65532\n", "USER 65532:65532\nUSER 0\n", "USER: 2 in the image"),
        ("8080/health", "8080/healthy", "does not ask /health"),
        ("127.0.0.1:8080/health", "127.0.0.1:8081/health", "does not ask /health"),
        ("--interval=10s ", "", "how often and for how long"),
        ("COPY runbooks runbooks", "ADD https://x.example/a.tar /", "ADD is not known"),
        ("COPY runbooks runbooks", "COPY . .", "not a file or folder by its name"),
        ("COPY runbooks", "COPY runboks", "not a file or folder by its name"),
        ("--require-hashes ", "", "no hash holds"),
        ('"--no-index", ', "", "no hash holds"),
        ("-r requirements/serve.txt", "-r a.txt -i https://x.example/s", "holds the address"),
        ("    HOME=/var", "    FPCACHE_MAC_KEY=abc HOME=/var", "a secret, or a setting"),
        ("ENV PIP_", "ARG PASSWORD\nENV PIP_", "a secret, or a setting"),
        ('RUN ["python", "-m"', 'RUN ["curl", "-m"', "RUN uses curl"),
        ('CMD ["serve", ', 'CMD ["server", ', "not understood by fpcache"),
        ('"--host"', '"--hots"', "not understood by fpcache"),
        ('"--port", "8080"', '"--port", "8000"', "not those of EXPOSE"),
        ("EXPOSE 8080 9080", "EXPOSE 8080", "not those of EXPOSE"),
        ('CMD ["serve", ', 'CMD ["serve", "--log-payloads", ', "for a developer"),
        ('ENTRYPOINT ["fpcache"]', "ENTRYPOINT fpcache", "goes through a shell"),
        ('ENTRYPOINT ["fpcache"]', 'ENTRYPOINT ["sh"]', "ENTRYPOINT is not fpcache"),
    ],
)
def test_a_fault_is_found(was: str, planted: str, found: str) -> None:
    assert was in TEXT
    assert any(found in one for one in faults(TEXT.replace(was, planted)))


def test_what_the_wheel_is_made_of_is_copied() -> None:
    """The build sees every folder that the wheel takes, its readme and its licence."""
    copied = {
        source
        for one in instructions(TEXT)
        if one.name == "COPY" and "from" not in one.flags
        for source in one.words[:-1]
    }
    project = PROJECT["project"]
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    wanted = {*wheel["only-include"], project["readme"], *project["license-files"]}
    assert copied == wanted | {"pyproject.toml", "requirements/serve.txt"}


def test_the_health_check_tells_the_living_from_the_dead(tmp_path: Path) -> None:
    """Its own program against a service, and against nobody."""
    (check,) = (one for one in instructions(TEXT) if one.name == "HEALTHCHECK")
    assert check.words[:2] == ["python", "-c"]

    def status(http: httpx.Client) -> int:
        program = check.words[2].replace(":8080", f":{http.base_url.port}")
        done: Any = subprocess.run([sys.executable, "-c", program], capture_output=True)
        return done.returncode

    with assembled(SqlStore(SqliteDatabase(tmp_path / "cache.db")), tmp_path) as assembly:
        with served(create_app(assembly, DevelopmentKeys())) as http:
            assert status(http) == 0
        assert status(http) != 0
