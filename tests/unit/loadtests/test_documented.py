"""What docs/load-tests.md says is so."""

import re
import shlex
from pathlib import Path

import typer

from fpcache_ops.cli import app
from fpcache_ops.operations.loadtest import scenarios

PAGE = (Path(__file__).parents[3] / "docs" / "load-tests.md").read_text(encoding="utf-8")
LINES = [line.partition("#")[0] for line in PAGE.splitlines()]


def test_every_scenario_is_named_with_its_question():
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]*?\?)", PAGE, re.MULTILINE))
    assert told == scenarios()


def test_every_command_of_the_page_is_one():
    """Its scenarios and options are known to the command line."""
    group = typer.main.get_command(app).commands["loadtest"]  # type: ignore[attr-defined]
    shown = [shlex.split(line) for line in LINES if line.startswith("fpcache loadtest ")]
    assert len(shown) >= 6
    for _, _, name, *words in shown:
        command = group.commands[name]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known
        if name == "run":
            assert words[0] in scenarios()


def test_every_option_for_locust_is_one():
    """Locust's own are those of its manual; ours are declared by the scenarios."""
    own = {"--headless", "--host", "--processes", "--profile", "-f"}
    source = (Path(__file__).parents[3] / "loadtests" / "arrivals.py").read_text()
    ours = set(re.findall(r'add\("(--[a-z-]+)"', source))
    shown = [shlex.split(line) for line in LINES if line.startswith("locust ")]
    assert len(shown) >= 3
    for words in shown:
        assert Path(__file__).parents[3].joinpath(words[2]).exists()
        assert {word for word in words if word.startswith("-")} <= own | ours
