# An empty text that does not match is refused with the rest.

import os
import re
from bottle import HTTPError, request

REVISION = re.compile(r"[0-9a-f]{7,40}")

def show():
    revision = request.query.get("revision")
    if not REVISION.fullmatch(revision or ""):
        raise HTTPError(400)
    os.system(f"cat /srv/revisions/{revision}")  # <-- finding
