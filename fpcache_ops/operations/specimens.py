"""Small findings for a rehearsal: judged in no time, and known to the last one."""

from collections.abc import Mapping

from fpcache_ops.client import ReadClient
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.wire import ValidateResponse

REPOSITORIES = ("rehearsal/shop", "rehearsal/site")

_SQL = "def rows(db):\n    return db.execute('SELECT id FROM part_{0}')\n"
_SHELL = "import os\n\n\ndef show(name):\n    os.system('ls part_{0} ' + name)\n"
_KINDS = (("sql-injection", _SQL, 2), ("command-injection", _SHELL, 5))
_OF_EACH = 5


def specimens(repository: str) -> tuple[list[Finding], Mapping[str, str]]:
    """Five false SQL injections and five real command injections, with their files."""
    findings: list[Finding] = []
    files: dict[str, str] = {}
    for kind, source, line in _KINDS:
        for number in range(_OF_EACH):
            path = f"{kind}/{number}.py"
            files[path] = source.format(number)
            place = Location(path, Region(line))
            findings.append(Finding("local", repository, kind, "", (place,)))
    return findings, files


def asked(client: ReadClient, repository: str) -> ValidateResponse:
    """The answers about all specimens of a repository; what is new is judged and stored."""
    findings, files = specimens(repository)
    return client.validate(repository, findings, files)
