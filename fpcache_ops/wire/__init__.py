"""The HTTP API's types, shared by the service and its clients; one module for each part of it."""

from fpcache_ops.wire.strict import InvalidRequest
from fpcache_ops.wire.validation import (
    AstContext,
    CacheStats,
    EvidenceNote,
    Stats,
    Submitted,
    Validated,
    ValidateRequest,
    ValidateResponse,
    ValidatorNote,
    declared_mismatches,
    decode_response,
    encode,
    finding_body,
    merged,
    read_request,
    respond,
)

__all__ = [
    "AstContext",
    "CacheStats",
    "EvidenceNote",
    "InvalidRequest",
    "Stats",
    "Submitted",
    "ValidateRequest",
    "ValidateResponse",
    "Validated",
    "ValidatorNote",
    "declared_mismatches",
    "decode_response",
    "encode",
    "finding_body",
    "merged",
    "read_request",
    "respond",
]
