"""Our own client against the service."""

import pytest

from fpcache_ops.client import OperatorClient, ReadClient
from fpcache_ops.core.access import Scope
from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.wire.management import SelectorBody
from tests.contract.service.conftest import FALSE, REAL


def test_a_reader_and_an_operator(service, acme):
    """The reader sees everything that the operator does, and can do none of it."""
    service.validate(acme, FALSE, REAL)
    scan = {"phase": "scan", "repo": "acme/x", "commitSha": "c", "data": [1]}
    service.ask(acme, "POST", "/api/v1/phases/store", json=scan)
    service.assembly.log.flush()
    url = str(service.http.base_url)
    with ReadClient(url, acme) as reader, OperatorClient(url, acme) as operator:
        assert reader.stats().entries == 2
        assert len(reader.entries(file="b.py", limit=1).entries) == 1
        assert reader.explain(repository="acme/shop", file="b.py", line=2).switch.on
        assert reader.savings(cost_per_call=1).calls_made == 2
        assert reader.phases("acme/x", "c") == {"scan": [1]}
        chosen = SelectorBody(repository="acme/shop", file="b.py")
        assert reader.preview(chosen).count == 1
        assert reader.invalidations() == []
        done = operator.invalidate(chosen, "why not")
        assert [one.id for one in reader.invalidations()] == [done.id]
        assert done.id is not None
        assert operator.restore(done.id).restored
        made = operator.create_key([Scope.READ], label="mine", days=1)
        assert made.note in reader.api_keys()
        with ReadClient(url, made.key) as other:
            assert other.stats().entries == 2
        assert operator.revoke_key(made.note.id).revoked


def test_what_a_reader_has_not():
    """No method that changes anything; validating is what the service is for."""
    changing = set(dir(OperatorClient)) - set(dir(ReadClient))
    assert changing == {"invalidate", "restore", "create_key", "revoke_key"}


def test_refusals_are_told_apart(service, acme):
    """What the caller got wrong, and what the service cannot do."""
    url = str(service.http.base_url)
    with OperatorClient(url, acme) as operator:
        with pytest.raises(UnusableInput, match=r"404.*no unrevoked invalidation"):
            operator.restore(999)
        with pytest.raises(UnusableInput, match=r"400.*selector"):
            operator.invalidate(SelectorBody(), "why")
    with ReadClient(url, "nonsense") as nobody, pytest.raises(ServiceUnusable, match="401"):
        nobody.stats()
    fork, _ = service.key("acme", Scope.VALIDATE)
    with ReadClient(url, fork) as reader, pytest.raises(ServiceUnusable, match=r"403.*scope"):
        reader.stats()
