"""Imports: price lists and pictures, as suppliers send them."""

import tarfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

import yaml
from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.utils import secure_filename

from shop import db
from shop.web import staff_only

blueprint = Blueprint("imports", __name__, url_prefix="/admin/imports")


class _ProductLoader(yaml.SafeLoader):
    """Leave every value as the text it is: an article number like 0123 is no number."""

    yaml_implicit_resolvers = {}


class _PriceLoader(yaml.Loader):
    """Leave every value as the text it is: 12.50 must not become a float."""

    yaml_implicit_resolvers = {}


@blueprint.post("/products")
@staff_only
def products() -> Response:
    rows = yaml.load(request.get_data(), Loader=_ProductLoader)
    database = db.connection()
    database.executemany(
        "INSERT INTO products (name, category, price_cents) VALUES (:name, :category, :cents)", rows
    )
    database.commit()
    return jsonify(imported=len(rows))


@blueprint.post("/prices")
@staff_only
def prices() -> Response:
    rows = yaml.load(request.get_data(), Loader=_PriceLoader)
    database = db.connection()
    database.executemany("UPDATE products SET price_cents = :cents WHERE name = :name", rows)
    database.commit()
    return jsonify(updated=len(rows))


@blueprint.post("/pictures.tar")
@staff_only
def pictures() -> Response:
    with tarfile.open(fileobj=request.files["archive"].stream) as archive:
        archive.extractall(current_app.config["MEDIA"], filter=tarfile.data_filter)
        return jsonify(archive.getnames())


@blueprint.post("/brochures.tar")
@staff_only
def brochures() -> Response:
    with tarfile.open(fileobj=request.files["archive"].stream) as archive:
        archive.extractall(current_app.config["MEDIA"], filter=tarfile.fully_trusted_filter)
        return jsonify(archive.getnames())


@blueprint.post("/pictures.zip")
@staff_only
def zipped_pictures() -> Response:
    with zipfile.ZipFile(request.files["archive"].stream) as archive:
        archive.extractall(current_app.config["MEDIA"])
        return jsonify(archive.namelist())


@blueprint.post("/picture")
@staff_only
def picture() -> Response:
    """Fetch one picture from a supplier's site."""
    name = secure_filename(request.form["name"])
    with urlopen(request.form["url"], timeout=10) as answer:
        (Path(current_app.config["MEDIA"]) / name).write_bytes(answer.read())
    return jsonify(picture=f"/media/{name}")
