"""Path traversal in Java: opening, listing, copying and deleting files.

Proven: constant paths, and numbers in them.
"""

from dataclasses import replace

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Instance,
    Literal,
    Value,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import path
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Form, Look, Need, Sink
from fpcache_ops.validators.safe_patterns.languages.java import texts

FILE = "file"
_text = passes(path.harmless, "the path")
_fixed = passes(fixed, "a part of the address")


def _path(look: Look) -> str | None:
    """A text, or a file made of one."""
    for atom in look.value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        inner = atom.details[0] if isinstance(atom, Instance) and atom.kind == FILE else (atom,)
        if (reason := _text(look.at(inner))) is not None:
            return reason
    return None if look.value else "nothing is known of the path"


def made_of(call: Calling) -> Value | None:
    """``new File(folder, name)``, ``Paths.get(folder, names...)``."""
    parts: list[Value] = []
    for value in call.given.positional:
        inner: list[Atom] = []
        for atom in value:
            if isinstance(atom, Instance) and atom.kind == FILE:
                inner.extend(atom.details[0])
            else:
                inner.append(atom)
        parts += [text("/"), tuple(inner)] if parts else [tuple(inner)]
    whole = texts.joined_texts(call.state, *parts) if parts else None
    return (Instance(FILE, (whole,)),) if whole is not None else None


def _uri(call: Calling) -> Value | None:
    """``new URI("file", null, path, null, null)`` of constants and numbers alone."""
    parts: list[Value] = []
    for value in call.given.positional:
        if value == NONE:
            continue
        if _fixed(Look(value, call)) is not None:
            return None
        parts += [text("/"), value] if parts else [value]
    whole = texts.joined_texts(call.state, *parts) if parts else None
    return (Instance(FILE, (whole,)),) if whole is not None else None


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != FILE:
        return None
    if name in ("toPath", "toFile", "getAbsoluteFile", "normalize", "toAbsolutePath"):
        return (receiver,)
    if name == "resolve" and len(call.given.positional) == 1:
        whole = texts.joined_texts(
            call.state, receiver.details[0], text("/"), call.given.positional[0]
        )
        return (Instance(FILE, (whole,)),) if whole is not None else None
    return None


_all = tuple(Need(_path, position, optional=position > 0) for position in range(4))
_EVERY = Form(
    "path of constants",
    _all,
    proves="path-traversal/constant_path, number_in_name",
    justification=Justification.NOT_CONTROLLABLE,
)
_FIRST = Form(
    "path of constants",
    (Need(_path, 0),),
    proves="path-traversal/constant_path",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_TWO = Form(
    "paths of constants",
    (Need(_path, 0), Need(_path, 1)),
    proves="path-traversal/copied",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_OWN = Form(
    "path of constants",
    (Need(_path, receiver=True),),
    proves="path-traversal/deleted",
    justification=Justification.NOT_CONTROLLABLE,
)
_LISTED = replace(_OWN, any_position=True)
_RENAMED = replace(
    _OWN,
    needs=(Need(_path, receiver=True), Need(_path, 0)),
    proves="path-traversal/renamed",
)

_PATHS = frozenset({"java.io.File", "java.nio.file.Paths.get", "java.nio.file.Path.of"})
_FILES = "java.nio.file.Files."
_ON_ONE_FILE = tuple(
    """
    readAllBytes readAllLines readString lines newInputStream newBufferedReader newBufferedWriter
    newOutputStream write writeString delete deleteIfExists createFile createDirectory
    createDirectories exists list walk size newByteChannel isDirectory isRegularFile
    newDirectoryStream
    """.split()  # noqa: SIM905
)
_ON_TWO_FILES = ("createLink", "createSymbolicLink", "isSameFile", "mismatch")

FAMILY = Family(
    type="path-traversal",
    module=__name__,
    beyond="A canonical path that is compared with its folder, file names without separators.",
    apart="Links in the constant folder, and whether the account may read what is there.",
    sinks=(
        Sink(
            (_EVERY,),
            calls=_PATHS,
        ),
        Sink(
            (_FIRST,),
            calls=frozenset(
                {
                    "java.io.FileInputStream",
                    "java.io.FileOutputStream",
                    "java.io.FileReader",
                    "java.io.FileWriter",
                    "java.io.RandomAccessFile",
                    "java.util.zip.ZipFile",
                    *(f"{_FILES}{name}" for name in _ON_ONE_FILE),
                }
            ),
        ),
        Sink((_TWO,), calls=frozenset({f"{_FILES}copy", f"{_FILES}move"})),
        Sink(
            (_OWN,),
            names=frozenset(
                {
                    "createNewFile",
                    "mkdir",
                    "mkdirs",
                    "deleteOnExit",
                    "canRead",
                    "exists",
                    "delete",
                }
            ),
        ),
        Sink((_LISTED,), names=frozenset({"list", "listFiles"})),
        Sink((_RENAMED,), names=frozenset({"renameTo"})),
        Sink((), calls=frozenset(f"{_FILES}{name}" for name in _ON_TWO_FILES)),
        Sink(
            (),
            names=frozenset({"getResource", "getResourceAsStream", "getRealPath"}),
        ),
    ),
    calls={**dict.fromkeys(_PATHS, made_of), "java.net.URI": _uri},
    methods=_methods,
    pattern="constant path",
)
