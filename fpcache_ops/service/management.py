"""Cache management: entries, invalidations, savings, keys; always the caller's tenant's own."""

import secrets
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import msgspec
from starlette.responses import Response

from fpcache_ops.bootstrap import Assembly
from fpcache_ops.core.access import ApiKey, new_key
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.lookup import (
    Candidate,
    Expired,
    Invalidated,
    Outcome,
    Outdated,
    cause_of,
    name_of,
)
from fpcache_ops.core.ports import Clock
from fpcache_ops.core.taxonomy import canonical_type
from fpcache_ops.lookuplog.savings import saved
from fpcache_ops.service.gate import Call, answered
from fpcache_ops.service.problems import Problem, invalid
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.wire import InvalidRequest
from fpcache_ops.wire import management as wire
from fpcache_ops.wire.strict import decode
from fpcache_ops.wire.validation import iso

_MOST = 1_000
_LISTED = 100
_LARGEST_ID = 2**63 - 1

_S = TypeVar("_S", bound=msgspec.Struct)


class ManagementHandlers:
    """Handlers over an assembled cache."""

    def __init__(self, assembly: Assembly, telemetry: Telemetry, clock: Clock, log: Path) -> None:
        self._assembly = assembly
        self._telemetry = telemetry
        self._clock = clock
        self._log = log

    # --- invalidations -------------------------------------------------------------------

    async def invalidate(self, call: Call) -> Response:
        """Withdraw what is selected, or say what that would be."""
        body = await call.body()
        return await call.blocking(self._invalidate, call, body)

    def _invalidate(self, call: Call, body: bytes) -> Response:
        asked = _read(body, wire.InvalidateBody)
        if not asked.reason.strip() or not asked.reason.isprintable():
            raise InvalidRequest("'reason' must say why, in one line")
        selector = wire.selector_of(asked.selector, call.caller.tenant)
        preview = self._assembly.store.preview(selector, wire.SAMPLE)
        sample = [self._note(Candidate(entry, genuine=False)) for entry in preview.sample]
        if asked.dry_run:
            return answered(wire.Invalidated(True, preview.count, sample))
        done = self._assembly.store.invalidate(
            selector, who=_who(call), why=asked.reason.strip(), at=self._clock.now()
        )
        self._telemetry.invalidated()
        note = wire.invalidation_note(done)
        return answered(wire.Invalidated(False, preview.count, sample, done.seq, note))

    async def invalidations(self, call: Call) -> Response:
        """The tenant's invalidations."""
        found = await call.blocking(self._assembly.store.invalidations, call.caller.tenant)
        return answered(wire.Invalidations([wire.invalidation_note(one) for one in found]))

    async def restore(self, call: Call) -> Response:
        """Revoke an invalidation of the tenant."""
        number = _positive(call.request.path_params["id"])
        if number is None or not await call.blocking(
            self._assembly.store.revoke,
            number,
            tenant=call.caller.tenant,
            who=_who(call),
            at=self._clock.now(),
        ):
            raise _not_there("there is no unrevoked invalidation of this id")
        return answered(wire.Restored(number, True))

    # --- what is there -------------------------------------------------------------------

    async def entries(self, call: Call) -> Response:
        """Entries, newest first."""
        limit = _limit(call)
        selector = _selected(call)
        found = await call.blocking(self._assembly.store.entries, selector, limit + 1)
        return answered(
            wire.Entries([self._note(one) for one in found[:limit]], len(found) > limit)
        )

    async def stats(self, call: Call) -> Response:
        """How much is kept for the tenant."""
        found = await call.blocking(self._assembly.store.stats, call.caller.tenant)
        return answered(wire.stats_body(found))

    async def explain(self, call: Call) -> Response:
        """What is known of a place, and what keeps it from being used."""
        if call.query("entry") is None and call.query("file") is None:
            raise invalid("name an entry (a digest), or a repository and a file")
        selector = _selected(call)
        found = await call.blocking(self._assembly.store.entries, selector, _MOST)
        line = call.query("line")
        if line is not None:
            if _positive(line) is None:
                raise invalid("the parameter 'line' must be a line")
            place = f"{selector.path}:{line}"
            found = [one for one in found if place in _places(one.entry.locator)]
        switch = self._assembly.switch.state(call.caller.tenant)
        return answered(
            wire.Explained(
                wire.SwitchNote(switch.on, switch.rule), [self._note(one) for one in found]
            )
        )

    async def savings(self, call: Call) -> Response:
        """Calls, seconds and money that the cache saved."""
        since, until = (_moment(call, name) for name in ("since", "until"))
        seconds, cost = (_number(call, name) for name in ("seconds_per_call", "cost_per_call"))
        found = await call.blocking(saved, self._log, call.caller.tenant, since=since, until=until)
        if seconds is None:
            seconds = found.seconds / found.calls_made if found.calls_made else 0.0
        if cost is None:
            priced = found.calls_with_cost
            cost = found.cost_micro / 1e6 / priced if priced else 0.0
        return answered(
            wire.Savings(
                since=iso(since) if since else None,
                until=iso(until) if until else None,
                findings=found.findings,
                calls_without_cache=found.calls_without_cache,
                calls_made=found.calls_made,
                calls_avoided=found.calls_avoided,
                measured_calls=found.calls_made,
                seconds_per_call=round(seconds, 6),
                cost_per_call=round(cost, 6),
                currency=found.currency,
                seconds=round(seconds * found.calls_avoided, 3),
                money=round(cost * found.calls_avoided, 6),
            )
        )

    def _note(self, one: Candidate) -> wire.EntryNote:
        outcome = self._assembly.standing(one)
        by = one.withdrawn_by.seq if one.withdrawn_by is not None else None
        return wire.entry_note(one.entry, name_of(outcome), _why(outcome), by)

    # --- keys ----------------------------------------------------------------------------

    async def keys(self, call: Call) -> Response:
        """The tenant's keys."""
        found = await call.blocking(self._assembly.directory.keys, call.caller.tenant)
        now = self._clock.now()
        return answered(wire.Keys([wire.key_note(one, one.state(now)) for one in found]))

    async def create_key(self, call: Call) -> Response:
        """A new key of the tenant."""
        asked = _read(await call.body(), wire.CreateKeyBody)
        if not asked.label.isprintable():
            raise InvalidRequest("'label' must be one line of text")
        text, presented = new_key(secrets.randbelow)
        now = self._clock.now()
        key = ApiKey(
            id=presented.id,
            tenant=call.caller.tenant,
            label=asked.label,
            digest=presented.digest,
            scopes=frozenset(asked.scopes),
            created_at=now,
            created_by=_who(call),
            expires_at=now + timedelta(days=asked.days) if asked.days else None,
        )
        await call.blocking(self._assembly.directory.add_key, key)
        return answered(wire.CreatedKey(text, wire.key_note(key, "valid")))

    async def revoke_key(self, call: Call) -> Response:
        """End a key of the tenant."""
        key_id = str(call.request.path_params["id"])
        if "\0" in key_id or not await call.blocking(
            self._assembly.directory.revoke_key,
            key_id,
            tenant=call.caller.tenant,
            who=_who(call),
            at=self._clock.now(),
        ):
            raise _not_there("there is no unrevoked key of this id")
        return answered(wire.RevokedKey(key_id, True))


def _who(call: Call) -> str:
    return f"key {call.caller.key_id}"


def _why(outcome: Outcome) -> str:
    """A few words on what a lookup would say."""
    match outcome:
        case Outdated(doubt=doubt):
            return {
                "version": "judged by another validator version",
                "denied": "judged by a validator version that is denied",
                "confidence": "below the confidence threshold",
            }[doubt.value]
        case Invalidated(invalidation=by):
            return f"withdrawn by invalidation {by.seq}"
        case Expired():
            return "past its lifetime, or from a time that has not come yet"
        case _:
            return cause_of(outcome) or "usable"


def _read(body: bytes, kind: type[_S]) -> _S:
    decode(body)
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise InvalidRequest(str(error)) from error


def _selected(call: Call) -> Selector:
    """The tenant's entries that fit all that the parameters name. Raises Problem."""
    entry, file, kind = (call.query(name) for name in ("entry", "file", "type"))
    digest = None
    if entry is not None:
        try:
            digest = bytes.fromhex(entry)
        except ValueError:
            digest = b""
        if len(digest) != 32:
            raise invalid("the parameter 'entry' must be a digest: 64 hexadecimal characters")
    texts = (call.query("repository"), file, kind, call.query("validator_version"))
    if any(text is not None and not wire.is_name(text) for text in texts):
        raise invalid("a parameter names something that no entry can be called")
    return Selector(
        call.caller.tenant,
        texts[0],
        file,
        canonical_type(kind) if kind is not None else None,
        texts[3],
        digest,
    )


def _limit(call: Call) -> int:
    given = call.query("limit")
    limit = _positive(given) if given is not None else _LISTED
    if limit is None or limit > _MOST:
        raise invalid(f"the parameter 'limit' must be a number from 1 to {_MOST}")
    return limit


def _positive(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number <= _LARGEST_ID else None


def _number(call: Call, name: str) -> float | None:
    given = call.query(name)
    if given is None:
        return None
    try:
        # As it is written: a float may be rounded to what is allowed.
        number = Decimal(given)
    except InvalidOperation:
        number = Decimal(-1)
    if not (number.is_finite() and 0 <= number <= wire.PER_CALL_LIMIT):
        raise invalid(f"the parameter {name!r} must be a number from 0 to {wire.PER_CALL_LIMIT}")
    return float(number)


def _moment(call: Call, name: str) -> datetime | None:
    given = call.query(name)
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(given)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise invalid(
            f"the parameter {name!r} must be a time: 2026-11-02 or with T10:00Z"
        ) from None


def _places(locator: str) -> list[str]:
    """The ``path:line`` of a locator ``tenant/owner/repo/[path:line,...]:type``."""
    return locator[locator.find("[") + 1 : locator.rfind("]")].split(",")


def _not_there(detail: str) -> Problem:
    """The same answer for what is another tenant's and for what nobody has."""
    return Problem(404, "Not found", detail)
