"""Runs a program with hostile input, and says which texts reach the calls of its marked statement.

What is defined is called with whatever its parameters take. A program gets so many steps, and is
left after them.
"""

import ast
import asyncio
import inspect
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from tests.generated.executing.edited import constants
from tests.generated.executing.stand_ins import Given, built_in
from tests.unit.validators.reading import marked_line

SIGNS = ("EVIL'", "EVIL;", "EVIL<", "../EVIL", "//EVIL", 'EVIL"', "EVIL`", "\nEVIL", ":EVIL")
"""Of a text that was not made harmless, for one of the languages that it may come to."""

_EVIL = "EVIL' EVIL; EVIL< ../EVIL //EVIL EVIL\" EVIL`\nEVIL:EVIL"
_STEPS = 400
_TYPED: Mapping[object, object] = {
    int: 7,
    float: 1.5,
    bool: True,
    "int": 7,
    "float": 1.5,
    "bool": True,
}
"""What a framework has made of a parameter with such a type."""

Place = tuple[str, str]
"""A call by its last name, and which of its arguments."""

Reached = Mapping[Place, frozenset[str]]
"""The signs that have reached each place; none where the call was made without any."""


def reached(source: str) -> Reached:
    """What reaches the calls of the marked statement, by all of the hostile texts."""
    tree = ast.parse(source)
    _watch(tree, marked_line(source))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(tree, "program", "exec")
    seen: dict[Place, set[str]] = defaultdict(set)
    for text in _texts(source):
        _run(code, Given(text), seen)
    return {place: frozenset(signs) for place, signs in seen.items()}


def _texts(source: str) -> Iterator[str]:
    yield from (_EVIL, "", "7", "a", f"a{_EVIL}", f"7{_EVIL}", f"{_EVIL}a", f"abc\n{_EVIL}")
    yield from (f"/{_EVIL}", f"a/{_EVIL}", "//EVIL", "http://EVIL.test/", f"https://x/{_EVIL}")
    for known in constants(source)[:12]:
        yield from (known, known + _EVIL, _EVIL + known)


class _Watched(ast.NodeTransformer):
    """Tells of calls out of view."""

    def __init__(self, own: Collection[str]) -> None:
        self._own = own

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node.func:
            case ast.Name(id=name) if name in ("super", "locals", "globals", "vars"):
                return node
            case ast.Name(id=name) | ast.Attribute(attr=name) if name not in self._own:
                watch = ast.Name("__watch__", ast.Load())
                return ast.Call(watch, [ast.Constant(name), node.func, *node.args], node.keywords)
        return node


class _Counted(ast.NodeTransformer):
    """Counts what may be repeated; nothing that a program catches is the end of its steps."""

    def _with_step(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(_step()))
        return node

    visit_For = visit_AsyncFor = visit_While = _with_step  # noqa: N815
    visit_FunctionDef = visit_AsyncFunctionDef = _with_step  # noqa: N815

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.ifs.insert(0, _step())
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        self.generic_visit(node)
        if node.type is None or (isinstance(node.type, ast.Name) and "Base" in node.type.id):
            node.type = ast.Name("Exception", ast.Load())
        return node


def _step() -> ast.expr:
    return ast.Call(ast.Name("__step__", ast.Load()), [], [])


def _watch(tree: ast.Module, line: int) -> None:
    """Changes the marked statement, but for blocks in it: its calls out of view are told of."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    own = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    watched = _Watched(own)
    marked = max(around, key=lambda node: (node.lineno, node.col_offset), default=None)
    for name, value in ast.iter_fields(marked) if marked is not None else ():
        if isinstance(value, ast.expr):
            setattr(marked, name, watched.visit(value))
        elif isinstance(value, list) and not any(isinstance(one, ast.stmt) for one in value):
            setattr(marked, name, [watched.visit(one) for one in value])
    _Counted().visit(tree)
    ast.fix_missing_locations(tree)


class _Spent(BaseException):
    """A program has had its steps."""


def _run(code: Any, text: Given, seen: dict[Place, set[str]]) -> None:
    def watch(name: str, function: Any, *given: Any, **options: Any) -> Any:
        for place, value in (*enumerate(given), *options.items()):
            _note(seen[name, str(place)], value)
        return function(*given, **options)

    left = _STEPS

    def step() -> bool:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Spent
        return True

    told = {"__builtins__": built_in(text), "__watch__": watch, "__step__": step}
    names = {"__name__": "program", **told}
    _tried(lambda: exec(code, names))
    for function, owner in _defined(names):
        left = _STEPS
        _tried(lambda f=function, c=owner: _called(f, c, text))  # type: ignore[misc]


def _tried(run: Callable[[], object]) -> None:
    """Runs something to its end, its first exception, or its last step."""
    with suppress(BaseException):  # whatever a program does with odd input
        run()


def _defined(names: Mapping[str, Any]) -> Iterator[tuple[Any, type | None]]:
    for name, value in list(names.items()):
        if name.startswith("__"):
            continue
        if inspect.isfunction(value) and value.__module__ == "program":
            yield value, None
        elif inspect.isclass(value) and value.__module__ == "program":
            for own, member in list(vars(value).items()):
                plain = member.fget if isinstance(member, property) else member
                plain = getattr(plain, "__func__", plain)
                if inspect.isfunction(plain) and (own == "__call__" or not own.startswith("__")):
                    yield plain, None if isinstance(member, staticmethod) else value


def _called(function: Any, owner: type | None, text: Given) -> None:
    given, options = _arguments(function, text, made_of=owner)
    result = function(*given, **options)
    if inspect.iscoroutine(result):
        asyncio.run(result)
    elif inspect.isgenerator(result):
        for _ in result:
            pass


def _arguments(
    function: Any, text: Given, *, made_of: type | None = None
) -> tuple[list[Any], dict[str, Any]]:
    given: list[Any] = []
    options: dict[str, Any] = {}
    parameters: Iterable[inspect.Parameter] = inspect.signature(function).parameters.values()
    for number, parameter in enumerate(parameters):
        value = _TYPED.get(parameter.annotation, Given(str.__str__(text)))
        if number == 0 and made_of is not None:
            value = _made(made_of, text)
        if parameter.kind is parameter.KEYWORD_ONLY:
            options[parameter.name] = value
        elif parameter.kind is not parameter.VAR_KEYWORD:
            given.append(value)
    return given, options


def _made(owner: type, text: Given) -> Any:
    try:
        given, options = _arguments(owner, text)
        return owner(*given, **options)
    except Exception:  # noqa: BLE001  whatever it does with odd input
        return text


def _note(signs: set[str], value: Any, depth: int = 0) -> None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        signs.update(sign for sign in SIGNS if sign in str.__str__(value))
    elif depth < 3 and isinstance(value, Mapping):
        for pair in list(value.items())[:8]:
            _note(signs, pair, depth + 1)
    elif depth < 3 and isinstance(value, Collection):
        for one in list(value)[:8]:
            _note(signs, one, depth + 1)
    elif hasattr(value, "as_posix"):
        _note(signs, str(value), depth + 1)


def dangerous(safe: Reached, real: Reached) -> Reached:
    """What the real one of two programs gives to calls, and the safe one does not."""
    found = {place: signs - safe[place] for place, signs in real.items() if place in safe}
    return {place: signs for place, signs in found.items() if signs}


def is_dangerous(program: Reached, danger: Reached) -> bool:
    """Whether a program does what is dangerous in another one."""
    return any(danger[place] & program.get(place, frozenset()) for place in danger)
