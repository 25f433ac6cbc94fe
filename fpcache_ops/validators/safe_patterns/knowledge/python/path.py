"""Path traversal in Python: opening, sending, deleting and unpacking files.

Proven: constant paths, paths in a constant folder whose variable parts are numbers or file names
made by ``secure_filename``, resolved paths that were found to be below a constant folder, and
archives that are unpacked by a filter into a constant folder.
"""

import re
from collections.abc import Mapping

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built
from fpcache_ops.validators.safe_patterns.engine.values import (
    BELOW,
    BOOLEANS,
    NONE,
    WITHOUT,
    Atom,
    Hole,
    Instance,
    Pieces,
    Text,
    Value,
    hole,
    joined,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import path
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    Test,
    anything,
    blame,
    constant,
    instance_is,
    literal_is,
    made,
    one_of,
    symbol_is,
    text_is,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import whereabouts
from fpcache_ops.validators.safe_patterns.knowledge.python.wrappers import is_handed_back
from fpcache_ops.validators.safe_patterns.languages import folders
from fpcache_ops.validators.safe_patterns.languages.python import paths

_MOVES = re.compile(rb"\bf?chdir\b(?!\s*\(\s*['\"][^'\"\n]*['\"]\s*\))")
"""Where the program may go to a folder that is not constant."""


def _path(look: Look) -> str | None:
    for atom in look.value:
        text = paths.text_of(atom)
        if text is None:
            return blame(look.value, "the path is no text that is known")
        if (reason := path.harmless(text)) is not None:
            return reason
        first = text.pieces[0] if text.pieces else ""
        absolute = isinstance(first, str) and first.startswith("/")
        if not absolute and _MOVES.search(look.calling.machine.unit.code):
            return "it depends on the folder that the program goes to"
    return None if look.value else "nothing is known of the path"


def _below(look: Look) -> str | None:
    """A path that is not the folder itself, in which the name would be."""
    if (reason := _path(look)) is not None:
        return reason
    texts = [text for atom in look.value if (text := paths.text_of(atom)) is not None]
    return next((reason for text in texts if (reason := path.may_be_the_folder(text))), None)


def _joined(parts: list[Value]) -> Value | None:
    """Path parts put together by slashes; none but the first may be absolute or climb."""
    forms: list[list[Pieces]] = []
    for index, value in enumerate(parts):
        choices: list[Pieces] = []
        for atom in value:
            text = paths.text_of(atom)
            if text is None or (index and not path.is_relative(text)):
                return None
            if not index and not text.pieces and len(parts) > 1:
                # An empty first part is dropped, and its slash with it.
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
    return _object(list(call.given.positional))


def _object(parts: list[Value]) -> Value:
    """A path of these parts: if they are not known, it still is a path."""
    whole = _joined(parts)
    return paths.path_of(whole if whole is not None else unknown("a path that is not known"))


def operators(_: State, op: str, a: Atom, b: Atom) -> Value | None:
    """``folder / name``."""
    if op == "/" and isinstance(a, Instance) and a.kind == paths.PATH:
        return _object([(a,), (b,)])
    return None


def _resolved(call: Calling) -> Value | None:
    """``os.path.realpath(path)``, ``os.path.abspath(path)``."""
    if not call.given.closed or len(call.given.positional) != 1 or call.given.named:
        return None
    return _normal(call.given.positional[0])


def _normal(value: Value) -> Value:
    """What resolving gives: what is harmless stays so."""
    return joined(_known(atom) or paths.resolved((atom,)) for atom in value)


def _known(atom: Atom) -> Value | None:
    found = paths.text_of(atom)
    if found is None or found.constant is not None or path.harmless(found) is not None:
        return None
    return None if any(isinstance(p, str) and ".." in p for p in found.pieces) else (found,)


def _folder_of(call: Calling) -> Value | None:
    """``os.path.dirname(path)``."""
    if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
        return None
    found = [paths.text_of(atom) for atom in call.given.positional[0]]
    return joined(paths.parent(one) for one in found if one is not None) if all(found) else None


def _name_of(call: Calling) -> Value | None:
    """``os.path.basename(path)``: no separator, but it may be ``..``."""
    if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
        return None
    return hole(WITHOUT, frozenset("/\\"))


def _joined_safely(call: Calling) -> Value | None:
    """``safe_join(folder, name)``: below the folder, or ``None``, or an exception."""
    given = call.given
    if not given.closed or given.named or len(given.positional) < 2:
        return None
    found: list[Value] = [NONE]
    for atom in given.positional[0]:
        folder = paths.text_of(atom)
        constant = folder.constant if folder is not None else None
        if not constant or not constant.strip("/.") or ".." in constant:
            return None
        found.append((Text((constant.rstrip("/") + "/", Hole(BELOW))),))
    return joined(found)


_MOVES_TEMPORARY = re.compile(rb"\btempdir\b|['\"]TMPDIR['\"]|\bTMPDIR\s*=")
"""Where a source says in which folder those for a moment are made."""


def _temporary(call: Calling) -> Value | None:
    """``tempfile.mkdtemp()``: a new folder among those for such."""
    if _MOVES_TEMPORARY.search(call.machine.unit.code):
        return None
    return (folders.own(),) if call.given.closed and not call.given.all() else None


def _temporary_folder(call: Calling) -> Value | None:
    """``tempfile.TemporaryDirectory(prefix="x")``: its name is what ``with`` gives."""
    given = call.given
    if not given.closed or given.positional or _MOVES_TEMPORARY.search(call.machine.unit.code):
        return None
    for name, value in given.named:
        plain = constant(Look(value, call)) is None and name in ("prefix", "suffix")
        texts = [atom.constant for atom in value if isinstance(atom, Text)]
        if not plain or any(text is None or "/" in text or ".." in text for text in texts):
            return None
    return (Instance(paths.TEMPORARY, ((folders.own(),),)),)


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """Methods of ``pathlib``'s paths that give another path, or a text."""
    if not isinstance(receiver, Instance) or receiver.kind != paths.PATH:
        return None
    given = call.given
    if not given.closed:
        return None
    match name:
        case "joinpath":
            return _object([(receiver,), *given.positional]) if not given.named else None
        case "resolve":
            return paths.path_of(_normal((receiver,)))
        case "absolute" if not given.all():
            return (receiver,)
        case "as_posix" | "__str__" | "__fspath__" if not given.all():
            found = paths.text_of(receiver)
            return (found,) if found is not None else None
        case "exists" | "is_file" | "is_dir" | "is_symlink" | "is_relative_to" | "is_absolute":
            return BOOLEANS
        case _:
            return None


CALLS: Mapping[str, Model] = {
    **dict.fromkeys(("os.path.join", "posixpath.join"), _join),
    **dict.fromkeys(("pathlib.Path", "pathlib.PurePath"), _make),
    **dict.fromkeys(("os.path.realpath", "os.path.abspath"), _resolved),
    "os.path.dirname": _folder_of,
    "os.path.basename": _name_of,
    "tempfile.mkdtemp": _temporary,
    "tempfile.TemporaryDirectory": _temporary_folder,
}
"""What builds paths."""

# What opens in place of the path, or what a relative path is relative to.
_ELSEWHERE = (
    Need(literal_is(None), 7, "opener", optional=True),
    Need(literal_is(None), keyword="dir_fd", optional=True),
)


def _one_path(test: Test) -> tuple[Form, ...]:
    return (
        Form(
            "a path in a constant folder",
            (Need(test, 0, "file"), *_ELSEWHERE),
            proves="path-traversal/constant_path, int_name, secure_name",
            any_other=True,
            justification=Justification.NOT_CONTROLLABLE,
        ),
    )


def _of_path(test: Test) -> tuple[Form, ...]:
    return (
        Form(
            "a path in a constant folder",
            (Need(test, receiver=True),),
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
_SAVE = (
    Form(
        "a path in a constant folder",
        (Need(_path, 0, "dst"),),
        free=frozenset({"buffer_size"}),
        proves="path-traversal/upload_saved",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_FROM_FOLDER = (
    Form(
        "flask keeps the file inside the constant folder",
        (Need(_path, 0, "directory"), Need(anything, 1, "path")),
        free=frozenset(
            {"filename", "mimetype", "as_attachment", "download_name", "conditional", "max_age"}
        ),
        proves="path-traversal/from_directory",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_filter = one_of(text_is("data"), symbol_is("tarfile.data_filter"))


def _archive(look: Look) -> str | None:
    """An archive whose methods nobody replaces."""
    unit = look.calling.machine.unit
    if any(unit.attribute_written(name) for name in ("_extract_member", "extract", "extractall")):
        return "a method of archives is replaced"
    return instance_is("zip archive")(look)


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
            Need(_archive, receiver=True),
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
        "os.stat",
        "flask.send_file",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "tarfile.open",
        "zipfile.ZipFile",
    }
)
_FILE_ANSWERS = frozenset({"fastapi.responses.FileResponse", "starlette.responses.FileResponse"})
_ASKED = re.compile(
    rb"\s*\.\s*(?:headers|status_code|media_type|filename|set_cookie|delete_cookie|background)\b"
)


def _sent_path(look: Look) -> str | None:
    """A path that stays the one that is sent."""
    unit, at = look.calling.machine.unit, look.calling.site
    changed = whereabouts.is_changed(unit, at >> 32, at & 0xFFFF_FFFF, _ASKED)
    if changed or not is_handed_back(unit, at >> 32):
        return "the answer may be given another path"
    return _path(look)


FAMILY = Family(
    type="path-traversal",
    module=__name__,
    beyond=(
        "Archives whose members the code checks itself, folders that come from a configuration."
    ),
    apart="Links in the constant folder, and whether the account may read what is there.",
    sinks=(
        Sink(_one_path(_path), calls=_ONE_PATH_CALLS),
        Sink(_one_path(_sent_path), calls=_FILE_ANSWERS),
        Sink(
            _one_path(_below),
            calls=frozenset({"os.listdir", "os.scandir", "os.chmod", "shutil.rmtree"}),
        ),
        Sink(
            _TWO_PATHS,
            calls=frozenset(
                {"os.rename", "os.replace", "shutil.move", "shutil.copy", "shutil.copyfile"}
            ),
        ),
        # Of an object that is not known: only a path that is one can be judged.
        Sink(
            _of_path(_path),
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
                }
            ),
        ),
        Sink(_of_path(_below), names=frozenset({"iterdir"})),
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
                    "symlink_to",
                    "link",
                    "link_to",
                    "hardlink_to",
                    "touch",
                    "copy2",
                    "make_archive",
                    "rglob",
                    "glob",
                    "listdir",
                }
            ),
        ),
        Sink(_FROM_FOLDER, calls=frozenset({"flask.send_from_directory"})),
        Sink(_UNPACK, names=frozenset({"extractall", "extract", "unpack_archive"})),
        Sink(_SAVE, names=frozenset({"save"})),
        Sink((), calls=frozenset({"fileinput.input", "fileinput.FileInput"})),
    ),
    harmless=frozenset({"webbrowser.open"}),
    calls={
        **CALLS,
        "werkzeug.utils.secure_filename": Returns(
            path.FILE_NAME, proves="path-traversal/secure_name"
        ),
        "werkzeug.secure_filename": Returns(path.FILE_NAME, proves="path-traversal/secure_name"),
        **dict.fromkeys(
            (
                "werkzeug.utils.safe_join",
                "werkzeug.security.safe_join",
                "flask.safe_join",
                "django.utils._os.safe_join",
            ),
            _joined_safely,
        ),
        "zipfile.ZipFile": made("zip archive"),
        "tarfile.open": made("tar archive"),
    },
    methods=methods,
    operators=operators,
    pattern="constant folder",
    neighbours=True,
    takes=frozenset({"tar archive.add", "zip archive.write"}),
    strange="methods",
    untouched=frozenset({"Path", "PurePath", "ZipFile"}),
)
