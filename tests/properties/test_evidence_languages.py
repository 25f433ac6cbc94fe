"""What holds for the ``scope`` evidence of every language that has a table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.evidence.encoding import encode_tree
from fpcache_ops.evidence.languages import language_of
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import parse
from tests.factories import a_finding
from tests.unit.evidence.samples import SAMPLES, Sample

LANGUAGES = sorted(SAMPLES)


def build(path: str, source: "str | bytes", line: int) -> Built | Unplaced:
    return ScopePolicy().build(a_finding(path, line), SubmittedSources({path: source}))


def sliced(sample: Sample, before: list[str], after: list[str]) -> bytes:
    text, line = sample.source(before, after)
    built = build(sample.path, text, line)
    assert isinstance(built, Built), built
    assert built.policy == "scope", (built.fallback, text)
    return built.digest


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_what_has_nothing_to_do_with_the_place_keeps_the_digest(language, data):
    """Definitions, comments and blank lines, wherever they are put and in whatever order."""
    sample = SAMPLES[language]
    pieces = st.lists(st.sampled_from(sample.others + sample.comments), max_size=5, unique=True)
    before, after = data.draw(pieces), data.draw(pieces)
    after = [piece for piece in after if piece not in before]
    assert sliced(sample, before, after) == sliced(sample, [], [])


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_kept_byte_that_changes_changes_the_digest(language, data):
    """A letter, a digit or a sign of the function: another program, or none at all."""
    sample = SAMPLES[language]
    text, line = sample.source([], [])
    start = text.index(sample.target)
    places = [at for at in range(start, start + len(sample.target)) if not text[at].isspace()]
    at = data.draw(st.sampled_from(places))
    letter = data.draw(st.sampled_from("abzXY019_+-.;'").filter(lambda one: one != text[at]))
    changed = build(sample.path, text[:at] + letter + text[at + 1 :], line)
    known = build(sample.path, text, line)
    assert isinstance(known, Built)
    assert not isinstance(changed, Built) or changed.digest != known.digest


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_bytes_make_it_fail(language, data):
    """Whatever is submitted, there is evidence, or a reason why there is none."""
    sample = SAMPLES[language]
    text, line = sample.source([], [])
    source = text.encode()
    at = data.draw(st.integers(0, len(source)))
    noise = data.draw(st.binary(max_size=20) | st.sampled_from(NOISE))
    cut = data.draw(st.integers(0, 30))
    build(sample.path, source[:at] + noise + source[at + cut :], line)


NOISE = tuple(
    text.encode()
    for text in (
        *"()[]{}<>'\"`$@#%^&*\\|/;:,.=+-~!?\n\r\0\t",
        "/*", "*/", "//", "<<A", "${", "#{", "=>", "->", "::", "<?php", "?>", "`${`", "class",
        "def ", "end", "function", "import", "self.", "this.", "eval(", "$$x", "&", "...", "x => ",
        "<a>", "</a>",
        "\\u0061", "\ufeff", "\u2028", "__END__\n", "'use strict';",
    )
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "hostile",
    [
        lambda a, o, c: a + o * 20_000 + "1" + c * 20_000,
        lambda a, o, c: a + o * 40_000,
        lambda a, o, c: a + "f(" * 2_000 + "1" + ")" * 2_000,
        lambda a, o, c: a + "b[" * 2_000 + "1" + "]" * 2_000,
        lambda a, o, c: a + "[" * 300 + "1" + "]" * 300,
        lambda a, o, c: a + "b[".join(["c"] * 200) + " += 1]" * 199,
        lambda a, o, c: a + "&" * 3_000 + "b",
        lambda a, o, c: a + " << ".join(["b"] * 3_000),
        lambda a, o, c: a + "b" + ".c()" * 8_000,
        lambda a, o, c: a + "'" + "x" * 200_000 + "'",
        lambda a, o, c: a + "{" * 3_000,
        lambda a, o, c: a + "<a>" * 2_000 + "x" + "</a>" * 2_000,
        lambda a, o, c: a + "`${" * 500 + "1" + "}`" * 500,
        lambda a, o, c: a + "\0" * 1_000,
        lambda a, o, c: a + "'\ud800'",
        lambda a, o, c: a + "(function(){" * 300 + "})()" * 300,
        lambda a, o, c: "\n".join(f"{a}{n}" for n in range(1_500)),
    ],
)
def test_hostile_programs_end(language, hostile):
    """Deep, long or odd: never a failure, nor more than a moment."""
    sample = SAMPLES[language]
    text, line = sample.source([], [hostile(*sample.nested)])
    build(sample.path, text, line)
    rows = text.count("\n")
    build(sample.path, text, rows - sample.tail.count("\n"))


COLLISIONS = [
    ("a.js", "function f() { return\nx }", "function f() { return x }"),
    ("a.js", "function f() { a\n++b }", "function f() { a++\nb }"),
    ("a.js", "function f() { a\n(b) }", "function f() { a;\n(b) }"),
    ("a.js", "function f() { a - -b }", "function f() { a-- - b }"),
    ("a.js", "function f() { return /a/g }", "function f() { return a / g }"),
    ("a.js", "function f() { return `a b` }", "function f() { return `a  b` }"),
    ("a.js", "function f() { return `a${b}` }", "function f() { return `a$ {b}` }"),
    ("a.js", "function f() { return '\\x41' }", "function f() { return '\\\\x41' }"),
    ("a.js", "function f() { return 'A' }", "function f() { return '\\x41' }"),
    ("a.js", "function f() { return 'a' }", 'function f() { return "a" }'),
    ("a.js", "async function f() { await (x) }", "function f() { await (x) }"),
    ("a.js", "function f() { x = {} }", "function f() { x = { __proto__: null } }"),
    ("a.js", "function f() { return a ?.5 : b }", "function f() { return a ?. b }"),
    ("a.js", "function f() { let x; }", "function f() { let; x; }"),
    ("a.js", "function* f() { yield\nx }", "function* f() { yield x }"),
    ("a.js", "function f() { // a\n}", "function f() { <!-- a\n}"),
    ("a.jsx", "function f() { return <a> </a> }", "function f() { return <a></a> }"),
    ("a.jsx", "function f() { return <a>b {c}</a> }", "function f() { return <a>b{c}</a> }"),
    ("a.jsx", "function f() { return <a>&lt;</a> }", "function f() { return <a>{'&lt;'}</a> }"),
    ("a.jsx", "function f() { return <a b='{c}'/> }", "function f() { return <a b={c}/> }"),
    ("a.ts", "function f(x: string) { g(x) }", "function f(x: number) { g(x) }"),
    ("a.ts", "function f(x) { g(<any>x) }", "function f(x) { g(x as any) }"),
    ("a.ts", "function f(x) { g(x!) }", "function f(x) { g(!x) }"),
    ("a.ts", "type A = `a ${B}`\nf()", "type A = `a${B}`\nf()"),
    ("A.java", "class A { int x = a - -b; }", "class A { int x = a-- - b; }"),
    ("A.java", 'class A { String s = """\n a\n  b"""; }', 'class A { String s = """\n a\n b"""; }'),
    ("A.java", "class A { char c = 'a'; }", 'class A { char c = "a"; }'),
    ("A.java", "class A { int x = 1_0; }", "class A { int x = 10; }"),
    ("A.java", 'class A { String s = "\\t"; }', 'class A { String s = "\\\\t"; }'),
    ("A.java", "class A { void f() { if (a) {} b(); } }", "class A { void f() { if (a) {b();} } }"),
    ("A.java", "class A { void f() { if (a) ; b(); } }", "class A { void f() { if (a) b(); } }"),
    ("a.go", "package a\nfunc f() {\nreturn\nx()\n}", "package a\nfunc f() {\nreturn x()\n}"),
    ("a.go", "package a\nvar x = `a\\n`", 'package a\nvar x = "a\\n"'),
    ("a.go", "package a\nvar x = a - -b", "package a\nvar x = a + b"),
    ("a.go", "package a\nfunc f() { x = *p }", "package a\nfunc f() { x *= p }"),
    ("a.go", "package a\nfunc f() { a := 1 }", "package a\nfunc f() { a = 1 }"),
    ("a.go", "package a\nfunc f() {for i := range x {}}", "package a\nfunc f() {for range x {}}"),
    ("a.go", "package a\nvar r = 'a'", 'package a\nvar r = "a"'),
    ("a.go", "package a\n// +build x\nvar r = 1", "package a\nvar r = 1"),
    ("a.rb", "foo -1", "foo - 1"),
    ("a.rb", "puts [1]", "puts[1]"),
    ("a.rb", "foo *x", "foo * x"),
    ("a.rb", "foo &x", "foo & x"),
    ("a.rb", "foo (1), 2", "foo((1), 2)"),
    ("a.rb", "x = 'a#{b}'", 'x = "a#{b}"'),
    ("a.rb", "x = %w[a b]", "x = %w[ab]"),
    ("a.rb", "x = %w[a b]", "x = %W[a b]"),
    ("a.rb", "x = <<~A\n  a\n b\nA", "x = <<~A\n  a\n  b\nA"),
    ("a.rb", "x = <<~A\n  a\nA", "x = <<-A\n  a\nA"),
    ("a.rb", "x = ?a", "x = :a"),
    ("a.rb", "x = a\n-b", "x = a -\nb"),
    ("a.rb", "return if x", "return\nif x\nend"),
    ("a.rb", "f { |x| y }", "f { x | y }"),
    ("a.rb", "f a do b end", "f(a { b })"),
    ("a.rb", "x = `ls`", "x = 'ls'"),
    ("a.php", "<?php\n$x = 'a$b';", '<?php\n$x = "a$b";'),
    ("a.php", '<?php\n$x = "a{$b}";', '<?php\n$x = "a{ $b}";'),
    ("a.php", "<?php\n$x = <<<A\n a\nA;", "<?php\n$x = <<<'A'\n a\nA;"),
    ("a.php", "<?php\nf($x);", "<?php\nf($$x);"),
    ("a.php", "<?php\nf(&$x);", "<?php\nf($x);"),
    ("a.php", "<?php\nf(); ?> <b>", "<?php\nf(); ?><b>"),
    ("a.php", "<?php\nf(); ?>\n\n<b>", "<?php\nf(); ?>\n<b>"),
    ("a.php", "<?php\nf(@$x);", "<?php\nf($x);"),
    ("a.php", "<?php\nif ($a) f(); g();", "<?php\nif ($a) { f(); g(); }"),
    ("a.php", "<?php\n$x = `ls`;", "<?php\n$x = 'ls';"),
    ("a.php", "<?php\n$x = (int) $y;", "<?php\n$x = (string) $y;"),
    ("a.php", "<?= $x ?>", "<?php $x ?>"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "one", "other"), COLLISIONS)
def test_different_programs_never_share_canonical_bytes(path, one, other):
    """However alike their tokens are."""
    table = language_of(path)
    assert table is not None
    trees = set()
    for text in (one, other):
        source = text.encode()
        root = parse(table.name, source).root_node
        assert not root.has_error, text
        trees.add(encode_tree(table, source, root))
    assert len(trees) == 2
