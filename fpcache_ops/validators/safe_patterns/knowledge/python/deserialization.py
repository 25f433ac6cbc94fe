"""Insecure deserialization in Python: ``pickle``, ``marshal``, ``yaml`` and what is built on them.

Proven: JSON, TOML, and YAML read by a loader that makes plain values only; a pickle that this code
has just made.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Class,
    Hole,
    Symbol,
    Text,
    Value,
    hole,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    anything,
    blame,
    false,
)
from fpcache_ops.validators.safe_patterns.knowledge.python.common import ANSWERING

OWN = "bytes made by dumps"

_SAFE_LOADERS = frozenset(
    f"yaml.{module}{name}"
    for module in ("", "loader.", "cyaml.")
    for name in ("SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader")
)
_EXTENSIONS = (
    "add_constructor",
    "add_multi_constructor",
    "yaml_constructors",
    "yaml_multi_constructors",
    "YAMLObject",
    "yaml_loader",
)
_INERT_FIELDS = frozenset({"yaml_implicit_resolvers"})
_LOADER = r"C?(?:Safe|Base)Loader"
_RENAMED = re.compile(rf"\b{_LOADER}\s+as\s+(\w+)".encode())
_METHOD_SET = re.compile(
    rb"\.\s*(?:construct_\w+|yaml_\w+|compose_\w+|flatten_mapping|get_\w*data|check_\w*data)\s*=(?!=)"
)
"""Where a method or table of a loader is set, whatever the loader is called there."""
_TAKERS = frozenset([b"load", b"load_all", b"getattr", b"isinstance", b"issubclass", b"print"])


def _safe_loader(look: Look) -> str | None:
    """A loader of the library that makes plain values only, or a class in view that is no more."""
    if (reason := _no_constructors(look)) is not None:
        return reason
    for atom in look.value:
        if isinstance(atom, Symbol) and atom.path in _SAFE_LOADERS:
            continue
        if isinstance(atom, Class) and _is_plain_subclass(atom, look):
            continue
        shown = f"`{atom.path}` is no safe loader" if isinstance(atom, Symbol) else None
        return shown or blame(look.value, "the loader is not one that is known to be safe")
    return None if look.value else "nothing is known of the loader"


def _is_handed_on(unit: Unit) -> bool:
    """Whether a loader is given to a call that is not known to load with it only."""
    names = [name.decode() for name in _RENAMED.findall(unit.code)]
    words = re.compile(rf"\b(?:{'|'.join([_LOADER, *names])})\b".encode())
    for match in words.finditer(unit.code):
        node = unit.root.descendant_for_byte_range(match.start(), match.end())
        if node is None or node.type != "identifier":
            continue
        while node.parent is not None and node.parent.type in ("attribute", "tuple", "list"):
            node = node.parent
        parent = node.parent
        if parent is not None and parent.type == "keyword_argument":
            word = parent.child_by_field_name("name")
            if word is None or unit.code[word.start_byte : word.end_byte] != b"Loader":
                return True
        elif parent is not None and parent.type == "argument_list" and parent.parent is not None:
            callee = parent.parent.child_by_field_name("function")
            if callee is not None:
                called = unit.code[callee.start_byte : callee.end_byte]
                if called.rpartition(b".")[2] not in _TAKERS:
                    return True
    return False


def _is_plain_subclass(atom: Class, look: Look) -> bool:
    """``class Mine(yaml.SafeLoader): yaml_implicit_resolvers = {}`` and nothing more."""
    scope = atom.scope
    if scope.decorators or len(scope.bases) != 1 or scope.bases[0].name or scope.bases[0].spread:
        return False
    if scope.parent is None or scope.parent.kind != "module":
        return False
    base = look.calling.machine.evaluate(
        scope.bases[0].value, State(exact=False), Frame(scope.parent, settled=True, counted=False)
    )
    if not base or not all(isinstance(b, Symbol) and b.path in _SAFE_LOADERS for b in base):
        return False
    for statement in scope.body:
        match statement:
            case ir.Pass() | ir.Evaluate(value=ir.Constant()):
                continue
            case ir.Assign(targets=(ir.Name(name=name),), value=ir.Mapping(items=())):
                if name not in _INERT_FIELDS:
                    return False
            case _:
                return False
    if look.calling.machine.unit.reshaped(scope.name):
        return False
    return not any(look.calling.machine.unit.attribute_written(name) for name in _INERT_FIELDS)


def _own_bytes(look: Look) -> str | None:
    """What ``dumps`` has just given, or a constant."""
    for atom in look.value:
        if isinstance(atom, Text) and (
            atom.pieces == (Hole(OWN),) or (atom.constant is not None and atom.flavour == "bytes")
        ):
            continue
        return blame(look.value, "the bytes do not come from `dumps` in this code")
    return None if look.value else "nothing is known of the bytes"


def _dumped(call: Calling) -> Value | None:
    return hole(OWN, flavour="bytes") if call.given.closed else None


_LOADS = (
    Form(
        "bytes that this code has pickled itself",
        (Need(_own_bytes, 0, "data"),),
        proves="insecure-deserialization/own_pickle, own_marshal",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)


def _plain_yaml(look: Look) -> str | None:
    """A constant document without tags makes plain values with any loader."""
    for atom in look.value:
        document = atom.constant if isinstance(atom, Text) else None
        if document is None or "!" in document or "%TAG" in document:
            return blame(look.value, "the document is not constant, or has tags")
    return None if look.value else "nothing is known of the document"


_YAML = (
    Form(
        "constant YAML without tags",
        (Need(_plain_yaml, 0, "stream"), Need(anything, 1, "Loader", optional=True)),
        proves="insecure-deserialization/constant_yaml",
        justification=Justification.NOT_CONTROLLABLE,
    ),
    Form(
        "a YAML loader that makes plain values only",
        (Need(anything, 0, "stream"), Need(_safe_loader, 1, "Loader")),
        proves="insecure-deserialization/safe_loader, safe_loader_alias, plain_subclass",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)


def _no_constructors(look: Look) -> str | None:
    """The loaders are as the library made them."""
    unit = look.calling.machine.unit
    if any(unit.mentions(word) for word in _EXTENSIONS) or _METHOD_SET.search(unit.code):
        return "a loader is given constructors of its own"
    if any(unit.attribute_written(path.rpartition(".")[2]) for path in _SAFE_LOADERS):
        return "a loader is replaced by another"
    if _is_handed_on(unit):
        return "a loader is given to code that may teach it more"
    return None


def _as_delivered(look: Look) -> str | None:
    """The reader that is used without options is the one of the library."""
    if look.calling.machine.unit.attribute_written("_default_decoder"):
        return "the reader is replaced by another"
    return None


def _plain(position: str, test: Test = anything, free: frozenset[str] = frozenset()) -> Form:
    return Form(
        "a format of plain values",
        (Need(test, 0, position),),
        free=free,
        proves="insecure-deserialization/plain_values",
        justification=Justification.CODE_NOT_PRESENT,
    )


_NO_HOOKS = frozenset({"strict", "parse_float", "parse_int"})
_NUMPY = Form(
    "arrays without objects in them",
    (
        Need(anything, 0, "file"),
        Need(anything, 1, "mmap_mode", optional=True),
        Need(false, 2, "allow_pickle"),
    ),
    proves="insecure-deserialization/numpy_arrays",
    justification=Justification.INLINE_MITIGATIONS,
)

FAMILY = Family(
    type="insecure-deserialization",
    module=__name__,
    beyond=(
        "Signatures that were checked before (the engine relates no two values to one another), "
        "``Unpickler`` subclasses, torch and numpy files that may hold objects."
    ),
    sinks=(
        Sink(
            (_plain("s", _as_delivered, _NO_HOOKS),),
            calls=frozenset({"json.loads", "tomllib.loads"}),
        ),
        Sink(
            (_plain("fp", _as_delivered, _NO_HOOKS),),
            calls=frozenset({"json.load", "tomllib.load"}),
        ),
        Sink(
            (_plain("stream", _no_constructors),),
            calls=frozenset({"yaml.safe_load", "yaml.safe_load_all"}),
        ),
        Sink((_NUMPY,), calls=frozenset({"numpy.load"})),
        Sink(_YAML, calls=frozenset({"yaml.load", "yaml.load_all"}), names=frozenset({"load_all"})),
        Sink(
            _LOADS,
            calls=frozenset({"pickle.loads", "cPickle.loads", "_pickle.loads", "marshal.loads"}),
            names=frozenset({"loads"}),
        ),
        Sink(
            (),
            names=frozenset(
                {
                    "load",
                    "Unpickler",
                    "read_pickle",
                    "unsafe_load",
                    "unsafe_load_all",
                    "full_load",
                    "full_load_all",
                    "Shelf",
                    "DbfilenameShelf",
                }
            ),
        ),
        Sink((), calls=frozenset({"shelve.open", "dill.loads", "jsonpickle.decode", "torch.load"})),
    ),
    harmless=ANSWERING | {"base64.decode"},
    calls={
        "pickle.dumps": _dumped,
        "marshal.dumps": _dumped,
    },
    pattern="own data",
    neighbours=True,
    strange="methods",
    untouched=frozenset(
        {"SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader", "SafeConstructor"}
    ),
)
