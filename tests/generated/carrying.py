"""The same real program, with values carried through what gives them back, or written anew.

Neither makes a real program a safe one. What is found in this way is a construct that the flow
engine, or a rule that reads the marked statement, does not see through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fpcache_ops.evidence.languages.scopes import words
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.evidence.tree import SyntaxNode
from tests.generated.rewriting import changed, marked, nodes

CARRIERS: dict[str, tuple[str, ...]] = {
    "python": (
        "[{}][0]",
        "({},)[0]",
        "[1, {}][-1]",
        "[*[{}]][0]",
        "[x for x in [{}]][0]",
        "[{}].pop()",
        "{{'a': {}}}['a']",
        "{{'a': {}}}.get('a')",
        "dict(a={})['a']",
        "list({{'a': {}}}.values())[0]",
        "(lambda x: x)({})",
        "(lambda: {})()",
        "(lambda *x: x[0])({})",
        "({} if True else None)",
        "(carried := {})",
        "next(iter([{}]))",
    ),
    "javascript": (
        "[({})][0]",
        "[...[({})]][0]",
        "[({})].pop()",
        "[({})].map((x) => x)[0]",
        "({{ a: ({}) }}).a",
        "Object.values({{ a: ({}) }})[0]",
        "Object.assign({{}}, {{ a: ({}) }}).a",
        "new Map([['a', ({})]]).get('a')",
        "((x) => x)({})",
        "((...x) => x[0])({})",
        "(({{ a }}) => a)({{ a: ({}) }})",
        "(() => ({}))()",
        "(true ? ({}) : null)",
        "(null ?? ({}))",
        "(0, ({}))",
    ),
    "java": (
        '(true ? {} : "")',
        "new String[] {{{}}}[0]",
        "java.util.List.of({}).get(0)",
        'java.util.Map.of("a", {}).get("a")',
        "java.util.Optional.of({}).get()",
        "java.util.Objects.requireNonNull({})",
        "String.valueOf({})",
        '("" + {})',
        '({}).concat("")',
        'String.join("", {})',
        'String.format("%s", {})',
        "new StringBuilder({}).toString()",
        "((java.util.function.UnaryOperator<String>) x -> x).apply({})",
    ),
}
"""What gives back what is put in for ``{}``; in Java, if that is a text."""

WRITES: dict[str, tuple[str, ...]] = {
    "python": (
        "if {v}:\n    {n} = {v}",
        "for {n} in [{v}]:\n    pass",
        "for _, {n} in enumerate([{v}]):\n    pass",
        "while True:\n    {n} = {v}\n    break",
        "try:\n    int({v})\nexcept ValueError:\n    {n} = {v}",
        "try:\n    pass\nfinally:\n    {n} = {v}",
        "[{n}] = [{v}]",
        "{n}, *_ = {v}, 1",
        "({n} := {v})",
        "[({n} := x) for x in [{v}]]",
        "if ({n} := {v}):\n    pass",
        "match {v}:\n    case str() as {n}:\n        pass",
        "match [{v}]:\n    case [{n}]:\n        pass",
        "import contextlib\nwith contextlib.nullcontext({v}) as {n}:\n    pass",
        "{n}: str = {v}",
        "def again():\n    nonlocal {n}\n    {n} = {v}\nagain()",
        "def again(x):\n    nonlocal {n}\n    {n} = {v}\nlist(map(again, [1]))",
        "class Again:\n    def __del__(self):\n        nonlocal {n}\n        {n} = {v}\nAgain()",
    ),
    "javascript": (
        "if ({v}) {n} = {v};",
        "for ({n} of [{v}]);",
        "[{n}] = [{v}];",
        "({{ a: {n} }} = {{ a: {v} }});",
        "[{n} = {v}] = [];",
        "{v} && ({n} = {v});",
        "switch ({v}) {{ default: {n} = {v}; }}",
        "try {{ {v}.a.b; }} catch {{ {n} = {v}; }}",
        "try {{ }} finally {{ {n} = {v}; }}",
        "(() => {{ {n} = {v}; }})();",
        "[1].forEach(() => {{ {n} = {v}; }});",
        "again(); function again() {{ {n} = {v}; }}",
        "({{ get a() {{ {n} = {v}; return 1; }} }}).a;",
        "`${{{{ toString() {{ {n} = {v}; return ''; }} }}}}`;",
        "new (class {{ a = ({n} = {v}); }})();",
        "do {{ {n} = {v}; }} while (false);",
        "[...(function* () {{ {n} = {v}; }})()];",
    ),
    "java": (
        "if ({v}.isEmpty()) {n} = {v};",
        "for (String one : new String[] {{{v}}}) {n} = one;",
        "do {{ {n} = {v}; }} while ({n} == null);",
        'switch ({v}) {{ case "a": case "b": {n} = {v}; break; default: break; }}',
        'String one = switch ({v}) {{ case "a" -> {n} = {v}; default -> "b"; }};',
        "try {{ Integer.parseInt({v}); }} catch (NumberFormatException one) {{ {n} = {v}; }}",
        "try {{ }} finally {{ {n} = {v}; }}",
        "if (({n} = {v}) != null) {{ }}",
        "String one = {n} = {v};",
        "String.valueOf({n} = {v});",
        "{n} += {v};",
        "again: {{ {n} = {v}; if ({n} == null) break again; }}",
        "Object one = {v}; if (one instanceof String two) {{ {n} = two; }}",
    ),
}
"""Ways to give the variable ``{n}`` the value ``{v}``, on some way at least."""

INPUT = {
    "python": ("input()", "elsewhere.text"),
    "javascript": ("process.argv[2]", "elsewhere.text"),
    "java": ('System.getenv("Q")', "elsewhere.text"),
}
"""User input, and something that is not known."""

_VALUES = {
    "python": words(
        """
        identifier call string binary_operator subscript attribute list dictionary tuple lambda
        integer conditional_expression
        """
    ),
    "javascript": words(
        """
        identifier call_expression string template_string binary_expression subscript_expression
        member_expression array object arrow_function new_expression number ternary_expression
        """
    ),
    "java": words("identifier string_literal binary_expression"),
}
_HOLDERS = {
    "python": frozenset({"argument_list", "keyword_argument", "binary_operator", "list", "tuple"}),
    "javascript": frozenset({"arguments", "binary_expression", "template_substitution", "array"}),
    "java": frozenset({"argument_list", "binary_expression", "array_initializer"}),
}
_ASKED = words(
    """
    call call_expression new_expression method_invocation keyword_argument attribute field_access
    member_expression
    """
)
_BLOCKS = frozenset({"block", "module", "program", "statement_block", "constructor_body"})
_CONSTANT = re.compile(rb"\bconst\b(?!\s+enum)|\bfinal\s+(?=[\w<>\[\], ]+\s\w+\s*=)")


@dataclass(frozen=True)
class Otherwise:
    """A program written otherwise, and what is different."""

    how: str
    source: bytes


def carried(language: str, source: bytes) -> Iterator[Otherwise]:
    """Every expression that the marked line hands on, carried through everything."""
    family = spoken(language)
    root, line = parse(language, source).root_node, marked(source)
    for node in nodes(root):
        if _is_handed_on(node, family, line) and (family != "java" or _is_text(node, source)):
            start, end = node.start_byte, node.end_byte
            text = source[start:end].decode()
            for carrier in CARRIERS[family]:
                other = changed(source, [(start, end, carrier.format(text).encode())])
                if _is_valid(language, other):
                    yield Otherwise(f"{text} -> {carrier}", other)


def loosened(source: bytes) -> bytes:
    """The program with variables for its constants."""
    return _CONSTANT.sub(lambda found: b"let" if found[0] == b"const" else b"", source)


def names(language: str, source: bytes) -> Iterator[str]:
    """The variables that the marked line reads."""
    first, last = marked(source)
    found = {
        source[node.start_byte : node.end_byte].decode(): None
        for node in nodes(parse(language, source).root_node)
        if node.type == "identifier" and first <= node.start_byte < last and _is_read(node)
    }
    yield from found


def written(language: str, source: bytes, name: str, how: str, value: str) -> bytes | None:
    """The program with the variable written to before the marked statement, if there is a place."""
    statement = _statement(parse(language, source).root_node, marked(source))
    if statement is None:
        return None
    at = statement.start_byte
    indent = source[source.rfind(b"\n", 0, at) + 1 : at]
    if indent.strip() or ("nonlocal" in how and not indent):
        return None
    lines = how.format(n=name, v=value).encode().replace(b"\n", b"\n" + indent)
    other = source[:at] + lines + b"\n" + indent + source[at:]
    return other if _is_valid(language, other) else None


def _is_valid(language: str, source: bytes) -> bool:
    if language != "python":
        return not parse(language, source).root_node.has_error
    try:
        compile(source, "shop.py", "exec")
    except SyntaxError:
        return False
    return True


def spoken(language: str) -> str:
    """The language whose values and statements a dialect has."""
    return "javascript" if language in ("typescript", "tsx") else language


def _is_handed_on(node: SyntaxNode, family: str, line: tuple[int, int]) -> bool:
    holder = node.parent
    if node.type not in _VALUES[family] or holder is None or holder.type not in _HOLDERS[family]:
        return False
    if node.start_byte < line[0] or node.end_byte > line[1]:
        return False
    around = holder.parent
    if holder.type in ("list", "tuple", "array") and around is not None:
        # What is assigned to is no value.
        return around.children[0] != holder or around.type in _HOLDERS[family]
    return holder.type != "keyword_argument" or holder.children[0] != node


def _is_text(node: SyntaxNode, source: bytes) -> bool:
    """Whether a value of Java is certainly a text."""
    if node.type == "identifier":
        name = re.escape(source[node.start_byte : node.end_byte])
        declared = re.findall(rb"([\w.<>\[\]]+)\s+" + name + rb"\s*[=;,)]", source)
        return bool(declared) and set(declared) == {b"String"}
    if node.type == "string_literal":
        return True
    return any(_is_text(child, source) for child in node.children)


def _is_read(node: SyntaxNode) -> bool:
    """Whether a value is read: a text that is called, or has no such property, does nothing."""
    return node.parent is not None and node.parent.type not in _ASKED


def _statement(root: SyntaxNode, line: tuple[int, int]) -> SyntaxNode | None:
    """The innermost statement of a block that the line is part of."""
    found: SyntaxNode | None = None
    for node in nodes(root):
        inside = node.start_byte < line[1] and node.end_byte > line[0]
        is_one = node.parent is not None and node.parent.type in _BLOCKS
        if inside and is_one and node.type not in _BLOCKS and "comment" not in node.type:
            found = node
    return found
