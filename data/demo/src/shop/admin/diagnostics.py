"""A look at the machine, for staff who have no account on it."""

import os
import shlex
import subprocess

from flask import Blueprint, Response, current_app, jsonify, request

from shop import db
from shop.web import staff_only

blueprint = Blueprint("diagnostics", __name__, url_prefix="/admin")

LOG = "shop.log"


@blueprint.get("/health")
def health() -> Response:
    return jsonify(rows=db.row_counts())


@blueprint.get("/disk")
@staff_only
def disk() -> Response:
    answer = subprocess.run(["df", "-k", "."], capture_output=True, text=True)
    return _text(answer.stdout)


@blueprint.get("/exports")
@staff_only
def exports() -> Response:
    answer = subprocess.run(
        "ls exports | wc -l",
        cwd=current_app.instance_path,
        capture_output=True,
        text=True,
        shell=True,
    )
    return _text(answer.stdout)


@blueprint.get("/log")
@staff_only
def log() -> Response:
    lines = int(request.args.get("lines", "20"))
    answer = subprocess.run(
        ["/usr/bin/tail", "-n", str(lines), LOG],
        cwd=current_app.instance_path,
        capture_output=True,
        text=True,
    )
    return _text(answer.stdout)


@blueprint.get("/log/count")
@staff_only
def log_count() -> Response:
    command = "grep -c -e %s %s" % (shlex.quote(request.args["term"]), LOG)
    answer = subprocess.run(
        command, shell=True, cwd=current_app.instance_path, capture_output=True, text=True
    )
    return _text(answer.stdout)


@blueprint.get("/log/search")
@staff_only
def log_search() -> Response:
    command = "grep -n -e '%s' %s" % (shlex.quote(request.args["term"]), LOG)
    answer = subprocess.run(
        command, shell=True, cwd=current_app.instance_path, capture_output=True, text=True
    )
    return _text(answer.stdout)


def _run(command: str, shell: bool = False) -> str:
    """Run a command line in the instance folder and return what it wrote."""
    folder = current_app.instance_path
    words = command if shell else shlex.split(command)
    return subprocess.run(words, shell=shell, cwd=folder, capture_output=True, text=True).stdout


@blueprint.get("/clock")
@staff_only
def clock() -> Response:
    return _text(_run("date -u +%FT%TZ", shell=True))


@blueprint.get("/usage")
@staff_only
def usage() -> Response:
    folder = request.args.get("folder", "media")
    return _text(_run(f"du -sk {folder} | cut -f1", shell=True))


@blueprint.post("/flush")
@staff_only
def flush() -> Response:
    """Have the machine write everything to disk, before the nightly copy is taken."""
    return _text(str(os.system("sync")))


def _text(content: str) -> Response:
    return Response(content, mimetype="text/plain")
