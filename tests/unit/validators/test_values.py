"""What the engine computes: constants as Python does, everything else never too narrowly."""

import html
import re
import shlex
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fpcache_ops.validators.safe_patterns.engine.patterns import DOUBLE_STAR, letters_of
from fpcache_ops.validators.safe_patterns.engine.state import (
    State,
    join_content,
    join_state,
    same,
    widened,
)
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    NUMBERS,
    Hole,
    Literal,
    Number,
    Reference,
    Repeat,
    Series,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    join,
    joined,
    literal,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import html as html_context
from fpcache_ops.validators.safe_patterns.knowledge.contexts import path, shell, sql, url
from tests.unit.validators.reading import value_of

fixed = settings(max_examples=80, derandomize=True, deadline=None)


def exact(value: Value) -> object:
    """The one constant that a value is."""
    (atom,) = value
    if isinstance(atom, Text):
        assert atom.constant is not None, atom
        return atom.constant
    assert isinstance(atom, Literal), atom
    return atom.value


@pytest.mark.parametrize(
    "expression",
    [
        "'a' + 'b' 'c'",
        "'a%sb%%' % 'x'",
        "'%s-%s' % ('x', 2)",
        "'%d' % 3",
        "'%(k)s' % {'k': 'v', 'l': 'w'}",
        "'{}{}'.format('a', 1)",
        "'{1}{0}{k}'.format('a', 'b', k=None)",
        "'{a}'.format_map({'a': 'b'})",
        "f\"{'a'}{1 + 2}{True}\"",
        "f\"{'ab':>5}|{'ab':5}|\"",
        "', '.join(['a', 'b'])",
        "''.join(('a', 'b', 'c'))",
        "','.join('abc')",
        "'a,b'.split(',')[1]",
        "' aB '.strip().upper()",
        "'abab'.replace('a', 'xy')",
        "'prefix-x'.removeprefix('prefix-')",
        "'ab' * 3",
        "3 * 'ab'",
        "'abcdef'[1:-1:2]",
        "'abc'[-1]",
        "['a', 'b'][1]",
        "('a', 'b', 'c')[0:2][1]",
        "{'a': 'b', 'c': 'd'}['c']",
        "{'a': 'b', **{'a': 'c'}}['a']",
        "{'a': 'b'}.get('z', 'y') if False else 'w'",
        "'a' if '' else 'b'",
        "'' or 'x'",
        "'a' and 'b'",
        "7 // 2 * 3 - 1 + 10 % 4",
        "-5",
        "str(12) + str('a') + str(None)",
        "b'ab'.decode('utf-8')",
        "'ab'.encode().decode('ascii')",
        "[*['a'], *('b', 'c')][2]",
        "(lambda x, y='q': x + y)('p')",
        "(x := 'a') + x if False else 'n'",
        "max('a', 'a')",
    ],
)
def test_constants_fold_to_what_python_gives(expression: str) -> None:
    """A wrong constant would be judged in place of the right one."""
    assert exact(value_of(expression)) == eval(expression)


words = st.text(st.sampled_from("abcx %{}'\"$0"), max_size=5)
atoms = words.map(repr) | st.integers(-20, 20).map(repr)
texts = words.map(repr)


@st.composite
def constant_expressions(draw: st.DrawFn, depth: int = 3) -> str:
    if depth == 0:
        return draw(texts)
    inner = constant_expressions(depth=depth - 1)
    one, two, three = draw(inner), draw(inner), draw(texts)
    number = draw(st.integers(-4, 4))
    return draw(
        st.sampled_from(
            [
                f"({one} + {two})",
                f"({one} % ({two}, {number}))",
                f"({one} % {two})",
                f"{one}.format({two}, {number})",
                f"{one}.replace({three}, {two})",
                f"{three}.join([{one}, {two}])",
                f"{three}.join({one})",
                f"({one} or {two})",
                f"({one} and {two})",
                f"({one} if {two} else {three})",
                f"{one}.strip({three})",
                f"{one}[{number}:]",
                f"{one}[{number}]",
                f"({one} * {number})",
                f"[{one}, {two}][{number}]",
                f"{{{three}: {one}}}.get({three}, {two})",
                f"str({number} - {abs(number)})",
                f"{one}.upper()",
                f"{one}.split({three})[0]",
            ]
        )
    )


@fixed
@given(constant_expressions())
def test_random_constant_expressions_fold_soundly(expression: str) -> None:
    """Python's result is always among the alternatives; what Python refuses may be anything."""
    try:
        wanted = eval(expression)
    except Exception:  # noqa: BLE001
        return
    value = value_of(expression)
    known = [atom.constant for atom in value if isinstance(atom, Text)]
    holes = any(not isinstance(atom, Text) or atom.constant is None for atom in value)

    assert holes or wanted in known


@pytest.mark.parametrize(
    ("expression", "program"),
    [
        ("int(input())", ""),
        ("len(input())", ""),
        ("'%d' % input()", ""),
        ("f'{input():05d}'", ""),
        ("min(int(input()), int(input()))", ""),
        ("round(float(input()), 2)", ""),
        ("str(abs(int(input())))", ""),
        ("7 * (int(input()) - 1)", ""),
        ("n", "import time\nn = time.time()"),
    ],
)
def test_conversions_give_numbers(expression: str, program: str) -> None:
    """Whatever goes in, digits come out."""
    (atom,) = value_of(expression, program)

    assert isinstance(atom, Number) or atom == Text((Hole(NUMBER),))


@pytest.mark.parametrize(
    "expression",
    [
        "input()",
        "'%s' % input()",
        "'%c' % int(input())",
        "'%r' % input()",
        "f'{int(input()):c}'",
        "f'{input()!r}'",
        "f'{1:{input()}}'",
        "'{0.x}'.format('a')",
        "'{a[0]}'.format(a='x')",
        "chr(int(input()))",
        "'abc'[int(input())]",
        "'abc'[int(input()):]",
        "b'a'.decode('utf-7')",
        "'a'.encode('utf-16')",
        "bytes([int(input())])",
        "''.join(reversed(input()))",
        "['a', input()][1]",
        "{'a': 'b', input(): 'c'}['a'] + input()",
        "{1: 'a', True: input()}[1]",
        "('a',) + input()",
        "abs(input())",
        "sum([input()])",
        "round(input())",
        "max(1, input())",
        "eval('1')",
        "getattr('a', 'upper')()",
        "[x for x in input()][0]",
        "(x for x in ['a'])",
        "'a'.translate({97: input()})",
        "'a'.center(int(input()), input())",
        "1j",
        "...",
    ],
)
def test_what_is_not_modelled_is_unknown(expression: str) -> None:
    """Anything that may hold foreign text, or that the engine does not know, has no known value."""
    value = value_of(expression)

    assert any(isinstance(atom, Unknown) for atom in value), value


def test_repetitions_keep_their_vocabulary() -> None:
    """Only the number of a repeated constant is open, not what it is made of."""
    (atom,) = value_of("', '.join('?' for _ in input())")

    assert atom == Text((Repeat((("?",),), ", "),))


# Joining and generalising

ALPHABET: list[Value] = [
    text("a"),
    text("b"),
    literal(1),
    literal(True),
    literal(None),
    NUMBERS,
    unknown("x"),
    unknown("y", source=True),
    hole(NUMBER),
    (Reference(1),),
    (Series("tuple", (text("a"),)),),
]
values = st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=4).map(joined)
contents = st.builds(
    Series, st.just("list"), st.lists(values, max_size=3).map(tuple), values | st.just(())
) | st.builds(
    Table,
    st.dictionaries(st.sampled_from(["k", "l", 1]), values, max_size=2).map(
        lambda pairs: tuple(pairs.items())
    ),
    values | st.just(()),
)
states = st.builds(
    State,
    st.dictionaries(st.sampled_from("pqr"), values, max_size=3),
    st.dictionaries(st.sampled_from([1, 2]), contents | st.none(), max_size=2),
)


def covers(value: Value, part: Value) -> bool:
    """Whether every alternative of ``part`` is one of ``value``; one unknown is like another."""
    return all(
        atom in value or (isinstance(atom, Unknown) and any(isinstance(a, Unknown) for a in value))
        for atom in part
    )


@fixed
@given(values, values)
def test_a_join_leaves_nothing_out(one: Value, two: Value) -> None:
    """Both sides are possible afterwards, and joining again adds nothing."""
    both = join(one, two)

    assert covers(both, one)
    assert covers(both, two)
    assert join(both, two) is both


def test_true_and_one_are_two_values() -> None:
    """Python calls them equal; as text and as a flag they differ."""
    assert len(join(literal(1), literal(True))) == 2


@fixed
@given(states, states)
def test_joined_states_cover_both(one: State, two: State) -> None:
    """What is known after a branch holds whichever way was taken."""
    both = join_state(one.copy(), two.copy())
    assert both is not None

    for state in (one, two):
        for name, value in state.variables.items():
            assert covers(both.variables[name], value)
        for site, content in state.heap.items():
            merged = both.heap[site]
            if content is None:
                assert merged is None
            elif merged is not None:
                assert join_content(merged, content) == merged


@fixed
@given(states, states)
def test_generalising_ends_loops(one: State, two: State) -> None:
    """A second round of the same changes adds nothing to a generalised state."""
    head = one.copy()
    for _ in range(6):
        merged = join_state(head.copy(), two.copy())
        assert merged is not None
        wider = widened(head, merged)
        if same(head, wider):
            return
        head = wider
    pytest.fail("the loop does not end")


def test_an_escaped_container_takes_what_it_holds_with_it() -> None:
    """A list inside a list that is handed on can be changed as well."""
    state = State()
    state.allocate(1, Series("list", (text("a"),)))
    state.allocate(2, Series("list", ((Reference(1),),)))
    state.escape((Reference(2),))

    assert state.content(1) is None


# Patterns

simple_patterns = st.recursive(
    st.sampled_from(["a", "[0-9]", "[a-c_]", r"\d", r"\.", r"[-+*]", " ", "[*]", "x"]),
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,3}", "{2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        )
        | st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})")
    ),
    max_leaves=6,
)


@fixed
@given(simple_patterns, st.data())
def test_a_full_match_holds_only_the_letters_of_its_pattern(
    pattern: str, data: st.DataObject
) -> None:
    """Whatever matches as a whole is made of these characters; two stars meet only where said."""
    letters = letters_of(pattern)
    assert letters is not None
    matched = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))

    assert set(matched) <= letters
    assert "**" not in matched or DOUBLE_STAR in letters


@pytest.mark.parametrize(
    "pattern",
    [".", r"\w+", r"\s", "[^a]", "(?i)a", "(?=a)", r"(a)\1", "a(", "[a", "[]a]", "a{", "(?P<n>a)",
     r"\n", "[[:alpha:]]", r"\p", "*"],
)  # fmt: skip
def test_other_patterns_have_no_answer(pattern: str) -> None:
    """Flags, classes that depend on flags, references and the like are not read."""
    assert letters_of(pattern) is None


# Contexts

foreign = st.text(st.sampled_from("ab'\"\\ ;|&$`<>()#*?\n/-=.:@%{}"), max_size=10)
templates = st.lists(
    st.sampled_from(
        ["ls ", "cat -- ", "echo", " ", "'", '"', "a", " | wc", "; true", "W", "W", "\\", " -n ",
         "#", "sh -c ", "$", "N"]
    ),
    max_size=6,
)  # fmt: skip


@fixed
@given(templates, foreign)
def test_a_quoted_word_stays_one_word(parts: list[str], given_text: str) -> None:
    """In every line that is accepted the shell reads the foreign text as one argument."""
    pieces = tuple(
        Hole(shell.WORD) if part == "W" else Hole(NUMBER) if part == "N" else part for part in parts
    )
    assume(any(part == "W" for part in parts))
    if shell.harmless(Text(pieces)) is not None:
        return
    marker = "MARKER"
    line = "".join(shlex.quote(given_text) if p == "W" else "1" if p == "N" else p for p in parts)
    plain = "".join(marker if p == "W" else "1" if p == "N" else p for p in parts)
    reading = shlex.shlex(line, posix=True, punctuation_chars=True)
    reading.whitespace_split = True
    reading.commenters = ""
    wanted = shlex.shlex(plain, posix=True, punctuation_chars=True)
    wanted.whitespace_split = True
    wanted.commenters = ""

    assert list(reading) == [given_text if word == marker else word for word in wanted]


class _Tags(HTMLParser):
    """What a browser would see of tags and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)


markup = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<a title='", "<a title=", "'", '"', ">", "<b class=\"", "<script>",
         "</script>", "H", "H", " href='/x/", " onclick='", "<!--", "-->", "a=", "<", "N", "/"]
    ),
    max_size=7,
)  # fmt: skip


@fixed
@given(markup, foreign)
def test_an_escaped_value_adds_no_markup(parts: list[str], given_text: str) -> None:
    """In every text that is accepted the foreign value changes no tag and no attribute's name."""
    pieces = tuple(
        Hole(html_context.ESCAPED) if part == "H" else Hole(NUMBER) if part == "N" else part
        for part in parts
    )
    if html_context.harmless(Text(pieces)) is not None:
        return

    def tags(value: str) -> list[object]:
        parser = _Tags()
        parser.feed("".join(value if p == "H" else "1" if p == "N" else p for p in parts))
        parser.close()
        return parser.seen

    assert tags(html.escape(given_text)) == tags("x")


@fixed
@given(
    st.sampled_from(
        ["https://a.example/", "https://a.example", "http://a.example:80/b?c=", "//a/"]
    ),
    st.lists(st.sampled_from(["C", "N", "/", "?d=", "@", "\\", ".e"]), max_size=4),
    foreign,
)
def test_an_accepted_address_stays_on_its_host(
    beginning: str, parts: list[str], given_text: str
) -> None:
    """Whatever the components hold, the host is the constant one."""
    pieces = [beginning]
    kinds = {"C": Hole(url.COMPONENT), "N": Hole(NUMBER)}
    whole = Text((beginning, *(kinds.get(part, part) for part in parts)))
    if url.harmless(whole) is not None:
        return
    pieces += [quote(given_text, safe="") if p == "C" else "7" if p == "N" else p for p in parts]

    assert urlsplit("".join(pieces)).netloc == urlsplit(beginning).netloc


@pytest.mark.parametrize(
    ("statement", "binds"),
    [
        ("SELECT a FROM b WHERE c = ?", True),
        ("SELECT a FROM b WHERE c = %s AND d = 'x'", True),
        ("SELECT a FROM b WHERE c = '%s'", False),
        ("SELECT a FROM b WHERE c LIKE '%%s'", False),
        ("SELECT a FROM b WHERE c = ':name'", False),
        ('SELECT "?" FROM b', False),
        ("SELECT a -- it's\nFROM b WHERE c = %s", False),
        ("EXEC sp_executesql ?", False),
        ("SELECT 'it''s' WHERE a = ?", True),
        ("SELECT 1", True),
    ],
)
def test_placeholders_must_stand_outside_quotes(statement: str, binds: bool) -> None:
    """A driver that writes quoted values into the text is misled by quotes that are there."""
    assert (sql.binds(Text((statement,))) is None) is binds


@pytest.mark.parametrize(
    ("pieces", "harmless"),
    [
        (("SELECT 1",), True),
        (("LIMIT ", Hole(NUMBER)), True),
        ((Hole(CHOSEN),), True),
        ((Repeat((("?",),), ", "),), True),
        ((Repeat((("a",), ("b",)), ", "),), True),
        ((Repeat((("a",), ("b",)), ""),), False),
        ((Repeat(((Hole(CHOSEN),),), ""),), False),
        ((Repeat(((" AND a = ?",), (" AND b = ?",)), ""),), True),
        (("a", Hole("shell word")), False),
        ((Hole("matched", frozenset("0123456789")),), True),
        ((Hole("matched", frozenset("abc")),), False),
    ],
)
def test_sql_takes_constants_and_numbers(pieces: tuple, harmless: bool) -> None:
    """Anything else could be code; letters chosen one by one can spell anything."""
    assert (sql.harmless(Text(pieces)) is None) is harmless


@pytest.mark.parametrize(
    ("pieces", "harmless"),
    [
        (("/srv/a.csv",), True),
        (("/srv/", Hole(NUMBER), ".csv"), True),
        (("/srv/", Hole(path.FILE_NAME)), True),
        ((Hole(path.FILE_NAME),), False),
        (("/srv/", Hole("matched", frozenset("ab"))), True),
        (("/srv/", Hole("matched", frozenset("ab."))), False),
        (("/srv/", Hole("html")), False),
    ],
)
def test_paths_stay_in_their_folder(pieces: tuple, harmless: bool) -> None:
    """A name made safe stands in a constant folder; nothing else may vary."""
    assert (path.harmless(Text(pieces)) is None) is harmless
