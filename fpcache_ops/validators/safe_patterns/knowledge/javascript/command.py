"""Command injection in JavaScript: ``child_process``, execa, shelljs.

Proven: a constant command line, or one with words quoted by ``shell-quote``; a constant program
with constant arguments or numbers and no shell. A list whose arguments come from outside is not
proven even without a shell: an argument can be an option.
"""

import re
import string

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Literal,
    Number,
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
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import shell
from fpcache_ops.validators.safe_patterns.knowledge.javascript import processes
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    SPARED,
    TEXTS,
    folder_chosen,
    no_evaluation,
    text,
)
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
)
from fpcache_ops.validators.safe_patterns.languages.javascript.semantics import ASKS
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import PATTERN
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_LINES = frozenset({"exec", "execSync", "execaCommand", "execaCommandSync", "execPromise"})
_PROGRAMS = frozenset({"spawn", "spawnSync", "execFileSync", "execa", "execaSync"})
_WORD = frozenset(string.ascii_letters + string.digits + "_")
_QUIET = frozenset(
    {"encoding", "timeout", "maxBuffer", "stdio", "windowsHide", "killSignal", "detached"}
)
_POSIX = re.compile(r"(?:/(?:usr/)?(?:local/)?bin/)?(?:ba|da|k|z|a)?sh")
_line = text(shell.harmless, "the command line")


def _unquoted(found: Text) -> str | None:
    for piece in found.pieces:
        if isinstance(piece, Hole) and piece.kind in (shell.WORD, shell.WORDS):
            return "quoted words in it"
    return shell.harmless(found)


_plain_line = text(_unquoted, "the command line")


def _options(look: Look) -> str | None:
    """Options that change neither the program nor where it finds things; or a callback in view."""
    return _settings(look, shell_allowed=True)


def _posix(look: Look) -> str | None:
    """The same, and no shell whose quotes are other ones."""
    for atom in look.value:
        content = look.content(atom)
        for key, value in content.items if isinstance(content, Table) else ():
            for one in value if key == "shell" else ():
                name = one.constant if isinstance(one, Text) else None
                if isinstance(one, Text) and (name is None or _POSIX.fullmatch(name) is None):
                    return "the shell may read quotes in another way"
    return _options(look)


def _no_shell(look: Look) -> str | None:
    return _settings(look, shell_allowed=False)


def _settings(look: Look, *, shell_allowed: bool) -> str | None:
    for atom in look.value:
        if isinstance(atom, Routine) or (isinstance(atom, Literal) and atom.kind == "NoneType"):
            continue
        content = look.content(atom)
        if isinstance(content, Unknown) and _is_handler(look, content):
            continue
        if isinstance(content, Unknown):
            return "the options are not known"
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options are not known")
        for key, value in content.items:
            reason = _setting(look, str(key), value, shell_allowed)
            if reason is not None:
                return reason
    return None


_HANDLERS = frozenset({"next", "cb", "callback", "done", "fn", "resolve", "reject"})


def _is_handler(look: Look, atom: Unknown) -> bool:
    """``done``, a parameter: whoever waits for the end. What was sent is none."""
    if atom.cause.source or "is a parameter" not in atom.cause.text:
        return False
    given = look.call.arguments if look.call is not None else ()
    last = given[-1].value if given and len(given) == len(look.calling.given.positional) else None
    named = isinstance(last, ir.Name) and last.name.partition("@")[0] in _HANDLERS
    return named and look.calling.given.positional[-1] == look.value


def _setting(look: Look, key: str, value: Value, shell_allowed: bool) -> str | None:
    if key == "env" and all(
        isinstance(atom, Symbol) and atom.path == "builtins.process.env" for atom in value
    ):
        return None
    if key == "cwd":
        trusted = all(
            isinstance(atom, Symbol) and atom.path == "builtins.__dirname" for atom in value
        )
        return None if trusted else constant(look.at(value))
    if key == "shell" and not shell_allowed:
        off = all(isinstance(atom, Literal) and atom.value is False for atom in value)
        return None if off else "it is run by a shell"
    if key in _QUIET or key == "shell":
        return constant(look.at(value))
    return f"the option `{key}` is not modelled"


def _arguments(look: Look) -> str | None:
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Series) or content.kind not in ("list", "tuple"):
            return blame(look.value, "the arguments are not a list that is known")
        for item in (*content.items, content.rest):
            if item and (reason := _argument(item)) is not None:
                return reason
    return None if look.value else "nothing is known of the arguments"


def _argument(value: Value) -> str | None:
    for atom in value:
        if isinstance(atom, (Literal, Number)):
            continue
        if not isinstance(atom, Text):
            return blame(value, "an argument is no text that is known")
        for piece in atom.pieces:
            if isinstance(piece, Repeat):
                return "an argument is put together of pieces"
            known = (NUMBER, CHOSEN, shell.ADDRESS, "matched")
            if isinstance(piece, Hole) and piece.kind not in known:
                return f"an argument ({piece.kind}) is not a constant or a number"
            if isinstance(piece, Hole) and piece.kind == "matched":
                return "an argument from outside may be one that the program runs"
    return None


def _file(look: Look) -> str | None:
    """The program is constant, or the one that runs this."""
    for atom in look.value:
        if isinstance(atom, Symbol) and atom.path == "builtins.process.execPath":
            continue
        if isinstance(atom, Reference) or not isinstance(atom, Text) or atom.constant is None:
            return blame(look.value, "the program is not constant")
    return None if look.value else "nothing is known of the program"


def _plain_file(look: Look) -> str | None:
    """A program that takes its arguments for data."""
    for atom in look.value:
        if not isinstance(atom, Text) or shell.program(atom.constant or "") is None:
            return blame(look.value, "the program may run what it is given")
    return None if look.value else "nothing is known of the program"


def _undisturbed(test: Test) -> Test:
    """``test``, and the program is told what to run in no other way."""

    def checked(look: Look) -> str | None:
        if (reason := test(look)) is not None:
            return reason
        unit, words = look.calling.machine.unit, _words_run(look)
        if processes.is_fed(unit, words):
            return "the program may run what it is fed"
        if processes.is_written(unit, words):
            return "a file that is run is written somewhere"
        return None

    return checked


def _words_run(look: Look) -> list[str]:
    """The words of a command line, or the program with its arguments; what varies is a sign."""
    values = [look.value]
    for atom in look.calling.given.get(1, None) or ():
        content = look.content(atom)
        if isinstance(content, Series):
            values += [*content.items, content.rest]
    texts = [atom for value in values for atom in value if isinstance(atom, Text)]
    flat = ("".join(p if isinstance(p, str) else "\x01" for p in text.pieces) for text in texts)
    return [word.strip("'\"") for line in flat for word in line.split()]


def _words(look: Look) -> str | None:
    """Constants, numbers, and words of letters and digits."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Series) or content.kind not in ("list", "tuple"):
            return blame(look.value, "the arguments are not a list that is known")
        for item in (*content.items, content.rest):
            for each in item:
                pieces = each.pieces if isinstance(each, Text) else None
                only = pieces[0] if pieces and len(pieces) == 1 else None
                word = isinstance(only, Hole) and only.letters is not None
                if word and isinstance(only, Hole) and (only.letters or _WORD) <= _WORD:
                    continue
                if (reason := _argument((each,))) is not None:
                    return reason
    return None


def _pattern(look: Look) -> str | None:
    """A regular expression, which does what it always does."""
    if look.calling.machine.unit.attribute_written("exec"):
        return "`exec` is replaced somewhere"
    return instance_is(PATTERN)(look)


_LINE_FORMS = (
    Form(
        "constant command line",
        (
            Need(_undisturbed(_line), 0),
            Need(_posix, 1, optional=True),
            Need(anything, 2, optional=True),
        ),
        proves="command-injection/constant_line, number_in_line, quoted_words",
    ),
    Form(
        "constant command line",
        (
            Need(_undisturbed(_plain_line), 0),
            Need(_options, 1, optional=True),
            Need(anything, 2, optional=True),
        ),
        proves="command-injection/quoted_for_another_shell",
    ),
    # A query or pattern has an ``exec`` that takes nothing.
    Form(
        "called without a command",
        (),
        proves="command-injection/query_exec",
        justification=Justification.CODE_NOT_PRESENT,
    ),
    Form(
        "a pattern that is looked for in a text",
        (Need(_pattern, receiver=True),),
        proves="command-injection/pattern_exec",
        any_other=True,
        justification=Justification.CODE_NOT_PRESENT,
    ),
)
_PROGRAM_FORMS = (
    Form(
        "constant program with constant or numeric arguments, no shell",
        (
            Need(_undisturbed(_file), 0),
            Need(_arguments, 1, optional=True),
            Need(_no_shell, 2, optional=True),
            Need(_no_shell, 3, optional=True),
        ),
        proves="command-injection/constant_program, number_argument",
    ),
    Form(
        "constant plain program with words for arguments, no shell",
        (
            Need(_plain_file, 0),
            Need(_words, 1),
            Need(_no_shell, 2, optional=True),
            Need(_no_shell, 3, optional=True),
        ),
        proves="command-injection/word_argument",
    ),
    Form(
        "constant command line",
        (Need(_undisturbed(_line), 0), Need(_posix, 1, optional=True)),
        proves="command-injection/spawn_line",
    ),
)
_FILE_FORMS = (
    Form(
        "constant program with constant or numeric arguments, no shell",
        (
            Need(_undisturbed(_file), 0),
            Need(_arguments, 1, optional=True),
            Need(_no_shell, 2, optional=True),
            Need(anything, 3, optional=True),
        ),
        proves="command-injection/number_argument",
    ),
    Form(
        "constant plain program with words for arguments, no shell",
        (
            Need(_plain_file, 0),
            Need(_words, 1),
            Need(_no_shell, 2, optional=True),
            Need(anything, 3, optional=True),
        ),
        proves="command-injection/word_argument",
    ),
)


def _quoted(call: Calling) -> Value | None:
    """``quote([text, text])``; of an object it makes operators (CVE-2026-9277)."""
    first = call.given.get(0, None)
    if first is None or not call.given.closed or len(call.given.all()) != 1:
        return None
    for atom in first:
        content = Look((), call).content(atom)
        if not isinstance(content, Series) or content.kind not in ("list", "tuple"):
            return None
        for item in (*content.items, content.rest):
            if not all(isinstance(one, (Text, Number, Literal)) for one in item):
                return None
    call.machine.measures.add("sanitizer")
    return hole(shell.WORDS)


_PROMISED = frozenset({"child_process.exec", "child_process.execFile"})


def _promisified(call: Calling) -> Value | None:
    """``promisify(exec)`` runs what ``exec`` runs, unless it is told to be another function."""
    given = call.given.all()
    if not call.given.closed or len(given) != 1 or call.machine.unit.mentions("custom"):
        return None
    known = given[0] and all(
        isinstance(atom, Symbol) and atom.path in _PROMISED for atom in given[0]
    )
    return given[0] if known else None


_CALLS: dict[str, Model] = {
    **TEXTS,
    **dict.fromkeys(
        (f"{ASKS}net.{name}" for name in ("isIP", "isIPv4", "isIPv6")),
        lambda _: hole(shell.ADDRESS),
    ),
    "util.promisify": _promisified,
    "shell-quote.quote": _quoted,
    "shell-escape": Returns(shell.WORDS, proves="command-injection/quoted_words"),
}


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """Programs do what their environment and folder say: only constants change them."""
    if isinstance(unit, ScriptUnit) and unit.environment_changed():
        return "the environment of the program is changed"
    return folder_chosen(unit) or no_evaluation(unit, start, end)


FAMILY = Family(
    type="command-injection",
    module=__name__,
    beyond=(
        "Arguments from outside that no pattern of plain words has matched, even in a list and "
        "behind ``--``; execa's template tags."
    ),
    apart="What a constant command does, and which program ``PATH`` finds for it.",
    sinks=(
        Sink(_LINE_FORMS, names=_LINES),
        Sink(_PROGRAM_FORMS, names=_PROGRAMS),
        Sink(_FILE_FORMS, names=frozenset({"execFile"})),
        Sink((), names=frozenset({"fork", "system", "popen", "$", "command"})),
    ),
    modules=frozenset(["child_process", "execa", "shelljs", "cross-spawn", "zx", "node-pty"]),
    calls=_CALLS,
    fragment=shell.harmless,
    neighbours=True,
    spared=SPARED,
    pattern="constant command",
    constants_harmless=True,
    refuses=_refuses,
)
