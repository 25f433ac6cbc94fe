"""The ``closure`` policy: what of other files is in the evidence, and what is taken instead."""

import pytest

from fpcache_ops.core.evidence import Built, Evidence, Fallback, PartKind
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources, Unavailable
from fpcache_ops.evidence import closure_policy
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.languages import language_named, language_of
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import GivenCheckout, SubmittedSources, TreeSources
from fpcache_ops.evidence.tree import decode_tree
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.factories import a_finding
from tests.unit.evidence.staleness import pairs

APP = "import os\nfrom commands import LIST\ndef run(name):\n    os.system(LIST + name)\n"
COMMANDS = 'LIST = "ls "\nUNUSED = 1\n'
MAIN = "from app import run\ndef main():\n    run('a')\ndef other():\n    pass\n"
FILES = {"app.py": APP, "commands.py": COMMANDS, "main.py": MAIN}


def build(
    files: dict[str, str],
    *,
    path: str = "app.py",
    line: int = 4,
    sources: type[Sources] | None = None,
) -> Built:
    given = SubmittedSources(files) if sources is SubmittedSources else GivenCheckout(files)
    found = ClosurePolicy().build(a_finding(path, line), given)
    assert isinstance(found, Built), found
    return found


def texts(built: Built) -> list[str]:
    """The text of every part."""
    return [
        (decode_tree(one.content).text if one.kind is PartKind.TREE else one.content).decode()
        for one in built.evidence.parts
    ]


def test_what_is_imported_and_who_calls_stand_beside_the_slice():
    """Each in a part of its own, and a last one that says what they have to do with each other."""
    assert texts(build(FILES)) == [
        APP.rstrip("\n"),
        'LIST = "ls "',
        "from app import run\ndef main():\n    run('a')",
        """["callers and writers","all outside tests"]
["uses",0,"commands:LIST",1]
["callers",2,"run",0]
""",
    ]


def test_a_part_tells_what_has_changed():
    """The names of parts that differ."""

    def differing(**edits: str) -> list[str]:
        edited = build({**FILES, **{f"{name}.py": text for name, text in edits.items()}})
        pairs = zip(build(FILES).part_digests, edited.part_digests, strict=True)
        return [name for (name, old), (_, new) in pairs if old != new]

    assert differing(commands=COMMANDS.replace("ls", "rm")) == ["callees"]
    assert differing(main=MAIN.replace("'a'", "input()")) == ["callers"]
    assert differing(commands=COMMANDS.replace("UNUSED", "NEVER"), main=MAIN + "x = 1\n") == []


def test_some_files_are_no_checkout():
    """From what a request submits nobody can tell who else calls: it is ``scope``, and says so."""
    partial = build(FILES, sources=SubmittedSources)
    scope = ScopePolicy().build(a_finding("app.py", 4), SubmittedSources(FILES))
    assert isinstance(scope, Built)
    assert (partial.digest, partial.policy) == (scope.digest, "scope")
    assert (partial.fallback, scope.fallback) == (Fallback.PARTIAL_FILES, None)


def test_more_callers_than_can_be_shown_are_not_shown():
    """The evidence says so itself, for nobody may take it for a place that is never called."""
    many = {f"m{number}.py": MAIN for number in range(closure_policy.CALLERS_LIMIT + 1)}
    built = build(FILES | many)
    assert built.fallback is Fallback.CALLERS_LIMIT
    assert '["callers and writers","too many to show"]' in texts(built)[-1]
    assert [text for text in texts(built) if "main" in text] == []
    assert 'LIST = "ls "' in texts(built)
    nobody = build({name: FILES[name] for name in ("app.py", "commands.py")})
    assert nobody.digest != built.digest


def test_more_than_can_be_shown_is_scope(monkeypatch):
    """Bytes or parts: no more is seen than ``scope`` sees, and the reason is recorded."""
    large = FILES | {"commands.py": "LIST = [\n" + f"    '{'a' * 9_000}',\n" * 120 + "]\n"}
    scope = ScopePolicy().build(a_finding("app.py", 4), SubmittedSources(large))
    assert isinstance(scope, Built)
    assert build(large).fallback is Fallback.CLOSURE_LIMIT
    assert build(large).digest == scope.digest
    monkeypatch.setattr(closure_policy, "PARTS_LIMIT", 1)
    assert build(FILES).fallback is Fallback.CLOSURE_LIMIT


def test_what_cannot_be_read_at_the_place_is_as_under_scope():
    """Nothing is proven from it anyhow."""
    built = build({"app.py": "def run(:\n", "main.py": MAIN}, line=1)
    assert (built.policy, built.fallback) == ("file", Fallback.PARSE_ERROR)


@pytest.mark.parametrize("broken", ["def clean(:\n", "from x import *\nclean = y\n", "\x00", "#\r"])
def test_what_cannot_be_read_elsewhere_is_there_as_a_whole(broken: str):
    """When in doubt, more."""
    files = {"app.py": "from cleaning import clean\nclean(1)\n", "cleaning.py": broken}
    assert broken in texts(build(files, line=2))


def test_the_built_in_says_what_it_says_of_scope():
    """What stands beside the slice takes no doubt away; ``make prove`` asks of every pair."""
    closure, scope, judge = ClosurePolicy(), ScopePolicy(), SafePatterns()
    for pair in pairs()[::12]:
        for side in (pair.before, pair.after):
            sources, finding = GivenCheckout(side.files), side.finding(pair.type)
            wide, narrow = closure.build(finding, sources), scope.build(finding, sources)
            assert isinstance(wide, Built)
            assert isinstance(narrow, Built)
            count = len(narrow.evidence.parts)
            assert wide.evidence.parts[:count] == narrow.evidence.parts
            assert wide.evidence.marks == narrow.evidence.marks
            one, other = (judge.judge(Evidence.decode(b.canonical)) for b in (wide, narrow))
            assert (one.judgement, one.reason) == (other.judgement, other.reason), pair.name


def test_neither_order_nor_folder_of_the_files_is_seen():
    """The same bytes wherever the repository puts them."""
    turned = build(dict(reversed(FILES.items())))
    moved = build({f"src/{path}": text for path, text in FILES.items()}, path="src/app.py")
    assert build(FILES).digest == turned.digest == moved.digest


def test_a_folder_is_a_checkout(tmp_path):
    """All files below it, but those that are hidden or that others wrote."""
    for path, text in FILES.items():
        (tmp_path / path).write_text(text)
    for folder in (".venv", "node_modules", "lib/site-packages"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "commands.py").write_text("LIST = 0\n")
    sources = TreeSources(tmp_path)
    assert sorted(sources.paths() or ()) == sorted(FILES)
    found = ClosurePolicy().build(a_finding("app.py", 4), sources)
    assert isinstance(found, Built)
    assert found.digest == build(FILES).digest


def test_a_checkout_that_cannot_be_read_to_the_end():
    """A file that is listed and not there: what it may hold is not shown, and that is recorded."""

    class Vanishing(GivenCheckout):
        def read(self, path: str) -> bytes | Unavailable:
            return Unavailable("gone") if path == "commands.py" else super().read(path)

    found = ClosurePolicy().build(a_finding("app.py", 4), Vanishing(FILES))
    assert isinstance(found, Built)
    assert (found.policy, found.fallback) == ("scope", Fallback.CLOSURE_LIMIT)


# What an import means


class Names:
    """Files by name alone."""

    def __init__(self, *paths: str) -> None:
        self.paths = sorted(paths)

    def __contains__(self, path: str) -> bool:
        return path in self.paths

    def ending(self, path: str) -> list[str]:
        return [one for one in self.paths if f"/{one}".endswith(f"/{path}")]

    def inside(self, folder: str) -> list[str]:
        return [one for one in self.paths if one.rpartition("/")[0] == folder]

    def folders(self, path: str) -> list[str]:
        named = sorted({one.rpartition("/")[0] for one in self.paths})
        return [one for one in named if f"/{one}".endswith(f"/{path}")]

    def text(self, path: str) -> str:
        return "// ours\nmodule example.org/shop\n\ngo 1.22\n" if path.endswith("go.mod") else ""


PACKAGE = Names(
    "setup.py",
    "src/shop/__init__.py",
    "src/shop/app.py",
    "src/shop/json.py",
    "src/shop/web/__init__.py",
    "src/shop/web/page.py",
    "tools/util.py",
    "scripts/util.py",
    "scripts/go.py",
)


@pytest.mark.parametrize(
    ("at", "module", "name", "found"),
    [
        (
            "src/shop/web/page.py",
            ".",
            "page",
            ["src/shop/web/__init__.py:page", "src/shop/web/page.py:"],
        ),
        ("src/shop/web/page.py", "..app", "run", ["src/shop/app.py:run"]),
        ("src/shop/web/page.py", "..", "app", ["src/shop/__init__.py:app", "src/shop/app.py:"]),
        ("src/shop/web/__init__.py", ".page", "*", ["src/shop/web/page.py:*"]),
        ("setup.py", "shop.app", "run", ["src/shop/app.py:run"]),
        ("setup.py", "shop.web", "", ["src/shop/web/__init__.py:"]),
        ("setup.py", "shop", "app", ["src/shop/__init__.py:app", "src/shop/app.py:"]),
        ("setup.py", "json", "loads", []),
        ("setup.py", "web.page", "x", []),
        ("setup.py", "util", "x", ["scripts/util.py:x", "tools/util.py:x"]),
        ("scripts/go.py", "util", "x", ["scripts/util.py:x"]),
        ("src/shop/app.py", "json", "loads", ["src/shop/json.py:loads"]),
        ("src/shop/app.py", ".....", "x", []),
        ("src/shop/app.py", "", "", []),
    ],
)
def test_which_files_a_python_import_means(at: str, module: str, name: str, found: list[str]):
    """Packages, source folders, scripts beside each other; of two, both."""
    table = language_named("python")
    assert table is not None
    assert table.modules is not None
    targets = table.modules.find(PACKAGE, at, module, name)
    assert [f"{one.path}:{one.name}" for one in targets] == found


WEB = Names(
    "src/app.ts",
    "src/page.tsx",
    "src/lib/index.js",
    "src/lib/run.mjs",
    "src/lib/data.json",
    "src/lib.js",
)


@pytest.mark.parametrize(
    ("at", "module", "found"),
    [
        ("src/app.ts", "./lib", ["src/lib.js", "src/lib/index.js"]),
        ("src/app.ts", "./lib/", ["src/lib.js", "src/lib/index.js"]),
        ("src/lib/run.mjs", ".", ["src/lib.js", "src/lib/index.js"]),
        ("src/lib/run.mjs", "..", []),
        ("src/lib/run.mjs", "../app.js", ["src/app.ts"]),
        ("src/lib/run.mjs", "../page.js", ["src/page.tsx"]),
        ("src/app.ts", "./lib/run.mjs", ["src/lib/run.mjs"]),
        ("src/app.ts", "./lib/data.json", []),
        ("src/app.ts", "@/lib/run.mjs", ["src/lib/run.mjs"]),
        ("src/app.ts", "src/page", ["src/page.tsx"]),
        ("src/app.ts", "lib", []),
        ("src/app.ts", "../../lib", []),
        ("src/app.ts", "", []),
    ],
)
def test_which_files_a_javascript_import_means(at: str, module: str, found: list[str]):
    """What Node.js and bundlers add to a path; no packages."""
    table = language_named("typescript")
    assert table is not None
    assert table.modules is not None
    assert [one.path for one in table.modules.find(WEB, at, module, "x")] == found


OTHERS = Names(
    "java/src/shop/web/Page.java",
    "java/src/shop/web/Part.java",
    "java/src/shop/text/Cleaner.java",
    "go/go.mod",
    "go/page.go",
    "go/page_test.go",
    "go/text/clean.go",
    "php/src/Web/Page.php",
    "php/src/Text/Cleaner.php",
    "php/src/Text/functions.php",
    "php/index.php",
    "ruby/app/page.rb",
    "ruby/lib/text_cleaner.rb",
    "ruby/lib/shop/plain.rb",
)


@pytest.mark.parametrize(
    ("at", "module", "name", "found"),
    [
        (
            "java/src/shop/web/Page.java",
            "shop.text.Cleaner",
            "Cleaner",
            ["java/src/shop/text/Cleaner.java:Cleaner"],
        ),
        (
            "java/src/shop/web/Page.java",
            "shop.text.Cleaner.Inner",
            "Inner",
            ["java/src/shop/text/Cleaner.java:Cleaner"],
        ),
        (
            "java/src/shop/web/Page.java",
            "shop.text",
            "Any",
            ["java/src/shop/text/Cleaner.java:Any?"],
        ),
        (
            "java/src/shop/web/Page.java",
            "",
            "Part",
            ["java/src/shop/web/Page.java:Part?", "java/src/shop/web/Part.java:Part?"],
        ),
        ("java/src/shop/web/Page.java", "java.util.List", "List", []),
        ("go/page.go", "example.org/shop/text", "Clean", ["go/text/clean.go:Clean?"]),
        ("go/text/clean.go", "example.org/shop", "Show", ["go/page.go:Show?"]),
        ("go/page.go", "example.org/shops/text", "Clean", []),
        ("go/page.go", "net/http", "Get", []),
        ("go/page.go", "", "helper", ["go/page.go:helper?"]),
        (
            "php/src/Web/Page.php",
            "App\\Text\\Cleaner",
            "cleaner",
            ["php/src/Text/Cleaner.php:cleaner"],
        ),
        (
            "php/src/Web/Page.php",
            "Other\\Cleaner",
            "cleaner",
            ["php/src/Text/Cleaner.php:cleaner?"],
        ),
        (
            "php/src/Web/Page.php",
            "App\\Text\\clean",
            "clean",
            ["php/src/Text/Cleaner.php:clean?", "php/src/Text/functions.php:clean?"],
        ),
        (
            "php/index.php",
            "./src/Text/functions.php",
            "Clean",
            ["php/src/Text/functions.php:clean?"],
        ),
        ("php/src/Web/Page.php", "./functions.php", "Clean", ["php/src/Text/functions.php:clean?"]),
        ("php/index.php", "", "page", ["php/index.php:page?"]),
        ("ruby/app/page.rb", "./../lib/text_cleaner", "A", ["ruby/lib/text_cleaner.rb:A?"]),
        ("ruby/app/page.rb", "shop/plain", "A", ["ruby/lib/shop/plain.rb:A?"]),
        ("ruby/app/page.rb", "", "TextCleaner", ["ruby/lib/text_cleaner.rb:TextCleaner?"]),
        ("ruby/app/page.rb", "", "helper", []),
    ],
)
def test_which_files_other_languages_mean(at: str, module: str, name: str, found: list[str]):
    """Packages, namespaces and load paths; with a question mark: if the file binds that name."""
    table = language_of(at)
    assert table is not None
    assert table.modules is not None
    targets = table.modules.find(OTHERS, at, module, name)
    assert [f"{one.path}:{one.name}{'?' * one.maybe}" for one in targets] == found


def test_related_lines_are_told_with_their_reason():
    """For ``explain``."""
    policy = ClosurePolicy()
    finding: Finding = a_finding("app.py", 4)
    pieces = policy.related(finding, GivenCheckout(FILES))
    told = [(one.role, one.path, one.taken.lines) for one in pieces]
    assert told == [
        ("callees", "commands.py", ((1, 1),)),
        ("callers", "main.py", ((1, 1), (2, 3))),
    ]
