"""Command injection in Python: ``subprocess``, ``os`` and their like.

Proven: a constant program with constant arguments or numbers; a constant command line; in a command
line for a shell also words quoted by ``shlex.quote`` where they stand as arguments of programs that
run nothing they are given. A list whose arguments come from outside is not proven even without a
shell: an argument can be an option.
"""

import re
import shlex
import string

from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NONE,
    NUMBER,
    OWN,
    Atom,
    Hole,
    Literal,
    Reference,
    Repeat,
    Series,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    is_unknown,
    joined,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import shell
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
    false,
    holes_of,
    literal_is,
    one_of,
    symbol_is,
    text_is,
    text_passes,
    true,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import environment, path, written
from fpcache_ops.validators.safe_patterns.knowledge.python.common import (
    ANSWERING,
    ENVIRONMENT,
    PROGRAM,
)
from fpcache_ops.validators.safe_patterns.languages import folders
from fpcache_ops.validators.safe_patterns.languages.python import paths

_line = text_passes(shell.harmless, "the command line")

# What a process is given besides its command and cannot take for one.
_QUIET = frozenset(
    {
        "capture_output",
        "check",
        "timeout",
        "text",
        "universal_newlines",
        "encoding",
        "errors",
        "bufsize",
        "close_fds",
        "start_new_session",
        "creationflags",
        "restore_signals",
        "stderr",
    }
)

_FIXED = frozenset({NUMBER, CHOSEN, OWN, PROGRAM, "matched"})
_no_input = one_of(literal_is(None), symbol_is("subprocess.DEVNULL"))


def _argument_list(look: Look) -> str | None:
    """A constant program, and arguments that are constants or numbers."""
    lost = is_unknown(look.value)
    if lost is not None:
        return lost.cause.text
    for atom in look.value:
        if isinstance(atom, Text):
            if not _is_program(atom):
                return "the program is not constant"
            continue
        content = look.content(atom)
        if not isinstance(content, Series) or content.kind not in ("list", "tuple"):
            return "the arguments are not a list that is known"
        if not content.items:
            return "the program is not constant"
        for program in content.items[0]:
            if not _is_program(program):
                lost = is_unknown(content.items[0])
                return lost.cause.text if lost else "the program is not constant"
        for item in (*content.items[1:], content.rest):
            if item and (reason := _argument(item)) is not None:
                return reason
        if (reason := _interprets(content)) is not None:
            return reason
    return None


def _is_program(atom: Atom) -> bool:
    """A constant program, the one that runs this code, or one found by a constant name."""
    if not isinstance(atom, Text):
        return False
    return atom.constant is not None or atom.pieces == (Hole(PROGRAM),)


def _folder(look: Look) -> str | None:
    """A constant folder, or one of the program's own."""
    for atom in look.value:
        found = paths.text_of(atom)
        if found is not None and folders.is_named(found.pieces):
            continue
        if (reason := constant(look.at((atom,)))) is not None:
            return reason
    return None if look.value else "nothing is known of the folder"


def _environment(look: Look) -> str | None:
    """The environment of this program, with constants added to it or in place of it."""
    for atom in look.value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest not in ((), hole(ENVIRONMENT)):
            return blame(look.value, "the environment of the program is not known")
        for _, value in content.items:
            if (reason := constant(look.at(value))) is not None:
                return reason
    return None if look.value else "nothing is known of the environment"


_WORD_LETTERS = frozenset(string.ascii_letters + string.digits + "_")


def _is_word(hole: Hole) -> bool:
    return hole.letters is not None and hole.letters <= _WORD_LETTERS


def _argument(value: Value) -> str | None:
    for atom in value:
        lost = is_unknown((atom,))
        if lost is not None:
            return lost.cause.text
        text = paths.text_of(atom)
        if text is None:
            return "an argument is no text"
        for piece in text.pieces:
            if isinstance(piece, Repeat):
                return "an argument is put together of pieces"
            if isinstance(piece, Hole) and piece.kind not in _FIXED:
                return f"an argument ({piece.kind}) is not a constant or a number"
            if isinstance(piece, Hole) and piece.kind == "matched" and not _is_word(piece):
                return "an argument may begin with a dash"
    return None


def _interprets(content: Series) -> str | None:
    """A word from outside reaches a program that may run it (``sh -c``)."""
    texts = joined((*content.items, content.rest))
    words = any(
        isinstance(piece, Hole) and piece.kind == "matched"
        for atom in texts
        if isinstance(atom, Text)
        for piece in atom.pieces
    )
    plain = all(
        isinstance(atom, Text) and shell.program(atom.constant or "") is not None
        for atom in content.items[0]
    )
    return "the program may run what it is given" if words and not plain else None


def _plain_list(look: Look) -> str | None:
    """A list whose program runs the same in any folder."""
    reason = _argument_list(look)
    if reason is not None:
        return reason
    for atom in look.value:
        content = look.content(atom)
        programs = content.items[0] if isinstance(content, Series) else (atom,)
        for program in programs:
            if not isinstance(program, Text) or shell.program(program.constant or "") is None:
                return "the program may depend on the folder it runs in"
    return None


def _plain_line(look: Look) -> str | None:
    """A command line whose programs run the same in any folder."""
    reason = _line(look)
    if reason is not None:
        return reason
    for atom in look.value:
        assert isinstance(atom, Text)
        flat = "".join(piece if isinstance(piece, str) else "0" for piece in atom.pieces)
        if (reason := shell.programs_are_plain(flat)) is not None:
            return "a program may depend on the folder it runs in"
    return None


_OBEYED_BY_ALL = re.compile(
    rb"PATH|IFS|ENV|PS4|(?:BASH|LD_|DYLD_|SHELL|LOC|GCONV_|NLS|MALLOC_|GLIBC_).*"
)


_READ_BY_WINDOWS = re.compile(
    rb"win32|[\"'](?:nt|Windows|cygwin)[\"']|\b(?:msvcrt|winreg|startfile)\b"
)
_VARIABLE_OF_WINDOWS = re.compile(r"%[A-Za-z_]\w*%")


def _in_environment(test: Test, plain: Test) -> Test:
    """``test``, and nobody sets the environment; of ``plain`` programs, what they all obey.

    ``git`` runs what ``GIT_SSH_COMMAND`` says, and ``make`` what the folder says that it is in.
    """

    def checked(look: Look) -> str | None:
        if (reason := test(look)) is not None:
            return reason
        unit = look.calling.machine.unit
        if environment.hands_over(unit):
            return "the program reads what it is given by somebody else"
        if _is_written(look, unit.code):
            return "a file that is run is written before"
        quoted = holes_of(look.value) & {shell.WORD, shell.WORDS}
        if quoted and _READ_BY_WINDOWS.search(unit.code):
            return "the line may be read by a shell that knows no such quotes"
        names = environment.variables_set(unit)
        if not names and not environment.moves(unit):
            return None
        harmless = all(name and not _OBEYED_BY_ALL.fullmatch(name) for name in names)
        if harmless and plain(look) is None and not _VARIABLE_OF_WINDOWS.search(_shown(look)):
            return None
        return "the environment or the folder of the program is changed"

    return checked


def _shown(look: Look) -> str:
    """The constant text of a command line, or of the words of a list."""
    texts: list[str] = []
    for atom in look.value:
        content = look.content(atom)
        held = joined((*content.items, content.rest)) if isinstance(content, Series) else (atom,)
        for one in held:
            if isinstance(one, Text):
                texts += [piece for piece in one.pieces if isinstance(piece, str)]
    return " ".join(texts)


_INTERPRETER = re.compile(
    r"(?:.*/)?(?:(?:ba|da|z|k|c|fi|a)?sh|python[\d.]*|perl|ruby|node|php|source|\.)"
)
_NAMED = r"(?P<name>['\"][^'\"\n]+['\"]|[A-Za-z_]\w*)"
_WRITTEN = re.compile(
    rf"\b(?:open|Path)\s*\(\s*{_NAMED}\s*(?:,\s*(?:mode\s*=\s*)?['\"][rb]*[wax+]"
    rf"|\)\s*\.\s*(?:write_text|write_bytes|open)\b)"
    rf"|\.\s*(?:save|write_text|write_bytes|download_file)\s*\(\s*{_NAMED.replace('name', 'saved')}"
    rf"|\b(?:copy\w*|move|rename|replace|urlretrieve|symlink)\s*\([^()\n]*,\s*"
    rf"{_NAMED.replace('name', 'moved')}\s*\)"
)
"""Where a file of a constant name is written, or put in its place."""


def _is_written(look: Look, source: bytes) -> bool:
    """Whether a file that is run, or given to a program that may run it, is written there, too."""
    words = [word.strip("'\"") for word in _shown(look).split()]
    plain = bool(words) and shell.program(words[0]) is not None
    runs = any(_INTERPRETER.fullmatch(word) for word in words)
    names = {word for word in words[: 1 if plain and not runs else None] if word}
    text = source.decode("utf-8", "replace")
    if names & written.fed(text) or written.is_made(text, names, obeyed=not plain):
        return True
    for number, found in enumerate(_WRITTEN.finditer(text)):
        word = next(part for part in found.groups() if part is not None)
        if number >= _WRITTEN_LIMIT:
            return True
        if word[0] in "'\"":
            kept = {word[1:-1]}
        else:
            kept = {*re.findall(rf"\b{word}\s*=\s*['\"]([^'\"\n]+)['\"]", text)}
        if names & kept or (not plain and any(map(shell.IS_OBEYED.search, kept))):
            return True
    return False


_WRITTEN_LIMIT = 200
"""Files written that are looked at."""

_list_here = _in_environment(_argument_list, _plain_list)
_plain_list_here = _in_environment(_plain_list, _plain_list)
_line_here = _in_environment(_line, _plain_line)
_plain_line_here = _in_environment(_plain_line, _plain_line)

_ENVIRONMENT = (
    Need(_environment, keyword="env", optional=True),
    Need(literal_is(None), keyword="executable", optional=True),
    Need(literal_is(None), keyword="preexec_fn", optional=True),
    Need(anything, keyword="stdout", optional=True),
)
_SILENT = (
    Need(_no_input, keyword="stdin", optional=True),
    Need(constant, keyword="input", optional=True),
)


def _data(look: Look) -> str | None:
    """What plain programs read is data: texts, and what a user sends."""
    for atom in look.value:
        user = isinstance(atom, Unknown) and atom.cause.source and not atom.cause.made
        nothing = isinstance(atom, Literal) and atom.value is None
        if not (user or nothing or isinstance(atom, Text)):
            return blame(look.value, "what the program reads is not known")
    return None


def _kept_as_data(test: Test) -> Test:
    """``test``, and what the program is fed it writes to no file that somebody may run."""

    def checked(look: Look) -> str | None:
        given = look.calling.given.get(0, "args") or ()
        if constant(look) is not None and written.runs_later(_shown(look.at(given))):
            return "what is fed is written to a file that may be run"
        return test(look)

    return checked


_piped = one_of(_no_input, symbol_is("subprocess.PIPE"))


def _shown_to_nobody(look: Look) -> str | None:
    """Where a plain program says what it is fed: nobody runs that."""
    given = look.calling.given
    fed = given.get(None, "input") or ()
    told = look.at(given.get(None, "stdin") or NONE)
    if _no_input(told) is None and (not fed or constant(look.at(fed)) is None):
        return None
    return _piped(look)


_FED = (
    Need(_shown_to_nobody, keyword="stdout", optional=True),
    Need(
        one_of(_no_input, _kept_as_data(symbol_is("subprocess.PIPE"))),
        keyword="stdin",
        optional=True,
    ),
    Need(_kept_as_data(_data), keyword="input", optional=True),
)
_no_shell = Need(false, keyword="shell", optional=True)
_with_shell = Need(true, keyword="shell")
_SUBPROCESS = (
    Form(
        "constant program with constant or numeric arguments, no shell",
        (
            Need(_list_here, 0, "args"),
            _no_shell,
            Need(_folder, keyword="cwd", optional=True),
            *_ENVIRONMENT,
            *_SILENT,
        ),
        free=_QUIET,
        proves="command-injection/constant_list, int_argument",
    ),
    Form(
        "constant plain program with constant or numeric arguments, no shell",
        (Need(_plain_list_here, 0, "args"), _no_shell, *_ENVIRONMENT, *_FED),
        free=_QUIET | {"cwd"},
        proves="command-injection/list_in_folder, fed_list",
    ),
    Form(
        "constant command line",
        (
            Need(_line_here, 0, "args"),
            _with_shell,
            Need(_folder, keyword="cwd", optional=True),
            *_ENVIRONMENT,
            *_SILENT,
        ),
        free=_QUIET,
        proves="command-injection/constant_line, quoted_word",
    ),
    Form(
        "constant command line of plain programs",
        (Need(_plain_line_here, 0, "args"), _with_shell, *_ENVIRONMENT, *_FED),
        free=_QUIET | {"cwd"},
        proves="command-injection/line_in_folder, fed_line",
    ),
)
_LINE = (
    Form(
        "constant command line",
        (Need(_line_here, 0, "command"),),
        proves="command-injection/os_system_constant, quoted_word",
    ),
)
_POPEN = (
    Form(
        "constant command line that is read from",
        (Need(_line_here, 0, "cmd"), Need(text_is("r"), 1, "mode", optional=True)),
        proves="command-injection/popen_constant",
    ),
)


def _words(call: Calling) -> Value | None:
    """``shlex.join(words)``."""
    if not call.given.closed or len(call.given.all()) != 1:
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    return hole(shell.WORDS)


def _split(call: Calling) -> Value | None:
    """``shlex.split(constant)`` gives its words."""
    if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
        return None
    (value,) = call.given.positional
    if len(value) != 1 or not isinstance(value[0], Text) or value[0].constant is None:
        return None
    try:
        words = shlex.split(value[0].constant)
    except ValueError:
        return None
    items = tuple((Text((word,) if word else ()),) for word in words)
    call.state.allocate(call.site, Series("list", items))
    return (Reference(call.site),)


_QUOTED = Returns(
    shell.WORD,
    proves="command-injection/quoted_word (real: quoted_inside_quotes, other_sanitizer)",
)
_TEXT_OF_ITS_OWN = re.compile(rb"\bclass\s+\w+\s*\([^)]*\b(?:str|UserString)\b")


def _quote(call: Calling) -> Value | None:
    """``shlex.quote(word)``: a word without blanks comes back as it is, an object as itself."""
    unit = call.machine.unit
    if _TEXT_OF_ITS_OWN.search(unit.code) or unit.attribute_written("_find_unsafe"):
        return None
    return _QUOTED(call)


_SPAWN = frozenset(
    f"os.{name}"
    for name in [
        "spawnl",
        "spawnle",
        "spawnlp",
        "spawnlpe",
        "spawnv",
        "spawnve",
        "spawnvp",
        "spawnvpe",
        "execl",
        "execle",
        "execlp",
        "execlpe",
        "execv",
        "execve",
        "execvp",
        "execvpe",
        "startfile",
        "posix_spawn",
        "posix_spawnp",
    ]
)

FAMILY = Family(
    type="command-injection",
    module=__name__,
    beyond=(
        "Arguments that come from outside, even in a list and behind ``--``; commands that are "
        "run on other machines (fabric, paramiko)."
    ),
    apart="What a constant command does, and which program ``PATH`` finds for it.",
    sinks=(
        Sink(
            _SUBPROCESS,
            calls=frozenset(
                f"subprocess.{name}"
                for name in ("run", "call", "check_call", "check_output", "Popen")
            ),
            names=frozenset({"Popen", "check_call", "check_output"}),
        ),
        Sink(
            _LINE,
            calls=frozenset(
                {
                    "os.system",
                    "subprocess.getoutput",
                    "subprocess.getstatusoutput",
                    "commands.getoutput",
                    "commands.getstatusoutput",
                }
            ),
            names=frozenset({"system", "getoutput", "getstatusoutput"}),
        ),
        Sink(
            _POPEN,
            calls=frozenset({"os.popen"}),
            names=frozenset({"popen", "popen2", "popen3", "popen4"}),
        ),
        Sink((), calls=_SPAWN, names=frozenset(each.rpartition(".")[2] for each in _SPAWN)),
        Sink(
            (),
            names=frozenset(
                {
                    "exec_command",
                    "create_subprocess_shell",
                    "create_subprocess_exec",
                    "run_command",
                    "call",
                    "run",
                    "spawn",
                }
            ),
        ),
    ),
    calls={
        **path.CALLS,
        "shlex.quote": _quote,
        "pipes.quote": _quote,
        "shlex.join": _words,
        "shlex.split": _split,
    },
    methods=path.methods,
    operators=path.operators,
    harmless=ANSWERING,
    pattern="constant command",
    neighbours=True,
    strange="methods",
    flag="shell",
)
