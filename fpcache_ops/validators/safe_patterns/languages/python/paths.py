"""Paths: objects of ``pathlib`` and texts, and what tests say about them.

A path that is resolved has no ``..`` in it: where it is found to begin with a folder, and a slash,
it is below that folder.
"""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    NORMAL,
    RESOLVING,
    WITHOUT,
    Atom,
    Hole,
    Instance,
    Literal,
    Pieces,
    Reference,
    Series,
    Symbol,
    Text,
    Unknown,
    Value,
    hole,
    joined,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages import folders

PATH = "path"
NAME = "name without separators"
"""Something whose text has none: what it is else, nobody says."""

TEMPORARY = "temporary folder"
"""A folder that is made anew; where a path is wanted, its name is one."""

OWN_FILE = "builtins.__file__"
_RESOLVES = frozenset({"os.path.realpath", "os.path.abspath"})
_SHOWS = frozenset({"builtins.str", "os.fspath", "pathlib.Path"})
_OF_NO_NAME = frozenset({"/", "\\", ".."})

Known = tuple[ir.Expression, Value]


def text_of(atom: Atom) -> Text | None:
    """The text of a path, if it is one that is known."""
    match atom:
        case Text(flavour="str"):
            return atom
        case Symbol(path=path) if path == OWN_FILE:
            return folders.own()
        case Instance(kind=kind, details=((Text() as inner,),)) if kind in (PATH, NAME, TEMPORARY):
            return inner
        case _:
            return None


def as_text(atom: Atom) -> Atom:
    """A name that is certainly a text."""
    found = text_of(atom) if isinstance(atom, Instance) and atom.kind == NAME else None
    return found or atom


def path_of(value: Value) -> Value:
    """Objects of ``pathlib``, one for each text."""
    return tuple(Instance(PATH, ((atom,),)) for atom in value)


def resolved(value: Value) -> Value:
    """What resolving gives: a folder of the program's own choice, or a path of normal form."""
    return joined(_resolved(atom) for atom in value)


def _resolved(atom: Atom) -> Value:
    found = text_of(atom)
    known = folders.resolved(found) if found is not None and found.pieces else None
    return known or hole(NORMAL)


def parent(found: Text) -> Value:
    """The folder that a path is in."""
    if len(found.pieces) == 1 and folders.is_own(found.pieces[0]):
        return (folders.own(),)
    last = found.pieces[-1] if found.pieces else ""
    plain = isinstance(last, str) and ".." not in last
    if plain and isinstance(last, str) and last.rstrip("/").count("/") and not last.endswith("/"):
        head = last.rpartition("/")[0]
        if not head and len(found.pieces) == 1:
            return text("/")
        return (Text((*found.pieces[:-1], *((head,) if head else ()))),)
    return unknown("a folder that is not known")


def attribute(atom: Instance, name: str) -> Value | None:
    """``path.parent``; ``None`` for methods."""
    found = text_of(atom)
    match name:
        case "parent" if found is not None:
            return path_of(parent(found))
        case "name" | "stem":
            return hole(WITHOUT, frozenset("/\\"))
        case "parent" | "parents" | "suffix" | "suffixes" | "parts" | "anchor" | "root" | "drive":
            return unknown(f"`{name}` of a path")
        case _:
            return None


# Tests


def begins(machine: Machine, state: State, frame: Frame, call: ir.Call) -> Known | None:
    """``path.startswith("/folder/")``, ``path.is_relative_to("/folder")``."""
    if not isinstance(call.callee, ir.Attribute) or len(call.arguments) != 1:
        return None
    name = call.callee.name
    if name not in ("startswith", "is_relative_to") or machine.unit.custom_equality():
        return None
    subject = _subject(machine, state, frame, call.callee.value)
    if subject is None:
        return None
    target, value, normal = subject
    asked = list(_beginnings(machine.evaluate(call.arguments[0].value, state, frame), state))
    if not asked or None in asked:
        return None
    known = [pieces for pieces in asked if pieces is not None]
    if name == "is_relative_to":
        if not all(isinstance(atom, Instance) and atom.kind == PATH for atom in value):
            return None
        known = [folders.with_slash(pieces) for pieces in known]
    found = _below(target, value, known, normal=normal)
    fits = found is not None and _fits(machine, state, frame, target, found[1], known)
    return found if fits else None


def relative(machine: Machine, state: State, frame: Frame, call: ir.Call) -> Known | None:
    """``path.relative_to(folder)`` raises for a path that is not below it."""
    callee = call.callee
    if not isinstance(callee, ir.Attribute) or callee.name != "relative_to":
        return None
    if len(call.arguments) != 1 or call.arguments[0].name or call.arguments[0].spread:
        return None
    subject = _subject(machine, state, frame, callee.value)
    if subject is None or machine.unit.custom_equality():
        return None
    if not all(isinstance(atom, Instance) and atom.kind == PATH for atom in subject[1]):
        return None
    return _inside(machine, state, frame, call.arguments[0].value, subject)


def compared(
    machine: Machine,
    state: State,
    frame: Frame,
    left: ir.Expression,
    op: str,
    right: ir.Expression,
) -> Known | None:
    """``folder in path.parents``, ``os.path.commonpath([folder, path]) == folder``."""
    if op not in ("in", "not in", "==") or machine.unit.custom_equality():
        return None
    match op, left, right:
        case "in", _, ir.Attribute(value=inner, name="parents"):
            subject = _subject(machine, state, frame, inner)
            if subject is None:
                return None
            if not all(isinstance(atom, Instance) and atom.kind == PATH for atom in subject[1]):
                return None
            return _inside(machine, state, frame, left, subject)
        case "not in", ir.Constant(value=str(word)), ir.Name() if word in _OF_NO_NAME:
            return _lacking(machine.evaluate(right, state, frame), word, right)
        case "==", ir.Call(), _:
            return _common(machine, state, frame, left, right)
        case "==", _, ir.Call():
            return _common(machine, state, frame, right, left)
        case _:
            return None


def _inside(
    machine: Machine,
    state: State,
    frame: Frame,
    folder: ir.Expression,
    subject: tuple[ir.Name, Value, bool],
) -> Known | None:
    target, value, normal = subject
    asked = list(_beginnings(machine.evaluate(folder, state, frame), state))
    known = [folders.with_slash(pieces) for pieces in asked if pieces is not None]
    if not known or len(known) != len(asked):
        return None
    found = _below(target, value, known, normal=normal)
    fits = found is not None and _fits(machine, state, frame, target, found[1], known)
    return found if fits else None


def _fits(
    machine: Machine, state: State, frame: Frame, target: ir.Name, found: Value, asked: list[Pieces]
) -> bool:
    """Whether these are no folders further up than that which the path is made of."""
    if not folders.found_below(found):
        return True
    made_of: list[Text] = []
    for binding in frame.scope.bindings.get(target.name, ()):
        for node in ir.inside(binding.value) if binding.value is not None else ():
            if isinstance(node, (ir.Name, ir.Constant)):
                shown = (text_of(atom) for atom in machine.evaluate(node, state, frame))
                made_of += [one for one in shown if one is not None]
    return folders.fit(made_of, asked)


def _common(
    machine: Machine, state: State, frame: Frame, call: ir.Call, folder: ir.Expression
) -> Known | None:
    """The longest path that two have in common is the one of them that is a folder."""
    callee = machine.evaluate(call.callee, state, frame)
    if callee != (Symbol("os.path.commonpath"),) or len(call.arguments) != 1:
        return None
    parts = call.arguments[0].value
    if not isinstance(parts, ir.Sequence) or parts.kind == "set" or len(parts.items) != 2:
        return None
    for one, other in (parts.items, parts.items[::-1]):
        if not _is_same(one, folder):
            continue
        subject = _subject(machine, state, frame, other)
        if subject is not None:
            return _inside(machine, state, frame, folder, subject)
    return None


def _is_same(one: ir.Expression, other: ir.Expression) -> bool:
    """Whether two expressions are the same variable, or the same constant."""
    match one, other:
        case ir.Name(name=a), ir.Name(name=b):
            return a == b
        case ir.Constant(value=str(a)), ir.Constant(value=str(b)):
            return a == b
        case _:
            return False


def _lacking(value: Value, word: str, target: ir.Expression) -> Known | None:
    """A text, or the text of something, without a separator."""
    lacks: frozenset[str] | None = None
    for atom in value:
        mine: frozenset[str] = frozenset()
        if isinstance(atom, Instance) and atom.kind == NAME:
            inner = text_of(atom)
            first = inner.pieces[0] if inner is not None else ""
            mine = (first.letters or mine) if isinstance(first, Hole) else mine
        elif not isinstance(atom, Unknown):
            return None
        lacks = mine if lacks is None else lacks & mine
    if lacks is None:
        return None
    return target, (Instance(NAME, (hole(WITHOUT, lacks | {word}),)),)


def _subject(
    machine: Machine, state: State, frame: Frame, node: ir.Expression
) -> tuple[ir.Name, Value, bool] | None:
    """The variable that a test is about, its value, and whether the test resolves it first."""
    normal = False
    for _ in range(4):
        match node:
            case ir.Name():
                return node, machine.evaluate(node, state, frame), normal
            case ir.Call(callee=ir.Attribute(value=inner, name="resolve"), arguments=()):
                normal, node = True, inner
            case ir.Call(callee=ir.Name() | ir.Attribute() as callee, arguments=(argument,)):
                if argument.spread or argument.name:
                    return None
                found = machine.evaluate(callee, state, frame)
                path = found[0].path if len(found) == 1 and isinstance(found[0], Symbol) else ""
                if path not in _RESOLVES and path not in _SHOWS:
                    return None
                normal, node = normal or path in _RESOLVES, argument.value
            case _:
                return None
    return None


def _beginnings(value: Value, state: State) -> Iterator[Pieces | None]:
    """The beginnings that are asked for; ``None`` for what is not known."""
    for atom in value:
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        if isinstance(content, Series) and content.kind == "tuple" and not content.rest:
            for item in content.items:
                yield from _beginnings(item, state)
            continue
        found = text_of(atom)
        yield found.pieces if found is not None and folders.is_named(found.pieces) else None


def _below(
    target: ir.Name, value: Value, beginnings: list[Pieces], *, normal: bool
) -> Known | None:
    """A path that begins in one of these ways."""
    found: list[Value] = []
    for atom in value:
        is_path = isinstance(atom, Instance) and atom.kind == PATH
        whole = text_of(atom)
        if isinstance(atom, Literal) and atom.value is None:
            continue
        if whole is not None and not folders.is_normal(whole):
            found.append((atom,))
            continue
        if whole is None and not is_path and not isinstance(atom, Unknown):
            return None
        texts = folders.behind(beginnings, is_normal=normal or whole is not None)
        if whole is None and normal and folders.found_below(texts):
            # Only the test has resolved it.
            texts = (Text((Hole(RESOLVING),)),)
        found.append(path_of(texts) if is_path else texts)
    narrowed = joined(found)
    return (target, narrowed) if narrowed and narrowed != value else None
