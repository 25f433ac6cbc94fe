"""What every store promises of flags, and of the switch that reads them."""

import json

import pytest
from openfeature.exception import ErrorCode
from typer.testing import CliRunner

from fpcache_ops.cli import app
from fpcache_ops.core.flags import CACHING, EVERYONE, FlagSetting
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.stores.flags import STALE_SECONDS, SqlFlags, TableProvider
from fpcache_ops.stores.switch import FileSwitch, flag_of
from tests.factories import NOW, ManualClock

ON, OFF = FlagSetting(100), FlagSetting(0)


@pytest.fixture
def flags(store) -> SqlFlags:
    return SqlFlags(store)


def put(flags, setting, tenant=EVERYONE):
    flags.set(CACHING, tenant, setting, who="ann", at=NOW)


class Breaking:
    """Flags of which the table cannot be read while ``broken``; counts the readings."""

    def __init__(self, flags: SqlFlags) -> None:
        self._flags = flags
        self.broken = False
        self.read = 0

    def settings(self, flag):
        self.read += 1
        if self.broken:
            raise StoreUnusable("the database is down")
        return self._flags.settings(flag)


def test_what_is_set_is_read_replaced_and_taken_away(flags):
    """By tenant; another flag is another flag."""
    assert flags.settings(CACHING) == {}
    put(flags, FlagSetting(25))
    put(flags, ON, "acme")
    put(flags, OFF, "acme")
    flags.set("another", EVERYONE, ON, who="ann", at=NOW)
    assert flags.settings(CACHING) == {EVERYONE: FlagSetting(25), "acme": OFF}
    put(flags, None)
    put(flags, None, "nobody")
    assert flags.settings(CACHING) == {"acme": OFF}
    with pytest.raises(UnusableInput):
        put(flags, ON, "a\x00b")


def test_the_switch_follows_the_flag_within_a_second(flags, tmp_path):
    """It is read again when what was read is half a second old, not at every request."""
    clock, source = ManualClock(), Breaking(flags)
    switch = FileSwitch(
        tmp_path / "off",
        forced=None,
        default=False,
        flag=flag_of(TableProvider(source, clock)),
    )
    assert switch.state("acme").rule == "default"
    put(flags, ON)
    assert not switch.state("acme").on
    assert source.read == 1
    clock.pause(STALE_SECONDS)
    assert switch.state("acme").on
    put(flags, OFF, "acme")
    clock.pause(STALE_SECONDS)
    assert not switch.state("acme").on
    assert switch.state("other").on


def test_an_unreadable_flag_is_unset_and_nothing_is_pinned(flags, tmp_path):
    """What was read before the database went down is not believed for longer than before."""
    clock, source = ManualClock(), Breaking(flags)
    flag = flag_of(TableProvider(source, clock))
    service = FileSwitch(tmp_path / "off", forced=None, default=False, flag=flag)
    forced = FileSwitch(tmp_path / "off", forced=True, default=False, flag=flag)
    put(flags, ON)
    assert service.state("acme").on
    source.broken = True
    clock.pause(STALE_SECONDS)
    assert (service.state("acme").on, service.state("acme").rule) == (False, "default")
    assert forced.state("acme").on
    source.broken = False
    clock.pause(STALE_SECONDS)
    assert service.state("acme").on


def test_the_off_file_works_with_the_database_down(flags, tmp_path):
    """It is not even asked."""
    clock, source = ManualClock(), Breaking(flags)
    source.broken = True
    flag = flag_of(TableProvider(source, clock))
    switch = FileSwitch(tmp_path / "off", forced=True, default=True, flag=flag)
    (tmp_path / "off").touch()
    assert switch.state("acme").rule == "off file"
    assert source.read == 0


def test_a_flag_is_on_or_off_and_nothing_else(flags):
    """OpenFeature's other types are an error, not a default that looks like an answer."""
    from openfeature import api

    clock = ManualClock()
    api.set_provider(TableProvider(flags, clock), "types")
    client = api.get_client("types")
    assert client.get_string_details(CACHING, "x").error_code is ErrorCode.TYPE_MISMATCH
    assert client.get_boolean_details(CACHING, True).error_code is ErrorCode.FLAG_NOT_FOUND


def test_the_command(tmp_path, monkeypatch):
    """get and set, for people and for programs; a bad value is one line."""

    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(app, ["flag", *arguments])

    assert "is not set" in run("get").stdout
    assert "on for 25 % of the tenants for everyone" in run("set", "25%").stdout
    assert run("set", "on", "--tenant", "acme").exit_code == 0
    told = json.loads(run("get", "--tenant", "acme", "--format", "json").stdout)
    assert told == {
        "flag": CACHING,
        "everyone": 25,
        "tenants": {"acme": True},
        "tenant": "acme",
        "on": True,
    }
    assert run("set", "unset").exit_code == 0
    assert run("get").stdout == "acme: on\n"
    for bad in (("set", "maybe"), ("set", "101%"), ("set", "50%", "--tenant", "acme")):
        done = run(*bad)
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
