"""Path traversal in Java: opening, listing, copying and deleting files.

Proven: constant paths, numbers and names without separators in them, and paths of normal form that
were found to be below a constant folder.
"""

from dataclasses import replace

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    WITHOUT,
    Atom,
    Instance,
    Literal,
    Value,
    hole,
    joined,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import path
from fpcache_ops.validators.safe_patterns.knowledge.java import common
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    made,
)
from fpcache_ops.validators.safe_patterns.languages import folders
from fpcache_ops.validators.safe_patterns.languages.java import paths, texts
from fpcache_ops.validators.safe_patterns.languages.java.paths import FILE

_text = passes(path.harmless, "the path")
_fixed = passes(fixed, "a part of the address")


def _path(look: Look) -> str | None:
    """A text, or a file made of one."""
    for atom in look.value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        if (reason := _text(look.at(paths.inside(atom)))) is not None:
            return reason
    return None if look.value else "nothing is known of the path"


def _source(look: Look) -> str | None:
    """A path, or a stream that is none."""
    streams = all(isinstance(atom, Instance) and atom.kind in _STREAMS for atom in look.value)
    return None if streams and look.value else _path(look)


_STREAM = "java.io.InputStream"
_PARTS = ("javax.servlet.http.Part", "jakarta.servlet.http.Part")
_GIVE_STREAMS = frozenset(
    {
        *_PARTS,
        *common.REQUESTS,
        "org.springframework.web.multipart.MultipartFile",
        "java.net.URLConnection",
        "java.net.HttpURLConnection",
    }
)
"""Types whose ``getInputStream`` gives a stream, whoever implements them."""
_WRAPPERS = (
    *("java.util.zip.ZipInputStream", "java.util.zip.GZIPInputStream"),
    *("java.io.BufferedInputStream", "java.io.ByteArrayInputStream"),
)
_STREAMS = frozenset(
    {
        _STREAM,
        "java.util.zip.ZipInputStream",
        "javax.servlet.ServletOutputStream",
        "jakarta.servlet.ServletOutputStream",
    }
)


def _temporary(call: Calling) -> Value | None:
    """``File.createTempFile("prefix", ".suffix")``: a new file in the folder for such."""
    for value in call.given.positional:
        if value != NONE and _fixed(Look(value, call)) is not None:
            return None
    return paths.file_of((folders.own(),))


def made_of(call: Calling) -> Value | None:
    """``new File(folder, name)``, ``Paths.get(folder, names...)``."""
    parts: list[Value] = []
    for value in call.given.positional:
        inner: list[Atom] = []
        for atom in value:
            inner.extend(paths.inside(atom))
        parts += [text("/"), tuple(inner)] if parts else [tuple(inner)]
    whole = texts.joined_texts(call.state, *parts) if parts else None
    return paths.file_of(whole) if whole is not None else None


def _made(look: Look) -> str | None:
    """All parts together are a path in a constant folder."""
    whole = made_of(look.calling)
    return _path(look.at(whole)) if whole is not None else "the path is not known"


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
    return paths.file_of(whole) if whole is not None else None


def _name(call: Calling) -> Value | None:
    """``FilenameUtils.getName(path)``: what stands behind the last separator of either kind."""
    if len(call.given.positional) != 1:
        return None
    call.machine.measures.add("sanitizer")
    return hole(WITHOUT, frozenset("/\\"))


def _gives_stream(call: Calling, receiver: Atom) -> bool:
    """Whether ``getInputStream`` gives a stream: by what it is called on, or its declared type."""
    if isinstance(receiver, Instance):
        return receiver.kind in _GIVE_STREAMS
    return call.machine.unit.receiver_of(call.site >> 32, call.site & 0xFFFF_FFFF) in _GIVE_STREAMS


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if name == "getInputStream" and not call.given.all() and _gives_stream(call, receiver):
        return (Instance(_STREAM),)
    if not isinstance(receiver, Instance) or receiver.kind != FILE:
        return None
    given = call.given.positional
    if name == "resolve" and len(given) == 1:
        added = joined(paths.inside(atom) for atom in given[0])
        whole = texts.joined_texts(call.state, receiver.details[0], text("/"), added)
        return paths.file_of(whole) if whole is not None else None
    if name == "startsWith":
        return BOOLEANS
    if name in ("getAbsoluteFile", "toAbsolutePath") and sets_properties(call.machine.unit):
        return None
    return paths.method(receiver, name) if not given else None


def _resolved(look: Look) -> str | None:
    """``Paths.get("/srv").resolve(name)``: what is put behind a path is a part of it."""
    given = look.calling.given.positional
    if look.callee == "getPath" and not given:
        return None
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != FILE:
            return "what a path is put behind is not known"
        for value in given:
            if look.callee == "resolve":
                added = joined(paths.inside(one) for one in value)
                whole = texts.joined_texts(look.state, atom.details[0], text("/"), added)
                reason = _path(look.at(paths.file_of(whole))) if whole else "the path is not known"
            else:
                reason = _fixed(look.at(joined(paths.inside(one) for one in value)))
            if reason is not None:
                return reason
    return None if look.value else "nothing is known of the path"


_all = tuple(Need(_path, position, optional=position > 0) for position in range(4))
_EVERY = Form(
    "path of constants",
    _all,
    proves="path-traversal/constant_path, number_in_name",
    justification=Justification.NOT_CONTROLLABLE,
)
_WHOLE = Form(
    "path in a constant folder",
    (Need(_made, 0),),
    proves="path-traversal/name_in_folder",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
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
    (Need(_source, 0), Need(_source, 1)),
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

_RESOLVED = Form(
    "path of constants",
    (Need(_resolved, receiver=True),),
    proves="path-traversal/resolved_at_once",
    any_position=True,
)

_PATHS = frozenset(
    {
        *("java.io.File", "java.nio.file.Paths.get", "java.nio.file.Path.of"),
        "org.apache.commons.io.FileUtils.getFile",
    }
)
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
    beyond="Folders that come from a configuration, links that lead out of the folder.",
    apart="Links in the constant folder, and whether the account may read what is there.",
    sinks=(
        Sink(
            (_EVERY, _WHOLE),
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
            (replace(_FIRST, any_position=False),),
            names=frozenset({"getResource", "getResourceAsStream", "getRealPath"}),
        ),
    ),
    calls={
        **dict.fromkeys(_PATHS, made_of),
        **dict.fromkeys(
            (
                "java.io.File.createTempFile",
                f"{_FILES}createTempFile",
                f"{_FILES}createTempDirectory",
            ),
            _temporary,
        ),
        "java.net.URI": _uri,
        "org.apache.commons.io.FilenameUtils.getName": _name,
        **dict.fromkeys(_WRAPPERS, made(_STREAM)),
    },
    methods=_methods,
    beside=(
        Sink(
            (_RESOLVED,),
            names=frozenset(
                {"resolve", "resolveSibling", "relativize", "getPath", "createRelative"}
            ),
        ),
    ),
    pattern="constant path",
    neighbours=True,
)
