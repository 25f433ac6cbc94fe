"""Files for the bookkeeper."""

import csv
import os
import subprocess
import tempfile
from pathlib import Path

from flask import Blueprint, abort, current_app, jsonify, request
from werkzeug.wrappers import Response

from shop import db
from shop.web import staff_only

blueprint = Blueprint("exports", __name__, url_prefix="/reports/exports")

COLUMNS = ("id", "user_id", "status", "total_cents", "created_at")
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")
SNAPSHOT = "/tmp/halyard-stock.csv"


@blueprint.post("/orders/<int:year>")
@staff_only
def orders(year: int) -> Response:
    """Write the orders of a year, as CSV and packed."""
    columns = [column for column in request.form.getlist("column") if column in COLUMNS]
    rows = db.connection().execute(
        f"SELECT {', '.join(columns or COLUMNS)} FROM orders WHERE created_at LIKE ?",
        (f"{year:04d}-%",),
    )
    folder = Path(current_app.config["EXPORTS"])
    name = f"orders-{int(year)}.csv"
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    subprocess.run(["gzip", "--force", "--keep", "--", name], cwd=folder, check=True)
    return jsonify(file=f"{name}.gz")


@blueprint.post("/sorted")
@staff_only
def sorted_copy() -> Response:
    """Sort an export by its second column."""
    name = request.form["name"]
    folder = current_app.config["EXPORTS"]
    subprocess.run(["sh", "-c", f"sort -t, -k2 {name} > {name}.sorted"], cwd=folder)
    return jsonify(file=f"{name}.sorted")


@blueprint.post("/folder")
@staff_only
def move() -> Response:
    """Choose another folder for exports: one that other accounts of the host cannot write to."""
    folder = os.path.realpath(request.form["folder"])
    if folder.startswith(SHARED_FOLDERS):
        abort(400, "Exports hold names and addresses: not in a shared folder.")
    current_app.config["EXPORTS"] = folder
    return jsonify(folder=folder)


def snapshot() -> None:
    """Write the stock for the till, which reads it every few minutes."""
    rows = db.connection().execute("SELECT id, name, stock FROM products ORDER BY id")
    with open(SNAPSHOT, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


@blueprint.get("/prices.csv")
@staff_only
def prices() -> Response:
    """Download the price list, by way of a file without a name."""
    handle, name = tempfile.mkstemp(prefix="prices-", suffix=".csv", dir="/var/tmp")
    rows = db.connection().execute("SELECT name, price_cents FROM products ORDER BY name")
    with open(handle, "w+", newline="", encoding="utf-8") as file:
        os.unlink(name)
        csv.writer(file).writerows(rows)
        file.seek(0)
        return Response(file.read(), mimetype="text/csv")
