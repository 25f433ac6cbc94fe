"""What the runbook ``rotate-keys`` does: a new key beside the old one, then the end of the old one.

A key is shown once, so the new one goes into a file that only its owner can read, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fpcache_ops.client import OperatorClient, ReadClient
from fpcache_ops.core.access import Scope, presented_key
from fpcache_ops.errors import FpcacheError, Refused, UnusableInput
from fpcache_ops.operations.parameters import read_secret
from fpcache_ops.operations.plan import Change, Fact, Plan
from fpcache_ops.operations.rehearsal import IN_REHEARSAL
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.tables import Cell, Table
from fpcache_ops.wire.management import KeyNote

_ASKED = 5
_REHEARSED = "a rehearsal's old key"


@dataclass(frozen=True)
class Keys:
    """The tenant's keys, and the one that is to go."""

    keys: list[KeyNote]
    old: KeyNote

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {"keys": len(self.keys), "old": self.old.id, "old_state": self.old.state}

    def table(self) -> Table:
        """All keys, without what opens anything."""
        rows: list[dict[str, Cell]] = [
            {
                "key": one.id,
                "label": one.label,
                "state": one.state,
                "scopes": ", ".join(one.scopes),
                "ends": (one.expires_at or "never")[:10],
            }
            for one in self.keys
        ]
        return Table.of("Keys of the tenant", rows)


def prepare(run: Run) -> Mapping[str, object]:
    """In a rehearsal: a service with real keys, and one that is to be replaced.

    Raises:
        UnusableInput: it is not said which key is to go, or where the new one is to be written.
    """
    parameters = run.parameters
    if parameters["server"]:
        if not parameters["old"]:
            raise UnusableInput("give old, the id of the key that is to be replaced: `keys list`")
        if parameters["part"] == "make" and not parameters["new_key_file"]:
            raise UnusableInput("give new_key_file, the file that the new key is written to")
        return {"server": parameters["server"]}
    own = run.rehearsal(keys=True)
    with OperatorClient(own.url, own.key) as operator:
        made = operator.create_key([Scope.READ, Scope.VALIDATE], label=_REHEARSED)
    run.learn_secret(made.key)
    return {"rehearsal": True}


def diagnose(run: Run) -> Keys:
    """The keys, and the one that is to go.

    Raises:
        UnusableInput: there is no such key.
        Refused: it is the very key that this run uses, or it has ended before.
    """
    keys = run.reader().api_keys()
    wanted = str(run.parameters["old"])
    if run.parameters["server"]:
        old = next((one for one in keys if one.id == wanted), None)
        used = presented_key(read_secret(str(run.parameters["api_key"])))
        if used is not None and used.id == wanted and run.parameters["part"] == "end":
            raise Refused("that is the key this run uses: run it with another one, such as the new")
    else:
        old = next((one for one in keys if one.label == _REHEARSED), None)
    if old is None:
        raise UnusableInput(f"there is no key {wanted}; there are: {', '.join(k.id for k in keys)}")
    if old.state != "valid":
        raise Refused(f"key {old.id} has ended before: it is {old.state}")
    return Keys(keys, old)


def plan(run: Run, found: Keys) -> Plan:
    """One new key like the old one, or the end of the old one."""
    parameters = run.parameters
    own = not parameters["server"]
    if parameters["part"] == "make":
        change = Change(
            key="make-key",
            title=f"Make a key like {_named(run, found)}: scopes {', '.join(found.old.scopes)}",
            kind="create_key",
            arguments={
                "scopes": [str(scope) for scope in found.old.scopes],
                "label": str(parameters["label"]),
                "days": parameters["days"],
                "file": f"{IN_REHEARSAL}/new.key" if own else str(parameters["new_key_file"]),
            },
            undo="fpcache keys revoke {key_id}",
        )
    else:
        change = Change(
            key="end-key",
            title=f"Revoke {_named(run, found)}; that cannot be taken back",
            kind="revoke_key",
            # In a rehearsal every run has a key of its own to end.
            arguments={"label": _REHEARSED} if own else {"key_id": found.old.id},
            undo="make another key: a revoked one stays revoked",
        )
    return run.plan([change], facts=[Fact(name="state of the old key", value=found.old.state)])


@dataclass(frozen=True)
class Rotated:
    """Requests that the key in use, or the new one, was refused; and keys not as planned."""

    refused: int
    asked: int
    wrong: list[str]
    looked_at: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {"refused": self.refused, "asked": self.asked, "not_as_planned": self.wrong}


def verify(run: Run, found: Keys) -> Rotated:
    """Ask with the key that is to be used from now on, and look at the states of both."""
    making = run.parameters["part"] == "make"
    text = _new_key(run) if making else None
    refused = 0
    for _ in range(_ASKED):
        with _client(run, text) as anew:
            try:
                anew.stats()
            except FpcacheError:
                refused += 1
    states = {one.id: one.state for one in run.reader().api_keys()}
    wanted = {found.old.id: "valid" if making else "revoked"}
    if text is not None and (presented := presented_key(text)) is not None:
        wanted[presented.id] = "valid"
    elif making:
        wanted["the new key"] = "valid"
    wrong = [
        f"{key} is {states.get(key, 'not there')}, wanted {state}"
        for key, state in wanted.items()
        if states.get(key) != state
    ]
    return Rotated(refused, _ASKED, wrong, len(wanted))


def _client(run: Run, text: str | None) -> ReadClient:
    if text is None:
        return run.reader().anew()
    server = str(run.parameters["server"])
    return ReadClient(server or run.rehearsal().url, text)


def _new_key(run: Run) -> str:
    file = Path(str(run.parameters["new_key_file"]))
    if not run.parameters["server"]:
        file = Path(str(run.rehearsal().placed(f"{IN_REHEARSAL}/new.key")))
    try:
        text = file.read_text(encoding="utf-8").strip()
    except OSError:
        return "no key"
    run.learn_secret(text)
    return text or "no key"


def _named(run: Run, found: Keys) -> str:
    """In a rehearsal without the id: each run has a key of its own."""
    return f"key {found.old.id}" if run.parameters["server"] else "the old key"
