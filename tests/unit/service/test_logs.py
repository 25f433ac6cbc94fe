"""The service's own log."""

import io
import json
import logging
import threading

from fpcache_ops.service.logs import Forwarded, Lines, open_log


def lines(out):
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_an_object():
    """Of ASCII, whatever is in it: a terminal that shows it obeys nothing."""
    out = io.BytesIO()
    log, close = open_log("info", out)
    log.info("request", path="a\x1b[2J\x7f\n\u202eb\ud800", ms=1.5)
    log.debug("not wanted")
    close()
    assert out.getvalue().isascii()
    assert not set(out.getvalue()) & ({*range(32), 127} - {10})
    (line,) = lines(out)
    assert list(line) == ["timestamp", "level", "event", "path", "ms"]
    assert (line["level"], line["event"]) == ("info", "request")
    assert line["path"] == "a\x1b[2J\x7f\n\u202eb\ud800"


def test_levels():
    """What is below is not written."""
    for level, count in (("debug", 4), ("info", 3), ("warning", 2), ("error", 1)):
        out = io.BytesIO()
        log, close = open_log(level, out)
        for say in (log.debug, log.info, log.warning, log.error):
            say("something")
        close()
        assert len(lines(out)) == count


def test_nobody_waits_for_a_reader_that_does_not_read():
    """Lines are dropped, and counted."""
    gate = threading.Event()

    class Stuck(io.BytesIO):
        def write(self, data):
            gate.wait(30)
            return super().write(data)

    out = Stuck()
    log = Lines(out)
    for _ in range(20_100):
        log.msg(b"{}\n")
    gate.set()
    log.close(30)
    said = lines(out)
    dropped = sum(line.get("lines", 0) for line in said)
    assert dropped >= 100
    assert len([line for line in said if not line]) + dropped == 20_100


def test_what_libraries_complain_about():
    """Is a line too; the text of an error, which may quote a request, is not in it."""
    out = io.BytesIO()
    log, close = open_log("info", out)
    logger = logging.getLogger("fpcache_tests.forwarded")
    logger.propagate = False
    logger.addHandler(Forwarded(log))
    try:
        raise ValueError("secret")
    except ValueError as error:
        logger.error("Exception in ASGI application", exc_info=error)
    close()
    (line,) = lines(out)
    assert (line["logger"], line["error"]) == ("fpcache_tests.forwarded", "ValueError")
    assert "secret" not in out.getvalue().decode()
