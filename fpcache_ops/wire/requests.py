"""What a request to validate may look like, for its description alone.

Nothing is read with these types: requests are read leniently (:mod:`fpcache_ops.wire.validation`),
so that an odd finding is answered for itself.
"""

import msgspec


class Place(msgspec.Struct, omit_defaults=True):
    """A place of a finding. ``filePath`` may be written for ``file_path``."""

    file_path: str
    line: int
    end_line: int | None = None
    column: int | None = None
    is_primary: bool = False


class Vulnerability(msgspec.Struct, omit_defaults=True, rename="camel"):
    """A finding: ``type`` or ``patternId``, and either ``locations`` or ``file`` (``filePath``,
    ``file_path``) and ``line``. Fields that are not named here are ignored.
    """

    id: str | int | None = None
    type: str | None = None
    pattern_id: str | None = None
    locations: list[Place] | None = msgspec.field(default=None)
    file: str | None = None
    line: int | None = None
    column: int | None = None
    code: str | None = None
    severity: str | None = None


class SubmittedFile(msgspec.Struct, omit_defaults=True):
    """A file's content. A ``hash`` that does not fit it earns a warning and changes nothing."""

    content: str
    hash: str | None = None


class Problem(msgspec.Struct, rename="camel"):
    """RFC 9457 problem details, with ``error`` and ``requestId`` for older clients."""

    type: str
    title: str
    status: int
    detail: str
    error: str | dict[str, str]
    request_id: str


class Health(msgspec.Struct):
    """How the service is: ``status`` is ``ok`` or ``degraded``, ``cache`` is ``on`` or ``off``."""

    status: str
    database: str
    cache: str
    version: str


class Ready(msgspec.Struct):
    """Requests may be sent here."""

    status: str
