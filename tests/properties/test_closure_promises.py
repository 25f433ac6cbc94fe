"""What the ``closure`` policy promises of its digests: what keeps them, and what changes them."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.sources import GivenCheckout
from tests.factories import a_finding
from tests.properties.test_scope_promises import _UNRELATED, HOSTILE
from tests.unit.evidence.programs import Program, programs

APP = "from lib import target\ndef show(x):\n    return target() + x\n"
MAIN = "import app\ndef main():\n    app.show(1)\n"
quick = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def built(files: dict[str, bytes | str], policy: ClosurePolicy | None = None) -> Built:
    result = (policy or ClosurePolicy()).build(a_finding("app.py", 3), GivenCheckout(files))
    assert isinstance(result, Built), result
    return result


@quick
@given(programs(fields=True), st.data())
def test_what_is_unrelated_keeps_the_digest(program: Program, data: st.DataObject):
    """In a callee's file, in a caller's, and in a file of its own; in whatever order they come."""
    edited: list[str] = []
    for piece in (*program.pieces, program.target):
        edited += [*data.draw(st.lists(_UNRELATED, max_size=2)), piece]
    caller = "\n".join((*data.draw(st.lists(_UNRELATED, max_size=2)), MAIN))
    other = "\n".join(data.draw(st.lists(_UNRELATED, max_size=4)))
    before: dict[str, bytes | str] = {"app.py": APP, "lib.py": program.text, "main.py": MAIN}
    after: dict[str, bytes | str] = {
        "app.py": APP,
        "lib.py": "\n".join(edited),
        "main.py": caller,
        "other.py": other,
    }
    names = data.draw(st.permutations(sorted(after)))
    assert built(before).digest == built({name: after[name] for name in names}).digest


@quick
@given(programs(fields=True), st.data())
def test_any_byte_that_is_kept_changes_the_digest(program: Program, data: st.DataObject):
    """Of what the place imports, whatever it is replaced by."""
    policy = ClosurePolicy()
    source = program.text.encode()
    files: dict[str, bytes | str] = {"app.py": APP, "lib.py": source, "main.py": MAIN}
    before = built(files, policy)
    pieces = policy.related(a_finding("app.py", 3), GivenCheckout(files))
    lines = {n for one in pieces for n in _numbers(one.taken.lines) if one.path == "lib.py"}
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    kept = [
        offset
        for number in sorted(lines)
        for offset in range(starts[number - 1], starts[number])
        if not source[offset : offset + 1].isspace()
    ]
    for _ in range(8):
        place = data.draw(st.sampled_from(kept))
        byte = data.draw(st.sampled_from(b"aA_09aA_09aA_09.,:;=()[]{}+-*'\" #\\@~"))
        if byte != source[place]:
            edited = source[:place] + bytes([byte]) + source[place + 1 :]
            assert built(files | {"lib.py": edited}, policy).digest != before.digest


def _numbers(lines: tuple[tuple[int, int], ...]) -> set[int]:
    return {number for first, last in lines for number in range(first, last + 1)}


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), st.integers(-1, 8))
def test_it_never_raises(place: bytes, other: bytes, line: int):
    """Any bytes at the place, any in a file that it imports and that calls it."""
    for app, lib in ((place, other), (APP.encode(), other), (place, MAIN.encode())):
        files: dict[str, bytes | str | None] = {"app.py": app, "lib.py": lib}
        result = ClosurePolicy().build(a_finding("app.py", line), GivenCheckout(files))
        assert isinstance(result, Built | Unplaced)


_STATEMENTS = {
    "js": """
        import a, {b as c} from './lib';|import * as d from './app';|import './lib';
        export * from './app';|export * as e from './lib';|export {a, b as default} from './lib';
        export {a as "b c"};|export default class {};|export default function () { a(); }
        const {a, b: c, ...d} = require('./lib');|var [f] = require('./app').g;|require('./lib')(a);
        exports = module.exports = {a, b() {}, [c]: d, ...e, 'f': a};|module.exports.a.b = 1;
        export const [g, {h}] = await import('./lib');|export class A extends d.B { c() { d(); } }
        import(a);|require();|require(a, './lib');|d.a(1); d[a]; d;|exports[a] = require('./app');
        """,
    "ts": """
        import a = require('./lib');|export = a;|import type {B} from './lib';
        import type * as C from '.';
        export type {B} from './app';|let x: B = a(1);|type D = import('./lib').B;|export enum E {F}
        export * from './app';|declare module './lib' { export const a: B; }
        export abstract class G {}
        """,
    "py": """
        import app, lib.a as b|from . import lib|from .lib import *|from lib import a, b as c
        import lib
        from .... import a|from app import *|lib.a(1)|x = lib|def f():\\n  import lib\\n  lib.a.b()
        class A(lib.B): pass|lib.a = 1|a.append(lib)|from lib import (a,)
        import lib.a.b; lib.a.b.c()
        """,
    "java": """
        import lib.*;|import static lib.a;|import static lib.A.*;|import a.b.C.D;|import lib;
        import *;
        class A extends B { C c = lib.a(D.e()); void f() { this.c = g(c); } }
        class B<T extends A> {}
        interface D { default void f() { A.g(); } }|package lib;|enum E { F; G h = new A(); }
        """,
    "go": """
        package app|import "lib"|import ( . "a/lib"; _ "b"; x "c/v2" )|func (a *A[T]) B() { c(a.D) }
        type A struct { B }|var a, b = c(), D{}|const ( E = iota; F )|func c() { lib.A(); x.B() }
        func (A) D() {}|type ( G = A; H interface { B() } )|import lib `a`
        """,
    "rb": """
        require_relative "lib"|require "app"|require a|class A < B; end
        module A; class B::C; end; end
        def a(b) = c(b)|A.b(C::D)|load "lib.rb"|class A; def b; @c = d; end; end
        require_relative "../../x"
        """,
    "php": """
        <?php use A\\B, C\\D as E; ?>|<?php use function A\\b; include 'lib.php'; ?>
        <?php use A\\{B, C\\D as E, function f}; require __DIR__ . "/lib.php"; ?>
        <?php include $a; ?>
        <?php class A extends B { function c() { $this->d = e(F::g()); } } ?>
        <?php namespace App; ?>
        <?php function e($a) { return new B($a); } ?>|<?php include_once("../" . 'app.php'); ?>|text
        """,
}


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.sampled_from(sorted(_STATEMENTS)), st.data())
def test_imports_of_any_shape(extension: str, data: st.DataObject):
    """Statements that import and export, in any order, in two files that name each other."""
    text = _STATEMENTS[extension].replace("\n        ", "|").strip("|").replace("\\n", "\n")
    some = st.lists(st.sampled_from(text.split("|")), min_size=1, max_size=8).map("\n".join)
    app, lib = f"app.{extension}", f"lib.{extension}"
    files: dict[str, bytes | str | None] = {app: data.draw(some), lib: data.draw(some)}
    results = [
        ClosurePolicy().build(a_finding(app, 1), GivenCheckout(given))
        for given in (files, dict(reversed(files.items())))
    ]
    first, second = results
    assert isinstance(first, Built)
    assert isinstance(second, Built)
    assert first.digest == second.digest
    assert first.policy == "closure" or first.fallback is not None


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_elsewhere_are_bounded(name: str):
    """They take about as long as reading them."""
    source, _ = HOSTILE[name]
    hostile = source if isinstance(source, bytes) else source.encode()
    files: dict[str, bytes | str] = {
        "app.py": APP,
        "lib.py": hostile + b"\nfrom app import show\nshow(1)\n",
    }
    assert built(files).policy in ("closure", "scope")


def test_files_that_all_offer_each_other_are_looked_into_once(monkeypatch):
    """Forty files with star imports of all the others: for one name, four hops are no 40 ** 4."""
    names = [f"m{number}" for number in range(40)]
    stars = "".join(f"from {name} import *\n" for name in names)
    files: dict[str, bytes | str] = {f"{name}.py": stars for name in names}
    files |= {"m39.py": "def target():\n    return 1\n" + stars}
    files |= {"app.py": "from m0 import target\ndef show(x):\n    return target() + x\n"}
    monkeypatch.setattr("fpcache_ops.evidence.closure_policy.LOOKED_LIMIT", 20 * len(names))
    found = built(files)
    assert (found.policy, found.fallback) == ("closure", None)
    assert any(b"target" in part.content for part in found.evidence.parts[1:])
