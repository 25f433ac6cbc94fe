"""Asking a program: the question on its standard input, the answer on its standard output.

No shell, an empty folder, an environment of a few names, limits that it cannot raise, and an end
for all of its process group when it has answered or run out of time.
"""

import os
import selectors
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from fpcache_ops.config.validators import CommandTable
from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.judging import ValidatorFailed
from fpcache_ops.core.ports import Clock
from fpcache_ops.core.verdict import ValidatorIdentity, Verdict
from fpcache_ops.validators.contract import asker, printable, question, verdict, version_of

_LIMITED = Path(__file__).with_name("limited.py")
_SEARCHED = "/usr/local/bin:/usr/bin:/bin"
_CHUNK = 65536
_COMPLAINT = 4096
_FIRST_PAUSE, _LONGEST_PAUSE = 0.001, 0.05


class Command:
    """A validator that is a program, started for each question."""

    def __init__(self, settings: CommandTable, *, clock: Clock) -> None:
        self.name = settings.name
        self._settings = settings
        self._clock = clock
        programs = [_digest(Path(word)) for word in settings.command if _is_file(word)]
        version = version_of(settings.answering() | {"programs": programs})
        self._asker = asker(settings, version)

    def version(self, language: str, vulnerability_type: str) -> str:
        """A digest of the command, the files it names, the model, prompt, parameters and limits."""
        return self._asker.version

    def judge(self, evidence: Evidence) -> Verdict:
        """Ask. Raises ValidatorFailed: there is no answer that can be believed."""
        named, asked = question(self._asker, evidence, self._settings.question_bytes)
        with TemporaryDirectory(prefix="fpcache-", ignore_cleanup_errors=True) as folder:
            answer = self._answer(asked, folder)
        return verdict(answer, named, ValidatorIdentity(self.name, self._asker.version))

    def _answer(self, asked: bytes, folder: str) -> bytes:
        settings = self._settings
        limits = [settings.cpu_seconds, settings.memory_bytes, settings.file_bytes]
        deadline = self._clock.elapsed() + settings.total_seconds
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", _LIMITED, *map(str, limits), *settings.command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=self._environment(folder),
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise ValidatorFailed(f"the command cannot be started ({error.strerror})") from error
        try:
            answer, complaint = self._exchanged(process, asked, deadline)
            status = self._ended(process, deadline)
        finally:
            # Before it is reaped: its number belongs to this group until then.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                _close(pipe)
        if status != 0:
            lines = complaint.decode("utf-8", "replace").strip().splitlines()
            last = f": {printable(lines[-1])}" if lines else ""
            raise ValidatorFailed(f"the command ended with status {status}{last}")
        return answer

    def _environment(self, folder: str) -> dict[str, str]:
        passed = {
            name: os.environ[name] for name in self._settings.pass_environment if name in os.environ
        }
        return {"PATH": _SEARCHED, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"} | passed

    def _exchanged(
        self, process: "subprocess.Popen[bytes]", asked: bytes, deadline: float
    ) -> tuple[bytes, bytes]:
        """What it said on its standard output until it closed it, and the end of its complaints."""
        stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        answer, complaint = bytearray(), bytearray()
        left = memoryview(asked)
        with selectors.DefaultSelector() as ready:
            for pipe, event in (
                (stdin, selectors.EVENT_WRITE),
                (stdout, selectors.EVENT_READ),
                (stderr, selectors.EVENT_READ),
            ):
                os.set_blocking(pipe.fileno(), False)
                ready.register(pipe, event)
            while True:
                events = ready.select(max(deadline - self._clock.elapsed(), 0))
                if not events or self._clock.elapsed() >= deadline:
                    raise self._late()
                for key, _ in events:
                    if key.fileobj is stdin:
                        left = _written(stdin, left)
                        if not left:
                            ready.unregister(stdin)
                            _close(stdin)
                        continue
                    chunk = os.read(key.fd, _CHUNK)
                    if key.fileobj is stderr:
                        complaint = (complaint + chunk)[-_COMPLAINT:]
                        if not chunk:
                            ready.unregister(stderr)
                        continue
                    answer += chunk
                    if len(answer) > self._settings.answer_bytes:
                        raise ValidatorFailed(
                            f"the answer exceeds {self._settings.answer_bytes} bytes"
                        )
                    if not chunk:
                        return bytes(answer), bytes(complaint)

    def _ended(self, process: "subprocess.Popen[bytes]", deadline: float) -> int:
        """The status it ended with, a signal as a negative number; it is not reaped."""
        pause = _FIRST_PAUSE
        while True:
            found = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is not None:
                exited = found.si_code == os.CLD_EXITED
                return found.si_status if exited else -found.si_status
            if self._clock.elapsed() >= deadline:
                raise self._late()
            self._clock.pause(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _late(self) -> ValidatorFailed:
        return ValidatorFailed(f"no answer within {self._settings.total_seconds:g} s")


def _written(pipe: IO[bytes], left: memoryview) -> memoryview:
    """What is still to be written; nothing once nobody reads it, which is no failure."""
    try:
        return left[os.write(pipe.fileno(), left[:_CHUNK]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        return left[:0]


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        pipe.close()


def _is_file(word: str) -> bool:
    return os.path.isabs(word) and os.path.isfile(word)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
