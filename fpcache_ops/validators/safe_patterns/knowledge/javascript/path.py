"""Path traversal in JavaScript: ``fs``, ``res.sendFile``, ``path``.

Proven: constant paths, paths in a constant folder whose variable parts are numbers, words or base
names, and resolved paths that were found to begin with a constant folder.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.texts import built
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Atom,
    Hole,
    Literal,
    Number,
    Piece,
    Pieces,
    Reference,
    Repeat,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    normal,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import path
from fpcache_ops.validators.safe_patterns.knowledge.javascript import common
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    anything,
    blame,
    constant,
)
from fpcache_ops.validators.safe_patterns.languages.javascript import texts
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_NO_FOLDER = re.compile(r"^[A-Za-z]:|[/.\\\s]")
_MOVING = frozenset({"root", "fd", "fs"})
_HANDLERS = frozenset({"next", "cb", "callback", "done", "fn", "resolve", "reject"})

BASE = "base name"
"""What ``path.basename`` gives: no slash, but it may be ``..``, which is no file."""


def _file(found: Text) -> str | None:
    """Why the path of a file may lead elsewhere."""
    return _checked(found, file=True)


def _folder(found: Text) -> str | None:
    """Why a path, of a folder perhaps, may lead elsewhere."""
    return _checked(found, file=False)


def _checked(found: Text, *, file: bool) -> str | None:
    pieces: list[Piece] = []
    based = False
    if _climbs_behind(found.pieces):
        return "it climbs behind a part that is not constant"
    for index, piece in enumerate(found.pieces):
        if based and _may_hold_a_slash(piece):
            return "a base name may be `..`, and more follows it"
        kind = piece.kind if isinstance(piece, Hole) else ""
        if kind == texts.SEPARATOR:
            pieces.append("/")
            continue
        if kind == BASE:
            if not file:
                return "a base name may be `..`, a folder further up"
            before = found.pieces[index - 1] if index else ""
            if not isinstance(before, str) or not before.endswith("/"):
                return "a base name that stands behind something else than a slash"
            based = True
        if kind in (BASE, texts.BELOW):
            pieces.append(Hole(path.FILE_NAME))
        elif kind != CHOSEN or pieces:
            # In front: the folder of the program, or one of several constants.
            pieces.append(piece)
    if any(isinstance(piece, Hole) and piece.kind == CHOSEN for piece in pieces):
        plain = all(
            isinstance(piece, str) or piece.kind == CHOSEN
            for piece in pieces
            if isinstance(piece, (str, Hole))
        )
        return None if plain else "a constant that is not listed stands in the path"
    return path.harmless(Text(normal(pieces)))


def _climbs_behind(pieces: Pieces) -> bool:
    """Whether ``..`` stands behind a part whose folders nobody has counted."""
    open_ended = False
    for piece in pieces:
        if isinstance(piece, str):
            if open_ended and ".." in piece:
                return True
        elif not isinstance(piece, Hole) or piece.kind not in (NUMBER, CHOSEN, texts.SEPARATOR):
            open_ended = True
    return False


def _may_hold_a_slash(piece: Piece) -> bool:
    if isinstance(piece, str):
        return "/" in piece or "\\" in piece
    if isinstance(piece, Hole) and piece.kind == "matched" and piece.letters is not None:
        return bool(piece.letters & set("/\\"))
    return not isinstance(piece, Hole) or piece.kind not in (NUMBER, BASE)


def _options(look: Look) -> str | None:
    """Nothing that moves the path: an encoding, flags, a function, what is written."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table) and _MOVING & {str(key) for key, _ in content.items}:
            return "the options name a folder or another file"
    return None


def _known_options(look: Look) -> str | None:
    """The same, of what may be nothing else than options: they are in view."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table) and content.rest:
            return blame(look.value, "the options are not known")
        if not isinstance(content, (Table, Text, Literal, Routine)) and not _is_handler(look):
            return blame(look.value, "the options are not known")
    return _options(look)


def _is_handler(look: Look) -> bool:
    """``next``, ``done``: whoever waits for the end."""
    given = look.call.arguments if look.call is not None else ()
    values = [argument.value for argument in given if not argument.spread]
    return any(
        isinstance(node, ir.Name) and node.name in _HANDLERS and look.value == value
        for node, value in zip(values, look.calling.given.positional, strict=False)
    )


def _no_folder(look: Look) -> str | None:
    """``sendFile(path, options)``: a text would be a folder, as fastify has it."""
    if any(isinstance(atom, Text) for atom in look.value):
        return "a text for the options may be a folder"
    return _known_options(look)


def _shown_name(look: Look) -> str | None:
    """``download(path, name)``: user input may be an object, which are options then."""
    for atom in look.value:
        if isinstance(atom, Unknown) and atom.cause.source:
            return atom.cause.text
    return _options(look) if not _has_rest(look) else "the options are not known"


def _has_rest(look: Look) -> bool:
    contents = [look.content(atom) for atom in look.value]
    return any(
        content is None or (isinstance(content, Table) and bool(content.rest))
        for content in contents
    )


def _is_folder(atom: Atom) -> bool:
    """Whether a root is a folder at all: no root is none, and all files are below ``/``."""
    if isinstance(atom, Text):
        return atom.constant is None or bool(_NO_FOLDER.sub("", atom.constant))
    return isinstance(atom, Symbol)


def _rooted(look: Look) -> str | None:
    """``{root: constant folder}``: nothing outside of it is sent."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options are not known")
        known = {str(key): value for key, value in content.items}
        root = known.get("root", ())
        if not root or not all(_is_folder(one) for one in root):
            return "the options name no folder, or the one that holds all others"
        if (reason := common.text(_folder, "the folder")(look.at(root))) is not None:
            return reason
        kept = [isinstance(a, Text) and a.constant in _HIDDEN for a in known.get("dotfiles", ())]
        if not all(kept):
            return "the options are not modelled"
    return None if look.value else "nothing is known of the options"


_HIDDEN = ("deny", "ignore")


def _parts(call: Calling) -> list[list[Pieces]] | None:
    """The texts of each argument."""
    if not call.given.closed or not call.given.positional:
        return None
    found: list[list[Pieces]] = []
    for value in call.given.positional:
        # A list among the parts ends the call: what comes back was made of a text.
        shown = [texts.text_of(texts.surely(atom)) for atom in value]
        if any(pieces is None for pieces in shown):
            return None
        found.append([pieces for pieces in shown if pieces is not None])
    return found


def _joined(call: Calling) -> Value | None:
    """``path.join(folder, name)``: what climbs is not followed, but it is a path of normal form."""
    parts = _own_folder(_parts(call))
    whole: list[list[Pieces]] = []
    for index, choices in enumerate(parts or ()):
        for pieces in choices:
            if index and not _stays(pieces):
                return _normal(call)
        whole += [[("/",)], choices] if index else [choices]
    result = built(whole) if whole else None
    return _single_slashes(result) if result is not None else _normal(call)


def _own_folder(parts: list[list[Pieces]] | None) -> list[list[Pieces]] | None:
    """Constant parts in front that climb are a constant folder: which one, their last names say."""
    if parts is None:
        return None
    front = 0
    while front < len(parts) and all(
        isinstance(piece, str) or piece == Hole(CHOSEN)
        for pieces in parts[front]
        for piece in pieces
    ):
        front += 1
    climbs = any(
        isinstance(piece, str) and ".." in piece
        for choices in parts[:front]
        for pieces in choices
        for piece in pieces
    )
    return [[_climbed(parts[:front])], *parts[front:]] if climbs else parts


def _climbed(parts: list[list[Pieces]]) -> Pieces:
    """Where a constant way up leads: to a folder of the program, and the names behind the way."""
    behind: list[str] = []
    for choices in parts:
        last = choices[0] if len(choices) == 1 else (Hole(CHOSEN),)
        for piece in last:
            names = piece.split("/") if isinstance(piece, str) else [".."]
            for name in names:
                if name == "..":
                    behind = behind[:-1]
                elif name not in ("", "."):
                    behind.append(name)
    plain = all(_NAME.fullmatch(name) for name in behind)
    return (Hole(CHOSEN), "/" + "/".join(behind)) if behind and plain else (Hole(CHOSEN),)


_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)


def _single_slashes(value: Value) -> Value:
    out: list[Text] = []
    for atom in value:
        assert isinstance(atom, Text)
        pieces = tuple(
            piece.replace("//", "/").replace("/./", "/") if isinstance(piece, str) else piece
            for piece in atom.pieces
        )
        out.append(Text(pieces))
    return tuple(dict.fromkeys(out))


def _stays(pieces: Pieces) -> bool:
    """Whether a part does not climb."""
    if any(isinstance(piece, str) and (".." in piece or "\\" in piece) for piece in pieces):
        return False
    if all(isinstance(piece, str) for piece in pieces):
        return True
    base = len(pieces) >= 1 and isinstance(pieces[0], Hole) and pieces[0].kind == BASE
    holes = [piece for piece in pieces if isinstance(piece, Hole)]
    lacks = [one.letters or () for one in holes if one.kind == texts.WITHOUT]
    whole = len(lacks) == len(holes) == 1 and not any(isinstance(p, Repeat) for p in pieces)
    if whole and ".." in lacks[0]:
        # Joined, even what begins with a slash is put behind the folder.
        return True
    return base or path.is_relative(Text(pieces))


def _resolved(call: Calling) -> Value | None:
    """``path.resolve(folder, name)``: a later part may be absolute."""
    parts = _parts(call)
    for choices in (parts or ())[1:]:
        if any(_is_absolute(pieces) for pieces in choices):
            return _normal(call, filled=True)
    return _joined(call) if parts is not None else _normal(call, filled=True)


def _is_absolute(pieces: Pieces) -> bool:
    if not pieces:
        return False
    first = pieces[0]
    if isinstance(first, str):
        return first.startswith("/")
    return not (isinstance(first, Hole) and (first.kind == BASE or path.is_relative(Text(pieces))))


def _normal(call: Calling, *, filled: bool = False) -> Value:
    """A path of normal form; what is resolved ends with no slash."""
    call.state.escape(*call.given.all())
    return hole(texts.NORMAL, filled=filled)


def _relative(call: Calling) -> Value | None:
    """``path.relative(folder, file)``: it may climb, or lead to another drive."""
    if not call.given.closed or len(call.given.all()) != 2:
        return None
    return hole(texts.RELATIVE, frozenset({texts.CLIMBS, texts.LEAVES}))


def _based(call: Calling) -> Value | None:
    """``path.basename(x)``."""
    if not call.given.closed or not 1 <= len(call.given.all()) <= 2:
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    whole = texts.constant(call.given.positional[0])
    if whole is not None and len(call.given.all()) == 1 and not whole.endswith("/"):
        return text(whole.rpartition("/")[2])
    return hole(BASE)


def _inside(found: Text) -> str | None:
    """Why a path may lead elsewhere, or be that of the folder itself: then all in it is gone."""
    pieces = ["/" if piece == Hole(texts.SEPARATOR) else piece for piece in found.pieces]
    return _folder(found) or path.may_be_the_folder(Text(normal(pieces)))


_path = common.text(_file, "the path")
_inner_path = common.text(_inside, "the path")
_any_path = common.text(_folder, "the path")


def _descriptor(look: Look) -> str | None:
    """A number stands for a file that is open already: which one, the program says."""
    if look.value and all(isinstance(a, Literal) for a in look.value):
        return None
    if any(isinstance(atom, Number) for atom in look.value):
        return "a number from outside is a file that is open already"
    return _path(look)


_FILES = (
    Form(
        "a path in a constant folder",
        (Need(_descriptor, 0), Need(_options, 1, optional=True)),
        proves="path-traversal/constant_path, base_name, resolved_below",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_STREAMED = (
    Form(
        "a path in a constant folder",
        (Need(_descriptor, 0), Need(_known_options, 1, optional=True)),
        proves="path-traversal/stream_options",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_ROOTED = Form(
    "a name inside a constant folder that is not left",
    (Need(anything, 0), Need(_rooted, 1), Need(anything, 2, optional=True)),
    proves="path-traversal/rooted",
    justification=Justification.INLINE_MITIGATIONS,
)
_SENT = (
    Form(
        "a path in a constant folder",
        (
            Need(_path, 0),
            Need(_no_folder, 1, optional=True),
            Need(_no_folder, 2, optional=True),
        ),
        proves="path-traversal/sent_options",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    _ROOTED,
)
_DOWNLOADED = (
    Form(
        "a path in a constant folder",
        (
            Need(_path, 0),
            Need(_shown_name, 1, optional=True),
            Need(_no_folder, 2, optional=True),
            Need(_no_folder, 3, optional=True),
        ),
        proves="path-traversal/download_options",
        justification=Justification.INLINE_MITIGATIONS,
    ),
    _ROOTED,
)
_FOLDERS = (
    Form(
        "a path in a constant folder",
        (Need(_any_path, 0),),
        proves="path-traversal/list_folder",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)


_REMOVED = (
    Form(
        "a path in a constant folder",
        (Need(_inner_path, 0),),
        proves="path-traversal/removed_folder, removed_matched, removed_below",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_RENDERED = (
    Form(
        "a page whose name is constant",
        (Need(_any_path, 0), Need(anything, 1, optional=True), Need(anything, 2, optional=True)),
        proves="path-traversal/rendered_beside",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_REQUIRED = (
    Form(
        "one of several constant modules",
        (Need(constant, 0),),
        proves="path-traversal/required_by_key, module_beside",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)


def _of_two(first: Test, second: Test, proves: str) -> tuple[Form, ...]:
    """What takes a path from and a path to, and perhaps options or a callback."""
    needs = (Need(first, 0), Need(second, 1), Need(anything, 2, optional=True))
    return (
        Form(
            "paths in constant folders",
            needs,
            proves=f"path-traversal/{proves}",
            justification=Justification.INLINE_MITIGATIONS,
        ),
    )


_TWO = _of_two(_path, _path, "rename_constant")
_MOVED = _of_two(_any_path, _path, "moved_folder")
_COPIED = _of_two(_any_path, _any_path, "copied_folder")


def _named_by_environment(call: Calling) -> Value | None:
    """``os.tmpdir()``: where ``TMPDIR`` says, which the program leaves alone."""
    unit = call.machine.unit
    changed = not isinstance(unit, ScriptUnit) or unit.environment_changed()
    return None if changed or call.given.all() else hole(CHOSEN)


def _listed(call: Calling) -> Value | None:
    """``readdirSync(folder)``: names of what is in a folder, none of which leads out of it."""
    given = call.given.all()
    if not call.given.closed or not 1 <= len(given) <= 2:
        return None
    for atom in given[1] if len(given) == 2 else ():
        # An encoding; other options give other things than names.
        if not isinstance(atom, Text) or atom.constant not in ("utf8", "utf-8"):
            return None
    call.state.escape(*given)
    call.state.allocate(call.site, Series("list", (), hole(path.FILE_NAME)))
    return (Reference(call.site),)


_CALLS: dict[str, Model] = {
    texts.LACKING: lambda _: None,
    **dict.fromkeys(("fs.readdirSync", "fs-extra.readdirSync", "graceful-fs.readdirSync"), _listed),
    # Not those of `path.posix`: on Windows they leave backslashes as they are.
    **dict.fromkeys(("path.join", "path.normalize"), _joined),
    "path.resolve": _resolved,
    "path.basename": _based,
    "path.relative": _relative,
    "builtins.process.cwd": lambda call: hole(CHOSEN) if not call.given.all() else None,
    **dict.fromkeys(("os.tmpdir", "os.homedir"), _named_by_environment),
    "builtins.require.resolve": lambda call: (
        hole(CHOSEN) if constant(Look(call.given.get(0, None) or (), call)) is None else None
    ),
    "sanitize-filename": lambda call: (
        hole(path.FILE_NAME) if call.given.closed and len(call.given.all()) == 1 else None
    ),
}
_FILE_NAMES = words(
    """
    readFile readFileSync writeFile writeFileSync appendFile
    appendFileSync unlink unlinkSync open openSync truncate truncateSync readJson readJsonSync
    writeJson outputFile
    """
)
_FOLDER_NAMES = words(
    """
    readdir readdirSync stat statSync lstat lstatSync access accessSync exists existsSync mkdir
    mkdirSync mkdtemp mkdtempSync realpath realpathSync watch watchFile opendir chmod chmodSync
    chown chownSync lchown
    utimes utimesSync mkdirp ensureDir directory addLocalFolder static serveStatic
    """
)
_REMOVING = words(
    """
    rmdir rmdirSync rm rmSync remove removeSync rimraf emptyDir emptyDirSync emptydir del
    """
)


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """Where a path that is relative leads, the folder says that the program runs in."""
    return common.folder_chosen(unit) or common.no_evaluation(unit, start, end)


FAMILY = Family(
    type="path-traversal",
    module=__name__,
    beyond="Archives, and checks of a path other than that it begins with a constant folder.",
    apart="Links in the constant folder, and whether the account may read what is there.",
    sinks=(
        Sink(_FILES, names=_FILE_NAMES),
        Sink(_STREAMED, names=frozenset({"createReadStream", "createWriteStream"})),
        Sink(_SENT, names=frozenset({"sendFile", "sendfile"})),
        Sink(_DOWNLOADED, names=frozenset({"download"})),
        Sink(_FOLDERS, names=_FOLDER_NAMES),
        Sink(_REMOVED, names=_REMOVING),
        Sink(
            _TWO,
            names=words("copyFile copyFileSync link linkSync"),
        ),
        Sink(_MOVED, names=words("rename renameSync move moveSync")),
        Sink(_COPIED, names=words("cp cpSync copy copySync")),
        Sink(_REQUIRED, calls=frozenset({"builtins.require", "builtins.import"})),
        Sink(
            (),
            names=words(
                """
                symlink symlinkSync extract Extract extractAllTo extractAllToAsync extractEntryTo
                createRequire
                """
            ),
        ),
    ),
    beside=(Sink(_RENDERED, names=frozenset({"render"})),),
    modules=words("fs fs.promises fs/promises fs-extra graceful-fs"),
    calls=_CALLS,
    fragment=_folder,
    neighbours=True,
    spared=common.SPARED - {"render"},
    pattern="constant folder",
    constants_harmless=True,
    refuses=_refuses,
)
