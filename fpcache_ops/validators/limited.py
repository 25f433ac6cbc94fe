"""Becomes another program, within limits that this one cannot raise again.

``limited.py CPU_SECONDS MEMORY_BYTES FILE_BYTES COMMAND...``: run as a file of its own, isolated,
before the program: limits set from outside would come too late, and a fork of a process with
threads may run nothing but this.
"""

import os
import resource
import sys

cpu, memory, size = map(int, sys.argv[1:4])
for what, limit in (
    (resource.RLIMIT_CPU, cpu),
    (resource.RLIMIT_AS, memory),
    (resource.RLIMIT_FSIZE, size),
    (resource.RLIMIT_CORE, 0),
):
    _, most = resource.getrlimit(what)
    lower = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(what, (lower, lower))
try:
    os.execv(sys.argv[4], sys.argv[4:])
except OSError as error:
    sys.exit(f"{sys.argv[4]} cannot be run: {error.strerror}")
