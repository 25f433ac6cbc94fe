"""Files and paths, and what tests say about them.

A path that is normalised, or made canonical, has no ``..`` in it: where it is found to begin with a
folder, it is below that folder.
"""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    NORMAL,
    WITHOUT,
    Atom,
    Hole,
    Instance,
    Literal,
    Pieces,
    Text,
    Unknown,
    Value,
    hole,
    joined,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages import folders

FILE = "file"
"""An object that stands for a path: ``File``, ``Path``."""

_CANONICAL = frozenset({"getCanonicalPath", "getCanonicalFile", "toRealPath"})
_ABSOLUTE = frozenset({"toAbsolutePath", "getAbsoluteFile", "getAbsolutePath"})
_SHOWS = frozenset({"getPath", "toString"})
_SAME = frozenset({"toPath", "toFile"})
_MAKERS = frozenset({"java.io.File", "java.nio.file.Paths.get", "java.nio.file.Path.of"})

Known = tuple[ir.Expression, Value]


def file_of(value: Value) -> Value:
    """An object that stands for one of these paths."""
    return (Instance(FILE, (value,)),)


def inside(atom: Atom) -> Value:
    """The texts of a file, or the text itself."""
    return atom.details[0] if isinstance(atom, Instance) and atom.kind == FILE else (atom,)


def method(receiver: Instance, name: str) -> Value | None:
    """What methods of files give that only look at the path."""
    value = receiver.details[0]
    if name in _SAME:
        return (receiver,)
    if name in _SHOWS:
        return value
    if name in _ABSOLUTE:
        shown = joined(_absolute(atom) for atom in value)
        return shown if name == "getAbsolutePath" else file_of(shown)
    if name == "normalize":
        return file_of(joined(_normal(atom) for atom in value))
    if name in _CANONICAL:
        shown = joined(_canonical(atom) for atom in value)
        return shown if name == "getCanonicalPath" else file_of(shown)
    if name == "getName":
        return hole(WITHOUT, frozenset("/\\"))
    if name == "getFileName":
        return file_of(hole(WITHOUT, frozenset("/\\")))
    return None


def _absolute(atom: Atom) -> Value:
    """The folder that the program runs in may come before."""
    if isinstance(atom, Text) and atom.pieces == (Hole(NORMAL),):
        return unknown("a path behind the folder that the program runs in")
    return (atom,)


def _normal(atom: Atom) -> Value:
    """Without ``..``, if there is more in it than constants."""
    if isinstance(atom, Text) and not any(isinstance(p, str) and ".." in p for p in atom.pieces):
        return (atom,)
    return hole(NORMAL)


def _canonical(atom: Atom) -> Value:
    if not isinstance(atom, Text) or not atom.pieces:
        return hole(NORMAL)
    known = folders.resolved(atom)
    return known if known is not None else _normal(atom)


def begins(machine: Machine, state: State, frame: Frame, call: ir.Call) -> Known | None:
    """``file.getCanonicalPath().startsWith("/folder/")``, ``path.startsWith(folder)``."""
    if not isinstance(call.callee, ir.Method) or len(call.arguments) != 1:
        return None
    receiver = machine.evaluate(call.callee.value, state, frame)
    asked = list(_beginnings(machine.evaluate(call.arguments[0].value, state, frame)))
    if not asked or None in asked:
        return None
    known = [pieces for pieces in asked if pieces is not None]
    if all(isinstance(atom, Instance) and atom.kind == FILE for atom in receiver):
        # Of a path whole names are compared.
        known = [folders.with_slash(pieces) for pieces in known]
    elif not all(_is_text(atom, call.callee.value, frame) for atom in receiver):
        return None
    subject = _subject(call.callee.value)
    if subject is None:
        return None
    target, normal = subject
    found = _below(machine.evaluate(target, state, frame), known, normal=normal)
    if found is None or not _fits(machine, state, frame, target, found, known):
        return None
    return target, found


def lacking(machine: Machine, state: State, frame: Frame, call: ir.Call) -> Known | None:
    """``text.contains("/")`` came out false."""
    return _lacking(machine, state, frame, call, ("contains",))


_FOUND_NOWHERE = {("<", 0), ("==", -1), ("<=", -1)}


def found_nowhere(
    machine: Machine, state: State, frame: Frame, left: ir.Expression, op: str, right: ir.Expression
) -> Known | None:
    """``text.indexOf('/') < 0``."""
    # A cast to fewer bits may give a negative number of a positive one.
    while isinstance(left, ir.Cast) and left.type in ("int", "long"):
        left = left.value
    if not isinstance(left, ir.Call):
        return None
    bound = machine.evaluate(right, state, frame)
    value = bound[0].value if len(bound) == 1 and isinstance(bound[0], Literal) else None
    if isinstance(value, bool) or (op, value) not in _FOUND_NOWHERE:
        return None
    return _lacking(machine, state, frame, left, ("indexOf", "lastIndexOf"))


def _lacking(
    machine: Machine, state: State, frame: Frame, call: ir.Call, names: tuple[str, ...]
) -> Known | None:
    callee = call.callee
    if not isinstance(callee, ir.Method) or callee.name not in names or len(call.arguments) != 1:
        return None
    if not isinstance(callee.value, ir.Name) or not is_string(callee.value, frame):
        return None
    words = machine.evaluate(call.arguments[0].value, state, frame)
    word: str | None = None
    if len(words) == 1 and isinstance(words[0], Text):
        word = words[0].constant
    elif len(words) == 1 and isinstance(words[0], Literal) and words[0].kind == "char":
        word = chr(int(words[0].value or 0))
    if not word:
        return None
    lacks: frozenset[str] | None = None
    for atom in machine.evaluate(callee.value, state, frame):
        mine: frozenset[str] = frozenset()
        if isinstance(atom, Text) and len(atom.pieces) == 1 and isinstance(atom.pieces[0], Hole):
            if atom.pieces[0].kind != WITHOUT:
                return None
            mine = atom.pieces[0].letters or mine
        elif not isinstance(atom, Unknown):
            return None
        lacks = mine if lacks is None else lacks & mine
    return (callee.value, hole(WITHOUT, lacks | {word})) if lacks is not None else None


def is_string(name: ir.Name, frame: Frame) -> bool:
    """Whether a variable is declared as a text."""
    return frame.scope.types.get(name.name) == "java.lang.String"


def _is_text(atom: Atom, node: ir.Expression, frame: Frame) -> bool:
    """Whether the text is asked, not something that is not known."""
    if isinstance(atom, Text):
        return atom.flavour == "str"
    if not isinstance(atom, Unknown):
        return isinstance(atom, Literal) and atom.value is None
    return isinstance(node, ir.Name) and is_string(node, frame)


def _subject(node: ir.Expression) -> tuple[ir.Name, bool] | None:
    """The variable that is asked about, and whether what is asked is of normal form."""
    normal = absolute = False
    for _ in range(8):
        match node:
            case ir.Name():
                return node, normal
            case ir.Cast(value=inner):
                node = inner
            case ir.Call(callee=ir.Method(value=inner, name=name), arguments=()):
                if name in _CANONICAL:
                    normal = True
                elif name == "normalize":
                    normal = normal or not absolute
                elif name in _ABSOLUTE:
                    absolute = True
                elif name not in _SAME and name not in _SHOWS:
                    return None
                node = inner
            case ir.Call(callee=callee, arguments=(argument,)):
                path = _path_of(callee)
                if path not in _MAKERS:
                    return None
                node = argument.value
            case _:
                return None
    return None


def _path_of(callee: ir.Expression) -> str:
    match callee:
        case ir.Library(path=path):
            return path
        case ir.Method(value=ir.Library(path=path), name=name):
            return f"{path}.{name}"
        case _:
            return ""


def _beginnings(value: Value) -> Iterator[Pieces | None]:
    """The beginnings that are asked for; ``None`` for what is not known."""
    for atom in value:
        if isinstance(atom, Literal) and atom.value is None:
            # Nothing begins with nothing: that is an exception.
            continue
        for one in inside(atom):
            named = isinstance(one, Text) and folders.is_named(one.pieces)
            yield one.pieces if isinstance(one, Text) and named else None


def _below(value: Value, beginnings: list[Pieces], *, normal: bool) -> Value | None:
    """What begins in one of these ways."""
    found: list[Value] = []
    for atom in value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        is_file = isinstance(atom, Instance) and atom.kind == FILE
        texts: list[Value] = []
        for one in inside(atom):
            known = one if isinstance(one, Text) else None
            if known is not None and not folders.is_normal(known):
                texts.append((one,))
            elif known is not None or isinstance(one, Unknown):
                is_normal = normal or known is not None
                texts.append(folders.behind(beginnings, is_normal=is_normal))
            else:
                return None
        found.append(file_of(joined(texts)) if is_file else joined(texts))
    narrowed = joined(found)
    return narrowed if narrowed and narrowed != value else None


def _fits(
    machine: Machine, state: State, frame: Frame, target: ir.Name, found: Value, asked: list[Pieces]
) -> bool:
    """Whether these are no folders further up than that which the path is made of."""
    if not folders.found_below(found):
        return True
    made_of: list[Text] = []
    for binding in frame.scope.bindings.get(target.name, ()):
        for node in ir.inside(binding.value) if binding.value is not None else ():
            if isinstance(node, (ir.Name, ir.Constant, ir.Attribute)) and not isinstance(
                node, ir.Method
            ):
                for atom in machine.evaluate(node, state, frame):
                    made_of += [one for one in inside(atom) if isinstance(one, Text)]
    return folders.fit(made_of, asked)
