"""What must hold for the repository as a whole, whoever changes it."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))

# The layout, from the doors down; what shares a line may not import upwards or (by `|`) sideways.
LAYERS = [
    "cli",
    "service | monitoring | replay | scoring",
    "operations",
    "bootstrap",
    "evidence : validators : stores : lookuplog : sarif : client : analysis",
    "wire : config",
    "core",
    "errors",
]

# In halves, so that this file obeys its own rule.
INDEX_ADDRESS = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            r"pythonhosted\." + "org",
            r"registry\.npmjs\." + "org",
            # A mirror on this machine or in a folder, and the options that name one.
            r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?/(?:[\w./-]+/)?(?:simple|pypi|npm)\b",
            r"file:/{2,3}[^\s\"']*/(?:simple|wheels)\b",
            r"(?<![\w-])--(?:index-url|extra-index-url|default-index|find-links)[ =]",
            r"\bPIP_(?:INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS)=\S",
        ]
    )
)

# Home folders of people and of root; these names stand for anybody.
ANYBODY = "user|you|me|alice|bob|app|runner|example|somebody|<[^>]*>"
PRIVATE_PATH = re.compile(
    rf"(?<![\w.~-])/(?:home|Users)/(?!(?:{ANYBODY})\b)[\w.-]+/"
    rf"|\b[A-Z]:\\+Users\\+(?!(?:{ANYBODY})\b)[\w.-]+\\"
)

PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)"
    r"(?: ; (?P<marker>[^\\]+?))?"
    r"(?P<hashes>(?: +--hash=sha256:[0-9a-f]{64})*)"
)


@cache
def committed() -> dict[str, str]:
    """The text of every file that is committed, or that the next `git add .` would commit."""
    # A checkout may belong to another user than the one who tests it (containers).
    git = ["git", "-c", f"safe.directory={ROOT}"]
    listed = subprocess.run(
        [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8", errors="replace")
        for file in files
        if file.is_file()
    }


def places(pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern occurs in committed files, as `file:line: match`."""
    return [
        f"{name}:{number}: {found.group()}"
        for name, text in committed().items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        for found in pattern.finditer(line)
    ]


def requirements(file: Path) -> list[str]:
    """The requirements of a file, one a line, its continued lines joined."""
    joined = file.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def pins(name: str) -> set[tuple[str, str]]:
    """The (package, version) pairs that requirements/<name>.txt pins."""
    found = (PIN.fullmatch(line) for line in requirements(ROOT / "requirements" / f"{name}.txt"))
    return {(pin["name"], pin["version"]) for pin in found if pin}


def contracts() -> dict[str, dict]:
    """The import-linter contracts by their id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one for one in settings["tool"]["importlinter"]["contracts"]}


def test_no_committed_file_holds_an_index_address() -> None:
    """Where packages come from is the machine's business: no file names an index or a mirror."""
    assert not places(INDEX_ADDRESS)


def test_no_committed_file_holds_a_private_path() -> None:
    """No file names a person's home folder, or the folder this checkout happens to be in."""
    found = places(PRIVATE_PATH)
    # A folder such as /app or /src is too common a word to be told from other uses of it.
    if len(ROOT.parts) > 2:
        found += places(re.compile(rf"(?<![\w.-]){re.escape(str(ROOT))}(?![\w.-])"))
    assert not found


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_every_requirement_is_pinned_and_hashed(file: Path) -> None:
    """A set-up installs exactly the bytes that were tested: one version, with its hashes."""
    lines = requirements(file)
    assert lines, "no requirement in it"
    loose = [line for line in lines if not (pin := PIN.fullmatch(line)) or not pin["hashes"]]
    assert not loose


def test_what_tests_install_is_what_users_run() -> None:
    """dev.txt holds all of run.txt, pin for pin, so the tests ran against what `make run` uses."""
    assert len(pins("run")) > 50
    assert not pins("run") - pins("dev")


def test_what_tests_install_is_what_the_image_holds() -> None:
    """And so is what deploy/Containerfile installs."""
    assert len(pins("serve")) > 30
    assert not pins("serve") - pins("dev")


def test_the_lab_has_the_versions_of_the_rest() -> None:
    """A package that lab.txt shares with dev.txt has one version: a figure is the same in both."""
    in_dev = {name for name, _ in pins("dev")}
    assert not {pin for pin in pins("lab") if pin[0] in in_dev} - pins("dev")


@pytest.mark.parametrize(
    "name", ["pyproject.toml", "notebooks", "fpcache_ops", "loadtests", "tests", "runbooks", "data"]
)
def test_the_promised_part_is_there(name: str) -> None:
    """The parts that README and issues name are committed, and none is an empty folder."""
    assert any(file == name or file.startswith(f"{name}/") for file in committed())


def test_the_import_contract_names_the_layers() -> None:
    """The layers are the design's, in its order, and a module outside them breaks the contract."""
    layers = contracts()["layers"]
    assert [re.sub(r"[()]", "", layer) for layer in layers["layers"]] == LAYERS
    assert layers["containers"] == ["fpcache_ops"]
    assert layers["exhaustive"] is True
    assert contracts()["no-cycles"]["type"] == "acyclic_siblings"


def test_the_import_contract_orders_the_parts_of_a_proof() -> None:
    """Every module beside the prover has its layer: none asks the prover, none asks in rings."""
    contract = contracts()["proof"]
    assert contract["containers"] == ["fpcache_ops.validators.safe_patterns"]
    assert contract["exhaustive"] is True
    assert contract["layers"][:3] == ["describe", "validator", "proof | versions"]
    assert not any(":" in layer for layer in contract["layers"][:-2])


def test_the_import_contract_keeps_the_core_pure() -> None:
    """The core gets time, disk, database, parser and network through ports only."""
    contract = contracts()["pure-core"]
    assert contract["source_modules"] == ["fpcache_ops.core"]
    assert set(contract["forbidden_modules"]) >= {
        "httpx",
        "os",
        "pathlib",
        "sqlalchemy",
        "sqlite3",
        "starlette",
        "time",
        "tree_sitter",
    }
