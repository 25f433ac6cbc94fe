"""Path traversal in Python: opening, sending, deleting and unpacking files.

Proven: constant paths, paths in a constant folder whose variable parts are numbers or file names
made by ``secure_filename``, and archives that are unpacked by a filter into a constant folder.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Pieces,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import path
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    blame,
    instance_is,
    made,
    one_of,
    symbol_is,
    text_is,
)

PATH = "path"


def _path(look: Look) -> str | None:
    for atom in look.value:
        text = _text_of(atom)
        if text is None:
            return blame(look.value, "the path is no text that is known")
        if (reason := path.harmless(text)) is not None:
            return reason
    return None if look.value else "nothing is known of the path"


def _text_of(atom: Atom) -> Text | None:
    if isinstance(atom, Text) and atom.flavour == "str":
        return atom
    if isinstance(atom, Instance) and atom.kind == PATH and len(atom.details[0]) == 1:
        inner = atom.details[0][0]
        return inner if isinstance(inner, Text) else None
    return None


def _joined(parts: list[Value]) -> Value | None:
    """Path parts put together by slashes; none but the first may be absolute or climb."""
    forms: list[list[Pieces]] = []
    for index, value in enumerate(parts):
        choices: list[Pieces] = []
        for atom in value:
            text = _text_of(atom)
            if text is None or (index and not path.is_relative(text)):
                return None
            choices.append(text.pieces)
        forms += [[("/",)], choices] if index else [choices]
    return built(forms)


def _join(call: Calling) -> Value | None:
    """``os.path.join(folder, name)``."""
    return (
        _joined(list(call.given.positional))
        if call.given.closed and call.given.positional
        else None
    )


def _make(call: Calling) -> Value | None:
    """``Path(folder, name)``."""
    if not call.given.closed or not call.given.positional or call.given.named:
        return None
    whole = _joined(list(call.given.positional))
    return tuple(Instance(PATH, ((atom,),)) for atom in whole) if whole else None


def _operators(_: State, op: str, a: Atom, b: Atom) -> Value | None:
    """``folder / name``."""
    if op == "/" and isinstance(a, Instance) and a.kind == PATH:
        whole = _joined([(a,), (b,)])
        return tuple(Instance(PATH, ((atom,),)) for atom in whole) if whole else None
    return None


_OPEN = (
    Form(
        "a path in a constant folder",
        (Need(_path, 0, "file"),),
        proves="path-traversal/constant_path, int_name, secure_name",
        any_other=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_METHODS = (
    Form(
        "a path in a constant folder",
        (Need(_path, receiver=True),),
        proves="path-traversal/pathlib_int",
        any_other=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_TWO_PATHS = (
    Form(
        "paths in constant folders",
        (Need(_path, 0, "src"), Need(_path, 1, "dst")),
        proves="path-traversal/rename_constant",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_filter = one_of(text_is("data"), symbol_is("tarfile.data_filter"))
_UNPACK = (
    Form(
        "a filter refuses members that lead out of the constant folder",
        (Need(_path, 0, "path", optional=True), Need(_filter, keyword="filter")),
        free=frozenset({"members", "numeric_owner"}),
        proves="path-traversal/tar_filter",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    Form(
        "zipfile keeps members inside the constant folder",
        (
            Need(instance_is("zip archive"), receiver=True),
            Need(_path, 0, "path", optional=True),
        ),
        free=frozenset({"members", "pwd"}),
        proves="path-traversal/zip_archive",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)

_ONE_PATH_CALLS = frozenset(
    {
        "builtins.open",
        "io.open",
        "codecs.open",
        "os.open",
        "os.remove",
        "os.unlink",
        "os.rmdir",
        "os.mkdir",
        "os.makedirs",
        "os.listdir",
        "os.scandir",
        "os.stat",
        "os.chmod",
        "shutil.rmtree",
        "flask.send_file",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "tarfile.open",
        "zipfile.ZipFile",
    }
)

FAMILY = Family(
    type="path-traversal",
    module=__name__,
    beyond=(
        "A resolved path that is compared with its folder, archives whose members the code "
        "checks itself."
    ),
    apart="Links in the constant folder, and whether the account may read what is there.",
    sinks=(
        Sink(_OPEN, calls=_ONE_PATH_CALLS),
        Sink(
            _TWO_PATHS,
            calls=frozenset(
                {"os.rename", "os.replace", "shutil.move", "shutil.copy", "shutil.copyfile"}
            ),
        ),
        # Of an object that is not known: only a path that is one can be judged.
        Sink(
            _METHODS,
            names=frozenset(
                {
                    "open",
                    "read_text",
                    "read_bytes",
                    "write_text",
                    "write_bytes",
                    "unlink",
                    "rmdir",
                    "mkdir",
                    "iterdir",
                }
            ),
        ),
        Sink(
            (),
            names=frozenset(
                {
                    "send_file",
                    "remove",
                    "rmtree",
                    "FileResponse",
                    "makedirs",
                    "rename",
                    "replace",
                    "copyfile",
                    "copytree",
                    "symlink",
                    "link",
                    "rglob",
                    "glob",
                    "listdir",
                }
            ),
        ),
        Sink(_UNPACK, names=frozenset({"extractall", "extract", "unpack_archive", "save"})),
    ),
    harmless=frozenset({"flask.send_from_directory", "webbrowser.open"}),
    calls={
        "os.path.join": _join,
        "posixpath.join": _join,
        "pathlib.Path": _make,
        "pathlib.PurePath": _make,
        "werkzeug.utils.secure_filename": Returns(
            path.FILE_NAME, proves="path-traversal/secure_name"
        ),
        "werkzeug.secure_filename": Returns(path.FILE_NAME, proves="path-traversal/secure_name"),
        "zipfile.ZipFile": made("zip archive"),
        "tarfile.open": made("tar archive"),
    },
    operators=_operators,
    pattern="constant folder",
    untouched=frozenset({"Path", "PurePath", "ZipFile"}),
)
