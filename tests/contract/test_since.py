"""A backup that is put back switches nothing on: what was off, revoked or taken away stays so."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from fpcache_ops.core.access import Tenant
from fpcache_ops.core.flags import EVERYONE, FlagSetting, bucket, evaluate
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.stores import backup
from fpcache_ops.stores.directory import SqlDirectory
from fpcache_ops.stores.flags import SqlFlags
from fpcache_ops.stores.overrides import SqlOverrides
from tests.contract.places import Place
from tests.contract.test_backup import put_back
from tests.contract.test_directory import ACME, a_key
from tests.factories import NOW, SEAL, a_question, an_override

FALSE, REAL = Judgement.FALSE_POSITIVE, Judgement.TRUE_POSITIVE
PERCENT = (None, 0, 50, 100)
FLAGS = [
    *({EVERYONE: (then, now)} for then, now in product(PERCENT, PERCENT)),
    *(
        {EVERYONE: (100, 100), "acme": (then, now)}
        for then, now in product((None, 0, 100), (None, 0, 100))
    ),
]
"""By tenant: what was set when the backup was made, and when it was put back."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "backup.db"


def allowed(settings, flag: str, *, default: bool) -> set[str]:
    """The tenants for which the flag is on."""
    tenants = ["acme", *(f"tenant-{n}" for n in range(20))]
    assert {bucket(flag, one) < 50 for one in tenants} == {True, False}
    said = {one: evaluate(flag, settings, one) for one in tenants}
    return {one for one, on in said.items() if (default if on is None else on)}


def test_a_flag_is_on_for_nobody_for_whom_it_was_off(place: Place, file: Path):
    """Whether it was set to off, to a smaller gate, or taken away; for either default."""
    flags = SqlFlags(place.store())

    def put(moment: int) -> None:
        for number, one in enumerate(FLAGS):
            for tenant, given in one.items():
                now = given[moment]
                if (moment == 0 and now is None) or (moment == 1 and given[0] == now):
                    continue
                setting = FlagSetting(now) if now is not None else None
                flags.set(f"flag-{number}", tenant, setting, who="ann", at=NOW)

    put(0)
    held = [flags.settings(f"flag-{number}") for number in range(len(FLAGS))]
    backup.back_up(place.store().database, file)
    put(1)
    before = [flags.settings(f"flag-{number}") for number in range(len(FLAGS))]
    put_back(file, place)
    for number, (one, then, now) in enumerate(zip(FLAGS, held, before, strict=True)):
        flag = f"flag-{number}"
        after = flags.settings(flag)
        for default in (True, False):
            on = allowed(after, flag, default=default)
            assert on <= allowed(now, flag, default=default), one
            if then.keys() <= now.keys():
                assert on <= allowed(then, flag, default=True), one
        if then == now:
            assert after == now, one


def test_a_flag_comes_back_into_a_store_that_never_had_it(place: Place, file: Path):
    """It is what the backup is for."""
    store = place.store()
    store.open()
    flags = SqlFlags(store)
    put_back_empty = place.save()
    flags.set("f", EVERYONE, FlagSetting(100), who="ann", at=NOW)
    backup.back_up(store.database, file)
    place.opened.close()
    put_back_empty()
    put_back(file, place)
    assert SqlFlags(place.store()).settings("f") == {EVERYONE: FlagSetting(100)}


def test_no_key_and_no_account_comes_back_to_life(place: Place, file: Path):
    """A revoked key, the keys of a tenant that was deleted, an account that was taken away."""
    directory = SqlDirectory(place.store())
    directory.add_tenant(ACME, who="ann")
    directory.add_tenant(Tenant("beta", NOW, ("beta-labs",)), who="ann")
    for name, tenant in (("k1", "acme"), ("k2", "acme"), ("k3", "beta"), ("k4", "beta")):
        directory.add_key(a_key(name, tenant))
    backup.back_up(place.store().database, file)
    directory.revoke_key("k1", tenant=None, who="bob", at=NOW)
    directory.delete_account("acme", "acme-labs", who="bob", at=NOW)
    directory.delete_tenant("beta", who="bob", at=NOW)
    directory.add_tenant(Tenant("beta", NOW), who="ann")
    directory.add_key(a_key("k4", "beta"))
    put_back(file, place)
    states = {key.id: key.state(NOW) for key in directory.keys(None)}
    assert states == {"k1": "revoked", "k2": "valid", "k3": "revoked", "k4": "valid"}
    accounts = {one.name: one.accounts for one in directory.tenants()}
    assert accounts == {"acme": ("acme",), "beta": ()}


def test_no_decision_lasts_longer_than_was_decided_last(place: Place, file: Path):
    """An end that was given since holds; where somebody found it real since, it is real."""
    store = place.store()
    decisions = SqlOverrides(store, SEAL)
    soon = NOW + timedelta(days=1)
    ending, lasting, real = (a_question(name) for name in ("ending", "lasting", "real"))
    for question in (ending, lasting, real):
        decisions.add(an_override(FALSE, question))
    backup.back_up(store.database, file)
    decisions.add(an_override(FALSE, ending, expires_at=soon))
    decisions.add(an_override(REAL, real))
    put_back(file, place)
    found = store.overrides([ending, lasting, real])
    assert [one and (one.judgement, one.expires_at) for one in found] == [
        (FALSE, soon),
        (FALSE, None),
        (REAL, None),
    ]
