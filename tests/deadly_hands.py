"""What a worker reads code with, in tests of what becomes of workers (see test_reading_apart)."""

import os
import time
from pathlib import Path

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.validators.apart.hands import whole_files
from fpcache_ops.validators.apart.messages import Hands


class Builder:
    """Whole files, of which some end the process, or never end."""

    def __init__(self, inner) -> None:
        self.inner = inner

    def build(self, finding, sources):
        content = sources.read(finding.primary.path)
        _suffer(content if isinstance(content, bytes) else b"")
        return self.inner.build(finding, sources)


class Validator:
    def __init__(self, inner) -> None:
        self.inner = inner
        self.name = inner.name

    def version(self, language, vulnerability_type):
        return self.inner.version(language, vulnerability_type)

    def judge(self, evidence: Evidence):
        if b"judged to death" in evidence.parts[0].content:
            os.abort()
        return self.inner.judge(evidence)


def deadly() -> Hands:
    """Tells where it is asked that it has begun."""
    with Path(os.environ["STARTS"]).open("a") as starts:
        starts.write(f"{os.getpid()}\n")
    inner = whole_files()

    def look(evidence: Evidence):
        if b"looked to death" in evidence.parts[0].content:
            os.abort()
        return inner.look(evidence)

    print("this is no answer")
    return Hands(Builder(inner.builder), Validator(inner.validator), look)


def late() -> Hands:
    """Does not come to be before it is allowed."""
    if not Path(os.environ["STARTS"]).with_name("allowed").exists():
        raise SystemExit(1)
    return whole_files()


def _suffer(content: bytes) -> None:
    if b"read to death" in content:
        os.abort()
    if b"once" in content:
        mark = Path(os.environ["STARTS"]).with_name("once")
        if not mark.exists():
            mark.touch()
            os.abort()
    if b"endless" in content:
        time.sleep(1000)
    if b"memory" in content:
        bytearray(2**43)
