"""Labels and paths as people and scanners write them."""

from pathlib import Path

import pytest

from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.errors import UnusableInput
from fpcache_ops.scoring import Tree, read_labels
from fpcache_ops.scoring.labels import types_named

FILES = ("app/a.py", "app/b.py", "src/main/java/org/x/T1.java", "lib/b.py", "lib/only.py")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return Tree(tmp_path)


def finding(path: str = "app/a.py", line: int = 3, kind: str = "sql-injection", last: int = 0):
    region = Region(line, end_line=last or None)
    return Finding("t", "o/r", kind, "x", (Location(path, region),))


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("path,line,type,real\napp/a.py,3,sql-injection,true", True),
        ("path,line,type,real\napp/a.py,3,sql-injection,0", False),
        ("app/a.py,3,sql_injection,1", True),
        ("./app/a.py,3,TRUE", True),
        ("app/a.py,false", False),
        ("app\\a.py,cwe-89,false", False),
        ("app/a.py,,89,false", False),
        ("app/a.py,CWE-089: SQL Injection,false", False),
        ("app/a.py,,,false", False),
        ("\ufeffreal,path\nfalse,app/a.py", False),
        ("# file, category, real vulnerability, cwe\napp/a.py,sqli,true,89", True),
        ("path;line;real\napp/a.py;3;no", False),
        ("path,line,real\napp/a.py,4,true", None),
        ("path,line,real\napp/a.py,3.0,true", True),
        ("app/a.py,xss,true", None),
        ("app/b.py,true", None),
        ("# a note\n\napp/a.py,true\n", True),
        ("somewhere/checkout/app/a.py,true", True),
        ("a.py,true", True),
        ("a,true", True),
        ("app/a.py,12,true\napp/a.py,false", False),
        ("app/a.py,true\napp/a.py,3,false", False),
        ("app/a.py,3,xss,true\napp/a.py,3,false\napp/a.py,true", False),
        ("app/a.py,3,true\napp/a.py,3,false", True),
    ],
)
def test_a_label_and_what_it_says_of_a_finding(tree: Tree, text: str, real: bool | None):
    """The narrowest label decides, and of those that disagree the one that says real."""
    assert read_labels(text.encode(), tree).of(finding()) is real


def test_a_label_inside_the_region_fits_and_the_first_line_fits_better(tree: Tree):
    """A report that spans lines 3 to 6 is about the label on line 5, unless line 3 has one."""
    labels = read_labels(b"app/a.py,5,true", tree)
    assert labels.of(finding(line=3, last=6)) is True
    labels = read_labels(b"app/a.py,5,true\napp/a.py,3,false", tree)
    assert labels.of(finding(line=3, last=6)) is False
    assert labels.unused == 1


def test_types_that_share_a_number_come_after_the_named_one(tree: Tree):
    """Scanners file ciphers and hashes under one CWE."""
    assert types_named("cwe-327") == ("weak-hash", "weak-cipher")
    assert types_named("weak-cipher") == ("weak-cipher", "weak-hash")
    assert types_named("cwe_99999") == ("cwe-99999",)
    text = b"app/a.py,weak-cipher,true\napp/a.py,weak-hash,false"
    assert read_labels(text, tree).of(finding(kind="weak-hash")) is False
    assert read_labels(text[:26], tree).of(finding(kind="weak-hash")) is True


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("app/a.py", "app/a.py"),
        ("./app//a.py", "app/a.py"),
        ("/elsewhere/checkout/app/a.py", "app/a.py"),
        ("org/x/T1.java", "src/main/java/org/x/T1.java"),
        ("only.py", "lib/only.py"),
        ("b.py", "b.py"),
        ("x/lib/b.py", "lib/b.py"),
        ("missing.py", "missing.py"),
        ("../app/a.py", "../app/a.py"),
        ("a\x00b/only.pyx", "a\x00b/only.pyx"),
    ],
)
def test_the_file_that_is_meant(tree: Tree, said: str, meant: str):
    """By the longest end that one file has; never one of two, never outside the root."""
    assert tree.find(said) == meant


def test_absolute_paths_below_the_root(tree: Tree, tmp_path: Path):
    """A label may name the whole path."""
    assert tree.find(str(tmp_path / "lib" / "b.py")) == "lib/b.py"


def test_lines_that_are_no_labels_are_counted(tree: Tree):
    """Told, and left out."""
    labels = read_labels(b'app/a.py,maybe\napp/a.py,true\na,b,c,d,e\n?"', tree)
    assert len(labels.labels) == 1
    assert labels.warnings == [
        "3 of 4 lines of the label file are no labels and are left out (the first is line 1)"
    ]


@pytest.mark.parametrize("data", [b"", b"path,real\n", b"\x00\xff\xfe", b"nothing here"])
def test_a_file_without_labels_is_unusable(tree: Tree, data: bytes):
    """There is nothing to measure with."""
    with pytest.raises(UnusableInput, match="holds no label"):
        read_labels(data, tree)
