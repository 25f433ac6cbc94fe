"""Pages of the customer account."""

from flask import Blueprint, abort, current_app, redirect, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from shop import db
from shop.accounts import passwords
from shop.web import bullets, customer, heading, page

blueprint = Blueprint("accounts", __name__, url_prefix="/account")

PASSWORD_FIELD = "password"
PROFILE_COLUMNS = ("name", "street", "city")

FORM = Markup(
    '<form method="post" action="{}"><label>E-mail <input name="email"></label>'
    ' <label>{} <input type="password" name="{}"></label> <button>Go</button></form>'
)


def credentials_form(action: str, password_label: str = "Password") -> Markup:
    return FORM.format(action, password_label, PASSWORD_FIELD)


@blueprint.get("/register")
def register_form() -> str:
    action = url_for(".register")
    return page("Register", credentials_form(action, password_label="Choose a password"))


@blueprint.post("/register")
def register() -> Response:
    password = request.form[PASSWORD_FIELD]
    if passwords.is_breached(password, current_app.config["BREACHED"]):
        abort(400, "This password is in a published list of leaked ones.")
    database = db.connection()
    created = database.execute(
        "INSERT INTO users (email, password_hash) VALUES (?, ?)",
        (request.form["email"], passwords.hash_password(password)),
    )
    database.commit()
    session["user_id"] = created.lastrowid
    return redirect(url_for(".profile"))


@blueprint.get("/login")
def login_form() -> str:
    return page("Log in", credentials_form(url_for(".login")))


@blueprint.post("/login")
def login() -> Response:
    user = (
        db.connection()
        .execute("SELECT * FROM users WHERE email = ?", (request.form["email"],))
        .fetchone()
    )
    if user is None:
        abort(401)
    if not passwords.check_password(request.form[PASSWORD_FIELD], user["password_hash"]):
        abort(401)
    session["user_id"] = user["id"]
    return redirect(url_for(".profile"))


@blueprint.post("/forgot")
def forgot() -> tuple[str, int]:
    token = passwords.reset_token()
    database = db.connection()
    database.execute(
        "UPDATE users SET reset_token = ? WHERE email = ?", (token, request.form["email"])
    )
    database.commit()
    current_app.logger.info("reset mail queued for %s", request.form["email"])
    return "", 202


@blueprint.post("/reset")
def reset() -> tuple[str, int]:
    token = request.form.get("token", "")
    if token == "":
        abort(400, "The link of your mail is incomplete.")
    database = db.connection()
    changed = database.execute(
        "UPDATE users SET password_hash = ?, reset_token = NULL WHERE reset_token = ?",
        (passwords.hash_password(request.form[PASSWORD_FIELD]), token),
    )
    database.commit()
    return "", 204 if changed.rowcount else 404


@blueprint.get("/")
def profile() -> str:
    user = customer()
    return page("Account", heading(user["email"]), bullets(user[c] for c in PROFILE_COLUMNS))


@blueprint.post("/")
def save_profile() -> Response:
    user = customer()
    assignments = ", ".join(f"{column} = ?" for column in PROFILE_COLUMNS)
    values = [request.form.get(column, "") for column in PROFILE_COLUMNS]
    database = db.connection()
    database.execute("UPDATE users SET %s WHERE id = ?" % assignments, [*values, user["id"]])
    database.commit()
    return redirect(url_for(".profile"))


@blueprint.post("/preferences")
def save_preferences() -> Response:
    user = customer()
    changes = request.form.to_dict()
    assignments = ", ".join(f"{column} = ?" for column in changes)
    values = list(changes.values())
    database = db.connection()
    database.execute("UPDATE users SET %s WHERE id = ?" % assignments, [*values, user["id"]])
    database.commit()
    return redirect(url_for(".profile"))
