"""Errors as RFC 9457 problem details that also carry what older clients read."""

from typing import Any

import msgspec
from starlette.responses import Response

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def problem(status: int, error: str | dict[str, str], detail: str, request_id: str) -> Response:
    """A problem document; ``error`` is the member that older clients look at."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES[status],
        "status": status,
        "detail": detail,
        "error": error,
        "requestId": request_id,
    }
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/problem+json",
        headers={"x-request-id": request_id},
    )


def unauthorized(code: str, message: str, request_id: str) -> Response:
    """401, with the code that older clients switch on."""
    answer = problem(401, {"code": code, "message": message}, message, request_id)
    answer.headers["www-authenticate"] = "Bearer"
    return answer
