"""The runbooks that are shipped: thin, without outputs, and telling the truth about themselves."""

import ast
import json
import re

import pytest

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations import command, criteria, runbook
from fpcache_ops.operations.parameters import complete

RUNBOOKS = runbook.list_runbooks()
SECTIONS = ["Meaning", "Impact", "Diagnosis", "Plan", "Apply", "Verify", "If it went wrong"]


def code_cells(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_there_are_runbooks():
    """Found by their names, in the checkout."""
    assert "validate-cache" in [found.name for found in RUNBOOKS]
    assert len({found.name for found in RUNBOOKS}) == len(RUNBOOKS)


@pytest.mark.parametrize("found", RUNBOOKS, ids=lambda found: found.name)
def test_a_runbook_is_thin(found):
    """No outputs, no definitions, imports of two packages only, one idea a cell."""
    for cell in code_cells(found.path):
        source = "".join(cell["source"])
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        assert len(source.splitlines()) <= 12
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
            if isinstance(node, ast.Import):
                assert not node.names
            if isinstance(node, ast.ImportFrom):
                assert node.module in ("fpcache_ops.analysis", "fpcache_ops.operations")


@pytest.mark.parametrize("found", RUNBOOKS, ids=lambda found: found.name)
def test_a_runbook_does_what_it_declares(found):
    """Every declared step and check is in its cells, in the declared order, and no other."""
    source = "\n".join("".join(cell["source"]) for cell in code_cells(found.path))
    declared = found.declaration
    assert re.findall(r'run\.step\("([^"]+)"', source) == [step.key for step in declared.steps]
    assert re.findall(r'run\.check\("([^"]+)"', source) == list(declared.checks)
    assert [c.name for c in found.criteria(criteria.load())] == list(declared.checks)


@pytest.mark.parametrize("found", RUNBOOKS, ids=lambda found: found.name)
def test_a_runbook_has_the_sections_people_look_for(found):
    """In the same order everywhere, for somebody woken at 3 a.m."""
    cells = json.loads(found.path.read_text(encoding="utf-8"))["cells"]
    prose = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert re.findall(r"^## (.+)$", prose, flags=re.MULTILINE) == SECTIONS
    for name in found.declaration.checks:
        stem = re.sub(r"_(p95|mean)$", "_", name)
        assert stem in prose, f"{name}: nothing says what to do when it fails"


@pytest.mark.parametrize("found", RUNBOOKS, ids=lambda found: found.name)
def test_the_defaults_work_in_a_checkout(found, tmp_path, monkeypatch):
    """From any folder; without the checkout's data one line says what is missing."""
    monkeypatch.chdir(tmp_path)
    parameters = found.declaration.parameters
    assert list(complete(parameters, {}, base=found.base)) == [p.name for p in parameters]
    if any(p.type == "path" and p.default for p in parameters):
        with pytest.raises(UnusableInput, match="part of a checkout"):
            complete(parameters, {}, base=tmp_path)


def test_the_list_tells_of_each(capsys):
    """For people and, as JSON with a schema of the parameters, for programs."""
    assert command.list_command() == 0
    listed = capsys.readouterr().out.splitlines()
    for found in RUNBOOKS:
        (line,) = [line for line in listed if line.split()[:1] == [found.name]]
        assert line.endswith(f" {found.declaration.title} (risk: {found.declaration.risk})")
    assert command.list_command("json") == 0
    (told, *_) = [x for x in json.loads(capsys.readouterr().out) if x["name"] == "validate-cache"]
    assert told["parameters"]["properties"]["server"]["x-fpcache-type"] == "url"
    assert told["checks"][0] == "real_hidden"


def test_the_wheels_copy_is_taken_when_there_is_one(tmp_path, monkeypatch):
    """An installed wheel carries them inside the package; a folder beside it is somebody else's."""
    assert runbook.folder().name == "runbooks"
    shipped = tmp_path / "fpcache_ops/_shipped/runbooks"
    shipped.mkdir(parents=True)
    (tmp_path / "runbooks").mkdir()
    monkeypatch.setattr(runbook, "PACKAGE", tmp_path / "fpcache_ops")
    assert runbook.folder() == shipped
    assert runbook.list_runbooks() == []
