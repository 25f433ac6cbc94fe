"""The demo program, bandit's report on it, and the labels: each is what the data sheet says.

The first half holds the three together; the second half runs the shop and shows, request by
request, that what is labelled real can be exploited and that its safe near-twin cannot.
"""

import ast
import base64
import contextlib
import copy
import csv
import importlib
import importlib.metadata
import io
import json
import pickle
import random
import re
import shutil
import sqlite3
import sys
import tarfile
import tokenize
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from data import make_demo

FILES = sorted(make_demo.SOURCE.rglob("*.py"))
TYPES = {
    "certificate-validation",
    "code-injection",
    "command-injection",
    "debug-enabled",
    "hardcoded-secret",
    "insecure-deserialization",
    "insecure-temp-file",
    "insecure-transport",
    "missing-timeout",
    "path-traversal",
    "sql-injection",
    "ssrf",
    "weak-hash",
    "weak-random",
    "xss",
    "xxe",
}


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    return json.loads(make_demo.SARIF.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def labels() -> list[make_demo.Label]:
    return make_demo.read_labels()


# --- report and labels ------------------------------------------------------------------------


def test_every_result_has_one_label_and_every_label_a_result(recorded, labels):
    """A result without a label cannot be scored, a label without a result scores nothing."""
    assert make_demo.misfits(recorded, labels) == []


def test_misfits_are_named(recorded, labels):
    """Whoever edits the source is told which label is missing, left over or given twice."""
    first, second, *rest = labels
    moved = second._replace(place=second.place._replace(line=9999))
    lines = make_demo.misfits(recorded, [first, first, moved, *rest])
    twice, gone = first.place, second.place
    assert lines == [
        f"labels.csv: no label for {gone.path}:{gone.line} {gone.type}",
        f"labels.csv: no result for the label {gone.path}:9999 {gone.type}",
        f"labels.csv: more than one label for {twice.path}:{twice.line} {twice.type}",
    ]


def test_labels_are_well_formed(labels):
    """Each row: a type of ours, `true` or `false`, one sentence; sorted by path, line, type."""
    with make_demo.LABELS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["path", "line", "type", "real", "why"]
    for row in rows:
        assert row["type"] in TYPES, row
        assert row["real"] in {"true", "false"}, row
        assert re.fullmatch(r"\S.{19,}\.", row["why"]), row
    assert [label.place for label in labels] == sorted(label.place for label in labels)


def test_sample_is_large_and_mixed_enough(recorded, labels):
    """At least 20 files, 50 results, 20 real and 20 false places, and both kinds of most types."""
    assert len(FILES) >= 20
    assert len(recorded["runs"][0]["results"]) >= 50
    assert sum(label.real for label in labels) >= 20
    assert sum(not label.real for label in labels) >= 20
    real = {label.place.type for label in labels if label.real}
    false = {label.place.type for label in labels if not label.real}
    assert real == TYPES
    assert TYPES - false == {"insecure-transport"}


def test_report_is_what_bandit_writes_now(recorded):
    """Nobody edits the report by hand, and no edit of the source leaves it behind."""
    assert make_demo.differences(recorded, make_demo.generate()) == []


def test_report_is_the_same_on_every_machine_and_day(recorded):
    """Paths are relative to data/demo/src and exist; no time, no folder of a machine."""
    text = make_demo.SARIF.read_text(encoding="utf-8")
    assert text == make_demo.serialise(recorded)
    [run] = recorded["runs"]
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert str(make_demo.DEMO.parent.parent) not in text
    paths = {place.path for place in make_demo.places(recorded)}
    assert paths <= {path.relative_to(make_demo.SOURCE).as_posix() for path in FILES}
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def test_data_sheet_counts_right(recorded, labels):
    """The figures of the data sheet are counted, not typed."""
    written = make_demo.SHEET.read_text(encoding="utf-8")
    assert written == make_demo.sheet_with(make_demo.figures(recorded, labels))


def test_source_does_not_say_which_is_which():
    """No comment, name or marker in the program tells a reader, or bandit, the answer."""
    telling = re.compile(r"(?i)nosec|noqa|vulnerab|exploit|unsafe|insecure|inject|malicious")
    for path in FILES:
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                assert not telling.search(token.string), f"{path}:{token.start[0]}"


# --- the script -------------------------------------------------------------------------------


def test_check_says_what_differs(recorded, tmp_path, monkeypatch, capsys):
    """`--check` writes nothing, prints a diff and ends with 1 when bandit says something else."""
    changed = copy.deepcopy(recorded)
    changed["runs"][0]["results"][0]["message"]["text"] = "edited by hand"
    monkeypatch.setattr(make_demo, "SARIF", tmp_path / "bandit.sarif")
    make_demo.SARIF.write_text(make_demo.serialise(changed), encoding="utf-8")
    before = make_demo.SARIF.read_bytes()

    assert make_demo.main(["--check"]) == 1

    assert "edited by hand" in capsys.readouterr().out
    assert make_demo.SARIF.read_bytes() == before


def test_lost_report_is_made_again(recorded, tmp_path, monkeypatch):
    """Without the report the script makes it again, and leaves nothing else behind."""
    monkeypatch.setattr(make_demo, "PYTHON", sys.version_info[:2])
    monkeypatch.setattr(make_demo, "SARIF", tmp_path / "bandit.sarif")
    monkeypatch.setattr(make_demo, "SHEET", Path(shutil.copy(make_demo.SHEET, tmp_path)))

    assert make_demo.main([]) == 0

    made = json.loads(make_demo.SARIF.read_text(encoding="utf-8"))
    monkeypatch.undo()
    assert make_demo.differences(recorded, made) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "bandit.sarif"]


def test_another_python_writes_no_report(tmp_path, monkeypatch, capsys):
    """Where f-strings are counted otherwise a good report is left alone, a lost one refused."""
    monkeypatch.setattr(make_demo, "PYTHON", (3, 0))
    monkeypatch.setattr(make_demo, "SHEET", Path(shutil.copy(make_demo.SHEET, tmp_path)))
    before = make_demo.SARIF.read_bytes()
    assert make_demo.main([]) == 0
    assert make_demo.SARIF.read_bytes() == before

    monkeypatch.setattr(make_demo, "SARIF", tmp_path / "bandit.sarif")
    capsys.readouterr()
    assert make_demo.main([]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "Python 3.0" in line
    assert not make_demo.SARIF.exists()


def test_another_bandit_is_refused(monkeypatch, capsys):
    """A bandit of another minor version ends with 2 and one line, and writes nothing."""
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "1.10.0")
    before = make_demo.SARIF.read_bytes()
    assert make_demo.main([]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "1.9" in line
    assert "1.10.0" in line
    assert make_demo.SARIF.read_bytes() == before


# --- the program ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shop() -> Iterator[ModuleType]:
    """The package of the demo program, imported from data/demo/src without leaving bytecode."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        patch.syspath_prepend(str(make_demo.SOURCE))
        yield importlib.import_module("shop")
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


@pytest.fixture
def app(shop: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The shop on a fresh folder; lists that pages change are changed for one test only."""
    sales = importlib.import_module("shop.reports.sales")
    monkeypatch.setattr(sales, "columns_on_offer", list(sales.columns_on_offer))
    monkeypatch.setattr(sales, "default_order", sales.default_order)
    return shop.create_app(tmp_path / "instance")


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody without an account."""
    return app.test_client()


@pytest.fixture
def customer(app: Flask) -> FlaskClient:
    """Somebody who has just registered."""
    return _registered(app, "mallory@example.com")


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    """A member of staff, whose password hash and order nobody else should see."""
    client = _registered(app, "ada@example.com")
    with _database(app) as database:
        database.execute("UPDATE users SET role = 'staff' WHERE email = 'ada@example.com'")
        database.execute(
            "INSERT INTO orders (user_id, total_cents, note, created_at) SELECT id, 4200,"
            " 'leave it at the blue door', '2026-03-01' FROM users WHERE email = 'ada@example.com'"
        )
        database.commit()
    return client


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that is not there: a payload that runs makes it."""
    return tmp_path / "marker"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the shop's folders."""
    path = tmp_path / "secret.txt"
    path.write_text("the combination is 7-21-33", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def says(labels) -> Callable[[str, str], bool]:
    """Whether the places inside a function, which agree, are labelled real."""

    def ask(path: str, function: str) -> bool:
        tree = ast.parse((make_demo.SOURCE / path).read_text(encoding="utf-8"))
        [body] = (
            range(node.lineno, (node.end_lineno or 0) + 1)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name == function
        )
        [real] = {
            label.real for label in labels if label.place.path == path and label.place.line in body
        }
        return real

    return ask


def _registered(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    form = {"email": email, "password": "correct horse battery"}
    assert client.post("/account/register", data=form).status_code == 302
    return client


def _database(app: Flask) -> Any:
    """A second connection to the shop's database, closed at the end of the block."""
    return contextlib.closing(sqlite3.connect(app.config["DATABASE"]))


def _hash(app: Flask, email: str = "ada@example.com") -> str:
    with _database(app) as database:
        query = "SELECT password_hash FROM users WHERE email = ?"
        return database.execute(query, (email,)).fetchone()[0]


class _Touch:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def _tar(**members: bytes | Path) -> dict[str, Any]:
    """An upload: bytes become a file, a path becomes a link to it; `__` in a name is `../`."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, value in members.items():
            member = tarfile.TarInfo(name.replace("__", "../"))
            if isinstance(value, Path):
                member.type, member.linkname = tarfile.SYMTYPE, str(value)
                archive.addfile(member)
            else:
                member.size = len(value)
                archive.addfile(member, io.BytesIO(value))
    return {"archive": (io.BytesIO(content.getvalue()), "archive.tar")}


def test_shop_runs(visitor, customer, staff):
    """The program is a program: it sells a rope, shows the cart, and keeps its back office shut."""
    for path in ("/", "/?sort=price", "/products/1", "/categories/rope", "/account/login"):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert "Halyard &amp; Daughters" in answer.text
    assert visitor.get("/products/99").status_code == 404
    assert visitor.get("/search/?q=bell").json[0]["name"] == "Brass bell, 15 cm"
    assert visitor.get("/search/advanced?field=category&q=rope").json[0]["id"] == 1
    assert visitor.get("/search/suggest?q=Snap").json == ["Snap shackle"]
    assert visitor.get("/rates/fallback").json["USD"] == 1.09
    assert visitor.get("/account/").status_code == 401

    assert visitor.post("/cart/", data={"product": 4}).json["total_cents"] == 7900
    assert visitor.get("/cart/").json["products"] == ["Brass bell, 15 cm"]
    assert visitor.post("/cart/wishes", data={"product": 2}).json == [2]
    assert visitor.get("/cart/wishes").json == [2]

    placed = customer.post("/orders/", data={"product": 4, "quantity": 2})
    assert placed.status_code == 201
    number = placed.json["order"]
    assert "€ 158.00" in customer.get(f"/orders/{number}/invoice").text
    assert visitor.get(f"/orders/{number}/invoice").status_code == 401
    assert customer.get("/admin/disk").status_code == 403

    assert "%" in staff.get("/admin/disk").text
    assert staff.get("/admin/exports").text.strip() == "0"
    assert staff.get("/admin/log").text == ""
    assert staff.get("/admin/clock").text.endswith("Z\n")
    assert staff.get("/admin/pricing/discount?cents=1001&quantity=10").json == {"cents": 950}
    assert {row["status"] for row in staff.get("/reports/sales/").json} == {"open"}
    assert staff.get("/reports/sales/by-period/year").status_code == 200
    assert staff.get("/reports/exports/prices.csv").text.startswith("Beeswax thread,590")


def test_not_modified_pages_are_not_sent_again(visitor):
    """The MD5 of a page is an ETag and nothing more: the browser's copy is still good."""
    tag = visitor.get("/").headers["ETag"]
    assert visitor.get("/", headers={"If-None-Match": tag}).status_code == 304


# --- SQL --------------------------------------------------------------------------------------


def test_search_gives_password_hashes(app, visitor, staff, says):
    """A backslash before a quote is no escape in SQL; a bound term in an allowed column is safe."""
    term = "' UNION SELECT id, email, password_hash FROM users --"
    found = visitor.get("/search/", query_string={"q": term}).json
    assert says("shop/search.py", "search")
    assert _hash(app) in {row["price_cents"] for row in found}

    assert not says("shop/search.py", "advanced")
    assert visitor.get("/search/advanced", query_string={"q": term}).json == []


def test_guard_that_only_logs_guards_nothing(app, visitor, staff, says):
    """An unknown column must be refused, not noted."""
    column = {"field": "password_hash FROM users WHERE password_hash LIKE ? --"}
    assert says("shop/search.py", "suggest")
    assert visitor.get("/search/suggest", query_string=column).json == [_hash(app)]

    assert not says("shop/search.py", "advanced")
    assert visitor.get("/search/advanced", query_string=column).status_code == 400


def test_order_of_a_list_answers_questions(visitor, staff, says):
    """A default that is the argument itself lets any expression through, a constant one none."""

    def names(path: str, role: str) -> list[str]:
        asked = f"EXISTS (SELECT 1 FROM users WHERE role = '{role}')"
        sort = f"CASE WHEN {asked} THEN -price_cents ELSE price_cents END"
        return re.findall(
            r'<li><a href="[^"]+">([^<]+)', visitor.get(path, query_string={"sort": sort}).text
        )

    assert says("shop/catalog/repository.py", "in_category")
    assert names("/categories/rope", "staff") == ["Dock line, 14 mm", "Halyard, 10 mm"]
    assert names("/categories/rope", "pirate") == ["Halyard, 10 mm", "Dock line, 14 mm"]

    assert not says("shop/catalog/repository.py", "listing")
    assert names("/", "staff") == names("/", "pirate")


def test_names_of_form_fields_are_not_columns(customer, says):
    """Columns taken from a form make a customer staff; columns from a constant do not."""
    field = "city = (SELECT 'Port'), role = (SELECT 'staff'), name"
    assert not says("shop/accounts/views.py", "save_profile")
    customer.post("/account/", data={field: "Mallory"})
    assert customer.get("/admin/disk").status_code == 403

    assert says("shop/accounts/views.py", "save_preferences")
    customer.post("/account/preferences", data={field: "Mallory"})
    assert customer.get("/admin/disk").status_code == 200


def test_escaping_for_html_is_no_escaping_for_sql(customer, staff, says):
    """A number must be a number; `0 OR 1=1` has nothing in it that HTML would mind."""
    assert says("shop/orders/history.py", "above")
    stolen = customer.get("/orders/above?cents=0 OR 1=1").json
    assert [row["note"] for row in stolen] == ["leave it at the blue door"]

    assert not says("shop/orders/history.py", "latest")
    assert customer.get("/orders/?limit=5 OR 1=1").status_code == 500
    assert not says("shop/orders/history.py", "_with_status")
    assert customer.get("/orders/with-status/open' OR '1'='1").json == []


def test_helper_that_hands_back_what_it_does_not_know(app, staff, says):
    """One helper returns its argument, the other one of two constants."""
    assert says("shop/reports/sales.py", "details")
    rows = staff.get("/reports/sales/details/users").json
    assert _hash(app) in {row["password_hash"] for row in rows}

    assert not says("shop/reports/sales.py", "of_year")
    assert staff.get("/reports/sales/of-year/2026?archived=users").json == [{"orders": 0}]


def test_list_of_allowed_columns_that_grows(app, staff, says):
    """An allow-list is one only while nobody adds to it."""
    column = "(SELECT group_concat(password_hash) FROM users)"
    asked = {"column": column}
    assert says("shop/reports/sales.py", "table")
    assert staff.get("/reports/sales/table", query_string=asked).status_code == 400
    staff.post("/reports/sales/columns", data=asked)
    assert staff.get("/reports/sales/table", query_string=asked).json[0][column] == _hash(app)

    assert not says("shop/reports/exports.py", "orders")
    exported = staff.post("/reports/exports/orders/2026", data=asked)
    assert exported.status_code == 200
    file = Path(app.config["EXPORTS"]) / "orders-2026.csv"
    assert _hash(app) not in file.read_text(encoding="utf-8")


def test_constant_that_another_page_sets(staff, says):
    """What a page can rebind is no constant; a value of a constant table is one."""
    asked = "(SELECT no_such_column FROM users)"
    assert says("shop/reports/sales.py", "latest")
    assert staff.get("/reports/sales/latest").status_code == 200
    staff.post("/reports/sales/order", data={"order": asked})
    assert staff.get("/reports/sales/latest").status_code == 500

    assert not says("shop/reports/sales.py", "by_period")
    assert staff.get("/reports/sales/by-period/', (SELECT 1), '").status_code == 404


# --- commands and code ------------------------------------------------------------------------


def test_quotes_round_quotes(staff, marker, says):
    """shlex.quote is for a bare word; inside quotes that are there already it opens them."""
    term = {"term": f";touch {marker};"}
    assert not says("shop/admin/diagnostics.py", "log_count")
    assert staff.get("/admin/log/count", query_string=term).text == "0\n"
    assert not marker.exists()

    assert says("shop/admin/diagnostics.py", "log_search")
    staff.get("/admin/log/search", query_string=term)
    assert marker.exists()


def test_folder_name_in_a_shell_line(staff, marker, says):
    """The same helper is safe with a constant line and not with one made of the request."""
    asked = {"folder": f".;touch {marker} #"}
    assert not says("shop/admin/diagnostics.py", "clock")
    staff.get("/admin/clock", query_string=asked)
    assert not marker.exists()

    assert says("shop/admin/diagnostics.py", "usage")
    assert says("shop/admin/diagnostics.py", "_run")
    staff.get("/admin/usage", query_string=asked)
    assert marker.exists()


def test_list_whose_program_is_a_shell(staff, marker, says):
    """A list of arguments protects only if its program does not read one of them as a script."""
    assert not says("shop/admin/diagnostics.py", "log")
    staff.get("/admin/log", query_string={"lines": f"1;touch {marker} #"})
    assert not marker.exists()

    assert says("shop/reports/exports.py", "sorted_copy")
    staff.post("/reports/exports/sorted", data={"name": f"x;touch {marker} #"})
    assert marker.exists()


def test_match_is_not_fullmatch(staff, marker, says):
    """Only a test of the whole text keeps code away from eval."""
    code = f"1 if __import__('pathlib').Path({str(marker)!r}).touch() else 2"
    assert staff.get("/admin/pricing/calculate?sum=6 * 7").json == {"result": 42}
    assert staff.get("/admin/pricing/calculate", query_string={"sum": code}).status_code == 400
    assert not says("shop/admin/pricing.py", "calculate")
    assert not marker.exists()

    assert says("shop/admin/pricing.py", "estimate")
    assert staff.get("/admin/pricing/estimate", query_string={"sum": code}).json == {"result": 2}
    assert marker.exists()


def test_empty_builtins_are_no_sandbox(staff, marker, says):
    """Every object leads to every class."""
    formula = (
        "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0]"
        f".__init__.__globals__['mkdir']({str(marker)!r})"
    )
    assert says("shop/admin/pricing.py", "campaign")
    assert staff.post("/admin/pricing/campaign", data={"formula": "cents / 2"}).json[0] == 250
    staff.post("/admin/pricing/campaign", data={"formula": formula})
    assert marker.exists()


# --- deserialization --------------------------------------------------------------------------


def test_pickles_of_strangers_run(visitor, marker, says):
    """A bad signature must end the matter, and a branch without one undoes the rest."""
    blob = pickle.dumps(_Touch(marker))
    sealed = base64.urlsafe_b64encode(bytes(32) + blob).decode()
    visitor.set_cookie("cart", sealed)
    assert visitor.get("/cart/").json == {"products": [], "total_cents": 0}
    assert not says("shop/cart.py", "_cart")
    assert not marker.exists()

    visitor.set_cookie("wishes", sealed)
    assert says("shop/cart.py", "_wishes")
    visitor.get("/cart/wishes")
    assert marker.exists()

    marker.unlink()
    assert not says("shop/cart.py", "_new_cart")
    assert visitor.get("/cart/preview").status_code == 200
    assert not marker.exists()
    assert says("shop/cart.py", "_preview")
    visitor.get("/cart/preview", query_string={"shared": base64.urlsafe_b64encode(blob).decode()})
    assert marker.exists()


def test_loader_is_as_good_as_its_base(staff, marker, says):
    """Two loaders that look alike: one derives from yaml.SafeLoader, the other from yaml.Loader."""
    document = f"!!python/object/apply:os.mkdir [{str(marker)!r}]"
    assert not says("shop/admin/imports.py", "products")
    assert staff.post("/admin/imports/products", data=document).status_code == 500
    assert not marker.exists()

    assert says("shop/admin/imports.py", "prices")
    staff.post("/admin/imports/prices", data=document)
    assert marker.exists()


# --- files and addresses ----------------------------------------------------------------------


def test_archive_that_leaves_its_folder(app, staff, secret, says):
    """Members and links may not lead out: data_filter sees to it, fully_trusted_filter does not."""
    outside = Path(app.config["MEDIA"]).parent / "planted"
    assert not says("shop/admin/imports.py", "pictures")
    for upload in (_tar(__planted=b"x"), _tar(leak=secret)):
        assert staff.post("/admin/imports/pictures.tar", data=upload).status_code == 500
    assert not outside.exists()
    assert staff.get("/media/leak").status_code == 404

    assert says("shop/admin/imports.py", "brochures")
    for upload in (_tar(__planted=b"x"), _tar(leak=secret)):
        assert staff.post("/admin/imports/brochures.tar", data=upload).status_code == 200
    assert outside.read_bytes() == b"x"
    with staff.get("/media/leak") as answer:
        assert answer.text == secret.read_text(encoding="utf-8")


def test_zip_archive_stays_in_its_folder(app, staff, says):
    """Bandit takes it for a tar; zipfile drops `..` from names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("../planted", "x")
    upload = {"archive": (io.BytesIO(content.getvalue()), "archive.zip")}
    assert not says("shop/admin/imports.py", "zipped_pictures")
    assert staff.post("/admin/imports/pictures.zip", data=upload).status_code == 200
    media = Path(app.config["MEDIA"])
    assert not (media.parent / "planted").exists()
    assert (media / "planted").read_bytes() == b"x"


def test_address_of_a_picture_may_be_a_file(staff, secret, says):
    """urlopen takes file: addresses; a constant host with a number after it leaves no choice."""
    form = {"url": secret.as_uri(), "name": "picture"}
    assert says("shop/admin/imports.py", "picture")
    assert staff.post("/admin/imports/picture", data=form).status_code == 200
    with staff.get("/media/picture") as answer:
        assert answer.text == secret.read_text(encoding="utf-8")

    assert not says("shop/payments/rates.py", "history")
    assert staff.get("/rates/history", query_string={"days": secret.as_uri()}).status_code == 500


def test_host_without_a_slash_after_it(visitor, monkeypatch, says):
    """`@` after a host makes another host; the fetch is replaced, nothing goes out."""
    rates = importlib.import_module("shop.payments.rates")
    asked: list[str] = []

    def fetch(url: str, timeout: float) -> io.BytesIO:
        asked.append(url)
        return io.BytesIO(b"{}")

    monkeypatch.setattr(rates, "urlopen", fetch)
    assert says("shop/payments/rates.py", "of_bank")
    visitor.get("/rates/bank?path=@10.0.0.5/")
    visitor.get("/rates/history?days=30")
    assert asked == ["https://rates.example@10.0.0.5/", "https://rates.example/history/30.json"]


def test_external_entities_read_files(visitor, secret, says):
    """The two parsers differ in one word."""
    document = (
        f'<!DOCTYPE n [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
        "<n><reference>&leak;</reference></n>"
    )
    assert says("shop/payments/gateway.py", "notification")
    answer = visitor.post("/payments/notifications", data=document)
    assert answer.json["accepted"]["reference"] == secret.read_text(encoding="utf-8")

    assert not says("shop/payments/gateway.py", "settlement")
    answer = visitor.post("/payments/settlements", data=document)
    assert "reference" not in answer.json["accepted"]


# --- pages ------------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"


def test_review_is_shown_as_it_was_written(visitor, customer, says):
    """One of two helpers escapes what it lays out; an attribute needs its quotes escaped."""
    review = {"body": SCRIPT, "headline": "x' onmouseover='alert(2)"}
    assert customer.post("/products/1/reviews", data=review).status_code == 302
    page = visitor.get("/products/1").text
    assert says("shop/catalog/reviews.py", "_review")
    assert SCRIPT in page
    assert "title='x' onmouseover='alert(2)'" in page

    assert not says("shop/catalog/reviews.py", "fragment")
    assert "&lt;script&gt;" in visitor.get("/products/1/reviews.html").text
    assert SCRIPT not in visitor.get("/products/1/reviews.html").text


def test_note_on_an_order(customer, staff):
    """Three environments: one escapes, one makes HTML without, one makes plain text."""
    order = customer.post("/orders/", data={"product": 1, "note": SCRIPT}).json["order"]
    assert SCRIPT not in staff.get(f"/orders/{order}/invoice").text
    receipt = staff.get(f"/orders/{order}/receipt")
    assert receipt.mimetype == "text/html"
    assert SCRIPT in receipt.text
    slip = staff.get(f"/orders/{order}/slip.txt")
    assert slip.mimetype == "text/plain"
    assert slip.headers["X-Content-Type-Options"] == "nosniff"


# --- secrets ----------------------------------------------------------------------------------


def test_key_in_the_source_makes_anybody_staff(app, visitor, staff):
    """Who has read the source signs the session of whoever they like."""
    config = importlib.import_module("shop.config")
    forger = Flask("forger")
    forger.secret_key = config.SECRET_KEY
    signer = SecureCookieSessionInterface().get_signing_serializer(forger)
    assert signer is not None
    assert visitor.get("/admin/disk").status_code == 401
    visitor.set_cookie("session", signer.dumps({"user_id": 1}))
    assert visitor.get("/admin/disk").status_code == 200


def test_tokens_of_a_seeded_generator_repeat(shop, customer, says):
    """Reset tokens come from a generator that can be wound back, signing keys do not."""
    passwords = importlib.import_module("shop.accounts.passwords")
    state = random.getstate()
    assert says("shop/accounts/passwords.py", "reset_token")
    token = passwords.reset_token()
    random.setstate(state)
    assert passwords.reset_token() == token

    keys = set()
    assert not says("shop/webhooks.py", "register")
    for _ in range(2):
        random.setstate(state)
        keys.add(customer.post("/hooks/", data={"url": "https://a.example"}).json["signing_key"])
    assert len(keys) == 2


def test_hook_is_called_without_a_timeout(app, customer, monkeypatch, says):
    """An order waits for the partner's server as long as that likes; the status page has 5 s."""
    given: list[Any] = []

    def call(url: str, **options: Any) -> Any:
        given.append(options.get("timeout"))
        raise requests.ConnectionError("nothing goes out of a test")

    monkeypatch.setattr(requests, "post", call)
    monkeypatch.setattr(requests, "get", call)
    customer.post("/hooks/", data={"url": "https://a.example"})
    assert says("shop/webhooks.py", "deliver")
    assert customer.post("/orders/", data={"product": 1}).status_code == 201
    assert not says("shop/payments/rates.py", "_service_is_up")
    customer.get("/rates/")
    assert given == [None, 5]
