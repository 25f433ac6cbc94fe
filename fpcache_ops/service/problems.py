"""Errors as RFC 9457 problem details that also carry what older clients read."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.responses import Response

INVALID_REQUEST = "Invalid request format"

Error = str | Mapping[str, str]
"""The member ``error``, which older clients look at."""


class Problem(Exception):
    """A request that is answered with an error."""

    def __init__(
        self, status: int, error: Error, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.error = error
        self.detail = detail
        self.headers = dict(headers or {})

    def response(self, request_id: str) -> Response:
        """The problem document."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "error": self.error,
            "requestId": request_id,
        }
        return Response(
            msgspec.json.encode(body),
            status_code=self.status,
            media_type="application/problem+json",
            headers={"x-request-id": request_id, **self.headers},
        )


def invalid(detail: str, error: str = INVALID_REQUEST) -> Problem:
    """400: the request cannot be understood."""
    return Problem(400, error, detail)


def unauthorized(code: str, message: str) -> Problem:
    """401, with the code that older clients switch on."""
    return Problem(401, {"code": code, "message": message}, message, {"www-authenticate": "Bearer"})


def unavailable(detail: str, *, retry_after: int = 5) -> Problem:
    """503: not now."""
    return Problem(503, "Service unavailable", detail, {"retry-after": str(retry_after)})
