"""Parameters: text means what its declared type says, and nothing unusable starts a run."""

import json
import re

import msgspec
import pytest

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.command import RunbookCommands
from fpcache_ops.operations.parameters import (
    Parameter,
    complete,
    json_schema,
    parse_assignments,
    read_secret,
)
from fpcache_ops.operations.runbook import Runbook, find, list_runbooks
from tests.unit.operations import tiny


def parameter(name, type_, default, **more):
    return {"name": name, "type": type_, "default": default, "help": "For a test.", **more}


DECLARED = [
    parameter("commit", "text", "main"),
    parameter("note", "text", ""),
    parameter("batch", "integer", 50, minimum=1, maximum=500, unit="findings"),
    parameter("share", "number", 0.5, minimum=0, maximum=1),
    parameter("apply", "boolean", False),
    parameter("colour", "choice", "blue", choices=["blue", "green"]),
    parameter("report", "path", ""),
    parameter("off_file", "new_file", ""),
    parameter("server", "url", ""),
    parameter("patience", "duration", "30s", minimum=1, maximum=7200),
    parameter("api_key", "secret_reference", ""),
]
PARAMETERS = msgspec.convert(DECLARED, list[Parameter])

BAD = [
    ("bacth=5", 'unknown parameter "bacth"; nearest is batch; allowed: commit, note, batch'),
    ("server_=http://x", "nearest is server"),
    ("__import__('os')=1", "unknown parameter"),
    ("Batch=5", "nearest is batch"),
    ("=5", 'unknown parameter ""'),
    ("batch", "write -p batch=VALUE"),
    ("batch=", "no whole number; allowed: a whole number from 1 to 500 (findings)"),
    ("batch=0", "out of bounds"),
    ("batch=501", "out of bounds"),
    ("batch=5.0", "no whole number"),
    ("batch=1e2", "no whole number"),
    ("batch=٥", "no whole number"),
    ("batch= 5", "no whole number"),
    ("batch=5_0", "no whole number"),
    ("share=nan", "no number"),
    ("share=inf", "no number"),
    ("share=1e999", "no number"),
    ("share=0,5", "no number; allowed: a number from 0 to 1"),
    ("share=1.01", "out of bounds"),
    ("apply=yes", "neither; allowed: true or false"),
    ("apply=0", "neither"),
    ("apply=", "neither"),
    ("colour=bleu", "nearest is blue; allowed: one of blue, green"),
    ("colour=", "allowed: one of"),
    ("commit=", "it is empty"),
    ("commit=a\nb", "control characters"),
    ("commit=\x1b[31mred", "control characters"),
    ("commit=" + "x" * 5000, "too long"),
    ("report=/no/such/file", "there is no"),
    ("report=data/*.sarif", "there is no"),
    ("report=../../no/such/file", "there is no"),
    ("off_file=/no/such/folder/cache.off", "there is no folder"),
    ("off_file=/", "is a folder"),
    ("server=example.org", "no http address"),
    ("server=ftp://example.org", "no http address"),
    ("server=http://", "no http address"),
    ("server=http://host:99999", "no address"),
    ("patience=5", "no duration; allowed: a duration such as 90s"),
    ("patience=1m1h", "no duration"),
    ("patience=-5s", "no duration"),
    ("patience=0s", "out of bounds"),
    ("patience=3h", "out of bounds"),
    ("api_key=env:NO_SUCH_VARIABLE_HERE", "NO_SUCH_VARIABLE_HERE is not set"),
    ("api_key=file:/no/such/file", "cannot be read"),
    ("api_key=vault:x", "no reference"),
]


@pytest.mark.parametrize(("assignment", "told"), BAD, ids=[bad[0][:30] for bad in BAD])
def test_bad_input_is_one_line_and_nothing_is_started(assignment, told, tmp_path):
    """Unknown, mistyped or out of bounds: one line with what is allowed, and no folder of a run."""
    runbook = tiny.write(tmp_path, tiny.GOOD, parameters=DECLARED)
    with pytest.raises(UnusableInput, match=re.escape(told)) as raised:
        RunbookCommands(runs_dir=tmp_path / "runs").run(str(runbook), [assignment])
    line = str(raised.value)
    assert line.isprintable()
    assert len(line) < 400
    assert "allowed:" in line or "write -p" in line
    assert raised.value.exit_status == 2
    assert not (tmp_path / "runs").exists()


ROLL_OUT = [one.name for one in list_runbooks() if one.path.parent.name == "rollout"]


@pytest.mark.parametrize("name", ROLL_OUT)
@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        ("rollout=/", "parameter server: it is missing"),
        ("server=http://127.0.0.1:9", "parameter rollout: it is missing"),
        ("rollout=no/such/folder", "there is no"),
    ],
)
def test_half_of_what_belongs_together_is_no_rehearsal(name, assignment, told, tmp_path):
    """The folder of a roll-out without its entry would rehearse, and say so of a real one."""
    commands = RunbookCommands(runs_dir=tmp_path / "runs")
    begin = commands.plan if find(name).declaration.changes else commands.run
    with pytest.raises(UnusableInput, match=told):
        begin(name, [assignment])
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("assignment", "secret"),
    [
        ("api_key=sk_live_hunter2", "hunter2"),
        ("api_key=hunter2", "hunter2"),
        ("server=http://me:hunter2@host", "hunter2"),
    ],
)
def test_a_secret_typed_by_mistake_is_not_repeated(assignment, secret):
    """A message may end in a log: it never holds what may be a secret."""
    with pytest.raises(UnusableInput) as raised:
        parse_assignments(PARAMETERS, [assignment])
    assert secret not in str(raised.value)


def test_a_parameter_given_twice_is_refused():
    """Nobody has to guess which of two values counts."""
    with pytest.raises(UnusableInput, match="batch: it is given twice"):
        parse_assignments(PARAMETERS, ["batch=5", "batch=6"])


def test_text_stays_text_and_the_rest_is_typed(tmp_path, monkeypatch):
    """A commit id that looks like a number stays text; false is false; a duration is seconds."""
    monkeypatch.setenv("A_KEY", "secret")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my report.sarif").touch()
    values = parse_assignments(
        PARAMETERS,
        [
            "commit=123e4567",
            "note=a=b {x} \"quoted\" 'too' é",
            "batch=007",
            "share=1e-1",
            "apply=false",
            "colour=green",
            "report=my report.sarif",
            "off_file=sub/../cache.off",
            "server=https://host:8443/fp/",
            "patience=1h30m5.5s",
            "api_key=env:A_KEY",
        ],
    )
    assert values == {
        "commit": "123e4567",
        "note": "a=b {x} \"quoted\" 'too' é",
        "batch": 7,
        "share": 0.1,
        "apply": False,
        "colour": "green",
        "report": str(tmp_path / "my report.sarif"),
        "off_file": str(tmp_path / "cache.off"),
        "server": "https://host:8443/fp",
        "patience": 5405.5,
        "api_key": "env:A_KEY",
    }
    assert all(type(values[name]) is kind for name, kind in {"batch": int, "apply": bool}.items())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("5m", 300), ("1h", 3600), ("1500ms", 1.5), ("1m1ms", 60.001), ("1s20ms", 1.02)],
)
def test_durations(text, seconds):
    """Hours, minutes, seconds and milliseconds, in this order."""
    assert parse_assignments(PARAMETERS, [f"patience={text}"]) == {"patience": seconds}


def test_defaults_complete_what_was_given(tmp_path):
    """What is not given takes its default, typed; paths that are defaults start at the base."""
    values = complete(PARAMETERS, {"batch": 3}, base=tmp_path)
    assert values["batch"] == 3
    assert values["patience"] == 30.0
    assert values["report"] == ""
    assert list(values) == [p.name for p in PARAMETERS]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("apply", "false"),
        ("apply", 0),
        ("batch", True),
        ("batch", 5.0),
        ("batch", "5"),
        ("share", float("nan")),
        ("share", None),
        ("commit", 123),
        ("patience", -1),
        ("patience", True),
        ("colour", None),
    ],
)
def test_a_program_gives_typed_values(name, value, tmp_path):
    """From a program the text "false" is no boolean: papermill would take it for true."""
    with pytest.raises(UnusableInput, match=f"parameter {name}: "):
        complete(PARAMETERS, {name: value}, base=tmp_path)


def test_a_default_that_is_only_in_a_checkout_says_so(tmp_path):
    """An installed wheel has no demo data: one clear line."""
    declared = [msgspec.convert(parameter("sarif", "path", "data/demo/x.sarif"), Parameter)]
    with pytest.raises(UnusableInput, match=r"part of a checkout .* give one with -p sarif=PATH"):
        complete(declared, {}, base=tmp_path)


def test_a_secret_is_read_where_the_reference_points(tmp_path, monkeypatch):
    """env:NAME and file:PATH, without the newline at the end."""
    monkeypatch.setenv("A_KEY", "from the environment")
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    assert read_secret("env:A_KEY") == "from the environment"
    assert read_secret(f"file:{tmp_path / 'key'}") == "from a file"
    assert read_secret("") == ""


def test_the_schema_comes_from_the_same_declaration():
    """Bounds, choices and defaults are in the JSON Schema; no other property is allowed."""
    schema = json_schema(PARAMETERS)
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == [p.name for p in PARAMETERS]
    assert schema["properties"]["batch"]["maximum"] == 500
    assert schema["properties"]["colour"]["enum"] == ["blue", "green"]
    pattern = schema["properties"]["api_key"]["pattern"]
    assert re.match(pattern, "env:X")
    assert not re.match(pattern, "sk_live_1")
    json.dumps(schema)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../../etc"},
        {"name": "Tiny"},
        {"risk": "enormous"},
        {"steps": []},
        {"checks": []},
        {"checks": ["real_hidden", "real_hidden"]},
        {"surprise": 1},
        {"together": [["nobody"]]},
        {"parameters": [parameter("import", "text", "x")]},
        {"parameters": [parameter("x; import os", "text", "x")]},
        {"parameters": [parameter("x", "tuple", "x")]},
        {"parameters": [parameter("x", "choice", "x")]},
        {"parameters": [parameter("x", "text", "x"), parameter("x", "text", "x")]},
    ],
)
def test_a_declaration_that_cannot_be_used_is_refused(changes, tmp_path):
    """Names become code and folders: a notebook with odd ones is no runbook."""
    with pytest.raises(UnusableInput, match="declares something unusable"):
        Runbook.read(
            tiny.write(tmp_path, tiny.GOOD, **changes)
            if "name" not in changes
            else _odd(tmp_path, changes)
        )


def _odd(folder, changes):
    path = tiny.write(folder, tiny.GOOD)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["fpcache"].update(changes)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_the_cell_of_parameters_tells_the_truth(tmp_path):
    """The cell a reader sees has the declared names and defaults, or the runbook is refused."""
    path = tiny.write(tmp_path, tiny.GOOD, parameters=DECLARED)
    assert Runbook.read(path).name == "tiny"
    path.write_text(path.read_text(encoding="utf-8").replace("batch = 50", "batch = 51"))
    with pytest.raises(UnusableInput, match="differs from the declared"):
        Runbook.read(path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"metadata": {}, "cells": []}', "not json"])
def test_what_is_no_runbook_is_refused(content, tmp_path):
    """A file that is no notebook of ours is one line, not a traceback."""
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableInput, match="is no runbook"):
        Runbook.read(path)
