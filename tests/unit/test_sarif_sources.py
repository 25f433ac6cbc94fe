"""Sources: what is opened, what never is, and what is said instead."""

import os
import socket
import threading

import pytest

from fpcache_ops.core.ports import Unavailable
from fpcache_ops.evidence import sources
from fpcache_ops.evidence.sources import SubmittedSources, TreeSources


@pytest.fixture
def tree(tmp_path):
    """A root with a file, beside a secret that nothing may reach."""
    root = tmp_path / "root"
    (root / "src").mkdir(parents=True)
    (root / "src" / "a.py").write_bytes(b"x = 1\r\n\xff")
    (tmp_path / "secret.py").write_bytes(b"secret")
    (tmp_path / "rooting").mkdir()
    (tmp_path / "rooting" / "x.py").write_bytes(b"secret")
    return root


def refused(content: bytes | Unavailable) -> str:
    assert isinstance(content, Unavailable)
    assert content.startswith("content unavailable: ")
    assert len(content) < 100
    return content.removeprefix("content unavailable: ")


def test_a_file_below_the_root(tree):
    """Its bytes as they are."""
    assert TreeSources(tree).read("src/a.py") == b"x = 1\r\n\xff"
    assert TreeSources(str(tree)).read("src/a.py") == b"x = 1\r\n\xff"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("src/b.py", "no such file"),
        ("src/a.py/b", "no such file"),
        ("src", "not an ordinary file"),
        ("../secret.py", "outside the root"),
        ("src/../../secret.py", "outside the root"),
        ("src/../src/a.py", "outside the root"),
        ("/etc/passwd", "outside the root"),
        ("//etc/passwd", "outside the root"),
        ("C:/a.py", "outside the root"),
        ("file:a.py", "outside the root"),
        ("https://example.com/a.py", "outside the root"),
        ("jrt:/java.base/X.class", "outside the root"),
        ("", "not canonical"),
        (".", "not canonical"),
        ("./src/a.py", "not canonical"),
        ("src//a.py", "not canonical"),
        ("src/", "not canonical"),
        ("src/a.py\x00.txt", "characters that no name has"),
        ("src/a.py\n", "characters that no name has"),
        ("src/\ud800.py", "characters that no name has"),
        ("s" * 300, "too long"),
        ("s/" * 2500 + "a", "too long"),
    ],
)
def test_what_is_refused(tree, path, says):
    """Only canonical relative paths are opened; the reason is a few words."""
    assert says in refused(TreeSources(tree).read(path))


def test_an_absolute_path_is_refused_even_below_the_root(tree):
    """A name is relative; what is absolute was somewhere else."""
    assert "outside" in refused(TreeSources(tree).read(str(tree / "src/a.py")))


def test_links_that_stay_inside_are_followed(tree):
    """To a file, through a folder, absolute or relative, and a root that is a link itself."""
    (tree / "file").symlink_to("src/a.py")
    (tree / "folder").symlink_to(tree / "src")
    for path in ("file", "folder/a.py"):
        assert TreeSources(tree).read(path) == b"x = 1\r\n\xff"
    link = tree.parent / "link"
    link.symlink_to(tree)
    assert TreeSources(link).read("folder/a.py") == b"x = 1\r\n\xff"


@pytest.mark.parametrize(
    "target", ["../secret.py", "../root/../secret.py", "/etc/passwd", "../rooting/x.py"]
)
def test_links_that_leave_are_not(tree, target):
    """Neither the link to a file nor one to a folder on the way."""
    (tree / "link").symlink_to(target)
    (tree / "up").symlink_to("..")
    assert "outside the root" in refused(TreeSources(tree).read("link"))
    assert "outside the root" in refused(TreeSources(tree).read("up/secret.py"))


def test_links_that_lead_nowhere(tree):
    """A loop and a dead end."""
    (tree / "a").symlink_to("b")
    (tree / "b").symlink_to("a")
    (tree / "dead").symlink_to("nothing")
    assert "link" in refused(TreeSources(tree).read("a"))
    assert "no such file" in refused(TreeSources(tree).read("dead"))


@pytest.mark.parametrize("looked", [False, True])
@pytest.mark.parametrize("swapped", ["src", "src/a.py"])
def test_a_link_put_in_place_after_the_check(tree, monkeypatch, swapped, looked):
    """The race between checking a path and opening it: the opening follows no link, so it fails."""
    if looked:  # the link comes even after the last look at the file
        file = (tree / "src/a.py").stat()
        monkeypatch.setattr(os, "lstat", lambda *args, **named: file)
    resolve = os.path.realpath
    (tree.parent / "a.py").write_bytes(b"secret")

    def resolved_then_swapped(path, **options):
        result = resolve(path, **options)
        if options.get("strict"):
            (tree / swapped).rename(tree / "gone")
            (tree / swapped).symlink_to(tree.parent / ("" if swapped == "src" else "a.py"))
        return result

    monkeypatch.setattr(os.path, "realpath", resolved_then_swapped)
    assert refused(TreeSources(tree).read("src/a.py"))


def test_what_is_no_file_never_blocks(tree):
    """A pipe without a writer, a socket, a device: refused at once."""
    os.mkfifo(tree / "pipe")
    listener = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(tree)  # the name of a socket is short
    try:
        listener.bind("socket")
    finally:
        os.chdir(here)
        listener.close()
    (tree / "null").symlink_to("/dev/null")
    for path in ("pipe", "socket"):
        assert "not an ordinary file" in refused(TreeSources(tree).read(path))
    assert "outside the root" in refused(TreeSources(tree).read("null"))
    assert "not an ordinary file" in refused(TreeSources("/dev").read("null"))


def test_a_pipe_put_in_place_after_the_look(tree, monkeypatch):
    """What counts is what was opened, and opening it does not block."""
    os.mkfifo(tree / "pipe")
    file = (tree / "src/a.py").stat()
    monkeypatch.setattr(os, "lstat", lambda *args, **named: file)
    assert "not an ordinary file" in refused(TreeSources(tree).read("pipe"))


def test_permission_denied(tree, monkeypatch):
    """Said as such (the tests may run as root, whom nothing is denied)."""

    def denied(*args, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert refused(TreeSources(tree).read("src/a.py")) == "permission denied"


def test_other_errors(tree, monkeypatch):
    """Any failure of the disk is a reason, not an exception."""

    def broken(*args, **named):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", broken)
    assert refused(TreeSources(tree).read("src/a.py")) == "it cannot be read (OSError)"


def test_the_size_limit(tree, monkeypatch):
    """20 MB are read, a byte more is not."""
    assert sources.FILE_LIMIT == 20 * 1024 * 1024
    monkeypatch.setattr(sources, "FILE_LIMIT", 10)
    (tree / "ten").write_bytes(b"0123456789")
    (tree / "eleven").write_bytes(b"0123456789+")
    assert TreeSources(tree).read("ten") == b"0123456789"
    says = "the file is larger than 20 MB"
    assert refused(TreeSources(tree).read("eleven")) == says
    assert SubmittedSources({"a": "0123456789"}).read("a") == b"0123456789"
    for content in ("0123456789+", b"0123456789+", "éééééé"):
        assert refused(SubmittedSources({"a": content}).read("a")) == says


def test_each_file_is_read_once(tree):
    """One run sees one content, and one absence."""
    tried = TreeSources(tree)
    assert tried.read("src/a.py") == b"x = 1\r\n\xff"
    assert refused(tried.read("src/b.py"))
    (tree / "src/a.py").write_bytes(b"changed")
    (tree / "src/b.py").write_bytes(b"new")
    assert tried.read("src/a.py") == b"x = 1\r\n\xff"
    assert refused(tried.read("src/b.py"))
    assert TreeSources(tree).read("src/a.py") == b"changed"


def test_memory_is_bounded(tree, monkeypatch):
    """What was used least recently is read anew when there is no more room."""
    monkeypatch.setattr(sources, "MEMORY_LIMIT", 20)
    for name in "abc":
        (tree / name).write_bytes(name.encode() * 9)
    tried = TreeSources(tree)
    for name in "abac":
        tried.read(name)
    for name in "abc":
        (tree / name).write_bytes(b"changed")
    assert tried.read("c") == b"c" * 9
    assert tried.read("a") == b"a" * 9
    assert tried.read("b") == b"changed"


def test_threads_share_one_content(tree):
    """Two readers at once get the same bytes."""
    tried = TreeSources(tree)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(tried.read("src/a.py"))) for _ in "1234"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(content is seen[0] for content in seen)


def test_no_descriptor_is_left_open(tree):
    """Neither after a read nor after a refusal."""
    tried = TreeSources(tree)
    before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    for number in range(20):
        tried.read(f"src/{number}")
        tried.read(f"src/a.py/{number}")
        TreeSources(tree).read("src/a.py")
        TreeSources(tree).read("src")
    after = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    assert after == before


def test_a_root_that_is_not_there(tmp_path):
    """Every file of it is missing."""
    assert "no such file" in refused(TreeSources(tmp_path / "none").read("a.py"))


def test_submitted_files_have_exact_names():
    """A path is a name under which content was submitted, never a file to open."""
    submitted = SubmittedSources(
        {"/a.py": "é\r\n", "b.py": b"\xff", "c.py": "\ud800", "d.py": None, "": ""}
    )
    assert submitted.read("/a.py") == "é\r\n".encode()
    assert submitted.read("/a.py") is submitted.read("/a.py")
    assert submitted.read("b.py") == b"\xff"
    assert submitted.read("c.py") == b"\xed\xa0\x80"
    assert submitted.read("") == b""
    for path in ("a.py", "./b.py", "d.py", "/etc/passwd"):
        assert submitted.read(path) == "content unavailable"
        assert isinstance(submitted.read(path), Unavailable)
