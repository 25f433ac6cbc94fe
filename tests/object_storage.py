"""A real S3 server on loopback, for tests: SeaweedFS from its wheel."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

READY = "All enabled components are running and ready to use"
PORTS = ("s3", "master", "filer", "volume")


@dataclass(frozen=True)
class ObjectStorage:
    """A server with one empty bucket, ``logs``."""

    environment: dict[str, str]

    def client(self) -> Any:
        """Another program's view of it."""
        return boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL_S3"],
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            region_name="us-east-1",
        )


@contextmanager
def object_storage() -> Iterator[ObjectStorage]:
    """Start, and stop with everything it wrote."""
    keys = {"AWS_ACCESS_KEY_ID": "a-key", "AWS_SECRET_ACCESS_KEY": "a-secret+/="}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fpcache-s3-"))
        ports = _free(2 * len(PORTS))
        given = [f"-{name}.port={ports.pop()}" for name in PORTS]
        given += [f"-{name}.port.grpc={ports.pop()}" for name in PORTS]
        s3_port = given[0].partition("=")[2]
        server = subprocess.Popen(
            [
                Path(sys.executable).with_name("weed"), "mini", f"-dir={folder}", "-bucket=logs",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *given, "-s3.port.iceberg=0",
                "-s3.port.lance=0", "-webdav=false", "-admin.ui=false",
            ],
            env={**os.environ, **keys},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        assert server.stdout is not None
        stack.callback(server.stdout.close)
        stack.callback(server.wait)
        said: list[str] = []
        ready, listening = threading.Event(), server.stdout

        def listen() -> None:
            for line in listening:  # to its end, so that the pipe never fills
                said.append(line)
                if READY in line:
                    ready.set()
            ready.set()

        listener = threading.Thread(target=listen)
        listener.start()
        stack.callback(listener.join)
        stack.callback(server.kill)
        ready.wait()
        assert server.poll() is None, "the S3 server did not start: " + "".join(said)
        yield ObjectStorage({**keys, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{s3_port}"})


def _free(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
