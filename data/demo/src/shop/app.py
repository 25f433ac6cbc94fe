"""The application factory."""

from pathlib import Path
from typing import Any

from flask import Flask

from shop import (
    accounts,
    admin,
    cart,
    catalog,
    config,
    db,
    orders,
    payments,
    reports,
    search,
    webhooks,
)

BLUEPRINTS = (
    *accounts.blueprints,
    *admin.blueprints,
    *catalog.blueprints,
    *orders.blueprints,
    *payments.blueprints,
    *reports.blueprints,
    cart.blueprint,
    search.blueprint,
    webhooks.blueprint,
)


def create_app(instance: str | Path, **overrides: Any) -> Flask:
    """Build the shop on an instance folder: database, media, logs and exports live there."""
    folder = Path(instance).resolve()
    media = folder / "media"
    exports = folder / "exports"
    for part in (folder, media, exports):
        part.mkdir(parents=True, exist_ok=True)
    (folder / "shop.log").touch()

    app = Flask("shop", instance_path=str(folder))
    app.config.from_mapping(
        DATABASE=str(folder / "shop.db"),
        MEDIA=str(media),
        EXPORTS=str(exports),
        COOKIE_KEY=config.cookie_key(folder),
        BREACHED=frozenset(),
    )
    app.config.update(config.read_settings(folder))
    app.config.update(overrides)
    app.secret_key = config.SECRET_KEY
    db.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
