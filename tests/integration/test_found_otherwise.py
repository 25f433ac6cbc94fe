"""A list of the module that something else in the file may get hold of without naming it."""

import pytest

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.safe_patterns import SafePatterns

PROGRAM = """\
import gc, importlib, inspect, operator, os, pydoc
import app

ALLOWED = ["ls", "df"]

def run(name):
    if name in ALLOWED:
        os.system(name)

def other(self, x):
    {line}
"""

CHANGES = (
    "app.ALLOWED.append(x)",
    "y = app.ALLOWED; y.append(x)",
    'getattr(app, "ALLOWED").append(x)',
    'y = getattr(app, "ALLOWED"); y.append(x)',
    "getattr(app, x).append(x)",
    "getattr(importlib.import_module(x), x).append(x)",
    "list(map(getattr, [app], [x]))[0].append(x)",
    "app.__getattribute__(x).append(x)",
    'app.__getattribute__("ALLOWED").append(x)',
    "gc.get_objects()[0].append(x)",
    "from gc import get_objects; get_objects()[0].append(x)",
    "from builtins import getattr as g; g(app, x).append(x)",
    "eval(x)",
    'eval("ALLOWED.append(1)")',
    'operator.attrgetter("ALLOWED")(app).append(x)',
    "operator.attrgetter(x)(app).append(x)",
    'pydoc.locate("app.ALLOWED").append(x)',
    'dict(inspect.getmembers(app))["ALLOWED"].append(x)',
)
NOTHING = (
    "getattr(self, x).append(x)",
    "getattr(self.field, x).append(x)",
    'getattr(x, "name", None)',
    'getattr(app, "OTHER").append(x)',
    "getattr(x, self.name)",
    'log("what is ALLOWED")',
    "x.eval(self)",
    'eval("1 + 1")',
)


def is_cleared(policy: FilePolicy | ScopePolicy, line: str) -> bool:
    finding = Finding("t", "o/r", "command-injection", "", (Location("app.py", Region(8)),))
    built = policy.build(finding, SubmittedSources({"app.py": PROGRAM.format(line=line)}))
    assert isinstance(built, Built)
    return not SafePatterns().judge(Evidence.decode(built.canonical)).is_real


@pytest.mark.parametrize("policy", [FilePolicy(), ScopePolicy()], ids=["file", "scope"])
@pytest.mark.parametrize("line", CHANGES)
def test_it_may_be_changed(line, policy):
    """By another name of the module, by its name as a text, or by a search for any object."""
    assert not is_cleared(policy, line)


@pytest.mark.parametrize("policy", [FilePolicy(), ScopePolicy()], ids=["file", "scope"])
@pytest.mark.parametrize("line", NOTHING)
def test_it_stays_as_it_is(line, policy):
    """Another name, a field of an object, a text that is only shown."""
    assert is_cleared(policy, line)
