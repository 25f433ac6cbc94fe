"""What a grammar reads as something else is not taken for what it reads."""

import pytest

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.sources import SubmittedSources

SCRIPTS = ("shop.js", "shop.ts", "shop.tsx")
MISREAD = [
    *(
        (SCRIPTS, source)
        for source in (
            "let\n d = 'a';",
            "let // here\n d = 'a';",
            "let/**/\n d = 'a';",
            "async function f(x) { for await (let [d] of x) g(d); }",
            "function f() { return\n`a`; }",
            "class A { line = 1; set\n dir(d) {} }",
            "class A { static\n dir(d) {} }",
            "f = () => { name: 'a' };",
            "{ ok: d } /`/.test(d); g(); /`/i.test(d);",
            "{ ok: d }\n[1, 2].forEach(f);",
            "{ ok: d }\n(f)(x);",
        )
    ),
    *(
        (("shop.js",), source)
        for source in (
            "function f() { return\n['a']; }",
            "function f() { return\n('a'); }",
            "function* f() { yield\n[a]; }",
        )
    ),
    *(
        (("shop.ts",), source)
        for source in (
            "{ using d = x; f(d); }",
            "x = a || b as string === 'c';",
            "x = a ?? b as number > 3;",
            "x = a || b satisfies T && c;",
            "v = ['a'] as any\n[q];",
            "let v: T = a as U\n[q]; f();",
        )
    ),
    (("shop.ts",), "async function f() { await using d = x; }"),
    *(
        (("Shop.java",), f"class Shop {{ void f() {{ x = {source}; }} }}")
        for source in (
            "(form.name) + 1",
            "(form.name) /* more */ + 'a'",
            "(form.name) - n",
            "(form.name) ++n",
            "(int) n++",
            "(Integer) n--",
            "(int) -n++",
        )
    ),
    *(
        (("shop.py",), source)
        for source in (
            "(cmd := 'a' if plain else given)",
            "if (cmd := 'a' if plain else given): pass",
            "with a if plain else b as n:\n    pass\n",
            "with lambda: a as n:\n    pass\n",
            "f'{x:=10}'",
            "a,\nd = x, 'b'",
            "a.b, # kept\nd = x",
            "def f():\n    *a,\n    d += x\n",
            "match [a, b]:\n    case [x, y]: d = x",
            "type[key] = value",
            "x = a & b ^ c",
            "async def f(): return await a ** b",
            "x = 'SELECT ' + `name`",
        )
    ),
    *(
        (("shop.rb",), source)
        for source in (
            "sql = <<SQL\n a #\\{kept} #{params[:id]}\nSQL\n",
            "sql = <<-SQL\n  a\n  #\\\n  #{params[:id]}\n  SQL\n",
            "rest = total%(size) + 1",
            "return false if\n  self%(size) == 0",
            "rule%r/#.*/, size",
            "parts<<item\nrun(parts)\n",
            "'%s' %[name]",
            "size = 3\nx = size /a\ny = b/i\n",
            "parts = []\nparts <<item\n",
            "x = <<SQL\na\\\nSQL\nb\nSQL\n",
        )
    ),
    *(
        (("shop.php",), source)
        for source in (
            "<? $a = 1; // b",
            "<b><?\n$a;",
            "<?php ?><?#php",
            '<?php f("SELECT $order?->id");',
            "<?php f(<<<A\n $order?->id\nA);",
        )
    ),
]
READ = [
    *(
        (SCRIPTS, source)
        for source in (
            "let d = 'a', e;",
            "let { a } = b; let [c] = d;",
            "for (let [d] of x) f(d);",
            "function f() { return (\n'a'); }",
            "function f() { return; }",
            "function f() { return a\n ? b : c; }",
            "class A { set = 1; get; static x = 2; set dir(d) {} }",
            "f = () => ({ name: 'a' });",
            "f = () => { name: 'a'; };",
            "x = { ok: d } / 2;",
            "x = class {}; (function () {})(); !function () {}();",
            "a = { b: 1 }\n[c];",
            "s = 'let '; // let\nt = `let\n`;",
            "export default function () {}",
            "export default class {}",
            "export default { a: 1 };",
        )
    ),
    *(
        (("shop.ts",), source)
        for source in (
            "const d = x as shop.Order; // using d = x",
            "x = a || b as string;",
            "x = a === b as string || c;",
            "x = (a || b as string) === 'c';",
            "let v: T[] = [], w: Row['id'];",
            "const x = a! || !b!.c || await d<T>(e)!.f;",
        )
    ),
    *(
        (("Shop.java",), f"class Shop {{ void f() {{ x = {source}; }} }}")
        for source in (
            "(name) + 1",
            "(int) +1",
            "(double) -n",
            "f(n) + 1",
            "(a + b) + c",
            "-n",
            "(n++) + 1",
        )
    ),
    *(
        (("shop.py",), source)
        for source in (
            "(cmd := 'a' or given)",
            "x = (y := 1) if a else b",
            "x = a if (y := b) else (z := c)",
            "with a as b, c as d:\n    pass\n",
            "with (a if b else c) as d, \\\n        (lambda: e) as f:\n    pass\n",
            "x = (a & b) ^ (c & d)",
            "async def f(): return await (a ** b) + await c",
            "[*f(a), *b.c]",
            "x = f(a,\n  b)\na, \\\nb = c\nd = (e, # f\n  g)\nh[a,\n  b] = 1",
            "for a, b in [(x,\n  y) for x,\n  y in z]: pass",
            "from a import (b,\n  c)",
            "match = re.match(a)\nmatch: int = 1\nmatch[a]\n",
            "type(x).name = type(x)[0] = value",
            "type = 3\ntype A = int\ntype B[T] = list[T]\nx = type(y)",
            "f'{(x:=10)}'",
            "x = '`a`'  # `b`",
        )
    ),
    *(
        (("shop.rb",), source)
        for source in (
            "sql = <<~SQL # what is #\\{kept}\n  a \\#{kept} # b #{params[:id]}\nSQL\n",
            "x = a % (b) + c%d + e / f",
            "puts %w[a b], /c/, <<~D\n  e\nD\n",
            "return%w[a b] if/c/ =~ d",
            "when_given = 1\nx = case y when /a/ then b end\n",
            "parts << item << <<~D\n  e\nD\n",
            "x = 'a' 'b' % [c]",
            "x = y ? z : w",
            "x = <<~D\n  a \\\n  b\nD\n",
        )
    ),
    *(
        (("shop.php",), source)
        for source in (
            "<?PHP\n$a;",
            "<b><?= $a ?></b><?php",
            '<?php $x = $order?->id . "{$order?->id} <? $a->b?";',
            "<?php $x = '<? $a?->b'; // <?\n",
        )
    ),
]


@pytest.mark.parametrize(
    ("path", "source"), [(path, source) for paths, source in MISREAD for path in paths]
)
def test_what_a_grammar_misreads_is_no_tree(path: str, source: str) -> None:
    """No error is in the tree, and nothing is proven from it."""
    read = read_file(path, source)
    assert read.tree is None
    assert read.fallback is Fallback.MISREAD
    assert Fallback.MISREAD.proves_nothing


@pytest.mark.parametrize(
    ("path", "source"), [(path, source) for paths, source in READ for path in paths]
)
def test_what_looks_like_it_is_read(path: str, source: str) -> None:
    """The same words where a grammar is right about them."""
    read = read_file(path, source)
    assert read.fallback is None
    assert read.tree is not None


def read_file(path: str, source: str) -> SourceFile:
    """The only file of a project."""
    read = Files().read(path, SubmittedSources({path: source.encode()}))
    assert isinstance(read, SourceFile)
    return read
