"""The table that says who judges: its mistakes, and where it is taken from."""

import sys
from pathlib import Path
from typing import Any

import pytest

from fpcache_ops import config
from fpcache_ops.errors import UnusableInput

HTTP = {"kind": "http", "url": "https://review.example/judge"}
COMMAND = {"kind": "command", "command": [sys.executable]}


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch) -> Path:
    """A folder to work in, and one of the user's own."""
    (tmp_path / "work").mkdir()
    (tmp_path / "home" / "fpcache").mkdir(parents=True)
    (tmp_path / "work" / "judge.py").write_text("")
    (tmp_path / "prompt.txt").write_text("Judge.")
    (tmp_path / "odd.txt").write_bytes(b"\xff")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize(
    ("table", "setting", "words"),
    [
        ({}, "validator", "kind must be one of chain, command, entry-point, http, safe-patterns"),
        ({"kind": "magic"}, "validator", "kind must be one of"),
        ({"kind": "http"}, "validator.url", "required"),
        (HTTP | {"url": "review.example"}, "validator", "https://HOST/PATH"),
        (HTTP | {"url": "file:///etc/passwd"}, "validator", "https://HOST/PATH"),
        (HTTP | {"url": "https://review.example:x/"}, "validator", "ort"),
        (HTTP | {"url": "http://review.example/"}, "validator", "unencrypted: use https"),
        (HTTP | {"url": "https://me:pw@review.example/"}, "validator", "FPCACHE_VALIDATOR_TOKEN"),
        (HTTP | {"allowed_urls": ["https://other.example/"]}, "validator", "none of allowed_urls"),
        (HTTP | {"allowed_urls": ["https://review.example/jud"]}, "validator", "allowed_urls"),
        (HTTP | {"urls": []}, "validator.urls", "not permitted"),
        (HTTP | {"name": "Review 1"}, "validator.name", "match pattern"),
        (HTTP | {"name": "safe-patterns"}, "validator.name", "the built-in"),
        (HTTP | {"total_seconds": 0}, "validator.total_seconds", "greater than 0"),
        (HTTP | {"total_seconds": 101}, "validator.total_seconds", "less than or equal to 100"),
        (HTTP | {"total_seconds": float("nan")}, "validator.total_seconds", "finite"),
        (HTTP | {"workers": 0}, "validator.workers", "greater than or equal to 1"),
        (HTTP | {"prompt": "prompt.txt"}, "validator.prompt", "absolute path"),
        (HTTP | {"prompt": "/nowhere/prompt.txt"}, "validator.prompt", "cannot be read"),
        ({"kind": "command", "command": []}, "validator.command", "at least 1 item"),
        ({"kind": "command", "command": "judge"}, "validator.command", "valid list"),
        ({"kind": "command", "command": ["python3"]}, "validator.command", "absolute path"),
        ({"kind": "command", "command": ["/etc"]}, "validator.command", "absolute path"),
        (COMMAND | {"command": [sys.executable, "judge.py"]}, "validator.command", "empty folder"),
        (COMMAND | {"memory_bytes": 1}, "validator.memory_bytes", "greater than or equal"),
        ({"kind": "entry-point", "entry_point": "acme"}, "validator.entry_point", "offers 'acme'"),
        ({"kind": "chain"}, "validator.upstream", "required"),
        ({"kind": "chain", "upstream": {"kind": "chain"}}, "validator.upstream", "kind must be"),
        ({"kind": "chain", "upstream": {"kind": "http"}}, "validator.upstream.url", "required"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_setting(table: dict[str, Any], setting, words):
    with pytest.raises(UnusableInput) as refused:
        config.load(validator=table)
    said = str(refused.value)
    assert f"'{setting}'" in said
    assert words in said
    assert "\n" not in said


def test_a_prompt_that_is_no_text_is_refused(desk: Path):
    with pytest.raises(UnusableInput, match="not UTF-8"):
        config.load(validator=HTTP | {"prompt": str(desk / "odd.txt")})


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("http://127.0.0.1:8700/", {}),
        ("http://[::1]:8700/", {}),
        ("http://localhost/", {}),
        ("http://judge.internal:8080/", {"plain_http": True}),
        ("https://review.example/v1/judge", {"allowed_urls": ["https://review.example/v1"]}),
        ("https://review.example/v1", {"allowed_urls": ["https://review.example/v1/"]}),
    ],
)
def test_what_may_be_asked(url: str, more: dict[str, Any]):
    assert config.load(validator=HTTP | {"url": url} | more).validator.name == "http"


TABLE = '[validator]\nkind = "http"\nurl = "https://review.example/"\n'


def test_the_working_directory_does_not_say_who_judges(desk: Path, monkeypatch):
    """Its fpcache.toml may belong to what is scanned; one that is named is ours."""
    own, found = desk / "home" / "fpcache" / "fpcache.toml", desk / "work" / "fpcache.toml"
    own.write_text(TABLE)
    assert config.load().validator.name == "http"
    for text in (TABLE, 'validator = {kind = "safe-patterns"}', 'validator_token = "x"'):
        found.write_text(text)
        with pytest.raises(UnusableInput, match=r"FPCACHE_CONFIG=fpcache\.toml if it is yours"):
            config.load()
    found.write_text(TABLE + 'name = "review"\n')
    monkeypatch.setenv("FPCACHE_CONFIG", "fpcache.toml")
    assert config.load().validator.name == "review"
    monkeypatch.setenv("FPCACHE_CONFIG", "nowhere.toml")
    with pytest.raises(UnusableInput, match="is no file"):
        config.load()


def test_the_environment_says_who_judges(monkeypatch):
    monkeypatch.setenv("FPCACHE_VALIDATOR", '{"kind": "http", "url": "https://review.example/"}')
    assert config.load().validator.name == "http"


def test_a_validator_is_chosen_by_name():
    """The configured one, the upstream of a chain, the built-in one; others are named."""
    chained = config.load(validator={"kind": "chain", "upstream": HTTP | {"name": "review"}})
    for name, kind in (("chain", "chain"), ("review", "http"), ("safe-patterns", "safe-patterns")):
        assert chained.judged_by(name).validator.kind == kind
    assert chained.judged_by(None) is chained
    with pytest.raises(UnusableInput, match="but chain, review, safe-patterns: configure"):
        chained.judged_by("http")
