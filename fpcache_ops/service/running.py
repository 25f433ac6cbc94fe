"""One process of the service: assembled, served, drained."""

import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from starlette.requests import Request

from fpcache_ops import config
from fpcache_ops.bootstrap import SystemClock, assemble
from fpcache_ops.errors import UnusableInput
from fpcache_ops.service.app import Options, create_app
from fpcache_ops.service.auth import Authenticator, DevelopmentKeys, StoredKeys
from fpcache_ops.service.drain import Drain
from fpcache_ops.service.gate import Limits
from fpcache_ops.service.logs import Forwarded, open_log
from fpcache_ops.service.quota import Quota
from fpcache_ops.service.server import Server
from fpcache_ops.stores.database import explained

_READERS = 2
"""Processes that read code, for each process of the service."""

_COLLECTED_AFTER = 20_000
"""Objects that may hold others, made and not freed: those of some dozen requests."""

RETIRE = signal.SIGUSR2
"""Tells a worker that another one has taken its place."""


class Serving(msgspec.Struct, frozen=True):
    """What a process of the service is told; the rest are settings."""

    dev: bool
    store: str | None
    log: str | None
    policy: str | None
    drain_seconds: float
    log_level: str
    log_payloads: bool
    quota_file: str | None = None
    validator: str | None = None

    def settings(self) -> config.Settings:
        """The settings in force.

        Raises:
            UnusableInput: they cannot be, or a service cannot do what they say.
        """
        log = Path(self.log) if self.log is not None else None
        found = config.load(store=self.store, log=log, policy=self.policy)
        if found.policy == "closure":
            raise UnusableInput(
                "policy 'closure' looks at a whole checkout, and a request holds some files of it: "
                "serve with --policy scope (or FPCACHE_POLICY=scope), and use closure where the "
                "checkout is: fpcache validate REPORT --policy closure"
            )
        return found.judged_by(self.validator)


def run(
    serving: Serving,
    api: socket.socket,
    metrics: socket.socket | None,
    *,
    started: Callable[[], None],
) -> None:
    """Serve on two listening sockets, the second one for metrics alone, until told to stop.

    Raises:
        StoreUnusable: the store cannot be used as it is.
    """
    settings = serving.settings()
    log, close_log = open_log(serving.log_level)
    forwarded = Forwarded(log)
    logging.getLogger("uvicorn").addHandler(forwarded)
    drain = Drain()
    quota = Quota(Path(serving.quota_file) if serving.quota_file else None)
    port = metrics.getsockname()[1] if metrics is not None else None
    try:
        # A developer's own code is read here, as on the command line.
        usual = 0 if serving.dev else _READERS
        readers = usual if settings.readers is None else settings.readers
        with assemble(
            settings, on_by_default=serving.dev, require_store=True, readers=readers
        ) as assembly:
            if not serving.dev and assembly.database is not None:
                with explained(assembly.database):
                    assembly.database.check_role()
            directory = assembly.directory
            keys: Authenticator = (
                DevelopmentKeys(directory) if serving.dev else StoredKeys(directory, SystemClock())
            )
            app = create_app(
                assembly,
                keys,
                Options(
                    limits=Limits(
                        body_idle=settings.body_idle_seconds,
                        answer=settings.answer_seconds,
                        requests_per_minute=settings.requests_per_minute,
                    ),
                    quota=quota,
                    drain=drain,
                    log=log,
                    log_payloads=serving.log_payloads,
                    # A developer's service is on loopback anyway.
                    metrics_here=lambda request: serving.dev or _port(request) == port,
                    detailed_health=serving.dev,
                ),
            )
            server = Server(app, drain=drain, drain_seconds=serving.drain_seconds, started=started)
            signal.signal(RETIRE, lambda *_: server.retire())
            # Nobody takes over from one process: a reload, or a lost terminal, drains it. Whoever
            # started it with nohup wants neither.
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
                signal.signal(signal.SIGHUP, server.handle_exit)
            start = assembly.reading.start
            threading.Thread(target=start, name="start-reading", daemon=True).start()
            _leave_alone_what_stays()
            log.info("serving", pid=os.getpid(), store=_name(settings.store))
            server.run_on([api, metrics] if metrics is not None else [api])
            log.info("stopped", pid=os.getpid())
            stuck = app.state.gate.lanes.busy
            app.state.gate.close()
    finally:
        logging.getLogger("uvicorn").removeHandler(forwarded)
        close_log()
        quota.close()
    if stuck:
        # Threads that wait for a validator would keep the process.
        sys.stdout.flush()
        os._exit(0)


def _leave_alone_what_stays() -> None:
    """Have the collector of cycles look at what requests leave behind, and less often.

    It looked through all the program's modules again and again, which took a quarter of a hit.
    Requests leave few cycles behind: what is not one is freed at once as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER, 10, 10)


def _port(request: Request) -> int | None:
    server = request.scope.get("server")
    return server[1] if server else None


def _name(store: str) -> str:
    """Without what may be a password."""
    return store if "://" not in store else store.partition("://")[0] + "://..."
