"""Validating: what a request may look like, and exactly what an answer looks like.

Requests are read leniently, finding by finding: an odd one is answered for itself and never makes
its batch fail. Answers are built here for every door, so that the service and ``--format json``
print the same body.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from fpcache_ops.core.finding import ColumnUnit, Expectation, Finding, Location, Region
from fpcache_ops.core.judging import UNJUDGED_CONFIDENCE
from fpcache_ops.core.lookup import (
    Changed,
    Hit,
    Invalidated,
    Outcome,
    Outdated,
    cause_of,
    is_hit,
    name_of,
)
from fpcache_ops.core.taxonomy import canonical_type
from fpcache_ops.core.validation import Answer, Report
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.wire.strict import InvalidRequest, decode_object

UNKNOWN_REPOSITORY = "unknown/repo"
CACHE_SCOPE = "organization"

_NO_LINE = -1
_DAY = timedelta(days=1)
_Number = Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]


class Submitted(msgspec.Struct, frozen=True, gc=False):
    """One finding of a request, with the id to answer under and what was declared about it."""

    id: str | int | None
    finding: Finding
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class ValidateRequest:
    """A request as understood: ``files`` holds contents, ``hashes`` what is declared of them."""

    repository: str
    submitted: list[Submitted]
    files: dict[str, str]
    hashes: dict[str, str]


class EvidenceNote(msgspec.Struct, omit_defaults=True):
    """Which evidence an answer rests on."""

    policy: str
    digest: str
    fallback: str | None = None


class ValidatorNote(msgspec.Struct):
    """Who judged."""

    name: str
    version: str


class AstContext(msgspec.Struct, rename="camel", omit_defaults=True):
    """What is seen around the place; computed for the request, never cached."""

    in_user_input_flow: bool
    has_validation: bool
    file_classification: str
    safe_pattern: str | None = None


class Validated(msgspec.Struct, rename="camel", omit_defaults=True):
    """One answer. ``is_valid`` false means: a false positive. ``from_cache``: no validator was
    asked, for there was a stored verdict (``cached_at`` says since when) or a person had decided.
    """

    id: str | int | None
    is_valid: bool
    confidence: float
    reason: str
    from_cache: bool
    cache_key: str
    cache_scope: str
    outcome: str
    cause: str
    verdict: str
    validator: ValidatorNote
    ast_context: AstContext
    evidence: EvidenceNote | None = None
    justification: str | None = None
    cache_hit_type: str | None = None
    cached_at: str | None = None
    expires_at: str | None = None
    cache_invalidated_reason: str | None = None
    warnings: list[str] = []


class Stats(msgspec.Struct, rename="camel"):
    """Counts over the answers; ``validated`` counts those that are real."""

    total: int
    validated: int
    rejected: int
    cache_hits: int
    cache_misses: int


class CacheStats(msgspec.Struct):
    """Counts of this request; ``hit_rate`` in percent of hits and misses. What a person decided is
    a hit, too. ``avg_ttl_remaining`` in days over the answers that are a stored verdict.
    ``total_cached_entries`` is the tenant's, null when it cannot be told.
    """

    total_requests: int
    cache_hits: int
    cache_misses: int
    internal_duplicates: int
    hit_rate: float
    total_cached_entries: int | None
    avg_ttl_remaining: float


class ValidateResponse(msgspec.Struct, omit_defaults=True):
    """The answer to a request, findings in request order."""

    validated: list[Validated]
    stats: Stats
    cache_stats: CacheStats
    warnings: list[str] = []


def read_request(body: bytes, tenant: str) -> ValidateRequest:
    """Understand a body.

    Raises:
        InvalidRequest: it is not JSON, or has no list of vulnerabilities.
    """
    document = decode_object(body)
    items = document.get("vulnerabilities")
    if not isinstance(items, list):
        raise InvalidRequest("'vulnerabilities' must be a list")
    repository = _text(document.get("repository")) or UNKNOWN_REPOSITORY
    files, hashes = _files(document.get("files"))
    return ValidateRequest(repository, _all_submitted(items, tenant, repository), files, hashes)


class _Place(msgspec.Struct, gc=False, rename={"file_path_": "filePath"}):
    """A place as most clients send it: each field of its type, or null, or not there."""

    file_path: str | None = None
    file_path_: str | None = None
    file: str | None = None
    line: _Number | None = None
    column: _Number | None = None
    end_line: _Number | None = None
    end_column: _Number | None = None
    column_unit: str | None = None
    is_primary: bool | None = None
    expected: None = None


class _Usual(_Place, gc=False, rename={"file_path_": "filePath", "pattern_id": "patternId"}):
    """A finding as most clients send it."""

    id: str | int | None = None
    type: str | None = None
    pattern_id: str | None = None
    code: str | None = None
    locations: list[_Place] | None = None


def _all_submitted(items: list[Any], tenant: str, repository: str) -> list[Submitted]:
    """Field by field only where one of them is unusual: types are checked in C."""
    try:
        usual = msgspec.convert(items, list[_Usual])
    except msgspec.ValidationError:
        return [_submitted(item, tenant, repository) for item in items]
    return [_usually_submitted(item, tenant, repository) for item in usual]


def _usually_submitted(item: _Usual, tenant: str, repository: str) -> Submitted:
    pattern = item.pattern_id or ""
    places = sorted(item.locations, key=lambda at: not at.is_primary) if item.locations else [item]
    return Submitted(
        item.id,
        Finding(
            tenant,
            repository,
            canonical_type(item.type or pattern),
            pattern if item.type else "",
            tuple([_usual_location(place) for place in places]),
        ),
        item.code or "",
    )


def _usual_location(place: _Place) -> Location:
    line = place.line
    utf16 = place.column_unit == ColumnUnit.UTF16
    return Location(
        place.file_path or place.file_path_ or place.file or "",
        Region(
            _NO_LINE if line is None else line,
            place.column or None,
            place.end_line,
            place.end_column or None,
            ColumnUnit.UTF16 if utf16 else ColumnUnit.CODE_POINTS,
        ),
    )


def _files(sent: Any) -> tuple[dict[str, str], dict[str, str]]:
    files: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for path, value in sent.items() if isinstance(sent, dict) else ():
        if isinstance(value, str):
            files[path] = value
        elif isinstance(value, dict) and isinstance(value.get("content"), str):
            files[path] = value["content"]
            if _text(value.get("hash")):
                hashes[path] = value["hash"]
    return files, hashes


def _submitted(item: Any, tenant: str, repository: str) -> Submitted:
    if not isinstance(item, dict):
        item = {}
    sent_type, pattern = _text(item.get("type")), _text(item.get("patternId"))
    places = item.get("locations")
    if isinstance(places, list) and places:
        locations = sorted(map(_location, places), key=lambda place: not place[0])
    else:
        locations = [_location(item)]
    identity = item.get("id")
    return Submitted(
        identity if isinstance(identity, (str, int)) else None,
        Finding(
            tenant=tenant,
            repository=repository,
            type=canonical_type(sent_type or pattern),
            rule_id=pattern if sent_type else "",
            locations=tuple(location for _, location in locations),
        ),
        _text(item.get("code")),
    )


def _location(place: Any) -> tuple[bool, Location]:
    """Whether the place is called primary, and the place."""
    if not isinstance(place, dict):
        place = {}
    path = _text(place.get("file_path")) or _text(place.get("filePath")) or _text(place.get("file"))
    line = _number(place.get("line"))
    column = _number(place.get("column"))
    end_column = _number(place.get("end_column"))
    region = Region(
        start_line=_NO_LINE if line is None else line,
        start_column=column or None,
        end_line=_number(place.get("end_line")),
        end_column=end_column or None,
        column_unit=(
            ColumnUnit.UTF16
            if place.get("column_unit") == ColumnUnit.UTF16
            else ColumnUnit.CODE_POINTS
        ),
    )
    return place.get("is_primary") is True, Location(path, region, _expectation(place))


def _expectation(place: Mapping[str, Any]) -> Expectation | None:
    expected = place.get("expected")
    if not isinstance(expected, dict):
        return None
    return Expectation(
        _text(expected.get("snippet")) or None, _text(expected.get("sha256")) or None
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    """A line or column: a whole number from 0, also as text; ``None`` for anything else."""
    if value is None:
        return None
    if type(value) is int:
        return value if 0 <= value < 1 << 31 else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31:
        return value
    return None


def respond(
    report: Report,
    ids: Sequence[str | int | None],
    remarks: Sequence[Sequence[str]] | None = None,
) -> ValidateResponse:
    """The answer to a request.

    ``ids`` are the clients' own, in order, and may repeat: where equal ids would be answered
    differently all of them are answered as real, for clients apply the last answer to each.
    ``remarks`` are further warnings for each answer.
    """
    answers, total = report.answers, len(report.answers)
    said = zip(answers, ids, remarks or [()] * total, strict=True)
    validated = [_validated(*one) for one in said]
    _settle_equal_ids(validated)
    asked = [answer for answer in answers if not answer.duplicate]
    ttls = [a.outcome.ttl for a in answers if isinstance(a.outcome, Hit)]
    hits = sum([is_hit(answer.outcome) for answer in asked])
    misses = len(asked) - hits
    real = sum([answer.is_valid for answer in validated])
    return ValidateResponse(
        validated,
        Stats(total, real, total - real, hits, misses),
        CacheStats(
            total_requests=total,
            cache_hits=hits,
            cache_misses=misses,
            internal_duplicates=total - len(asked),
            hit_rate=_percent(hits, len(asked)),
            total_cached_entries=report.total_entries,
            avg_ttl_remaining=round(sum(ttls, timedelta()) / len(ttls) / _DAY, 2) if ttls else 0.0,
        ),
        report.warnings,
    )


def merged(responses: Sequence[ValidateResponse]) -> ValidateResponse:
    """One answer out of those to the parts of a request, numbered through."""
    validated = [answer for response in responses for answer in response.validated]
    for number, answer in enumerate(validated):
        answer.id = number
    caches = [response.cache_stats for response in responses]
    hits = sum(cache.cache_hits for cache in caches)
    misses = sum(cache.cache_misses for cache in caches)
    real = sum(answer.is_valid for answer in validated)
    stored = [sum(a.outcome == "hit" for a in response.validated) for response in responses]
    ttl = sum(c.avg_ttl_remaining * many for c, many in zip(caches, stored, strict=True))
    return ValidateResponse(
        validated,
        Stats(len(validated), real, len(validated) - real, hits, misses),
        CacheStats(
            total_requests=len(validated),
            cache_hits=hits,
            cache_misses=misses,
            internal_duplicates=sum(cache.internal_duplicates for cache in caches),
            hit_rate=_percent(hits, hits + misses),
            total_cached_entries=caches[-1].total_cached_entries,
            avg_ttl_remaining=round(ttl / sum(stored), 2) if any(stored) else 0.0,
        ),
        list(dict.fromkeys(w for response in responses for w in response.warnings)),
    )


def _percent(count: int, total: int) -> float:
    return round(100 * count / total, 2) if total else 0.0


def _validated(answer: Answer, identity: str | int | None, remarks: Sequence[str]) -> Validated:
    built, entry, said, outcome = answer.built, answer.entry, answer.verdict, answer.outcome
    context, judge = answer.context, said.judged_by
    # By position: to tell nineteen names apart costs as much as all the rest.
    return Validated(
        identity,
        said.is_real,
        said.confidence,
        said.reason,
        is_hit(outcome),
        answer.finding.locator,
        CACHE_SCOPE,
        name_of(outcome),
        cause_of(outcome),
        said.judgement,
        ValidatorNote(judge.name, judge.version),
        AstContext(
            context.in_user_input_flow,
            context.has_validation,
            context.file_classification,
            context.safe_pattern,
        ),
        EvidenceNote(built.policy, built.digest.hex(), built.fallback) if built else None,
        said.justification,
        "exact_match" if entry else None,
        iso(entry.cached_at) if entry else None,
        iso(entry.expires_at) if entry else None,
        _invalidated_reason(outcome),
        [*answer.warnings, *remarks],
    )


def _invalidated_reason(outcome: Outcome) -> str | None:
    match outcome:
        case Changed():
            return "file_changed"
        case Invalidated():
            return "manual"
        case Outdated():
            return "validator_changed"
        case _:
            return None


def _settle_equal_ids(validated: list[Validated]) -> None:
    if len({answer.id for answer in validated}) == len(validated):
        return
    same: dict[str | int, list[Validated]] = defaultdict(list)
    for answer in validated:
        if answer.id is not None:
            same[answer.id].append(answer)
    for identity, group in same.items():
        if len({answer.is_valid for answer in group}) > 1:
            for answer in group:
                if not answer.is_valid:
                    answer.is_valid = True
                    answer.verdict = Judgement.UNDETERMINED
                    answer.justification = None
                    answer.confidence = UNJUDGED_CONFIDENCE
                    answer.reason = "Reported as real: another finding with the same id is real."
                answer.warnings.append(
                    f"{len(group)} findings share the id {identity!r} and would be answered "
                    "differently: all are reported as real; send distinct ids"
                )


def declared_mismatches(request: ValidateRequest) -> list[list[str]]:
    """For each finding, what its declared hash or snippet gets wrong; it changes no answer."""
    wrong_hash = {
        path: f"the declared hash of {path} does not fit the submitted content; it was ignored"
        for path, declared in request.hashes.items()
        if declared.rpartition(":")[2].lower() != _sha256(request.files[path])
    }
    folded: dict[str, str] = {}

    def remarks(one: Submitted) -> list[str]:
        path = one.finding.primary.path
        found = [wrong_hash[path]] if path in wrong_hash else []
        if path in request.files and one.snippet not in request.files[path]:
            if path not in folded:
                folded[path] = " ".join(request.files[path].split())
            if " ".join(one.snippet.split()) not in folded[path]:
                found.append("the snippet is not in the submitted file; it was ignored")
        return found

    return [remarks(one) for one in request.submitted]


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(4096)
def iso(moment: datetime) -> str:
    """The moment as answers show it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def encode(response: ValidateResponse) -> bytes:
    """The response body."""
    return msgspec.json.encode(response)


def decode_response(body: bytes) -> ValidateResponse:
    """Read a response body strictly. Raises msgspec.ValidationError or msgspec.DecodeError."""
    return msgspec.json.decode(body, type=ValidateResponse)


def finding_body(identity: str | int, finding: Finding) -> Mapping[str, Any]:
    """A finding as our own client sends it: steps of code flows are further locations.

    ``expected`` is what the report saw at a location: where it does not fit, the service does not
    judge. It is an extension; other clients' ``code`` and ``hash`` only earn a warning.
    """
    steps = [step for flow in finding.flows for step in flow]
    return {
        "id": identity,
        "type": finding.type,
        "patternId": finding.rule_id,
        "locations": [
            {
                "file_path": at.path,
                "line": at.region.start_line,
                "end_line": at.region.end_line,
                "column": at.region.start_column,
                "end_column": at.region.end_column,
                "column_unit": at.region.column_unit,
                "is_primary": index == 0,
                "expected": at.expectation
                and {
                    "snippet": at.expectation.snippet,
                    "sha256": at.expectation.sha256,
                },
            }
            for index, at in enumerate([*finding.locations, *steps])
        ],
    }
