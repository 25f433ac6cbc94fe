"""Whatever else a file does to what a place rests on, its slice shows as well as the file does."""

from dataclasses import dataclass

import msgspec
import pytest

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.slice import _Closure
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.factories import a_finding

FALSE = Judgement.FALSE_POSITIVE


@dataclass(frozen=True)
class Base:
    """A program whose last line is safe because of what ``name`` stands for."""

    type: str
    name: str
    text: str


BASES = {
    "list": Base(
        "command-injection",
        "ALLOWED",
        """
ALLOWED = ["ls", "df"]
def run(name):
    if name in ALLOWED:
        os.system(name)
""",
    ),
    "constant": Base(
        "command-injection",
        "CMD",
        """
CMD = "ls"
def run(name):
    os.system(CMD)
""",
    ),
    "helper": Base(
        "command-injection",
        "clean",
        """
import shlex
def clean(x):
    return shlex.quote(x)
def run(name):
    os.system("ls " + clean(name))
""",
    ),
    "builtin": Base(
        "command-injection",
        "int",
        """
def run(name):
    os.system("kill %d" % int(name))
""",
    ),
    "class": Base(
        "command-injection",
        "K",
        """
class K:
    CMD = "ls"
def run(name):
    os.system(K.CMD)
""",
    ),
    "loader": Base(
        "insecure-deserialization",
        "yaml",
        """
import yaml
def run(name):
    return yaml.load(name, Loader=yaml.SafeLoader)
""",
    ),
    "template": Base(
        "xss",
        "escape",
        """
from markupsafe import escape, Markup
def run(name):
    return Markup("<b>" + escape(name) + "</b>")
""",
    ),
}

# What may be done to {N}, or to anything that such a place uses.
PATCHES = r"""
def m(r): app.{N} = r
def m(r): app.{N}.append(r)
def m(r):\n    x = app.{N}\n    x.append(r)
def m(r): r(app.{N})
def m(r):\n    for x in [app.{N}]:\n        x.append(r)
def m(r): setattr(app, "{N}", r)
def m(r, k): setattr(app, k, r)
def m(r, k): vars(app)[k] = r
def m(r):\n    d = vars(app)\n    d["{N}"] = r
def m(r):\n    d = vars(app)["{N}"]\n    d.append(r)
def m(r):\n    d = app.__dict__["{N}"]\n    d.append(r)
def m(r): app.__dict__.update(r)
def m(r): globals().update(r)
def m(r):\n    g = globals\n    g()["{N}"] = r
def m(r): exec("{N} = 3", globals())
def m(r): eval(r)
def m(r): sys.modules[__name__].{N} = r
def m(r):\n    from sys import modules\n    modules[__name__].{N} = r
def m(r): sys._getframe(1).f_globals["{N}"] = r
def m(r): sys.settrace(r)
def m(r):\n    global {N}\n    {N} = r
def m(r):\n    global {N}\n    del {N}
def m(r):\n    global {N}\n    import {N}
def m(r):\n    global {N}\n    for {N} in r: pass
def m(r):\n    def n():\n        global {N}\n        {N} = r\n    n()
class Q:\n    def m(self, r):\n        global {N}\n        {N} = r
{N} = input()
{N} += input()
if sys.argv: {N} = input()
for {N} in []: pass
while True:\n    {N} = input()\n    break
try:\n    from x import {N}\nexcept ImportError:\n    pass
with open("x") as {N}: pass
import x as {N}
from x import {N}
from x import *
def {N}(x): return x
class {N}: pass
del {N}
print({N} := 3)
[z, *{N}] = input()
z = {N} = input()
match sys.argv:\n    case [*{N}]: pass
{N}[0] = 3
{N}.append(input())
{N}.update(a=input())
z = {N}\nz.append(input())
z = {N}.append\nz(input())
def g(): return {N}\ndef h(r): g().append(r)
def h(r): r({N})
def h(r): r(a={N})
def h(r): return [{N}]
def h(r): yield {N}
def h(r): r.x = {N}
class Z:\n    a = {N}\nZ.a.append(3)
class Z:\n    def __init__(self): self.a = {N}\n    def f(self, r): self.a.append(r)
class Z:\n    def __init__(self): self.a = app.{N}\n    def f(self, r): self.a.append(r)
@{N}.append\ndef z(): pass
z = lambda r: {N}.append(r)
sorted([1], key={N}.append)
from app import {N} as B\ndef m(r): B.append(r)
def m(r):\n    from app import {N} as B\n    B.append(r)
def m(r):\n    B = __import__("app")\n    y = B.{N}\n    y.append(r)
def m(r):\n    import importlib\n    importlib.import_module("app").{N} = r
from os import *
import shlex as s\ns.quote = str
import shlex as s\nsetattr(s, "quote", str)
import shlex as s\nvars(s).update(quote=str)
def m(r):\n    import shlex as s\n    s.quote = r
import builtins\nbuiltins.int = str
__builtins__["int"] = str
def m(r):\n    import builtins as b\n    b.__dict__["int"] = r
def m(r):\n    import builtins as b\n    x = b\n    x.int = r
from unittest import mock\ndef m(r): mock.patch.object(app, "{N}", r).start()
from unittest.mock import patch as p\np("app.{N}", 3).start()
def m(r): run.__defaults__ = (r,)
def m(r): run.__globals__["{N}"] = r
def m(r): K.{N} = r
def m(r): K().{N} = r
def m(r): r.{N} = r
def m(r): type.__setattr__(K, "{N}", r)
def m(r): del K.{N}
class L(K):\n    {N} = input()
class L(K):\n    def __getattribute__(self, n): return input()
class E:\n    def __eq__(self, o): return True
class E(str): pass
class E(int):\n    def __format__(self, s): return ""
run = input()
def run(name): os.system(name)
def m(r): yaml.SafeLoader.add_constructor("x", r)
def m(r): yaml.SafeLoader.yaml_constructors["x"] = r
from yaml import SafeLoader as S\ndef m(r): S.add_constructor("x", r)
def m(r):\n    L = yaml.SafeLoader\n    L.add_constructor("x", r)
class Y(yaml.YAMLObject):\n    yaml_loader = yaml.SafeLoader
def m(r): yaml.SafeLoader.other = r
def m(r): Markup.__add__ = r
import markupsafe as ms\ndef m(r): ms.Markup.__radd__ = r
def m(r): object.__setattr__(app, "{N}", r)
def m(r):\n    import runpy\n    runpy.run_path(r, init_globals=vars(app))
"""

# The prover suspects any `setattr`; these places do not use the module that it is called on.
HARMLESS = {
    'import shlex as s\nsetattr(s, "quote", str)': {
        "list",
        "constant",
        "builtin",
        "class",
        "loader",
        "template",
    }
}


def patches(base: Base) -> list[str]:
    return [
        line.replace(r"\n", "\n").replace("{N}", base.name) for line in PATCHES.strip().splitlines()
    ]


def suspicious(name: str) -> list[str]:
    """Patches for which the slice is said to be safe, and the whole file is not."""
    base, file, scope, prover = BASES[name], FilePolicy(), ScopePolicy(), SafePatterns()
    found = []
    for patch in patches(base):
        text = f"import os, sys, app\n{base.text.strip()}\n"
        finding = msgspec.structs.replace(a_finding("app.py", text.count("\n")), type=base.type)
        sources = SubmittedSources({"app.py": f"{text}{patch}\n"})
        said = []
        for policy in (file, scope):
            built = policy.build(finding, sources)
            assert isinstance(built, Built)
            assert built.evidence.fallback is None, patch
            said.append(prover.judge(Evidence.decode(built.canonical)).judgement)
        if said[1] is FALSE is not said[0] and name not in HARMLESS.get(patch, ()):
            found.append(patch)
    return found


@pytest.mark.parametrize("name", BASES)
def test_what_is_left_out_would_not_have_changed_the_answer(name):
    """0 patches of what the place rests on that the file shows and the slice does not."""
    assert suspicious(name) == []


@pytest.mark.parametrize(
    ("where", "what", "fault"),
    [
        (_Closure, "_watch_from_outside", lambda self, name, watch: None),
        (Index, "telling", ()),
        (Index, "takers", lambda self, name: ()),
        (_Closure, "_watch", lambda self, name, watch: None),
        (Index, "attribute_uses", lambda self, name: ()),
    ],
    ids=[
        "no other name of the module",
        "nothing telling",
        "no takers",
        "no writers",
        "no attributes",
    ],
)
def test_a_slice_that_overlooks_patches_is_seen(where, what, fault, monkeypatch):
    """The faults that these patches are there for, planted one by one."""
    monkeypatch.setattr(where, what, fault)
    assert any(suspicious(name) for name in BASES)
