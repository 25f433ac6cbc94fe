"""``/openapi.json``: the API's description, from the types that it is made of."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from fpcache_ops import __version__
from fpcache_ops.core.access import Scope
from fpcache_ops.wire import ValidateResponse, addresses, management, phases, requests

_Schema = dict[str, Any]
_JSON = "application/json"
_PROBLEM = "application/problem+json"

_TEXT: _Schema = {"type": "string"}
_PROBLEMS = {
    400: "The request cannot be understood; `detail` says where.",
    401: "No key, or one that is not valid.",
    403: "The key lacks a scope, or the account is not the tenant's.",
    404: "There is no such thing of this tenant.",
    408: "The body came too slowly.",
    413: "The body is too large.",
    415: "The body is packed in a way, or of a kind, that is not taken.",
    429: "The tenant's share is used up; see Retry-After.",
    503: "Not now; see Retry-After.",
}
_WITH_BODY = (408, 413, 415)


@dataclass(frozen=True)
class _Parameter:
    name: str
    about: str
    schema: _Schema
    place: str = "query"
    needed: bool = False


@dataclass(frozen=True)
class _Operation:
    """One method of one address. ``body`` is a type, or a schema where no type says it."""

    path: str
    method: str
    summary: str
    answer: Any
    scope: Scope | None = None
    body: Any = None
    parameters: Sequence[_Parameter] = ()
    problems: Sequence[int] = ()


_VALIDATE_BODY: _Schema = {
    "type": "object",
    "required": ["vulnerabilities"],
    "properties": {
        "repository": {"description": "owner/name; unknown/repo if it is missing or no text."},
        "vulnerabilities": {
            "type": "array",
            "maxItems": 10_000,
            "items": {
                "description": "Anything else is answered for itself: as a real finding.",
                "anyOf": [{"$ref": "#/components/schemas/Vulnerability"}, {}],
            },
        },
        "files": {
            "description": "Contents by path: text, or an object.",
            "anyOf": [
                {
                    "type": "object",
                    "additionalProperties": {
                        "anyOf": [_TEXT, {"$ref": "#/components/schemas/SubmittedFile"}]
                    },
                },
                {},
            ],
        },
    },
}
_ISSUE: _Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        {"type": "string", "pattern": "^0*[1-9][0-9]{0,17}$", "maxLength": 18},
    ]
}
_REPOSITORY: _Schema = {
    "type": "string",
    "pattern": r"^[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}$",
    "examples": ["acme/shop"],
}
_COMMIT: _Schema = {"type": "string", "pattern": "^[0-9A-Za-z._-]{1,200}$"}
_PHASE_BODY: _Schema = {
    "type": "object",
    "required": ["phase", "repo"],
    "properties": {
        "phase": {"enum": ["scan", "validation", "mitigation", "validate", "mitigate"]},
        "repo": _REPOSITORY,
        "issueNumber": _ISSUE,
        "issue_number": _ISSUE,
        "commitSha": _COMMIT,
        "commit_sha": _COMMIT,
        "data": {"description": "Any JSON; it is kept as it was sent, {} if it is missing."},
        "pipeline_run_id": {"description": "Kept if it is text."},
    },
    "allOf": [
        {"anyOf": [{"required": ["commitSha"]}, {"required": ["commit_sha"]}]},
        {
            "anyOf": [
                {"properties": {"phase": {"const": "scan"}}},
                {"required": ["issueNumber"]},
                {"required": ["issue_number"]},
            ]
        },
    ],
}
_PHASES: _Schema = {
    "type": "object",
    "properties": {
        "scan": {},
        "validation": {"type": "object", "propertyNames": {"pattern": "^issue-[0-9]+$"}},
        "mitigation": {"type": "object", "propertyNames": {"pattern": "^issue-[0-9]+$"}},
    },
    "additionalProperties": False,
}
_NAME: _Schema = {"type": "string", "minLength": 1, "pattern": "^[^\\u0000]+$"}
_DIGEST: _Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_MOMENT: _Schema = {
    "type": "string",
    "pattern": r"^20[0-9]{2}-(0[1-9]|1[0-2])-([01][1-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]Z$",
}
_NUMBER: _Schema = {"type": "number", "minimum": 0, "maximum": management.PER_CALL_LIMIT}
_ID: _Schema = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}

_FILTERS = (
    _Parameter("repository", "owner/name", _NAME),
    _Parameter("file", "A path in the repository", _NAME),
    _Parameter("type", "A vulnerability type or an alias of one", _NAME),
    _Parameter("entry", "An evidence digest", _DIGEST),
    _Parameter("validator_version", "A validator's version", _NAME),
)
_RESOURCE = (
    _Parameter("owner", "A forge account of the tenant", _COMMIT, "path", needed=True),
    _Parameter("name", "The repository's name", _COMMIT, "path", needed=True),
    _Parameter("issue_number", "The issue", _ID, "path", needed=True),
)
_RESOURCE_PATH = addresses.PHASE_DATA + "/{owner}/{name}/{issue_number}"
_AT_COMMIT = _Parameter("commit", "The scan of this commit", _COMMIT)

_OPERATIONS = (
    *(
        _Operation(
            path,
            "post",
            "Judge findings; those judged before are answered from the cache",
            ValidateResponse,
            Scope.VALIDATE,
            _VALIDATE_BODY,
        )
        for path in (addresses.VALIDATE, addresses.VALIDATE_ALIAS)
    ),
    *(
        _Operation(
            path, "post", "Keep what a phase found out", phases.Stored, Scope.STORE, _PHASE_BODY
        )
        for path in (addresses.PHASES_STORE, addresses.PHASE_DATA)
    ),
    _Operation(
        addresses.PHASES_RETRIEVE,
        "get",
        "What is known: the scan of the commit, the newest other phases of the issue",
        _PHASES,
        Scope.READ,
        parameters=(
            _Parameter("repo", "owner/name", _REPOSITORY, needed=True),
            _Parameter("commit", "The commit", _COMMIT, needed=True),
            _Parameter("issue", "The issue; without one, all issues of the commit", _ID),
        ),
    ),
    _Operation(
        _RESOURCE_PATH,
        "get",
        "What is known of an issue",
        _PHASES,
        Scope.READ,
        parameters=(*_RESOURCE, _AT_COMMIT),
    ),
    _Operation(
        _RESOURCE_PATH,
        "delete",
        "Forget what is known of an issue",
        phases.Deleted,
        Scope.STORE,
        parameters=_RESOURCE,
    ),
    _Operation(
        addresses.INVALIDATIONS,
        "post",
        "Withdraw stored verdicts, or count what that would be",
        management.Invalidated,
        Scope.INVALIDATE,
        management.InvalidateBody,
    ),
    _Operation(
        addresses.INVALIDATIONS,
        "get",
        "The tenant's invalidations",
        management.Invalidations,
        Scope.READ,
    ),
    _Operation(
        addresses.INVALIDATIONS + "/{id}",
        "delete",
        "Restore what an invalidation withdrew",
        management.Restored,
        Scope.INVALIDATE,
        parameters=(_Parameter("id", "The invalidation", _ID, "path", needed=True),),
        problems=(404,),
    ),
    _Operation(
        addresses.ENTRIES,
        "get",
        "Stored verdicts, newest first",
        management.Entries,
        Scope.READ,
        parameters=(
            *_FILTERS,
            _Parameter(
                "limit", "At most so many", {"type": "integer", "minimum": 1, "maximum": 1_000}
            ),
        ),
    ),
    _Operation(addresses.STATS, "get", "How much is kept", management.StatsBody, Scope.READ),
    _Operation(
        addresses.EXPLAIN,
        "get",
        "What is known of a place (a file or an entry), and what keeps it from being used",
        management.Explained,
        Scope.READ,
        parameters=(*_FILTERS, _Parameter("line", "A line of the file", _ID)),
    ),
    _Operation(
        addresses.SAVINGS,
        "get",
        "Calls, seconds and money that the cache saved, by its log",
        management.Savings,
        Scope.READ,
        parameters=(
            _Parameter("since", "From this moment on", _MOMENT),
            _Parameter("until", "Before this moment", _MOMENT),
            _Parameter("seconds_per_call", "What a call takes; default: measured", _NUMBER),
            _Parameter("cost_per_call", "What a call costs; default: measured", _NUMBER),
        ),
    ),
    _Operation(addresses.KEYS, "get", "The tenant's API keys", management.Keys, Scope.ADMIN),
    _Operation(
        addresses.KEYS,
        "post",
        "Make an API key; it is shown this once",
        management.CreatedKey,
        Scope.ADMIN,
        management.CreateKeyBody,
    ),
    _Operation(
        addresses.KEYS + "/{id}",
        "delete",
        "End an API key for good",
        management.RevokedKey,
        Scope.ADMIN,
        parameters=(
            _Parameter(
                "id",
                "The key's id",
                {"type": "string", "pattern": "^[0-9A-Za-z]{12}$"},
                "path",
                needed=True,
            ),
        ),
        problems=(404,),
    ),
    _Operation(addresses.HEALTH, "get", "How the service is", requests.Health, problems=(503,)),
    _Operation(
        addresses.READY, "get", "Whether to send requests here", requests.Ready, problems=(503,)
    ),
)


def describe() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    types: set[Any] = {requests.Vulnerability, requests.SubmittedFile, requests.Problem}
    types |= {
        kind
        for operation in _OPERATIONS
        for kind in (operation.answer, operation.body)
        if isinstance(kind, type)
    }
    schemas, components = msgspec.json.schema_components(
        sorted(types, key=lambda kind: kind.__name__),
        ref_template="#/components/schemas/{name}",
    )
    refs = dict(zip(sorted(types, key=lambda kind: kind.__name__), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in _OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "fpcache",
            "version": __version__,
            "summary": "Judge a security finding once; reuse the verdict until the code changes.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": dict(components),
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _described(operation: _Operation, refs: Mapping[Any, _Schema]) -> dict[str, Any]:
    statuses = set(operation.problems)
    if operation.scope is not None:
        statuses |= {400, 401, 403, 429, 503}
    if operation.body is not None:
        statuses |= set(_WITH_BODY)
    problem = {_PROBLEM: {"schema": refs[requests.Problem]}}
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": _identifier(operation),
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {_JSON: {"schema": _schema(operation.answer, refs)}},
            },
            **{
                str(status): {"description": _PROBLEMS[status], "content": problem}
                for status in sorted(statuses)
            },
        },
    }
    if operation.scope is not None:
        described["description"] = f"Wants a key with the scope `{operation.scope.value}`."
        described["security"] = [{"key": []}, {"bearer": []}]
    if operation.parameters:
        described["parameters"] = [
            {
                "name": one.name,
                "in": one.place,
                "required": one.needed,
                "description": one.about,
                "schema": one.schema,
            }
            for one in operation.parameters
        ]
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {_JSON: {"schema": _schema(operation.body, refs)}},
        }
    return described


def _schema(kind: Any, refs: Mapping[Any, _Schema]) -> _Schema:
    return refs[kind] if isinstance(kind, type) else kind


def _identifier(operation: _Operation) -> str:
    words = operation.path.removeprefix("/api/v1").replace("{", "").replace("}", "")
    return operation.method + "".join(
        word.capitalize() for word in words.replace("/", " ").replace("_", " ").split()
    )


def description_handler() -> Callable[[Request], Awaitable[Response]]:
    """``/openapi.json``."""
    body = msgspec.json.encode(describe())

    async def openapi(_request: Request) -> Response:
        return Response(body, media_type=_JSON)

    return openapi
